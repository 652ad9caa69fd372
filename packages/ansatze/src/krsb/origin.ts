import {
  type Ansatz,
  branchStartSearch,
  driveSearch,
  type Machine,
  type Origin,
  originSearch,
  pathEquations,
  type SaddlePoint,
  type Search,
  saddlePoint,
} from '@gardner/core'
import { newtonSearch, STANDARD_STEP } from '@gardner/numerics'
import { isBounded } from '../rs/capacity.js'
import { startsAtZero } from '../rs/saddle-point.js'
import { answerWithoutCondensation } from './answers.js'
import { rsThreshold } from './birth.js'
import { sphericalLimit } from './capacity.js'
import { hierarchyAt } from './hierarchy.js'
import type { LimitRoot } from './limit-search.js'
import { onset } from './onset.js'
import { krsbSaddlePoint } from './saddle-point.js'
import type { Krsb } from './state.js'
import { clusterTransitions, transitionsSearch } from './transitions.js'
import { originAtZero } from './zero-overlap.js'

/** 1 − q_k of the first point beside the limit q_k → 1 that are tried, as shares of q_k − q_{k−1}. */
const NEAR_LIMIT = [1e-2, 3e-3, 1e-3, 3e-4]
/** q_0 in that limit below this is 0. */
const SMALLEST_Q0 = 1e-6
/** A difference of overlaps below this share of 1 − q, or of m below this share of itself, is none. */
const DISTINCT = 1e-3
/** Where a level is split: the share of the inner part, and the ratio of its m to that of the outer. */
const SPLITS = [
  [0.4, 1.2],
  [0.2, 1.5],
  [0.45, 1.05],
  [0.1, 2],
  [0.48, 1.015],
  [0.05, 3],
] as const
/** Loads at which a solution is looked for from which the branch leads to the one asked for, in units of that. */
const DETOURS = [1, 1.15, 1.4, 0.85]

/** The equations of k steps and where their branch starts. */
export const krsbBranch = (name: string, k: number, parisi?: readonly number[]): Ansatz<Krsb> => ({
  name,
  saddlePoint: (machine, step) => ({
    ...krsbSaddlePoint(
      machine,
      { k, ...(parisi === undefined ? {} : { parisi }), origin: (of, alpha) => origin(of, alpha, k, parisi) },
      step,
    ),
    several: () => k === 1 && hasSeveral(machine, parisi !== undefined),
  }),
})

/** One born continuously beside one at a distance, or beside the others that leave q = 0. With m held clusters need not condense. */
function hasSeveral(machine: Machine, held: boolean): boolean {
  if (startsAtZero(machine)) return true
  const { birth, dynamical, kauzmann } = clusterTransitions(machine)
  if (held) return dynamical !== undefined
  return kauzmann !== undefined && birth !== undefined && birth.value < 1
}

/**
 * Where the branch of k steps starts: one step at the RS instability; more of them next to the limit q_k → 1, where the sphere
 * has one, and otherwise at the load itself, from the solution of k − 1 steps with a level split in two.
 */
function* origin(machine: Machine, alpha: number, k: number, parisi: readonly number[] | undefined): Search<Origin> {
  const equations = krsbSaddlePoint(
    machine,
    { k, ...(parisi === undefined ? {} : { parisi }), origin: () => ({ hold: 'nowhere', reason: '' }) },
    STANDARD_STEP,
  )
  const limited = parisi === undefined && machine.weights.kind === 'sphere' && isBounded(machine.kernel.slope(0))
  const even = startsAtZero(machine)
  // clusters at a distance come before whatever leaves q = 0
  const distant = even && limited ? (yield* transitionsSearch(machine)).kauzmann : undefined
  if (k === 1 && !even) return yield* onset(machine, equations, parisi, alpha)
  if (k === 1) {
    const [root] = limited && Number.isFinite(alpha) ? (yield* sphericalLimit(machine, 1)).roots : []
    if (root === undefined || alpha <= Math.max((yield* rsThreshold(machine)).value, distant?.value ?? 0))
      return yield* originAtZero(machine, equations, parisi, alpha)
    // q_0 = 0 is held, as it may bifurcate on the way; where it does the solution beside it is found at the load itself
    const atZero = !(root.point.q0 > SMALLEST_Q0)
    const atLimit = { name: 'from q1 → 1', origin: yield* besideLimit(machine, equations, root, k, alpha), atZero }
    if (!(alpha > root.point.alpha)) return yield* originAtZero(machine, equations, parisi, alpha, [atLimit])
  }
  // one step that gets here is bounded by its own limit
  const bounded = k === 1 || (even && limited && distant === undefined)
  const first = bounded ? undefined : yield* firstOrigin(machine, alpha, parisi?.slice(k - 1))
  if (first?.hold === 'nowhere') {
    const { absent } = first
    const reason = `there are no ${k} steps: ${first.reason}`
    return { hold: 'nowhere', reason, ...(absent === undefined ? {} : { absent }) }
  }
  const onsetLoad = distant?.value ?? (even ? undefined : first?.alpha) ?? (yield* rsThreshold(machine)).value
  if (first === undefined && alpha < onsetLoad) {
    const reason = `there is no branch of ${k} steps yet: the RS solution is stable up to α = ${onsetLoad.toPrecision(7)}`
    return k === 1
      ? yield* answerWithoutCondensation(machine, alpha, yield* transitionsSearch(machine), reason)
      : { hold: 'nowhere', reason, absent: true }
  }
  const roots = limited ? (yield* sphericalLimit(machine, k)).roots : []
  const root = roots[k - 1]
  if (root !== undefined) {
    // towards its onset the branch is followed ever more slowly: there a split of fewer steps comes first
    if (k > 1 && alpha < onsetLoad + 0.3 * (root.point.alpha - onsetLoad)) {
      const near = yield* splitAt(machine, equations, alpha, k, parisi)
      if (near.hold === 'alpha') return near
      if (near.absent || alpha < onsetLoad + 0.05 * (root.point.alpha - onsetLoad)) return near
    }
    const atLimit = yield* besideLimit(machine, equations, root, k, alpha)
    const beside = alpha > root.point.alpha ? yield* branchStartSearch(pathEquations(equations), atLimit) : undefined
    if (beside !== undefined && Math.exp(beside.x[beside.x.length - 1]) < root.point.alpha) {
      const reason = `q${k} reaches 1 at α = ${root.point.alpha.toPrecision(7)}, the capacity of ${k} ${k === 1 ? 'step' : 'steps'}`
      return { hold: 'nowhere', reason, absent: true }
    }
    return atLimit
  }
  if (k === 1)
    return {
      hold: 'nowhere',
      reason: 'no one-step branch reaches q1 → 1 below the replica-symmetric one',
      absent: true,
    }
  // thresholds ask for the branch as a whole
  const load = Number.isFinite(alpha) ? alpha : 1.3 * onsetLoad
  let failure: Origin | undefined
  for (const detour of DETOURS) {
    const from = detour * load
    if (from < onsetLoad) continue
    const made = yield* splitAt(machine, equations, from, k, parisi)
    if (made.hold === 'alpha') return { ...made, towards: detour > 1 ? -1 : 1 }
    failure ??= made
    // without fewer steps at this load there are none to look for at others
    if (made.fewer) break
  }
  return failure ?? { hold: 'nowhere', reason: `no load was found to look for ${k} steps at` }
}

/** Where the limit q_k → 1 is left, towards smaller loads. */
interface Beside {
  readonly hold: 0
  readonly x: readonly number[]
  readonly alpha: number
  readonly towards: 1
}

/** The first point beside the limit q_k → 1: where q_0 = 0 solves the equations too, so near to it that q_0 > 0 is not lost. */
function* besideLimit(
  machine: Machine,
  equations: SaddlePoint<Krsb>,
  { point }: LimitRoot,
  k: number,
  alpha: number,
): Search<Beside> {
  const at = (share: number): Beside => {
    const gap = share * point.steps[k - 1]
    const x = [
      Math.log(gap),
      ...point.steps.map((step, i) => Math.log(i === k - 1 ? step - gap : step)).reverse(),
      ...point.parisi.map((m) => Math.log(m * gap)),
    ]
    return { hold: 0, x, alpha: point.alpha, towards: 1 }
  }
  if (!startsAtZero(machine)) return at(NEAR_LIMIT[0])
  for (const origin of NEAR_LIMIT.map(at)) {
    const start = yield* branchStartSearch(pathEquations(equations), origin)
    if (start === undefined) continue
    const { q0 = 0 } = hierarchyAt(start.x.slice(0, -1), k) ?? {}
    if (point.q0 > SMALLEST_Q0 ? q0 > 0.5 * point.q0 : !(Math.exp(start.x[start.x.length - 1]) < alpha)) return origin
  }
  return at(NEAR_LIMIT[0])
}

const firstOrigin = (machine: Machine, alpha: number, parisi: readonly number[] | undefined): Search<Origin> =>
  originSearch(krsbBranch('1 step', 1, parisi).saddlePoint(machine, STANDARD_STEP), alpha)

/** Where a solution of k steps was found, or why not; `fewer` where there are not even k − 1. */
type Split =
  | { readonly hold: 'alpha'; readonly x: readonly number[]; readonly alpha: number }
  | { readonly hold: 'nowhere'; readonly reason: string; readonly absent: boolean; readonly fewer: boolean }

/** A solution of k steps at a load, from that of k − 1 with one level split in two, or why there is none. */
function* splitAt(
  machine: Machine,
  equations: SaddlePoint<Krsb>,
  alpha: number,
  k: number,
  parisi: readonly number[] | undefined,
): Search<Split> {
  const before = krsbBranch(`${k - 1} steps`, k - 1, parisi?.slice(1))
  const from = yield* originSearch(before.saddlePoint(machine, STANDARD_STEP), alpha)
  if (from.hold === 'nowhere') {
    const reason = `there are no ${k - 1} steps to go on from: ${from.reason}`
    return { hold: 'nowhere', reason, absent: from.absent === true, fewer: true }
  }
  const { root, reason, absent } = (yield* driveSearch(saddlePoint(machine.at({ alpha }), before))).state
  if (root === null) {
    return { hold: 'nowhere', reason: `there are no ${k - 1} steps to go on from: ${reason}`, absent, fewer: true }
  }
  for (let level = 0; level < k - 1; level++) {
    for (const [share, ratio] of SPLITS) {
      const guess = split(root.x, k - 1, level, share, ratio, parisi === undefined)
      const found = yield* newtonSearch((x) => equations.residual(x, alpha), guess, { maxEvaluations: 30 * k })
      if (found.norm < 1e-10 && isDistinct(found.x, root.x, k, parisi) && equations.end(found.x) === undefined)
        return { hold: 'alpha', x: found.x, alpha }
    }
  }
  const none = `no solution of ${k} steps was found beside the one of ${k - 1}`
  return { hold: 'nowhere', reason: none, absent: false, fewer: false }
}

/** True if no two levels are the same, and the innermost gap is not another one altogether. */
function isDistinct(
  x: readonly number[],
  before: readonly number[],
  k: number,
  parisi: readonly number[] | undefined,
): boolean {
  const found = hierarchyAt(x, k, parisi)
  return (
    found !== undefined &&
    Math.abs(x[0] - before[0]) < 2 &&
    found.steps.every((step, i) => step > DISTINCT * found.gaps[i + 1]) &&
    found.parisi.every((m, i) => i === 0 || m > found.parisi[i - 1] * (1 + DISTINCT))
  )
}

/** The coordinates of k steps with the step at `level` (from the innermost) in two. */
function split(
  x: readonly number[],
  k: number,
  level: number,
  share: number,
  ratio: number,
  free: boolean,
): readonly number[] {
  const width = Math.exp(x[1 + level])
  const widths = [
    ...x.slice(0, 1 + level),
    Math.log(width * share),
    Math.log(width * (1 - share)),
    ...x.slice(2 + level, 1 + k),
  ]
  if (!free) return [...widths, ...x.slice(1 + k)]
  const at = 2 * k - level
  const m = x[at]
  return [
    ...widths,
    ...x.slice(1 + k, at),
    m - 0.5 * Math.log(ratio),
    Math.min(-1e-3, m + 0.5 * Math.log(ratio)),
    ...x.slice(at + 1),
  ]
}
