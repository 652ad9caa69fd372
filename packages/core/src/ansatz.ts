import { invalid } from './error.js'
import type { Iteration } from './iteration.js'
import type { OrderParameters } from './order-parameters.js'
import type { Problem } from './problem.js'
import type { Quantity } from './quantity.js'
import type { SaddlePoint } from './saddle-point.js'
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
  /** What can be read off its states beside what every state has. */
  readonly quantities?: readonly Quantity<Q>[]
  /** The distance d = (1 − q)/2 between solutions, of an ansatz that prescribes one. */
  readonly distance?: number
  /** The same form of the overlap matrix at another distance. */
  at?(change: { readonly distance: number }): Ansatz<Q>
}

/** Checks that what was passed as an ansatz is one, not its name. */
export function checkAnsatz(ansatz: unknown): void {
  if (typeof (ansatz as { saddlePoint?: unknown } | null | undefined)?.saddlePoint !== 'function') {
    throw invalid('ansatz', ansatz, 'an ansatz such as rs')
  }
}
