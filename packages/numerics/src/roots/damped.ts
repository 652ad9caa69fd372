import type { Iteration, Verdict } from '../iteration.js'

/** The state of {@link damped}. */
export interface DampedState {
  readonly x: readonly number[]
  /** max |T(x) − x| */
  readonly norm: number
  readonly damping: number
}

export interface DampedOptions {
  /** max |T(x) − x| at which the point counts as fixed (default 1e-10). */
  readonly tolerance?: number
  /** Share of the old point that is kept, in [0, 1) (default 0.5); raised where the norm grows. */
  readonly damping?: number
}

/** x ← d x + (1 − d) T(x): slow, but it goes where Newton's method has no start. */
export function dampedStep(update: (x: readonly number[]) => readonly number[], state: DampedState): DampedState {
  const image = update(state.x)
  const norm = image.reduce((most, value, i) => Math.max(most, Math.abs(value - state.x[i])), 0)
  const damping = norm > 1.5 * state.norm ? Math.min(0.98, 0.5 * (1 + state.damping)) : state.damping
  return { x: image.map((value, i) => damping * state.x[i] + (1 - damping) * value), norm, damping }
}

/**
 * The fixed point x = T(x) by damped iteration, for starts from which Newton's method does not converge. It has no verdict but `converged`: whoever drives it
 * limits its steps.
 *
 * @param update T
 * @param options `tolerance` > 0 of max |T(x) − x| (default 1e-10), `damping` in [0, 1), the share of the old point that is kept (default 0.5, raised
 * to 0.98 at most where the norm grows)
 *
 * @example complete(damped(([x]) => [Math.cos(x)], [1])).result.x // [0.7390…]
 */
export function damped(
  update: (x: readonly number[]) => readonly number[],
  start: readonly number[],
  { tolerance = 1e-10, damping = 0.5 }: DampedOptions = {},
): Iteration<DampedState, DampedState> {
  return {
    name: 'damped',
    init: () => ({ x: start, norm: Infinity, damping }),
    step: (state) => dampedStep(update, state),
    residual: (state) => state.norm,
    verdict: ({ norm }): Verdict | undefined => (norm <= tolerance ? 'converged' : undefined),
    result: (state) => state,
  }
}
