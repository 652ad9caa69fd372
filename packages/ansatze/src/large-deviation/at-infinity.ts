import type { Crossover, FieldDistribution, Machine, Origin, SaddlePoint } from '@gardner/core'
import { FINE_STEP } from '@gardner/numerics'
import { type Envelope, envelope } from './envelope.js'
import { memoized } from './memoized.js'
import { type LargeDeviation, TYPICAL, UNLOADED } from './order-parameters.js'
import { type LargeDeviationState, logWeightOf, nowhere } from './state.js'
import { type WeightsAtInfinity, type WeightsAtInfinityState, weightsAtInfinity } from './weights-at-infinity.js'

/** log δq at which the branch of small load is picked up; it goes on to larger δq for smaller loads. */
const FAR = 10
/** δq/(1 − q₁) below which q₀ has reached q₁ for every purpose. */
const SMALLEST = 1e-5
const NO_FLOOR = { covariance: 0, slope: 0 }

/** All that is known at one point of the equations. */
interface Evaluation {
  readonly alpha: number
  readonly logdq: number
  readonly logForce: number
  readonly patterns: Envelope
  readonly weights: WeightsAtInfinityState
}

/**
 * The limit y → ∞ with q₀ = q₁ − δq/y, q̂₀ = q̂₁ − δq̂/y:
 *
 *     q̂₁ = α C'(q₁) ⟨f'²⟩,   with the weights   1 − q₁ = ⟨A''⟩,  √q̂₁ (1 − q₁ + δq) = ∫Dz z F'
 *                            or on the sphere   q₁/(1 − q₁ + δq)² = q̂₁
 *
 * δq grows like e^{1/(4αd)} for small d and α, so the coordinate is asinh log δq, and nothing is formed of δq and q̂₁ but products of
 * order 1. asinh log δq̂ is a second one for w = ±1.
 */
export function saddlePointAtInfinity(machine: Machine, distance: number, step: number): SaddlePoint<LargeDeviation> {
  const { kernel, constraint } = machine
  const gap = 2 * distance
  const weights = weightsAtInfinity(machine.weights, distance, step)
  // where the kernel has no digits left its floor stands in: patterns see replicas as independent, and F depends on C'(q₁) through its
  // root alone. The coarser rule takes more of it, so that the error, the difference of the two, covers what is left
  const { floor = NO_FLOOR } = kernel
  const isLost = !(kernel.slope(gap) > floor.slope)
  const slope = isLost ? (step === FINE_STEP ? 1 : 9) * floor.slope : kernel.slope(gap)
  const variance = Math.max(kernel.covariance(gap), floor.covariance * (1 - gap))
  const logSlope = Math.log(slope)
  const patterns = envelope(constraint, kernel.deficit(gap), variance, step)

  const evaluated = memoized((x, alpha): Evaluation | undefined => {
    const logdq = Math.sinh(x[0])
    const there = Number.isFinite(logdq) ? patterns.at(logSlope + logdq) : undefined
    if (there === undefined) return undefined
    // q̂₁ δq² = α ⟨(Δ f')²⟩/C'
    const logForce = Math.log(alpha) + there.logSquareShift - logSlope
    return { alpha, logdq, logForce, patterns: there, weights: weights.at(logdq, logForce, x.slice(1)) }
  })

  const residual = (x: readonly number[], alpha: number): readonly number[] => {
    const evaluation = evaluated(x, alpha)
    return evaluation === undefined ? x.map(() => Number.NaN) : evaluation.weights.residual
  }

  /** The logarithm of the load at which δq is this large, for δq → ∞. */
  const logLoadAt = (logdq: number) =>
    weights.start.logForce +
    logSlope -
    (patterns.at(logSlope + logdq)?.logSquareShift ?? Number.NaN) -
    2 * Math.log1p(gap * Math.exp(-logdq))

  const origin = (alpha: number): Origin => {
    const begin = start(alpha)
    return isLost && begin.hold !== 'nowhere' ? { ...begin, remark: independent(floor.slope) } : begin
  }

  const start = (alpha: number): Origin => {
    const { rest, logdq } = weights.start
    if (logdq !== undefined) {
      const score = patterns.at(logSlope + logdq)?.logSquareShift ?? Number.NaN
      const ordered = Math.exp(weights.ordered - (score - logSlope - 2 * logdq))
      const load = Math.min(alpha, ordered, 0.01)
      return { hold: 'alpha', x: [Math.asinh(logdq), ...rest], alpha: load }
    }
    const most = patterns.reach - 20 - logSlope
    let far = FAR
    while (logLoadAt(far) > Math.log(alpha)) {
      if (1.4 * far > most) return { hold: 'nowhere', reason: UNLOADED }
      far *= 1.4
    }
    return { hold: 'alpha', x: [Math.asinh(far), ...rest], alpha: Math.exp(logLoadAt(far)) }
  }

  return {
    unknowns: ['asinh log δq', ...weights.unknowns],
    residual,
    // Δ f' is formed from its logarithm where δq is large
    rounding: (x) => x.map(() => (128 + Math.abs(Math.sinh(x[0]))) * Number.EPSILON),
    update: (x, alpha) => residual(x, alpha).map((value, i) => x[i] + value),
    origin,
    end: (x) => {
      const logdq = Math.sinh(x[0])
      if (logdq < Math.log(SMALLEST * gap)) return TYPICAL
      return logdq > patterns.reach - 10 - logSlope ? UNLOADED : undefined
    },
    state: (x, alpha) => {
      const evaluation = evaluated(x, alpha)
      return evaluation === undefined
        ? nowhere(alpha, distance)
        : new StateAtInfinity(machine, distance, step, weights, evaluation)
    },
  }
}

/** What there is to say where C'(q₁) is below the floor of the kernel. */
const independent = (floor: number): string =>
  `C'(q1) is below ${floor.toPrecision(1)}, where the kernel has no digits: S is that of patterns that see replicas as independent, δq is larger than given`

/** The physics at one point, computed as it is read. */
class StateAtInfinity implements LargeDeviationState {
  readonly alpha: number
  readonly at: LargeDeviation
  readonly branch: string

  constructor(
    readonly machine: Machine,
    readonly distance: number,
    readonly step: number,
    readonly side: WeightsAtInfinity,
    readonly evaluation: Evaluation,
  ) {
    const { alpha, logdq, logForce, weights } = evaluation
    const q1 = 1 - 2 * distance
    const qhat1 = Math.exp(logForce - 2 * logdq)
    this.alpha = alpha
    const dq = Math.min(1e300, Math.exp(logdq))
    this.at = { distance, q1, q0: q1, dq, logdq, qhat0: qhat1, qhat1, dqhat: weights.dqhat }
    this.branch = `y = ∞, d = ${distance}`
  }

  get freeEntropy(): number {
    return this.evaluation.weights.freeEntropy + this.alpha * this.energy
  }

  get entropy(): number {
    const { nodes, weights } = this.evaluation.patterns
    const law = { nodes, weights, variance: this.machine.kernel.deficit(2 * this.distance) }
    return this.evaluation.weights.entropy + this.alpha * this.energy - logWeightOf(this.machine, this.alpha, law)
  }

  get energy(): number {
    return this.evaluation.patterns.mean
  }

  get unloaded(): number {
    return this.side.unloaded.freeEntropy
  }

  get unloadedSlope(): number {
    return -2 * this.side.unloaded.slope
  }

  /** −2 dF/dq₁, with ∂f/∂v = ½ (f'' + f'²) and dv/dq₁ = −C'(q₁) */
  get slope(): number {
    const { kernel } = this.machine
    const { patterns, weights, logdq, logForce } = this.evaluation
    const gap = 2 * this.distance
    const fields = patterns.meanBend - patterns.meanCurvature - patterns.meanSquareScore
    // α δq ⟨f'²⟩
    const pull = Math.exp(logForce - logdq) / kernel.slope(gap)
    return -2 * weights.slope - this.alpha * kernel.slope(gap) * fields - kernel.curvature(gap) * pull
  }

  /** 1 − α M_S [C'² ⟨f''²⟩ + C'' ⟨f'²⟩] */
  get replicon(): number {
    const { kernel } = this.machine
    const { patterns, weights } = this.evaluation
    const gap = 2 * this.distance
    const stiffness =
      kernel.slope(gap) ** 2 * patterns.meanSquareCurvature + kernel.curvature(gap) * patterns.meanSquareScore
    return 1 - this.alpha * weights.response * stiffness
  }

  fields(crossovers: readonly Crossover[]): FieldDistribution {
    const { kernel, constraint } = this.machine
    const gap = 2 * this.distance
    const [variance, logDelta] = [kernel.deficit(gap), Math.log(kernel.slope(gap)) + this.evaluation.logdq]
    const law = envelope(constraint, variance, kernel.covariance(gap), this.step, crossovers).at(logDelta)
    return { nodes: law?.nodes ?? [], weights: law?.weights ?? [], variance }
  }
}
