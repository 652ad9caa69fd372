import { leakyRelu, linear, relu, sign, tanh } from '@gardner/activations'
import type { Cost, Instance } from '@gardner/core'
import { describe, expect, test } from 'vitest'
import {
  bitFlips,
  type Flips,
  fieldsOf,
  flipsOf,
  levelsOf,
  Random,
  randomWeights,
  realFlips,
  seeded,
  tableFlips,
} from '../src/index.js'
import { errors, machine, type Plan } from './exact/machines.js'
import { energyOf, stabilitiesOf } from './exact/reference.js'

const deficit: Cost = { kind: 'deficit' }
const crossEntropy: Cost = { kind: 'cross-entropy', temperature: 0.2 }
const gaussian = { patterns: 'gaussian' } as const
const full = { wiring: 'full' } as const

/** What the kernel may be off by from the definition, for all patterns together. */
function allowance(instance: Instance, cost: Cost): number {
  const { count } = instance.patterns
  if (cost.kind === 'errors') return 0
  const rounding = 1e-12 * count
  const levels = instance.patterns.kind === 'binary' ? levelsOf(instance).error * count : 0
  return rounding + levels + (cost.kind === 'cross-entropy' ? 1e-9 * cost.temperature * count : 0)
}

/** Random flips, by both ways of making them; now and then everything is held against the definition. */
function walkAndCompare(flips: Flips, instance: Instance, cost: Cost, moves: number, looks: number): void {
  const random = new Random(seeded(17))
  const { size } = instance
  const allowed = allowance(instance, cost)
  const bound = 1e-12 + (instance.patterns.kind === 'binary' ? levelsOf(instance).error : 0)
  const weights = Array.from({ length: flips.replicas }, () => randomWeights(instance, random))
  for (const [a, one] of weights.entries()) flips.load(a, one)
  for (let n = 0; n < moves; n++) {
    const a = random.below(flips.replicas)
    const i = random.below(size)
    const change = flips.delta(a, i)
    if (random.below(2) === 0) flips.flip(a, i, change)
    else expect(flips.turn(a, i)).toBe(change)
    weights[a][i] *= -1
    if (n % Math.ceil(moves / looks) !== 0) continue
    for (const [b, one] of weights.entries()) {
      const energy = energyOf(instance, cost, one)
      expect(flips.weights(b).join()).toBe(one.join())
      expect(flips.spin(b, i)).toBe(one[i])
      expect(Math.abs(flips.energy(b) - energy)).toBeLessThanOrEqual(allowed)
      expect(flips.errors(b)).toBe(energyOf(instance, errors, one))
      const stabilities = flips.stabilities(b)
      for (const [mu, value] of stabilitiesOf(instance, one).entries()) {
        if (!(Math.abs(stabilities[mu] - value) <= bound)) throw new Error(`${stabilities[mu]} for ${value}`)
      }
      const next = random.below(size)
      const moved = one.slice()
      moved[next] *= -1
      const difference = energyOf(instance, cost, moved) - energy
      expect(Math.abs(flips.delta(b, next) - difference)).toBeLessThanOrEqual(2 * allowed)
    }
  }
}

const plans: readonly [string, Plan][] = [
  ['step, tree', { activation: sign, inputs: 45, units: 5, patterns: 45 }],
  ['step, full', { activation: sign, inputs: 9, units: 5, patterns: 40, options: full }],
  ['step, one unit', { activation: sign, inputs: 21, units: 1, patterns: 33 }],
  ['step with a margin, even K', { activation: sign, inputs: 36, units: 4, patterns: 31, margin: 0.5 }],
  ['line', { activation: linear, inputs: 41, units: 1, patterns: 40 }],
  ['line, even, at a level', { activation: linear, inputs: 16, units: 1, patterns: 64, margin: 0.5 }],
  ['line, several units, full', { activation: linear, inputs: 9, units: 3, patterns: 32, margin: -0.3, options: full }],
  ['ramp, tree', { activation: relu, inputs: 42, units: 6, patterns: 40 }],
  ['ramp, full', { activation: relu, inputs: 11, units: 4, patterns: 44, options: full }],
  ['ramp with a margin', { activation: relu, inputs: 18, units: 2, patterns: 50, margin: 0.4 }],
  ['ramp, fan 1', { activation: relu, inputs: 12, units: 12, patterns: 20 }],
  ['even ramp, tree', { activation: relu, inputs: 40, units: 4, patterns: 40 }],
  ['even ramp, full', { activation: relu, inputs: 10, units: 6, patterns: 60, options: full }],
  ['even ramp with a margin', { activation: relu, inputs: 20, units: 2, patterns: 30, margin: -0.4 }],
  ['one pattern', { activation: relu, inputs: 12, units: 2, patterns: 1 }],
  ['labels of a teacher', { activation: relu, inputs: 40, units: 4, patterns: 50, options: { labels: 'teacher' } }],
  ...[31, 32, 33, 127, 128, 129, 160, 300].map((patterns): [string, Plan] => [
    `${patterns} patterns`,
    patterns % 2 === 1
      ? { activation: sign, inputs: 27, units: 3, patterns }
      : { activation: relu, inputs: 30, units: 2, patterns },
  ]),
]

describe('bits follow the definition', () => {
  for (const [name, plan] of plans) {
    const made = machine(plan)
    for (const engine of ['compiled', 'twin'] as const) {
      test(`${name}, ${engine}`, () => {
        const flips = bitFlips(made, 2, engine)
        expect(flips?.name).toBe('bits')
        walkAndCompare(flips as Flips, made, errors, 1500, 10)
      })
    }
  }
  test('more than 31 blocks of patterns, whose counts need more than bytes', () => {
    for (const activation of [sign, relu, linear]) {
      const units = activation === relu ? 2 : 1
      const made = machine({ activation, inputs: 5 * units, units, patterns: 8500 })
      for (const engine of ['compiled', 'twin'] as const) {
        walkAndCompare(bitFlips(made, 1, engine) as Flips, made, errors, 40, 4)
      }
    }
  })
})

describe('tables follow the definition', () => {
  const others: readonly [string, Plan][] = [
    ['tanh', { activation: tanh, inputs: 40, units: 4, patterns: 40, margin: 0.1 }],
    ['tanh, full', { activation: tanh, inputs: 8, units: 4, patterns: 33, options: full }],
    ['leaky relu', { activation: leakyRelu({ slope: 0.3 }), inputs: 36, units: 4, patterns: 40, margin: 0.2 }],
    ['leaky relu of negative slope', { activation: leakyRelu({ slope: -0.5 }), inputs: 10, units: 2, patterns: 40 }],
  ]
  for (const [name, plan] of [...plans.slice(0, 17), ...others]) {
    test(name, () => {
      const made = machine(plan)
      for (const cost of [errors, deficit, crossEntropy]) {
        walkAndCompare(tableFlips(made, 2, cost), made, cost, 600, 6)
      }
    })
  }
})

describe('real patterns follow the definition', () => {
  for (const [name, plan] of [
    ['sign', { activation: sign, inputs: 20, units: 5, patterns: 30, options: gaussian }],
    ['relu', { activation: relu, inputs: 20, units: 2, patterns: 40, margin: 0.2, options: gaussian }],
    ['tanh, full', { activation: tanh, inputs: 6, units: 3, patterns: 20, options: { ...gaussian, ...full } }],
    ['line', { activation: linear, inputs: 15, units: 1, patterns: 40, margin: 0.5, options: gaussian }],
  ] as const) {
    test(name, () => {
      const made = machine(plan)
      for (const cost of [errors, deficit, crossEntropy]) {
        walkAndCompare(realFlips(made, 2, cost), made, cost, 600, 6)
      }
    })
  }
  test('of whole numbers: a field of 0 is 0, by whatever way it was reached', () => {
    const values = Array.from({ length: 40 * 7 }, (_, k) => ((k * 7919) % 5) - 2)
    for (const activation of [sign, relu, linear]) {
      const made = machine({
        activation,
        inputs: 7,
        units: 1,
        patterns: 40,
        options: { patterns: { count: 40, inputs: 7, values } },
        ...(activation === relu
          ? { inputs: 14, units: 2, options: { patterns: { count: 20, inputs: 14, values } } }
          : {}),
      })
      const flips = realFlips(made, 1, errors)
      walkAndCompare(flips, made, errors, 3000, 150)
    }
  })
  test('±1 values in real patterns give what bits give', () => {
    const made = machine({ activation: relu, inputs: 14, units: 2, patterns: 40, margin: 0.1 })
    const values = new Float64Array(14 * 40)
    for (let i = 0; i < 14; i++) {
      for (let mu = 0; mu < 40; mu++) {
        const { words, stride } = made.patterns as { words: Uint32Array; stride: number }
        values[i * 40 + mu] = (words[i * stride + (mu >>> 5)] >>> (mu & 31)) & 1 ? 1 : -1
      }
    }
    const real: Instance = { ...made, patterns: { kind: 'real', count: 40, values } }
    const [one, other] = [bitFlips(made, 1) as Flips, realFlips(real, 1, errors)]
    const weights = randomWeights(made, new Random(seeded(3)))
    for (const flips of [one, other]) flips.load(0, weights)
    for (let n = 0; n < 500; n++) expect(one.turn(0, n % 14)).toBe(other.turn(0, n % 14))
  })
})

describe('the kernel of a machine', () => {
  const of = (plan: Plan, cost: Cost = errors) => flipsOf(machine(plan), 1, cost).name
  test('is bits where there is a mode for it, and the number of errors', () => {
    expect(of({ activation: sign, inputs: 9, units: 3, patterns: 5 })).toBe('bits')
    expect(of({ activation: relu, inputs: 8, units: 2, patterns: 5 })).toBe('bits')
    expect(of({ activation: linear, inputs: 8, units: 2, patterns: 5 })).toBe('bits')
    expect(of({ activation: linear, inputs: 8, units: 2, patterns: 5 }, deficit)).toBe('table')
    expect(of({ activation: tanh, inputs: 8, units: 2, patterns: 5 })).toBe('table')
    expect(of({ activation: sign, inputs: 8, units: 1, patterns: 5, options: gaussian })).toBe('real')
  })
  test('has no table of real patterns, and no bits', () => {
    const made = machine({ activation: sign, inputs: 8, units: 1, patterns: 5, options: gaussian })
    expect(bitFlips(made, 1)).toBeUndefined()
    expect(() => tableFlips(made, 1, errors)).toThrow('tables are of ±1 patterns; real ones have fields of any value')
  })
})

test('deficits of a margin that nothing can reach', () => {
  for (const activation of [linear, tanh]) {
    for (const margin of [50, 1e6]) {
      const made = machine({ activation, inputs: 9, units: 1, patterns: 20, margin })
      const flips = tableFlips(made, 1, deficit)
      const weights = randomWeights(made, new Random(seeded(2)))
      flips.load(0, weights)
      const energy = energyOf(made, deficit, weights)
      expect(Math.abs(flips.energy(0) / energy - 1)).toBeLessThan(1e-9)
      const moved = weights.map((w, i) => (i === 4 ? -w : w))
      expect(Math.abs(flips.delta(0, 4) - (energyOf(made, deficit, moved) - energy))).toBeLessThan(
        1e-12 * energy + 1e-7,
      )
    }
  }
})

test('replicas that do not fit are refused before they are made', () => {
  const made = machine({ activation: relu, inputs: 8, units: 2, patterns: 5 })
  // a thousand million patterns, of which nothing is looked at but how many there are
  const words = { length: 8 * 31_250_000 } as Uint32Array
  const values = { length: 8e9 } as Float64Array
  const labels = { length: 1e9 } as Int8Array
  const binary: Instance = { ...made, labels, patterns: { kind: 'binary', count: 1e9, stride: 31_250_000, words } }
  const real: Instance = { ...made, labels, patterns: { kind: 'real', count: 1e9, values } }
  const message = /^3 replicas would take \d+\.\d GiB of memory, more than the 4\.00 that are allowed; use fewer/
  for (const make of [
    () => bitFlips(binary, 3),
    () => tableFlips(binary, 3, errors),
    () => realFlips(real, 3, errors),
  ]) {
    expect(make).toThrow(expect.objectContaining({ code: 'UNSUITABLE', message: expect.stringMatching(message) }))
  }
})

test('fields and stabilities from scratch are those of the definition', () => {
  for (const [, plan] of plans.slice(0, 17)) {
    const made = machine(plan)
    const weights = randomWeights(made, new Random(seeded(8)))
    const { stabilities } = fieldsOf(made, weights)
    for (const [mu, value] of stabilitiesOf(made, weights).entries()) {
      expect(Math.abs(stabilities[mu] - value)).toBeLessThan(1e-12)
    }
  }
})
