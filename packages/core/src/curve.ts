import { defer, mergeMap, type Observable } from 'rxjs'
import { type Ansatz, checkAnsatz } from './ansatz.js'
import { foldRemark } from './branch.js'
import { thresholdOf } from './critical-load.js'
import { invalid, isGardnerError } from './error.js'
import { type Estimate, estimateText } from './estimate.js'
import { inspectable } from './inspection.js'
import { type Iteration, isAnswer, type Verdict } from './iteration.js'
import { type NewtonState, newtonSolve } from './method/newton.js'
import { finiteList, nonNegative, onlyKeys, wholeNumber } from './option.js'
import type { OrderParameters } from './order-parameters.js'
import { checkProblem, loadOf, type Problem } from './problem.js'
import { entropy, type Quantity } from './quantity.js'
import { isRoot, type Resolutions, refine, resolutions } from './refinement.js'
import { complete, type RunOptions, run } from './run.js'
import { isSolved, type Solution, type Unsolved } from './solution.js'
import { solving } from './solve.js'

/** What to compute along which parameter. */
export interface CurveOptions<Q extends OrderParameters = OrderParameters> {
  /** Loads at which to solve. Loads and margins are visited, and given back, in ascending order, distances in descending. */
  readonly alpha?: readonly number[]
  /** Distances at which to solve at the load of the problem, with an ansatz that prescribes one. */
  readonly distance?: readonly number[]
  /** Margins at which to solve at the load of the problem, or to find thresholds. */
  readonly margin?: readonly number[]
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

/** The parameters along which curves go. */
export type Along = 'alpha' | 'margin' | 'distance'

/** One point of a curve. Where nothing was found `values` is empty and `reason` says why. */
export interface CurvePoint<Q extends OrderParameters = OrderParameters> {
  /** The parameter along which the curve goes. */
  readonly along: Along
  readonly parameter: number
  readonly values: { readonly [quantity: string]: Estimate }
  readonly at: Partial<Q>
  readonly verdict: Verdict
  /** Left out where nothing was solved. */
  readonly residual?: number
  readonly branch: string
  readonly reason?: string
}

/** Where a curve stands: the points so far, and the last roots for the predictor. */
export interface CurveState<Q extends OrderParameters> {
  /** The first `count` are those of this state; later states append to the same list. */
  readonly points: readonly CurvePoint<Q>[]
  readonly count: number
  readonly last: { readonly parameter: number; readonly root: NewtonState; readonly fold: number | null } | null
  /** Up to three roots behind the predictor, the newest first. */
  readonly earlier: readonly Rooted[]
}

/** A root and where on the curve it was found. */
interface Rooted {
  readonly parameter: number
  readonly x: readonly number[]
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
export function tracing<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  options: CurveOptions<NoInfer<Q>>,
): Iteration<CurveState<Q>, readonly CurvePoint<Q>[]> {
  const { along, parameters, pointAt } = planned(problem, ansatz, options)
  return {
    name: `${ansatz.name} curve along ${along}`,
    init: () => ({ points: [], count: 0, last: null, earlier: [] }),
    step: (state) => pointAt(parameters[state.count], state),
    residual: ({ points, count }) => points[count - 1]?.residual ?? Infinity,
    verdict: ({ count }) => (count === parameters.length ? 'converged' : undefined),
    result: ({ points, count }) => points.slice(0, count),
  }
}

interface Plan<Q extends OrderParameters> {
  readonly along: Along
  readonly parameters: readonly number[]
  pointAt(parameter: number, state: CurveState<Q>): CurveState<Q>
}

const THRESHOLDS: readonly unknown[] = ['capacity', 'instability']

function planned<Q extends OrderParameters>(problem: Problem, ansatz: Ansatz<Q>, options: CurveOptions<Q>): Plan<Q> {
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
  const ascending = (name: string, values: unknown) => [...finiteList(name, values)].sort((a, b) => a - b)
  if (margin === undefined && thresholds.length > 0) {
    throw invalid('thresholds', thresholds, 'quantities along alpha and distance; thresholds go along margin')
  }
  if (alpha !== undefined) {
    const parameters = ascending('alpha', alpha)
    for (const load of parameters) nonNegative('alpha', load)
    return { along: 'alpha', parameters, pointAt: alongLoad(problem, ansatz, quantities, limits) }
  }
  if (distance !== undefined) {
    // from the largest down: towards d = 0 order parameters change fast, and the predictor should have arrived there
    const parameters = ascending('distance', distance).reverse()
    const { at } = ansatz
    if (at === undefined) throw invalid('ansatz', ansatz.name, 'one at a distance, such as franz-parisi')
    loadOf(problem)
    // a distance that is none is refused now, not at its turn
    for (const d of parameters) at.call(ansatz, { distance: d })
    return { along: 'distance', parameters, pointAt: alongDistance(problem, ansatz, quantities, limits) }
  }
  const parameters = ascending('margin', margin as readonly number[])
  if (thresholds.length > 0 && options.quantities !== undefined) {
    throw invalid('quantities', quantities, 'either quantities or thresholds, not both')
  }
  if (thresholds.length === 0) loadOf(problem)
  // a problem that has no margin is refused now, not at the first point
  problem.at({ margin: parameters[0] })
  const pointAt = (kappa: number, state: CurveState<Q>): CurveState<Q> => {
    const here = problem.at({ margin: kappa })
    const point =
      thresholds.length > 0
        ? thresholdPoint(here, ansatz, kappa, thresholds)
        : solvedPoint('margin', kappa, complete(solving(here, ansatz)).result, quantities)
    return { ...state, ...appended(state, point) }
  }
  return { along: 'margin', parameters, pointAt }
}

function checkList(name: string, list: unknown, expected: string, isOne: (entry: unknown) => boolean): void {
  if (!Array.isArray(list)) throw invalid(name, list, `a list of ${expected}`)
  for (const entry of list) if (!isOne(entry)) throw invalid(`${name} entry`, entry, expected)
}

/** Roots found by the secant predictor must lie this near to it, in the coordinates of the equations. */
const NEAR = 0.3
const MOST_EVALUATIONS = 12

/** Of the search for a point. */
type Limits = { readonly maxSteps?: number }

/** A curve whose neighbouring points are near in the unknowns: what is solved at each parameter. */
interface Course<Q extends OrderParameters> {
  readonly along: Along
  at(parameter: number): { readonly problem: Problem; readonly ansatz: Ansatz<Q>; readonly saddles: Resolutions<Q> }
  /** In what the predictor extrapolates. */
  coordinate(parameter: number): number
}

function alongLoad<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  quantities: readonly Quantity<Q>[],
  limits: Limits,
) {
  const saddles = resolutions(problem, ansatz)
  return predicting(
    {
      along: 'alpha',
      at: (alpha) => ({ problem: problem.at({ alpha }), ansatz, saddles }),
      coordinate: (alpha) => alpha,
    },
    quantities,
    limits,
  )
}

function alongDistance<Q extends OrderParameters>(
  problem: Problem,
  family: Ansatz<Q>,
  quantities: readonly Quantity<Q>[],
  limits: Limits,
) {
  return predicting(
    {
      along: 'distance',
      at: (distance) => {
        const ansatz = family.at?.({ distance }) ?? family
        return { problem, ansatz, saddles: resolutions(problem, ansatz) }
      },
      // the unknowns are logarithms of what vanishes or diverges as powers of d
      coordinate: (distance) => Math.log(Math.max(distance, 1e-6)),
    },
    quantities,
    limits,
  )
}

/** Goes along with a predictor through the last roots; where that fails, the branch is followed anew. */
function predicting<Q extends OrderParameters>(course: Course<Q>, quantities: readonly Quantity<Q>[], limits: Limits) {
  const { along } = course
  return (parameter: number, state: CurveState<Q>): CurveState<Q> => {
    const { last } = state
    const earlier = last === null ? [] : [{ parameter: last.parameter, x: last.root.x }, ...state.earlier].slice(0, 3)
    const { problem, ansatz, saddles } = course.at(parameter)
    const alpha = loadOf(problem)
    const root = last === null ? undefined : predicted(course, saddles, alpha, parameter, last.root, earlier)
    if (root !== undefined) {
      const fold = last?.fold ?? null
      const point = refinedPoint(along, parameter, saddles, alpha, root, quantities, foldRemark(fold))
      return { ...appended(state, point), last: { parameter, root, fold }, earlier }
    }
    const done = complete(solving(problem, ansatz), limits)
    const point = solvedPoint(along, parameter, done.result, quantities)
    const { root: found, fold } = done.state
    // the root of another form of the overlap matrix, which answered instead, predicts nothing of this one
    const own = found !== null && found.x.length === saddles.standard.unknowns.length
    return {
      ...appended(state, point),
      last: own ? { parameter, root: found, fold } : null,
      earlier: own ? earlier : [],
    }
  }
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

/** Newton's method from the polynomial in the coordinate through up to three roots, the newest first. */
function predicted<Q extends OrderParameters>(
  { coordinate }: Course<Q>,
  { standard }: Resolutions<Q>,
  alpha: number,
  parameter: number,
  last: NewtonState,
  roots: readonly Rooted[],
): NewtonState | undefined {
  if (roots.length < 2 || parameter === roots[0].parameter) return undefined
  const [here, newest, before] = [parameter, roots[0].parameter, roots[1].parameter].map(coordinate)
  if ((here - newest) / (newest - before) > 2) return undefined
  const guess = last.x.map((_, i) =>
    extrapolated(
      roots.map(({ parameter: at, x }) => [coordinate(at), x[i]]),
      here,
    ),
  )
  const root = newtonSolve((x) => standard.residual(x, alpha), guess, {
    jacobian: last.jacobian,
    maxEvaluations: MOST_EVALUATIONS,
  })
  const near = root.x.every((value, i) => Math.abs(value - guess[i]) < NEAR)
  return isRoot(root, standard.rounding?.(root.x, alpha)) && near ? root : undefined
}

/** Lagrange's polynomial through the points, at `at`. */
function extrapolated(points: readonly (readonly [number, number])[], at: number): number {
  let sum = 0
  for (const [i, [x, y]] of points.entries()) {
    let weight = 1
    for (const [j, [other]] of points.entries()) if (j !== i) weight *= (at - other) / (x - other)
    sum += weight * y
  }
  return sum
}

/** A point without the rest of a {@link Solution}. */
function refinedPoint<Q extends OrderParameters>(
  along: Along,
  parameter: number,
  saddles: Resolutions<Q>,
  alpha: number,
  root: NewtonState,
  quantities: readonly Quantity<Q>[],
  remark: string,
): CurvePoint<Q> {
  const { state, estimate, residual } = refine(
    saddles,
    (saddle) => (x) => saddle.residual(x, alpha),
    (saddle, x) => saddle.state(x, alpha),
    root.x,
    root.jacobian,
    (saddle, x) => saddle.rounding?.(x, alpha),
  )
  const values: Record<string, Estimate> = {}
  for (const quantity of quantities) values[quantity.name] = estimate((at) => quantity.of(at))
  const point: CurvePoint<Q> = {
    along,
    parameter,
    values,
    at: state.at,
    verdict: 'converged',
    residual,
    branch: state.branch + remark,
  }
  return inspectable(point, pointText)
}

/** As the papers write what a curve goes along. */
const symbols: Readonly<Record<Along, string>> = { alpha: 'α', margin: 'κ', distance: 'd' }

/** `entropy 0.550120106516080 ± 2e-15 at α = 0.2 (converged)` */
function pointText<Q extends OrderParameters>({ along, parameter, values, verdict }: CurvePoint<Q>): string {
  const numbers = Object.entries(values).map(([name, value]) => `${name} ${estimateText(value)}`)
  return `${numbers.join(', ')} at ${symbols[along]} = ${parameter} (${verdict})`
}

function solvedPoint<Q extends OrderParameters>(
  along: Along,
  parameter: number,
  outcome: Solution<Q> | Unsolved,
  quantities: readonly Quantity<Q>[],
): CurvePoint<Q> {
  if (!isSolved(outcome)) {
    const { verdict, residual, reason } = outcome
    return { along, parameter, values: {}, at: {}, verdict, ...ifKnown(residual), branch: 'none', reason }
  }
  const values: Record<string, Estimate> = {}
  for (const quantity of quantities) values[quantity.name] = outcome.measure(quantity)
  const { at, verdict, residual, branch, reason } = outcome
  const point = { along, parameter, values, at, verdict, residual, branch, ...(reason === undefined ? {} : { reason }) }
  return inspectable(point, pointText)
}

const ifKnown = (residual: number | undefined) => (residual === undefined ? {} : { residual })

/** How several ended as one: with the first failure; or else, if any of them is there, converged. */
export const verdictOfAll = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.find((verdict) => !isAnswer(verdict)) ?? (verdicts.includes('converged') ? 'converged' : 'absent')

function thresholdPoint<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  kappa: number,
  names: readonly ('capacity' | 'instability')[],
): CurvePoint<Q> {
  const values: Record<string, Estimate> = {}
  const common = { along: 'margin', parameter: kappa } as const
  let point: CurvePoint<Q> = { ...common, values, at: {}, verdict: 'converged', branch: 'none' }
  const verdicts: Verdict[] = []
  const reasons: string[] = []
  const say = (name: string, reason: string) => reasons.push(names.length > 1 ? `${name}: ${reason}` : reason)
  for (const name of names) {
    try {
      const { result } = complete(thresholdOf(problem, ansatz, name))
      if (Number.isFinite(result.value)) values[name] = { value: result.value, error: result.error }
      const { at, verdict, branch, reason } = result
      const residuals = [point.residual, result.residual].filter((residual) => residual !== undefined)
      const residual = residuals.length === 0 ? undefined : Math.max(...residuals)
      verdicts.push(verdict)
      point = { ...point, at, branch, ...ifKnown(residual) }
      if (reason !== undefined) say(name, reason)
    } catch (error) {
      if (!isGardnerError(error) || error.code !== 'UNSUITABLE') throw error
      verdicts.push('stalled')
      say(name, error.message)
    }
  }
  return { ...point, verdict: verdictOfAll(verdicts), ...(reasons.length > 0 ? { reason: reasons.join('; ') } : {}) }
}
