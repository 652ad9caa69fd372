import { rs } from '@gardner/ansatze'
import { capacity, complete, deriveMoments, machine } from '@gardner/core'
import { formula } from '@gardner/formula'
import { binary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'

describe('a bump of width 1e-4', () => {
  const bumped = formula('x + 100*exp(-1e8*(x - 0.3)^2)')
  // Gaussian integrals, with 40 digits in mpmath: gap, C(1) - C, C'
  const rows = [
    [1e-10, 0.0047094621363653515, 46400910.53725192],
    [1e-8, 0.20202604835899468, 9199091.00975187],
    [1e-6, 0.4442843051677264, 16774.84676432165],
    [0.01, 0.48770053228671445, 1.020916908088443],
    [0.5, 0.979972344464331, 1.004094377228782],
  ]
  test('is in the kernel', () => {
    const { kernel, warnings } = deriveMoments(bumped)
    expect(warnings).toEqual([])
    expect(kernel.error).toBeLessThan(1e-6)
    expect(Math.abs(kernel.deficit(1) / 1.4820089975974724 - 1)).toBeLessThan(kernel.error)
    expect(Math.abs(kernel.slope(0) / 47799874.93259388 - 1)).toBeLessThan(kernel.error)
    for (const [gap, deficit, slope] of rows) {
      expect(Math.abs(kernel.deficit(gap) / deficit - 1), `deficit at ${gap}`).toBeLessThan(kernel.error)
      // near q = 0 beside the largest value
      expect(Math.abs(kernel.slope(gap) - slope), `slope at ${gap}`).toBeLessThan(kernel.error * kernel.slope(0))
    }
  })
  test('is in the capacity', () => {
    const { value } = complete(capacity(machine({ activation: bumped, weights: binary }), rs))
    expect(Math.abs(value - 0.941293)).toBeLessThan(1e-6)
  })
})

test('smooth bumps of width 0.1 are no constants', () => {
  const { kernel } = deriveMoments(formula('x + exp(-100*(x - 0.3)^2)'))
  expect(Math.abs(kernel.deficit(1) / 1.0834628816383172 - 1)).toBeLessThan(kernel.error)
  expect(Math.abs(kernel.slope(0) / 5.803987911402069 - 1)).toBeLessThan(1e-12)
  expect(Math.abs(kernel.covariance(0.5) / 0.5209865430808046 - 1)).toBeLessThan(kernel.error)
})

test('a pair of kinks between two points of every grid is found', () => {
  expect(formula('step(x - 0.3)*step(0.3001 - x)').kinks).toEqual([0.3, 0.3001])
  // exp(-t^2) = 1/2
  const half = 1e-4 * Math.sqrt(Math.log(2))
  const { kinks = [] } = formula('step(exp(-1e8*(x - 0.3)^2) - 0.5) + x')
  expect(kinks).toHaveLength(2)
  for (const [i, side] of [-1, 1].entries()) expect(Math.abs(kinks[i] - (0.3 + side * half))).toBeLessThan(1e-11)
})

test('fast oscillations have the kernel of their closed form', () => {
  for (const frequency of [24, 30]) {
    const { kernel } = deriveMoments(formula(`sin(${frequency}*x)`))
    for (const gap of [1e-4, 1e-3, 1e-2]) {
      // e^(-w^2) sinh(w^2 q)
      const exact = 0.5 * Math.exp(-(frequency ** 2) * gap)
      expect(Math.abs(kernel.covariance(gap) - exact)).toBeLessThan(1e-13)
    }
  }
})

test('a saw tooth has the kernel of its Fourier series', () => {
  const { kernel } = deriveMoments(formula('x - floor(x)'))
  for (const gap of [0.5, 0.1, 1e-2]) {
    let exact = 0
    for (let k = 1; k <= 60; k++) {
      for (let l = 1; l <= 60; l++) {
        const [near, far] = [-1, 1].map((sign) =>
          Math.exp(-2 * Math.PI ** 2 * (k * k + l * l + 2 * sign * k * l * (1 - gap))),
        )
        exact += (near - far) / (2 * Math.PI ** 2 * k * l)
      }
    }
    expect(Math.abs(kernel.covariance(gap) - exact)).toBeLessThan(1e-13)
  }
})

test('a jump beyond what counts is a jump: C diverges there', () => {
  expect(deriveMoments(formula('x > 10 ? 0 : x')).kernel.slope(0)).toBe(Infinity)
})

test('what would take long is refused before it is begun', () => {
  expect(() => deriveMoments(formula('sinc(min(x, 3)^4)'))).toThrow(
    expect.objectContaining({
      code: 'UNSUITABLE',
      message: expect.stringMatching(/pieces for \|u\| up to 12.*expected at most/),
    }),
  )
})

test('too small is not constant', () => {
  expect(() => formula('1e-200*x')).toThrow(/it is too small, at most 2e-199/)
  expect(() => formula('sin(x)^2 + cos(x)^2')).toThrow(/it is constant/)
  expect(formula('exp(-1e8*(x - 0.3)^2)').kinks).toEqual([])
})
