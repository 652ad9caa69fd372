import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateText, minus, over, plus, times } from '../src/index.js'

describe('arithmetic of estimates', () => {
  const size = fc.double({ min: -1e3, max: 1e3, noNaN: true })
  const share = fc.double({ min: -1, max: 1, noNaN: true })
  const error = fc.double({ min: 0, max: 2, noNaN: true })

  it('bounds the result for every exact value within the bounds', () => {
    const holds = (x: number, y: number, dx: number, dy: number, s: number, t: number) => {
      const [a, b] = [
        { value: x, error: dx },
        { value: y, error: dy },
      ]
      const [p, q] = [x + s * dx, y + t * dy]
      for (const [made, exact] of [
        [plus(a, b), p + q],
        [minus(a, b), p - q],
        [times(a, b), p * q],
        [over(a, b), p / q],
      ] as const) {
        if (made.error === Number.POSITIVE_INFINITY) continue
        const slack = 1e-15 * (Math.abs(exact) + Math.abs(x) + Math.abs(y))
        expect(Math.abs(made.value - exact)).toBeLessThanOrEqual(made.error + slack)
      }
    }
    fc.assert(fc.property(size, size, error, error, share, share, holds), { seed: 12, numRuns: 2000 })
  })

  it('is no wider than the worst case', () => {
    expect(plus({ value: 1, error: 0.1 }, { value: 2, error: 0.2 }).error).toBeCloseTo(0.3, 12)
    expect(times({ value: 3, error: 0.1 }, { value: 2, error: 0.2 }).error).toBeCloseTo(3.1 * 2.2 - 6, 12)
    expect(over({ value: 3, error: 0.1 }, { value: 2, error: 0.2 }).error).toBeCloseTo(3.1 / 1.8 - 1.5, 12)
    expect(times(2, { value: 3, error: 0.1 }).error).toBeCloseTo(0.2, 12)
    expect(over(1, { value: 0.1, error: 0.2 }).error).toBe(Number.POSITIVE_INFINITY)
  })

  it('keeps what a difference of large numbers loses', () => {
    expect(minus(1e16, 1e16 - 2)).toMatchObject({ value: 2 })
    expect(minus(1e16, 1e16 - 2).error).toBeGreaterThan(1)
  })
})

describe('a number as a line', () => {
  it.each([
    [{ value: 0.90398628129219, error: 5.1e-14 }, '0.90398628129219 ± 6e-14'],
    [{ value: 2, error: 0 }, '2'],
    [{ value: -1.5, error: 0.096 }, '-1.50 ± 1e-1'],
    [{ value: 5007768.4840131, error: 4e-7 }, '5007768.4840131 ± 4e-7'],
    [{ value: 3.14e-9, error: 2e-12 }, '3.140e-9 ± 2e-12'],
    [{ value: Number.POSITIVE_INFINITY, error: 0 }, '∞'],
    [{ value: 1, error: Number.POSITIVE_INFINITY }, '1 ± ∞'],
  ])('%o', (estimate, text) => {
    expect(estimateText(estimate)).toBe(text)
  })
})
