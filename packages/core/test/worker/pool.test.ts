// What a pool does, behind a channel in this thread, in place of a worker.
import { type Done, drive, type Progress } from '@gardner/core'
import { inline, type Pool, type Port, pool, serve } from '@gardner/core/worker'
import { EMPTY, firstValueFrom, lastValueFrom, type Observable, take, toArray } from 'rxjs'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { endless, jobs } from './jobs.js'

type TestJobs = typeof jobs
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
const ending = async <E>(events: Observable<E>) => (await lastValueFrom(events)) as Extract<E, { kind: 'done' }>
const shared = () => new Int32Array(new SharedArrayBuffer(4))
const until = (check: () => void) => vi.waitFor(check, { timeout: 600_000, interval: 2 })

/** The two ends of a channel in Node's way, or with no more than browsers have. */
const channels = {
  node: () => {
    const { port1, port2 } = new MessageChannel()
    return { near: port1 as Port, far: port2 as Port }
  },
  browser: () => {
    const { port1, port2 } = new MessageChannel()
    const plain = (port: MessagePort): Port => ({
      postMessage: (message) => port.postMessage(message),
      addEventListener: (type, listener) => port.addEventListener(type, listener),
      close: () => port.close(),
    })
    return { near: plain(port1), far: plain(port2) }
  },
}

beforeAll(() => {
  endless.goesOn = true
})
afterAll(() => {
  endless.goesOn = false
})

const open: Pool[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

function poolOf(size: number, channel: () => { near: Port; far: Port } = channels.node) {
  const spawn = vi.fn(() => {
    const { near, far } = channel()
    serve(far, jobs)
    return near
  })
  const made = pool<TestJobs>({ spawn, size })
  open.push(made)
  return { submit: made.submit, close: made.close, spawn }
}

/** Everything that is heard of a job, in words. */
function heard<S, R>(events: Observable<Progress<S, R>>) {
  const words: string[] = []
  const subscription = events.subscribe({
    next: (event) => words.push(event.kind === 'done' ? event.verdict : event.kind),
    complete: () => words.push('complete'),
    error: ({ name, code }) => words.push(code ?? name),
  })
  return { words, subscription }
}

for (const [platform, channel] of Object.entries(channels)) {
  describe(`a job, as in ${platform},`, () => {
    test('ends as it does here, to the last bit', async () => {
      const { submit } = poolOf(1, channel)
      const { result, state, step, verdict } = await ending(submit('orbit', { length: 200 }))
      const here = drive(jobs.orbit({ length: 200 }))
      expect(result).toBeInstanceOf(Float64Array)
      expect([...result]).toEqual([...here.result])
      expect({ state, step, verdict }).toEqual({ state: here.state, step: here.step, verdict: here.verdict })
    })

    test('is silent, and stops, when it is unsubscribed', async () => {
      const { submit } = poolOf(1, channel)
      const steps = shared()
      const { words, subscription } = heard(submit('count', { work: 1, steps }))
      await until(() => expect(steps[0]).toBeGreaterThan(5))
      subscription.unsubscribe()
      const told = words.length
      // of one queue with the cancellation: when it is done, so is that
      await ending(submit('count', { end: 1 }))
      const at = steps[0]
      await pause(30)
      expect(steps[0]).toBe(at)
      expect(words).toHaveLength(told)
      expect(words).not.toContain('complete')
    })

    test('hands over what it has when it is aborted', async () => {
      const { submit } = poolOf(1, channel)
      const controller = new AbortController()
      const steps = shared()
      const last = ending(submit('count', { work: 1, steps }, { signal: controller.signal }))
      await until(() => expect(steps[0]).toBeGreaterThan(5))
      controller.abort()
      const { verdict, result, step } = await last
      expect(verdict).toBe('interrupted')
      expect(step).toBe(steps[0])
      expect(result).toBe(`${step}, interrupted`)
    })

    test('that fails says so with name, code and message', async () => {
      const { submit } = poolOf(1, channel)
      await expect(lastValueFrom(submit('refused', Number.NaN))).rejects.toMatchObject({
        name: 'GardnerError',
        code: 'INVALID_OPTION',
        message: 'invalid load: NaN; expected a better one',
      })
      const broken = heard(submit('broken', undefined))
      await until(() => expect(broken.words).toContain('RangeError'))
      expect(broken.words[0]).toBe('step')
      await expect(lastValueFrom(submit('broken', undefined))).rejects.toMatchObject({
        name: 'RangeError',
        message: 'out of paper',
        stack: expect.stringContaining('jobs.ts'),
      })
      await expect(lastValueFrom(submit('thrown', undefined))).rejects.toMatchObject({ message: '"a word"' })
      await expect(lastValueFrom(submit('undefinedThrown', undefined))).rejects.toThrow('undefined')
      await expect(lastValueFrom(submit('reluctant', undefined))).rejects.toThrow('invalid load: 3; expected a better')
      for (const [name, given] of [
        ['nothing', 'undefined'],
        ['later', '{}'],
      ] as const) {
        await expect(lastValueFrom(submit(name, undefined))).rejects.toMatchObject({
          code: 'INVALID_OPTION',
          message: `invalid work of job ${name}: ${given}; expected an iteration or an observable`,
        })
      }
      expect((await ending(submit('count', { end: 2 }))).verdict).toBe('converged')
    })
  })
}

describe('what is told', () => {
  test('is the first step, then at most one in 50 ms, and the end', async () => {
    const { submit } = poolOf(1)
    const begin = performance.now()
    const events = await lastValueFrom(submit('count', { end: 3000, work: 0.1 }).pipe(toArray()))
    const time = performance.now() - begin
    expect(time).toBeGreaterThan(300)
    const steps = events.filter(({ kind }) => kind === 'step')
    expect(steps[0].step).toBe(1)
    expect(steps.length).toBeGreaterThanOrEqual(3)
    expect(steps.length).toBeLessThanOrEqual(time / 50 + 1)
    expect(events.at(-1)).toEqual(drive(jobs.count({ end: 3000 })))
    expect(events.map(({ step }) => step)).toEqual([...events.map(({ step }) => step)].sort((a, b) => a - b))
  })

  test('is every event of an observable that are no steps', async () => {
    const { submit } = poolOf(1)
    expect(await lastValueFrom(submit('letters', 'abcdef').pipe(toArray()))).toEqual([...'abcdef'])
  })

  test('are numbers as they are, arrays with their types', async () => {
    const { submit } = poolOf(1)
    const input = {
      list: [Number.NaN, -0, Infinity, 5e-324],
      typed: Float64Array.of(Number.NaN, -0, -Infinity, 1 / 3),
      words: Uint32Array.of(1, 2 ** 32 - 1),
      map: new Map([['q', 1]]),
      none: undefined,
      big: 2n ** 70n,
    }
    const { result } = (await ending(submit('echo', input))) as Done<unknown, typeof input>
    expect(result).toEqual(input)
    expect(Object.is(result.typed[1], -0)).toBe(true)
  })

  test('is a threshold or a solution with its numbers, without its functions', async () => {
    const { submit } = poolOf(1)
    const { result: threshold } = await ending(submit('capacity', 0.1))
    const here = drive(jobs.capacity(0.1)).result
    expect(threshold.value).toBe(here.value)
    expect(JSON.stringify(threshold)).toBe(JSON.stringify(here))
    const { result: solution } = await ending(submit('saddle', 0.5))
    const solved = drive(jobs.saddle(0.5)).result
    if (solution.verdict !== 'converged' || solved.verdict !== 'converged') throw new Error('not solved')
    expect(JSON.stringify(solution)).toBe(JSON.stringify(solved))
    expect(solution).not.toHaveProperty('measure')
    expect(solution.problem.weights).toBe('binary')
  })

  test('is an error where it cannot be copied', async () => {
    const { submit } = poolOf(1)
    const refusal = expect.objectContaining({ code: 'UNSUITABLE', message: expect.stringContaining('use plain data') })
    await expect(lastValueFrom(submit('promised', undefined))).rejects.toEqual(refusal)
    expect(await lastValueFrom(submit('letters', 'z'))).toBe('z')
  })
})

describe('options of a run', () => {
  test('hold at the other end', async () => {
    const { submit } = poolOf(1)
    expect(await ending(submit('count', {}, { maxSteps: 7 }))).toMatchObject({ verdict: 'exhausted', step: 7 })
    expect(await ending(submit('count', { work: 1 }, { budget: 20 }))).toMatchObject({ verdict: 'exhausted' })
    expect(await ending(submit('count', { end: 9 }, { resume: { step: 5, state: 5 } }))).toMatchObject({ step: 9 })
    expect(await lastValueFrom(submit('doubled', {}, { maxSteps: 7 }))).toBe(14)
  })

  test('hold for promised steps', async () => {
    const { submit } = poolOf(1)
    expect(await ending(submit('awaited', { end: 9 }))).toMatchObject({
      verdict: 'converged',
      step: 9,
      result: '9, converged',
    })
    expect(await ending(submit('awaited', {}, { maxSteps: 7 }))).toMatchObject({ verdict: 'exhausted', step: 7 })
    expect(await ending(submit('awaited', {}, { budget: 20 }))).toMatchObject({ verdict: 'exhausted' })
    const resumed = submit('awaited', { end: 9 }, { resume: { step: 5, state: 5 } })
    expect(await ending(resumed)).toMatchObject({ step: 9, result: '9, converged' })
    const abort = new AbortController()
    const events = submit('awaited', {}, { signal: abort.signal })
    setTimeout(() => abort.abort(), 5)
    expect(await ending(events)).toMatchObject({ verdict: 'interrupted' })
  })

  test('take a run on to the same bits', async () => {
    const { submit } = poolOf(2)
    const { step, state } = await ending(submit('orbit', { length: 100 }, { maxSteps: 40 }))
    const { result } = await ending(submit('orbit', { length: 100 }, { resume: { step, state } }))
    expect([...result]).toEqual([...drive(jobs.orbit({ length: 100 })).result])
  })

  test('are checked when they are given', () => {
    const { submit, spawn } = poolOf(1)
    const error = (message: string) => expect.objectContaining({ code: 'INVALID_OPTION', message })
    expect(() => submit('count', {}, { maxSteps: -1 })).toThrow(
      error('invalid maxSteps: -1; expected a whole number, 0 or above'),
    )
    expect(() => submit('count', {}, { limit: 1 } as object)).toThrow(/^invalid option of run: "limit"/)
    for (const size of [0, 1.5, Number.NaN, '2', undefined]) {
      expect(() => pool({ spawn, size: size as number })).toThrow(/^invalid size: .*; expected a whole number, 1 or/)
    }
    for (const patience of [0, -1, Number.NaN, '2', null]) {
      expect(() => pool({ spawn, size: 1, patience: patience as number })).toThrow(/^invalid patience: /)
    }
    expect(() => pool({ size: 1 } as never)).toThrow(error('invalid spawn: undefined; expected a function'))
    expect(() => pool({ spawn, size: 1, jobs } as never)).toThrow(/^invalid option of pool: "jobs"/)
    expect(spawn).not.toHaveBeenCalled()
  })

  test('do not run out in the queue', async () => {
    const { submit } = poolOf(1)
    const first = ending(submit('count', { end: 400, work: 1 }))
    const second = ending(submit('count', { end: 3 }, { budget: 300 }))
    expect([(await first).verdict, (await second).verdict]).toEqual(['converged', 'converged'])
  })
})

describe('a worker is told nothing', () => {
  test('that is no port', () => {
    expect(() => serve(null, jobs)).toThrow(/^invalid port: null; expected parentPort or self inside a worker/)
    expect(() => serve({ postMessage: () => {} }, jobs)).toThrow(/^invalid port/)
    const { near } = channels.node()
    expect(() => serve(near, { nothing: 3 as never })).toThrow(
      'invalid job nothing: 3; expected a function of an input',
    )
    near.close?.()
  })

  test('of a job that it does not know', async () => {
    const { submit } = poolOf(1)
    for (const name of ['cuont', 'toString', '__proto__']) {
      await expect(lastValueFrom(submit(name as 'echo', 1))).rejects.toMatchObject({
        code: 'UNKNOWN_NAME',
        message: expect.stringMatching(`^unknown job: ${name}; known: count, awaited, meeting, orbit, `),
      })
    }
  })

  test('that cannot be copied', async () => {
    const { submit } = poolOf(1)
    await expect(lastValueFrom(submit('echo', { g: Math.tanh }))).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: 'invalid input of job echo: {}; expected plain data, which can be copied to a worker',
    })
    expect(await lastValueFrom(submit('letters', 'z'))).toBe('z')
  })

  test('before its port is started', async () => {
    const { near, far } = channels.browser()
    // a port that holds back, as those of browsers do
    const held: (() => void)[] = []
    let started = false
    const port: Port = {
      ...far,
      addEventListener: (type, listener) =>
        far.addEventListener?.(type, (event) => (started ? listener(event) : held.push(() => listener(event)))),
      start: () => {
        started = true
        for (const deliver of held.splice(0)) deliver()
      },
    }
    serve(port, jobs)
    const made = pool<TestJobs>({ spawn: () => near, size: 1 })
    open.push(made)
    expect(await lastValueFrom(made.submit('letters', 'z'))).toBe('z')
  })

  test('by strangers', async () => {
    const { near, far } = channels.node()
    serve(far, jobs)
    for (const message of [null, 3, 'run', {}, { kind: 7 }, { kind: 'greeting' }, { kind: 'cancel', id: 9 }]) {
      near.postMessage(message)
    }
    const made = pool<TestJobs>({ spawn: () => near, size: 1 })
    open.push(made)
    expect(await lastValueFrom(made.submit('letters', 'z'))).toBe('z')
  })
})

describe('the queue', () => {
  test('starts workers when they are needed, and no more than its size', async () => {
    const { submit, spawn } = poolOf(2)
    const job = submit('count', { end: 5 })
    expect(spawn).not.toHaveBeenCalled()
    await ending(job)
    await ending(job)
    expect(spawn).toHaveBeenCalledTimes(1)
    const steps = shared()
    await Promise.all(Array.from({ length: 5 }, () => ending(submit('count', { end: 5, work: 1, steps }))))
    expect(spawn).toHaveBeenCalledTimes(2)
    expect(steps[0]).toBe(25)
  })

  test('serves first who came first', async () => {
    const order: number[] = []
    const posting = () => {
      const { near, far } = channels.node()
      const post = near.postMessage.bind(near)
      near.postMessage = (message) => {
        const { kind, input } = message as { kind: string; input: { end: number } }
        if (kind === 'run') order.push(input.end)
        post(message)
      }
      return { near, far }
    }
    for (const size of [1, 3]) {
      order.splice(0)
      const { submit } = poolOf(size, posting)
      await Promise.all([21, 22, 23, 24, 25, 26, 27].map((end) => ending(submit('count', { end, work: 1 }))))
      // the first on each worker are sent when it listens
      const begun = [...order.slice(0, size).sort(), ...order.slice(size)]
      expect(begun).toEqual([21, 22, 23, 24, 25, 26, 27])
    }
  })

  test('forgets a job that is unsubscribed in it', async () => {
    const { submit } = poolOf(1)
    const [first, second] = [shared(), shared()]
    const one = ending(submit('count', { end: 100, work: 1, steps: first }))
    const { words, subscription } = heard(submit('count', { steps: second }))
    const three = ending(submit('count', { end: 1 }))
    await until(() => expect(first[0]).toBeGreaterThan(0))
    subscription.unsubscribe()
    await Promise.all([one, three])
    expect(second[0]).toBe(0)
    expect(words).toEqual([])
  })

  test('goes on when a job in it is unsubscribed before its worker listens', async () => {
    const { near, far } = channels.node()
    const made = pool<TestJobs>({ spawn: () => near, size: 1 })
    open.push(made)
    const steps = shared()
    const { words, subscription } = heard(made.submit('count', { steps }))
    const next = lastValueFrom(made.submit('letters', 'z'))
    subscription.unsubscribe()
    serve(far, jobs)
    expect(await next).toBe('z')
    expect(steps[0]).toBe(0)
    expect(words).toEqual([])
  })

  test('hands over at once what an aborted job in it has, beside the work that goes on', async () => {
    const { submit } = poolOf(1)
    const steps = shared()
    const { words, subscription } = heard(submit('count', { work: 1, steps }))
    const controller = new AbortController()
    const { signal } = controller
    const queued = [1, 2, 3].map(() => ending(submit('count', {}, { signal })))
    const after = ending(submit('count', { end: 1 }))
    await until(() => expect(steps[0]).toBeGreaterThan(0))
    controller.abort()
    for (const event of await Promise.all(queued)) {
      expect(event).toMatchObject({ kind: 'done', step: 0, verdict: 'interrupted', result: '0, interrupted' })
    }
    expect(await ending(submit('count', {}, { signal }))).toMatchObject({ step: 0, verdict: 'interrupted' })
    expect(words).not.toContain('complete')
    subscription.unsubscribe()
    expect((await after).verdict).toBe('converged')
  })

  test('waits for a worker until its cancelled job has stopped', async () => {
    const { submit } = poolOf(1)
    const steps = shared()
    const first = submit('count', { work: 20, steps }).subscribe()
    await until(() => expect(steps[0]).toBeGreaterThan(0))
    first.unsubscribe()
    expect((await ending(submit('count', { end: 1 }))).verdict).toBe('converged')
    const at = steps[0]
    await pause(50)
    expect(steps[0]).toBe(at)
  })

  test('goes on after a job that could not be sent, each job once', async () => {
    const { submit } = poolOf(1)
    const steps = shared()
    const refused = lastValueFrom(submit('echo', () => {}))
    const sent = [4, 5, 6].map((end) => ending(submit('count', { end, steps })))
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    expect((await Promise.all(sent)).map(({ step }) => step)).toEqual([4, 5, 6])
    expect(steps[0]).toBe(15)
  })

  test('is cold: every subscription is a job of its own', async () => {
    const { submit } = poolOf(2)
    const steps = shared()
    const job = submit('count', { end: 5, steps })
    await pause(5)
    expect(steps[0]).toBe(0)
    const [one, other] = await Promise.all([ending(job), ending(job)])
    expect(one).toEqual(other)
    expect(steps[0]).toBe(10)
  })

  test('goes on after a job that was left at its end', async () => {
    const { submit } = poolOf(1)
    for (let k = 0; k < 20; k++) {
      await firstValueFrom(submit('count', { end: 0 }))
      await lastValueFrom(submit('count', {}).pipe(take(1)))
    }
    expect((await ending(submit('count', { end: 1 }))).verdict).toBe('converged')
  })

  test('leaves no listener on a signal', async () => {
    const { submit } = poolOf(1)
    const { signal } = new AbortController()
    const [added, removed] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')]
    await ending(submit('count', { end: 1 }, { signal }))
    submit('count', {}, { signal }).subscribe().unsubscribe()
    await lastValueFrom(submit('refused', 1, { signal })).catch(() => EMPTY)
    expect(added).toHaveBeenCalledTimes(3)
    expect(removed.mock.calls).toEqual(added.mock.calls)
  })
})

describe('a worker that is lost', () => {
  /** A worker that fails on command, as those of browsers do: by an event. */
  function frail() {
    const made: { readonly fail: (type: string, event: unknown) => void; readonly ended: () => boolean }[] = []
    const channel = () => {
      const { near, far } = channels.browser()
      const listeners = new Map<string, (event: unknown) => void>()
      let ended = false
      made.push({ fail: (type, event) => listeners.get(type)?.(event), ended: () => ended })
      const worker: Port = {
        postMessage: near.postMessage,
        addEventListener: (type, listener) => {
          listeners.set(type, listener)
          near.addEventListener?.(type, listener)
        },
        terminate: () => {
          ended = true
          near.close?.()
        },
      }
      return { near: worker, far }
    }
    return { made, channel }
  }

  test('fails its job, which says why, and is replaced for the next', async () => {
    const { made, channel } = frail()
    const { submit, spawn } = poolOf(1, channel)
    const reasons: [string, unknown, string][] = [
      ['error', { message: 'Uncaught Error: ouch' }, 'Uncaught Error: ouch'],
      ['error', {}, 'it threw, or could not be loaded'],
      ['messageerror', {}, 'a message could not be read'],
    ]
    for (const [type, event, reason] of reasons) {
      const steps = shared()
      const lost = lastValueFrom(submit('count', { work: 1, steps }))
      const next = ending(submit('count', { end: 2 }))
      await until(() => expect(steps[0]).toBeGreaterThan(0))
      made.at(-1)?.fail(type, event)
      expect(made.at(-1)?.ended()).toBe(false)
      await expect(lost).rejects.toMatchObject({
        name: 'GardnerError',
        code: 'WORKER_FAILURE',
        message: `job count was lost with its worker: ${reason}`,
      })
      expect((await next).verdict).toBe('converged')
    }
    expect(spawn).toHaveBeenCalledTimes(4)
    expect(made.map(({ ended }) => ended())).toEqual([true, true, true, false])
  })

  test('while idle is replaced in silence', async () => {
    const { made, channel } = frail()
    const { submit, spawn } = poolOf(1, channel)
    await ending(submit('count', { end: 2 }))
    made[0].fail('error', { message: 'out of memory' })
    made[0].fail('exit', 1)
    await ending(submit('count', { end: 2 }))
    expect(spawn).toHaveBeenCalledTimes(2)
  })

  test('may be answered by aborting all the others', async () => {
    const { made, channel } = frail()
    const { submit } = poolOf(1, channel)
    const controller = new AbortController()
    const { signal } = controller
    const steps = shared()
    submit('count', { work: 1, steps }, { signal }).subscribe({ error: () => controller.abort() })
    const queued = ending(submit('count', {}, { signal }))
    await until(() => expect(steps[0]).toBeGreaterThan(0))
    made[0].fail('error', {})
    expect(await queued).toMatchObject({ step: 0, verdict: 'interrupted' })
  })

  test('is one whose port is closed', async () => {
    const { near, far } = channels.node()
    serve(far, jobs)
    const made = pool<TestJobs>({ spawn: () => near, size: 1 })
    const steps = shared()
    const lost = lastValueFrom(made.submit('count', { end: 200, work: 1, steps }))
    await until(() => expect(steps[0]).toBeGreaterThan(0))
    far.close?.()
    await expect(lost).rejects.toMatchObject({ message: 'job count was lost with its worker: its port was closed' })
  })

  test('leaves the others at their work', async () => {
    const { made, channel } = frail()
    const { submit } = poolOf(2, channel)
    const lost = lastValueFrom(submit('count', { work: 1 }))
    const other = ending(submit('count', { end: 40, work: 1 }))
    made[0].fail('error', { message: 'ouch' })
    await expect(lost).rejects.toMatchObject({ code: 'WORKER_FAILURE' })
    expect((await other).verdict).toBe('converged')
  })

  test('or cannot be made, fails the job', async () => {
    let times = 0
    const spawn = () => {
      times++
      if (times === 1) throw new Error('no more threads')
      if (times === 2) return {} as Port
      const { near, far } = channels.node()
      serve(far, jobs)
      return near
    }
    const made = pool<TestJobs>({ spawn, size: 1 })
    open.push(made)
    const [one, two, three] = ['a', 'b', 'c'].map((text) => lastValueFrom(made.submit('letters', text)))
    await expect(one).rejects.toThrow('no more threads')
    await expect(two).rejects.toThrow('invalid worker that spawn made: {}; expected a Worker or a MessagePort')
    expect(await three).toBe('c')
  })
})

describe('closing', () => {
  test('fails what is not done, in the worker and in the queue, and what comes later', async () => {
    const { submit, close } = poolOf(1)
    const one = lastValueFrom(submit('count', { work: 1 }))
    const two = lastValueFrom(submit('count', {}))
    const failing = (message: string) => expect.objectContaining({ code: 'WORKER_FAILURE', message })
    const refusals = Promise.all([
      expect(one).rejects.toEqual(failing('job count was lost with its worker: the pool was closed')),
      expect(two).rejects.toEqual(failing('job count was not begun: the pool was closed')),
    ])
    await close()
    await refusals
    await expect(lastValueFrom(submit('count', {}))).rejects.toEqual(
      failing('job count came after the pool was closed'),
    )
    await close()
  })

  test('is for pools without a worker too', async () => {
    const { close, spawn } = poolOf(3)
    await close()
    expect(spawn).not.toHaveBeenCalled()
  })
})

describe('a pool in this thread', () => {
  test('does the same', async () => {
    const here = inline(jobs)
    open.push(here as Pool)
    const { result } = await ending(here.submit('orbit', { length: 100 }))
    expect([...result]).toEqual([...drive(jobs.orbit({ length: 100 })).result])
    await expect(lastValueFrom(here.submit('refused', 1))).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    const controller = new AbortController()
    const steps = shared()
    const last = ending(here.submit('count', { work: 1, steps }, { signal: controller.signal }))
    await until(() => expect(steps[0]).toBeGreaterThan(0))
    controller.abort()
    expect((await last).verdict).toBe('interrupted')
  })

  test('leaves timers their turn', async () => {
    const here = inline(jobs)
    open.push(here as Pool)
    let fired = 0
    const timer = setInterval(() => fired++, 5)
    await ending(here.submit('count', { end: 100, work: 1 }))
    clearInterval(timer)
    expect(fired).toBeGreaterThan(1)
  })
})
