import { linear, relu, sign } from '@gardner/activations'
import { drive, type Instance, problem, type Sampler, type SamplerOptions, type Schedule } from '@gardner/core'
import { Catalogue, SAMPLER } from '@gardner/core/registry'
import { instance } from '@gardner/machines'
import { spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { errors, machine } from '../../machines/test/exact/machines.js'
import { logWeight } from '../src/coupling.js'
import samplers, {
  anneal,
  type Coupling,
  chain,
  interactionOf,
  metropolis,
  nFold,
  reducedRejection,
  replicated,
  tempering,
} from '../src/index.js'

const made = machine({ activation: sign, inputs: 45, units: 5, patterns: 20 })
const sphere = instance({
  problem: problem({ activation: sign, weights: spherical, alpha: 0.5 }),
  inputs: 45,
  units: 5,
  seed: 1,
})
const one = (stage: object): Schedule => ({ stages: [{ sweeps: 10, beta: 1, ...stage }] })
const refusal = (message: string | RegExp, code = 'INVALID_OPTION') =>
  expect.objectContaining({
    name: 'GardnerError',
    code,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  })
const binary: readonly Sampler[] = [
  metropolis,
  anneal,
  tempering,
  nFold,
  replicated(),
  replicated({ coupling: 'traced' }),
  replicated({ coupling: 'centre' }),
  reducedRejection(),
  reducedRejection({ coupling: 'traced' }),
]

describe('every sampler of ±1 weights', () => {
  for (const sampler of binary) {
    const bad = (message: string | RegExp, options: unknown, of: Instance = made, code?: string) =>
      // before it is run
      expect(() => sampler.iterate(of, options as SamplerOptions)).toThrow(refusal(message, code))
    test(`${sampler.name} checks what it is given`, () => {
      bad('invalid seed: undefined; expected a whole number, 0 or above', {})
      bad('invalid seed: -1; expected a whole number, 0 or above', { seed: -1 })
      bad(`invalid option of ${sampler.name}: "sweeps"; expected one of seed, schedule, cost`, { seed: 1, sweeps: 3 })
      bad(/^invalid cost: "errors"; expected/, { seed: 1, cost: 'errors' })
      bad(/^invalid cost: \{"kind":"hinge"\}; expected/, { seed: 1, cost: { kind: 'hinge' } })
      bad('invalid temperature of the cross-entropy: undefined; expected a positive number', {
        seed: 1,
        cost: { kind: 'cross-entropy' },
      })
      bad('invalid beta of stage 1: -1; expected a finite number, zero or above', {
        seed: 1,
        schedule: one({ beta: -1 }),
      })
      bad(/^invalid stages: \[\]/, { seed: 1, schedule: { stages: [] } })
    })
    test(`${sampler.name} is not for the sphere, and says what is`, () => {
      bad(
        `${sampler.name} flips ±1 weights, and those of spherical are others; use sphere, hmc or langevin`,
        { seed: 1 },
        sphere,
        'UNSUITABLE',
      )
    })
    test(`${sampler.name} has a schedule of its own`, () => {
      const { result, verdict } = drive(
        sampler.iterate(machine({ activation: linear, inputs: 21, units: 1, patterns: 3 }), { seed: 1 }),
      )
      expect(['converged', 'exhausted']).toContain(verdict)
      expect(result.sweeps).toBeGreaterThanOrEqual(0)
    })
  }
})

describe('replicas', () => {
  test('that do not see each other have no coupling and no overlap', () => {
    for (const sampler of [tempering, nFold]) {
      const { name } = sampler
      const bad = (stage: object, asked: string) =>
        expect(() => sampler.iterate(made, { seed: 1, schedule: one(stage) })).toThrow(
          refusal(
            `replicas of ${name} do not see each other, so stage 1 can have no ${asked}; use rrr or replicated`,
            'UNSUITABLE',
          ),
        )
      bad({ gamma: 0.5, replicas: 2 }, 'gamma')
      bad({ gamma: [0, 1], replicas: 2 }, 'gamma')
      bad({ overlap: 0.5, replicas: 2 }, 'overlap')
      sampler.iterate(made, { seed: 1, schedule: one({ gamma: 0, replicas: 2 }) })
    }
  })
  test('of tempering have a ladder that goes up', () => {
    expect(() => tempering.iterate(made, { seed: 1, schedule: one({ beta: [3, 0.2], replicas: 4 }) })).toThrow(
      refusal('invalid beta of stage 1: [3,0.2]; expected the lowest and then the highest of the ladder'),
    )
  })
  test('are at most 255, wherever in the schedule there are more', () => {
    for (const sampler of [metropolis, replicated(), reducedRejection()]) {
      const schedule: Schedule = {
        stages: [
          { sweeps: 1, beta: 1 },
          { sweeps: 1, beta: 1, replicas: 256 },
        ],
      }
      expect(() => sampler.iterate(made, { seed: 1, schedule })).toThrow(
        refusal(`256 replicas are too many for ${sampler.name}; use at most 255`, 'UNSUITABLE'),
      )
    }
    const small = machine({ activation: sign, inputs: 3, units: 1, patterns: 2 })
    for (const sampler of [replicated(), reducedRejection(), tempering]) {
      const { result } = drive(sampler.iterate(small, { seed: 1, schedule: one({ replicas: 255 }) }))
      expect(result.weights).toHaveLength(255)
    }
  })
  test('have a coupling that is known, and rrr has no centre', () => {
    expect(() => replicated({ coupling: 'ring' as Coupling })).toThrow(
      refusal('invalid coupling: "ring"; expected pairs, traced, centre'),
    )
    expect(() => replicated({ couplings: 'pairs' } as never)).toThrow(
      refusal('invalid option of replicated: "couplings"; expected one of coupling'),
    )
    expect(() => reducedRejection({ coupling: 'centre' })).toThrow(
      refusal('the reduced rejection rate has the centre traced out; use traced', 'UNSUITABLE'),
    )
  })
})

describe('the plugin', () => {
  const catalogue = new Catalogue().use(samplers)
  test('registers every sampler under its name', () => {
    const names = catalogue.all(SAMPLER).map(({ name }) => name)
    for (const name of ['metropolis', 'anneal', 'rrr', 'replicated', 'tempering', 'n-fold']) {
      expect(names).toContain(name)
      expect(catalogue.get(SAMPLER, name).name).toBe(name)
    }
  })
  test('takes couplings behind a colon', () => {
    const schedule = one({ gamma: 0.5, replicas: 3 })
    const run = (sampler: Sampler) => drive(sampler.iterate(made, { seed: 1, schedule })).result.weights[0].join()
    for (const coupling of ['pairs', 'traced', 'centre'] as const) {
      expect(run(catalogue.get(SAMPLER, `replicated:${coupling}`))).toBe(run(replicated({ coupling })))
      if (coupling !== 'centre') {
        expect(run(catalogue.get(SAMPLER, `rrr:${coupling}`))).toBe(run(reducedRejection({ coupling })))
      }
    }
    expect(run(catalogue.get(SAMPLER, 'rrr'))).toBe(run(reducedRejection()))
    expect(() => catalogue.get(SAMPLER, 'rrr:pairs,traced')).toThrow(
      refusal('invalid rrr: "pairs,traced"; expected one coupling (rrr:pairs|traced)'),
    )
    expect(() => catalogue.get(SAMPLER, 'rrr:centre')).toThrow(
      refusal(/use traced \(rrr:pairs\|traced\)$/, 'UNSUITABLE'),
    )
    expect(() => catalogue.get(SAMPLER, 'replicated:ring')).toThrow(refusal(/^invalid coupling: "ring"/))
    expect(() => catalogue.get(SAMPLER, 'metropolis:1')).toThrow(refusal(/takes no parameters$/))
  })
})

describe('the interaction', () => {
  test('has the weights of its formula', () => {
    const gamma = 0.37
    for (const y of [1, 2, 3, 7, 255]) {
      for (let k = 0; k <= y; k++) {
        let pairs = 0
        const spins = Array.from({ length: y }, (_, a) => (a < k ? 1 : -1))
        for (let a = 0; a < y; a++) for (let b = 0; b < a; b++) pairs += spins[a] * spins[b]
        // up to a constant
        const shift = (gamma / y) * (y / 2)
        expect(Math.abs(logWeight('pairs', gamma, y, k) - shift - (gamma / y) * pairs)).toBeLessThan(1e-12 * y)
        const traced = Math.abs(gamma * (2 * k - y))
        const expected = traced > 30 ? traced : Math.log(2 * Math.cosh(traced))
        expect(Math.abs(logWeight('traced', gamma, y, k) - expected)).toBeLessThan(1e-12 * y)
      }
    }
  })
  test('has ratios that undo each other, and are 1 where nothing is coupled', () => {
    for (const coupling of ['pairs', 'traced'] as const) {
      const y = 5
      const { ratios, follow } = interactionOf(coupling, 0.8, y)
      expect(follow).toBe(true)
      for (let k = 0; k < y; k++) {
        expect(Math.abs(ratios[k] * ratios[256 + k + 1] - 1)).toBeLessThan(1e-14)
        const log = logWeight(coupling, 0.8, y, k + 1) - logWeight(coupling, 0.8, y, k)
        expect(Math.abs(Math.log(ratios[k]) - log)).toBeLessThan(1e-14)
      }
    }
    for (const coupling of ['pairs', 'traced', 'centre'] as const) {
      const { ratios } = interactionOf(coupling, 0, 4)
      expect(new Set(ratios)).toEqual(new Set([1]))
    }
    const { ratios, follow } = interactionOf('centre', 0.8, 4)
    expect(follow).toBe(false)
    const along = Math.exp(1.6)
    expect([ratios[0], ratios[1], ratios[256], ratios[257]]).toEqual(
      [1 / along, along, along, 1 / along].map((x) => expect.closeTo(x, 12)),
    )
  })
})

test('a dynamics of one’s own runs through the same schedules', () => {
  // every weight anew: what no one should call sampling
  const iteration = chain(
    {
      name: 'dice',
      draw: (of) => new Float64Array(of.size).fill(1),
      mover: (of, _cost, _y, weights) => {
        const now = weights.slice()
        return {
          sweepNs: 1e6,
          sweep: (_moment, _gamma, random) => {
            for (let i = 0; i < now.length; i++) now[i] = random.below(2) === 0 ? -1 : 1
            return [now.length, now.length]
          },
          energy: () => 0,
          errors: () => 1,
          stabilities: () => new Float64Array(of.patterns.count),
          weights: (a) => now.slice(a * of.size, (a + 1) * of.size),
          memory: () => new Float64Array(0),
        }
      },
    },
    machine({ activation: relu, inputs: 8, units: 2, patterns: 4 }),
    { seed: 1, schedule: one({ sweeps: 20, replicas: 2 }), cost: errors },
  )
  const { result, step } = drive(iteration)
  expect(step).toBe(5)
  expect(result).toMatchObject({ verdict: 'converged', sweeps: 20, acceptance: 1 })
})
