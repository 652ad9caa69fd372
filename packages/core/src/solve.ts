import {
  type DampedState,
  dampedStep,
  type Iteration,
  inPieces,
  type NewtonState,
  newtonSearch,
  type PathPoint,
  pathAdvanceSearch,
  pieces,
  type Search,
  type Verdict,
} from '@gardner/numerics'
import { type Ansatz, checkAnsatz } from './ansatz.js'
import { unanswered } from './answer.js'
import {
  type Branch,
  branchSearch,
  branchStartSearch,
  foldBetween,
  foldRemark,
  interpolate,
  loadAt,
  logLoad,
  pathEquations,
} from './branch.js'
import type { Problem } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import { checkProblem } from './problem.js'
import { isRoot, resolutions } from './refinement.js'
import { isSolved, type Solution, solutionAt, type Unsolved } from './solution.js'

/** Where a solve stands: plain data. */
export interface SolveState {
  readonly phase: 'start' | 'relax' | 'march' | 'ended'
  /** How many pieces of the search for the start of the branch are done. */
  readonly pieces?: number
  /** On the branch, in the coordinates (x, log α). */
  readonly point: PathPoint | null
  readonly relaxed: DampedState | null
  /** The root at the load asked for. */
  readonly root: NewtonState | null
  /** The largest load at which the branch turned back, if it did. */
  readonly fold: number | null
  readonly evaluations: number
  /** How many of the last steps along the branch were tiny. */
  readonly crawled?: number
  readonly reason: string | null
  /** True where the search has shown that there is no solution. */
  readonly absent: boolean
}

const LONGEST_RELAXATION = 2000
/** Arc length of steps that lead nowhere: where rounding makes noise of the equations, no longer one is found to lie on the branch. */
const TINY = 1e-5
const MOST_TINY = 100

/**
 * The saddle point of a problem, as a question. The physical branch is followed from where it starts at small load up to the load of the problem, by
 * pseudo-arclength continuation, and solved for there. So the branch found is the one that is connected to α → 0, and where it ends first the outcome
 * says so.
 *
 * @param problem a machine and its load α ≥ 0
 * @param ansatz such as `rs` or `oneStepRsb`
 * @returns an iteration whose run hands over a {@link Solution}, or an {@link Unsolved} that says why there is none; its answer is the solution
 * @throws INVALID_OPTION where the problem has no load, UNSUITABLE where the ansatz has no equations for it; the answer throws NOT_CONVERGED where
 * there is no solution, or none was found
 * @example (await answer(saddlePoint(problem({ activation: relu, weights: binary, alpha: 0.5 }), rs))).at.q
 */
export function saddlePoint<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
): Iteration<SolveState, Solution<Q> | Unsolved, Solution<Q>> {
  checkProblem(problem)
  checkAnsatz(ansatz)
  const { alpha } = problem
  const saddles = resolutions(problem, ansatz)
  const branch = pieces(function* () {
    return following(problem, ansatz, alpha, yield* branchSearch(problem, saddles, alpha))
  })
  return {
    name: `${ansatz.name} saddle point`,
    init: () => START,
    step: inPieces(function* (state): Search<SolveState> {
      if (state.phase !== 'start') return yield* branch.now().step(state)
      const { pieces = 0 } = state
      const found = branch.after(pieces)
      return found === undefined ? { ...state, pieces: pieces + 1 } : yield* found.result.step(START)
    }),
    residual: ({ root, point }) => root?.norm ?? point?.residual ?? Infinity,
    verdict: ({ phase, root, absent }): Verdict | undefined =>
      phase !== 'ended' ? undefined : root !== null ? 'converged' : absent ? 'absent' : 'stalled',
    result: (state, verdict) =>
      state.root === null || verdict !== 'converged'
        ? unsolved(problem, ansatz, alpha, state, verdict)
        : branch.now().solution(state.root, state),
    answer: solutionOf,
  }
}

function solutionOf<Q extends OrderParameters>(outcome: Solution<Q> | Unsolved): Solution<Q> {
  if (isSolved(outcome)) return outcome
  const { ansatz, verdict, alpha, residual, reason } = outcome
  const what = verdict === 'absent' ? `${ansatz} has no solution` : `${ansatz} ${verdict}`
  throw unanswered(what, `at α = ${alpha}`, residual, reason)
}

const START: SolveState = {
  phase: 'start',
  point: null,
  relaxed: null,
  root: null,
  fold: null,
  reason: null,
  absent: false,
  evaluations: 0,
}

const unsolved = <Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  alpha: number,
  { point, reason, evaluations }: SolveState,
  verdict: Verdict,
): Unsolved => ({
  problem,
  ansatz: ansatz.name,
  alpha,
  verdict: verdict === 'converged' ? 'stalled' : verdict,
  // where a branch ends its last point says nothing of the load asked for
  ...(verdict === 'absent' || point === null ? {} : { residual: point.residual }),
  evaluations,
  reason: reason ?? `the search was ended (${verdict}) before it reached this load`,
})

/** How a branch whose start is known is followed. */
interface Following<Q extends OrderParameters> {
  /** A step, in pieces of one evaluation. */
  step(state: SolveState): Search<SolveState>
  solution(root: NewtonState, state: SolveState): Solution<Q>
}

function following<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  alpha: number,
  { saddles, origin }: Branch<Q>,
): Following<Q> {
  const { standard } = saddles
  const along = pathEquations(standard)

  function* start(state: SolveState): Search<SolveState> {
    if (origin.hold === 'nowhere') return ended(state, origin.reason, origin.absent === true)
    // a load on the other side of the origin than the branch
    const behind = (alpha - origin.alpha) * (origin.towards ?? 1) <= 0
    if (origin.hold === 'alpha' && behind) return yield* finish(state, origin.x)
    const point = yield* branchStartSearch(along, origin)
    if (point !== undefined) {
      const next = { ...state, phase: 'march' as const, point, evaluations: state.evaluations + point.evaluations }
      // between a bifurcation and the first point beyond it
      const passed = origin.hold !== 'alpha' && (alpha - origin.alpha) * (alpha - loadAt(point)) <= 0
      if (!passed) return next
      const finished = yield* finish(next, point.x.slice(0, -1))
      if (finished.root !== null) return finished
      // too near the bifurcation for one leap: back towards it
      const back = yield* branchStartSearch(along, { ...origin, towards: origin.towards === 1 ? -1 : 1 })
      return back === undefined
        ? finished
        : { ...next, point: back, evaluations: finished.evaluations + back.evaluations }
    }
    if (state.relaxed !== null) return ended(state, 'no saddle point was found where the branch should start')
    return { ...state, phase: 'relax', relaxed: { x: origin.x, norm: Infinity, damping: 0.5 } }
  }

  function* relax(state: SolveState): Search<SolveState> {
    let relaxed = state.relaxed as DampedState
    let steps = 0
    while (!(relaxed.norm < 1e-9) && steps++ < LONGEST_RELAXATION) {
      relaxed = dampedStep((x) => standard.update(x, alpha), relaxed)
      yield
    }
    return yield* finish({ ...state, relaxed, evaluations: state.evaluations + steps }, relaxed.x)
  }

  function* march(state: SolveState): Search<SolveState> {
    const before = state.point as PathPoint
    const point = yield* pathAdvanceSearch(along, before)
    if (point === undefined) {
      return ended(state, `the branch could not be followed beyond α = ${loadAt(before).toPrecision(6)}`)
    }
    const fold = foldBetween(along, before, point) ?? state.fold
    const crawled = point.step < TINY ? (state.crawled ?? 0) + 1 : 0
    if (crawled > MOST_TINY) {
      return ended(state, `the branch could not be followed beyond α = ${loadAt(before).toPrecision(6)}`)
    }
    const next = {
      ...state,
      point,
      fold,
      crawled,
      evaluations: state.evaluations + point.evaluations - before.evaluations,
    }
    if (loadAt(point) >= alpha !== loadAt(before) >= alpha) {
      const share = (Math.log(alpha) - logLoad(before)) / (logLoad(point) - logLoad(before))
      const finished = yield* finish(next, interpolate(before.x, point.x, share).slice(0, -1))
      // towards q → 1 the load stands still, and rounding alone may take it past the one asked for: go on to the end
      const standing = Math.abs(point.direction[point.direction.length - 1]) < 1e-4
      if (finished.root !== null || !standing) return finished
    }
    const limit = standard.end(point.x.slice(0, -1))
    return limit === undefined
      ? next
      : ended(next, `${limit}, at α = ${loadAt(point).toPrecision(6)}${foldRemark(fold)}`, true)
  }

  function* finish(state: SolveState, guess: readonly number[]): Search<SolveState> {
    const root = yield* newtonSearch((x) => standard.residual(x, alpha), guess)
    const evaluations = state.evaluations + root.evaluations
    if (!isRoot(root, standard.rounding?.(root.x, alpha)))
      return ended({ ...state, evaluations }, 'the equations could not be solved at this load')
    // a root beyond the end of the branch is none of it
    const limit = standard.end(root.x)
    return limit === undefined
      ? { ...state, phase: 'ended', root, evaluations }
      : ended({ ...state, evaluations }, limit, true)
  }

  return {
    *step(state) {
      if (state.phase === 'start') return yield* start(state)
      if (state.phase === 'relax') return yield* relax(state)
      return state.phase === 'march' ? yield* march(state) : state
    },
    solution: (root, { evaluations, fold }) =>
      solutionAt(problem, ansatz, saddles, alpha, root, evaluations, foldRemark(fold), origin.remark),
  }
}

const ended = (state: SolveState, reason: string, absent = false): SolveState => ({
  ...state,
  phase: 'ended',
  root: null,
  reason,
  absent,
})
