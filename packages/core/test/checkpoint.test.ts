import {
  type Checkpoint,
  type CheckpointStore,
  checkpoint,
  decodeCheckpoint,
  drive,
  encodeCheckpoint,
  type Iteration,
  loadCheckpoint,
  memoryStore,
  run,
} from '@gardner/core'
import { filter, lastValueFrom, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'

interface Orbit {
  readonly x: number
  readonly history: readonly number[]
  readonly extremes: { readonly least: number; readonly most: number; readonly none: null; readonly text: string }
}

/** The logistic map, where a lost bit becomes a different orbit after 50 steps. */
const chaos = (end: number): Iteration<Orbit, number> => ({
  name: 'logistic map',
  init: () => ({ x: 0.3, history: [], extremes: { least: Infinity, most: -Infinity, none: null, text: 'ö' } }),
  step: ({ x, history, extremes }) => ({
    x: 3.999 * x * (1 - x),
    history: [...history, x],
    extremes: { ...extremes, least: Math.min(extremes.least, x), most: Math.max(extremes.most, x) },
  }),
  residual: ({ history }) => end - history.length,
  verdict: ({ history }) => (history.length >= end ? 'converged' : undefined),
  result: ({ x }) => x,
})

const through = <S>(state: S): S => decodeCheckpoint<S>(encodeCheckpoint({ step: 0, state })).state

describe('a run resumed', () => {
  test('from any step, through text, is the run uninterrupted to the last bit', () => {
    const whole = drive(chaos(120))
    for (let stop = 0; stop <= 120; stop++) {
      const part = drive(chaos(120), { maxSteps: stop })
      expect(part.step).toBe(stop)
      const resume = decodeCheckpoint<Orbit>(encodeCheckpoint(part))
      expect(drive(chaos(120), { resume })).toEqual(whole)
    }
  })

  test('by run() tells of the remaining steps only', async () => {
    const resume = drive(chaos(10), { maxSteps: 7 })
    const events = await lastValueFrom(run(chaos(10), { resume }).pipe(toArray()))
    expect(events.map(({ kind, step }) => `${kind} ${step}`)).toEqual(['step 8', 'step 9', 'step 10', 'done 10'])
  })

  test('many times over is the same run', () => {
    const whole = drive(chaos(60))
    let resume: Checkpoint<Orbit> | undefined
    for (let stop = 1; stop <= 60; stop++) {
      const part = drive(chaos(60), { maxSteps: stop, ...(resume === undefined ? {} : { resume }) })
      resume = decodeCheckpoint<Orbit>(encodeCheckpoint(part))
    }
    expect(resume?.state).toEqual(whole.state)
  })
})

describe('text', () => {
  test('keeps every double', () => {
    const numbers = [
      0,
      -0,
      1 / 3,
      -1e-300,
      5e-324,
      -5e-324,
      Number.MAX_VALUE,
      Number.MIN_VALUE,
      Number.EPSILON,
      2 ** 53 + 2,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      0.1 + 0.2,
    ]
    const back = through(numbers)
    for (const [i, value] of numbers.entries()) expect(Object.is(back[i], value), String(value)).toBe(true)
  })

  test('keeps numbers that stand alone or deep inside', () => {
    expect(Object.is(through(-0), -0)).toBe(true)
    expect(through(Number.NaN)).toBeNaN()
    expect(through({ a: [{ b: [Number.NEGATIVE_INFINITY] }] })).toEqual({ a: [{ b: [Number.NEGATIVE_INFINITY] }] })
  })

  test('keeps texts, flags and nulls', () => {
    const state = { text: 'q → 1 "quoted"\n', flag: true, none: null, list: [], nested: {} }
    expect(through(state)).toEqual(state)
  })

  test('keeps typed arrays, their types and every entry', () => {
    const state = {
      doubles: Float64Array.of(0, -0, 1 / 3, 5e-324, Infinity, -Infinity, Number.NaN),
      singles: Float32Array.of(0.1, -0, Number.NaN),
      generator: Uint32Array.of(0, 1, 2 ** 31, 2 ** 32 - 1),
      wide: BigUint64Array.of(0n, 2n ** 64n - 1n),
      signed: [Int8Array.of(-128), Int16Array.of(-1), Int32Array.of(-(2 ** 31)), BigInt64Array.of(-1n)],
      bytes: [Uint8Array.of(255), Uint8ClampedArray.of(255), Uint16Array.of(65535)],
      none: new Float64Array(0),
    }
    const back = through(state)
    expect(back).toStrictEqual(state)
    for (const [i, value] of state.doubles.entries()) expect(Object.is(back.doubles[i], value), `${value}`).toBe(true)
    expect(through(state.doubles)).toBeInstanceOf(Float64Array)
    // a part of a longer buffer is no more than the part
    const part = through(new Float64Array(Float64Array.of(1, 2, 3, 4).buffer, 8, 2))
    expect([[...part], part.buffer.byteLength]).toEqual([[2, 3], 16])
  })

  test('keeps whole numbers of any size', () => {
    expect(through({ seed: [2n ** 200n, -1n] })).toEqual({ seed: [2n ** 200n, -1n] })
  })

  test('leaves functions out, as JSON does', () => {
    expect(through({ x: 1, g: Math.tanh, named: { toJSON: () => 'relu' } })).toEqual({ x: 1, named: 'relu' })
  })

  test('is refused to what would not come back', () => {
    const expected = 'expected plain data without the keys $number, $bigint, $array'
    const cases: [unknown, string][] = [
      [new Map([['q', 1]]), '"Map"'],
      [new Set([1]), '"Set"'],
      [new ArrayBuffer(8), '"ArrayBuffer"'],
      [new DataView(new ArrayBuffer(8)), '"DataView"'],
      [{ $number: '1' }, '{"$number":"1"}'],
      [{ $array: 'Float64Array', of: [1] }, '{"$array":"Float64Array","of":[1]}'],
    ]
    for (const [state, shown] of cases) {
      const error = expect.objectContaining({
        code: 'INVALID_OPTION',
        message: `invalid state of the checkpoint: ${shown}; ${expected}`,
      })
      expect(() => through({ deep: [state] })).toThrow(error)
    }
  })

  test('is JSON that names its format', () => {
    expect(JSON.parse(encodeCheckpoint({ step: 3, state: { x: Infinity } }))).toEqual({
      format: 'gardner-checkpoint-1',
      step: 3,
      state: { x: { $number: 'Infinity' } },
    })
  })
})

describe('what is no checkpoint is refused', () => {
  const expected = 'expected a checkpoint written by this version (gardner-checkpoint-1)'
  const cases: [string, string, string][] = [
    ['nothing', '', `invalid checkpoint: ""; ${expected}`],
    ['no JSON', 'garbage', `invalid checkpoint: "garbage"; ${expected}`],
    ['half of one', encodeCheckpoint({ step: 1, state: 2 }).slice(0, -5), 'invalid checkpoint: '],
    ['other JSON', '[1, 2]', `invalid checkpoint: "[1, 2]"; ${expected}`],
    ['null', 'null', `invalid checkpoint: "null"; ${expected}`],
    ['a number', '3', `invalid checkpoint: "3"; ${expected}`],
    ['another format', '{"format":"gardner-checkpoint-0","step":1,"state":1}', expected],
    ['no format', '{"step":1,"state":1}', expected],
    ['no state', '{"format":"gardner-checkpoint-1","step":1}', expected],
    ['no step', '{"format":"gardner-checkpoint-1","state":1}', 'invalid step of the checkpoint: undefined'],
    ['a broken step', '{"format":"gardner-checkpoint-1","step":0.5,"state":1}', 'invalid step of the checkpoint: 0.5'],
    [
      'an unknown array',
      '{"format":"gardner-checkpoint-1","step":1,"state":{"$array":"Function","of":["1"]}}',
      expected,
    ],
    ['a negative step', '{"format":"gardner-checkpoint-1","step":-1,"state":1}', 'invalid step of the checkpoint: -1'],
  ]
  for (const [what, text, message] of cases) {
    test(what, () => {
      const error = expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining(message) })
      expect(() => decodeCheckpoint(text)).toThrow(error)
      const store = memoryStore()
      store.save('key', text)
      expect(() => loadCheckpoint(store, 'key')).toThrow(error)
    })
  }

  test('and shown by its beginning only', () => {
    expect(() => decodeCheckpoint('x'.repeat(10_000))).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{0,200}$/) }),
    )
  })
})

describe('the operator', () => {
  /** A store that keeps every text. */
  function recording(): CheckpointStore & { readonly steps: number[] } {
    const store = memoryStore()
    const steps: number[] = []
    return {
      steps,
      load: store.load,
      save: (key, text) => {
        steps.push(decodeCheckpoint(text).step)
        store.save(key, text)
      },
    }
  }

  test('saves every so many steps, and at the end', async () => {
    const store = recording()
    await lastValueFrom(run(chaos(10)).pipe(checkpoint(store, 'orbit', 4)))
    expect(store.steps).toEqual([4, 8, 10])
    expect(loadCheckpoint<Orbit>(store, 'orbit')?.state.history).toHaveLength(10)
  })

  test('saves at the end however the run ends', async () => {
    const store = recording()
    await lastValueFrom(run(chaos(10), { maxSteps: 6 }).pipe(checkpoint(store, 'orbit', 100)))
    expect(store.steps).toEqual([6])
    await lastValueFrom(run(chaos(10), { signal: AbortSignal.abort() }).pipe(checkpoint(store, 'orbit', 100)))
    expect(store.steps).toEqual([6, 0])
  })

  test('leaves the events as they are', async () => {
    const plain = await lastValueFrom(run(chaos(10)).pipe(toArray()))
    expect(await lastValueFrom(run(chaos(10)).pipe(checkpoint(memoryStore(), 'orbit', 3), toArray()))).toEqual(plain)
  })

  test('leaves behind what a run needs that was cut off', async () => {
    const store = memoryStore()
    await lastValueFrom(run(chaos(50)).pipe(checkpoint(store, 'orbit', 10), take(37)))
    const resume = loadCheckpoint<Orbit>(store, 'orbit')!
    expect(resume.step).toBe(30)
    expect(drive(chaos(50), { resume })).toEqual(drive(chaos(50)))
  })

  test('counts the steps before a resumed checkpoint', async () => {
    const store = recording()
    const resume = drive(chaos(10), { maxSteps: 3 })
    await lastValueFrom(run(chaos(10), { resume }).pipe(checkpoint(store, 'orbit', 5)))
    expect(store.steps).toEqual([5, 10, 10])
  })

  test('saves at or after every so many steps where some are left out', async () => {
    const store = recording()
    const told = [1, 2, 9, 11, 25, 26, 29, 30, 42]
    const thinned = run(chaos(43)).pipe(filter(({ kind, step }) => kind === 'done' || told.includes(step)))
    const saving = thinned.pipe(checkpoint(store, 'orbit', 10))
    await lastValueFrom(saving)
    expect(store.steps).toEqual([11, 25, 30, 42, 43])
    // each subscription counts for itself
    await lastValueFrom(saving)
    expect(store.steps).toEqual([11, 25, 30, 42, 43, 11, 25, 30, 42, 43])
  })

  test('wants a whole number of steps', () => {
    for (const every of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => checkpoint(memoryStore(), 'orbit', every)).toThrow(
        expect.objectContaining({
          code: 'INVALID_OPTION',
          message: `invalid every: ${every}; expected a whole number, 1 or above`,
        }),
      )
    }
  })

  test('hands the failure of a store to the error channel', async () => {
    const full: CheckpointStore = {
      load: () => undefined,
      save: () => {
        throw new Error('disk full')
      },
    }
    await expect(lastValueFrom(run(chaos(10)).pipe(checkpoint(full, 'orbit', 2)))).rejects.toThrow('disk full')
  })
})

describe('a store in memory', () => {
  test('has nothing under a key that was not saved', () => {
    expect(memoryStore().load('key')).toBeUndefined()
    expect(loadCheckpoint(memoryStore(), 'key')).toBeUndefined()
  })

  test('keeps keys, and stores, apart', () => {
    const [one, other] = [memoryStore(), memoryStore()]
    one.save('a', '1')
    one.save('b', '2')
    one.save('a', '3')
    expect(one.load('a')).toBe('3')
    expect(one.load('b')).toBe('2')
    expect(other.load('a')).toBeUndefined()
    expect(one.load('__proto__')).toBeUndefined()
  })
})
