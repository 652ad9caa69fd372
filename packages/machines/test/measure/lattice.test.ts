import { describe, expect, test } from 'vitest'
import { agreeingAfterFlips, binomial } from '../../src/measure/flips.js'
import { latticeOf } from '../../src/measure/lattice.js'

describe('lattices', () => {
  test('of the outputs of a unit', () => {
    const scale = 1 / Math.sqrt(31)
    const fields = Float64Array.from({ length: 32 }, (_, k) => (2 * k - 31) * scale)
    const of = (g: (u: number) => number) => latticeOf(fields.map(g))
    expect(of((u) => (u < 0 ? -1 : 1))).toMatchObject({ origin: -1, step: 2, width: 1 })
    const relu = of((u) => Math.max(0, u))
    expect(relu?.width).toBe(31)
    expect(relu?.step).toBeCloseTo(scale, 15)
    expect(Array.from(relu?.index.slice(14, 19) ?? [])).toEqual([0, 0, 1, 3, 5])
    expect(of((u) => u)?.width).toBe(31)
    expect(of((u) => u * u)?.width).toBe(120)
    // n and 0.3 n for odd n: multiples of 0.1
    expect(of((u) => (u < 0 ? 0.3 * u : u))?.width).toBe(13 * 31)
    expect(of(Math.tanh)).toBeUndefined()
    expect(of((u) => Math.max(0, u) + 1e-3 * Math.sin(u))).toBeUndefined()
    expect(of(() => 7)).toMatchObject({ origin: 7, width: 0 })
  })
})

describe('flips', () => {
  test('binomials: sum, mean, variance, and the value of one term', () => {
    for (const [n, p] of [
      [0, 0.3],
      [1, 0.3],
      [40, 0.01],
      [1000, 0.5],
      [1000, 0.999],
    ]) {
      const { from, values } = binomial(n, p, 1 - p)
      const moment = (f: (k: number) => number) => values.reduce((sum, x, k) => sum + x * f(from + k), 0)
      expect(moment(() => 1)).toBeCloseTo(1, 13)
      expect(moment((k) => k)).toBeCloseTo(n * p, 9)
      expect(moment((k) => (k - n * p) ** 2)).toBeCloseTo(n * p * (1 - p), 8)
    }
    const { from, values } = binomial(40, 0.01, 0.99)
    expect(values[3 - from] / (9880 * 0.01 ** 3 * 0.99 ** 37)).toBeCloseTo(1, 12)
    expect(binomial(5, 0, 1)).toEqual({ from: 0, values: Float64Array.of(1) })
    expect(binomial(5, 1, 0)).toEqual({ from: 5, values: Float64Array.of(1) })
  })

  test('agreeing inputs after flips: mean and variance', () => {
    const { from, values } = agreeingAfterFlips(31, 20, 0.1)
    const moment = (f: (k: number) => number) => values.reduce((sum, x, k) => sum + x * f(from + k), 0)
    const expected = 20 * 0.9 + 11 * 0.1
    expect(moment((k) => k)).toBeCloseTo(expected, 12)
    expect(moment((k) => (k - expected) ** 2)).toBeCloseTo(31 * 0.09, 12)
  })
})
