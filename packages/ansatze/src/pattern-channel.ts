import { type GaussianRule, gaussianRule, type Problem, ruleBuffer } from '@gardner/core'

/** The averages of f(h; v) over h = √C(q) z at v = C(1) − C(q): all an RS-like ansatz asks of the patterns. */
export interface PatternChannel {
  /** G_E = ∫Dz f */
  energy(gap: number): number
  /** ∫Dz ⟨log ρ⟩: 0 for a hard constraint. */
  logWeight(gap: number): number
  /** ∫Dz (f')² */
  meanSquareScore(gap: number): number
  /** ∫Dz (f'')² */
  meanSquareCurvature(gap: number): number
}

export function patternChannel({ kernel, constraint }: Problem, step: number): PatternChannel {
  const buffer = ruleBuffer()
  const ruleAt = (root: number, v: number): GaussianRule =>
    gaussianRule(
      root > 0 ? constraint.layers(v).map(({ center, width }) => ({ center: center / root, width: width / root })) : [],
      step,
      buffer,
    )
  // Plain loops over the nodes: an integrand passed as a function would box a number for every node.
  let scored = { gap: Number.NaN, mean: Number.NaN }
  return {
    energy: (gap) => {
      const v = kernel.deficit(gap)
      const root = Math.sqrt(kernel.covariance(gap))
      const { length, nodes, weights } = ruleAt(root, v)
      let sum = 0
      for (let k = 0; k < length; k++) sum += weights[k] * constraint.logEvidence(root * nodes[k], v)
      return sum
    },
    logWeight: (gap) => {
      if (constraint.logWeight === undefined) return 0
      const v = kernel.deficit(gap)
      const root = Math.sqrt(kernel.covariance(gap))
      const { length, nodes, weights } = ruleAt(root, v)
      let sum = 0
      for (let k = 0; k < length; k++) sum += weights[k] * constraint.logWeight(root * nodes[k], v)
      return sum
    },
    meanSquareScore: (gap) => {
      // asked for again at the gap of the last residual, when the state there is read
      if (gap === scored.gap) return scored.mean
      const v = kernel.deficit(gap)
      const root = Math.sqrt(kernel.covariance(gap))
      const { length, nodes, weights } = ruleAt(root, v)
      let sum = 0
      for (let k = 0; k < length; k++) {
        const score = constraint.score(root * nodes[k], v)
        sum += weights[k] * score * score
      }
      scored = { gap, mean: sum }
      return sum
    },
    meanSquareCurvature: (gap) => {
      const v = kernel.deficit(gap)
      const root = Math.sqrt(kernel.covariance(gap))
      const { length, nodes, weights } = ruleAt(root, v)
      let sum = 0
      for (let k = 0; k < length; k++) {
        const curvature = constraint.curvature(root * nodes[k], v)
        sum += weights[k] * curvature * curvature
      }
      return sum
    },
  }
}
