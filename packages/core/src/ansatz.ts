import { invalid } from './error.js'
import type { Iteration } from './iteration.js'
import type { OrderParameters } from './order-parameters.js'
import type { Problem } from './problem.js'
import type { Threshold } from './threshold.js'

/**
 * A form of the overlap matrix. It turns a problem into equations and says what critical loads mean for it;
 * it does not know how equations are solved.
 */
export interface Ansatz<Q extends OrderParameters = OrderParameters> {
  readonly name: string
  readonly reference?: string
  /** The equations of this problem, with every integral by the rule of this step. Throws `UNSUITABLE` where there are none. */
  saddlePoint(problem: Problem, step: number): SaddlePoint<Q>
  /** The load up to which solutions exist. */
  capacity?(problem: Problem): Iteration<unknown, Threshold<Q>>
  /** The smallest load at which this form of the overlap matrix becomes unstable. */
  instability?(problem: Problem): Iteration<unknown, Threshold<Q>>
}

/**
 * The saddle-point equations as a family in the load. The unknowns are coordinates in which the equations are
 * well-scaled, such as log(1 − q); conjugates are eliminated where the equations give them.
 */
export interface SaddlePoint<Q extends OrderParameters> {
  /** What the coordinates are. */
  readonly unknowns: readonly string[]
  /** As many equations as unknowns, zero at a saddle; NaN outside the domain. */
  residual(x: readonly number[], alpha: number): readonly number[]
  /** The natural iteration x ← T(x), whose fixed points are the saddles: the fallback of Newton's method. */
  update(x: readonly number[], alpha: number): readonly number[]
  /** Where the physical branch that reaches the load `alpha` starts. */
  origin(alpha: number): Origin
  /** Why the branch cannot be followed beyond x, or undefined where it can. */
  end(x: readonly number[]): string | undefined
  /** The physics at x. */
  state(x: readonly number[], alpha: number): SaddleState<Q>
}

/** A guess for a first point of a branch, and how to leave it. */
export type Origin =
  /** Solve at this load and go to larger ones. */
  | { readonly hold: 'alpha'; readonly x: readonly number[]; readonly alpha: number }
  /** Leave a bifurcation at about this load: solve for the load at x[hold], and go where x[hold] decreases. */
  | { readonly hold: number; readonly x: readonly number[]; readonly alpha: number }

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
  readonly branch: string
}

/** Checks that what was passed as an ansatz is one, not its name. */
export function checkAnsatz(ansatz: unknown): void {
  if (typeof (ansatz as { saddlePoint?: unknown } | null | undefined)?.saddlePoint !== 'function') {
    throw invalid('ansatz', ansatz, 'an ansatz such as rs')
  }
}
