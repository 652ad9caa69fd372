import type { Iteration, Verdict } from '../iteration.js'
import type { Search } from '../search.js'

/** A sign change of f between a and b, with the inverse-quadratic history of Chandrupatla's method. */
export interface BracketState {
  readonly a: number
  readonly fa: number
  readonly b: number
  readonly fb: number
  readonly c: number
  readonly fc: number
  /** Where in (a, b) to look next, as a share of it. */
  readonly share: number
  readonly evaluations: number
  readonly ended: 'converged' | 'stalled' | 'nonfinite' | null
}

/** A root, and how far it may be off. */
export interface Root {
  readonly root: number
  /** f(root) */
  readonly value: number
  /** The root lies within `root ± width`. */
  readonly width: number
  readonly evaluations: number
  readonly verdict: 'converged' | 'stalled' | 'nonfinite'
}

const WIDTH = 2 * Number.EPSILON
const MAX_EVALUATIONS = 200

/** `fa` and `fb` may be passed where they are known. `stalled` at once if there is no sign change. */
export function bracketStart(f: (x: number) => number, a: number, b: number, fa = f(a), fb = f(b)): BracketState {
  // signs, as fa + fb may be ∞ − ∞ and fa · fb may underflow
  const ended =
    Number.isNaN(fa) || Number.isNaN(fb)
      ? 'nonfinite'
      : fa === 0 || fb === 0
        ? 'converged'
        : Math.sign(fa) === Math.sign(fb)
          ? 'stalled'
          : null
  return {
    a: fa === 0 ? b : a,
    fa: fa === 0 ? fb : fa,
    b: fa === 0 ? a : b,
    fb: fa === 0 ? fa : fb,
    c: a,
    fc: fa,
    share: 0.5,
    evaluations: 2,
    ended,
  }
}

/** One evaluation: inverse quadratic interpolation where it is safe, bisection elsewhere (Chandrupatla 1997). */
export function bracketStep(f: (x: number) => number, state: BracketState, tolerance: number): BracketState {
  if (state.ended !== null) return state
  const x = placeOf(state)
  return narrowed(state, x, f(x), tolerance)
}

/** Where f is asked for next. */
const placeOf = ({ a, b, share }: BracketState): number => a + share * (b - a)

function narrowed(state: BracketState, x: number, fx: number, tolerance: number): BracketState {
  const { b: previous, fb: previousValue } = state
  const evaluations = state.evaluations + 1
  if (Number.isNaN(fx)) return { ...state, evaluations, ended: 'nonfinite' }
  // (a, b) keeps the sign change with a the newest point; c is the point that was dropped
  const same = Math.sign(fx) === Math.sign(state.fa)
  const [c, fc] = same ? [state.a, state.fa] : [previous, previousValue]
  const [b, fb] = same ? [previous, previousValue] : [state.a, state.fa]
  const next = { a: x, fa: fx, b, fb, c, fc, evaluations }
  const width = Math.abs(b - x)
  const allowed = WIDTH * Math.abs(Math.abs(fx) < Math.abs(fb) ? x : b) + tolerance
  if (fx === 0 || width <= 2 * allowed) return { ...next, share: 0.5, ended: 'converged' }
  if (evaluations >= MAX_EVALUATIONS) return { ...next, share: 0.5, ended: 'stalled' }
  const xi = (x - b) / (c - b)
  const phi = (fx - fb) / (fc - fb)
  let chosen = 0.5
  if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
    chosen = (fx / (fb - fx)) * (fc / (fb - fc)) + ((c - x) / (b - x)) * (fx / (fc - fx)) * (fb / (fc - fb))
  }
  const edge = allowed / width
  return { ...next, share: Math.min(1 - edge, Math.max(edge, chosen)), ended: null }
}

/**
 * The root of f between a and b, where it changes its sign, by Chandrupatla's method (1997): inverse quadratic interpolation where that is safe, bisection
 * elsewhere, at most 200 evaluations. `stalled` if f has the same sign at both ends, `nonfinite` where it is NaN; nothing is thrown.
 *
 * @param options `tolerance` ≥ 0 of the half-width of the last interval, beside that of neighbouring doubles (default 0); `fa` and `fb`, the values
 * at the ends where they are known
 *
 * @example bracketedRoot((x) => Math.cos(x) - x, 0, 1).root // 0.7390851332151607
 */
export function bracketedRoot(
  f: (x: number) => number,
  a: number,
  b: number,
  options: { tolerance?: number; fa?: number; fb?: number } = {},
): Root {
  let state = bracketStart(f, a, b, options.fa, options.fb)
  while (state.ended === null) state = bracketStep(f, state, options.tolerance ?? 0)
  return rootOf(state)
}

/** {@link bracketedRoot} of an f whose values are searched for. */
export function* bracketSearch(
  f: (x: number) => Search<number>,
  a: number,
  b: number,
  options: { tolerance?: number; fa?: number; fb?: number } = {},
): Search<Root> {
  const fa = options.fa ?? (yield* f(a))
  const fb = options.fb ?? (yield* f(b))
  let state = bracketStart(() => Number.NaN, a, b, fa, fb)
  while (state.ended === null) {
    const x = placeOf(state)
    state = narrowed(state, x, yield* f(x), options.tolerance ?? 0)
  }
  return rootOf(state)
}

/** {@link bracketedRoot} as an iteration, a step of it one evaluation. */
export function bracket(f: (x: number) => number, a: number, b: number, tolerance = 0): Iteration<BracketState, Root> {
  return {
    name: 'bracket',
    init: () => bracketStart(f, a, b),
    step: (state) => bracketStep(f, state, tolerance),
    residual: (state) => Math.min(Math.abs(state.fa), Math.abs(state.fb)),
    verdict: ({ ended }): Verdict | undefined => ended ?? undefined,
    result: rootOf,
  }
}

function rootOf({ a, fa, b, fb, evaluations, ended }: BracketState): Root {
  const better = Math.abs(fa) < Math.abs(fb)
  const width = fa === 0 || fb === 0 ? Number.EPSILON * Math.abs(better ? a : b) : Math.abs(b - a)
  return { root: better ? a : b, value: better ? fa : fb, width, evaluations, verdict: ended ?? 'stalled' }
}
