import { describe, expect, test } from 'vitest'
import { legendreRule } from '../../src/gaussian/legendre.js'
import { gaussianIntegral, panelBreaks, panelIntegral } from '../../src/index.js'

describe('the rule', () => {
  for (const order of [1, 2, 3, 5, 8, 16, 31, 64]) {
    test(`of order ${order} is exact to degree ${2 * order - 1}`, () => {
      const { nodes, weights } = legendreRule(order)
      expect(nodes).toHaveLength(order)
      const mean = (k: number) => nodes.reduce((sum, x, i) => sum + weights[i] * x ** k, 0)
      for (let k = 0; k <= 2 * order - 1; k++) {
        expect(Math.abs(mean(k) - (k % 2 === 0 ? 2 / (k + 1) : 0))).toBeLessThan(4e-15 * Math.max(1, order / 8))
      }
    })

    test(`of order ${order} is symmetric, ascending, and inside (−1, 1)`, () => {
      const { nodes, weights } = legendreRule(order)
      for (const [i, x] of nodes.entries()) {
        expect(Math.abs(x)).toBeLessThan(1)
        expect(weights[i]).toBeGreaterThan(0)
        expect(x).toBeCloseTo(-nodes[order - 1 - i], 15)
        expect(weights[i]).toBeCloseTo(weights[order - 1 - i], 14)
        if (i > 0) expect(x).toBeGreaterThan(nodes[i - 1])
      }
    })
  }

  test('of few nodes is that of the tables, and not exact beyond its degree', () => {
    expect(legendreRule(2).nodes[1]).toBeCloseTo(1 / Math.sqrt(3), 15)
    const { nodes, weights } = legendreRule(3)
    expect(nodes[2]).toBeCloseTo(Math.sqrt(0.6), 15)
    expect(weights[0]).toBeCloseTo(5 / 9, 15)
    expect(weights[1]).toBeCloseTo(8 / 9, 15)
    expect(nodes.reduce((sum, x, i) => sum + weights[i] * x ** 6, 0)).toBeCloseTo(6 / 25, 14)
  })
})

describe('panels', () => {
  test('integrate between breaks', () => {
    expect(panelIntegral(Math.exp, [0, 1])).toBeCloseTo(Math.E - 1, 14)
    expect(panelIntegral(Math.exp, [0, 0.2, 0.9, 1])).toBeCloseTo(Math.E - 1, 14)
    expect(panelIntegral((x) => x ** 31, [-1, 2])).toBeCloseTo((2 ** 32 - 1) / 32, 6)
    expect(panelIntegral((x) => Math.abs(x - 0.3), [0, 0.3, 1])).toBeCloseTo((0.09 + 0.49) / 2, 15)
  })

  test('of no width add nothing, and one break bounds nothing', () => {
    expect(panelIntegral(() => 1, [0, 0, 1, 1])).toBe(panelIntegral(() => 1, [0, 1]))
    expect(panelIntegral(() => 1, [2])).toBe(0)
    expect(panelIntegral(() => 1, [])).toBe(0)
  })

  test('are no wider than asked, and keep the points', () => {
    expect(panelBreaks(0, 3, [2, 1], 5)).toEqual([0, 1, 2, 3])
    expect(panelBreaks(0, 3, [], 1)).toEqual([0, 1, 2, 3])
    expect(panelBreaks(0, 1, [-1, 0, 0.5, 0.5, 1, 7], 9)).toEqual([0, 0.5, 1])
    const breaks = panelBreaks(-1, 4, [0.3, 0.31, 2.9], 0.7)
    for (const point of [-1, 0.3, 0.31, 2.9, 4]) expect(breaks).toContain(point)
    for (const [k, point] of breaks.entries()) {
      if (k === 0) continue
      expect(point).toBeGreaterThan(breaks[k - 1])
      expect(point - breaks[k - 1]).toBeLessThanOrEqual(0.7 * (1 + 1e-12))
    }
  })

  test('leave the points given to them as they are', () => {
    const points = Object.freeze([2, 1])
    expect(panelBreaks(0, 3, points, 5)).toEqual([0, 1, 2, 3])
  })
})

describe('Gaussian integrals', () => {
  test('of polynomials are moments', () => {
    let exact = 1
    for (let k = 0; k <= 12; k += 2) {
      if (k > 0) exact *= k - 1
      expect(gaussianIntegral((z) => z ** k, []) / exact).toBeCloseTo(1, 13)
      expect(Math.abs(gaussianIntegral((z) => z ** (k + 1), [])) / exact).toBeLessThan(1e-13)
    }
  })

  test('of functions with breaks are as exact', () => {
    expect(gaussianIntegral(Math.abs, [0])).toBeCloseTo(Math.sqrt(2 / Math.PI), 15)
    expect(gaussianIntegral((z) => (z > 1.3 ? 1 : 0), [1.3])).toBeCloseTo(0.09680048458561033, 15)
    // and without them they are not
    expect(Math.abs(gaussianIntegral((z) => (z > 1.3 ? 1 : 0), []) - 0.0968)).toBeGreaterThan(1e-5)
  })
})
