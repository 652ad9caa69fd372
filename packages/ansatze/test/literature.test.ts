import { erf, leakyRelu, linear, quadratic, relu, sign } from '@gardner/activations'
import { type Activation, type Ansatz, capacity, complete, critical, machine, type WeightPrior } from '@gardner/core'
import { binary, discrete, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { oneStepRsb, rs } from '../src/index.js'

type Row = readonly [
  quantity: 'capacity' | 'instability',
  activation: Activation,
  weights: WeightPrior,
  margin: number,
  value: number,
  tolerance: number,
  citation: string,
  ansatz?: Ansatz,
]

const bmz = 'Baldassi, Malatesta, Zecchina, PRL 123, 170602 (2019)'
const gardner = 'Gardner, J. Phys. A 21, 257 (1988)'
const gutfreund = 'Gutfreund, Stein, J. Phys. A 23, 2613 (1990)'

/** Every published number that the RS ansatz gives, or another where it is named, to the digits that were published. */
const table: readonly Row[] = [
  ['capacity', linear, binary, 0, 0.8330786, 5e-8, 'Krauth, Mézard, J. Phys. France 50, 3057 (1989): 0.833'],
  ['capacity', sign, binary, 0, 0.94695, 5e-6, bmz],
  ['capacity', relu, binary, 0, 0.90399, 5e-6, bmz],
  ['capacity', linear, spherical, 0, 2, 1e-12, gardner],
  ['capacity', relu, spherical, 0, 2 / (1 - 1 / Math.PI), 1e-12, bmz],
  ['capacity', relu, spherical, 0, 2.66428, 5e-6, `${bmz}: one step`, oneStepRsb],
  ['capacity', linear, binary, 0, 0.8330786, 5e-8, 'Krauth, Mézard (1989): one step freezes there', oneStepRsb],
  ['instability', sign, spherical, 0, 2.98782, 5e-6, bmz],
  ['capacity', linear, ternary, 0, 1.17, 5e-3, gutfreund],
  ['capacity', linear, discrete({ levels: [0, 1] }), 0, 0.59, 5e-3, gutfreund],
  // an exact value of the de Almeida–Thouless load at q = 0: 1/(C''(0) (2/π)/C(1)) with C = 2q²
  ['instability', quadratic, spherical, 0, Math.PI / 4, 1e-13, 'closed form'],
  ['instability', quadratic, binary, 0, Math.PI / 4, 1e-13, 'closed form'],
]

describe('literature', () => {
  test.each(
    table.map((row) => [`${row[0]}, ${row[1].name}, ${row[2].name}, margin ${row[3]}: ${row[6]}`, row] as const),
  )('%s', (_, [quantity, activation, weights, margin, value, tolerance, , ansatz = rs as unknown as Ansatz]) => {
    const found = complete(critical(machine({ activation, weights, margin }), ansatz, quantity))
    expect(found.verdict).toBe('converged')
    expect(Math.abs(found.value - value)).toBeLessThanOrEqual(tolerance)
    expect(found.error).toBeLessThanOrEqual(1e-10)
  })
})

describe('spherical capacities equal their closed forms', () => {
  /** C'(1)/C(1) in closed form. */
  const ratios: readonly (readonly [Activation, number])[] = [
    [linear, 1],
    [relu, 1 / (1 - 1 / Math.PI)],
    [leakyRelu({ slope: 0.2 }), (0.2 + 0.64 / 2) / (0.2 + (0.64 * (Math.PI - 1)) / (2 * Math.PI))],
    [quadratic, 2],
    [erf, 2 / 3 / (Math.sqrt(5 / 9) * Math.asin(2 / 3))],
  ]
  test.each(ratios.map(([activation, ratio]) => [activation.name, activation, ratio] as const))(
    "%s at margin 0: 2 C'(1)/C(1)",
    (_, activation, ratio) => {
      const found = complete(capacity(machine({ activation, weights: spherical }), rs))
      expect(Math.abs(found.value / (2 * ratio) - 1)).toBeLessThan(1e-13)
      expect(Math.abs(found.value - 2 * ratio)).toBeLessThanOrEqual(found.error)
    },
  )

  test.each([-2, -1, -0.3, 0, 0.7, 1, 2])('the three routes agree at margin %d', (margin) => {
    for (const activation of [linear, relu, erf]) {
      const found = complete(capacity(machine({ activation, weights: spherical, margin }), rs))
      for (const { value, error } of Object.values(found.routes)) {
        expect(Math.abs(value - found.value)).toBeLessThanOrEqual(1e-12 * found.value)
        expect(error).toBeLessThan(1e-10 * found.value)
      }
    }
  })
})
