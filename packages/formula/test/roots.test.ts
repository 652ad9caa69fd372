import { rs } from '@gardner/ansatze'
import { capacity, complete, deriveMoments, machine, saddlePoint } from '@gardner/core'
import { formula } from '@gardner/formula'
import { binary, spherical } from '@gardner/weights'
import { expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'

/** The RS capacity of binary weights by a solver in Python, from kernels in closed form. */
const capacities = [
  ['sign(x)*sqrt(abs(x))', 0.866884530621912],
  ['sqrt(max(0, x))', 0.8987554959016266],
  ['cbrt(x)', 0.8915174388233512],
] as const

for (const [text, expected] of representatives(capacities, 3)) {
  test(`${text} has a capacity`, () => {
    const { value } = complete(capacity(machine({ activation: formula(text), weights: binary }), rs))
    expect(Math.abs(value - expected)).toBeLessThan(3e-12)
  })
}

test('the spherical capacity diverges with K where the kernel has an infinite slope, as that of sign does', () => {
  expect(() => complete(capacity(machine({ activation: formula('cbrt(x)'), weights: spherical }), rs))).toThrow(
    /C'\(1\) = ∞: its spherical RS capacity diverges with K/,
  )
})

test('roots at two places, in a product, and without a declaration of their power', () => {
  const texts = ['1 + sqrt(abs(x - 0.3)) + step(x)', 'sqrt(max(0, 1 - x^2))', 'abs(x)^0.25', 'x*sqrt(abs(x - 0.3))']
  for (const text of representatives(texts, 4)) {
    const { kernel, warnings } = deriveMoments(formula(text))
    expect(warnings, text).toEqual([])
    expect(kernel.error, text).toBeLessThan(1e-7)
  }
})

test('an order parameter and an entropy where C is 1e-8 of C(1)', () => {
  // a fixed point in Python, with Hermite coefficients of 40 digits
  const committee = (text: string) => machine({ activation: formula(text), weights: binary })
  for (const [text, q, entropy, threshold] of [
    ['max(0, x - 5)', 2.434037212853732e-6, 0.06931471805451317, 0.999999999997362],
    ['max(0, x - 3)', 0.005383339337976286, 0.06930778314904573, 0.9999875762795666],
  ] as const) {
    const solved = complete(saddlePoint(committee(text).at({ alpha: 0.9 }), rs))
    expect(Math.abs(solved.at.q - q)).toBeLessThanOrEqual(solved.errors.q + 1e-10 * q)
    expect(Math.abs(solved.entropy.value - entropy)).toBeLessThanOrEqual(solved.entropy.error)
    const found = complete(capacity(committee(text), rs))
    expect(Math.abs(found.value - threshold)).toBeLessThanOrEqual(found.error)
  }
})
