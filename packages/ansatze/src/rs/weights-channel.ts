import type { SitePrior, WeightPrior } from '@gardner/core'
import { rsSite } from './site.js'

/**
 * What the RS ansatz asks of the weights, for the sphere in closed form and for a product prior by quadrature.
 * `gap` is 1 − q with q the overlap in units of the self overlap Q; q̂ is conjugate to the overlap itself.
 */
export interface RsWeights {
  /** True if Q follows from the other order parameters and q̂ must be solved for beside the gap. */
  readonly freeNorm: boolean
  /** 1 − q at α = 0. */
  readonly gapAtStart: number
  /** The q̂ Q at which the norm begins to follow the field: Q²/⟨w⁴⟩, at most 1. */
  readonly softness: number
  /** The gap that q̂ makes, given the gap that enters the multiplier λ = q̂ (1 − q) of a free norm. */
  gap(qhat: number, gap: number): number
  selfOverlap(qhat: number, gap: number): number
  /** G_S */
  freeEntropy(qhat: number, gap: number): number
  /** G_S less ⟨log p(w)⟩ of a non-uniform prior. */
  entropy(qhat: number, gap: number): number
  /** M_S / Q² of the stability condition. */
  response(qhat: number, gap: number): number
}

export function rsWeights(prior: WeightPrior, step: number): RsWeights {
  if (prior.kind === 'sphere') {
    const entropy = (_: number, gap: number) => 0.5 * Math.log(gap) + (0.5 * (1 - gap)) / gap
    return {
      freeNorm: false,
      gapAtStart: 1,
      softness: 1,
      // the root of q/(1 − q)² = q̂
      gap: (qhat) => 2 / (1 + Math.sqrt(1 + 4 * qhat)),
      selfOverlap: () => 1,
      freeEntropy: entropy,
      entropy,
      response: (_, gap) => gap * gap,
    }
  }
  const site = rsSite(prior, step)
  const freeNorm = !prior.unitNorm
  const lambda = (qhat: number, gap: number) => (freeNorm ? qhat * gap : 0)
  // G_S = ½ λQ − ½ q̂ Q (1 − q) + ∫Dz A(λ, √q̂ z): with λ = q̂ (1 − q) the first two cancel. For w² = 1, λ = 0
  const freeEntropy = (qhat: number, gap: number) =>
    site.freeEntropy(qhat, lambda(qhat, gap)) - (freeNorm ? 0 : 0.5 * qhat * gap)
  const mean = prior.mean(0, 0)
  const variance = prior.variance(0, 0)
  return {
    freeNorm,
    gapAtStart: variance / (variance + mean * mean),
    softness: freeNorm ? softness(prior) : 1,
    gap: (qhat, gap) => site.gap(qhat, lambda(qhat, gap)),
    selfOverlap: (qhat, gap) => site.selfOverlap(qhat, lambda(qhat, gap)),
    freeEntropy,
    entropy: (qhat, gap) => freeEntropy(qhat, gap) - site.logWeight(qhat, lambda(qhat, gap)),
    response: (qhat, gap) =>
      site.meanSquareVariance(qhat, lambda(qhat, gap)) / site.selfOverlap(qhat, lambda(qhat, gap)) ** 2,
  }
}

/** ⟨w²⟩²/⟨w⁴⟩ of the prior, from ⟨w⁴⟩ − ⟨w²⟩² = 4 ∂²A/∂a² by differences. */
function softness(prior: SitePrior): number {
  const square = prior.variance(0, 0) + prior.mean(0, 0) ** 2
  const h = 1e-3 / square
  const bend = (prior.logPartition(h, 0) - 2 * prior.logPartition(0, 0) + prior.logPartition(-h, 0)) / (h * h)
  return 1 / Math.max(1, 1 + (4 * bend) / square ** 2)
}
