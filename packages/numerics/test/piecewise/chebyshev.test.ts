import { describe, expect, test } from 'vitest'
import {
  chebyshevPoints,
  chopped,
  differentiate,
  evaluate,
  integrate,
  interpolate,
  tail,
} from '../../src/piecewise/chebyshev.js'

const grid = (a: number, b: number, n = 37): number[] =>
  Array.from({ length: n }, (_, k) => a + ((b - a) * k) / (n - 1))
const intervals: [number, number][] = [
  [-1, 1],
  [0, 1],
  [-3, 7],
  [100, 100.5],
]

describe('the interpolant', () => {
  test('goes through its points', () => {
    for (const [a, b] of intervals) {
      for (const n of [1, 2, 5, 16, 33]) {
        const series = interpolate(Math.sin, a, b, n)
        for (const x of chebyshevPoints(a, b, n)) expect(evaluate(series, x)).toBeCloseTo(Math.sin(x), 13)
      }
    }
  })

  test('of a polynomial is the polynomial', () => {
    const p = (x: number) => 3 * x ** 5 - x ** 3 + 2
    const series = interpolate(p, -2, 3, 6)
    for (const x of grid(-2, 3)) expect(Math.abs(evaluate(series, x) - p(x))).toBeLessThan(1e-12)
  })

  test('has the coefficients of T_k', () => {
    // x³ = (3 T_1 + T_3)/4
    expect([...interpolate((x) => x ** 3, -1, 1, 5).coefficients].map((c) => Math.round(1e15 * c) / 1e15 + 0)).toEqual([
      0, 0.75, 0, 0.25, 0,
    ])
  })

  test('converges exponentially for an analytic function', () => {
    for (const [n, allowed] of [
      [8, 1e-6],
      [14, 1e-13],
    ]) {
      const series = interpolate(Math.exp, -1, 1, n)
      for (const x of grid(-1, 1)) expect(Math.abs(evaluate(series, x) - Math.exp(x))).toBeLessThan(allowed)
    }
  })
})

test('the points are inside, descending, and symmetric to the last digit', () => {
  for (const n of [1, 2, 7, 16, 100]) {
    const points = chebyshevPoints(-1, 1, n)
    expect(points).toHaveLength(n)
    for (const [j, x] of points.entries()) {
      expect(Math.abs(x)).toBeLessThan(1)
      expect(x).toBeCloseTo(Math.cos((Math.PI * (j + 0.5)) / n), 15)
      if (j > 0) expect(x).toBeLessThan(points[j - 1])
    }
  }
})

describe('differentiation', () => {
  test('of analytic functions', () => {
    for (const [a, b] of intervals) {
      const slope = differentiate(interpolate(Math.sin, a, b, 40))
      for (const x of grid(a, b)) expect(Math.abs(evaluate(slope, x) - Math.cos(x))).toBeLessThan(1e-10)
    }
  })

  test('of constants and lines', () => {
    expect([...differentiate(interpolate(() => 5, 0, 2, 1)).coefficients]).toEqual([0])
    const slope = differentiate(interpolate((x) => 4 * x + 1, 0, 2, 2))
    expect(slope.coefficients).toHaveLength(1)
    expect(slope.coefficients[0]).toBeCloseTo(4, 14)
  })

  test('shortens the series by one', () => {
    expect(differentiate(interpolate(Math.cos, -1, 1, 9)).coefficients).toHaveLength(8)
  })
})

describe('integration', () => {
  test('is undone by differentiation', () => {
    for (const [a, b] of intervals) {
      for (const n of [1, 2, 3, 10, 25]) {
        const series = interpolate((x) => Math.exp(-x / 10) * Math.cos(x), a, b, n)
        const back = differentiate(integrate(series))
        expect(back.coefficients).toHaveLength(n)
        for (let k = 0; k < n; k++) expect(back.coefficients[k]).toBeCloseTo(series.coefficients[k], 13)
      }
    }
  })

  test('vanishes at the lower end and is the integral at the upper', () => {
    for (const [a, b] of intervals) {
      const sum = integrate(interpolate(Math.cos, a, b, 40))
      expect(Math.abs(evaluate(sum, a))).toBeLessThan(1e-14)
      for (const x of grid(a, b)) expect(Math.abs(evaluate(sum, x) - (Math.sin(x) - Math.sin(a)))).toBeLessThan(1e-13)
    }
  })

  test('undoes differentiation but for the value at the lower end', () => {
    const series = interpolate(Math.exp, -1, 2, 30)
    const back = integrate(differentiate(series))
    for (const x of grid(-1, 2)) expect(Math.abs(evaluate(back, x) - (Math.exp(x) - Math.exp(-1)))).toBeLessThan(1e-12)
  })
})

describe('what is left', () => {
  test('tells a resolved function from one that is not', () => {
    const resolved = tail(interpolate(Math.exp, -1, 1, 20))
    expect(resolved.size).toBeLessThan(1e-15)
    expect(resolved.scale).toBeGreaterThan(1)
    const kinked = tail(interpolate(Math.abs, -1, 1, 20))
    expect(kinked.size / kinked.scale).toBeGreaterThan(1e-4)
  })

  test('is chopped where it is rounding', () => {
    const short = chopped(interpolate((x) => 2 * x - 1, -1, 1, 16))
    expect(short.coefficients).toHaveLength(2)
    expect(chopped(interpolate(() => 7, 0, 1, 16)).coefficients).toHaveLength(1)
    const series = interpolate(Math.exp, -1, 1, 30)
    const less = chopped(series)
    expect(less.coefficients.length).toBeLessThan(20)
    for (const x of grid(-1, 1)) expect(Math.abs(evaluate(less, x) - evaluate(series, x))).toBeLessThan(1e-14)
  })

  test('of a kinked function is kept', () => {
    expect(chopped(interpolate((x) => Math.abs(x - 0.1), -1, 1, 16)).coefficients).toHaveLength(16)
  })
})
