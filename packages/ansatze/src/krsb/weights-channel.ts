import type { SitePrior, WeightPrior } from '@gardner/core'
import { cascade } from '../cascade/cascade.js'
import { weightField } from '../cascade/channel.js'
import { sphere } from '../cascade/sphere.js'
import type { Hierarchy } from './hierarchy.js'

/** What the patterns ask of the weights: the conjugates and their steps. */
export interface Forces {
  /** α C'(q_0) ⟨f_0'²⟩ = Q q̂_0 */
  readonly root: number
  /** α (C'(q_i)⟨f_i'²⟩ − C'(q_{i−1})⟨f_{i−1}'²⟩) = Q (q̂_i − q̂_{i−1}), i = 1 … k */
  readonly pulls: readonly number[]
}

/** The weights' side of the k-step equations. */
export interface KrsbWeights {
  /** True if the self overlap Q has to be solved for. */
  readonly freeNorm: boolean
  at(hierarchy: Hierarchy, forces: Forces, Q: number): WeightsState
}

export interface WeightsState {
  /** One for each of 1 − q_k, q_k − q_{k−1}, …, q_1 − q_0 (and log Q where it is free): zero where the weights agree. */
  readonly residual: readonly number[]
  /** The q_0 that the weights make. */
  readonly outermost: number
  /** ∂S/∂m_i but for the patterns' part, negated: positive, i = 1 … k. */
  readonly parisiSlope: readonly number[]
  /** How many times larger the terms are that each of them is the difference of. */
  readonly cancellation: readonly number[]
  /** G_S with the quadratic terms, and the same less ⟨log p⟩ of a non-uniform prior. */
  readonly freeEntropy: number
  readonly entropy: number
  /** ⟨(g_i'')²⟩/Q², i = 0 … k */
  response(): readonly number[]
}

export function krsbWeights(prior: WeightPrior, step: number): KrsbWeights {
  return prior.kind === 'sphere' ? { freeNorm: false, at: onSphere } : atSites(prior, step)
}

function onSphere({ gaps, steps, q0, parisi }: Hierarchy, { root, pulls }: Forces): WeightsState {
  const k = steps.length
  const { lambda, freeEntropy, bend } = sphere(gaps[k], steps, parisi, q0)
  // with the conjugates that the patterns ask for: where the overlaps do not agree yet, the two sides of ∂S/∂m_i = 0 do so
  // to first order in a slight step
  let conjugate = root
  const parisiSlope = steps.map((step, i) => {
    const slope = 0.5 * (bend[i] + step * conjugate)
    conjugate += pulls[i]
    return slope
  })
  const outermost = root * lambda[0] ** 2
  const residual = [outermost - q0]
  for (let i = k; i >= 1; i--) residual.push(Math.log((pulls[i - 1] * lambda[i] * lambda[i - 1]) / steps[i - 1]))
  return {
    residual,
    outermost,
    parisiSlope,
    cancellation: steps.map(() => 1),
    freeEntropy,
    entropy: freeEntropy,
    response: () => lambda.map((l) => l * l),
  }
}

const atSites = (prior: SitePrior, step: number): KrsbWeights => ({
  freeNorm: !prior.unitNorm,
  at: ({ gaps, steps, parisi }, { root, pulls }, Q) => {
    const k = steps.length
    const freeNorm = !prior.unitNorm
    const qhat = [root / Q]
    for (const pull of pulls) qhat.push(qhat[qhat.length - 1] + pull / Q)
    // λ = q̂_k (1 − q_k) + Σ_i m_i (q_i q̂_i − q_{i−1} q̂_{i−1}), where Q is stationary
    const rise = steps.map((width, i) => ((1 - gaps[i + 1]) * pulls[i]) / Q + width * qhat[i])
    const lambda = qhat[k] * gaps[k] + rise.reduce((sum, by, i) => sum + parisi[i] * by, 0)
    const a = freeNorm ? lambda : 0
    const levels = pulls.map((pull, i) => ({ parisi: parisi[i], variance: pull / Q }))
    const sites = cascade(weightField(prior, a), qhat[0], levels, step)
    if (sites === undefined) return nowhere(k)
    const mean = (f: (b: number) => number) => {
      let sum = 0
      for (let j = 0; j < sites.nodes.length; j++) sum += sites.weights[j] * f(sites.nodes[j])
      return sum
    }
    const spread = mean((b) => prior.variance(a, b))
    const residual = [Math.log(spread / (Q * gaps[k]))]
    for (let i = k; i >= 1; i--) residual.push(Math.log(sites.spread[i - 1] / (Q * steps[i - 1])))
    if (freeNorm) residual.push(Math.log((spread + sites.meanSquareScore[k]) / Q))
    const freeEntropy = sites.mean - (freeNorm ? 0 : 0.5 * lambda)
    // with the overlaps that the conjugates make, so that the first order cancels between the two terms
    const parisiSlope = steps.map((width, i) => {
      const made = sites.meanSquareScore[i] + Q * width
      return 0.5 * ((made * pulls[i]) / Q + Q * width * qhat[i]) - sites.parisiSlope[i]
    })
    return {
      residual,
      outermost: sites.meanSquareScore[0] / Q,
      parisiSlope,
      cancellation: parisiSlope.map((slope, i) => 1 + (2 * sites.parisiSlope[i]) / slope),
      freeEntropy,
      get entropy() {
        return freeEntropy - mean((b) => prior.logWeight(a, b))
      },
      response: () => sites.meanSquareCurvature((b) => prior.variance(a, b)).map((square) => square / (Q * Q)),
    }
  },
})

const nowhere = (k: number): WeightsState => ({
  residual: new Array(k + 1).fill(Number.NaN),
  outermost: Number.NaN,
  parisiSlope: new Array(k).fill(Number.NaN),
  cancellation: new Array(k).fill(Number.NaN),
  freeEntropy: Number.NaN,
  entropy: Number.NaN,
  response: () => new Array(k + 1).fill(Number.NaN),
})
