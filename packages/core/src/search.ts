import type { Iteration, Verdict } from './iteration.js'

/** A computation in pieces: a generator that yields after each of its evaluations and returns what it found. */
export type Search<R> = Generator<void, R, void>

/** Does all pieces of a search at once. */
export function searchNow<R>(search: Search<R>): R {
  for (;;) {
    const { done, value } = search.next()
    if (done) return value
  }
}

/**
 * A search that is done piece by piece, by whoever knows how many pieces are done. It is the same each time it is begun, so that what is done
 * is not done again, and where it was not done here it is done first.
 */
export interface Pieces<R> {
  /** Does one piece after so many; what was found if that was the last one. */
  after(pieces: number): { readonly result: R } | undefined
  /** What is found, with all pieces that are left done at once. */
  now(): R
}

export function pieces<R>(begin: () => Search<R>): Pieces<R> {
  let live: Search<R> | undefined
  let count = 0
  let found: { readonly result: R } | undefined
  const next = () => {
    live ??= begin()
    try {
      const { done, value } = live.next()
      count++
      if (done) found = { result: value }
    } catch (error) {
      // a generator that has thrown is at its end
      live = undefined
      count = 0
      throw error
    }
  }
  return {
    after: (done) => {
      while (found === undefined && count <= done) next()
      return done + 1 >= count ? found : undefined
    },
    now: () => {
      while (found === undefined) next()
      return found.result
    },
  }
}

/** The state of {@link searching}: how many pieces are done, and what was found at the end of them. */
export interface SearchState<R> {
  readonly pieces: number
  readonly found?: { readonly result: R }
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
  const search = pieces(begin)
  return {
    name,
    init: () => ({ pieces: 0 }),
    step: (state) => {
      if (state.found !== undefined) return state
      const found = search.after(state.pieces)
      return { pieces: state.pieces + 1, ...(found === undefined ? {} : { found }) }
    },
    residual: ({ found }) => (found === undefined ? Number.POSITIVE_INFINITY : (residualOf(found.result) ?? 0)),
    verdict: ({ found }) =>
      found === undefined ? undefined : ((found.result as { readonly verdict?: Verdict }).verdict ?? 'converged'),
    result: ({ found }, verdict) => (found === undefined ? unfound(verdict) : found.result),
  }
}

/** The state of {@link chosen}: how many pieces of the choice are done, and then the state of what was chosen. */
export type ChosenState<S = unknown> = { readonly pieces: number } | { readonly state: S }

/**
 * An iteration that a search chooses: first the pieces of the search, each a step, then the steps of what it chose. A run that is ended before the choice
 * has what `unfound` says.
 *
 * @example chosen('instability', function* () { return (yield* isStable(problem)) ? nowhere : crossing(problem, ansatz, options) }, nothing)
 */
export function chosen<S, R>(
  name: string,
  choose: () => Search<Iteration<S, R>>,
  unfound: (verdict: Verdict) => R,
): Iteration<ChosenState<S>, R> {
  const choice = pieces(choose)
  return {
    name,
    init: () => ({ pieces: 0 }),
    step: (at) => {
      if ('state' in at) return { state: choice.now().step(at.state) }
      const found = choice.after(at.pieces)
      return found === undefined ? { pieces: at.pieces + 1 } : { state: found.result.init() }
    },
    residual: (at) => ('state' in at ? choice.now().residual(at.state) : Number.POSITIVE_INFINITY),
    verdict: (at) => ('state' in at ? choice.now().verdict(at.state) : undefined),
    result: (at, verdict) => ('state' in at ? choice.now().result(at.state, verdict) : unfound(verdict)),
  }
}
