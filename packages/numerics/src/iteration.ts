import { type Search, searchNow } from './pieces.js'

/**
 * How a run ended. Not converging is data, not an exception. `converged` is a finite answer; `absent` is one too: there is no such
 * solution, or load, and `reason` says why.
 */
export type Verdict = 'converged' | 'absent' | 'exhausted' | 'stalled' | 'nonfinite' | 'interrupted'

/** True if a question was answered: with what was asked for, or with that it does not exist. */
export const isAnswer = (verdict: Verdict): boolean => verdict === 'converged' || verdict === 'absent'

/**
 * Anything that steps: saddle points, continuation, Monte Carlo. Pure functions of a state of plain data, so
 * that the state is the checkpoint and {@link run} owns stopping, budget, cancellation and progress.
 */
export interface Iteration<S, R = S, A = R> {
  readonly name: string
  init(): S
  /** One step, some 50 ms at most; one that can take longer is made {@link inPieces}. */
  step(state: S): S
  /** What is left to do: the norm of the equations, an error, a share. Infinity while unknown; NaN ends the run. */
  residual(state: S): number
  /** undefined while there is work to do. */
  verdict(state: S): Verdict | undefined
  /** What the run hands over, also when it was ended from outside. */
  result(state: S, verdict: Verdict): R
  /** The share of the work that is done, from 0 to 1; undefined where nobody knows. */
  share?(state: S): number | undefined
  /**
   * What `answer` and `complete` return: the result, where it is an answer. Left out, it is one where the run ended `converged` or `absent`.
   *
   * @throws NOT_CONVERGED where it is none
   */
  answer?(result: R, verdict: Verdict): A
}

/**
 * An iteration that may have to wait for a step, of a device or of another machine. `run` and `answer` wait, `complete` cannot. A run that is aborted or out of time meanwhile
 * hands over the state before the step.
 */
export interface AsyncIteration<S, R = S, A = R> extends Omit<Iteration<S, R, A>, 'step'> {
  step(state: S): S | Promise<S>
}

/** A step that can be made in pieces as well. */
export interface StepInPieces<S> {
  (state: S): S
  readonly search: (state: S) => Search<S>
}

/**
 * A step that is a search: a run is ended between its pieces as well, and hands over the state before the step. Whoever has a step of its own in its place has none in
 * pieces.
 *
 * @example { …, step: inPieces(function* (state) { return { ...state, found: yield* search(state) } }) }
 */
export const inPieces = <S>(search: (state: S) => Search<S>): StepInPieces<S> =>
  Object.assign((state: S) => searchNow(search(state)), { search })

/** A result that needs no steps, as an iteration like any other. It is `converged` unless it says otherwise. */
export const closedForm = <R>(
  name: string,
  compute: () => R,
  residualOf: (result: R) => number | undefined,
): Iteration<{ readonly result: R }, R> => ({
  name,
  init: () => ({ result: compute() }),
  step: (state) => state,
  residual: ({ result }) => residualOf(result) ?? 0,
  verdict: ({ result }) => (result as { readonly verdict?: Verdict }).verdict ?? 'converged',
  result: ({ result }) => result,
})
