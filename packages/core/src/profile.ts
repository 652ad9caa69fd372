import type { OrderParameters } from './order-parameters.js'
import type { SaddleState } from './saddle-point.js'

/** A function read off a solved state, such as the distribution of stabilities: a {@link Quantity} for every argument. */
export interface Profile<Q extends OrderParameters = OrderParameters> {
  readonly name: string
  /** The values at the arguments. */
  of(state: SaddleState<Q>, at: readonly number[]): ArrayLike<number>
}
