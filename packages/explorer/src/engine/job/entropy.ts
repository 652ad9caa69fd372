import { rs } from '@gardner/ansatze'
import { complete, isGardnerError, type Problem, positive, solving, thresholdOf, tracing } from '@gardner/core'
import { defer, type Observable } from 'rxjs'
import type { Curve } from '../engine.js'
import type { Machine } from '../machine.js'
import { problemOf } from '../named-problem.js'
import { refining } from '../refining.js'
import { pointOf, snapshots } from '../snapshot.js'

export interface EntropyInput {
  readonly machine: Machine
  /** The largest load. */
  readonly to: number
}

/** Intervals of a refined curve, and how many of them are one of a coarse curve. */
const INTERVALS = 112
const STRIDE = 8

/** S(α) of the replica-symmetric ansatz. */
export const entropy = ({ machine, to }: EntropyInput): Observable<Curve> =>
  defer(() => {
    const problem = problemOf(machine)
    const tracingAt = (alpha: readonly number[]) => tracing(problem, rs, { alpha })
    return refining(loads(problem, positive('the largest load', to)), STRIDE, tracingAt).pipe(
      snapshots((point) => pointOf(point, 'entropy')),
    )
  })

/** Equally far from each other; where the overlap reaches 1 before the largest, and S falls to −∞, nearer and nearer to there. */
function loads(problem: Problem, to: number): readonly number[] {
  const end = overlapOne(problem)
  return Array.from({ length: INTERVALS + 1 }, (_, i) =>
    end < to ? end * (1 - (1 - i / (INTERVALS + 1)) ** 3) : (to * i) / INTERVALS,
  )
}

/** The load at which the volume of solutions on the sphere shrinks to nothing; Infinity where there is none, or it is not the largest. */
function overlapOne(problem: Problem): number {
  if (problem.weights.kind !== 'sphere') return Number.POSITIVE_INFINITY
  try {
    const { value, verdict } = complete(thresholdOf(problem, rs, 'capacity')).result
    if (verdict !== 'converged') return Number.POSITIVE_INFINITY
    // a branch that folds back to there has solutions beyond
    const beyond = complete(solving(problem.at({ alpha: 1.001 * value }), rs)).result
    return beyond.verdict === 'converged' ? Number.POSITIVE_INFINITY : value
  } catch (error) {
    if (isGardnerError(error) && error.code === 'UNSUITABLE') return Number.POSITIVE_INFINITY
    throw error
  }
}
