import {
  type Ansatz,
  branchStart,
  crossing,
  type Iteration,
  type Problem,
  pathEquations,
  STANDARD_STEP,
  settled,
  type Threshold,
} from '@gardner/core'
import { parisiAtBirth, rsThreshold } from './birth.js'
import type { Krsb } from './saddle-point.js'
import { clusterTransitions, describe } from './transitions.js'

/** The load at which k steps become unstable against one more: where the smallest of their replicons vanishes. */
export function krsbInstability(
  problem: Problem,
  ansatz: Ansatz<Krsb>,
  k: number,
): Iteration<unknown, Threshold<Krsb>> {
  const steps = k === 1 ? 'one step' : `${k} steps`
  if (k === 1) {
    const saddle = ansatz.saddlePoint(problem, STANDARD_STEP)
    const first = branchStart(pathEquations(saddle), saddle.origin(Number.POSITIVE_INFINITY))
    const x = first?.x ?? []
    const state = first === undefined ? undefined : saddle.state(x.slice(0, -1), Math.exp(x[x.length - 1]))
    if (state !== undefined && state.replicon < 0) {
      return settled(
        `${ansatz.name} instability`,
        () => {
          const threshold = rsThreshold(problem)
          const { q, gap, qhat, Q } = threshold.at
          const birth = parisiAtBirth(problem, threshold)
          const { q: uncertain = 0 } = threshold.errors
          return {
            ...threshold,
            ansatz: ansatz.name,
            at: { q0: q, q1: q, gap, m1: birth.value, qhat0: qhat, qhat1: qhat, Q },
            errors: { q0: uncertain, q1: uncertain, m1: birth.error },
            branch: 'one-step, q1 − q0 → 0',
            reason: `${describe(clusterTransitions(problem))}; it is unstable from where it leaves the replica-symmetric one`,
          }
        },
        () => 0,
      )
    }
  }
  return crossing(problem, ansatz, {
    ...(k === 1 ? { remark: () => ({ reason: describe(clusterTransitions(problem)) }) } : {}),
    name: 'instability',
    condition: ({ replicon }) => replicon,
    branchOf: Number.POSITIVE_INFINITY,
    absent: (reason) =>
      reason.startsWith('no ') ? `there is no branch of ${steps} that could become unstable: ${reason}` : undefined,
  })
}
