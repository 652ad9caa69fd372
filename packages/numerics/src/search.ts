import { type Iteration, inPieces, type StepInPieces, type Verdict } from './iteration.js'
import { pieces, type Search } from './pieces.js'

export { type Pieces, pieces, type Search, searchNow } from './pieces.js'

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
    step: inPieces(function* (at): Search<ChosenState<S>> {
      if ('state' in at) {
        const { step } = choice.now()
        const { search } = step as Partial<StepInPieces<S>>
        return { state: search === undefined ? step(at.state) : yield* search(at.state) }
      }
      const found = choice.after(at.pieces)
      return found === undefined ? { pieces: at.pieces + 1 } : { state: found.result.init() }
    }),
    residual: (at) => ('state' in at ? choice.now().residual(at.state) : Number.POSITIVE_INFINITY),
    verdict: (at) => ('state' in at ? choice.now().verdict(at.state) : undefined),
    result: (at, verdict) => ('state' in at ? choice.now().result(at.state, verdict) : unfound(verdict)),
  }
}
