import type { Iteration } from '@gardner/numerics'
import type { Machine } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import type { Threshold } from './threshold.js'

/**
 * A value of a control parameter at which something happens to the solutions of an ansatz: its capacity, the load at which it becomes
 * unstable, the distance below which there is nothing.
 */
export interface CriticalValue<Q extends OrderParameters = OrderParameters> {
  /** The control parameter that it is a value of: `alpha` (default) or `distance`. */
  readonly of?: string
  /** As papers write it: `α_c` (default: its name). */
  readonly symbol?: string
  /** For lists and tables: `critical load α_c = P/N`. */
  readonly meaning?: string
  /** The iteration that finds it. Throws `UNSUITABLE` where the machine has none; one that is no value of the load needs a machine with a load. */
  search(machine: Machine): Iteration<unknown, Threshold<Q>>
}

/** The critical values of an ansatz by their names. Two are asked for so often that they have functions and commands of their own: */
export interface CriticalValues<Q extends OrderParameters = OrderParameters> {
  /** The load up to which solutions exist. */
  readonly capacity?: CriticalValue<Q>
  /** The smallest load at which this form of the overlap matrix becomes unstable. */
  readonly instability?: CriticalValue<Q>
  readonly [name: string]: CriticalValue<Q> | undefined
}
