import {
  type Crossover,
  checkMachine,
  type FieldDistribution,
  type Machine,
  type Origin,
  type SaddlePoint,
  type SaddleState,
  unsuitable,
} from '@gardner/core'
import { STANDARD_STEP } from '@gardner/numerics'
import { distantStep } from '../cascade/overlap-function.js'
import { type PatternChannel, patternChannel } from '../pattern-channel.js'
import { type RsWeights, rsWeights } from './weights-channel.js'

/** The order parameters of the replica-symmetric ansatz. (A type, not an interface: those are no index signatures.) */
export type Rs = {
  /** Overlap of two solutions, in units of the self overlap. */
  readonly q: number
  /** 1 − q, which keeps its digits where q does not. */
  readonly gap: number
  /** Conjugate of the overlap. */
  readonly qhat: number
  /** Self overlap |w|²/N: 1 on the sphere and for w = ±1. */
  readonly Q: number
}

/**
 * The end of a branch: the overlap has reached 1 for every purpose, in units of the gap at α = 0. With a free norm the
 * fields where weights change lie at 1/(1 − q) times their width, and rounding ends it earlier.
 */
const SMALLEST_GAP = { fixed: 1e-16, free: 1e-6 }
/** Why a branch ends there. */
export const OVERLAP_REACHES_ONE = 'the branch ends: the overlap reaches 1'

/** C'(0) below this share of C(1) counts as zero: g is even, and q = 0 solves the equations at every load. */
const NO_SLOPE = 1e-12

/**
 * The RS equations q̂ = (α/Q) C'(q) ∫Dz f'², 1 − q = ∫Dz Var w / Q in the coordinate log(1 − q), with q̂
 * eliminated; where the norm is free, log(1 + q̂) is a second unknown.
 */
export function rsSaddlePoint(machine: Machine, step: number): SaddlePoint<Rs> {
  checkReach(machine)
  const { kernel } = machine
  const pattern = patternChannel(machine, step)
  const weights = rsWeights(machine.weights, step)

  /** α C'(q) ∫Dz f'² = q̂ Q */
  const force = (gap: number, alpha: number) => alpha * kernel.slope(gap) * pattern.meanSquareScore(gap)
  const gapOf = (x: readonly number[]) => (x[0] <= 0 ? Math.exp(x[0]) : Number.NaN)
  const conjugate = (x: readonly number[], gap: number, alpha: number) =>
    weights.freeNorm ? Math.expm1(x[1]) : force(gap, alpha)

  const update = (x: readonly number[], alpha: number): number[] => {
    const gap = gapOf(x)
    const qhat = conjugate(x, gap, alpha)
    if (!(qhat >= 0)) return x.map(() => Number.NaN)
    const overlap = Math.log(weights.gap(qhat, gap))
    return weights.freeNorm ? [overlap, Math.log1p(force(gap, alpha) / weights.selfOverlap(qhat, gap))] : [overlap]
  }

  const state = (x: readonly number[], alpha: number): SaddleState<Rs> => {
    const gap = gapOf(x)
    const qhat = conjugate(x, gap, alpha)
    const at = { q: 0 - Math.expm1(x[0]), gap, qhat, Q: weights.selfOverlap(qhat, gap) }
    return new RsState(machine, weights, pattern, alpha, at)
  }

  const origin = (alpha: number): Origin => {
    const gap = weights.gapAtStart
    const score = pattern.meanSquareScore(gap)
    // an odd g has C''(0) = 0 up to rounding of either sign
    const bifurcation = 1 / (Math.max(0, kernel.curvature(gap)) * score)
    const at = (start: number, load: number) =>
      weights.freeNorm
        ? [Math.log(start), Math.log1p(force(start, load) / weights.selfOverlap(0, start))]
        : [Math.log(start)]
    if (hasTrivialBranch(machine, gap)) {
      if (alpha <= bifurcation) return { hold: 'alpha', x: weights.freeNorm ? [0, 0] : [0], alpha }
      return { hold: 0, x: at(1 - 1e-5, bifurcation), alpha: bifurcation }
    }
    // a load so small that neither the overlap, the norm nor the entropy has moved by more than about a hundredth
    const small = Math.min(
      (0.01 * weights.softness) / (kernel.slope(gap) * score),
      0.1 * bifurcation,
      0.01 / -pattern.energy(gap),
    )
    const load = Math.min(alpha, small)
    const moved = 1 - Math.min(0.01, load * kernel.slope(gap) * score)
    return { hold: 'alpha', x: at(gap * moved, load), alpha: small }
  }

  return {
    unknowns: weights.freeNorm ? ['log(1 − q)', 'log(1 + q̂)'] : ['log(1 − q)'],
    residual: (x, alpha) => update(x, alpha).map((value, i) => value - x[i]),
    update,
    origin,
    end: (x) => {
      const smallest = SMALLEST_GAP[weights.freeNorm ? 'free' : 'fixed'] * weights.gapAtStart
      return Math.exp(x[0]) < smallest ? OVERLAP_REACHES_ONE : undefined
    },
    state,
  }
}

/** The physics at one point, computed as it is read. A class, as an object literal with getters is slow to make. */
class RsState implements SaddleState<Rs> {
  constructor(
    readonly machine: Machine,
    readonly weights: RsWeights,
    readonly pattern: PatternChannel,
    readonly alpha: number,
    readonly at: Rs,
  ) {}

  get branch(): string {
    return this.at.gap === 1 ? 'replica-symmetric, q = 0' : 'replica-symmetric'
  }

  get freeEntropy(): number {
    return this.weights.freeEntropy(this.at.qhat, this.at.gap) + this.alpha * this.energy
  }

  get entropy(): number {
    const { constraint } = this.machine
    if (constraint.distance === undefined && constraint.logWeight === undefined) {
      throw unsuitable(
        `the constraint ${constraint.name} is soft and has no logWeight, ⟨log ρ⟩; ask for the freeEntropy`,
      )
    }
    const { qhat, gap } = this.at
    return this.weights.entropy(qhat, gap) + this.alpha * (this.energy - this.pattern.logWeight(gap))
  }

  get energy(): number {
    return this.pattern.energy(this.at.gap)
  }

  fields(crossovers: readonly Crossover[]): FieldDistribution {
    return this.pattern.fields(this.at.gap, crossovers)
  }

  /** On the sphere, where the replicon is positive: a step at a distance, which lowers the entropy from the condensation on. */
  get instabilities(): readonly string[] {
    const { gap } = this.at
    if (this.machine.weights.kind === 'site' || this.replicon < 0) return []
    const distant = distantStep(this.machine, this.alpha, { gaps: [gap], parisi: [] })
    return distant === undefined
      ? []
      : [`one step at a distance, to overlaps of about ${distant.toPrecision(3)}, has a lower entropy`]
  }

  /** 1 − α (M_S/Q²) [C'² ∫Dz f''² + C'' ∫Dz f'²] */
  get replicon(): number {
    const { qhat, gap } = this.at
    const { kernel } = this.machine
    const stiffness =
      kernel.slope(gap) ** 2 * this.pattern.meanSquareCurvature(gap) +
      kernel.curvature(gap) * this.pattern.meanSquareScore(gap)
    return 1 - this.alpha * this.weights.response(qhat, gap) * stiffness
  }
}

/** Refuses constraints that no pattern could break to within double precision: a margin 8 standard deviations low. */
export function checkReach(machine: Machine): void {
  checkMachine(machine)
  const { constraint, kernel } = machine
  const variance = kernel.deficit(1)
  const broken = -constraint.logEvidence(0, variance)
  if (broken > 1e12) {
    throw unsuitable(
      `the constraint ${constraint.name} lies more than a million standard deviations of the output away, where rounding hides the branch`,
    )
  }
  if (broken < 1e-15) {
    throw unsuitable(
      `a random pattern breaks the constraint ${constraint.name} with probability ${broken.toExponential(1)}: doubles do not see it; ` +
        `the output has the standard deviation ${Math.sqrt(variance).toPrecision(4)}, ask for a margin above −8 of them`,
    )
  }
}

/**
 * True if q = 0 solves the equations at every load: g even (no slope of C at 0) and a prior of zero mean. An odd g may
 * have a slope as small, but no curvature beside it.
 */
export const hasTrivialBranch = ({ kernel }: Machine, gapAtStart: number): boolean =>
  gapAtStart === 1 && kernel.slope(1) <= NO_SLOPE * Math.min(kernel.deficit(1), kernel.curvature(1))

/** {@link hasTrivialBranch} of a problem. */
export const startsAtZero = (machine: Machine): boolean =>
  hasTrivialBranch(machine, rsWeights(machine.weights, STANDARD_STEP).gapAtStart)
