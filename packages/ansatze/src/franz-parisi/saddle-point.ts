import { type Machine, type Origin, originNow, type SaddlePoint } from '@gardner/core'
import { newtonSolve, pathAdvance, pathStart } from '@gardner/numerics'
import { hasTrivialBranch, type Rs, rsSaddlePoint } from '../rs/saddle-point.js'
import { rsWeights } from '../rs/weights-channel.js'
import type { FranzParisi } from './order-parameters.js'
import { overlapsOf } from './overlaps.js'
import { type ShellPatterns, shellPatterns } from './pattern-channel.js'
import { FranzParisiState, type Point } from './state.js'
import { logitOf, type ShellWeights, shellWeights } from './weights-channel.js'

/** The end of a branch: a gap below this share of 1 − p², its value at α = 0. Rounding makes noise of what lies beyond. */
const SMALLEST_GAP = 1e-5
/**
 * Where q̃ = 0 solves the equations of the reference, an overlap below this is rounding. It matters, as s grows as √q̃.
 */
const NO_OVERLAP = 1e-9
/** Why a branch ends there. */
export const OVERLAP_REACHES_ONE = 'the branch ends: the overlap reaches 1'
/** By how much, about, patterns may change 1 − q at the first load of a branch. */
const FIRST_FORCE = 0.02

export interface FranzParisiSaddlePoint extends SaddlePoint<FranzParisi> {
  /** The same equations at another distance. */
  at(distance: number): FranzParisiSaddlePoint
  /** Where a typical solution is, at p = q̃ = 1 − e^{logGap}. */
  typical(logGap: number): readonly number[]
  state(x: readonly number[], alpha: number): FranzParisiState
}

/**
 * The equations of q and t at a distance from the reference, with the one of the reference itself. The coordinates are those of
 * {@link overlapsOf}: log(1 − q̃), asinh X and log(1 + Y), X = s/√(1 − q), Y = ν²/(1 − q); for w = ±1 also asinh b.
 *
 *     q̂ = α C'(q) ⟨f'²⟩,   t̂ = α C'(t) ⟨f̃' f'⟩,   q = ⟨⟨w⟩²⟩,   t = ⟨⟨w⟩⟨w̃⟩⟩,   p = ⟨⟨w⟩ w̃⟩
 */
export function franzParisiSaddlePoint(machine: Machine, distance: number, step: number): FranzParisiSaddlePoint {
  const rs = rsSaddlePoint(machine, step)
  const weights = shellWeights(machine.weights, distance, step)
  const patterns = shellPatterns(machine, distance, step)
  const target = logitOf(distance)
  const trivial = hasTrivialBranch(machine, rsWeights(machine.weights, step).gapAtStart)
  /** 1 − q̃, with q̃ and the overlaps that follow. */
  const overlapsAt = (x: readonly number[]) => {
    const logGap = logGapOf(x)
    // where references are free nothing is shared with them
    const free = trivial && -logGap < NO_OVERLAP
    const [qRef, gapRef] = free ? [0, 1] : [0 - Math.expm1(logGap), Math.exp(logGap)]
    const own = Math.expm1(Math.max(0, x[2]))
    return { qRef, gapRef, own, overlaps: overlapsOf(distance, qRef, gapRef, Math.sinh(x[1]), own) }
  }

  const pointAt = (x: readonly number[], alpha: number): Point => {
    const { qRef, gapRef, own, overlaps } = overlapsAt(x)
    const force = patterns.scores(gapRef, overlaps)
    const qhat = alpha * force.own
    const that = alpha * force.shared
    const qhatRef = qRef > 0 ? rs.state([logGapOf(x)], alpha).at.qhat : 0
    const shared = qhatRef > 0 ? that / Math.sqrt(qhatRef) : 0
    const push = weights.pushed ? Math.sinh(x[3]) : weights.push({ gapRef }, overlaps)
    return {
      alpha,
      overlaps,
      ratio: Math.sinh(x[1]),
      own,
      that,
      state: { qhatRef, qhat, shared, push, qRef, gapRef },
    }
  }

  const update = (x: readonly number[], alpha: number): number[] => {
    const point = pointAt(x, alpha)
    const [reference] = rs.update([logGapOf(x)], alpha)
    const free = trivial && -reference < NO_OVERLAP
    const { ratio, own, logit } = weights.respond(point.state, free ? 1 : Math.exp(reference))
    const image = [x[0] > 0 ? -reference : reference, Math.asinh(ratio), coordinateOf(own)]
    // atanh p grows with b, at most as fast
    return weights.pushed ? [...image, Math.asinh(point.state.push + target - logit)] : image
  }

  const end = (x: readonly number[]) => {
    const { gap } = overlapsAt(x).overlaps
    return gap < SMALLEST_GAP * 4 * distance * (1 - distance) ? OVERLAP_REACHES_ONE : rs.end([logGapOf(x)])
  }

  const residual = (x: readonly number[], alpha: number) => update(x, alpha).map((value, i) => value - x[i])
  const unknowns = ['log(1 − q̃)', 'asinh(s/√(1 − q))', 'log(1 + ν²/(1 − q))']

  return {
    unknowns: weights.pushed ? [...unknowns, 'asinh(b)'] : unknowns,
    residual,
    update,
    origin: (alpha) =>
      originOf({ problem: machine, rs, weights, patterns, trivial, residual, update, end, distance }, alpha),
    end,
    at: (other) => franzParisiSaddlePoint(machine, other, step),
    typical: (logGap) => {
      const x = [logGap, Math.asinh(Math.sqrt(0 - Math.expm1(logGap))), 0]
      return weights.pushed ? [...x, 0] : x
    },
    state: (x, alpha) => new FranzParisiState(machine, distance, weights, patterns, pointAt(x, alpha)),
  }
}

/** log(1 + Y), continued by Y itself below 0, where equations may step but have no solution. */
const coordinateOf = (own: number): number => (own > 0 ? Math.log1p(own) : own)

/** log(1 − q̃), mirrored beyond 0, where steps lead if q̃ = 0 solves the equations: so these keep their slope there. */
const logGapOf = (x: readonly number[]): number => -Math.abs(x[0])

interface Start {
  readonly problem: Machine
  readonly rs: SaddlePoint<Rs>
  readonly weights: ShellWeights
  readonly patterns: ShellPatterns
  /** True if q̃ = 0 solves the equations of the reference at every load. */
  readonly trivial: boolean
  residual(x: readonly number[], alpha: number): readonly number[]
  update(x: readonly number[], alpha: number): readonly number[]
  end(x: readonly number[]): string | undefined
  readonly distance: number
}

/**
 * At α = 0 weights know only the reference: B = b w̃. From there, at a load so small that neither the reference nor the
 * solution has moved, the natural iteration is right to first order.
 */
function originOf(start: Start, alpha: number): Origin {
  const { problem, rs, weights, patterns, trivial, residual, update, end, distance } = start
  const reference = originNow(rs, alpha)
  if (reference.hold === 'nowhere') return reference
  const gapRef = rsWeights(problem.weights, 1).gapAtStart
  const push = weights.firstPush
  const { ratio, own } = weights.respond({ qhatRef: 0, qhat: 0, shared: 0, push, qRef: 1 - gapRef, gapRef }, gapRef)
  const idle = [Math.log(gapRef), Math.asinh(ratio), coordinateOf(own), ...(weights.pushed ? [Math.asinh(push)] : [])]
  const { own: force } = patterns.scores(gapRef, overlapsOf(distance, 1 - gapRef, gapRef, ratio, Math.max(0, own)))
  const begin = Math.min(FIRST_FORCE / (force * weights.softness), reference.alpha)
  const movedAt = (load: number) => {
    const x = trivial ? 0 : rs.update([idle[0]], load)[0]
    return update([x, ...idle.slice(1)], load)
  }
  if (reference.hold === 'alpha') return { hold: 'alpha', x: movedAt(Math.min(alpha, begin)), alpha: begin }
  // the reference leaves q̃ = 0 at a bifurcation: up to there the solution goes along q̃ = 0
  const along = (x: readonly number[]) => residual([0, ...x.slice(0, -1)], Math.exp(x[x.length - 1])).slice(1)
  const first = [...movedAt(begin).slice(1), Math.log(begin)]
  const last = first.length - 1
  let point = pathStart(along, first, last, last, 1)
  while (point !== undefined && point.x[last] < Math.log(reference.alpha)) {
    const next = end([0, ...point.x.slice(0, -1)]) === undefined ? pathAdvance(along, point) : undefined
    if (next === undefined) {
      const load = Math.exp(point.x[last]).toPrecision(6)
      return { hold: 'nowhere', reason: `${OVERLAP_REACHES_ONE}, at α = ${load}, before references overlap` }
    }
    point = next
  }
  if (point === undefined) return { hold: 'nowhere', reason: 'no saddle point was found where the branch should start' }
  const x = newtonSolve((y) => residual([0, ...y], reference.alpha).slice(1), point.x.slice(0, -1)).x
  // for p = 0 the solution leaves q = 0 there too, and q = q̃
  return { ...reference, x: [reference.x[0], x[0], Math.max(x[1], -reference.x[0]), ...x.slice(2)] }
}
