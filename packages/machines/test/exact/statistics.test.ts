import { describe, expect, test } from 'vitest'
import { Random, seeded } from '../../src/index.js'
import { autocorrelation, chiSquare, chiSquareTail, kolmogorov, logGamma, together } from './statistics.js'

// What the tests of distributions stand on. Reference values of SciPy 1.x: gammaln and chi2.sf.
test('log Γ', () => {
  for (const [x, expected] of [
    [0.5, 0.5723649429247],
    [1, 0],
    [2.5, 0.284682870472919],
    [11.9, 17.2584774505955],
    [12, 17.5023078458739],
    [100, 359.134205369575],
    [1150, 6952.04005694718],
  ]) {
    expect(Math.abs(logGamma(x) - expected)).toBeLessThan(1e-13 * Math.max(1, expected))
  }
})

test('tails of χ²', () => {
  for (const [value, freedom, expected] of [
    [1, 1, 0.317310507862911],
    [10, 3, 0.0185661354630433],
    [3, 10, 0.981424063777859],
    [255, 255, 0.488222521770406],
    [400, 255, 1.66000252441234e-8],
    [150, 255, 0.999999978096199],
    [2500, 2300, 0.00200600737123315],
    [30, 1, 4.3204630578275e-8],
  ]) {
    expect(Math.abs(chiSquareTail(value, freedom) / expected - 1)).toBeLessThan(1e-11)
  }
})

describe('χ² of counts', () => {
  test('takes rare cells together', () => {
    const { value, freedom } = chiSquare([48, 50, 1, 1], [0.45, 0.5, 0.03, 0.02])
    expect(freedom).toBe(2)
    expect(value).toBeCloseTo(9 / 45 + 0 + 9 / 5, 12)
  })
  test('knows what must not happen', () => {
    expect(chiSquare([50, 50, 20], [0.5, 0.5, 0]).value).toBe(Number.POSITIVE_INFINITY)
    expect(chiSquare([50, 50, 0], [0.5, 0.5, 0])).toEqual({ value: 0, freedom: 1 })
  })
  test('has uniform tails for what is right, and none to speak of for what is not', () => {
    const random = new Random(seeded(5))
    const draws = (p: readonly number[]) => {
      const counts = new Float64Array(p.length)
      for (let n = 0; n < 1000; n++) {
        let u = random.fine()
        let k = 0
        while (k < p.length - 1 && u >= p[k]) u -= p[k++]
        counts[k]++
      }
      return counts
    }
    const right = [0.1, 0.2, 0.3, 0.15, 0.25]
    const wrong = [0.12, 0.2, 0.3, 0.15, 0.23]
    const found = together(Array.from({ length: 60 }, () => chiSquare(draws(right), right)))
    expect(Math.abs(found.deviation)).toBeLessThan(3)
    expect(found.spread).toBeLessThan(1.7)
    expect(together(Array.from({ length: 60 }, () => chiSquare(draws(right), wrong))).deviation).toBeGreaterThan(10)
  })
})

test('Kolmogorov and Smirnov', () => {
  const grid = Array.from({ length: 100 }, (_, k) => (k + 0.5) / 100)
  expect(kolmogorov(grid, (x) => x)).toBeCloseTo(0.05, 12)
  // largest at the fiftieth: 0.5 − 0.495²
  expect(kolmogorov(grid, (x) => x * x)).toBeCloseTo(10 * (0.5 - 0.495 ** 2), 12)
})

test('autocorrelation', () => {
  const random = new Random(seeded(8))
  let x = 0
  const series = Array.from({ length: 40_000 }, () => {
    x = 0.7 * x + random.normal()
    return x
  })
  expect(autocorrelation(series, 0)).toBeCloseTo(1, 12)
  expect(Math.abs(autocorrelation(series, 1) - 0.7)).toBeLessThan(0.02)
  expect(Math.abs(autocorrelation(series, 3) - 0.343)).toBeLessThan(0.03)
})
