import {
  type Crossover,
  type FieldDistribution,
  increment,
  type Machine,
  type Origin,
  type SaddlePoint,
  slopeIncrement,
} from '@gardner/core'
import { cascade } from '../cascade/cascade.js'
import { patternField } from '../cascade/channel.js'
import { hasTrivialBranch } from '../rs/saddle-point.js'
import { memoized } from './memoized.js'
import { type LargeDeviation, TYPICAL } from './order-parameters.js'
import type { Replicated } from './replicated.js'
import { replicatedPatterns } from './replicated-patterns.js'
import { averaged, type LargeDeviationState, logWeightOf, nowhere } from './state.js'
import { type Overlaps, type WeightsAtFinite, type WeightsAtFiniteState, weightsAtFinite } from './weights-at-finite.js'

/** δq/(1 − q₁), δq = y(q₁ − q₀) or for y < 1 q₁ − q₀, below which q₀ has reached q₁ for every purpose. */
const SMALLEST = 1e-5
/** C(q₁) − C(q₀) below this is none, to within doubles. */
const NONE = 1e-40

/** What is prescribed. */
interface Replicas {
  readonly problem: Machine
  readonly replicas: number
  readonly distance: number
  readonly step: number
}

/** All that is known at one point of the equations. */
interface Evaluation extends Overlaps {
  readonly alpha: number
  readonly patterns: Replicated
  readonly weights: WeightsAtFiniteState
}

/**
 * The equations of y replicas at mutual overlap q₁ = 1 − 2d: the 1RSB equations at m = y without those of q₁ and m,
 *
 *     q̂₀ = α C'(q₀) ⟨f₀'²⟩,   with the weights   q₀ = ⟨A₀'²⟩,  q₁ = ⟨A₁'²⟩,   or on the sphere   q₀/λ² = q̂₀
 *
 * in the coordinates asinh log(1 − q₀/q₁), as q₀ = 0 is a solution where C'(0) = 0 and q₀ → q₁ the end of the branch, and, for w = ±1,
 * asinh log y(q̂₁ − q̂₀).
 */
export function saddlePointAtFinite(
  machine: Machine,
  replicas: number,
  distance: number,
  step: number,
): SaddlePoint<LargeDeviation> {
  const { kernel, weights: prior } = machine
  const prescribed: Replicas = { problem: machine, replicas, distance, step }
  const gap = 2 * distance
  const q1 = 1 - gap
  const weights = weightsAtFinite(prior, replicas, distance, step)
  const patternsOf = patternAverages(machine, replicas, gap, step)
  const patternsAt = (rise: number) => patternsOf(kernel.covariance(gap + rise), increment(kernel, gap, rise))

  const evaluated = memoized((x, alpha): Evaluation | undefined => {
    const log = Math.sinh(x[0])
    const rise = q1 * Math.exp(log)
    const q0 = -q1 * Math.expm1(log)
    if (!(q0 >= 0 && rise > 0)) return undefined
    const patterns = patternsAt(rise)
    if (patterns === undefined) return undefined
    const qhat0 = alpha * kernel.slope(gap + rise) * patterns.outerSquare
    const overlaps = { q0, rise, qhat0 }
    return { alpha, ...overlaps, patterns, weights: weights.at(overlaps, x.slice(1)) }
  })

  const residual = (x: readonly number[], alpha: number): readonly number[] => {
    const evaluation = evaluated(x, alpha)
    return evaluation === undefined ? x.map(() => Number.NaN) : evaluation.weights.residual
  }

  const origin = (alpha: number): Origin => {
    const { q0, rise, rest, response } = weights.unloaded
    const square = patternsAt(rise)?.outerSquare ?? Number.NaN
    const start = Math.log(rise / q1)
    if (q0 === 0 && hasTrivialBranch(machine, 1)) {
      // q₀ = 0 solves the equations until it becomes unstable
      const bifurcation = 1 / (kernel.curvature(1) * square * response)
      return alpha <= bifurcation
        ? { hold: 'alpha', x: [0, ...rest], alpha }
        : { hold: 0, x: [-1e-5, ...rest], alpha: bifurcation }
    }
    // q̂₀ so small that q₀ has hardly moved
    const force = kernel.slope(gap + rise) * square
    const load = Math.min(alpha, (0.01 * rise) / (force * response))
    const moved = start + Math.log1p((-load * force * response) / rise)
    return { hold: 'alpha', x: [Math.asinh(moved), ...rest], alpha: load }
  }

  return {
    unknowns: ['asinh log(1 − q₀/q₁)', ...weights.unknowns],
    residual,
    // the exponents y f of the inner integrals round by y units
    rounding: (x) => x.map(() => (128 + replicas) * Number.EPSILON),
    update: (x, alpha) => residual(x, alpha).map((value, i) => x[i] + value),
    origin,
    end: (x) => (q1 * Math.max(1, replicas) * Math.exp(Math.sinh(x[0])) < SMALLEST * gap ? TYPICAL : undefined),
    state: (x, alpha) => {
      const evaluation = evaluated(x, alpha)
      return evaluation === undefined ? nowhere(alpha, distance) : new FiniteState(prescribed, weights, evaluation)
    },
  }
}

/**
 * The averages of the patterns as a function of the variances C(q₀) and C(q₁) − C(q₀). Where f is so convex that two maxima compete, by the
 * general cascade.
 */
function patternAverages(
  machine: Machine,
  replicas: number,
  gap: number,
  step: number,
  others: readonly Crossover[] = [],
) {
  const direct = replicatedPatterns(machine.constraint, machine.kernel.deficit(gap), replicas, step, others)
  const channel = patternField(machine, gap, others)
  return (variance: number, delta: number): Replicated | undefined => {
    const averages = direct(variance, Math.max(delta, NONE))
    if (averages !== undefined) return averages
    const made = cascade(channel, variance, [{ parisi: replicas, variance: delta }], step)
    if (made === undefined) return undefined
    const { mean, meanSquareScore, spread, nodes, weights } = made
    return { mean, outerSquare: meanSquareScore[0], spread: spread[0], inner: 0, law: () => ({ nodes, weights }) }
  }
}

/** The physics at one point, computed as it is read. */
class FiniteState implements LargeDeviationState {
  readonly alpha: number
  readonly at: LargeDeviation
  readonly branch: string

  constructor(
    readonly prescribed: Replicas,
    readonly side: WeightsAtFinite,
    readonly evaluation: Evaluation,
  ) {
    const { distance, replicas } = prescribed
    const { alpha, q0, rise, qhat0, weights } = evaluation
    this.alpha = alpha
    const dq = replicas * rise
    const qhat1 = qhat0 + weights.push
    const dqhat = replicas * weights.push
    this.at = { distance, q1: 1 - 2 * distance, q0, dq, logdq: Math.log(dq), qhat0, qhat1, dqhat }
    this.branch = `y = ${replicas}, d = ${distance}${q0 === 0 ? ', q0 = 0' : ''}`
  }

  get freeEntropy(): number {
    return this.evaluation.weights.freeEntropy + this.alpha * this.energy
  }

  get entropy(): number {
    const { problem, distance } = this.prescribed
    const law = { ...this.evaluation.patterns.law(), variance: problem.kernel.deficit(2 * distance) }
    return this.evaluation.weights.entropy + this.alpha * this.energy - logWeightOf(problem, this.alpha, law)
  }

  get energy(): number {
    return this.evaluation.patterns.mean
  }

  get unloaded(): number {
    return this.side.unloaded.freeEntropy
  }

  get unloadedSlope(): number {
    return (this.prescribed.replicas - 1) * this.side.unloaded.push
  }

  /** dF/dd = (y − 1) [q̂₁ − α C'(q₁) ⟨f₁'²⟩], with q̂₀ taken off both terms. */
  get slope(): number {
    const { problem, distance, replicas } = this.prescribed
    const { rise, patterns, weights } = this.evaluation
    const gap = 2 * distance
    const pull =
      slopeIncrement(problem.kernel, gap, rise) * (patterns.outerSquare + patterns.spread) +
      problem.kernel.slope(gap + rise) * patterns.spread
    return (replicas - 1) * (weights.push - this.alpha * pull)
  }

  /** 1 − α M_S [C'² ⟨f''²⟩ + C'' ⟨f'²⟩] */
  get replicon(): number {
    const { problem, distance } = this.prescribed
    const { kernel, constraint } = problem
    const { patterns, weights } = this.evaluation
    const gap = 2 * distance
    const v = kernel.deficit(gap)
    const stiffness =
      kernel.slope(gap) ** 2 * averaged(patterns.law(), (h) => constraint.curvature(h, v) ** 2) +
      kernel.curvature(gap) * (patterns.outerSquare + patterns.spread)
    return 1 - this.alpha * weights.response * stiffness
  }

  fields(crossovers: readonly Crossover[]): FieldDistribution {
    const { problem, distance, replicas, step } = this.prescribed
    const gap = 2 * distance
    const { kernel } = problem
    const { rise } = this.evaluation
    const averages = patternAverages(problem, replicas, gap, step, crossovers)
    const law = averages(kernel.covariance(gap + rise), increment(kernel, gap, rise))?.law()
    return { nodes: law?.nodes ?? [], weights: law?.weights ?? [], variance: kernel.deficit(gap) }
  }
}
