import type { Crossover } from '@gardner/numerics'
import { invalid } from './input/error.js'
import { callable, crossoversIn, finiteAt, nameOf } from './input/option.js'

/** A source of uniform numbers in [0, 1); samplers pass a seeded one. */
export type Uniform = () => number

/**
 * A measure on single weights, seen through A(a, b) = log ∫ p(w) e^{bw − aw²/2} dw. A weight vector is drawn
 * from the product measure, and its norm |w|² = N Q is free; fields are measured in units of √Q.
 */
export interface SitePrior {
  readonly kind: 'site'
  readonly name: string
  /** A(a, b). The mass A(0, 0) is the entropy of the prior: log 2 for ±1, so that S(α = 0) counts vectors. */
  logPartition(a: number, b: number): number
  /** ⟨w⟩ = ∂A/∂b */
  mean(a: number, b: number): number
  /** ⟨w²⟩ − ⟨w⟩² = ∂²A/∂b², without cancellation where one weight dominates. */
  variance(a: number, b: number): number
  /** ⟨log p(w)⟩ relative to the counting measure of entropy A(0, 0): 0 for a uniform prior. */
  logWeight(a: number, b: number): number
  /** True if the weights take separate values, so that e^{N S} counts vectors and S = 0 is the end; false for a density. */
  readonly counting: boolean
  /** True if w² = 1 for every weight: then a is of no effect and is not solved for. */
  readonly unitNorm: boolean
  /** Where ⟨w⟩ changes as b moves at given a. */
  crossovers(a: number): readonly Crossover[]
  /** True if p(−w) = p(w): mean odd, variance even in b. */
  readonly even: boolean
  readonly parameters?: Readonly<Record<string, number | readonly number[]>>
  /** What stands behind the colon of its name, where that is not its parameters in their order. */
  readonly spelling?: string
  /** The same measure with other parameters: then curves go along them. */
  at?(change: Readonly<Record<string, number>>): WeightPrior
  sample(uniform: Uniform): number
}

/**
 * The sphere Σ_i w_i² = N of every unit. Its single-site measure stays Gaussian through every cascade, so the
 * ansätze have it in closed form. Entropies are relative to the whole sphere: S(α = 0) = 0.
 */
export interface SphericalPrior {
  readonly kind: 'sphere'
  readonly name: string
  readonly parameters?: Readonly<Record<string, number | readonly number[]>>
  /** A standard normal; a vector of them is projected to the sphere. */
  sample(uniform: Uniform): number
}

/** What the weights are: a product of single-weight measures, or the sphere. */
export type WeightPrior = SitePrior | SphericalPrior

/** Checks a prior of a user. */
export function checkPrior(prior: WeightPrior): WeightPrior {
  if (prior?.kind !== 'site' && prior?.kind !== 'sphere') {
    throw invalid('weights', prior, 'a weight prior such as binary or spherical')
  }
  nameOf('weights', prior.name)
  callable(`sample of weights ${prior.name}`, prior.sample)
  if (prior.kind === 'sphere') return prior
  for (const method of ['logPartition', 'mean', 'variance', 'logWeight'] as const) {
    callable(`${method} of weights ${prior.name}`, prior[method])
  }
  crossoversIn(`weights ${prior.name}`, prior)
  for (const flag of ['counting', 'unitNorm', 'even'] as const) {
    if (typeof prior[flag] !== 'boolean')
      throw invalid(`${flag} of weights ${prior.name}`, prior[flag], 'true or false')
  }
  for (const method of ['logPartition', 'mean', 'variance', 'logWeight'] as const) {
    finiteAt(`weights ${prior.name}`, `${method}(1, 0.5)`, () => prior[method](1, 0.5))
  }
  return prior
}
