import { type AsyncIteration, type Done, drive, type Iteration, type Progress, run } from '@gardner/core'
import { lastValueFrom, take, toArray } from 'rxjs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

/** Counts to `end`; what is left is the residual. */
function counter(end: number, { work = () => {} }: { work?: (n: number) => void } = {}) {
  let steps = 0
  const iteration: Iteration<number, string> = {
    name: 'counter',
    init: () => 0,
    step: (n) => {
      steps++
      work(n)
      return n + 1
    },
    residual: (n) => end - n,
    verdict: (n) => (n >= end ? 'converged' : undefined),
    result: (n, verdict) => `${n}, ${verdict}`,
  }
  return { iteration, steps: () => steps }
}

/** Keeps the processor busy. */
const busy = (milliseconds: number) => {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}

const endless = (milliseconds = 0) => counter(Number.POSITIVE_INFINITY, { work: () => busy(milliseconds) })
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
const ending = async <S, R>(events: ReturnType<typeof run<S, R>>) => (await lastValueFrom(events)) as Done<S, R>

describe('a run', () => {
  test('tells of every step, and of its end', async () => {
    const events = await lastValueFrom(run(counter(3).iteration).pipe(toArray()))
    expect(events).toEqual([
      { kind: 'step', step: 1, residual: 2, state: 1 },
      { kind: 'step', step: 2, residual: 1, state: 2 },
      { kind: 'step', step: 3, residual: 0, state: 3 },
      { kind: 'done', step: 3, residual: 0, state: 3, verdict: 'converged', result: '3, converged' },
    ])
  })

  test('ends as complete() ends', async () => {
    for (const [end, options] of [
      [0, {}],
      [1, {}],
      [1000, {}],
      [1000, { maxSteps: 10 }],
      [10, { resume: { step: 4, state: 4 } }],
    ] as const) {
      expect(await ending(run(counter(end).iteration, options))).toEqual(drive(counter(end).iteration, options))
    }
  })

  test('that has nothing to do is one event', async () => {
    const { iteration, steps } = counter(0)
    const events = await lastValueFrom(run(iteration).pipe(toArray()))
    expect(events).toEqual([
      { kind: 'done', step: 0, residual: 0, state: 0, verdict: 'converged', result: '0, converged' },
    ])
    expect(steps()).toBe(0)
  })

  test('is cold: nothing happens without a subscription, and each is a run of its own', async () => {
    const { iteration, steps } = counter(5)
    const events = run(iteration)
    await pause(5)
    expect(steps()).toBe(0)
    const [one, other] = await Promise.all([
      lastValueFrom(events.pipe(toArray())),
      lastValueFrom(events.pipe(toArray())),
    ])
    expect(one).toHaveLength(6)
    expect(other).toEqual(one)
    expect(steps()).toBe(10)
    await lastValueFrom(events)
    expect(steps()).toBe(15)
  })

  test('begins after its subscription', async () => {
    const { iteration, steps } = counter(2)
    const seen: string[] = []
    const ended = new Promise<void>((resolve) => {
      run(iteration).subscribe({ next: ({ kind }) => seen.push(kind), complete: resolve })
    })
    expect(seen).toEqual([])
    expect(steps()).toBe(0)
    await Promise.resolve()
    expect(seen).toEqual([])
    await ended
    expect(seen).toEqual(['step', 'step', 'done'])
  })

  test('starts its iteration anew for each subscription', async () => {
    const init = vi.fn(() => 0)
    const events = run({ ...counter(1).iteration, init })
    expect(init).not.toHaveBeenCalled()
    await lastValueFrom(events)
    await lastValueFrom(events)
    expect(init).toHaveBeenCalledTimes(2)
  })
})

describe('a long run breathes', () => {
  test('timers fire while it goes on', async () => {
    const { iteration } = counter(60, { work: () => busy(1) })
    const fired: number[] = []
    let step = 0
    const timer = setInterval(() => fired.push(step), 5)
    await new Promise<void>((resolve) => {
      run(iteration).subscribe({
        next: (event) => {
          step = event.step
        },
        complete: resolve,
      })
    })
    clearInterval(timer)
    expect(fired.some((at) => at > 0 && at < 60)).toBe(true)
    expect(fired.length).toBeGreaterThan(1)
  })

  test('two runs take turns', async () => {
    const order: string[] = []
    const worker = (name: string) => {
      const work = () => {
        busy(1)
        order.push(name)
      }
      return run(counter(40, { work }).iteration)
    }
    await Promise.all([lastValueFrom(worker('a')), lastValueFrom(worker('b'))])
    expect(order).toHaveLength(80)
    expect(order.indexOf('b')).toBeLessThan(order.lastIndexOf('a'))
    expect(order.indexOf('a')).toBeLessThan(order.lastIndexOf('b'))
    const changes = order.filter((name, i) => i > 0 && name !== order[i - 1]).length
    expect(changes).toBeGreaterThanOrEqual(3)
  })

  test('where there is no setImmediate, by messages, and where there are none, by timers', async () => {
    for (const missing of [['setImmediate'], ['setImmediate', 'MessageChannel']]) {
      for (const name of missing) vi.stubGlobal(name, undefined)
      const { iteration, steps } = counter(20, { work: () => busy(1) })
      const { verdict } = await ending(run(iteration))
      const endlessly = endless()
      const subscription = run(endlessly.iteration).subscribe()
      await pause(2)
      subscription.unsubscribe()
      vi.unstubAllGlobals()
      expect(verdict).toBe('converged')
      expect(steps()).toBe(20)
      const at = endlessly.steps()
      await pause(5)
      expect(endlessly.steps()).toBe(at)
    }
  })
})

describe('unsubscribing', () => {
  test('stops the work in silence', async () => {
    const { iteration, steps } = endless(1)
    const seen: string[] = []
    const subscription = run(iteration).subscribe({
      next: ({ kind }) => seen.push(kind),
      complete: () => seen.push('complete'),
      error: () => seen.push('error'),
    })
    await pause(20)
    subscription.unsubscribe()
    const at = steps()
    expect(at).toBeGreaterThan(0)
    await pause(20)
    expect(steps()).toBe(at)
    expect(seen).toHaveLength(at)
    expect(new Set(seen)).toEqual(new Set(['step']))
  })

  test('before the first step prevents it', async () => {
    const { iteration, steps } = endless()
    run(iteration).subscribe().unsubscribe()
    await pause(5)
    expect(steps()).toBe(0)
  })

  test('within an event prevents the next step', async () => {
    const { iteration, steps } = endless()
    const events = await lastValueFrom(run(iteration).pipe(take(3), toArray()))
    expect(events.map(({ step }) => step)).toEqual([1, 2, 3])
    await pause(5)
    expect(steps()).toBe(3)
  })

  test('of one subscriber leaves the other', async () => {
    const { iteration } = counter(30, { work: () => busy(1) })
    const events = run(iteration)
    const other = ending(events)
    const subscription = events.subscribe()
    await pause(5)
    subscription.unsubscribe()
    expect((await other).verdict).toBe('converged')
  })
})

describe('aborting', () => {
  test('hands over what there is', async () => {
    const controller = new AbortController()
    const { iteration, steps } = endless(1)
    const last = ending(run(iteration, { signal: controller.signal }))
    await pause(15)
    controller.abort()
    const { kind, verdict, state, step, result, residual } = await last
    expect(kind).toBe('done')
    expect(verdict).toBe('interrupted')
    expect(step).toBeGreaterThan(0)
    expect(state).toBe(step)
    expect(residual).toBe(Number.POSITIVE_INFINITY)
    expect(result).toBe(`${step}, interrupted`)
    expect(steps()).toBe(step)
    await pause(10)
    expect(steps()).toBe(step)
  })

  test('within an event ends before the next step', async () => {
    const controller = new AbortController()
    const { iteration, steps } = endless()
    const events: Progress<number, string>[] = []
    await new Promise<void>((resolve) => {
      run(iteration, { signal: controller.signal }).subscribe({
        next: (event) => {
          events.push(event)
          if (event.step === 2) controller.abort()
        },
        complete: resolve,
      })
    })
    expect(events.map(({ kind }) => kind)).toEqual(['step', 'step', 'done'])
    expect(steps()).toBe(2)
  })

  test('beforehand makes no step', async () => {
    const signal = AbortSignal.abort()
    const { iteration, steps } = endless()
    const events = await lastValueFrom(run(iteration, { signal }).pipe(toArray()))
    expect(events).toMatchObject([
      { kind: 'done', step: 0, state: 0, verdict: 'interrupted', result: '0, interrupted' },
    ])
    expect(steps()).toBe(0)
    expect(drive(iteration, { signal }).verdict).toBe('interrupted')
  })

  test('a run that has converged already changes nothing', async () => {
    expect((await ending(run(counter(0).iteration, { signal: AbortSignal.abort() }))).verdict).toBe('converged')
  })

  test('leaves a state to go on from', async () => {
    const controller = new AbortController()
    const { iteration } = counter(100)
    const events = run(iteration, { signal: controller.signal })
    const first = await new Promise<Done<number, string>>((resolve) => {
      events.subscribe((event) => {
        if (event.step === 40) controller.abort()
        if (event.kind === 'done') resolve(event)
      })
    })
    expect(first).toMatchObject({ step: 40, verdict: 'interrupted' })
    expect(await ending(run(iteration, { resume: first }))).toMatchObject({ step: 100, verdict: 'converged' })
  })
})

describe('limits', () => {
  describe('a budget', () => {
    const { now: real } = performance
    let now = 0
    beforeEach(() => {
      now = 1000
      // whoever else waits for the clock in this process goes on: it moves with each reading, and keeps none
      performance.now = () => (now += 1e-6)
    })
    afterEach(() => {
      performance.now = real
    })
    const slow = () =>
      counter(Number.POSITIVE_INFINITY, {
        work: () => {
          now += 7
        },
      })

    test('that is spent ends the run after the step that spent it', async () => {
      const { iteration, steps } = slow()
      const last = await ending(run(iteration, { budget: 20 }))
      expect(last).toMatchObject({ verdict: 'exhausted', step: 3, state: 3, result: '3, exhausted' })
      expect(steps()).toBe(3)
      expect(drive(slow().iteration, { budget: 20 })).toEqual(last)
    })

    test('counts from the start of a run, not from the making of the observable', async () => {
      const events = run(slow().iteration, { budget: 20 })
      now += 1e6
      expect((await ending(events)).step).toBe(3)
      now += 1e6
      expect((await ending(events)).step).toBe(3)
    })

    test('that is ample changes nothing', () => {
      expect(drive(counter(5).iteration, { budget: 1 }).verdict).toBe('converged')
    })

    test('is new after a checkpoint', () => {
      const { iteration } = slow()
      const first = drive(iteration, { budget: 20 })
      expect(drive(iteration, { budget: 20, resume: first }).step).toBe(6)
    })
  })

  test('the most steps', async () => {
    const { iteration, steps } = endless()
    expect(await ending(run(iteration, { maxSteps: 7 }))).toMatchObject({ verdict: 'exhausted', step: 7, state: 7 })
    expect(steps()).toBe(7)
    expect(drive(iteration, { maxSteps: 0 })).toMatchObject({ verdict: 'exhausted', step: 0, state: 0 })
  })

  test('the most steps, reached with the last one', () => {
    expect(drive(counter(7).iteration, { maxSteps: 7 }).verdict).toBe('converged')
    expect(drive(counter(8).iteration, { maxSteps: 7 }).verdict).toBe('exhausted')
  })

  test('the most steps count those before a checkpoint', () => {
    const { iteration, steps } = endless()
    expect(drive(iteration, { maxSteps: 7, resume: { step: 5, state: 5 } }).step).toBe(7)
    expect(steps()).toBe(2)
    expect(drive(iteration, { maxSteps: 7, resume: { step: 9, state: 9 } })).toMatchObject({
      step: 9,
      verdict: 'exhausted',
    })
  })

  test('a hundred thousand steps unless told', () => {
    expect(drive(endless().iteration)).toMatchObject({ verdict: 'exhausted', step: 100_000 })
  })
})

describe('a step that has to be waited for', () => {
  /** Counts to `end`; every step but the second takes a turn, and the one at `stuck` forever. */
  const waiting = (end: number, stuck = Number.NaN): AsyncIteration<number, string> => ({
    ...counter(end).iteration,
    step: (n) => (n === stuck ? new Promise(() => {}) : n === 1 ? n + 1 : Promise.resolve(n + 1)),
  })

  test('is waited for', async () => {
    const events = await lastValueFrom(run(waiting(3)).pipe(toArray()))
    expect(events).toEqual(await lastValueFrom(run(counter(3).iteration).pipe(toArray())))
  })

  test('cannot be completed at once', () => {
    expect(() => drive(waiting(3) as Iteration<number, string>)).toThrow(
      expect.objectContaining({
        code: 'UNSUITABLE',
        message: 'counter has a step that has to be waited for: run it, or await its answer',
      }),
    )
  })

  test('is left where the signal comes first', async () => {
    const stop = new AbortController()
    const end = ending(run(waiting(9, 4), { signal: stop.signal }))
    await pause(5)
    stop.abort()
    expect(await end).toMatchObject({ verdict: 'interrupted', step: 4, state: 4, result: '4, interrupted' })
  })

  test('is left where the budget ends first', async () => {
    expect(await ending(run(waiting(9, 4), { budget: 500 }))).toMatchObject({ verdict: 'exhausted', step: 4, state: 4 })
  })

  test('that fails fails the run', async () => {
    const iteration = { ...waiting(9), step: () => Promise.reject(new Error('no device')) }
    await expect(lastValueFrom(run(iteration))).rejects.toThrow('no device')
  })

  test('is not told of to whom has gone', async () => {
    let arrive = (_: number) => {}
    const iteration = { ...waiting(9), step: () => new Promise<number>((resolve) => (arrive = resolve)) }
    const told: unknown[] = []
    const subscription = run(iteration).subscribe((event) => told.push(event))
    await pause(5)
    subscription.unsubscribe()
    arrive(1)
    await pause(5)
    expect(told).toEqual([])
  })

  test('goes on from a checkpoint', async () => {
    expect(await ending(run(waiting(5), { resume: { step: 2, state: 2 } }))).toMatchObject({ step: 5, state: 5 })
  })
})

test('tells the share that is done, where an iteration knows it', async () => {
  const iteration = { ...counter(4).iteration, share: (n: number) => n / 4 }
  const events = await lastValueFrom(run(iteration).pipe(toArray()))
  expect(events.flatMap((event) => (event.kind === 'step' ? [event.share] : []))).toEqual([0.25, 0.5, 0.75, 1])
})

describe('what goes wrong', () => {
  const poisoned: Iteration<number, string> = {
    ...counter(10).iteration,
    residual: (n) => (n === 3 ? Number.NaN : 10 - n),
  }
  test('a residual that is not a number ends the run', async () => {
    const events = await lastValueFrom(run(poisoned).pipe(toArray()))
    expect(events).toHaveLength(3)
    expect(events[2]).toEqual({
      kind: 'done',
      step: 3,
      residual: Number.NaN,
      state: 3,
      verdict: 'nonfinite',
      result: '3, nonfinite',
    })
    expect(drive(poisoned)).toEqual(events[2])
  })

  test('an infinite residual does not', () => {
    expect(drive({ ...counter(3).iteration, residual: () => Number.POSITIVE_INFINITY }).verdict).toBe('converged')
  })

  test('an iteration that throws does so in the error channel', async () => {
    const failure = new RangeError('out of paper')
    const throwing = {
      init: {
        ...counter(3).iteration,
        init: () => {
          throw failure
        },
      },
      step: counter(9, {
        work: (n) => {
          if (n === 4) throw failure
        },
      }).iteration,
      residual: {
        ...counter(3).iteration,
        residual: () => {
          throw failure
        },
      },
      verdict: {
        ...counter(3).iteration,
        verdict: () => {
          throw failure
        },
      },
      result: {
        ...counter(3).iteration,
        result: () => {
          throw failure
        },
      },
    }
    for (const [where, iteration] of Object.entries(throwing)) {
      const seen: unknown[] = []
      const error = await new Promise((resolve) => {
        run(iteration).subscribe({ next: (event) => seen.push(event), error: resolve, complete: () => resolve('none') })
      })
      expect(error, where).toBe(failure)
      expect(seen).toHaveLength(where === 'step' ? 4 : where === 'result' ? 3 : 0)
      expect(() => drive(iteration)).toThrow(failure)
    }
  })

  test('nothing follows an error', async () => {
    let steps = 0
    const iteration = {
      ...counter(9).iteration,
      step: () => {
        steps++
        throw new Error('broken')
      },
    }
    await expect(lastValueFrom(run(iteration))).rejects.toThrow('broken')
    await pause(5)
    expect(steps).toBe(1)
  })
})

describe('options are checked when they are given', () => {
  const { iteration } = counter(1)
  const cases: [string, object, string][] = [
    [
      'a mistyped one',
      { maxStep: 3 },
      'invalid option of run: "maxStep"; expected one of signal, maxSteps, budget, resume',
    ],
    ['negative maxSteps', { maxSteps: -1 }, 'invalid maxSteps: -1; expected a whole number, 0 or above'],
    ['broken maxSteps', { maxSteps: 1.5 }, 'invalid maxSteps: 1.5; expected a whole number, 0 or above'],
    ['NaN maxSteps', { maxSteps: Number.NaN }, 'invalid maxSteps: NaN; expected a whole number, 0 or above'],
    ['a text for maxSteps', { maxSteps: '10' }, 'invalid maxSteps: "10"; expected a whole number, 0 or above'],
    ['a budget of 0', { budget: 0 }, 'invalid budget: 0; expected a positive number'],
    [
      'an infinite budget',
      { budget: Number.POSITIVE_INFINITY },
      'invalid budget: Infinity; expected a positive number',
    ],
    ['a NaN budget', { budget: Number.NaN }, 'invalid budget: NaN; expected a positive number'],
    ['a controller for its signal', { signal: new AbortController() }, 'invalid signal: {}; expected an AbortSignal'],
    [
      'a resume without a step',
      { resume: { state: 1 } },
      'invalid resume.step: undefined; expected a whole number, 0 or above',
    ],
    [
      'a resume without a state',
      { resume: { step: 1 } },
      'invalid resume: {"step":1}; expected a checkpoint { step, state }',
    ],
    ['a resume that is none', { resume: 3 }, 'invalid resume: 3; expected a checkpoint { step, state }'],
    ['a resume that is null', { resume: null }, 'invalid resume: null; expected a checkpoint { step, state }'],
  ]
  for (const [what, options, message] of cases) {
    test(what, () => {
      const expected = expect.objectContaining({ code: 'INVALID_OPTION', message })
      expect(() => run(iteration, options)).toThrow(expected)
      expect(() => drive(iteration, options)).toThrow(expected)
    })
  }

  test('those left undefined are as good as absent', () => {
    const nothing = { signal: undefined, maxSteps: undefined, budget: undefined, resume: undefined }
    expect(drive(iteration, nothing as object).verdict).toBe('converged')
  })
})
