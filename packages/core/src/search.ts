import type { Iteration, Verdict } from './iteration.js'

/** A computation in pieces: a generator that yields after each of its evaluations and returns what it found. */
export type Search<R> = Generator<void, R, void>

/** The state of {@link searching}: how many pieces are done, and what was found at the end of them. */
export interface SearchState<R> {
  readonly pieces: number
  readonly found?: { readonly result: R }
}

/** Does all pieces of a search at once. */
export function searchNow<R>(search: Search<R>): R {
  for (;;) {
    const { done, value } = search.next()
    if (done) return value
  }
}

/**
 * A search as an iteration whose step is one piece. It has no result before its end: `unfound` makes one for a run that was
 * ended earlier. A search is the same each time it is begun, so that the number of pieces is all that a checkpoint holds: a run
 * that resumes elsewhere does them again, in its first step.
 *
 * @example run(searching('capacity', () => roots(problem), (verdict) => nothing(verdict)), { budget: 1000 })
 */
export function searching<R>(
  name: string,
  begin: () => Search<R>,
  unfound: (verdict: Verdict) => R,
  residualOf: (result: R) => number | undefined = () => 0,
): Iteration<SearchState<R>, R> {
  // each state goes on once as a rule; one that is asked to again begins anew
  const live = new WeakMap<SearchState<R>, Search<R>>()
  const replayed = (pieces: number): Search<R> => {
    const search = begin()
    for (let piece = 0; piece < pieces; piece++) search.next()
    return search
  }
  return {
    name,
    init: () => ({ pieces: 0 }),
    step: (state) => {
      if (state.found !== undefined) return state
      const search = live.get(state) ?? replayed(state.pieces)
      live.delete(state)
      const { done, value } = search.next()
      const pieces = state.pieces + 1
      if (done) return { pieces, found: { result: value } }
      const next = { pieces }
      live.set(next, search)
      return next
    },
    residual: ({ found }) => (found === undefined ? Number.POSITIVE_INFINITY : (residualOf(found.result) ?? 0)),
    verdict: ({ found }) =>
      found === undefined ? undefined : ((found.result as { readonly verdict?: Verdict }).verdict ?? 'converged'),
    result: ({ found }, verdict) => (found === undefined ? unfound(verdict) : found.result),
  }
}
