import type { Iteration, Span } from '@gardner/numerics'
import { defer, mergeMap, type OperatorFunction } from 'rxjs'
import { type Ansatz, checkAnsatz } from './ansatz.js'
import { controlOf } from './control.js'
import { courseAlong, reach } from './course.js'
import { type CurvePoint, solvedPoint, thresholdPoint } from './curve-point.js'
import { invalid } from './input/error.js'
import { onlyKeys, wholeNumber } from './input/option.js'
import { checkMachine, type Machine, type Problem } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import { loadOf } from './problem.js'
import { entropy, type Quantity } from './quantity.js'
import { type CurveState, directed, type Route, walk } from './route.js'
import { driveSearch, type Progress } from './run.js'
import { saddlePoint } from './solve.js'
import { checkPlaces } from './span.js'

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
  /** Another control parameter to go along, such as the `slope` of leaky-relu or `m1` of an ansatz that holds it; see `controlsOf`. */
  readonly along?: string
  /** Its values. */
  readonly at?: readonly number[] | Span
  /** Read off each solution (default: the entropy). */
  readonly quantities?: readonly Quantity<Q>[]
  /** Critical values of the ansatz instead of solutions, by their names; along any parameter but the one they are values of. */
  readonly thresholds?: readonly string[]
  /**
   * Steps that following the branch anew to a point may take (default: any number); a point not reached by then is `exhausted`. Along
   * loads and distances, where most points are found from their neighbours.
   */
  readonly maxSteps?: number
}

/** The options of a curve that sets the load at each of its points, or needs none. */
export type MachineCurveOptions<Q extends OrderParameters = OrderParameters> = CurveOptions<Q> &
  (
    | { readonly alpha: NonNullable<CurveOptions['alpha']> }
    | { readonly along: 'alpha' }
    | { readonly thresholds: readonly string[] }
  )

/**
 * A curve, as a question: what is asked of an ansatz along a control parameter, one step for each point.
 *
 * @param machine a machine; a {@link Problem} where solutions are asked for along another parameter than the load
 * @param ansatz such as `rs` or `franzParisi({ distance: 0.1 })`
 * @param options where to go: one of `alpha` (loads, 0 or above), `distance`, `margin` (any finite numbers), or `along` with `at`; each a list of
 * numbers or a span `{ from, to }`. What to read: `quantities` (default: the entropy), or `thresholds` by name. `maxSteps`: a whole number above 0
 * (default: no limit)
 * @returns an iteration whose answer are the points, those without a solution included: each has a verdict of its own. {@link points} makes a stream of
 * them
 * @throws INVALID_OPTION for options that are mistyped, contradict each other or are out of range; UNKNOWN_NAME for a control parameter that neither
 * machine nor ansatz has
 * @example run(curve(machine({ activation: relu, weights: binary }), rs, { alpha: [0.2, 0.4] })).pipe(points()).subscribe(console.log)
 */
export function curve<Q extends OrderParameters>(
  machine: Problem,
  ansatz: Ansatz<Q>,
  options: CurveOptions<NoInfer<Q>>,
): Iteration<CurveState<Q>, readonly CurvePoint<Q>[]>
export function curve<Q extends OrderParameters>(
  machine: Machine,
  ansatz: Ansatz<Q>,
  options: MachineCurveOptions<NoInfer<Q>>,
): Iteration<CurveState<Q>, readonly CurvePoint<Q>[]>
export function curve<Q extends OrderParameters>(
  machine: Machine,
  ansatz: Ansatz<Q>,
  options: CurveOptions<NoInfer<Q>>,
): Iteration<CurveState<Q>, readonly CurvePoint<Q>[]> {
  return walk(routeOf(machine, ansatz, options))
}

/**
 * The points of a curve as they are found: an operator on the progress of its run.
 *
 * @example run(curve(machine, rs, { alpha: [0.2, 0.4] }), { budget: 1000 }).pipe(points()).subscribe(({ parameter, values }) => …)
 */
export const points =
  <Q extends OrderParameters>(): OperatorFunction<Progress<CurveState<Q>, readonly CurvePoint<Q>[]>, CurvePoint<Q>> =>
  (progress) =>
    // each subscription is a run, and a count, of its own
    defer(() => {
      let seen = 0
      return progress.pipe(
        mergeMap(({ state: { points, count } }) => {
          const fresh = points.slice(seen, count)
          seen = count
          return fresh
        }),
      )
    })

function routeOf<Q extends OrderParameters>(machine: Machine, ansatz: Ansatz<Q>, options: CurveOptions<Q>): Route<Q> {
  checkMachine(machine)
  checkAnsatz(ansatz)
  onlyKeys('curve', options, ['alpha', 'distance', 'margin', 'along', 'at', 'quantities', 'thresholds', 'maxSteps'])
  const { thresholds = [], quantities = [entropy as unknown as Quantity<Q>] } = options
  const limits = options.maxSteps === undefined ? {} : { maxSteps: wholeNumber('maxSteps', options.maxSteps, 1) }
  const { critical = {} } = ansatz
  const thresholdNames = [...new Set(['capacity', 'instability', ...Object.keys(critical)])]
  checkList('thresholds', thresholds, thresholdNames.join(' or '), (name) => thresholdNames.includes(name as string))
  checkList('quantities', quantities, 'quantities such as entropy or orderParameter("q")', (quantity) => {
    const { name, of } = (quantity ?? {}) as Partial<Quantity>
    return typeof name === 'string' && typeof of === 'function'
  })
  const twice = quantities.find(({ name }, i) => quantities.findIndex((other) => other.name === name) < i)
  if (twice !== undefined) throw invalid('quantities', `${twice.name} twice`, 'a name of its own for each')
  const { along, places } = directionOf(options)
  if (along === 'distance' && ansatz.parameters?.distance === undefined) {
    throw invalid('ansatz', ansatz.name, 'one at a distance, such as franz-parisi')
  }
  const posed = { problem: machine, ansatz }
  const control = controlOf(posed, along)
  const ends = directed(control, checkPlaces(along, places))
  for (const name of thresholds) {
    if ((critical[name]?.of ?? 'alpha') === along) {
      throw invalid('thresholds', thresholds, `quantities along ${along}, of which ${name} is a value itself`)
    }
  }
  if (thresholds.length > 0 && options.quantities !== undefined) {
    throw invalid('quantities', quantities, 'either quantities or thresholds, not both')
  }
  if (along !== 'alpha' && thresholds.length === 0) loadOf(machine)
  // what is out of range is refused now, not at its turn
  for (const end of new Set([ends[0], ends[ends.length - 1]])) control.at(posed, end)
  const route = { name: `${ansatz.name} curve along ${along}`, control, places }
  const { coordinate } = control
  if (thresholds.length > 0) {
    return {
      ...route,
      *reach(value) {
        return { point: yield* thresholdPoint(along, value, control.at(posed, value), thresholds), root: null }
      },
    }
  }
  if (coordinate !== undefined) {
    const course = courseAlong(control, coordinate, posed, { quantities, ...limits })
    return { ...route, reach: (value, roots) => reach(course, value, roots, quantities) }
  }
  return {
    ...route,
    *reach(value) {
      const here = control.at(posed, value)
      const { result } = yield* driveSearch(saddlePoint(here.problem as Problem, here.ansatz))
      return { point: solvedPoint(along, value, result, quantities), root: null }
    },
  }
}

/** The parameter along which a curve goes, and where. */
function directionOf<Q extends OrderParameters>({
  along,
  at,
  alpha,
  distance,
  margin,
}: CurveOptions<Q>): { readonly along: string; readonly places: readonly number[] | Span } {
  const given = Object.entries({ alpha, distance, margin }).filter(([, list]) => list !== undefined)
  if ((along === undefined) !== (at === undefined) || given.length + (along === undefined ? 0 : 1) !== 1) {
    throw invalid(
      'curve',
      Object.fromEntries(Object.entries({ along, at, alpha, distance, margin }).filter(([, one]) => one !== undefined)),
      'either loads (alpha), distances or margins to go along, or a parameter in along and its values in at',
    )
  }
  if (along === undefined) return { along: given[0][0], places: given[0][1] as readonly number[] | Span }
  if (!isText(along)) throw invalid('along', along, 'the name of a control parameter, such as alpha')
  return { along, places: at as readonly number[] | Span }
}

const isText = (value: unknown): value is string => typeof value === 'string'

function checkList(name: string, list: unknown, expected: string, isOne: (entry: unknown) => boolean): void {
  if (!Array.isArray(list)) throw invalid(name, list, `a list of ${expected}`)
  for (const entry of list) if (!isOne(entry)) throw invalid(`${name} entry`, entry, expected)
}
