import { erf, linear, relu, sign, tanh } from '@gardner/activations'
import { type Activation, type Cost, costKinds, problem } from '@gardner/core'
import {
  energyAt,
  errorsAt,
  fieldsOf,
  type InstanceOptions,
  instance,
  Random,
  randomWeights,
  seeded,
} from '@gardner/machines'
import { spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { kineticEnergy, leapfrog, makeTangent, potentialAt } from '../../src/sphere/geodesic-leapfrog.js'
import { Landscape } from '../../src/sphere/landscape.js'
import { patternMatrix } from '../../src/sphere/pattern-matrix.js'
import { RotatedReplica } from '../../src/sphere/rotated-replica.js'

const machines: [string, Activation, Omit<InstanceOptions, 'problem' | 'seed'>][] = [
  ['perceptron, ±1', linear, { inputs: 37, units: 1 }],
  ['perceptron, Gaussian', linear, { inputs: 37, units: 1, patterns: 'gaussian' }],
  ['tree of sign units, ±1', sign, { inputs: 33, units: 3 }],
  ['tree of relu units, ±1', relu, { inputs: 44, units: 4 }],
  ['fully connected relu units, ±1', relu, { inputs: 13, units: 4, wiring: 'full' }],
  ['fully connected tanh units, Gaussian', tanh, { inputs: 13, units: 3, wiring: 'full', patterns: 'gaussian' }],
]
const made = (g: Activation, rest: (typeof machines)[number][2]) =>
  instance({ problem: problem({ activation: g, weights: spherical, margin: 0.2, alpha: 1.3 }), seed: 2, ...rest })

const furthest = (one: ArrayLike<number>, other: ArrayLike<number>) => {
  let most = 0
  for (let k = 0; k < one.length; k++) most = Math.max(most, Math.abs(one[k] - other[k]))
  return one.length === other.length ? most : Number.NaN
}

describe('the matrix of the patterns', () => {
  for (const [name, g, rest] of machines) {
    test(name, () => {
      const machine = made(g, rest)
      const { fan, units, patterns, size } = machine
      const matrix = patternMatrix(machine)
      const random = new Random(seeded(8))
      const weights = randomWeights(machine, random)
      const { fields } = fieldsOf(machine, weights)
      const d = Float64Array.from({ length: patterns.count }, () => random.normal())
      const unit = new Float64Array(patterns.count)
      const back = new Float64Array(fan)
      for (let l = 0; l < units; l++) {
        matrix.fields(l, weights.subarray(l * fan, (l + 1) * fan), unit)
        const expected = fields.subarray(l * patterns.count, (l + 1) * patterns.count)
        expect(furthest(unit, expected)).toBeLessThan(1e-13)
        matrix.transposed(l, d, back)
        for (let i = 0; i < fan; i++) {
          // the transpose by what one weight does to the fields
          const only = new Float64Array(size)
          only[l * fan + i] = 1
          const column = fieldsOf(machine, only).fields.subarray(l * patterns.count, (l + 1) * patterns.count)
          const along = column.reduce((sum, x, mu) => sum + x * d[mu], 0)
          expect(Math.abs(back[i] - along)).toBeLessThan(1e-13 * patterns.count)
        }
      }
    })
  }
})

const costs: Cost[] = costKinds.map((kind) =>
  kind === 'cross-entropy' ? { kind, temperature: 0.02 } : ({ kind } as Cost),
)

describe('what a rotation changes is what the patterns say', () => {
  for (const [name, g, rest] of machines) {
    test(name, () => {
      const machine = made(g, rest)
      const { fan, units } = machine
      const kappa = 0.2
      for (const cost of costs) {
        const random = new Random(seeded(9))
        const replica = new RotatedReplica(machine, patternMatrix(machine), cost, randomWeights(machine, random))
        const expected = (weights: Float64Array) =>
          energyAt(cost, fieldsOf(machine, weights).stabilities, kappa, machine.ties)
        for (let k = 0; k < 60; k++) {
          const unit = random.below(units)
          const i = random.below(fan)
          const j = (i + 1 + random.below(fan - 1)) % fan
          const [first, second] = [0.5 * random.normal(), 0.5 * random.normal()]
          const moved = replica.weights.slice()
          moved[unit * fan + i] += first
          moved[unit * fan + j] += second
          const change = expected(moved) - expected(replica.weights)
          expect(Math.abs(replica.propose(unit, i, j, first, second) - change)).toBeLessThan(1e-11)
          if (k % 2 === 0) {
            replica.accept(unit, i, j, first, second)
            expect(furthest(replica.weights, moved)).toBe(0)
            const { stabilities } = fieldsOf(machine, moved)
            expect(furthest(replica.stabilities, stabilities)).toBeLessThan(1e-12)
            expect(replica.errors).toBe(errorsAt(stabilities, kappa, machine.ties))
            expect(Math.abs(replica.energy - energyAt(cost, stabilities, kappa, machine.ties))).toBeLessThan(1e-11)
          }
        }
      }
    })
  }
})

test('a cross-entropy far from its threshold neither overflows nor vanishes too early', () => {
  const machine = made(linear, { inputs: 37, units: 1, patterns: 'gaussian' })
  for (const temperature of [1e-4, 1e4]) {
    const cost = { kind: 'cross-entropy', temperature } as const
    const landscape = new Landscape(machine, cost)
    const point = landscape.at(randomWeights(machine, new Random(seeded(1))))
    const expected = energyAt(cost, point.stabilities, 0.2, machine.ties)
    expect(Math.abs(point.energy / expected - 1)).toBeLessThan(1e-13)
    expect(point.gradient.every(Number.isFinite)).toBe(true)
  }
})

describe('the gradient is that of the energy', () => {
  for (const [name, g, rest] of machines) {
    if (g === sign) continue
    test(name, () => {
      const machine = made(g, rest)
      const cost = { kind: 'cross-entropy', temperature: 0.4 } as const
      const landscape = new Landscape(machine, cost)
      const random = new Random(seeded(12))
      const weights = randomWeights(machine, random)
      const { gradient } = landscape.at(weights)
      const direction = weights.map(() => random.normal())
      const along = gradient.reduce((sum, d, i) => sum + d * direction[i], 0)
      const energyAlong = (t: number) => landscape.at(weights.map((w, i) => w + t * direction[i])).energy
      // fourth order; a kink of relu within 2h of a field would show as some 1e-3
      const h = 1e-4
      const slope = (8 * (energyAlong(h) - energyAlong(-h)) - energyAlong(2 * h) + energyAlong(-2 * h)) / (12 * h)
      expect(Math.abs(slope - along)).toBeLessThan(1e-8)
      expect(Math.abs(along)).toBeGreaterThan(0.1)
    })
  }
})

describe('geodesic leapfrog', () => {
  const machine = made(erf, { inputs: 60, units: 3 })
  const cost = { kind: 'cross-entropy', temperature: 0.3 } as const
  const landscape = new Landscape(machine, cost)
  const start = () => {
    const random = new Random(seeded(21))
    const point = landscape.at(randomWeights(machine, random))
    const momentum = point.weights.map(() => random.normal())
    makeTangent(point.weights, momentum, machine.fan)
    const pull = point.weights.map(() => 0.3 * random.normal())
    return { point, momentum, potential: { landscape, beta: 4, pull, fan: machine.fan } }
  }

  test('is undone by itself', () => {
    const { point, momentum, potential } = start()
    const [weights, before] = [point.weights.slice(), momentum.slice()]
    leapfrog(potential, point, momentum, 0.03, 40)
    expect(furthest(point.weights, weights)).toBeGreaterThan(0.1)
    for (let i = 0; i < momentum.length; i++) momentum[i] = -momentum[i]
    leapfrog(potential, point, momentum, 0.03, 40)
    expect(furthest(point.weights, weights)).toBeLessThan(1e-10)
    for (let i = 0; i < momentum.length; i++) momentum[i] = -momentum[i]
    expect(furthest(momentum, before)).toBeLessThan(1e-10)
  })

  test('keeps the momentum tangent and the energy to second order', () => {
    const drifts = [0.04, 0.02, 0.01].map((size) => {
      const { point, momentum, potential } = start()
      const before = potentialAt(potential, point) + kineticEnergy(momentum)
      leapfrog(potential, point, momentum, size, Math.round(0.4 / size))
      for (let l = 0; l < machine.units; l++) {
        let along = 0
        for (let i = l * machine.fan; i < (l + 1) * machine.fan; i++) along += point.weights[i] * momentum[i]
        expect(Math.abs(along)).toBeLessThan(1e-12)
      }
      return Math.abs(potentialAt(potential, point) + kineticEnergy(momentum) - before)
    })
    // halving the step divides the error by 4: by 3.6 to 4.4 at these sizes, where a first-order scheme has 2
    for (const ratio of [drifts[0] / drifts[1], drifts[1] / drifts[2]]) expect(Math.abs(ratio - 4)).toBeLessThan(0.4)
  })
})
