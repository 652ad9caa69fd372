import { largeDeviation, stabilities as profileOf, stabilityGrid } from '@gardner/ansatze'
import { isSolved, nonNegative, type Solution, saddlePoint, type Unsolved } from '@gardner/core'
import { asyncScheduler, concatMap, from, map, type Observable, observeOn, of, scan } from 'rxjs'
import type { Curve, CurvePoint } from '../engine/engine.js'
import { problemOf } from '../engine/named-problem.js'
import { outcome } from '../engine/outcome.js'
import { nothingAt, paced, SNAPSHOT_MS } from '../engine/snapshot.js'
import { beyondCapacity, type LoadInput, NO_SOLUTIONS, typical, typicalOf } from './distance.js'

export interface StabilitiesInput extends LoadInput {
  /** The distance of the replicas, for dense regions; typical solutions have none. */
  readonly dense?: { readonly replicas: number; readonly distance: number }
}

/** At first every so many values; so many are computed at once. */
const STRIDE = 5
const CHUNK = 9

const NO_REGION = {
  verdict: 'stalled',
  reason: 'there is no dense region at this distance: its entropy is negative',
} as const

/** P(Δ) of typical solutions or of replicas. */
export const stabilities = ({ dense, ...input }: StabilitiesInput): Observable<Curve> =>
  dense === undefined
    ? typical(input).pipe(concatMap((found) => density(found, isSolved(found) ? typicalOf(found) : undefined)))
    : outcome(() => {
        const problem = problemOf(input.machine).at({ alpha: nonNegative('the load', input.alpha) })
        return saddlePoint(problem, largeDeviation(dense))
      }).pipe(concatMap((found) => density(found)))

function density(found: Solution | Unsolved, at?: Curve['at']): Observable<Curve> {
  const places = stabilityGrid(found.problem)
  if (!isSolved(found)) return of(nothingAt(places, found))
  if (beyondCapacity(found)) return of(nothingAt(places, at === undefined ? NO_REGION : NO_SOLUTIONS))
  const profile = profileOf(found.problem)
  const order = [0, 1].flatMap((pass) => places.filter((_, i) => (i % STRIDE === 0) === (pass === 0)))
  const chunks = Array.from({ length: Math.ceil(order.length / CHUNK) }, (_, k) =>
    order.slice(k * CHUNK, (k + 1) * CHUNK),
  )
  const { branch } = found
  const valuesAt = (chunk: readonly number[]) =>
    found
      .profile(profile, chunk)
      .map((value, i): CurvePoint => ({ x: chunk[i], ...value, verdict: 'converged', branch }))
  return from(chunks).pipe(
    // a macrotask for each, between which the job can be cancelled
    observeOn(asyncScheduler),
    scan((points: readonly CurvePoint[], chunk) => [...points, ...valuesAt(chunk)].sort((a, b) => a.x - b.x), []),
    map((points) => ({ points, ...(at === undefined ? {} : { at }), done: points.length === places.length })),
    paced(SNAPSHOT_MS, ({ done }) => done),
  )
}
