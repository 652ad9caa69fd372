import type { Machine, Origin, SaddlePoint, Search, Threshold } from '@gardner/core'
import { bracketSearch, type Equations, newtonSearch } from '@gardner/numerics'
import type { Rs } from '../rs/saddle-point.js'
import { answerWithoutCondensation } from './answers.js'
import { rsThreshold } from './birth.js'
import { type BirthExpansion, expansionOf, isSlight, slightStep } from './birth-expansion.js'
import type { ClusterLoad } from './cluster-load.js'
import { heldOrigin } from './held.js'
import { lowestAt } from './lowest.js'
import type { Krsb } from './state.js'
import { describe } from './transition-text.js'
import { type ClusterTransitions, transitionsSearch } from './transitions.js'

/** (q_1 − q_0)/(1 − q) of the first point that is solved for: as small as rounding leaves the equations clean. */
const FIRST_STEP = 0.1
/** So near to its birth, as a share of the load, a branch is the replica-symmetric solution to within rounding. */
const AT_BIRTH = 1e-9
/** The m at which a sign change of ∂S/∂m is looked for, downwards. */
const LADDER = [1, 0.8, 0.6, 0.45, 0.3, 0.2, 0.12, 0.07, 0.04, 0.02, 0.01, 0.003, 0.001]

/**
 * Where the one-step branch starts: with m = 1 and a step of finite width where clusters condense, at α_K; or else with q_1 − q_0 growing
 * from 0 at the RS instability. At smaller loads the RS solution answers, with its clusters where there are any.
 */
export function* onset(
  machine: Machine,
  saddle: SaddlePoint<Krsb>,
  parisi: readonly number[] | undefined,
  alpha: number,
): Search<Origin> {
  if (parisi !== undefined) return yield* heldOrigin(machine, saddle, parisi[0], alpha)
  const transitions = yield* transitionsSearch(machine)
  const remark = describe(transitions)
  const { kauzmann, birth, kind } = transitions
  const threshold = yield* rsThreshold(machine)
  const condensed = kauzmann === undefined ? undefined : fromKauzmann(kauzmann)
  const isCondensed = kauzmann !== undefined && alpha > kauzmann.value
  // beyond the instability of RS nothing is known of a branch that was not found
  const isBorn = alpha > threshold.value * (1 + AT_BIRTH) && (birth?.value ?? 0) < 1
  if (
    condensed !== undefined &&
    isCondensed &&
    !(isBorn && kind !== 'discontinuous' && alpha === Number.POSITIVE_INFINITY)
  ) {
    const born =
      isBorn && Number.isFinite(alpha) ? yield* bornOrigin(machine, saddle, transitions, alpha, remark) : undefined
    const branches = [
      { name: 'from alpha_K', origin: condensed },
      ...(born === undefined || born.hold === 'nowhere' ? [] : [{ name: 'born continuously', origin: born }]),
    ]
    const lowest = branches.length > 1 ? yield* lowestAt(machine, alpha, branches, remark) : undefined
    return lowest ?? { ...condensed, remark }
  }
  const isBefore = kauzmann !== undefined ? !isBorn : alpha <= threshold.value * (1 + AT_BIRTH)
  return isBefore && Number.isFinite(alpha)
    ? yield* answerWithoutCondensation(machine, alpha, transitions, remark)
    : yield* bornOrigin(machine, saddle, transitions, alpha, remark)
}

/** At α_K, with m = 1. */
export function fromKauzmann({ x: [gap, step, ...norm], value }: ClusterLoad): Origin {
  return { hold: 2, x: [gap, step, 0, ...norm], alpha: value, towards: -1 }
}

/** The branch that leaves the replica-symmetric solution continuously. */
function* bornOrigin(
  machine: Machine,
  saddle: SaddlePoint<Krsb>,
  { birth, kind }: ClusterTransitions,
  alpha: number,
  remark: string,
): Search<Origin> {
  const threshold = yield* rsThreshold(machine)
  const expansion = yield* expansionOf(machine, saddle)
  if (expansion !== undefined) return { ...alongExpansion(expansion, threshold.value, alpha, remark), remark }
  const origin = yield* leaving(threshold, saddle, birth?.value)
  if (origin.hold !== 'nowhere') return { ...origin, remark }
  return Number.isFinite(alpha) ? origin : { ...origin, absent: kind !== 'continuous' }
}

/** Next to its birth a branch is known, and elsewhere it starts where it is known no longer. */
function alongExpansion(expansion: BirthExpansion, birth: number, alpha: number, remark: string): Origin {
  if (!(alpha < expansion.end)) return { hold: 1, x: expansion.at(expansion.end).x, alpha: birth, towards: 1 }
  const point = expansion.at(alpha)
  return isSlight(point)
    ? { hold: 'nowhere', reason: remark, instead: slightStep(point, alpha, remark) }
    : { hold: 'alpha', x: point.x, alpha }
}

const firstOverlaps = ({ gap }: Rs): readonly number[] => [Math.log(gap * (1 - FIRST_STEP)), Math.log(FIRST_STEP * gap)]

/** A point of a given m, and the condition on m there. */
interface Point {
  readonly x: readonly number[]
  readonly alpha: number
  readonly condition: number
}

/**
 * Where the branch leaves the replica-symmetric one: at its instability, with the m for which it is stationary in it: that of birth, where
 * it is known.
 */
function* leaving(
  { value, at, reason }: Threshold<Rs>,
  saddle: SaddlePoint<Krsb>,
  birth: number | undefined,
): Search<Origin> {
  if (!Number.isFinite(value)) {
    return {
      hold: 'nowhere',
      reason: `no one-step branch leaves the RS one: ${reason ?? 'it is stable at every load'}`,
    }
  }
  const none = {
    hold: 'nowhere',
    reason:
      `no one-step branch with m in (0, 1) leaves the RS one at its instability, α = ${value.toPrecision(7)}` +
      (at.gap === 1 ? ' (q = 0)' : birth === undefined ? '' : `: m would be ${birth.toPrecision(7)}`),
  } as const
  if (birth !== undefined && birth >= 1) return none
  const norm = saddle.unknowns.includes('log Q') ? [Math.log(at.Q)] : []
  const overlaps = firstOverlaps(at)
  const step = overlaps[1]
  /** The point of the branch at a given m and the first step, and the condition on m there. */
  let guess = [overlaps[0], ...norm, Math.log(value)]
  const pointAt = function* (logM: number): Search<Point | undefined> {
    const full = (y: readonly number[]) => [y[0], step, logM, ...y.slice(1, -1)]
    const equations: Equations = (y) => saddle.residual(full(y), Math.exp(y[y.length - 1])).filter((_, i) => i !== 2)
    const root = yield* newtonSearch(equations, guess, { tolerance: 1e-11 })
    if (!(root.norm < 1e-9)) return undefined
    guess = [...root.x]
    const alpha = Math.exp(root.x[root.x.length - 1])
    return { x: full(root.x), alpha, condition: saddle.residual(full(root.x), alpha)[2] }
  }
  // around the m of birth, or else all the way down
  const ladder =
    birth === undefined || birth === 0
      ? LADDER
      : [Math.min(1, 1.15 * birth), 0.97 * birth, 0.8 * birth, 0.5 * birth, ...LADDER]
  let before: { readonly m: number; readonly condition: number } | undefined
  for (const m of ladder) {
    const point = yield* pointAt(Math.log(m))
    if (point === undefined) continue
    if (before !== undefined && before.m > m && before.condition > 0 && point.condition <= 0) {
      const conditionAt = function* (at: number): Search<number> {
        return (yield* pointAt(at))?.condition ?? Number.NaN
      }
      const { root } = yield* bracketSearch(conditionAt, Math.log(m), Math.log(before.m), { tolerance: 1e-6 })
      const start = yield* pointAt(root)
      if (start === undefined) continue
      return { hold: 1, x: start.x, alpha: value, towards: 1 }
    }
    before = { m, condition: point.condition }
  }
  return none
}
