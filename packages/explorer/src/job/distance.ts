import { franzParisi as franzParisiAt, largeDeviation, normalised, type Rs, rs } from '@gardner/ansatze'
import {
  type Ansatz,
  curve,
  entropy,
  isSolved,
  nonNegative,
  type Problem,
  type Quantity,
  type Solution,
  saddlePoint,
  type Unsolved,
} from '@gardner/core'
import { concatMap, type Observable, of } from 'rxjs'
import type { Curve, CurvePoint } from '../engine/engine.js'
import type { Machine } from '../engine/machine.js'
import { problemOf } from '../engine/named-problem.js'
import { outcome } from '../engine/outcome.js'
import { refining } from '../engine/refining.js'
import { rounded } from '../engine/rounded.js'
import { nothingAt, pointOf, snapshots } from '../engine/snapshot.js'

export interface LoadInput {
  readonly machine: Machine
  readonly alpha: number
}

/** The typical solutions of a machine, or why there are none. */
export const typical = ({ machine, alpha }: LoadInput): Observable<Solution<Rs> | Unsolved> =>
  outcome(() => saddlePoint(problemOf(machine).at({ alpha: nonNegative('the load', alpha) }), rs))

/** The overlap of typical solutions, and how many there are. */
export const typicalOf = ({ at: { q, gap }, entropy }: Solution<Rs>) => ({
  q,
  distance: gap / 2,
  entropy: entropy.value,
})

/** A curve in the distance. */
interface Course {
  /** The smallest and the largest distance, from what is known of typical solutions. */
  range(distance: number): readonly [number, number]
  // biome-ignore lint/suspicious/noExplicitAny: order parameters are read by its quantities
  readonly ansatz: Ansatz<any>
  readonly quantities: readonly Quantity[]
  /** Steps along the branch that are worth while for one point. */
  readonly maxSteps?: number
  /** The bound at a point. */
  bound(
    point: CurvePoint,
    values: Readonly<Record<string, { readonly value: number }>>,
    problem: Problem,
  ): number | undefined
}

/** Intervals of a refined curve, and how many of them are one of a coarse curve. */
const INTERVALS = 28
const STRIDE = 2

const along =
  (course: Course) =>
  (input: LoadInput): Observable<Curve> =>
    typical(input).pipe(
      concatMap((solution) => {
        if (!isSolved(solution)) return of(nothingAt(distances(course.range(0.25)), solution))
        const { problem } = solution
        const { ansatz, range, bound: _, ...options } = course
        const at = typicalOf(solution)
        if (beyondCapacity(solution)) return of({ ...nothingAt(distances(range(at.distance)), NO_SOLUTIONS), at })
        const tracingAt = (distance: readonly number[]) => curve(problem, ansatz, { distance, ...options })
        return refining(distances(range(at.distance)), STRIDE, tracingAt).pipe(
          snapshots((point) => {
            const made = pointOf(point, 'entropy')
            const bound = course.bound(made, point.values, problem)
            return bound === undefined ? made : { ...made, bound }
          }, at),
        )
      }),
    )

/** Whether there is less than one solution, of weights that are counted: there the equations go on, and say nothing. */
export const beyondCapacity = ({ problem: { weights }, entropy }: Pick<Solution, 'problem' | 'entropy'>): boolean =>
  weights.kind === 'site' && weights.counting && entropy.value < 0

export const NO_SOLUTIONS = {
  verdict: 'stalled',
  reason: 'the load is beyond the capacity: the entropy of typical solutions is negative, so that there are none',
} as const

/** From the largest down, and nearer to each other the smaller they are. */
const distances = ([smallest, largest]: readonly [number, number]): readonly number[] => {
  const [from, to] = [Math.cbrt(smallest), Math.cbrt(largest)]
  const ascending = Array.from({ length: INTERVALS + 1 }, (_, i) => (from + ((to - from) * i) / INTERVALS) ** 3)
  return [...rounded(ascending)].reverse()
}

/** Entropy at a distance from a typical solution. */
export const franzParisi = along({
  range: () => [0.004, 0.5],
  ansatz: franzParisiAt({ distance: 0.25 }),
  quantities: [entropy],
  // most take ten; those that come to the end of the branch take more, each slower than the one before
  maxSteps: 30,
  bound: ({ x }, _, { weights }) => (weights.kind === 'sphere' ? 0.5 * Math.log(4 * x * (1 - x)) : shell(x)),
})

/** −d log d − (1 − d) log(1 − d), of ±1 weights */
const shell = (d: number): number => -d * Math.log(d) - (1 - d) * Math.log1p(-d)

/** Local entropy of y → ∞ replicas, to where these are typical solutions and the branch ends. */
export const localEntropy = along({
  range: (distance) => [0.002 * distance, 0.999 * distance],
  ansatz: largeDeviation({ replicas: Number.POSITIVE_INFINITY, distance: 0.25 }),
  quantities: [entropy, normalised as Quantity],
  bound: (_, { entropy: value, normalised: less }) => (value === undefined ? undefined : value.value - less.value),
})
