/** The order parameters of y replicas at mutual distance d. (A type, not an interface: those are no index signatures.) */
export type LargeDeviation = {
  /** d = (1 − q₁)/2 */
  readonly distance: number
  /** The overlap of two of the y replicas, 1 − 2d. */
  readonly q1: number
  /** The overlap of replicas of different groups of y; for y = ∞ it is q₁. */
  readonly q0: number
  /** δq = y (q₁ − q₀), which keeps its digits where q₀ and q₁ do not; where it is above 1e300, 1e300. */
  readonly dq: number
  /** log δq */
  readonly logdq: number
  /** Conjugate of q₀. */
  readonly qhat0: number
  /** Conjugate of q₁: the multiplier that holds the replicas at their distance. */
  readonly qhat1: number
  /** δq̂ = y (q̂₁ − q̂₀) */
  readonly dqhat: number
}

/** Why a branch ends where q₀ has risen to q₁. */
export const TYPICAL =
  'the branch ends: typical solutions are at this distance from each other, and at larger loads nearer'
/** Why a branch ends where δq is beyond what the constraint has digits for. */
export const UNLOADED = 'the branch ends: at smaller loads F is that of no load to within doubles'
