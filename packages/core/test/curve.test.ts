import { linear, relu } from '@gardner/activations'
import { type Rs, rs } from '@gardner/ansatze'
import {
  type Ansatz,
  type CurveOptions,
  type CurvePoint,
  type CurveState,
  checkpoint,
  complete,
  curve,
  decodeCheckpoint,
  defineQuantity,
  drive,
  encodeCheckpoint,
  entropy,
  instability,
  loadCheckpoint,
  type Machine,
  type MachineCurveOptions,
  machine,
  margin,
  memoryStore,
  orderParameter,
  type Problem,
  points,
  problem,
  type Quantity,
  type RunOptions,
  run,
  saddlePoint,
} from '@gardner/core'
import { density, tail } from '@gardner/numerics'
import { binary, spherical } from '@gardner/weights'
import { lastValueFrom, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Toy, toyAnsatz, toyMachine, toyProblem } from './toy-ansatz.js'

const perceptron = machine({ activation: linear, weights: binary })
const loads = Array.from({ length: 17 }, (_, k) => k * 0.05)
const q = orderParameter<Rs>('q')
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
const all = <Q extends { readonly [symbol: string]: number }>(
  of: Machine,
  ansatz: Ansatz<Q>,
  options: MachineCurveOptions<Q>,
  limits: RunOptions<CurveState<Q>> = {},
) => lastValueFrom(run(curve(of, ansatz, options), limits).pipe(points(), toArray()))

describe('a curve along the load', () => {
  const found = complete(curve(perceptron, rs, { alpha: loads, quantities: [entropy, q] }))

  test('has the solutions, each as if it were solved for alone', () => {
    expect(found.map(({ parameter }) => parameter)).toEqual(loads)
    for (const { parameter, values, at, verdict, along, residual, branch } of found) {
      const alone = complete(saddlePoint(perceptron.at({ alpha: parameter }), rs))
      expect(along).toBe('alpha')
      expect(verdict).toBe('converged')
      expect(branch).toBe(alone.branch)
      expect(residual).toBeLessThanOrEqual(1e-11)
      expect(Object.keys(values)).toEqual(['entropy', 'q'])
      expect(Math.abs(values.entropy.value - alone.entropy.value)).toBeLessThanOrEqual(
        values.entropy.error + alone.entropy.error,
      )
      expect(Math.abs(values.q.value - alone.at.q)).toBeLessThanOrEqual(values.q.error + alone.errors.q)
      expect(at.q).toBe(values.q.value)
    }
  })

  test('is visited, and given back, in ascending order, whatever the order given', () => {
    const given = [0.4, 0.1, 0.3, 0.2]
    const shuffled = complete(curve(perceptron, rs, { alpha: given }))
    expect(shuffled.map(({ parameter }) => parameter)).toEqual([0.1, 0.2, 0.3, 0.4])
    expect(given).toEqual([0.4, 0.1, 0.3, 0.2])
  })

  test('may have a load twice', () => {
    const twice = complete(curve(perceptron, rs, { alpha: [0.1, 0.2, 0.2, 0.3] }))
    expect(twice).toHaveLength(4)
    expect(Math.abs(twice[1].values.entropy.value - twice[2].values.entropy.value)).toBeLessThan(1e-13)
  })

  test('has the entropy unless told', () => {
    expect(Object.keys(complete(curve(perceptron, rs, { alpha: [0.3] }))[0].values)).toEqual(['entropy'])
    expect(complete(curve(perceptron, rs, { alpha: [0.3], quantities: [] }))[0].values).toEqual({})
  })

  test('has a quantity of the user', () => {
    const distance = defineQuantity<Rs>('distance', ({ at }) => at.gap / 2)
    for (const { values, at } of complete(curve(perceptron, rs, { alpha: loads, quantities: [distance] }))) {
      expect(values.distance.value).toBe(at.gap! / 2)
      expect(values.distance.error).toBeGreaterThan(0)
    }
  })

  test('goes on beyond the end of the branch, with reasons', () => {
    const folding = toyAnsatz({ name: 'folding', load: (q) => 4 * q * (1 - q) })
    const [below, above, further] = complete(curve(toyMachine, folding, { alpha: [0.9, 1.1, 1.3] }))
    expect(below).toMatchObject({ verdict: 'converged', branch: 'folding' })
    expect(below.at.q).toBeCloseTo((1 - Math.sqrt(0.1)) / 2, 11)
    for (const point of [above, further]) {
      expect(point).toMatchObject({ verdict: 'absent', values: {}, at: {}, branch: 'none' })
      expect(point.reason).toMatch(/beyond a fold at α = 1\.00000$/)
    }
  })

  test('gives up a point after as many steps as are allowed, and goes on', () => {
    const steps = (alpha: number) => drive(saddlePoint(perceptron.at({ alpha }), rs)).step
    const [few, many] = [steps(0.1), steps(1.25)]
    expect(many).toBeGreaterThan(few)
    const options = { alpha: [0.1, 1.25], maxSteps: few }
    const [near, far] = complete(curve(perceptron, rs, options))
    expect(near).toEqual(complete(curve(perceptron, rs, { alpha: [0.1] }))[0])
    expect(far).toMatchObject({ parameter: 1.25, verdict: 'exhausted', values: {} })
    expect(far.reason).toMatch(/^the search was ended \(exhausted\)/)
    expect(complete(curve(perceptron, rs, { ...options, maxSteps: many }))).toEqual(
      complete(curve(perceptron, rs, { alpha: options.alpha })),
    )
    // found from their neighbours, points need no search
    const dense = complete(curve(perceptron, rs, { alpha: loads, maxSteps: few }))
    expect(dense).toEqual(complete(curve(perceptron, rs, { alpha: loads })))
  })

  test('knows beyond which fold it is, as a solution does', () => {
    const load = (q: number) => 16 * q - 48 * q ** 2 + (128 / 3) * q ** 3
    const wave = toyAnsatz({ name: 'wave', load })
    const alpha = Array.from({ length: 40 }, (_, k) => 0.1 * (k + 1))
    const found = complete(curve(toyMachine, wave, { alpha }))
    for (const { parameter, branch, at } of found) {
      const alone = complete(saddlePoint(toyProblem(parameter), wave))
      expect(at.q).toBeCloseTo(alone.at.q, 9)
      expect(branch).toBe(alone.branch)
    }
    expect(new Set(found.map(({ branch }) => branch)).size).toBe(2)
  })

  test('does not follow the predictor onto another branch', () => {
    // a step of the load between two nearly flat stretches
    const step = toyAnsatz({ load: (q) => 0.2 * q + 1 / (1 + Math.exp(-200 * (q - 0.5))) })
    const found = complete(curve(toyMachine, step, { alpha: Array.from({ length: 60 }, (_, k) => 0.02 * (k + 0.5)) }))
    for (const { parameter, at } of found) {
      const { q } = at as Toy
      expect(0.2 * q + 1 / (1 + Math.exp(-200 * (q - 0.5)))).toBeCloseTo(parameter, 8)
    }
  })
})

describe('a curve along the margin', () => {
  const margins = [-0.5, 0, 0.5]

  test('has solutions at the load of the problem', () => {
    const found = complete(curve(perceptron.at({ alpha: 0.3 }), rs, { margin: margins, quantities: [entropy] }))
    for (const { parameter, values, along } of found) {
      expect(along).toBe('margin')
      const alone = complete(saddlePoint(perceptron.at({ alpha: 0.3, margin: parameter }), rs))
      expect(values.entropy).toEqual(alone.entropy)
    }
    expect(found.map(({ parameter }) => parameter)).toEqual(margins)
  })

  test('has thresholds', () => {
    const found = complete(
      curve(machine({ activation: linear, weights: spherical }), rs, {
        margin: [0, 1],
        thresholds: ['capacity'],
      }),
    )
    expect(found[0].values.capacity.value).toBeCloseTo(2, 12)
    // Gardner 1988: 1/∫_{−κ}^∞ Dz (κ + z)²
    expect(found[1].values.capacity.value).toBeCloseTo(1 / (2 * tail(-1) + density(1)), 12)
    for (const { values, verdict } of found) {
      expect(Object.keys(values)).toEqual(['capacity'])
      expect(verdict).toBe('converged')
    }
  })

  test('has two thresholds at once', () => {
    const [{ values }] = complete(
      curve(machine({ activation: relu, weights: binary }), rs, {
        margin: [0],
        thresholds: ['capacity', 'instability'],
      }),
    )
    expect(Object.keys(values)).toEqual(['capacity', 'instability'])
    expect(values.instability.value).toBe(
      complete(instability(machine({ activation: relu, weights: binary }), rs)).value,
    )
  })

  test('says what an ansatz does not define', () => {
    const { saddlePoint: saddle, critical } = toyAnsatz()
    const half: Ansatz<Toy> = { name: 'half', saddlePoint: saddle, critical: { capacity: critical!.capacity! } }
    const [point] = complete(curve(toyMachine, half, { margin: [0], thresholds: ['capacity', 'instability'] }))
    expect(point.verdict).toBe('stalled')
    expect(point.reason).toBe('instability: half defines no instability; it defines capacity')
    expect(point.values.capacity.value).toBeCloseTo(1, 12)
    expect(point.values.instability).toBeUndefined()
  })
})

describe('an observable', () => {
  test('gives every subscription all points', async () => {
    const found = run(curve(perceptron, rs, { alpha: loads })).pipe(points())
    const [one, other] = await Promise.all([lastValueFrom(found.pipe(toArray())), lastValueFrom(found.pipe(toArray()))])
    expect(one).toEqual(complete(curve(perceptron, rs, { alpha: loads })))
    expect(other).toEqual(one)
    expect(await lastValueFrom(found.pipe(toArray()))).toEqual(one)
  })

  test('gives rows as they come', async () => {
    const seen: number[] = []
    let asked = 0
    const counting = defineQuantity<Toy>('counting', () => ++asked)
    const askedAt: number[] = []
    await new Promise<void>((resolve, reject) => {
      run(curve(toyMachine, toyAnsatz(), { alpha: [0.1, 0.2, 0.3, 0.4], quantities: [counting] }))
        .pipe(points())
        .subscribe({
          next: ({ parameter }) => {
            seen.push(parameter)
            askedAt.push(asked)
          },
          error: reject,
          complete: resolve,
        })
      expect(seen).toEqual([])
    })
    expect(seen).toEqual([0.1, 0.2, 0.3, 0.4])
    for (const [i, count] of askedAt.entries()) if (i > 0) expect(count).toBeGreaterThan(askedAt[i - 1])
    expect(askedAt[0]).toBeLessThan(asked / 2)
  })

  test('aborted hands over what is finished, and completes', async () => {
    const controller = new AbortController()
    const seen: number[] = []
    await new Promise<void>((resolve, reject) => {
      run(curve(perceptron, rs, { alpha: loads }), { signal: controller.signal })
        .pipe(points())
        .subscribe({
          next: ({ parameter }) => {
            seen.push(parameter)
            if (seen.length === 5) controller.abort()
          },
          error: reject,
          complete: resolve,
        })
    })
    expect(seen).toEqual(loads.slice(0, 5))
  })

  test('unsubscribed computes no more', async () => {
    let asked = 0
    const counting = defineQuantity<Toy>('counting', () => ++asked)
    const options = { alpha: [0.1, 0.2, 0.3, 0.4], quantities: [counting] }
    const found = await lastValueFrom(run(curve(toyMachine, toyAnsatz(), options)).pipe(points(), take(2), toArray()))
    expect(found.map(({ parameter }) => parameter)).toEqual([0.1, 0.2])
    const at = asked
    await pause(10)
    expect(asked).toBe(at)
  })

  test('ends with the steps allowed', async () => {
    expect(await all<Rs>(perceptron, rs, { alpha: loads }, { maxSteps: 3 })).toHaveLength(3)
    expect(await all<Rs>(perceptron, rs, { alpha: loads }, { signal: AbortSignal.abort() })).toEqual([])
  })
})

test('the share of a list that is done is told, and that of a span is not known', async () => {
  const sharesOf = async (alpha: NonNullable<CurveOptions['alpha']>) => {
    const events = run(curve(perceptron, rs, { alpha }), { maxSteps: 4 })
    return (await lastValueFrom(events.pipe(toArray()))).flatMap((event) =>
      event.kind === 'step' ? [event.share] : [],
    )
  }
  expect(await sharesOf([0.1, 0.2, 0.3, 0.4])).toEqual([0.25, 0.5, 0.75, 1])
  expect(await sharesOf({ from: 0.1, to: 1 })).toEqual([undefined, undefined, undefined, undefined])
})

describe('a curve resumed', () => {
  const options: MachineCurveOptions<Rs> = { alpha: loads, quantities: [entropy as Quantity<Rs>, q] }

  test('from every point, through text, is the curve uninterrupted to the last bit', () => {
    const whole = drive(curve(perceptron, rs, options)).result
    for (let stop = 0; stop <= loads.length; stop++) {
      const part = drive(curve(perceptron, rs, options), { maxSteps: stop })
      expect(part.result).toEqual(whole.slice(0, stop))
      const resume = decodeCheckpoint<CurveState<Rs>>(encodeCheckpoint(part))
      expect(drive(curve(perceptron, rs, options), { resume }).result).toEqual(whole)
    }
  })

  test('by curve() gives all points, those before the checkpoint included', async () => {
    const store = memoryStore()
    await lastValueFrom(run(curve(perceptron, rs, options)).pipe(checkpoint(store, 'curve', 4), take(10)))
    const resume = loadCheckpoint<CurveState<Rs>>(store, 'curve')!
    expect(resume.step).toBe(8)
    expect(await all<Rs>(perceptron, rs, options, { resume })).toEqual(complete(curve(perceptron, rs, options)))
  })

  test('twice from one state is the same curve twice', () => {
    const whole = drive(curve(perceptron, rs, options)).result
    const resume = drive(curve(perceptron, rs, options), { maxSteps: 6 })
    expect(drive(curve(perceptron, rs, options), { resume }).result).toEqual(whole)
    expect(drive(curve(perceptron, rs, options), { resume }).result).toEqual(whole)
    expect(resume.state.count).toBe(6)
  })

  test('along the margin too', () => {
    const along: MachineCurveOptions<Rs> = { margin: [-0.5, 0, 0.5, 1], thresholds: ['capacity'] }
    const whole = drive(curve(perceptron, rs, along)).result
    const resume = decodeCheckpoint<CurveState<Rs>>(
      encodeCheckpoint(drive(curve(perceptron, rs, along), { maxSteps: 2 })),
    )
    expect(drive(curve(perceptron, rs, along), { resume }).result).toEqual(whole)
  })
})

describe('what cannot be asked', () => {
  const cases: [string, object, string][] = [
    [
      'nothing',
      {},
      'invalid curve: {}; expected either loads (alpha), distances or margins to go along, or a parameter in along and its values in at',
    ],
    [
      'both',
      { alpha: [1], margin: [1] },
      'invalid curve: {"alpha":[1],"margin":[1]}; expected either loads (alpha), distances or margins to go along, or a parameter in along and its values in at',
    ],
    ['no loads', { alpha: [] }, 'invalid alpha: []; expected a non-empty list of finite numbers'],
    ['no margins', { margin: [] }, 'invalid margin: []; expected a non-empty list of finite numbers'],
    ['a number', { alpha: 0.5 }, 'invalid alpha: 0.5; expected a non-empty list of finite numbers'],
    ['a negative load', { alpha: [0.1, -0.1] }, 'invalid alpha: -0.1; expected a finite number, zero or above'],
    ['a NaN load', { alpha: [Number.NaN] }, 'invalid alpha entry: NaN; expected a finite number'],
    [
      'an infinite margin',
      { margin: [0, Number.POSITIVE_INFINITY] },
      'invalid margin entry: Infinity; expected a finite number',
    ],
    [
      'a mistyped option',
      { alphas: [1] },
      'invalid option of curve: "alphas"; expected one of alpha, distance, margin, along, at, quantities, thresholds, maxSteps',
    ],
    ['no steps', { alpha: [1], maxSteps: 0 }, 'invalid maxSteps: 0; expected a whole number, 1 or above'],
    [
      'thresholds along the load',
      { alpha: [1], thresholds: ['capacity'] },
      'invalid thresholds: ["capacity"]; expected quantities along alpha, of which capacity is a value itself',
    ],
    [
      'an unknown threshold',
      { margin: [1], thresholds: ['capcity'] },
      'invalid thresholds entry: "capcity"; expected capacity or instability',
    ],
    [
      'thresholds that are no list',
      { margin: [1], thresholds: 'capacity' },
      'invalid thresholds: "capacity"; expected a list of capacity or instability',
    ],
    [
      'quantities beside thresholds',
      { margin: [1], thresholds: ['capacity'], quantities: [entropy] },
      'invalid quantities: [{"name":"entropy"}]; expected either quantities or thresholds, not both',
    ],
    [
      'quantities by name',
      { alpha: [1], quantities: ['entropy'] },
      'invalid quantities entry: "entropy"; expected quantities such as entropy or orderParameter("q")',
    ],
    [
      'quantities that are no list',
      { alpha: [1], quantities: entropy },
      'invalid quantities: {"name":"entropy"}; expected a list of quantities such as entropy or orderParameter("q")',
    ],
    [
      'two quantities of one name',
      { alpha: [1], quantities: [entropy, entropy] },
      'invalid quantities: "entropy twice"; expected a name of its own for each',
    ],
  ]
  for (const [what, options, message] of cases) {
    test(what, () => {
      const refusal = expect.objectContaining({ code: 'INVALID_OPTION', message })
      expect(() => curve(perceptron as Problem, rs, options)).toThrow(refusal)
    })
  }

  test('a margin of a problem with a custom constraint', () => {
    const custom = problem({
      activation: linear,
      weights: binary,
      constraint: { ...margin(0), name: 'custom' },
      alpha: 0.3,
    })
    expect(() => run(curve(custom, rs, { margin: [0] })).pipe(points())).toThrow(
      /^invalid margin: 0; expected no margin: the constraint custom was given in its place$/,
    )
  })

  test('solutions along the margin without a load', () => {
    expect(() => curve(perceptron as Problem, rs, { margin: [0] })).toThrow(
      /^invalid alpha: undefined; expected a load/,
    )
  })

  test('no ansatz', () => {
    for (const options of [{ alpha: [0.1] }, { margin: [0] }, { margin: [0], thresholds: ['capacity' as const] }]) {
      expect(() =>
        run(curve(perceptron.at({ alpha: 1 }), 'rs' as unknown as Ansatz<Rs>, options)).pipe(points()),
      ).toThrow(
        expect.objectContaining({
          code: 'INVALID_OPTION',
          message: 'invalid ansatz: "rs"; expected an ansatz such as rs',
        }),
      )
    }
  })

  test('a quantity that throws ends the curve in the error channel', async () => {
    const failure = new RangeError('out of paper')
    const broken = defineQuantity<Rs>('broken', ({ alpha }) => {
      if (alpha > 0.15) throw failure
      return alpha
    })
    const seen: CurvePoint<Rs>[] = []
    const error = await new Promise((resolve) => {
      run(curve(perceptron, rs, { alpha: [0.1, 0.2], quantities: [broken] }))
        .pipe(points())
        .subscribe({
          next: (point) => seen.push(point),
          error: resolve,
        })
    })
    expect(error).toBe(failure)
    expect(seen).toHaveLength(1)
  })
})
