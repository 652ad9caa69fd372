import type { Crossover, Search } from '@gardner/numerics'
import type { Machine } from './machine.js'
import type { OrderParameters } from './order-parameters.js'

/**
 * The saddle-point equations as a family in the load. The unknowns are coordinates in which the equations are
 * well-scaled, such as log(1 − q); conjugates are eliminated where the equations give them.
 */
export interface SaddlePoint<Q extends OrderParameters> {
  /** What the coordinates are. */
  readonly unknowns: readonly string[]
  /** As many equations as unknowns, zero at a saddle; NaN outside the domain. */
  residual(x: readonly number[], alpha: number): readonly number[]
  /** The rounding of each equation at x, where it is more than a few units of the coordinate. */
  rounding?(x: readonly number[], alpha: number): readonly number[]
  /** The natural iteration x ← T(x), whose fixed points are the saddles: the fallback of Newton's method. */
  update(x: readonly number[], alpha: number): readonly number[]
  /** Where the physical branch that reaches the load `alpha` starts; a search where that takes more than a millisecond. */
  origin(alpha: number): Origin | Search<Origin>
  /** True where several branches may reach a load, and which of them answers has to be asked at every one. */
  several?(): boolean
  /** Why the branch cannot be followed beyond x, or undefined where it can. */
  end(x: readonly number[]): string | undefined
  /** The physics at x. */
  state(x: readonly number[], alpha: number): SaddleState<Q>
}

/** A guess for a first point of a branch, and how to leave it; `remark` is what there is to say of the branch. */
export type Origin = {
  readonly remark?: string
} /** Solve at this load and go to larger ones, or to smaller ones where `towards` is −1. */ & (
  | { readonly hold: 'alpha'; readonly x: readonly number[]; readonly alpha: number; readonly towards?: 1 | -1 }
  /**
   * Leave a bifurcation at about this load: solve for the load at x[hold], and go where x[hold] decreases, or where it
   * increases if `towards` is 1.
   */
  | { readonly hold: number; readonly x: readonly number[]; readonly alpha: number; readonly towards?: 1 | -1 }
  /**
   * No such branch: because there is none (`absent`), or because none was found. Where another form of the overlap matrix is what answers
   * for it at this load, that is solved `instead`, and its results are given under the name that was asked for.
   */
  | {
      readonly hold: 'nowhere'
      readonly reason: string
      readonly absent?: boolean
      // biome-ignore lint/suspicious/noExplicitAny: the order parameters are those of the ansatz whose origin this is
      readonly instead?: { saddlePoint(machine: Machine, step: number): SaddlePoint<any> }
    }
)

/** What an ansatz says of one point; each number is computed when it is read. Entropies are per weight. */
export interface SaddleState<Q extends OrderParameters> {
  readonly alpha: number
  readonly at: Q
  /** lim (1/N) E log Z */
  readonly freeEntropy: number
  /** Logarithm of the number (volume) of typical solutions: the free entropy, less ⟨log p(w)⟩ of a non-uniform prior. */
  readonly entropy: number
  /** G_E = ∂(free entropy)/∂α */
  readonly energy: number
  /** The smallest eigenvalue of the stability against breaking the ansatz; positive where it is stable. */
  readonly replicon: number
  /** What the state is unstable against, of all perturbations that the ansatz looks at: empty where it is stable. */
  readonly instabilities?: readonly string[]
  readonly branch: string
  /**
   * How the fields of patterns are distributed in a solution, for the distribution of stabilities: on nodes that resolve
   * functions with these crossovers too, which the averages of the ansatz itself need not.
   */
  fields?(crossovers: readonly Crossover[]): FieldDistribution
}

/**
 * The law of the field h that the innermost average leaves: Σ_k weights[k] δ(h − nodes[k]), weights ≥ 0 that sum to 1. The
 * stability of a pattern is h + √variance u with u standard normal, as far as the constraint admits it.
 */
export interface FieldDistribution {
  readonly nodes: ArrayLike<number>
  readonly weights: ArrayLike<number>
  /** v = C(1) − C(q) */
  readonly variance: number
}
