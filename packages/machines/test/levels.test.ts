import { erf, leakyRelu, linear, polynomial, quadratic, relu, sigmoid, sign, tanh } from '@gardner/activations'
import { type Activation, defineActivation, problem, type Ties } from '@gardner/core'
import { binary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { errorsAt, fieldsOf, levelsOf, Random, randomWeights, seeded, tableFlips } from '../src/index.js'
import { errors, machine } from './exact/machines.js'

const of = (activation: Activation, fan: number, units: number, margin = 0, ties: Ties = 'stored') =>
  levelsOf({ problem: problem({ activation, weights: binary, margin, alpha: 1 }), fan, units, ties })
const lambda = (p: number, fan: number) => (2 * p - fan) / Math.sqrt(fan)
const fans = [1, 2, 3, 4, 5, 8, 9, 31, 32, 100, 101, 1001]

describe('tables that are exact', () => {
  const exact: readonly [string, Activation][] = [
    ['sign', sign],
    ['relu', relu],
    ['linear', linear],
    ['leaky relu of slope 1/2', leakyRelu({ slope: 0.5 })],
    ['leaky relu of slope 0.3', leakyRelu({ slope: 0.3 })],
    ['leaky relu of slope 0.01', leakyRelu()],
    ['|u|', leakyRelu({ slope: -1 })],
    ['u²', quadratic],
    ['a step off 0', defineActivation({ name: 'step', g: (u) => (u > 0.3 ? 1 : 0), kinks: [0.3] })],
  ]
  for (const [name, activation] of exact) {
    test(name, () => {
      for (const fan of fans) {
        for (const units of [1, 2, 33]) {
          const { table, quantum, error } = of(activation, fan, units)
          expect(error).toBe(0)
          expect(table).toHaveLength(fan + 1)
          const largest = Math.max(...table.map(Math.abs)) * quantum
          for (const [p, k] of table.entries()) {
            expect(Math.abs(k * quantum - activation.g(lambda(p, fan)))).toBeLessThanOrEqual(4e-16 * largest)
          }
          expect(units * Math.max(...table.map(Math.abs))).toBeLessThanOrEqual(2 ** 29)
        }
      }
    })
  }
})

describe('tables that are rounded', () => {
  for (const activation of [
    tanh,
    erf,
    sigmoid,
    polynomial([0, Math.SQRT2, 0, 1]),
    leakyRelu({ slope: Math.SQRT1_2 }),
  ]) {
    test(`${activation.name}: the error is a bound, and not a wild one`, () => {
      for (const fan of [5, 8, 31, 100]) {
        for (const units of [1, 2, 33]) {
          const { table, quantum, error } = of(activation, fan, units)
          const off = Array.from(table, (k, p) => Math.abs(k * quantum - activation.g(lambda(p, fan))))
          const worst = (units * Math.max(...off)) / Math.sqrt(units)
          expect(error).toBeGreaterThan(0)
          expect(worst).toBeLessThanOrEqual(error * (1 + 1e-6))
          expect(worst).toBeGreaterThan(0.2 * error)
          const largest = Math.max(...table.map(Math.abs)) * quantum
          expect(error).toBeLessThan(1e-9 * largest * units * Math.sqrt(units))
          expect(units * Math.max(...table.map(Math.abs))).toBeLessThanOrEqual(2 ** 29)
        }
      }
    })
  }
})

describe('thresholds', () => {
  const cases: readonly [string, Activation, number, number][] = [
    ['sign', sign, 5, 7],
    ['sign, many units', sign, 31, 1001],
    ['relu, odd fan', relu, 9, 4],
    ['relu, even fan', relu, 10, 6],
    ['linear', linear, 101, 1],
    ['linear, large', linear, 2001, 1],
    ['leaky relu', leakyRelu({ slope: 0.3 }), 9, 4],
  ]
  for (const [name, activation, fan, units] of cases) {
    test(`${name}: a margin on a level is reached there, however it was rounded`, () => {
      const { quantum, table } = of(activation, fan, units)
      const most = units * Math.max(...table.map(Math.abs))
      for (let k = -40; k <= 40; k++) {
        if (Math.abs(k) > most) continue
        const level = (k * quantum) / Math.sqrt(units)
        for (const factor of [1, 1 + 4 * Number.EPSILON, 1 - 4 * Number.EPSILON]) {
          expect(of(activation, fan, units, level * factor).threshold).toBe(k)
          // the next one, where Δ = κ is an error
          expect(of(activation, fan, units, level * factor, 'errors').threshold).toBe(k + 1)
        }
        const spacing = quantum / Math.sqrt(units)
        for (const ties of ['stored', 'errors'] as const) {
          expect(of(activation, fan, units, level + 1e-6 * spacing, ties).threshold).toBe(k + 1)
          expect(of(activation, fan, units, level - 1e-6 * spacing, ties).threshold).toBe(k)
        }
      }
    })
  }
  test('say what the stabilities say, also of margins next to a level', () => {
    for (const shift of [0, 1e-13, -1e-13, 3e-12, -3e-12, 1e-10, -1e-10, 1e-8, -1e-8]) {
      for (const ties of ['stored', 'errors'] as const) {
        // Δ is (2p − 9)/3
        const margin = 1 / 3 + shift
        const made = machine({ activation: linear, inputs: 9, units: 1, patterns: 400, margin, options: { ties } })
        const weights = randomWeights(made, new Random(seeded(1)))
        const flips = tableFlips(made, 1, errors)
        flips.load(0, weights)
        expect(flips.errors(0)).toBe(errorsAt(fieldsOf(made, weights).stabilities, margin, ties))
      }
    }
  })
  test('are right for margins that nothing can reach, and for those that everything does', () => {
    for (const activation of [linear, tanh, relu, sign]) {
      for (const margin of [10, 1e3, 1e6, 1e12, 1e300]) {
        for (const signed of [margin, -margin]) {
          const made = machine({ activation, inputs: 18, units: 2, patterns: 20, margin: signed })
          const flips = tableFlips(made, 1, errors)
          flips.load(0, new Float64Array(18).fill(1))
          expect(flips.errors(0)).toBe(signed > 0 ? 20 : 0)
          expect(flips.delta(0, 3)).toBe(0)
        }
      }
    }
  })
})

test('an activation without finite values has no table', () => {
  const nothing = {
    ...problem({ activation: linear, weights: binary, alpha: 1 }),
    activation: { ...linear, g: () => 0 },
  }
  expect(() => levelsOf({ problem: nothing, fan: 3, units: 1, ties: 'errors' })).toThrow(
    'invalid activation linear: "a largest value of 0"; expected finite values that are not all 0',
  )
})
