import type { SitePrior, WeightPrior } from '@gardner/core'
import { type Law, weightsLaws } from '@gardner/core/testing'
import { binary, discrete, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'

/** The laws that do not hold, of those whose name matches. */
const broken = (prior: WeightPrior, law = /./): string[] =>
  weightsLaws(prior)
    .filter(({ name }) => law.test(name.replace(/^[^:]*: /, '')))
    .filter(({ verify }) => {
      try {
        verify()
        return false
      } catch {
        return true
      }
    })
    .map(({ name }) => name.replace(/^[^:]*: /, ''))

/** A Gaussian weight of unit prior variance: continuous, and not a prior of this repository. */
const gaussian: SitePrior = {
  kind: 'site',
  name: 'gaussian',
  logPartition: (a, b) => (0.5 * b * b) / (1 + a) - 0.5 * Math.log1p(a),
  mean: (a, b) => b / (1 + a),
  variance: (a) => 1 / (1 + a),
  logWeight: () => 0,
  counting: false,
  unitNorm: false,
  even: true,
  crossovers: () => [],
  sample: (uniform) => Math.sqrt(-2 * Math.log1p(-uniform())) * Math.cos(2 * Math.PI * uniform()),
}

const skewed = discrete({ levels: [-1, 0, 2], probabilities: [0.2, 0.5, 0.3] })

describe('the laws catch', () => {
  const mutants: [string, WeightPrior, RegExp][] = [
    ['a factor in the mean', { ...binary, mean: (a, b) => 1.000001 * binary.mean(a, b) }, /⟨w⟩ is the derivative/],
    [
      'a factor in the variance',
      { ...binary, variance: (a, b) => 1.00001 * binary.variance(a, b) },
      /⟨w²⟩ − ⟨w⟩² is the derivative/,
    ],
    [
      'a factor in another variance',
      { ...skewed, variance: (a, b) => 1.00001 * skewed.variance(a, b) },
      /⟨w²⟩ − ⟨w⟩² is the derivative/,
    ],
    [
      '½a w² without its half',
      {
        ...ternary,
        logPartition: (a, b) => ternary.logPartition(2 * a, b),
        mean: (a, b) => ternary.mean(2 * a, b),
        variance: (a, b) => ternary.variance(2 * a, b),
      },
      /−2 times the derivative/,
    ],
    ['1 − tanh²', { ...binary, variance: (_a, b) => 1 - Math.tanh(b) ** 2 }, /small variances keep their digits/],
    [
      '⟨w²⟩ − ⟨w⟩² as it stands',
      { ...skewed, variance: (a, b) => Math.max(0, naiveVariance(skewed, a, b)) },
      /small variances keep their digits/,
    ],
    [
      'log 2cosh that overflows',
      { ...binary, logPartition: (a, b) => Math.log(2 * Math.cosh(b)) - a / 2 },
      /nothing overflows/,
    ],
    ['samples of another prior', { ...ternary, sample: binary.sample }, /samples have/],
    ['samples of a shifted prior', { ...binary, sample: (uniform) => (uniform() < 0.48 ? -1 : 1) }, /samples have/],
    [
      'a mass that is no entropy',
      { ...skewed, logWeight: (a, b) => skewed.logWeight(a, b) + 0.1 },
      /A\(0, 0\) is the entropy/,
    ],
    [
      'a negative entropy',
      { ...skewed, logWeight: (a, b) => skewed.logWeight(a, b) + 0.1 * b * b },
      /between 0 and the logarithm/,
    ],
    ['even claimed of a skewed prior', { ...skewed, even: true }, /is even exactly/],
    ['even denied of an even prior', { ...ternary, even: false }, /is even exactly/],
    ['unit norm claimed of another', { ...ternary, unitNorm: true }, /w² = 1/],
    ['a crossover without width', { ...binary, crossovers: () => [{ center: 0, width: 0 }] }, /crossovers/],
    ['a crossover nowhere', { ...binary, crossovers: () => [{ center: Number.NaN, width: 1 }] }, /crossovers/],
    ['a sphere of uniform numbers', { ...spherical, sample: (uniform) => uniform() - 0.5 }, /standard normal/],
  ]
  for (const [what, mutant, law] of mutants) {
    test(what, () => expect(broken(mutant, law)).not.toEqual([]))
  }
})

function naiveVariance(prior: SitePrior, a: number, b: number): number {
  const levels = prior.parameters?.levels as readonly number[]
  const probabilities = prior.parameters?.probabilities as readonly number[]
  const weights = levels.map((w, i) => probabilities[i] * Math.exp(b * w - (a * w * w) / 2))
  const total = weights.reduce((sum, x) => sum + x, 0)
  const moment = (k: number) => levels.reduce((sum, w, i) => sum + w ** k * (weights[i] / total), 0)
  return moment(2) - moment(1) ** 2
}

describe('the laws', () => {
  test('pass for a continuous prior', () => expect(broken(gaussian)).toEqual([]))
  test('say what was measured and what is allowed', () => {
    const mutant = { ...binary, variance: (a: number, b: number) => 2 * binary.variance(a, b) }
    const law = weightsLaws(mutant).find(({ name }) => name === 'binary: w² = 1, whatever a and b') as Law
    expect(law.verify).toThrow(/^⟨w²⟩ at 0, -7 is 1\.0000\d*, expected 1: off by 3\.33e-6, allowed 1\.00e-14$/)
  })
})
