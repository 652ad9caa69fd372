import { type Search, searchNow } from '../search.js'

/** A function of n variables with its gradient; a value of NaN or Infinity is outside the domain. */
export type Objective = (x: readonly number[]) => { readonly value: number; readonly gradient: readonly number[] }

export interface BfgsState {
  readonly x: readonly number[]
  readonly value: number
  readonly gradient: readonly number[]
  readonly evaluations: number
  readonly ended: 'converged' | 'stalled' | 'nonfinite'
}

export interface BfgsOptions {
  /** max |gradient_i| at which the minimum counts as found (default 1e-8). */
  readonly tolerance?: number
  /** (default 500) */
  readonly maxEvaluations?: number
  /** Length of the longest step (default 0.5): the variables are logarithms. */
  readonly longest?: number
}

const TOLERANCE = 1e-8
const MAX_EVALUATIONS = 500
const LONGEST = 0.5
const HALVINGS = 30

/**
 * A local minimum by the method of Broyden, Fletcher, Goldfarb and Shanno: the inverse Hessian is built up from
 * gradients, steps are halved until the value goes down by Armijo's rule. It ends in the basin it started in, near the minimum;
 * Newton's method finishes. `converged` when max |gradient_i| ≤ tolerance, `stalled` when no step goes down or the evaluations are spent, `nonfinite`
 * when the value at the start is not finite; nothing is thrown.
 *
 * @param options `tolerance` > 0 (default 1e-8), `maxEvaluations` (default 500), `longest` > 0, the length of the longest step (default 0.5)
 *
 * @example bfgs(([x, y]) => ({ value: x * x + 4 * y * y, gradient: [2 * x, 8 * y] }), [1, 1]).x // [0, 0] within 1e-8
 */
export const bfgs = (objective: Objective, start: readonly number[], options: BfgsOptions = {}): BfgsState =>
  searchNow(bfgsSearch(objective, start, options))

/** {@link bfgs} in pieces of one evaluation. */
export function* bfgsSearch(
  objective: Objective,
  start: readonly number[],
  options: BfgsOptions = {},
): Search<BfgsState> {
  const { tolerance = TOLERANCE, maxEvaluations = MAX_EVALUATIONS, longest = LONGEST } = options
  const n = start.length
  let x = start
  let { value, gradient } = objective(x)
  yield
  let evaluations = 1
  let inverse = identity(n)
  const state = (ended: BfgsState['ended']): BfgsState => ({ x, value, gradient, evaluations, ended })
  if (!Number.isFinite(value)) return state('nonfinite')
  while (evaluations < maxEvaluations) {
    if (Math.max(...gradient.map(Math.abs)) <= tolerance) return state('converged')
    let direction = times(inverse, gradient).map((component) => -component)
    let slope = dot(direction, gradient)
    if (!(slope < 0)) {
      inverse = identity(n)
      direction = gradient.map((component) => -component)
      slope = dot(direction, gradient)
    }
    let share = Math.min(1, longest / Math.hypot(...direction))
    let moved = false
    for (let halving = 0; halving < HALVINGS; halving++, share *= 0.5) {
      const next = x.map((component, i) => component + share * direction[i])
      const there = objective(next)
      yield
      evaluations++
      if (!isLower(there, value, slope, share, direction)) continue
      const step = next.map((component, i) => component - x[i])
      const change = there.gradient.map((component, i) => component - gradient[i])
      inverse = updated(inverse, step, change)
      x = next
      value = there.value
      gradient = there.gradient
      moved = true
      break
    }
    if (!moved) return state('stalled')
  }
  return state('stalled')
}

/**
 * Armijo's rule; where the value goes down by less than its rounding it is the slope along the step that has to have come down
 * (the approximate rule of Hager and Zhang, SIAM J. Optim. 16, 170 (2005)).
 */
function isLower(
  there: ReturnType<Objective>,
  value: number,
  slope: number,
  share: number,
  direction: readonly number[],
): boolean {
  if (there.value <= value + 1e-4 * share * slope) return true
  const rounding = 8 * Number.EPSILON * (1 + Math.abs(value))
  return there.value <= value + rounding && Math.abs(dot(there.gradient, direction)) <= 0.8 * Math.abs(slope)
}

/** (1 − s yᵀ/sᵀy) H (1 − y sᵀ/sᵀy) + s sᵀ/sᵀy, or H where the curvature along the step is not positive. */
function updated(inverse: readonly number[], step: readonly number[], change: readonly number[]): number[] {
  const n = step.length
  const curvature = dot(step, change)
  if (!(curvature > 1e-14 * Math.hypot(...step) * Math.hypot(...change))) return inverse.slice()
  const image = times(inverse, change)
  const factor = (1 + dot(change, image) / curvature) / curvature
  const next = new Array<number>(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      next[i * n + j] =
        inverse[i * n + j] + factor * step[i] * step[j] - (image[i] * step[j] + step[i] * image[j]) / curvature
    }
  }
  return next
}

const identity = (n: number): number[] => Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))

const times = (matrix: readonly number[], vector: readonly number[]): number[] =>
  vector.map((_, i) => vector.reduce((sum, component, j) => sum + matrix[i * vector.length + j] * component, 0))

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0)
