import { defer, mergeMap, type Observable } from 'rxjs'
import { type Ansatz, checkAnsatz } from './ansatz.js'
import { type Course, distanceCourse, loadCourse, reach } from './course.js'
import { type Along, type CurvePoint, solvedPoint, thresholdPoint } from './curve-point.js'
import { invalid } from './error.js'
import type { Iteration } from './iteration.js'
import { checkSpan, isSpan, type Span } from './mesh.js'
import { finiteList, nonNegative, onlyKeys, wholeNumber } from './option.js'
import type { OrderParameters } from './order-parameters.js'
import { checkProblem, loadOf, type Problem } from './problem.js'
import { entropy, type Quantity } from './quantity.js'
import { type CurveState, directed, type Route, walk } from './route.js'
import { complete, type RunOptions, run } from './run.js'
import { solving } from './solve.js'

/** What to compute along which parameter. */
export interface CurveOptions<Q extends OrderParameters = OrderParameters> {
  /**
   * Loads at which to solve, or a span of loads: of that as many are chosen as it takes for straight lines between the points not to be told
   * from the curve. Loads and margins are given back in ascending order, distances in descending; those that are listed are visited in it.
   */
  readonly alpha?: readonly number[] | Span
  /** Distances at which to solve at the load of the problem, with an ansatz that prescribes one. */
  readonly distance?: readonly number[] | Span
  /** Margins at which to solve at the load of the problem, or to find thresholds. */
  readonly margin?: readonly number[] | Span
  /** Read off each solution (default: the entropy). */
  readonly quantities?: readonly Quantity<Q>[]
  /** Critical loads instead of solutions; only along the margin. */
  readonly thresholds?: readonly ('capacity' | 'instability')[]
  /**
   * Steps that following the branch anew to a point may take (default: any number); a point not reached by then is `exhausted`. Along
   * loads and distances, where most points are found from their neighbours.
   */
  readonly maxSteps?: number
}

/** The points of a curve as they are found. */
export function curve<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  options: CurveOptions<NoInfer<Q>>,
  runOptions: RunOptions<CurveState<Q>> = {},
): Observable<CurvePoint<Q>> {
  const iteration = tracing(problem, ansatz, options)
  // each subscription is a run, and a count, of its own
  return defer(() => {
    let seen = 0
    return run(iteration, runOptions).pipe(
      mergeMap(({ state: { points, count } }) => {
        const fresh = points.slice(seen, count)
        seen = count
        return fresh
      }),
    )
  })
}

/** All points of a curve at once, without breathing. */
export const curveNow = <Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  options: CurveOptions<NoInfer<Q>>,
): readonly CurvePoint<Q>[] => complete(tracing(problem, ansatz, options)).result

/** A curve as an iteration of one step for each point. */
export const tracing = <Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  options: CurveOptions<NoInfer<Q>>,
): Iteration<CurveState<Q>, readonly CurvePoint<Q>[]> => walk(routeOf(problem, ansatz, options))

const THRESHOLDS: readonly unknown[] = ['capacity', 'instability']

function routeOf<Q extends OrderParameters>(problem: Problem, ansatz: Ansatz<Q>, options: CurveOptions<Q>): Route<Q> {
  checkProblem(problem)
  checkAnsatz(ansatz)
  onlyKeys('curve', options, ['alpha', 'distance', 'margin', 'quantities', 'thresholds', 'maxSteps'])
  const { alpha, distance, margin, thresholds = [], quantities = [entropy as unknown as Quantity<Q>] } = options
  const limits = options.maxSteps === undefined ? {} : { maxSteps: wholeNumber('maxSteps', options.maxSteps, 1) }
  checkList('thresholds', thresholds, 'capacity or instability', (name) => THRESHOLDS.includes(name))
  checkList('quantities', quantities, 'quantities such as entropy or orderParameter("q")', (quantity) => {
    const { name, of } = (quantity ?? {}) as Partial<Quantity>
    return typeof name === 'string' && typeof of === 'function'
  })
  const twice = quantities.find(({ name }, i) => quantities.findIndex((other) => other.name === name) < i)
  if (twice !== undefined) throw invalid('quantities', `${twice.name} twice`, 'a name of its own for each')
  if ([alpha, distance, margin].filter((list) => list !== undefined).length !== 1) {
    throw invalid('curve', { alpha, distance, margin }, 'either loads (alpha), distances or margins to go along')
  }
  const along: Along = alpha !== undefined ? 'alpha' : distance !== undefined ? 'distance' : 'margin'
  const places = (alpha ?? distance ?? margin) as readonly number[] | Span
  const ends = directed(along, isSpan(places) ? Object.values(checkSpan(along, places)) : finiteList(along, places))
  if (along !== 'margin' && thresholds.length > 0) {
    throw invalid('thresholds', thresholds, 'quantities along alpha and distance; thresholds go along margin')
  }
  const route = { name: `${ansatz.name} curve along ${along}`, along, places }
  const through = (course: Course<Q>): Route<Q> => ({
    ...route,
    reach: (parameter, roots) => reach(course, parameter, roots, quantities),
  })
  if (along === 'alpha') {
    for (const load of ends) nonNegative('alpha', load)
    return through(loadCourse(problem, ansatz, { quantities, ...limits }))
  }
  if (along === 'distance') {
    const { at } = ansatz
    if (at === undefined) throw invalid('ansatz', ansatz.name, 'one at a distance, such as franz-parisi')
    loadOf(problem)
    // a distance that is none is refused now, not at its turn
    for (const d of ends) at.call(ansatz, { distance: d })
    return through(distanceCourse(problem, ansatz, { quantities, ...limits }))
  }
  if (thresholds.length > 0 && options.quantities !== undefined) {
    throw invalid('quantities', quantities, 'either quantities or thresholds, not both')
  }
  if (thresholds.length === 0) loadOf(problem)
  // a problem that has no margin is refused now, not at the first point
  problem.at({ margin: ends[0] })
  return {
    ...route,
    reach: (kappa) => {
      const here = problem.at({ margin: kappa })
      const point =
        thresholds.length > 0
          ? thresholdPoint(here, ansatz, kappa, thresholds)
          : solvedPoint('margin', kappa, complete(solving(here, ansatz)).result, quantities)
      return { point, root: null }
    },
  }
}

function checkList(name: string, list: unknown, expected: string, isOne: (entry: unknown) => boolean): void {
  if (!Array.isArray(list)) throw invalid(name, list, `a list of ${expected}`)
  for (const entry of list) if (!isOne(entry)) throw invalid(`${name} entry`, entry, expected)
}
