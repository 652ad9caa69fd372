import { evenGaussianMean, type GaussianRule, gaussianMean, multilayerRule, type SitePrior } from '@gardner/core'

/** The averages of a product prior under the RS field h = √q̂ z, with the multiplier λ of w². */
export interface RsSite {
  /** ∫Dz ⟨w²⟩: the self overlap Q. */
  selfOverlap(qhat: number, lambda: number): number
  /** ∫Dz (⟨w²⟩ − ⟨w⟩²)/Q: the gap 1 − q in units of Q. */
  gap(qhat: number, lambda: number): number
  /** ∫Dz A(λ, √q̂ z) */
  freeEntropy(qhat: number, lambda: number): number
  /** ∫Dz ⟨log p(w)⟩ */
  logWeight(qhat: number, lambda: number): number
  /** ∫Dz (⟨w²⟩ − ⟨w⟩²)² */
  meanSquareVariance(qhat: number, lambda: number): number
}

export function rsSite(prior: SitePrior, step: number): RsSite {
  const rule = lastRule(prior, step)
  const average = (qhat: number, lambda: number, f: (h: number) => number, even: boolean): number => {
    const root = Math.sqrt(qhat)
    const layers = prior.layers(lambda)
    if (layers.length > 1) {
      const { nodes, weights } = rule(root, lambda)
      let sum = 0
      for (let k = 0; k < nodes.length; k++) sum += weights[k] * f(root * nodes[k])
      return sum
    }
    const { center, width } = layers[0] ?? { center: 0, width: 1 }
    const integrand = (z: number) => f(root * z)
    if (even && center === 0) return evenGaussianMean(integrand, width / root, step)
    return gaussianMean(integrand, { center: root > 0 ? center / root : 0, width: width / root }, step)
  }
  const { even } = prior
  const variance = (qhat: number, lambda: number) => average(qhat, lambda, (h) => prior.variance(lambda, h), even)
  const square = (qhat: number, lambda: number) => average(qhat, lambda, (h) => prior.mean(lambda, h) ** 2, even)
  return {
    selfOverlap: (qhat, lambda) => (prior.unitNorm ? 1 : variance(qhat, lambda) + square(qhat, lambda)),
    gap: (qhat, lambda) => {
      const spread = variance(qhat, lambda)
      return prior.unitNorm ? spread : spread / (spread + square(qhat, lambda))
    },
    freeEntropy: (qhat, lambda) => average(qhat, lambda, (h) => prior.logPartition(lambda, h), even),
    logWeight: (qhat, lambda) => average(qhat, lambda, (h) => prior.logWeight(lambda, h), even),
    meanSquareVariance: (qhat, lambda) => average(qhat, lambda, (h) => prior.variance(lambda, h) ** 2, even),
  }
}

/** The rule for several layers in b = root·z, remembered for as long as it is asked for again. */
function lastRule(prior: SitePrior, step: number): (root: number, lambda: number) => GaussianRule {
  let last: { readonly root: number; readonly lambda: number; readonly rule: GaussianRule } | undefined
  return (root, lambda) => {
    if (last === undefined || last.root !== root || last.lambda !== lambda) {
      const layers =
        root > 0
          ? prior.layers(lambda).map(({ center, width }) => ({ center: center / root, width: width / root }))
          : []
      last = { root, lambda, rule: multilayerRule(layers, step) }
    }
    return last.rule
  }
}
