import { complete, run, type Search, searching, searchNow } from '@gardner/core'
import { lastValueFrom } from 'rxjs'
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

describe('a search as an iteration', () => {
  test('finds what it finds at once', () => {
    const { result, verdict, step } = complete(summing(10))
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
    const ended = complete(summing(10), { maxSteps: 3 })
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
        expect(complete(iteration, { resume: { step: from, state } }).result.value).toBe(55)
        expect(complete(summing(10), { resume: { step: from, state } }).step).toBe(11)
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
