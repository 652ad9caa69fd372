import {
  increment,
  type Machine,
  type Origin,
  positive,
  type SaddlePoint,
  type Search,
  slopeIncrement,
} from '@gardner/core'
import { cascade } from '../cascade/cascade.js'
import { patternField } from '../cascade/channel.js'
import { checkReach, startsAtZero } from '../rs/saddle-point.js'
import { type Hierarchy, hierarchyAt } from './hierarchy.js'
import { type Evaluation, type Krsb, KrsbState, NO_Q0 } from './state.js'
import { krsbWeights } from './weights-channel.js'

/** Beyond this the overlap q_k has reached 1 for every purpose. */
const SMALLEST_GAP = 1e-8
/**
 * Steps of the overlap below this share of 1 − q are no steps: the m of one among several is lost in rounding before that of one alone, and
 * where one alone has its m held nothing is lost.
 */
const SMALLEST_STEP = { held: 1e-9, alone: 1e-4, among: 7e-3 }
/** Where, without a linear term of g, the branch with q_0 > 0 meets the one with q_0 = 0, as a share of q_1 − q_0. */
const SMALLEST_Q0 = 1e-4
/** The equation of a q_0 that may be 0 is relative to q_0 and this. */
const Q0_SCALE = 1e-4

export interface KrsbOptions {
  /** The number of steps k. */
  readonly k: number
  /** m_1 … m_k, where they are given and not extremised over. */
  readonly parisi?: readonly number[]
  /** True to hold q_0 = 0, where that solves the equations. */
  readonly atZero?: boolean
  /** What its states are called, where that is not how far they are from replica symmetry. */
  readonly branch?: string
  origin(machine: Machine, alpha: number): Origin | Search<Origin>
}

/** Rounding of a sum over a lattice, relative to its terms. */
const ROUNDING = 64 * Number.EPSILON

/**
 * The k-step equations with the conjugates eliminated:
 *
 *     Q q̂_i = α C'(q_i) ⟨f_i'²⟩_i,   Q q_i = ⟨g_i'²⟩_i,   ∂S/∂m_i = 0 where m_i is free
 *
 * in the coordinates of {@link hierarchyAt}, and log Q where the norm of the weights is free.
 */
export function krsbSaddlePoint(machine: Machine, options: KrsbOptions, step: number): SaddlePoint<Krsb> {
  const { k, parisi, atZero = false, branch, origin } = options
  checkReach(machine)
  positive('step', step)
  const { kernel } = machine
  const weights = krsbWeights(machine.weights, step)
  const free = parisi === undefined
  const selfOverlap = k + 1 + (free ? k : 0)

  const smallestStep = SMALLEST_STEP[k > 1 ? 'among' : free ? 'alone' : 'held']
  // Without a linear term of g q_0 = 0 solves the equations. It may be held; otherwise q_0 is solved for, and a branch that
  // starts in q_0 = 0 stays there: beyond it (q_0 < 0) the equations say −q_0 = 0.
  const even = startsAtZero(machine)
  const pinned = even && atZero
  const hierarchyOf = (x: readonly number[]) => {
    const hierarchy = hierarchyAt(x, k, parisi)
    return hierarchy === undefined || !pinned ? hierarchy : { ...hierarchy, gaps: [1, ...hierarchy.gaps.slice(1)] }
  }

  const evaluated = (x: readonly number[], alpha: number): Evaluation | undefined => {
    const hierarchy = hierarchyOf(x)
    if (hierarchy === undefined) return undefined
    const { gaps, steps } = hierarchy
    const levels = steps.map((width, i) => ({
      parisi: hierarchy.parisi[i],
      variance: increment(kernel, gaps[i + 1], width),
    }))
    const patterns = cascade(patternField(machine, gaps[k]), kernel.covariance(gaps[0]), levels, step)
    if (patterns === undefined) return undefined
    const root = alpha * kernel.slope(gaps[0]) * patterns.meanSquareScore[0]
    const pulls = steps.map(
      (width, i) =>
        alpha *
        (kernel.slope(gaps[i + 1]) * patterns.spread[i] +
          slopeIncrement(kernel, gaps[i + 1], width) * patterns.meanSquareScore[i]),
    )
    const Q = weights.freeNorm ? Math.exp(x[selfOverlap]) : 1
    const forces = { root, pulls }
    return { alpha, step, hierarchy, levels, patterns, weights: weights.at(hierarchy, forces, Q), Q, forces }
  }
  let last:
    | { readonly x: readonly number[]; readonly alpha: number; readonly found: Evaluation | undefined }
    | undefined
  const at = (x: readonly number[], alpha: number): Evaluation | undefined => {
    const same = last !== undefined && last.alpha === alpha && last.x.every((value, i) => value === x[i])
    if (!same) last = { x: x.slice(), alpha, found: evaluated(x, alpha) }
    return last?.found
  }

  /**
   * ∂S/∂m_i = 0 as the logarithm of the ratio of its two sides. In a slight step x they agree to first order, and to second
   * order where the overlaps are stationary, whatever m is; that is taken off, and the rest is scaled.
   */
  const stationarity = ({ hierarchy, patterns, weights, forces, alpha }: Evaluation, i: number, overlap: number) => {
    const { steps, gaps } = hierarchy
    const conjugate = forces.root + forces.pulls.slice(0, i).reduce((sum, pull) => sum + pull, 0)
    const rise = steps[i] * conjugate + (1 - gaps[i + 1]) * forces.pulls[i]
    const first = (0.5 * steps[i] * forces.pulls[i] * overlap) / rise
    const ratio = (alpha * patterns.parisiSlope[i]) / weights.parisiSlope[i]
    return (Math.log(ratio) - first) / Math.min(1, steps[i] / roomOf(hierarchy, i))
  }

  const residual = (x: readonly number[], alpha: number): readonly number[] => {
    const found = at(x, alpha)
    if (found === undefined) return x.map(() => Number.NaN)
    const { hierarchy, weights } = found
    const [overlaps, norm] = [weights.residual.slice(0, k + 1), weights.residual.slice(k + 1)]
    const parameters = free ? hierarchy.parisi.map((_, i) => stationarity(found, i, overlaps[k - i])) : []
    // with weights of sites the overlaps sum to 1 by themselves: one of their equations is free to be that of q_0
    if (pinned) overlaps[0] = -hierarchy.q0
    else if (even) overlaps[0] = (weights.outermost - hierarchy.q0) / scaleOf(hierarchy)
    return [...overlaps, ...parameters, ...norm]
  }

  return {
    unknowns: [
      `log(1 − q${k})`,
      ...hierarchySteps(k),
      ...(free ? Array.from({ length: k }, (_, i) => `log m${i + 1}`) : []),
      ...(weights.freeNorm ? ['log Q'] : []),
    ],
    residual,
    rounding: (x, alpha) => {
      const found = at(x, alpha)
      if (found === undefined) return []
      const { hierarchy, weights: side } = found
      const { steps, gaps } = hierarchy
      const outermost = even && !pinned ? 1 / scaleOf(hierarchy) : 1
      const overlaps = gaps.map((gap, i) => (i === 0 ? outermost : 1 + gap / steps[k - i]) * ROUNDING)
      const parameters = free
        ? // logarithms of sums of sums
          steps.map((step, i) => 8 * ROUNDING * side.cancellation[i] * Math.max(1, roomOf(hierarchy, i) / step))
        : []
      return [...overlaps, ...parameters, ...(weights.freeNorm ? [ROUNDING] : [])]
    },
    update: (x, alpha) => {
      const by = residual(x, alpha)
      return x.map((value, i) => value + 0.3 * by[i])
    },
    origin: (alpha) => origin(machine, alpha),
    end: (x) => {
      const hierarchy = hierarchyOf(x)
      if (hierarchy === undefined) return 'the branch ends: the overlaps leave their range'
      if (hierarchy.gaps[k] < SMALLEST_GAP) return 'the branch ends: the innermost overlap reaches 1'
      if (even && !pinned && hierarchy.q0 > NO_Q0 && hierarchy.q0 < SMALLEST_Q0 * hierarchy.steps[0])
        return 'the branch ends: q0 reaches 0'
      const slight = hierarchy.steps.findIndex((width, i) => width < smallestStep * hierarchy.gaps[i + 1])
      if (slight >= 0) return `the branch ends: q${slight + 1} − q${slight} vanishes`
      return free && hierarchy.parisi[k - 1] > 1 ? `the branch ends: m${k} reaches 1` : undefined
    },
    state: (x, alpha) => new KrsbState(machine, alpha, k, at(x, alpha), free, branch),
  }
}

const scaleOf = ({ q0 }: Hierarchy): number => Math.abs(q0) + Q0_SCALE

/** λ_{i + 1} of the sphere: the room that the steps further in than step i + 1 leave. */
const roomOf = ({ parisi, steps, gaps }: Pick<Hierarchy, 'parisi' | 'steps' | 'gaps'>, i: number): number =>
  steps.reduce((sum, step, j) => sum + (j > i ? parisi[j] * step : 0), gaps[gaps.length - 1])

const hierarchySteps = (k: number): string[] => Array.from({ length: k }, (_, i) => `log(q${k - i} − q${k - i - 1})`)
