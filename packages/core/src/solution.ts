import type { Estimate } from './estimate.js'
import type { Verdict } from './iteration.js'
import type { OrderParameters } from './order-parameters.js'
import type { Problem } from './problem.js'
import type { Profile } from './profile.js'
import type { Quantity } from './quantity.js'

/** A saddle point: its order parameters and the physics there, each number with its error. */
export interface Solution<Q extends OrderParameters = OrderParameters> {
  readonly problem: Problem
  readonly ansatz: string
  readonly alpha: number
  /** The order parameters by their symbols. */
  readonly at: Q
  /** Absolute errors of the order parameters. */
  readonly errors: { readonly [S in keyof Q]: number }
  readonly freeEntropy: Estimate
  readonly entropy: Estimate
  readonly energy: Estimate
  readonly replicon: Estimate
  /** What it is unstable against, where the ansatz looks at more than the replicon; computed when read. */
  readonly instabilities?: readonly string[]
  readonly branch: string
  readonly verdict: Verdict
  /** max |F| of the saddle-point equations in their coordinates. */
  readonly residual: number
  /** Evaluations of the equations. */
  readonly evaluations: number
  /** What there is to say of the solution: why it and no other, and which others there are. */
  readonly reason?: string
  /** Any other quantity of this solution. */
  measure(quantity: Quantity<Q>): Estimate
  /** A function of this solution at the given arguments. */
  profile(profile: Profile<Q>, at: readonly number[]): readonly Estimate[]
}

/**
 * What is left of a search that found no saddle: where it stood and why it ended. The verdict `absent` is an answer: there is no such
 * solution at this load.
 */
export interface Unsolved {
  readonly problem: Problem
  readonly ansatz: string
  readonly alpha: number
  readonly verdict: Exclude<Verdict, 'converged'>
  /** max |F| of the equations where the search stood; left out where it stood nowhere. */
  readonly residual?: number
  readonly evaluations: number
  readonly reason: string
}

export const isSolved = <Q extends OrderParameters>(outcome: Solution<Q> | Unsolved): outcome is Solution<Q> =>
  outcome.verdict === 'converged'
