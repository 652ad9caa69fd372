import { firstPlaces, type Iteration, inPieces, missingPlaces, type Search, type Span } from '@gardner/numerics'
import type { Control } from './control.js'
import type { Reached, Rooted } from './course.js'
import type { CurvePoint } from './curve-point.js'
import type { OrderParameters } from './order-parameters.js'
import { checkSpan, isSpan } from './span.js'

/** Where a curve goes, and how each of its points is found. */
export interface Route<Q extends OrderParameters> {
  readonly name: string
  readonly control: Control
  /** A list, or a span of which as many places are chosen as a drawing takes. */
  readonly places: readonly number[] | Span
  /** The point at a place, from roots that are known. */
  reach(place: number, roots: readonly Rooted[]): Search<Reached<Q>>
}

/** Where a curve stands: the points so far, and roots from which others are predicted. */
export interface CurveState<Q extends OrderParameters> {
  /** The first `count` are those of this state, in the order in which they were found; later states append to the same list. */
  readonly points: readonly CurvePoint<Q>[]
  readonly count: number
  /** Of a list the last three; of a span all. */
  readonly roots: readonly Rooted[]
  /** Places between those of a first pass over a span, and how many points there were before them. */
  readonly pass: { readonly begun: number; readonly places: readonly number[] } | null
  readonly ended: boolean
}

/** Roots of a list that are kept: as many as a prediction takes. */
const KEPT = 3

/** A curve as an iteration of one step for each point: at the places of a list, or over a span in passes, each where the last left too much open. */
export function walk<Q extends OrderParameters>({
  name,
  control,
  places,
  reach,
}: Route<Q>): Iteration<CurveState<Q>, readonly CurvePoint<Q>[]> {
  const spanned = isSpan(places)
  const first = directed(control, spanned ? firstPass(control, checkSpan(control.name, places)) : places)
  const result = ({ points, count }: CurveState<Q>) => {
    const own = points.slice(0, count)
    return spanned ? inOrder(control, own) : own
  }
  const step = function* (state: CurveState<Q>): Search<CurveState<Q>> {
    const { pass, roots, count } = state
    const { begun, places } = pass ?? { begun: 0, places: first }
    const place = places[count - begun]
    const { point, root } = yield* reach(place, roots)
    // from where a list did not lead on it begins anew
    const before = root === null && pass === null ? [] : spanned ? roots : roots.slice(1 - KEPT)
    const next = { ...state, ...appended(state, point), roots: root === null ? before : [...before, root] }
    if (next.count - begun < places.length) return next
    const missing = spanned ? between(control, result(next)) : []
    return missing.length === 0 ? { ...next, ended: true } : { ...next, pass: { begun: next.count, places: missing } }
  }
  return {
    name,
    init: () => ({ points: [], count: 0, roots: [], pass: null, ended: false }),
    step: inPieces(step),
    residual: ({ points, count }) => points[count - 1]?.residual ?? Infinity,
    verdict: ({ ended }) => (ended ? 'converged' : undefined),
    result,
    // how many points a span takes is not known before
    share: ({ count }) => (spanned ? undefined : count / first.length),
  }
}

/** Places in the order of visits: upwards, or from the largest down where the predictor should have arrived when the order parameters change fast. */
export const directed = ({ descending }: Control, places: readonly number[]): readonly number[] =>
  [...places].sort((a, b) => (descending ? b - a : a - b))

const inOrder = <P extends { readonly parameter: number }>(
  { descending }: Control,
  points: readonly P[],
): readonly P[] => [...points].sort(({ parameter: a }, { parameter: b }) => (descending ? b - a : a - b))

const firstPass = ({ stretched }: Control, span: Span): readonly number[] =>
  stretched === undefined ? firstPlaces(span) : firstPlaces(span, stretched.to, stretched.from)

/** The places that a curve has to be known at as well. */
function between(control: Control, points: readonly Pick<CurvePoint, 'parameter' | 'values'>[]): readonly number[] {
  const ascending = [...points].sort((a, b) => a.parameter - b.parameter)
  const names = [...new Set(points.flatMap(({ values }) => Object.keys(values)))]
  const curves = names.map((name) =>
    ascending.map(({ parameter, values }) => ({ x: parameter, y: values[name]?.value ?? Number.NaN })),
  )
  return directed(control, missingPlaces(curves))
}

/**
 * The points with one more. The list of the newest state is appended to in place, as copying it at every point would
 * make long curves quadratic; an older state, such as a checkpoint, gets a list of its own.
 */
function appended<Q extends OrderParameters>({ points, count }: CurveState<Q>, point: CurvePoint<Q>) {
  const list = (points.length === count ? points : points.slice(0, count)) as CurvePoint<Q>[]
  list.push(point)
  return { points: list, count: count + 1 }
}
