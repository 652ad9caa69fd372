import { rs } from '@gardner/ansatze'
import {
  type Machine as CoreMachine,
  capacity,
  curve,
  drive,
  isGardnerError,
  positive,
  saddlePoint,
} from '@gardner/core'
import { defer, type Observable } from 'rxjs'
import type { Curve } from '../engine/engine.js'
import type { Machine } from '../engine/machine.js'
import { problemOf } from '../engine/named-problem.js'
import { refining } from '../engine/refining.js'
import { rounded } from '../engine/rounded.js'
import { pointOf, snapshots } from '../engine/snapshot.js'

export interface EntropyInput {
  readonly machine: Machine
  /** The largest load (default: what is to be seen of the machine, which follows from its capacity). */
  readonly to?: number
}

/** Intervals of a refined curve, and how many of them are one of a coarse curve. */
const INTERVALS = 112
const STRIDE = 8

/** Where the curve of weights without a finite capacity ends. */
const FAR = 3

/** S(α) of the replica-symmetric ansatz. */
export const entropy = ({ machine, to }: EntropyInput): Observable<Curve> =>
  defer(() => {
    const problem = problemOf(machine)
    const end = to === undefined ? farthest(problem) : positive('the largest load', to)
    const tracingAt = (alpha: readonly number[]) => curve(problem, rs, { alpha })
    return refining(loads(problem, end), STRIDE, tracingAt).pipe(
      snapshots((point) => pointOf(point, 'entropy'), { to: end }),
    )
  })

/** On the sphere the entropy diverges at the capacity; for binary weights its zero has to be seen. */
function farthest(problem: CoreMachine): number {
  const threshold = capacityOf(problem)
  if (threshold === Number.POSITIVE_INFINITY) return FAR
  if (problem.weights.kind === 'sphere') return Number((threshold * 0.995).toPrecision(4))
  return Number((INTERVALS * stepOf(threshold * 1.06)).toPrecision(12))
}

/** A step of two digits in which a range is some INTERVALS long. */
function stepOf(range: number): number {
  const width = range / INTERVALS
  const size = 10 ** (Math.floor(Math.log10(width)) - 1)
  return Number((Math.ceil(width / size - 1e-9) * size).toPrecision(2))
}

/** Equally far from each other, in a step of two digits; where the overlap reaches 1 before the largest, and S falls to −∞, nearer and nearer to there. */
function loads(problem: CoreMachine, to: number): readonly number[] {
  const end = overlapOne(problem)
  if (end < to)
    return rounded(Array.from({ length: INTERVALS + 1 }, (_, i) => end * (1 - (1 - i / (INTERVALS + 1)) ** 3)))
  const step = stepOf(to)
  const count = Math.ceil(to / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, i) => (i === count ? to : Number((i * step).toPrecision(12))))
}

/** The load at which the volume of solutions on the sphere shrinks to nothing; Infinity where there is none, or it is not the largest. */
function overlapOne(problem: CoreMachine): number {
  const value = problem.weights.kind === 'sphere' ? capacityOf(problem) : Number.POSITIVE_INFINITY
  if (value === Number.POSITIVE_INFINITY) return value
  // a branch that folds back to there has solutions beyond
  const beyond = drive(saddlePoint(problem.at({ alpha: 1.001 * value }), rs)).result
  return beyond.verdict === 'converged' ? Number.POSITIVE_INFINITY : value
}

/** The capacity of typical solutions; Infinity where there is none, or it was not found. */
function capacityOf(problem: CoreMachine): number {
  try {
    const { value, verdict } = drive(capacity(problem, rs)).result
    return verdict === 'converged' ? value : Number.POSITIVE_INFINITY
  } catch (error) {
    if (isGardnerError(error) && error.code === 'UNSUITABLE') return Number.POSITIVE_INFINITY
    throw error
  }
}
