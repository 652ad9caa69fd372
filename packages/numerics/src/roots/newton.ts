import type { Iteration, Verdict } from '../iteration.js'
import { type Search, searchNow } from '../search.js'
import { luSolve } from './lu.js'

/** n equations in n unknowns. Outside its domain it returns NaN. */
export type Equations = (x: readonly number[]) => readonly number[]

/** The state of {@link newton}: plain data. */
export interface NewtonState {
  readonly x: readonly number[]
  readonly f: readonly number[]
  /** max |f_i| */
  readonly norm: number
  /** Row-major; null until it is needed. */
  readonly jacobian: readonly number[] | null
  /** True while the Jacobian is that of finite differences at x. */
  readonly fresh: boolean
  readonly evaluations: number
  readonly ended: 'converged' | 'stalled' | 'nonfinite' | null
}

export interface NewtonOptions {
  /** max |f_i| at which the root counts as found (default 1e-13). */
  readonly tolerance?: number
  /** A Jacobian to start from, such as that of a neighbouring problem. */
  readonly jacobian?: readonly number[] | null
  /** (default 200) */
  readonly maxEvaluations?: number
}

const TOLERANCE = 1e-13
const MAX_EVALUATIONS = 200
const DIFFERENCE = 1e-6
const HALVINGS = 8

/** The state at the start, where f is evaluated once. */
export function newtonStart(equations: Equations, x: readonly number[], options: NewtonOptions = {}): NewtonState {
  const f = equations(x)
  const state = {
    x,
    f,
    norm: maxNorm(f),
    jacobian: options.jacobian ?? null,
    fresh: false,
    evaluations: 1,
    ended: null,
  }
  return judged(state, options)
}

/**
 * One step of Newton's method with Broyden's rank-one update: a finite-difference Jacobian only at the start
 * and where the update fails, halving of steps that do not bring the norm down.
 */
export const newtonStep = (equations: Equations, state: NewtonState, options: NewtonOptions = {}): NewtonState =>
  searchNow(stepSearch(equations, state, options))

function* stepSearch(equations: Equations, state: NewtonState, options: NewtonOptions): Search<NewtonState> {
  if (state.ended !== null) return state
  const { x, f } = state
  let { jacobian, fresh, evaluations } = state
  const n = x.length
  for (;;) {
    if (jacobian === null) {
      jacobian = yield* differencesSearch(equations, x, f)
      evaluations += n
      fresh = true
    }
    const direction = luSolve(jacobian, f)
    if (direction !== undefined) {
      let share = 1
      for (let halving = 0; halving <= (fresh ? HALVINGS : 1); halving++) {
        const next = x.map((value, i) => value - share * direction[i])
        const image = equations(next)
        yield
        evaluations++
        const norm = maxNorm(image)
        if (norm < (1 - 0.1 * share) * state.norm) {
          const updated = broyden(jacobian, next, x, image, f)
          return judged({ x: next, f: image, norm, jacobian: updated, fresh: false, evaluations, ended: null }, options)
        }
        share *= halving === 0 && norm > 1e3 * state.norm ? 0.1 : 0.5
      }
    }
    if (fresh) return { ...state, jacobian, fresh, evaluations, ended: 'stalled' }
    jacobian = null
  }
}

/**
 * A root of n equations in n unknowns by Newton's method with Broyden's rank-one update. It ends `converged` when max |f_i| ≤ tolerance,
 * `stalled` when no step brings the norm down or the evaluations are spent, `nonfinite` where f is NaN at the start; nothing is thrown.
 *
 * @param equations f(x); NaN outside its domain, which steps are then cut to stay inside
 * @param x where to start
 * @param options `tolerance` > 0 of max |f_i| (default 1e-13), `maxEvaluations` of f (default 200), `jacobian` to start from, row-major
 * (default: by differences)
 *
 * @example newtonSolve(([x, y]) => [x * x + y * y - 1, x - y], [1, 0.5]).x // [0.7071…, 0.7071…]
 */
export const newtonSolve = (equations: Equations, x: readonly number[], options: NewtonOptions = {}): NewtonState =>
  searchNow(newtonSearch(equations, x, options))

/** {@link newtonSolve} in pieces of one evaluation. */
export function* newtonSearch(
  equations: Equations,
  x: readonly number[],
  options: NewtonOptions = {},
): Search<NewtonState> {
  let state = newtonStart(equations, x, options)
  yield
  while (state.ended === null) state = yield* stepSearch(equations, state, options)
  return state
}

/**
 * {@link newtonSolve} as an iteration, a step of it one step of Newton's method. Its result is its state.
 *
 * @example complete(newton(([x]) => [Math.exp(x) - 2], [0])).result.x // [0.6931…], `complete` from @gardner/core
 */
export function newton(
  equations: Equations,
  start: readonly number[],
  options: NewtonOptions = {},
): Iteration<NewtonState, NewtonState> {
  return {
    name: 'newton',
    init: () => newtonStart(equations, start, options),
    step: (state) => newtonStep(equations, state, options),
    residual: (state) => state.norm,
    verdict: ({ ended }): Verdict | undefined => ended ?? undefined,
    result: (state) => state,
  }
}

function judged(
  state: NewtonState,
  { tolerance = TOLERANCE, maxEvaluations = MAX_EVALUATIONS }: NewtonOptions,
): NewtonState {
  if (Number.isNaN(state.norm)) return { ...state, ended: 'nonfinite' }
  if (state.norm <= tolerance) return { ...state, ended: 'converged' }
  return state.evaluations >= maxEvaluations ? { ...state, ended: 'stalled' } : state
}

/**
 * The Jacobian ∂f_i/∂x_j at x by forward differences of 1e-6 max(1, |x_j|), backward at the edge of the domain; row-major. Its relative error of
 * some 1e-6 costs Newton's method a fraction of a step.
 *
 * @param f the values at x
 */
export const differences = (equations: Equations, x: readonly number[], f: readonly number[]): number[] =>
  searchNow(differencesSearch(equations, x, f))

/** {@link differences} in pieces of one column. */
export function* differencesSearch(equations: Equations, x: readonly number[], f: readonly number[]): Search<number[]> {
  const n = x.length
  const jacobian = new Array<number>(n * n)
  for (let column = 0; column < n; column++) {
    const shifted = x.slice()
    const h = DIFFERENCE * Math.max(1, Math.abs(x[column]))
    shifted[column] += h
    let image = equations(shifted)
    let width = shifted[column] - x[column]
    if (!image.every(Number.isFinite)) {
      // at the edge of the domain: look the other way
      shifted[column] = x[column] - h
      image = equations(shifted)
      width = shifted[column] - x[column]
    }
    for (let row = 0; row < n; row++) jacobian[row * n + column] = (image[row] - f[row]) / width
    yield
  }
  return jacobian
}

/** J + (Δf − J Δx) Δxᵀ/|Δx|² */
function broyden(
  jacobian: readonly number[],
  x: readonly number[],
  x0: readonly number[],
  f: readonly number[],
  f0: readonly number[],
): number[] {
  const n = x.length
  const updated = jacobian.slice()
  let square = 0
  for (let k = 0; k < n; k++) square += (x[k] - x0[k]) ** 2
  if (square === 0) return updated
  for (let row = 0; row < n; row++) {
    let missing = f[row] - f0[row]
    for (let k = 0; k < n; k++) missing -= jacobian[row * n + k] * (x[k] - x0[k])
    for (let k = 0; k < n; k++) updated[row * n + k] += (missing * (x[k] - x0[k])) / square
  }
  return updated
}

function maxNorm(f: readonly number[]): number {
  let norm = 0
  for (const value of f) {
    if (Number.isNaN(value)) return NaN
    norm = Math.max(norm, Math.abs(value))
  }
  return norm
}
