import {
  type Ansatz,
  type CrossingState,
  crossing,
  type Iteration,
  type Machine,
  type OrderParameters,
  type Threshold,
} from '@gardner/core'

/**
 * The load at which the replicon of an ansatz at a distance first vanishes on the branch from small load. Where the branch ends for the reason
 * `end` before that, there is none, and `stable` says why.
 */
export const repliconCrossing = <Q extends OrderParameters>(
  machine: Machine,
  ansatz: Ansatz<Q>,
  end: string,
  stable: string,
): Iteration<CrossingState, Threshold<Q>> =>
  crossing(machine, ansatz, {
    name: 'instability',
    condition: ({ replicon }) => replicon,
    branchOf: Number.POSITIVE_INFINITY,
    absent: (reason) => (reason === end ? stable : undefined),
  })
