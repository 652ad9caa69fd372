import type { Estimate, Verdict } from '@gardner/numerics'
import type { Machine } from './machine.js'
import type { OrderParameters } from './order-parameters.js'

/** A critical load. Where there is none `value` is Infinity, `verdict` is `absent`, and `reason` says why. */
export interface Threshold<Q extends OrderParameters = OrderParameters> extends Estimate {
  /** `capacity` or `instability`. */
  readonly name: string
  readonly problem: Machine
  readonly ansatz: string
  readonly verdict: Verdict
  /** max |F| of the equations, the condition included; left out where nothing was solved. */
  readonly residual?: number
  /** The order parameters there. */
  readonly at: Q
  readonly errors: { readonly [S in keyof Q]?: number }
  readonly branch: string
  /** The stability of the ansatz there: positive where it is stable, 0 at an instability. Left out where there is no such place. */
  readonly replicon?: number
  readonly evaluations: number
  /** The same number by other routes, each with its error. */
  readonly routes: { readonly [route: string]: Estimate }
  readonly reason?: string
}
