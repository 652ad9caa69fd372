import { type CurveState, type Iteration, type CurvePoint as Point, run } from '@gardner/core'
import { concat, defer, map, type Observable, of, takeWhile, tap } from 'rxjs'

type Points = readonly Point[]

/** A curve as far as it is known. */
export interface Refined {
  /** In the order of the places. */
  readonly points: Points
  /** A pass is under way, the first has come to its end, or both have. */
  readonly stage: 'partial' | 'coarse' | 'done'
}

/**
 * A curve at the given places, first at every so many of them, then at the others. Each pass follows the branch by itself, so its
 * points are those of a curve through them. Where the branch was found and comes to its end a pass ends too: what lies beyond is not
 * searched for, and has the reason of the point that was not found.
 *
 * @param places in the order in which `tracing` visits them
 */
export function refining(
  places: readonly number[],
  stride: number,
  // biome-ignore lint/suspicious/noExplicitAny: order parameters are not read here
  tracing: (places: readonly number[]) => Iteration<CurveState<any>, Points>,
): Observable<Refined> {
  const rank = new Map(places.map((place, i) => [place, i]))
  const rankOf = ({ parameter }: Point) => rank.get(parameter) as number
  const sorted = (points: Points) => [...points].sort((a, b) => rankOf(a) - rankOf(b))
  const last = places.length - 1
  const isCoarse = (i: number) => i % stride === 0 || i === last

  /** Places between two coarse ones of which one at least was found. */
  const between = (known: Points) => {
    const found = new Set(known.filter(isFound).map(rankOf))
    return places.filter((_, i) => {
      const before = i - (i % stride)
      return !isCoarse(i) && (found.has(before) || found.has(Math.min(before + stride, last)))
    })
  }
  /** The points of a pass as they are found, to where the branch ends: not before what is known to be on it. */
  const pass = (visited: readonly number[], known: Points): Observable<Points> => {
    const farthest = Math.max(-1, ...known.filter(isFound).map(rankOf))
    const ended = (points: Points) => {
      const newest = points[points.length - 1]
      return newest !== undefined && !isFound(newest) && points.some(isFound) && rankOf(newest) > farthest
    }
    return visited.length === 0
      ? of(known)
      : run(tracing(visited)).pipe(
          map(({ state: { points, count } }) => points.slice(0, count)),
          takeWhile((points) => !ended(points), true),
          map((points) => sorted([...known, ...points])),
        )
  }

  return defer(() => {
    let known: Points = []
    const remember = tap((points: Points) => {
      known = points
    })
    const told = (stage: Refined['stage']) => map((points: Points): Refined => ({ points, stage }))
    return concat(
      pass(
        places.filter((_, i) => isCoarse(i)),
        [],
      ).pipe(remember, told('partial')),
      defer(() => of(known).pipe(told('coarse'))),
      defer(() => pass(between(known), known)).pipe(remember, told('partial')),
      defer(() => of(filled(places, known)).pipe(told('done'))),
    )
  })
}

const isFound = ({ verdict }: Point): boolean => verdict === 'converged'

/** With a point for every place: where none was looked for, that of the next one before or after that was not found. */
function filled(places: readonly number[], known: Points): Points {
  const there = new Map(known.map((point) => [point.parameter, point]))
  for (const order of [places, [...places].reverse()]) {
    let failed: Point | undefined
    for (const place of order) {
      const point = there.get(place)
      if (point !== undefined) failed = isFound(point) ? undefined : point
      else if (failed !== undefined) there.set(place, { ...failed, parameter: place })
    }
  }
  return places.flatMap((place) => there.get(place) ?? [])
}
