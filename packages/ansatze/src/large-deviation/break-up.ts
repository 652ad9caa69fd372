import { type Iteration, type Machine, onlyKeys, type Threshold } from '@gardner/core'
import { type BreakUpState, breakUpOf } from './break-up-search.js'
import { largeDeviation } from './large-deviation.js'
import type { LargeDeviation } from './order-parameters.js'

export interface BreakUpOptions {
  /** y > 1 (default Infinity). */
  readonly replicas?: number
  /** The smallest and the largest distance at which F(d) is looked at (default 0.005 and 0.2). */
  readonly distances?: readonly [number, number]
}

/**
 * The load α_U at which a dense region breaks up: the smallest load at which the local entropy F(d) is not increasing any more at some
 * distance within the range given,
 *
 *     α_U = min_d α_×(d),   α_×(d) the first zero of dF/dd on the branch from small load at fixed d.
 *
 * At α_U the curve F(d) has a horizontal inflection, dF/dd = d²F/dd² = 0; beyond it has a maximum and a minimum. That F(d) has its
 * maximum, dF/dd = 0, at the distance of typical solutions, where q₀ = q₁ and the branch ends, does not count. The minimum is
 * bracketed by a scan of twelve distances, and located by fourth-order differences in log d; α_×(d) is solved for with its error as
 * every crossing. Infinity, with the reason, where F(d) rises at all distances at every load; `stalled` where the smallest
 * load is at an end of the range, or beside a distance at which F(d) rises up to typical solutions: there is no local minimum then,
 * and so no break-up apart from typical solutions.
 *
 * The search takes a fraction of a second for y = ∞, seconds for finite y.
 *
 * @param machine with ±1 weights
 * @param options `replicas`, y above 1 (default Infinity); `distances`, the smallest and the largest d (default [0.005, 0.2])
 * @returns an iteration whose answer is a `Threshold`
 * @throws INVALID_OPTION for y ≤ 1; the answer throws NOT_CONVERGED where the search stalled
 * @example (await answer(breakUp(machine({ activation: relu, weights: binary })))).value
 *
 * Reference: C. Baldassi, A. Ingrosso, C. Lucibello, L. Saglietti and R. Zecchina, Phys. Rev. Lett. 115, 128101 (2015).
 */
export function breakUp(
  machine: Machine,
  options: BreakUpOptions = {},
): Iteration<BreakUpState, Threshold<LargeDeviation>> {
  onlyKeys('breakUp', options, ['replicas', 'distances'])
  const { replicas = Number.POSITIVE_INFINITY, distances } = options
  return breakUpOf(machine, replicas, (distance) => largeDeviation({ replicas, distance }), distances)
}
