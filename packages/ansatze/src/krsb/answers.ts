import { type Ansatz, type Machine, type Origin, originSearch, type Search } from '@gardner/core'
import { rs } from '../rs/rs.js'
import { clustersAt } from './first-clusters.js'
import { clusterEquations } from './potential.js'
import { krsbSaddlePoint } from './saddle-point.js'
import type { Krsb } from './state.js'
import type { ClusterTransitions } from './transitions.js'

/**
 * What answers for one step at a load without a solution of m < 1: the clusters at m = 1, or where there are none the replica-symmetric
 * solution, whose entropy is right in both cases.
 */
export function* answerWithoutCondensation(
  machine: Machine,
  alpha: number,
  transitions: ClusterTransitions,
  reason: string,
): Search<Origin> {
  const { dynamical } = transitions
  const clusters = dynamical !== undefined && alpha >= dynamical.value ? yield* clustersAt(machine, alpha) : undefined
  const instead = clusters === undefined ? withoutClusters(reason) : clustered(clusters.x, alpha, reason)
  return { hold: 'nowhere', reason, absent: true, instead }
}

/** Clusters at m = 1, exponentially many: typical solutions are those of the replica-symmetric ansatz. */
const clustered = (x: readonly number[], alpha: number, remark: string): Ansatz<Krsb> => ({
  ...clusterEquations(1),
  saddlePoint: (machine, step) =>
    krsbSaddlePoint(
      machine,
      {
        k: 1,
        parisi: [1],
        branch: 'clustered, not condensed',
        atZero: true,
        origin: () => ({ hold: 'alpha', x, alpha, remark }),
      },
      step,
    ),
})

/** The replica-symmetric solution as one step with q_1 = q_0. */
const withoutClusters = (remark: string): Ansatz<Krsb> => ({
  name: 'replica-symmetric',
  saddlePoint: (machine, step) => {
    const symmetric = rs.saddlePoint(machine, step)
    const nowhere = { hold: 'nowhere', reason: '' } as const
    const flat = krsbSaddlePoint(
      machine,
      { k: 1, parisi: [1], branch: 'no clusters: replica-symmetric', origin: () => nowhere },
      step,
    )
    const free = flat.unknowns.includes('log Q')
    return {
      ...symmetric,
      origin: function* (alpha): Search<Origin> {
        return { ...(yield* originSearch(symmetric, alpha)), remark }
      },
      state: (x, alpha) =>
        flat.state(
          [x[0], Number.NEGATIVE_INFINITY, ...(free ? [Math.log(symmetric.state(x, alpha).at.Q)] : [])],
          alpha,
        ),
    }
  },
})
