import { drive, inPieces, run, type Search, searching, searchNow, type Verdict } from '@gardner/core'
import { lastValueFrom, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'

interface Sum {
  readonly value: number
  readonly verdict: 'converged' | 'exhausted' | 'interrupted' | 'stalled' | 'nonfinite' | 'absent'
}

/** 1 + 2 + … + n in n pieces; `told` hears of each. */
const summing = (n: number, told: (term: number) => void = () => {}) =>
  searching<Sum>(
    'sum',
    function* (): Search<Sum> {
      let value = 0
      for (let term = 1; term <= n; term++) {
        told(term)
        value += term
        yield
      }
      return { value, verdict: 'converged' }
    },
    (verdict) => ({ value: Number.NaN, verdict }),
  )

describe('a step in pieces', () => {
  /** Counts to three; each step is of four pieces. */
  const counting = (told: () => void = () => {}) => {
    const stepSearch = function* (state: number): Search<number> {
      for (let piece = 0; piece < 3; piece++) {
        told()
        yield
      }
      told()
      return state + 1
    }
    return {
      name: 'count',
      init: () => 0,
      step: inPieces(stepSearch),
      residual: (state: number) => 3 - state,
      verdict: (state: number) => (state === 3 ? ('converged' as const) : undefined),
      result: (state: number, verdict: Verdict) => ({ state, verdict }),
    }
  }

  test('is one step for whoever watches', async () => {
    const events = await lastValueFrom(run(counting()).pipe(toArray()))
    expect(events.map(({ kind, step }) => [kind, step])).toEqual([
      ['step', 1],
      ['step', 2],
      ['step', 3],
      ['done', 3],
    ])
    expect(drive(counting(), { maxSteps: 2 }).result).toEqual({ state: 2, verdict: 'exhausted' })
  })

  test('is left between its pieces, and the state before it is handed over', async () => {
    const abort = new AbortController()
    let pieces = 0
    const iteration = counting(() => {
      if (++pieces === 6) abort.abort()
    })
    const done = await lastValueFrom(run(iteration, { signal: abort.signal }))
    expect(done).toMatchObject({ kind: 'done', step: 1, verdict: 'interrupted', result: { state: 1 } })
    expect(pieces).toBe(6)
  })

  test('is resumed at its beginning, with the same result', async () => {
    const part = drive(counting(), { maxSteps: 1 })
    const whole = await lastValueFrom(run(counting(), { resume: part }))
    expect(whole).toMatchObject({ step: 3, result: { state: 3, verdict: 'converged' } })
  })
})

describe('a search as an iteration', () => {
  test('finds what it finds at once', () => {
    const { result, verdict, step } = drive(summing(10))
    expect({ value: result.value, verdict, step }).toEqual({ value: 55, verdict: 'converged', step: 11 })
  })

  test('does one piece in a step, and none twice', () => {
    const terms: number[] = []
    const iteration = summing(5, (term) => terms.push(term))
    let state = iteration.init()
    expect(terms).toEqual([])
    for (let step = 1; step <= 5; step++) {
      state = iteration.step(state)
      expect(terms).toHaveLength(step)
      expect(iteration.verdict(state)).toBeUndefined()
      expect(iteration.residual(state)).toBe(Number.POSITIVE_INFINITY)
    }
    state = iteration.step(state)
    expect(iteration.verdict(state)).toBe('converged')
    expect(iteration.residual(state)).toBe(0)
    expect(iteration.step(state)).toBe(state)
    expect(terms).toEqual([1, 2, 3, 4, 5])
  })

  test('that was ended has what is said of one that found nothing', async () => {
    const ended = drive(summing(10), { maxSteps: 3 })
    expect(ended).toMatchObject({ verdict: 'exhausted', result: { value: Number.NaN, verdict: 'exhausted' } })
    const stop = new AbortController()
    stop.abort()
    expect(await lastValueFrom(run(summing(10), { signal: stop.signal }))).toMatchObject({ verdict: 'interrupted' })
  })

  test('goes on from a state as often as it is asked to, and elsewhere', () => {
    const iteration = summing(10)
    const states = [iteration.init()]
    for (let step = 0; step < 6; step++) states.push(iteration.step(states[step]))
    for (const from of [0, 3, 6, 3]) {
      const written = JSON.parse(JSON.stringify(states[from]))
      for (const state of [states[from], written]) {
        expect(drive(iteration, { resume: { step: from, state } }).result.value).toBe(55)
        expect(drive(summing(10), { resume: { step: from, state } }).step).toBe(11)
      }
    }
  })

  test('at once does all pieces', () => {
    function* three(): Search<number> {
      yield
      yield
      return 3
    }
    expect(searchNow(three())).toBe(3)
  })
})
