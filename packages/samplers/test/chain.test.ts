import { createHash } from 'node:crypto'
import { linear, relu, tanh } from '@gardner/activations'
import {
  type Cost,
  decodeCheckpoint,
  drive,
  encodeCheckpoint,
  type Instance,
  type Sample,
  type Sampler,
  type Schedule,
} from '@gardner/core'
import { errorsAt, fieldsOf } from '@gardner/machines'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { errors, machine } from '../../machines/test/exact/machines.js'
import { energyOf, stabilitiesOf } from '../../machines/test/exact/reference.js'
import {
  anneal,
  type ChainState,
  chain,
  type Dynamics,
  metropolis,
  nFold,
  reducedRejection,
  replicated,
  tempering,
} from '../src/index.js'

const bits = machine({ activation: relu, inputs: 60, units: 6, patterns: 30, margin: 0.1 })
const table = machine({ activation: tanh, inputs: 20, units: 4, patterns: 10 })
// so slow that a stage is of several steps
const real = machine({ activation: tanh, inputs: 40, units: 1, patterns: 20, options: { patterns: 'gaussian' } })

const apart: Schedule = {
  stages: [
    { sweeps: 100, beta: [0.1, 1], replicas: 2, measure: true },
    { sweeps: 60, beta: [0.5, 1.5], replicas: 5 },
    { sweeps: 50, beta: [1.5, 3], replicas: 3, measure: true },
    { sweeps: 50, beta: 3 },
  ],
  every: 7,
}
const together: Schedule = {
  stages: [
    { sweeps: 100, beta: [0.1, 1], gamma: 0.3, replicas: 2, measure: true },
    { sweeps: 60, beta: 1, gamma: [0.3, 1], replicas: 5 },
    { sweeps: 60, beta: [1, 2], replicas: 3, overlap: 0.4, tolerance: 10, measure: true },
    { sweeps: 50, beta: 2 },
  ],
  every: 7,
}
const samplers: readonly [string, Sampler<ChainState>, Schedule][] = [
  ['metropolis', metropolis, apart],
  ['anneal', anneal, apart],
  ['tempering', tempering, apart],
  ['n-fold', nFold, apart],
  ['replicated:pairs', replicated(), together],
  ['replicated:traced', replicated({ coupling: 'traced' }), together],
  ['replicated:centre', replicated({ coupling: 'centre' }), together],
  ['rrr:pairs', reducedRejection(), together],
  ['rrr:traced', reducedRejection({ coupling: 'traced' }), together],
]
const machines: readonly [string, Instance, Cost][] = [
  ['bits', bits, errors],
  ['table of deficits', table, { kind: 'deficit' }],
  // whose sums are doubles: what a sweep leaves behind by rounding must not be seen
  ['real', real, { kind: 'deficit' }],
]

/** Of a text that is too long to show. */
const mark = (text: string): string => createHash('sha1').update(text).digest('hex')

/** Every state of a run, in writing, as it was when it was made. */
function states(
  sampler: Sampler<ChainState>,
  made: Instance,
  options: { schedule: Schedule; seed: number; cost: Cost },
) {
  const iteration = sampler.iterate(made, options)
  const all: { readonly state: ChainState; readonly text: string }[] = []
  const keep = (state: ChainState) => all.push({ state, text: encodeCheckpoint({ step: all.length, state }) })
  keep(iteration.init())
  while (iteration.verdict(all[all.length - 1].state) === undefined) keep(iteration.step(all[all.length - 1].state))
  return { iteration, all }
}

describe('a chain', () => {
  // every sampler with the kernel of bits, and with each other kernel those that use it in a way of their own
  const others = samplers.filter(([name]) => /metropolis|tempering|traced|centre/.test(name))
  const taken = representatives(
    others.flatMap(([name]) => machines.slice(1).map(([kind]) => `${name}, ${kind}`)),
    3,
  )
  for (const [name, sampler, schedule] of samplers) {
    for (const [kind, made, cost] of machines) {
      if (kind !== 'bits' && !taken.includes(`${name}, ${kind}`)) continue
      const options = { schedule, seed: 3, cost }
      test(`${name}, ${kind}: resumed after every step it is the same to the last bit`, () => {
        const { iteration, all } = states(sampler, made, options)
        expect(all.length).toBeGreaterThan(3)
        const whole = JSON.stringify(iteration.result(all[all.length - 1].state, 'converged'))
        let text = all[0].text
        for (let n = 1; n < all.length; n++) {
          const { step, state } = decodeCheckpoint<ChainState>(text)
          text = encodeCheckpoint({ step: step + 1, state: sampler.iterate(made, options).step(state) })
          expect(mark(text)).toBe(mark(all[n].text))
        }
        const { state } = decodeCheckpoint<ChainState>(text)
        expect(mark(JSON.stringify(sampler.iterate(made, options).result(state, 'converged')))).toBe(mark(whole))
      })
      test(`${name}, ${kind}: a step does the same whenever it is made`, () => {
        const { iteration, all } = states(sampler, made, options)
        const order = all.slice(0, -1).map((_, n) => (n * 5 + 3) % (all.length - 1))
        for (const n of order) {
          const next = iteration.step(all[n].state)
          expect(mark(encodeCheckpoint({ step: n + 1, state: next }))).toBe(mark(all[n + 1].text))
        }
        // what was made before is what it was
        for (const [n, { state, text }] of all.entries())
          expect(mark(encodeCheckpoint({ step: n, state }))).toBe(mark(text))
        // also of two runs that are made in turns
        const other = states(sampler, made, { ...options, seed: 4 }).all
        for (let n = 0; n + 1 < Math.min(all.length, other.length); n++) {
          for (const one of [all, other]) {
            const text = encodeCheckpoint({ step: n + 1, state: iteration.step(one[n].state) })
            expect(mark(text)).toBe(mark(one[n + 1].text))
          }
        }
      })
    }
  }
  test('does not go on from a state of another instance', () => {
    const state = metropolis.iterate(bits, { seed: 1 }).init()
    expect(() => metropolis.iterate(real, { seed: 1 }).step(state)).toThrow(
      'invalid state: "60 weights"; expected 40 for each replica, as the instance has',
    )
  })
  test('is another of another seed', () => {
    for (const [, sampler, schedule] of samplers) {
      const [one, other] = [1, 2].map((seed) => drive(sampler.iterate(table, { seed, schedule })).result)
      expect(one.weights[0].join()).not.toBe(other.weights[0].join())
    }
  })
  test('that anneals at one temperature is Metropolis', () => {
    const schedule: Schedule = { stages: [{ sweeps: 500, beta: 1.3, gamma: 0.4, replicas: 3 }] }
    const [one, other] = [metropolis, anneal].map((sampler) => drive(sampler.iterate(bits, { seed: 5, schedule })))
    expect(mark(JSON.stringify(other.result))).toBe(mark(JSON.stringify(one.result)))
  })
})

/** What a sample is, in one number (FNV-1a); of whole numbers, so that it does not hang on the last bit of a tanh. */
function digest({ weights, trace, histogram, barycentre }: Sample): number {
  let hash = 0x811c9dc5
  for (const array of [...weights, trace.sweep, trace.errors, trace.overlap, histogram.counts, barycentre]) {
    for (const byte of new Uint8Array(array.buffer, array.byteOffset, array.byteLength)) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
    }
  }
  return hash
}

test('the results of a seed are what they were', () => {
  const few = machine({ activation: tanh, inputs: 12, units: 1, patterns: 8, options: { patterns: 'gaussian' } })
  // the numbers are older than ties, which were stored
  const kinds = ([...machines.slice(0, 2), ['real', few, { kind: 'deficit' }]] as const).map(
    ([, made, cost]) => [{ ...made, ties: 'stored' as const }, cost] as const,
  )
  const found = Object.fromEntries(
    samplers.map(([name, sampler, schedule]) => [
      name,
      kinds.map(([made, cost]) => digest(drive(sampler.iterate(made, { seed: 11, schedule, cost })).result)),
    ]),
  )
  expect(found).toEqual({
    metropolis: [3744945938, 302815670, 1362788987],
    anneal: [3744945938, 302815670, 1362788987],
    tempering: [1561983320, 3562044702, 2671094023],
    'n-fold': [2899944391, 3284413308, 864851474],
    'replicated:pairs': [1507807575, 3138745421, 1721162645],
    'replicated:traced': [305110223, 1086363788, 1144763415],
    'replicated:centre': [682040281, 3823575056, 3768859601],
    'rrr:pairs': [2154081592, 310922684, 3082438178],
    'rrr:traced': [4101093745, 4018557902, 1394246886],
  })
})

describe('what a sample says', () => {
  const schedule: Schedule = {
    stages: [
      { sweeps: 20, beta: [0, 1], gamma: [0.1, 0.5], replicas: 3, measure: true },
      { sweeps: 30, beta: 1 },
      { sweeps: 40, beta: [1, 0.5], gamma: 0.7 },
    ],
    every: 3,
  }
  const { result, state, verdict } = drive(replicated().iterate(bits, { seed: 2, schedule }))
  const kappa = 0.1
  test('ends with all sweeps done', () => {
    expect(verdict).toBe('converged')
    expect(result.verdict).toBe('converged')
    expect(result.sweeps).toBe(90)
    expect(state).toMatchObject({ sweep: 90, sweeps: 90, beta: 0.5, gamma: 0.7 })
    expect(result).toMatchObject({ beta: 0.5, gamma: 0.7 })
  })
  test('counts errors, energies and stabilities of its weights', () => {
    expect(result.weights).toHaveLength(3)
    for (const [a, weights] of result.weights.entries()) {
      expect(new Set(weights)).toEqual(new Set([1, -1]))
      expect(result.errors[a]).toBe(energyOf(bits, errors, weights))
      expect(result.energy[a]).toBe(result.errors[a])
      const stabilities = stabilitiesOf(bits, weights)
      for (const [mu, value] of stabilities.entries()) {
        expect(Math.abs(result.stabilities[30 * a + mu] - value)).toBeLessThan(1e-12)
      }
    }
    expect(result.stabilities).toHaveLength(90)
  })
  test('has the barycentre, and its errors', () => {
    const majority = result.weights[0].map((_, i) => Math.sign(result.weights.reduce((sum, w) => sum + w[i], 0)))
    expect(result.barycentre.join()).toBe(majority.join())
    expect(result.barycentreErrors).toBe(errorsAt(fieldsOf(bits, majority).stabilities, kappa, bits.ties))
    const two = drive(
      metropolis.iterate(bits, { seed: 2, schedule: { stages: [{ sweeps: 3, beta: 1, replicas: 2 }] } }),
    )
    const [first, second] = two.result.weights
    // where there is no majority it is the first
    expect(two.result.barycentre.join()).toBe(first.join())
    expect(first.join()).not.toBe(second.join())
  })
  test('traces what is measured: every third sweep of the first stage and of the last', () => {
    const { sweep, beta, gamma, energy, errors: wrong, overlap } = result.trace
    expect([...sweep]).toEqual([3, 6, 9, 12, 15, 18, ...Array.from({ length: 14 }, (_, k) => 51 + 3 * k)])
    for (const [k, s] of sweep.entries()) {
      const first = s <= 20
      const share = first ? (s - 1) / 19 : (s - 51) / 39
      expect(beta[k]).toBeCloseTo(first ? share : 1 - 0.5 * share, 12)
      expect(gamma[k]).toBeCloseTo(first ? 0.1 + 0.4 * share : 0.7, 12)
      expect(energy[k]).toBe(wrong[k])
      expect(Math.abs(overlap[k])).toBeLessThanOrEqual(1)
    }
    // the last measurement is of the last sweep
    const [a, b, c] = result.weights
    const of = (u: Float64Array, v: Float64Array) => u.reduce((sum, x, i) => sum + x * v[i], 0) / 60
    expect(overlap[19]).toBeCloseTo((of(a, b) + of(b, c) + of(a, c)) / 3, 12)
    expect(energy[19]).toBeCloseTo((result.energy[0] + result.energy[1] + result.energy[2]) / 3, 12)
  })
  test('counts the stabilities of all replicas at all measurements', () => {
    const { counts, below, above } = result.histogram
    expect(counts.reduce((sum, n) => sum + n, 0) + below + above).toBe(20 * 3 * 30)
  })
  test('has a share of accepted proposals', () => {
    expect(result.acceptance).toBe(state.accepted / state.proposed)
    expect(state.proposed).toBe(90 * 3 * 60)
    expect(result.acceptance).toBeGreaterThan(0.05)
    expect(result.acceptance).toBeLessThan(0.95)
  })
  test('of one replica has the overlap 1, of none measured no trace', () => {
    const one = drive(metropolis.iterate(bits, { seed: 1, schedule: { stages: [{ sweeps: 5, beta: 1 }] } })).result
    expect([...one.trace.overlap]).toEqual([1, 1, 1, 1, 1])
    expect(one.barycentre.join()).toBe(one.weights[0].join())
    const none = drive(
      metropolis.iterate(bits, { seed: 1, schedule: { stages: [{ sweeps: 5, beta: 1, measure: false }] } }),
    ).result
    expect(none.trace.sweep).toHaveLength(0)
    expect(none.histogram.counts.every((n) => n === 0)).toBe(true)
  })
  test('of tempering is that of the coldest replica', () => {
    const ladder: Schedule = { stages: [{ sweeps: 400, beta: [0, 2], replicas: 5 }] }
    const { result: sample, state: last } = drive(tempering.iterate(bits, { seed: 1, schedule: ladder }))
    expect(new Set(sample.trace.beta)).toEqual(new Set([2]))
    expect(sample.beta).toBe(2)
    expect(last.beta).toBe(2)
    expect(sample.trace.energy[399]).toBe(sample.energy[4])
    expect(sample.histogram.counts.reduce((sum, n) => sum + n, 0)).toBe(400 * 30)
    const mean = (list: Float64Array) => list.reduce((sum, x) => sum + x, 0) / list.length
    const alone = drive(metropolis.iterate(bits, { seed: 1, schedule: { stages: [{ sweeps: 2000, beta: 2 }] } }))
    expect(Math.abs(mean(sample.trace.energy) - mean(alone.result.trace.energy))).toBeLessThan(1)
  })
})

describe('ends', () => {
  const easy = machine({ activation: linear, inputs: 101, units: 1, patterns: 20 })
  const hopeless = machine({ activation: linear, inputs: 21, units: 1, patterns: 200 })
  test('as soon as a replica has no errors, if that is what is asked', () => {
    const schedule: Schedule = { stages: [{ sweeps: 10_000, beta: 3, replicas: 2 }], until: 'solved' }
    const { verdict, result } = drive(metropolis.iterate(easy, { seed: 1, schedule }))
    expect(verdict).toBe('converged')
    expect(Math.min(...result.errors)).toBe(0)
    expect(result.sweeps).toBeLessThan(1000)
    expect(result.trace.errors.slice(0, -1).every((n) => n > 0)).toBe(true)
  })
  test('as exhausted, where there are still errors', () => {
    const schedule: Schedule = { stages: [{ sweeps: 100, beta: 3 }], until: 'solved' }
    const { verdict, result } = drive(metropolis.iterate(hopeless, { seed: 1, schedule }))
    expect(verdict).toBe('exhausted')
    expect(result.sweeps).toBe(100)
    expect(result.errors[0]).toBeGreaterThan(0)
  })
  test('before the first sweep, where there is nothing to do', () => {
    const trivial = machine({ activation: linear, inputs: 21, units: 1, patterns: 3, margin: -100 })
    const schedule: Schedule = { stages: [{ sweeps: 100, beta: 3 }], until: 'solved' }
    const { verdict, result } = drive(metropolis.iterate(trivial, { seed: 1, schedule }))
    expect(verdict).toBe('converged')
    expect(result).toMatchObject({ sweeps: 0, acceptance: 0, errors: [0] })
  })
  test('where it is interrupted, with what is there', () => {
    const stop = new AbortController()
    const iteration = metropolis.iterate(bits, { seed: 1, schedule: { stages: [{ sweeps: 1e9, beta: 3 }] } })
    const stopped = {
      ...iteration,
      step: (state: ChainState) => {
        stop.abort()
        return iteration.step(state)
      },
    }
    const { verdict, result, step } = drive(stopped, { signal: stop.signal })
    expect(verdict).toBe('interrupted')
    expect(step).toBe(1)
    expect(result.verdict).toBe('interrupted')
    expect(result.sweeps).toBeGreaterThan(0)
    expect(result.errors[0]).toBe(energyOf(bits, errors, result.weights[0]))
    expect(result.beta).toBe(3)
    expect(iteration.residual(iteration.init())).toBe(1)
  })
})

describe('replicas', () => {
  /** Replicas that stay where they are; the second has no errors. */
  const still: Dynamics = {
    name: 'still',
    draw: ({ size }, random) => Float64Array.from({ length: size }, () => (random.below(2) === 0 ? -1 : 1)),
    mover: ({ size, patterns }, _cost, _y, weights) => ({
      sweepNs: 1,
      sweep: () => [1, 0],
      energy: (a) => (a === 1 ? 0 : 1),
      errors: (a) => (a === 1 ? 0 : 1),
      stabilities: () => new Float64Array(patterns.count),
      weights: (a) => weights.slice(a * size, (a + 1) * size),
      memory: () => new Float64Array(0),
    }),
  }
  const run = (schedule: Schedule) => drive(chain(still, table, { seed: 1, schedule, cost: errors })).result
  test('that join are copies of those there are, over and over', () => {
    const [a, b, ...rest] = run({
      stages: [
        { sweeps: 1, beta: 1, replicas: 2 },
        { sweeps: 1, beta: 1, replicas: 5 },
      ],
    }).weights.map((weights) => weights.join())
    expect(a).not.toBe(b)
    expect(rest).toEqual([a, b, a])
  })
  test('that leave are the last', () => {
    const stages = [3, 2].map((replicas) => ({ sweeps: 1, beta: 1, replicas }))
    const before = run({ stages: stages.slice(0, 1) }).weights
    expect(run({ stages }).weights).toEqual(before.slice(0, 2))
  })
  test('solve what one of them solves', () => {
    const one: Schedule = { stages: [{ sweeps: 5, beta: 1, replicas: 1 }], until: 'solved' }
    expect(run(one)).toMatchObject({ verdict: 'exhausted', sweeps: 5 })
    const two: Schedule = {
      stages: [
        { sweeps: 5, beta: 1 },
        { sweeps: 5, beta: 1, replicas: 2 },
      ],
      until: 'solved',
    }
    expect(run(two)).toMatchObject({ verdict: 'converged', sweeps: 6 })
  })
})

describe('an overlap that is to be held', () => {
  const perceptron = machine({ activation: linear, inputs: 201, units: 1, patterns: 60 })
  const mean = (list: Float64Array) => list.reduce((sum, x) => sum + x, 0) / list.length
  for (const [sampler, target, replicas] of [
    [replicated(), 0.6, 5],
    [replicated({ coupling: 'traced' }), 0.8, 3],
    [replicated({ coupling: 'centre' }), 0.7, 4],
    [reducedRejection(), 0.9, 7],
    [reducedRejection({ coupling: 'traced' }), 0.5, 3],
    [metropolis, 0.95, 3],
  ] as const) {
    test(`is reached by ${sampler.name}: ${target} of ${replicas} replicas`, () => {
      const schedule: Schedule = {
        stages: [
          { sweeps: 1500, beta: 1, replicas, overlap: target, measure: true },
          { sweeps: 1500, beta: 1 },
        ],
      }
      const { verdict, result } = drive(sampler.iterate(perceptron, { seed: 6, schedule }))
      expect(verdict).toBe('converged')
      const { overlap, gamma } = result.trace
      expect(Math.abs(mean(overlap.slice(750, 1500)) - target)).toBeLessThan(0.01)
      // then the coupling stays what it was in the mean, and the overlap with it
      expect(new Set(gamma.slice(1500)).size).toBe(1)
      expect(Math.abs(gamma[1500] / mean(gamma.slice(750, 1500)) - 1)).toBeLessThan(1e-12)
      expect(result.gamma).toBe(gamma[1500])
      expect(Math.abs(mean(overlap.slice(1500)) - target)).toBeLessThan(0.02)
    })
  }
  test('is held anew in each stage that asks for one', () => {
    const schedule: Schedule = {
      stages: [
        { sweeps: 1000, beta: 1, replicas: 3, overlap: 0.8 },
        { sweeps: 1000, beta: 1, overlap: 0.4, measure: true },
      ],
    }
    const { verdict, result } = drive(replicated().iterate(perceptron, { seed: 6, schedule }))
    expect(verdict).toBe('converged')
    expect(Math.abs(mean(result.trace.overlap.slice(500)) - 0.4)).toBeLessThan(0.01)
  })
  test('that cannot be is said to be missed', () => {
    for (const [replicas, overlap] of [
      [3, -0.9],
      [2, 0.999],
    ] as const) {
      const schedule: Schedule = {
        stages: [
          { sweeps: 200, beta: 0.1, replicas, overlap, tolerance: 1e-4 },
          { sweeps: 10, beta: 1 },
        ],
      }
      const { verdict, result } = drive(replicated().iterate(perceptron, { seed: 6, schedule }))
      expect(verdict).toBe('stalled')
      expect(result.sweeps).toBe(200)
    }
  })
})
