import { erf, hardTanh, relu, sigmoid, sign, tanh } from '@gardner/activations'
import { type Activation, defineActivation, type Kernel } from '@gardner/core'
import { activationLaws, type Law } from '@gardner/core/testing'
import { describe, expect, test } from 'vitest'

/** The laws that do not hold, of those whose name matches. */
const broken = (laws: readonly Law[], law = /./): string[] =>
  laws
    .filter(({ name }) => law.test(name))
    .filter(({ verify }) => {
      try {
        verify()
        return false
      } catch {
        return true
      }
    })
    .map(({ name }) => name.replace(/^[^:]*: /, ''))

const changed = (activation: Activation, change: (kernel: Kernel) => Partial<Kernel>): Activation => {
  const kernel = activation.kernel as Kernel
  return { ...activation, kernel: { ...kernel, ...change(kernel) } }
}

describe('the laws catch a wrong kernel', () => {
  for (const base of [sign, relu, erf]) {
    for (const f of ['covariance', 'deficit', 'slope', 'curvature'] as const) {
      test(`${f} of ${base.name} off by 1e-9`, () => {
        const mutant = changed(base, (kernel) => ({ [f]: (gap: number) => (1 + 1e-9) * kernel[f](gap) }))
        expect(broken(activationLaws(mutant), /: the closed kernel is the derived one$/)).toHaveLength(1)
      })
    }
    test(`a factor 2 in everything of ${base.name}`, () => {
      const mutant = changed(base, (kernel) => ({
        covariance: (gap) => 2 * kernel.covariance(gap),
        deficit: (gap) => 2 * kernel.deficit(gap),
        slope: (gap) => 2 * kernel.slope(gap),
        curvature: (gap) => 2 * kernel.curvature(gap),
      }))
      expect(
        broken(
          activationLaws(mutant),
          /: (C\(1\) is the variance of g|C\(q\) is the covariance of g\(u\) and g\(v\), integrated directly)$/,
        ),
      ).toHaveLength(2)
    })
    test(`a deficit of ${base.name} that cancels`, () => {
      const mutant = changed(base, (kernel) => ({
        deficit: (gap) => kernel.covariance(0) - kernel.covariance(gap),
      }))
      expect(broken(activationLaws(mutant))).not.toEqual([])
    })
  }
  test("a slope that is C'(√q)", () => {
    const mutant = changed(relu, (kernel) => ({ slope: (gap) => kernel.slope(1 - Math.sqrt(1 - gap)) }))
    expect(broken(activationLaws(mutant), /: (C' is the derivative of C|C'' is the derivative of C')$/)).toHaveLength(2)
  })
  test('an error claimed too large, or not a number', () => {
    const claimed = /: the error of the kernel is at most 1e-10$/
    expect(broken(activationLaws(changed(relu, () => ({ error: 1e-6 }))), claimed)).toHaveLength(1)
    expect(broken(activationLaws(changed(relu, () => ({ error: Number.NaN }))))).not.toEqual([])
  })
})

describe('the laws catch a wrong activation', () => {
  test('a kink that is said not to be there', () => {
    expect(broken(activationLaws({ ...hardTanh, kinks: [] }), /declares the kinks it has/)).toHaveLength(1)
  })
  test('a kink at the wrong place', () => {
    expect(broken(activationLaws({ ...hardTanh, kinks: [-1.1, 1.1] }), /declares the kinks it has/)).toHaveLength(1)
  })
  test('an overflow beyond the bulk', () => {
    const naive = defineActivation({ name: 'naive', g: (u) => Math.exp(20 * u) / (1 + Math.exp(20 * u)), kinks: [] })
    const law = activationLaws(naive).find(({ name }) => name === 'naive: g is finite for |u| up to 40') as Law
    expect(law.verify).toThrow(
      'invalid activation naive: "g(35.625) = NaN"; expected a finite number for every finite u',
    )
  })
  test('the kernel of another one', () => {
    expect(broken(activationLaws({ ...tanh, kernel: erf.kernel as Kernel }))).not.toEqual([])
  })
})

describe('the laws', () => {
  test('pass without declared kinks and without a kernel', () => {
    expect(broken(activationLaws(defineActivation({ name: 'softsign', g: (u) => u / (1 + Math.abs(u)) })))).toEqual([])
    expect(
      broken(activationLaws(defineActivation({ name: 'spread', g: (u) => Math.sqrt(1 + u * u) + Math.sin(3 * u) }))),
    ).toEqual([])
  })
  test('say what was measured and what is allowed', () => {
    const mutant = changed(sign, (kernel) => ({ deficit: (gap) => 1.5 * kernel.deficit(gap) }))
    const law = activationLaws(mutant).find(({ name }) => name === 'sign: C(1) is the variance of g') as Law
    expect(law.verify).toThrow(
      /^deficit\(1\) is 1\.5, expected (1|1\.0{9}\d*|0\.9{9}\d*): off by 5\.00e-1, allowed \d\.\d\de-12$/,
    )
  })
  test('have names of their own', () => {
    for (const activation of [sigmoid, relu]) {
      const names = activationLaws(activation).map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
    }
  })
})
