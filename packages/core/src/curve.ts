import { distinctUntilChanged, filter, map, mergeMap, type Observable } from 'rxjs'
import type { Ansatz } from './ansatz.js'
import { thresholdOf } from './critical-load.js'
import { invalid, isGardnerError } from './error.js'
import type { Estimate } from './estimate.js'
import type { Iteration, Verdict } from './iteration.js'
import { type NewtonState, newtonSolve } from './method/newton.js'
import { finiteList, nonNegative, onlyKeys } from './option.js'
import type { OrderParameters } from './order-parameters.js'
import type { Problem } from './problem.js'
import { entropy, type Quantity } from './quantity.js'
import { type Resolutions, resolutions } from './refinement.js'
import { complete, type RunOptions, run } from './run.js'
import { isSolved, type Solution, type Unsolved } from './solution.js'
import { isRoot, solutionAt, solving } from './solve.js'

/** What to compute along which parameter. */
export interface CurveOptions<Q extends OrderParameters = OrderParameters> {
  /** Loads at which to solve. Visited, and given back, in ascending order. */
  readonly alpha?: readonly number[]
  /** Margins at which to solve at the load of the problem, or to find thresholds. */
  readonly margin?: readonly number[]
  /** Read off each solution (default: the entropy). */
  readonly quantities?: readonly Quantity<Q>[]
  /** Critical loads instead of solutions; only along the margin. */
  readonly thresholds?: readonly ('capacity' | 'instability')[]
}

/** One point of a curve. Where nothing was found `values` is empty and `reason` says why. */
export interface CurvePoint<Q extends OrderParameters = OrderParameters> {
  /** The parameter along which the curve goes. */
  readonly along: 'alpha' | 'margin'
  readonly parameter: number
  readonly values: { readonly [quantity: string]: Estimate }
  readonly at: Partial<Q>
  readonly verdict: Verdict
  readonly residual: number
  readonly branch: string
  readonly reason?: string
}

/** Where a curve stands: the points so far, and the last two roots for the predictor. */
export interface CurveState<Q extends OrderParameters> {
  readonly points: readonly CurvePoint<Q>[]
  readonly last: { readonly alpha: number; readonly root: NewtonState } | null
  readonly before: { readonly alpha: number; readonly x: readonly number[] } | null
}

/** The points of a curve as they are found. */
export function curve<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  options: CurveOptions<Q>,
  runOptions: RunOptions<CurveState<Q>> = {},
): Observable<CurvePoint<Q>> {
  let seen = 0
  return run(tracing(problem, ansatz, options), runOptions).pipe(
    map(({ state }) => state.points),
    distinctUntilChanged(),
    filter((points) => points.length > 0),
    mergeMap((points) => {
      const fresh = points.slice(seen)
      seen = points.length
      return fresh
    }),
  )
}

/** All points of a curve at once, without breathing. */
export const curveNow = <Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  options: CurveOptions<Q>,
): readonly CurvePoint<Q>[] => complete(tracing(problem, ansatz, options)).result

/** A curve as an iteration of one step for each point. */
export function tracing<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  options: CurveOptions<Q>,
): Iteration<CurveState<Q>, readonly CurvePoint<Q>[]> {
  const { along, parameters, pointAt } = planned(problem, ansatz, options)
  return {
    name: `${ansatz.name} curve along ${along}`,
    init: () => ({ points: [], last: null, before: null }),
    step: (state) => pointAt(parameters[state.points.length], state),
    residual: ({ points }) => points[points.length - 1]?.residual ?? Infinity,
    verdict: ({ points }) => (points.length === parameters.length ? 'converged' : undefined),
    result: ({ points }) => points,
  }
}

interface Plan<Q extends OrderParameters> {
  readonly along: 'alpha' | 'margin'
  readonly parameters: readonly number[]
  pointAt(parameter: number, state: CurveState<Q>): CurveState<Q>
}

function planned<Q extends OrderParameters>(problem: Problem, ansatz: Ansatz<Q>, options: CurveOptions<Q>): Plan<Q> {
  onlyKeys('curve', options, ['alpha', 'margin', 'quantities', 'thresholds'])
  const { alpha, margin, thresholds = [] } = options
  const quantities = options.quantities ?? (thresholds.length > 0 ? [] : [entropy as unknown as Quantity<Q>])
  if ((alpha === undefined) === (margin === undefined)) {
    throw invalid('curve', { alpha, margin }, 'either loads (alpha) or margins (margin) to go along')
  }
  const ascending = (name: string, values: readonly number[]) => [...finiteList(name, values)].sort((a, b) => a - b)
  if (alpha !== undefined) {
    if (thresholds.length > 0)
      throw invalid('thresholds', thresholds, 'quantities along alpha; thresholds go along margin')
    for (const load of alpha) nonNegative('alpha', load)
    return { along: 'alpha', parameters: ascending('alpha', alpha), pointAt: alongLoad(problem, ansatz, quantities) }
  }
  const parameters = ascending('margin', margin ?? [])
  const pointAt = (kappa: number, state: CurveState<Q>): CurveState<Q> => {
    const here = problem.at({ margin: kappa })
    const point =
      thresholds.length > 0
        ? thresholdPoint(here, ansatz, kappa, thresholds)
        : solvedPoint('margin', kappa, complete(solving(here, ansatz)).result, quantities)
    return { ...state, points: [...state.points, point] }
  }
  return { along: 'margin', parameters, pointAt }
}

/** Roots found by the secant predictor must lie this near to it, in the coordinates of the equations. */
const NEAR = 0.3
const MOST_EVALUATIONS = 12

/** Goes along the load with a secant predictor; where that fails, the branch is followed anew from its start. */
function alongLoad<Q extends OrderParameters>(problem: Problem, ansatz: Ansatz<Q>, quantities: readonly Quantity<Q>[]) {
  const saddles = resolutions(problem, ansatz)
  return (alpha: number, state: CurveState<Q>): CurveState<Q> => {
    const here = problem.at({ alpha })
    const { last, before } = state
    const root = last === null ? undefined : predicted(saddles, alpha, last, before)
    if (root !== undefined && last !== null) {
      const outcome = solutionAt(here, ansatz, saddles, alpha, root, root.evaluations)
      const point = solvedPoint('alpha', alpha, outcome, quantities)
      return { points: [...state.points, point], last: { alpha, root }, before: { alpha: last.alpha, x: last.root.x } }
    }
    const done = complete(solving(here, ansatz))
    const point = solvedPoint('alpha', alpha, done.result, quantities)
    const found = done.state.root
    return {
      points: [...state.points, point],
      last: found === null ? null : { alpha, root: found },
      before: last === null ? null : { alpha: last.alpha, x: last.root.x },
    }
  }
}

function predicted<Q extends OrderParameters>(
  { standard }: Resolutions<Q>,
  alpha: number,
  last: { readonly alpha: number; readonly root: NewtonState },
  before: { readonly alpha: number; readonly x: readonly number[] } | null,
): NewtonState | undefined {
  if (before === null || alpha === last.alpha) return undefined
  const ahead = (alpha - last.alpha) / (last.alpha - before.alpha)
  if (ahead > 2) return undefined
  const guess = last.root.x.map((value, i) => value + ahead * (value - before.x[i]))
  const root = newtonSolve((x) => standard.residual(x, alpha), guess, {
    jacobian: last.root.jacobian,
    maxEvaluations: MOST_EVALUATIONS,
  })
  const near = root.x.every((value, i) => Math.abs(value - guess[i]) < NEAR)
  return isRoot(root) && near ? root : undefined
}

function solvedPoint<Q extends OrderParameters>(
  along: 'alpha' | 'margin',
  parameter: number,
  outcome: Solution<Q> | Unsolved,
  quantities: readonly Quantity<Q>[],
): CurvePoint<Q> {
  if (!isSolved(outcome)) {
    const { verdict, residual, reason } = outcome
    return { along, parameter, values: {}, at: {}, verdict, residual, branch: 'none', reason }
  }
  const values: Record<string, Estimate> = {}
  for (const quantity of quantities) values[quantity.name] = outcome.measure(quantity)
  const { at, verdict, residual, branch } = outcome
  return { along, parameter, values, at, verdict, residual, branch }
}

function thresholdPoint<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  kappa: number,
  names: readonly ('capacity' | 'instability')[],
): CurvePoint<Q> {
  const values: Record<string, Estimate> = {}
  const common = { along: 'margin', parameter: kappa } as const
  let point: CurvePoint<Q> = { ...common, values, at: {}, verdict: 'converged', residual: 0, branch: 'none' }
  for (const name of names) {
    try {
      const { result } = complete(thresholdOf(problem, ansatz, name))
      if (Number.isFinite(result.value)) values[name] = { value: result.value, error: result.error }
      const { at, verdict, branch, reason } = result
      const worse = verdict !== 'converged'
      point = {
        ...point,
        at,
        branch,
        residual: Math.max(point.residual, result.residual),
        ...(worse ? { verdict } : {}),
        ...(reason === undefined ? {} : { reason }),
      }
    } catch (error) {
      if (!isGardnerError(error) || error.code !== 'UNSUITABLE') throw error
      point = { ...point, verdict: 'stalled', reason: error.message }
    }
  }
  return point
}
