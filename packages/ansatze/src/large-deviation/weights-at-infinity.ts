import { type SitePrior, unsuitable, type WeightPrior } from '@gardner/core'
import { isingEnvelope } from './ising-envelope.js'

/** The weights' side of y = ∞ at one point. */
export interface WeightsAtInfinityState {
  /** Zero where the weights agree with the patterns: one equation for δq, and one for δq̂ where that is an unknown. */
  readonly residual: readonly number[]
  /** δq̂ */
  readonly dqhat: number
  /** G_S, and the same less ⟨log p⟩ of a non-uniform prior. */
  readonly freeEntropy: number
  readonly entropy: number
  /** ∂G_S/∂q₁ at fixed δq and conjugates. */
  readonly slope: number
  /** M_S of the stability condition. */
  readonly response: number
}

/** The weights' side of y = ∞ at a distance. `logForce` is log(q̂₁ δq²), which stays of order 1 where q̂₁ and δq do not. */
export interface WeightsAtInfinity {
  /** Names of the unknowns beside δq. */
  readonly unknowns: readonly string[]
  at(logdq: number, logForce: number, rest: readonly number[]): WeightsAtInfinityState
  /** F at no load, and its derivative in q₁. */
  readonly unloaded: { readonly freeEntropy: number; readonly slope: number }
  /** Where the branch starts at α → 0: δq → ∞ with this log(q̂₁ δq²), or at a finite δq where a bias orders the weights. */
  readonly start: { readonly rest: readonly number[]; readonly logForce: number; readonly logdq?: number }
  /** log q̂₁ above which the bias no longer orders the weights. */
  readonly ordered: number
}

export const weightsAtInfinity = (prior: WeightPrior, distance: number, step: number): WeightsAtInfinity =>
  prior.kind === 'sphere' ? onSphere(distance) : onIsing(prior, distance, step)

/** G_S = ½ log(1 − q₁) + ½ q₁/λ, λ = 1 − q₁ + δq; q₁/λ² = q̂₁ */
function onSphere(distance: number): WeightsAtInfinity {
  const gap = 2 * distance
  const q1 = 1 - gap
  const unloaded = { freeEntropy: 0.5 * Math.log(gap), slope: -0.5 / gap }
  return {
    unknowns: [],
    unloaded,
    start: { rest: [], logForce: Math.log(q1) },
    ordered: Number.NEGATIVE_INFINITY,
    at: (logdq, logForce) => {
      const lambda = gap + Math.exp(logdq)
      const freeEntropy = unloaded.freeEntropy + (0.5 * q1) / lambda
      return {
        residual: [Math.log(q1) - 2 * Math.log1p(gap * Math.exp(-logdq)) - logForce],
        // the conjugate of the sphere's own field, 1/(1 − q₁) − 1/(1 − q₁ + y(q₁ − q₀))
        dqhat: 1 / (gap * (1 + gap * Math.exp(-logdq))),
        freeEntropy,
        entropy: freeEntropy,
        slope: unloaded.slope + 0.5 / lambda + (0.5 * q1) / (lambda * lambda),
        response: gap * gap,
      }
    },
  }
}

/**
 * G_S = −½ q̂₁ λ − ½ q₁ δq̂ + ∫Dz max_u [−u²/2 + A(√q̂₁ z + √δq̂ u)], λ = 1 − q₁ + δq; 1 − q₁ = ⟨A''⟩,
 * √q̂₁ λ = ∫Dz z F'.
 */
function onIsing(prior: SitePrior, distance: number, step: number): WeightsAtInfinity {
  if (!prior.unitNorm) {
    throw unsuitable(
      `weights ${prior.name} have a free norm: a distance of replicas is defined here for w² = 1 and the sphere only`,
    )
  }
  const gap = 2 * distance
  const q1 = 1 - gap
  const m = Math.sqrt(q1)
  const sites = isingEnvelope(prior, step)
  const bias = Math.abs(sites.bias)
  // the field g' = h' + b at which tanh g' = m, with 1 − m² = 1 − q₁
  const field = Math.log1p(m) - 0.5 * Math.log(gap)
  if (!(field > bias)) {
    throw unsuitable(
      `weights ${prior.name} drawn at random are nearer to each other than the distance ${distance}; ask for one below ${(0.5 / Math.cosh(bias) ** 2).toPrecision(4)}`,
    )
  }
  const dqhat = (field - bias) / m
  const unloaded = {
    // log cosh g' = −½ log(1 − m²)
    freeEntropy: sites.floor - 0.5 * Math.log(gap) - (field - bias) * m,
    slope: -0.5 * dqhat,
  }
  const susceptibility = gap / (1 - dqhat * gap)
  const start =
    bias === 0
      ? { rest: [Math.asinh(Math.log(dqhat))], logForce: Math.log((2 * q1) / Math.PI) }
      : {
          rest: [Math.asinh(Math.log(dqhat))],
          logForce: Number.NaN,
          logdq: Math.log(dqhat * gap * susceptibility),
        }
  return {
    unknowns: ['asinh log δq̂'],
    unloaded,
    start,
    ordered: 2 * Math.log(0.05 * bias),
    at: (logdq, logForce, [coordinate]) => {
      const conjugate = Math.exp(Math.sinh(coordinate))
      const logQhat = logForce - 2 * logdq
      const { mean, gap: there, alignment, meanSquareVariance, logWeight } = sites.at(logQhat, conjugate)
      const excess = Math.log1p(gap * Math.exp(-logdq))
      const freeEntropy = mean - 0.5 * Math.exp(logForce - logdq + excess) - 0.5 * q1 * conjugate
      return {
        residual: [2 * Math.log(alignment) - 2 * excess - logForce, Math.log(there / gap)],
        dqhat: conjugate,
        freeEntropy,
        entropy: freeEntropy - logWeight,
        slope: 0.5 * (Math.exp(logQhat) - conjugate),
        response: meanSquareVariance,
      }
    },
  }
}
