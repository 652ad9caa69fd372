import { type CurveState, type Iteration, type CurvePoint as Point, run } from '@gardner/core'
import { concat, defer, EMPTY, map, type Observable, of, takeWhile, tap } from 'rxjs'

type Points = readonly Point[]

/** A curve as far as it is known. */
export interface Refined {
  /** In the order of the places. */
  readonly points: Points
  /** A pass is under way, the first has come to its end, or both have. */
  readonly stage: 'partial' | 'coarse' | 'done'
}

/**
 * A curve at the given places: at every so many of them, then halfway between these, and so on. Each pass follows the branch by itself, in
 * steps of one length that the predictor can follow, so its points are those of a curve through them. Where the branch was found and
 * comes to its end a pass ends too: what lies beyond is not searched for, and has the reason of the point that was not found. Only the
 * first and the last pass look for where that is.
 *
 * @param places in the order in which `tracing` visits them
 * @param stride of the first pass, a power of 2
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

  /** What a pass visits: between places that were found, and in the last pass also next to one. */
  const visits = (known: Points, step: number): readonly number[] => {
    const there = new Map(known.map((point) => [rankOf(point), isFound(point)]))
    const nearest = (from: number, by: number) => {
      let i = from
      while (i >= 0 && i <= last && !there.has(i)) i += by
      return there.get(i) === true
    }
    const isDue = (i: number) => (step === 1 ? nearest(i, -1) || nearest(i, 1) : nearest(i, -1) && nearest(i, 1))
    return places.filter((_, i) => !there.has(i) && i % step === 0 && isDue(i))
  }
  /** The points of a pass as they are found, to where the branch ends: not before what is known to be on it. */
  const pass = (visited: readonly number[], known: Points): Observable<Points> => {
    if (visited.length === 0) return EMPTY
    const farthest = Math.max(-1, ...known.filter(isFound).map(rankOf))
    const ended = (points: Points) => {
      const newest = points[points.length - 1]
      return newest !== undefined && !isFound(newest) && points.some(isFound) && rankOf(newest) > farthest
    }
    return run(tracing(visited)).pipe(
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
    const atStage = (stage: Refined['stage']) => map((points: Points): Refined => ({ points, stage }))
    const finer = Array.from({ length: Math.log2(stride) }, (_, k) => stride / 2 ** (k + 1))
    return concat(
      pass(
        places.filter((_, i) => i % stride === 0 || i === last),
        [],
      ).pipe(remember, atStage('partial')),
      defer(() => of(known).pipe(atStage('coarse'))),
      ...finer.map((step) => defer(() => pass(visits(known, step), known)).pipe(remember, atStage('partial'))),
      defer(() => of(filled(places, known)).pipe(atStage('done'))),
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
