import { newtonSolve, type Origin, type Problem, type SaddlePoint } from '@gardner/core'
import { hasTrivialBranch, type Rs, rsSaddlePoint } from '../rs/saddle-point.js'
import { rsWeights } from '../rs/weights-channel.js'
import { type Overlaps, overlapsOf } from './overlaps.js'
import { type ShellPatterns, shellPatterns } from './pattern-channel.js'
import { FranzParisiState } from './state.js'
import { logitOf, type ShellState, type ShellWeights, shellWeights } from './weights-channel.js'

/** The order parameters of the Franz–Parisi entropy. (A type, not an interface: those are no index signatures.) */
export type FranzParisi = {
  /** Overlap with the reference, 1 − 2d. */
  readonly p: number
  /** Overlap of two solutions at this distance from the same reference. */
  readonly q: number
  /** 1 − q, which keeps its digits where q does not. */
  readonly gap: number
  /** Overlap of a solution at this distance with another reference. */
  readonly t: number
  /** Conjugates of q, t and p. */
  readonly qhat: number
  readonly that: number
  readonly phat: number
  /** Overlap of two references, q̃ of replica symmetry, and its conjugate. */
  readonly qref: number
  readonly qhatref: number
}

/** The end of a branch: a gap below this share of 1 − p², its value at α = 0. Rounding makes noise of what lies beyond. */
const SMALLEST_GAP = 1e-5
/** What patterns may do at the first load of a branch. */
const FIRST_FORCE = 0.01
/** Loads from 0 to the one where a trivial branch of the reference ends. */
const STEPS_TO_BIFURCATION = 24

/** Everything at one point of the coordinates. */
export interface Point {
  readonly alpha: number
  readonly overlaps: Overlaps
  readonly ratio: number
  readonly own: number
  readonly state: ShellState
  readonly that: number
}

/**
 * The equations of q and t at a distance from the reference, with the one of the reference itself. The coordinates are those of
 * {@link overlapsOf}: log(1 − q̃), asinh X and log(1 + Y), X = s/√(1 − q), Y = ν²/(1 − q); for w = ±1 also asinh b.
 *
 *     q̂ = α C'(q) ⟨f'²⟩,   t̂ = α C'(t) ⟨f̃' f'⟩,   q = ⟨⟨w⟩²⟩,   t = ⟨⟨w⟩⟨w̃⟩⟩,   p = ⟨⟨w⟩ w̃⟩
 */
export function franzParisiSaddlePoint(problem: Problem, distance: number, step: number): SaddlePoint<FranzParisi> {
  const rs = rsSaddlePoint(problem, step)
  const weights = shellWeights(problem.weights, distance, step)
  const patterns = shellPatterns(problem, distance, step)
  const target = logitOf(distance)

  const pointAt = (x: readonly number[], alpha: number): Point | undefined => {
    if (!(x[0] <= 0)) return undefined
    const gapRef = Math.exp(x[0])
    const overlaps = overlapsAt(x, distance)
    const { squares, products } = patterns.scores(gapRef, overlaps)
    const { qhat: qhatRef } = rs.state([x[0]], alpha).at
    const qhat = alpha * squares
    const that = alpha * products
    const shell = {
      qhatRef,
      qhat,
      // t̂² ≤ q̂ q̃̂: where references are free, nothing is shared with them
      shared: qhatRef > 0 ? that / Math.sqrt(qhatRef) : 0,
      push: weights.pushed ? Math.sinh(x[3]) : 0,
      qRef: 0 - Math.expm1(x[0]),
      gapRef,
    }
    const state = weights.pushed ? shell : { ...shell, push: weights.push(shell, overlaps) }
    return { alpha, overlaps, ratio: Math.sinh(x[1]), own: Math.expm1(Math.max(0, x[2])), state, that }
  }

  const update = (x: readonly number[], alpha: number): number[] => {
    const point = pointAt(x, alpha)
    if (point === undefined) return x.map(() => Number.NaN)
    const { ratio, own, logit } = weights.respond(point.state)
    const image = [rs.update([x[0]], alpha)[0], Math.asinh(ratio), coordinateOf(own)]
    // atanh p grows with b, at most as fast
    return weights.pushed ? [...image, Math.asinh(point.state.push + target - logit)] : image
  }

  const residual = (x: readonly number[], alpha: number) => update(x, alpha).map((value, i) => value - x[i])
  const unknowns = ['log(1 − q̃)', 'asinh(s/√(1 − q))', 'log(1 + ν²/(1 − q))']

  return {
    unknowns: weights.pushed ? [...unknowns, 'asinh(b)'] : unknowns,
    residual,
    update,
    origin: (alpha) => originOf({ problem, rs, weights, patterns, residual, update, distance }, alpha),
    end: (x) => {
      const { gap } = overlapsAt(x, distance)
      if (gap < SMALLEST_GAP * 4 * distance * (1 - distance)) return 'the branch ends: the overlap reaches 1'
      return rs.end([x[0]])
    },
    state: (x, alpha) => {
      const point = pointAt(x, alpha)
      if (point === undefined) throw new RangeError(`1 − q̃ = e^${x[0]} is no gap`)
      return new FranzParisiState(problem, distance, weights, patterns, point)
    },
  }
}

/** log(1 + Y), continued by Y itself below 0, where equations may step but have no solution. */
const coordinateOf = (own: number): number => (own > 0 ? Math.log1p(own) : own)

const overlapsAt = (x: readonly number[], distance: number): Overlaps =>
  overlapsOf(distance, 0 - Math.expm1(x[0]), Math.exp(x[0]), Math.sinh(x[1]), Math.expm1(Math.max(0, x[2])))

interface Start {
  readonly problem: Problem
  readonly rs: SaddlePoint<Rs>
  readonly weights: ShellWeights
  readonly patterns: ShellPatterns
  residual(x: readonly number[], alpha: number): readonly number[]
  update(x: readonly number[], alpha: number): readonly number[]
  readonly distance: number
}

/**
 * At α = 0 weights know only the reference: B = b w̃. From there, at a load so small that neither the reference nor the
 * solution has moved, the natural iteration is right to first order.
 */
function originOf({ problem, rs, weights, patterns, residual, update, distance }: Start, alpha: number): Origin {
  const reference = rs.origin(alpha)
  if (reference.hold === 'nowhere') return reference
  const gapRef = rsWeights(problem.weights, 1).gapAtStart
  const trivial = hasTrivialBranch(problem, gapRef)
  const push = weights.firstPush
  const { ratio, own } = weights.respond({ qhatRef: 0, qhat: 0, shared: 0, push, qRef: 1 - gapRef, gapRef })
  const start = [Math.log(gapRef), Math.asinh(ratio), coordinateOf(own), ...(weights.pushed ? [Math.asinh(push)] : [])]
  const { squares } = patterns.scores(gapRef, overlapsAt(start, distance))
  const first = FIRST_FORCE / (squares * 4 * distance * (1 - distance))
  const begin = Math.min(first, trivial ? Number.POSITIVE_INFINITY : reference.alpha)
  const movedAt = (load: number) => {
    const x = trivial ? 0 : rs.update([start[0]], load)[0]
    return update([x, ...start.slice(1)], load)
  }
  if (reference.hold === 'alpha') return { hold: 'alpha', x: movedAt(Math.min(alpha, begin)), alpha: begin }
  // the reference leaves q̃ = 0 at a bifurcation: up to there the solution goes along q̃ = 0
  let x = movedAt(begin).slice(1)
  for (let k = 1; k <= STEPS_TO_BIFURCATION; k++) {
    const load = begin + (k / STEPS_TO_BIFURCATION) * (reference.alpha - begin)
    x = [...newtonSolve((y) => residual([0, ...y], load).slice(1), x).x]
  }
  return { ...reference, x: [reference.x[0], ...x] }
}
