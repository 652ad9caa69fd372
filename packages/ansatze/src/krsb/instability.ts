import { type Ansatz, crossing, type Iteration, type Problem, type Threshold } from '@gardner/core'
import type { Krsb } from './saddle-point.js'

/** The load at which k steps become unstable against one more: where the smallest of their replicons vanishes. */
export const krsbInstability = (
  problem: Problem,
  ansatz: Ansatz<Krsb>,
  k: number,
): Iteration<unknown, Threshold<Krsb>> =>
  crossing(problem, ansatz, {
    name: 'instability',
    condition: ({ replicon }) => replicon,
    branchOf: Number.POSITIVE_INFINITY,
    absent: (reason) =>
      reason.startsWith('no ')
        ? `there is no branch of ${k} ${k === 1 ? 'step' : 'steps'} that could become unstable: ${reason}`
        : undefined,
  })
