import { increment, type Machine, slopeIncrement } from '@gardner/core'
import { gaussianMean } from '@gardner/numerics'
import { cascade } from '../cascade/cascade.js'
import { sphere } from '../cascade/sphere.js'
import { LARGEST_OVERSHOOT } from './hierarchy.js'
import { relaxedField } from './relaxed-field.js'

/** A point of the limit q_k → 1: what is left of the order parameters, and the load there. */
export interface LimitPoint {
  /** 1 − q_{k−1}, then q_{k−1} − q_{k−2}, …, q_1 − q_0 */
  readonly steps: readonly number[]
  /** Below 0 only on the way to a root. */
  readonly q0: number
  /** lim m_i/(1 − q_k), i = 1 … k */
  readonly parisi: readonly number[]
  /** α, the ratio of the two sides of the free entropy */
  readonly alpha: number
  /** 2k equations, zero where α is stationary. */
  readonly residual: readonly number[]
  /** What rounding makes of each of them. */
  readonly rounding: readonly number[]
  /** ∂ log α/∂x */
  readonly gradient: readonly number[]
  /** The smallest over the levels of 1 − α λ_i² [C'² ⟨f_i''²⟩ + C'' ⟨f_i'²⟩]; −Infinity where C''(1) is infinite. */
  readonly replicon: number
}

/** α of one step at 1 − q_0 and m alone: what a first look over many points needs. */
export function loadInLimit({ kernel, constraint }: Machine, gap: number, parisi: number, step: number): number {
  const field = relaxedField(constraint, kernel.deficit(gap), parisi, kernel.slope(0))
  const root = Math.sqrt(kernel.covariance(gap))
  const crossovers = field.crossovers.map(({ center, width }) => ({ center: center / root, width: width / root }))
  const mean = gaussianMean((z) => field.value(root * z), root > 0 ? crossovers : [], step)
  return sphere(1, [gap], [parisi], 1 - gap).freeEntropy / -mean
}

/**
 * The k-step equations of the sphere in the limit q_k → 1, where with λ_k = 1
 *
 *     α = ½ [Σ_i (1/m_i) log(λ_{i−1}/λ_i) + q_0/λ_0] / (−∫Dz f_0(√C(q_0) z)),   f_k(h) = −dist(h)²/(2C'(1)).
 *
 * x = log(1 − q_{k−1}), log(q_{k−1} − q_{k−2}), …, log(q_1 − q_0), log m_1, …, log m_k; undefined outside the domain.
 */
export function limitAt({ kernel, constraint }: Machine, x: readonly number[], step: number): LimitPoint | undefined {
  const k = x.length / 2
  const inward = x.slice(0, k).map(Math.exp)
  const q0 = 1 - inward.reduce((sum, part) => sum + part, 0)
  const parisi = x.slice(k).map(Math.exp)
  if (!(q0 > -LARGEST_OVERSHOOT) || !parisi.every(Number.isFinite)) return undefined
  /** q_i − q_{i−1}, i = 1 … k */
  const steps = inward.slice().reverse()
  /** 1 − q_i, i = 0 … k */
  const gaps = [0]
  for (let i = k; i >= 1; i--) gaps.unshift(Math.min(1, gaps[0] + steps[i - 1]))
  const stiffness = kernel.slope(0)
  const field = relaxedField(constraint, kernel.deficit(gaps[k - 1]), parisi[k - 1], stiffness)
  const levels = steps.slice(0, k - 1).map((width, i) => ({
    parisi: parisi[i],
    variance: increment(kernel, gaps[i + 1], width),
  }))
  const patterns = cascade(field, kernel.covariance(gaps[0]), levels, step)
  if (patterns === undefined) return undefined
  const weights = sphere(1, steps, parisi, q0)
  // log λ_k = 0 in these units
  const alpha = weights.freeEntropy / -patterns.mean
  let last = 0
  for (let j = 0; j < patterns.nodes.length; j++) last += patterns.weights[j] * field.parisiSlope(patterns.nodes[j])
  const weightSlope = weights.bend.map((bend, i) => 0.5 * (bend + steps[i] * weights.qhat[i]))
  const slopes = [...patterns.parisiSlope, last]
  const residual: number[] = []
  const rounding = x.map((value) => 4 * Number.EPSILON * (1 + Math.abs(value)))
  for (let i = 1; i < k; i++) {
    // α (C'(q_i)⟨f_i'²⟩ − C'(q_{i−1})⟨f_{i−1}'²⟩) = (q_i − q_{i−1})/(λ_i λ_{i−1})
    const pull =
      kernel.slope(gaps[i]) * patterns.spread[i - 1] +
      slopeIncrement(kernel, gaps[i], steps[i - 1]) * patterns.meanSquareScore[i - 1]
    residual.push(Math.log((alpha * pull * weights.lambda[i] * weights.lambda[i - 1]) / steps[i - 1]))
  }
  residual.push(alpha * kernel.slope(gaps[0]) * patterns.meanSquareScore[0] * weights.lambda[0] ** 2 - q0)
  for (let i = 0; i < k; i++) {
    const ratio = (alpha * slopes[i]) / weightSlope[i]
    const scale = Math.min(1, (parisi[i] * steps[i]) / weights.lambda[i + 1])
    rounding[residual.length] /= scale
    residual.push(Math.log(ratio) / scale)
  }
  // ∂α/∂q_i ∝ ½ (m_{i+1} − m_i) (q̂_i − α C'(q_i) ⟨f_i'²⟩), i = 0 … k − 1, and q_i = 1 − Σ_{j > i} steps
  const gradient = new Array<number>(2 * k).fill(0)
  let shift = 0
  for (let i = 0; i < k; i++) {
    const force = alpha * kernel.slope(gaps[i]) * patterns.meanSquareScore[i]
    shift += (0.5 * (parisi[i] - (i === 0 ? 0 : parisi[i - 1])) * (weights.qhat[i] - force)) / weights.freeEntropy
    gradient[k - 1 - i] = -steps[i] * shift
    gradient[k + i] = (parisi[i] * (alpha * slopes[i] - weightSlope[i])) / weights.freeEntropy
  }
  return {
    steps,
    q0,
    parisi,
    alpha,
    residual,
    rounding,
    gradient,
    get replicon() {
      let violated = 0
      for (let j = 0; j < patterns.nodes.length; j++)
        violated += patterns.weights[j] * field.violated(patterns.nodes[j])
      // where the weights agree, α C'(1) ⟨f_k'²⟩ = q̂_k
      const innermost = 1 - alpha * violated - (kernel.curvature(0) * weights.qhat[k]) / stiffness
      const squares = patterns.meanSquareCurvature(field.curvature)
      return Math.min(
        innermost,
        ...squares.map((square, i) => {
          const pull = kernel.slope(gaps[i]) ** 2 * square + kernel.curvature(gaps[i]) * patterns.meanSquareScore[i]
          return 1 - alpha * weights.lambda[i] ** 2 * pull
        }),
      )
    },
  }
}
