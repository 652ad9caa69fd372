import { type Estimate, estimateText, isAnswer, type NewtonState, type Search, type Verdict } from '@gardner/numerics'
import { controlSymbol, type Posed } from './control.js'
import { critical } from './critical-load.js'
import { isGardnerError } from './input/error.js'
import { inspectable } from './inspection.js'
import type { OrderParameters } from './order-parameters.js'
import type { Quantity } from './quantity.js'
import { type Resolutions, refineAt } from './refinement.js'
import { driveSearch } from './run.js'
import { isSolved, type Solution, type Unsolved } from './solution.js'

/** One point of a curve. Where nothing was found `values` is empty and `reason` says why. */
export interface CurvePoint<Q extends OrderParameters = OrderParameters> {
  /** The name of the control parameter along which the curve goes: `alpha`. */
  readonly along: string
  readonly parameter: number
  readonly values: { readonly [quantity: string]: Estimate }
  readonly at: Partial<Q>
  /** Positive where the solution is stable; left out where nothing was solved, and of thresholds. */
  readonly replicon?: number
  readonly verdict: Verdict
  /** Left out where nothing was solved. */
  readonly residual?: number
  readonly branch: string
  readonly reason?: string
}

/** The point of a root, without the rest of a {@link Solution}. */
export function refinedPoint<Q extends OrderParameters>(
  along: string,
  parameter: number,
  saddles: Resolutions<Q>,
  alpha: number,
  root: NewtonState,
  quantities: readonly Quantity<Q>[],
  remark: string,
): CurvePoint<Q> {
  const { state, estimate, residual } = refineAt(saddles, alpha, root)
  const values: Record<string, Estimate> = {}
  for (const quantity of quantities) values[quantity.name] = estimate((at) => quantity.of(at))
  const point: CurvePoint<Q> = {
    along,
    parameter,
    values,
    at: state.at,
    replicon: state.replicon,
    verdict: 'converged',
    residual,
    branch: state.branch + remark,
  }
  return inspectable(point, pointText)
}

/** `entropy 0.550120106516080 ± 2e-15 at α = 0.2 (converged)` */
function pointText<Q extends OrderParameters>({ along, parameter, values, verdict }: CurvePoint<Q>): string {
  const numbers = Object.entries(values).map(([name, value]) => `${name} ${estimateText(value)}`)
  return `${numbers.join(', ')} at ${controlSymbol(along)} = ${parameter} (${verdict})`
}

/** The point of a solution, or of why there is none. */
export function solvedPoint<Q extends OrderParameters>(
  along: string,
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
  const replicon = outcome.replicon.value
  const point = {
    along,
    parameter,
    values,
    at,
    replicon,
    verdict,
    residual,
    branch,
    ...(reason === undefined ? {} : { reason }),
  }
  return inspectable(point, pointText)
}

const ifKnown = (residual: number | undefined) => (residual === undefined ? {} : { residual })

/** How several ended as one: with the first failure; or else, if any of them is there, converged. */
export const verdictOfAll = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.find((verdict) => !isAnswer(verdict)) ?? (verdicts.includes('converged') ? 'converged' : 'absent')

/** The point of critical values at a value of a control parameter. */
export function* thresholdPoint<Q extends OrderParameters>(
  along: string,
  parameter: number,
  { problem, ansatz }: Posed<Q>,
  names: readonly string[],
): Search<CurvePoint<Q>> {
  const values: Record<string, Estimate> = {}
  let point: CurvePoint<Q> = { along, parameter, values, at: {}, verdict: 'converged', branch: 'none' }
  const verdicts: Verdict[] = []
  const reasons: string[] = []
  const say = (name: string, reason: string) => reasons.push(names.length > 1 ? `${name}: ${reason}` : reason)
  for (const name of names) {
    try {
      const { result } = yield* driveSearch(critical(problem, ansatz, name))
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
