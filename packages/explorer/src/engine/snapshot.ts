import { isAnswer, type CurvePoint as Point, type Threshold, type Unsolved, type Verdict } from '@gardner/core'
import { filter, map, type OperatorFunction, pipe } from 'rxjs'
import type { Curve, CurvePoint, Found } from './engine.js'
import type { Refined } from './refining.js'

/** Milliseconds from one snapshot of a curve to the next. */
export const SNAPSHOT_MS = 50

/** So many points are a curve; fewer do not take the place of the one before. */
const OUTLINE = 6

/** At most one value in this many milliseconds; values that `must` pass always do. */
export function paced<T>(period: number, must: (value: T) => boolean) {
  let next = 0
  return filter((value: T) => {
    const now = performance.now()
    if (now < next && !must(value)) return false
    next = now + period
    return true
  })
}

/** Snapshots of a curve that is being refined, with what comes with the whole of it. */
export const snapshots = (pointOf: (point: Point) => CurvePoint, at?: Curve['at']): OperatorFunction<Refined, Curve> =>
  pipe(
    filter(({ points, stage }) => stage !== 'partial' || points.length >= OUTLINE),
    paced(SNAPSHOT_MS, ({ stage }) => stage !== 'partial'),
    map(({ points, stage }) => ({
      points: points.map(pointOf).sort((a, b) => a.x - b.x),
      ...(at === undefined ? {} : { at }),
      done: stage === 'done',
    })),
  )

/** A point of a curve of the core. */
export function pointOf({ parameter, values, verdict, branch, reason }: Point, quantity: string): CurvePoint {
  const { value, error } = values[quantity] ?? NOTHING
  return { x: parameter, value, error, verdict, branch, ...why(verdict, reason) }
}

const NOTHING = { value: Number.NaN, error: Number.NaN }

const why = (verdict: Verdict, reason: string | undefined): { readonly reason?: string } =>
  verdict === 'exhausted'
    ? { reason: 'the branch was not followed to here: it ends before, or close by' }
    : reason === undefined
      ? {}
      : { reason }

/** A threshold; a search that was not successful has no value. */
export function foundOf({ value, error, verdict, branch, reason }: Threshold): Found {
  return { ...(isAnswer(verdict) ? { value, error } : NOTHING), verdict, branch, ...why(verdict, reason) }
}

/** A curve of which there is nothing, for the reason that there are no solutions. */
export const nothingAt = (
  places: readonly number[],
  { verdict, reason }: Pick<Unsolved, 'verdict' | 'reason'>,
): Curve => ({
  points: [...places].sort((a, b) => a - b).map((x) => ({ x, ...NOTHING, verdict, reason })),
  done: true,
})
