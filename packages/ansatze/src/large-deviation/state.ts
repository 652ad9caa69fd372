import { type Crossover, type FieldDistribution, type Machine, type SaddleState, unsuitable } from '@gardner/core'
import type { LargeDeviation } from './order-parameters.js'

/** What the physics of both y < ∞ and y = ∞ is made of. */
export interface LargeDeviationState extends SaddleState<LargeDeviation> {
  /** F at no load, at the same distance and number of replicas. */
  readonly unloaded: number
  /** dF/dd along solutions at fixed load, of F and of F at no load. */
  readonly slope: number
  readonly unloadedSlope: number
  fields(crossovers: readonly Crossover[]): FieldDistribution
}

/** An average over a law of fields. */
export function averaged(
  { nodes, weights }: Pick<FieldDistribution, 'nodes' | 'weights'>,
  f: (h: number) => number,
): number {
  let sum = 0
  for (let k = 0; k < nodes.length; k++) sum += weights[k] * f(nodes[k])
  return sum
}

/** α ⟨log ρ⟩ of a soft constraint under the law of the innermost field, 0 for a hard one. */
export function logWeightOf({ constraint }: Machine, alpha: number, fields: FieldDistribution): number {
  const { logWeight, distance, name } = constraint
  if (logWeight !== undefined) return alpha * averaged(fields, (h) => logWeight.call(constraint, h, fields.variance))
  if (distance !== undefined) return 0
  throw unsuitable(`the constraint ${name} is soft and has no logWeight, ⟨log ρ⟩; ask for the freeEntropy`)
}

/** Where the equations have no value. */
export function nowhere(alpha: number, distance: number): LargeDeviationState {
  const none = Number.NaN
  return {
    alpha,
    at: { distance, q1: 1 - 2 * distance, q0: none, dq: none, logdq: none, qhat0: none, qhat1: none, dqhat: none },
    freeEntropy: none,
    entropy: none,
    energy: none,
    replicon: none,
    branch: 'none',
    unloaded: none,
    slope: none,
    unloadedSlope: none,
    fields: () => ({ nodes: [], weights: [], variance: none }),
  }
}
