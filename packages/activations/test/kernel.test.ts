import { readFileSync } from 'node:fs'
import { erf, leakyRelu, linear, monomial, polynomial, quadratic, relu, sign, sine } from '@gardner/activations'
import { type Activation, CLOSED_FORM_ERROR, deriveMoments, type Kernel } from '@gardner/core'
import { describe, expect, test } from 'vitest'

const kernelOf = (activation: Activation) => activation.kernel as Kernel

type Row = { activation: string; gap: number } & Record<'covariance' | 'deficit' | 'slope' | 'curvature', number>
/** The formulas in 60-digit arithmetic, by closed-form-oracle.py. */
const oracle: Row[] = JSON.parse(readFileSync(new URL('closed-form-oracle.json', import.meta.url), 'utf8'))
const members: Record<string, Activation> = {
  sign,
  relu,
  erf,
  'leaky-relu': leakyRelu(),
  'leaky-relu:-1': leakyRelu({ slope: -1 }),
  sine: sine(),
  'sine:4': sine({ frequency: 4 }),
}

describe('closed kernels are right to rounding', () => {
  for (const { activation, gap, ...exact } of oracle) {
    test(`${activation} at gap ${gap}`, () => {
      const kernel = kernelOf(members[activation])
      const allowed = 1.5 * Math.max(CLOSED_FORM_ERROR, kernel.error)
      for (const f of ['covariance', 'deficit', 'slope', 'curvature'] as const) {
        expect(Math.abs(kernel[f](gap) / exact[f] - 1), f).toBeLessThanOrEqual(allowed)
      }
    })
  }
})

describe('at q = 1 and q = 0', () => {
  test('divergences', () => {
    expect(kernelOf(sign).slope(0)).toBe(Infinity)
    expect(kernelOf(sign).curvature(0)).toBe(Infinity)
    expect(kernelOf(relu).slope(0)).toBe(0.5)
    expect(kernelOf(relu).curvature(0)).toBe(Infinity)
    expect(kernelOf(leakyRelu({ slope: 1 })).curvature(0)).toBe(0)
  })
  test('values of the literature', () => {
    expect(kernelOf(relu).deficit(1)).toBeCloseTo(0.5 - 0.5 / Math.PI, 15)
    expect((2 * kernelOf(relu).slope(0)) / kernelOf(relu).deficit(1)).toBeCloseTo(2.93388, 5)
    expect(kernelOf(sign).deficit(1)).toBe(1)
    expect(kernelOf(quadratic).deficit(1)).toBe(2)
  })
  for (const activation of [
    linear,
    sign,
    relu,
    erf,
    leakyRelu(),
    sine(),
    quadratic,
    monomial(3),
    polynomial([1, 1, 1]),
  ]) {
    test(`${activation.name}: C(0) = 0 and no deficit at no gap`, () => {
      expect(kernelOf(activation).covariance(1)).toBe(0)
      expect(kernelOf(activation).deficit(0)).toBe(0)
    })
  }
})

test('leaky ReLU between ReLU, the line and |u|', () => {
  for (const gap of [1e-12, 1e-3, 0.4, 0.8]) {
    const leaky = kernelOf(leakyRelu({ slope: 0.3 }))
    expect(leaky.covariance(gap)).toBeCloseTo(0.3 * (1 - gap) + 0.49 * kernelOf(relu).covariance(gap), 15)
    expect(kernelOf(leakyRelu({ slope: 0 })).deficit(gap)).toBe(kernelOf(relu).deficit(gap))
    expect(kernelOf(leakyRelu({ slope: 1 })).deficit(gap)).toBe(gap)
  }
})

test('monomials: (2n − 1)!! and the Hermite coefficients', () => {
  const doubleFactorial = (n: number): number => (n <= 1 ? 1 : n * doubleFactorial(n - 2))
  for (let n = 1; n <= 12; n++) {
    const mean = n % 2 === 0 ? doubleFactorial(n - 1) : 0
    expect(kernelOf(monomial(n)).deficit(1) / (doubleFactorial(2 * n - 1) - mean ** 2)).toBeCloseTo(1, 14)
  }
  // u³ = He₃ + 3 He₁
  expect(kernelOf(monomial(3)).covariance(0.5)).toBe(6 / 8 + 9 / 2)
})

test('the error of a polynomial grows where its Hermite coefficients cancel', () => {
  expect(kernelOf(monomial(12)).error).toBeLessThan(3e-15)
  // He₄ off by a rounding
  expect(kernelOf(polynomial([3, 1e-9, -6, 0, 1])).error).toBeLessThan(1e-14)
  expect(deriveMoments(polynomial([3, 1e-9, -6, 0, 1])).kernel.error).toBeLessThan(1e-10)
})
