import type { SitePrior } from '@gardner/core'
import { evenGaussianRule, gaussianRule, type Rule, ruleBuffer } from '@gardner/numerics'

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
  const ruleAt = lastRule(prior, step)
  const variance = (qhat: number, lambda: number) => {
    const { length, nodes, weights } = ruleAt(qhat, lambda)
    const root = Math.sqrt(qhat)
    let sum = 0
    for (let k = 0; k < length; k++) sum += weights[k] * prior.variance(lambda, root * nodes[k])
    return sum
  }
  const square = (qhat: number, lambda: number) => {
    const { length, nodes, weights } = ruleAt(qhat, lambda)
    const root = Math.sqrt(qhat)
    let sum = 0
    for (let k = 0; k < length; k++) {
      const mean = prior.mean(lambda, root * nodes[k])
      sum += weights[k] * mean * mean
    }
    return sum
  }
  return {
    selfOverlap: (qhat, lambda) => (prior.unitNorm ? 1 : variance(qhat, lambda) + square(qhat, lambda)),
    gap: (qhat, lambda) => {
      const spread = variance(qhat, lambda)
      return prior.unitNorm ? spread : spread / (spread + square(qhat, lambda))
    },
    freeEntropy: (qhat, lambda) => {
      const { length, nodes, weights } = ruleAt(qhat, lambda)
      const root = Math.sqrt(qhat)
      let sum = 0
      for (let k = 0; k < length; k++) sum += weights[k] * prior.logPartition(lambda, root * nodes[k])
      return sum
    },
    logWeight: (qhat, lambda) => {
      const { length, nodes, weights } = ruleAt(qhat, lambda)
      const root = Math.sqrt(qhat)
      let sum = 0
      for (let k = 0; k < length; k++) sum += weights[k] * prior.logWeight(lambda, root * nodes[k])
      return sum
    },
    meanSquareVariance: (qhat, lambda) => {
      const { length, nodes, weights } = ruleAt(qhat, lambda)
      const root = Math.sqrt(qhat)
      let sum = 0
      for (let k = 0; k < length; k++) sum += weights[k] * prior.variance(lambda, root * nodes[k]) ** 2
      return sum
    },
  }
}

/**
 * The rule for the prior's crossovers in b = √q̂ z, remembered for as long as it is asked for again. Every integrand is
 * even in z for an even prior, which halves the nodes of a single crossover at 0.
 */
function lastRule(prior: SitePrior, step: number): (qhat: number, lambda: number) => Rule {
  const buffer = ruleBuffer()
  let last: { readonly qhat: number; readonly lambda: number; readonly rule: Rule } | undefined
  const make = (qhat: number, lambda: number): Rule => {
    const root = Math.sqrt(qhat)
    const crossovers = prior.crossovers(lambda)
    if (prior.even && crossovers.length === 1 && crossovers[0].center === 0)
      return evenGaussianRule(crossovers[0].width / root, step, buffer)
    if (!(root > 0)) return gaussianRule([], step)
    return gaussianRule(
      crossovers.map(({ center, width }) => ({ center: center / root, width: width / root })),
      step,
      buffer,
    )
  }
  return (qhat, lambda) => {
    if (last === undefined || last.qhat !== qhat || last.lambda !== lambda)
      last = { qhat, lambda, rule: make(qhat, lambda) }
    return last.rule
  }
}
