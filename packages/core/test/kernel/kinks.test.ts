import { hardTanh, relu, sign } from '@gardner/activations'
import { type Activation, deriveMoments, machine } from '@gardner/core'
import { binary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'

const softsign = (u: number) => u / (1 + Math.abs(u))

describe('kinks that are not declared are found, located and reported', () => {
  const cases: [string, (u: number) => number, number[]][] = [
    ['sign', sign.g, [0]],
    ['relu', relu.g, [0]],
    ['hard-tanh', hardTanh.g, [-1, 1]],
    ['bent-at-a-third', (u) => Math.abs(u - 1 / 3), [1 / 3]],
    ['step-at-pi', (u) => (u > Math.PI / 4 ? 1 : u / 10), [Math.PI / 4]],
    ['softsign', softsign, [0]],
    ['staircase', (u) => (u < -1 ? -2 : u < 0 ? -1 : u < 1 ? 1 : 2), [-1, 0, 1]],
  ]
  for (const [name, g, expected] of cases) {
    test(name, () => {
      const { kinks, kernel, warnings } = deriveMoments({ name, g })
      expect(kinks).toHaveLength(expected.length)
      expected.forEach((at, i) => {
        expect(Math.abs(kinks[i] - at)).toBeLessThan(1e-11)
      })
      expect(warnings).toEqual([
        `activation ${name} has ${kinks.length === 1 ? 'a kink' : 'kinks'} at ${kinks.join(', ')} that it does not declare; add kinks: [${kinks.join(', ')}]`,
      ])
      const told = deriveMoments({ name, g, kinks: expected }).kernel
      for (const gap of [0.9, 0.5, 1e-2, 1e-6, 1e-12]) {
        const allowed = 2 * (kernel.error + told.error)
        expect(Math.abs(kernel.deficit(gap) / told.deficit(gap) - 1)).toBeLessThan(allowed)
        expect(Math.abs(kernel.slope(gap) / told.slope(gap) - 1)).toBeLessThan(allowed)
      }
    })
  }

  test('declared kinks give no warning', () => {
    expect(deriveMoments({ name: 'softsign', g: softsign, kinks: [0] }).warnings).toEqual([])
  })

  test('a kink that is not one does no harm', () => {
    const spurious = deriveMoments({ name: 'linear', g: (u) => u, kinks: [0.3] })
    expect(spurious.warnings).toEqual([])
    expect(spurious.kernel.covariance(0.5)).toBeCloseTo(0.5, 13)
  })

  test('the warning reaches the problem', () => {
    const { warnings } = machine({ activation: { name: 'bent', g: (u) => Math.max(0, u - 0.25) }, weights: binary })
    expect(warnings).toEqual(['activation bent has a kink at 0.25 that it does not declare; add kinks: [0.25]'])
  })
})

describe('what has no kernel is said to have none', () => {
  const cases: [string, Activation, RegExp][] = [
    [
      'not square-integrable',
      { name: 'wild', g: (u) => Math.exp(u * u) },
      /invalid activation wild: "E g² diverges, or gathers beyond \|u\| = 12"; expected g square-integrable/,
    ],
    [
      'constant',
      { name: 'flat', g: () => 3 },
      /invalid activation flat: "Var g\(z\) = .*"; expected an activation that is not constant/,
    ],
    [
      'NaN',
      { name: 'nan', g: (u) => Math.sqrt(u) },
      /invalid activation nan: "g\(-?[\d.]+\) = NaN"; expected a finite number for every finite u/,
    ],
    ['infinite', { name: 'inf', g: (u) => 1 / Math.max(0, u) }, /invalid activation inf: "g\(-?[\d.]+\) = Infinity"/],
    [
      'noise',
      { name: 'noise', g: (u) => (Math.sin(u * 1e9) * 1e9) % 1 },
      /invalid activation noise: "g could not be resolved/,
    ],
  ]
  for (const [what, activation, message] of cases) {
    test(what, () => {
      expect(() => deriveMoments(activation)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
      expect(() => deriveMoments(activation)).toThrow(message)
    })
  }
  test('throwing', () => {
    const activation: Activation = {
      name: 'broken',
      g: () => {
        throw new RangeError('out of paper')
      },
    }
    expect(() => deriveMoments(activation)).toThrow(expect.objectContaining({ code: 'PLUGIN_FAILURE' }))
    expect(() => deriveMoments(activation)).toThrow(/activation broken threw at g\(.*\): RangeError: out of paper/)
  })
})
