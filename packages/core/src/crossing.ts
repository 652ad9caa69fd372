import {
  type BracketState,
  bracketStart,
  bracketStep,
  type Equations,
  type Iteration,
  inPieces,
  newtonSearch,
  type PathPoint,
  pathAdvanceSearch,
  pathBetween,
  pieces,
  type Search,
  type Verdict,
} from '@gardner/numerics'
import type { Ansatz } from './ansatz.js'
import {
  type Branch,
  branchSearch,
  branchStartSearch,
  foldBetween,
  foldRemark,
  loadAt,
  pathEquations,
} from './branch.js'
import type { Machine } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import { errorsOf, isRoot, refine, resolutions } from './refinement.js'
import type { SaddleState } from './saddle-point.js'
import type { Threshold } from './threshold.js'

/** What is asked of a crossing. */
export interface CrossingOptions<Q extends OrderParameters> {
  readonly name: string
  /** Positive at small load; the threshold is where it first vanishes. */
  readonly condition: (state: SaddleState<Q>) => number
  /** A load on the branch asked for: which of several branches to start on. */
  readonly branchOf: number
  /** What it means that the branch ended before the condition vanished: there is no such load. Undefined makes it a failure. */
  readonly absent?: (reason: string) => string | undefined
  /** What there is to say of the state at the crossing. */
  readonly remark?: (state: SaddleState<Q>) => { readonly reason?: string }
}

/** How far, in its coordinates, a branch that starts next to the crossing may be from it. */
const NEXT = 1e-3

/** Where a crossing stands: plain data. */
export interface CrossingState {
  readonly phase: 'start' | 'march' | 'bracket' | 'ended'
  /** How many pieces of the search for the start of the branch are done. */
  readonly pieces?: number
  readonly before: PathPoint | null
  readonly point: PathPoint | null
  readonly signs: readonly [number, number]
  readonly bracket: BracketState | null
  /** The crossing in the coordinates (x, log α). */
  readonly root: readonly number[] | null
  readonly jacobian: readonly number[] | null
  /** The last load at which the branch turned back, if it did. */
  readonly fold: number | null
  readonly evaluations: number
  readonly reason: string | null
}

/**
 * The first zero of a condition along the physical branch: marched to, bracketed on the branch, then solved
 * together with the saddle-point equations, once by the standard and once by the finer rule.
 */
export function crossing<Q extends OrderParameters>(
  machine: Machine,
  ansatz: Ansatz<Q>,
  options: CrossingOptions<Q>,
): Iteration<CrossingState, Threshold<Q>> {
  const saddles = resolutions(machine, ansatz)
  const branch = pieces(function* () {
    return following(machine, ansatz, options, yield* branchSearch(machine, saddles, options.branchOf))
  })
  return {
    name: `${ansatz.name} ${options.name}`,
    init: () => START,
    step: inPieces(function* (state): Search<CrossingState> {
      if (state.phase !== 'start') return yield* branch.now().step(state)
      const { pieces: done = 0 } = state
      const found = branch.after(done)
      return found === undefined ? { ...state, pieces: done + 1 } : yield* found.result.step(START)
    }),
    residual: ({ signs, phase, bracket }) =>
      phase === 'bracket' && bracket !== null
        ? Math.min(Math.abs(bracket.fa), Math.abs(bracket.fb))
        : Math.abs(signs[1]),
    verdict: ({ phase, root, reason }): Verdict | undefined => {
      if (phase !== 'ended') return undefined
      if (root !== null) return 'converged'
      return reason !== null && options.absent?.(reason) !== undefined ? 'absent' : 'stalled'
    },
    result: (state, verdict) =>
      state.phase === 'start'
        ? missed(machine, ansatz, options, state, verdict, undefined)
        : branch.now().result(state, verdict),
  }
}

const START: CrossingState = {
  phase: 'start',
  before: null,
  point: null,
  signs: [0, 0],
  bracket: null,
  root: null,
  jacobian: null,
  fold: null,
  evaluations: 0,
  reason: null,
}

/** What there is where no crossing was found, and the last state of the branch. */
const missed = <Q extends OrderParameters>(
  machine: Machine,
  ansatz: Ansatz<Q>,
  options: CrossingOptions<Q>,
  state: CrossingState,
  verdict: Verdict,
  last: SaddleState<Q> | undefined,
): Threshold<Q> => ({
  name: options.name,
  problem: machine,
  ansatz: ansatz.name,
  verdict,
  value: Number.POSITIVE_INFINITY,
  error: verdict === 'absent' ? 0 : Number.POSITIVE_INFINITY,
  // of the branch where it was left; the condition has no root
  ...(last === undefined ? {} : { residual: state.point?.residual, replicon: last.replicon }),
  at: {} as Q,
  errors: {},
  branch: last?.branch ?? 'none',
  evaluations: state.evaluations,
  routes: {},
  reason: (state.reason !== null ? options.absent?.(state.reason) : undefined) ?? state.reason ?? `ended: ${verdict}`,
})

interface Following<Q extends OrderParameters> {
  /** A step, in pieces of one evaluation. */
  step(state: CrossingState): Search<CrossingState>
  result(state: CrossingState, verdict: Verdict): Threshold<Q>
}

/** How a branch whose start is known is followed. */
function following<Q extends OrderParameters>(
  machine: Machine,
  ansatz: Ansatz<Q>,
  options: CrossingOptions<Q>,
  { saddles, origin }: Branch<Q>,
): Following<Q> {
  const { standard } = saddles
  const along = pathEquations(standard)
  const stateAt = (saddle: typeof standard, x: readonly number[]) =>
    saddle.state(x.slice(0, -1), Math.exp(x[x.length - 1]))
  const conditionAt = (x: readonly number[]) => options.condition(stateAt(standard, x))
  const critical =
    (saddle: typeof standard): Equations =>
    (x) => [...pathEquations(saddle)(x), options.condition(stateAt(saddle, x))]

  function* start(state: CrossingState): Search<CrossingState> {
    if (origin.hold === 'nowhere') return { ...state, phase: 'ended', reason: origin.reason }
    const point = yield* branchStartSearch(along, origin)
    if (point === undefined)
      return { ...state, phase: 'ended', reason: 'no saddle point was found where the branch should start' }
    const sign = conditionAt(point.x)
    if (!(sign > 0)) {
      const root = yield* newtonSearch(critical(standard), point.x)
      if (isRoot(root) && root.x.every((value, i) => Math.abs(value - point.x[i]) <= NEXT)) {
        const evaluations = point.evaluations + root.evaluations
        return { ...state, phase: 'ended', point, root: root.x, jacobian: root.jacobian, evaluations }
      }
      return {
        ...state,
        phase: 'ended',
        point,
        reason: `the condition is not positive where the branch starts (${sign})`,
      }
    }
    return { ...state, phase: 'march', point, signs: [sign, sign], evaluations: point.evaluations }
  }

  function* march(state: CrossingState): Search<CrossingState> {
    const before = state.point as PathPoint
    const point = yield* pathAdvanceSearch(along, before)
    if (point === undefined) {
      return {
        ...state,
        phase: 'ended',
        reason: `the branch could not be followed beyond α = ${loadAt(before).toPrecision(6)}`,
      }
    }
    const signs = [state.signs[1], conditionAt(point.x)] as const
    const fold = foldBetween(along, before, point) ?? state.fold
    const next = { ...state, before, point, signs, fold, evaluations: point.evaluations }
    if (!(signs[1] > 0)) return { ...next, phase: 'bracket', bracket: null }
    const limit = standard.end(point.x.slice(0, -1))
    return limit === undefined ? next : { ...next, phase: 'ended', reason: limit }
  }

  function* narrow(state: CrossingState): Search<CrossingState> {
    const [before, point] = [state.before as PathPoint, state.point as PathPoint]
    const at = (share: number) => conditionAt(pathBetween(along, before, point, share).x)
    const bracket =
      state.bracket === null
        ? bracketStart(at, 0, 1, state.signs[0], state.signs[1])
        : bracketStep(at, state.bracket, 1e-14)
    if (bracket.ended === 'nonfinite')
      return { ...state, bracket, phase: 'ended', reason: 'the condition is not a number' }
    if (bracket.ended === null && Math.abs(bracket.a - bracket.b) > 1e-4) return { ...state, bracket }
    const guess = pathBetween(along, before, point, Math.abs(bracket.fa) < Math.abs(bracket.fb) ? bracket.a : bracket.b)
    const root = yield* newtonSearch(critical(standard), guess.x)
    const evaluations = state.evaluations + root.evaluations
    const between = root.x.every(
      (value, i) => Math.abs(value - guess.x[i]) <= 1e-3 + Math.abs(point.x[i] - before.x[i]),
    )
    if (isRoot(root) && between)
      return { ...state, bracket, phase: 'ended', root: root.x, jacobian: root.jacobian, evaluations }
    // Newton's method did not stay: narrow the bracket to the end instead
    if (bracket.ended === null) return { ...state, bracket, evaluations }
    return {
      ...state,
      bracket,
      phase: 'ended',
      reason: 'the crossing was bracketed but could not be solved for',
      evaluations,
    }
  }

  return {
    *step(state) {
      if (state.phase === 'start') return yield* start(state)
      if (state.phase === 'march') return yield* march(state)
      return state.phase === 'bracket' ? yield* narrow(state) : state
    },
    result: (state, verdict) => {
      const common = { name: options.name, problem: machine, ansatz: ansatz.name, verdict }
      if (state.root !== null && verdict === 'converged') {
        const refinement = refine(saddles, critical, stateAt, state.root, state.jacobian, (saddle, x) =>
          saddle.rounding?.(x.slice(0, -1), Math.exp(x[x.length - 1])),
        )
        return {
          ...common,
          ...refinement.load(),
          residual: refinement.residual,
          at: refinement.state.at,
          errors: errorsOf(refinement.state.at, refinement.estimate),
          branch: refinement.state.branch + foldRemark(state.fold),
          replicon: refinement.state.replicon,
          evaluations: state.evaluations + refinement.evaluations,
          routes: {},
          ...options.remark?.(refinement.state),
        }
      }
      const last = state.point === null ? undefined : stateAt(standard, state.point.x)
      return missed(machine, ansatz, options, state, verdict, last)
    },
  }
}
