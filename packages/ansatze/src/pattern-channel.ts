import { type Crossover, checkMachine, type FieldDistribution, type Machine, positive } from '@gardner/core'
import { gaussianRule, ruleBuffer } from '@gardner/numerics'

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
  /** The law of h on nodes that resolve these crossovers too. */
  fields(gap: number, crossovers: readonly Crossover[]): FieldDistribution
}

export function patternChannel(machine: Machine, step: number): PatternChannel {
  checkMachine(machine)
  positive('step', step)
  const { kernel, constraint } = machine
  const buffer = ruleBuffer()
  /** The fields at a gap: h = root·z with the nodes and weights of a rule for their crossovers, and the variance v. */
  const fieldsAt = (gap: number, more: readonly Crossover[] = []) => {
    const v = kernel.deficit(gap)
    const root = Math.sqrt(kernel.covariance(gap))
    const crossovers = root > 0 ? [...constraint.crossovers(v), ...more] : []
    const scaled = crossovers.map(({ center, width }) => ({ center: center / root, width: width / root }))
    return { v, root, rule: gaussianRule(scaled, step, buffer) }
  }
  // Plain loops over the nodes: an integrand passed as a function would box a number for every node.
  let scored = { gap: Number.NaN, mean: Number.NaN }
  return {
    energy: (gap) => {
      const { v, root, rule } = fieldsAt(gap)
      let sum = 0
      for (let k = 0; k < rule.length; k++) sum += rule.weights[k] * constraint.logEvidence(root * rule.nodes[k], v)
      return sum
    },
    logWeight: (gap) => {
      if (constraint.logWeight === undefined) return 0
      const { v, root, rule } = fieldsAt(gap)
      let sum = 0
      for (let k = 0; k < rule.length; k++) sum += rule.weights[k] * constraint.logWeight(root * rule.nodes[k], v)
      return sum
    },
    meanSquareScore: (gap) => {
      // asked for again at the gap of the last residual, when the state there is read
      if (gap === scored.gap) return scored.mean
      const { v, root, rule } = fieldsAt(gap)
      let sum = 0
      for (let k = 0; k < rule.length; k++) sum += rule.weights[k] * constraint.score(root * rule.nodes[k], v) ** 2
      scored = { gap, mean: sum }
      return sum
    },
    meanSquareCurvature: (gap) => {
      const { v, root, rule } = fieldsAt(gap)
      let sum = 0
      for (let k = 0; k < rule.length; k++) sum += rule.weights[k] * constraint.curvature(root * rule.nodes[k], v) ** 2
      return sum
    },
    fields: (gap, crossovers) => {
      const { v, root, rule } = fieldsAt(gap, crossovers)
      const { length, nodes, weights } = rule
      return { nodes: nodes.slice(0, length).map((z) => root * z), weights: weights.slice(0, length), variance: v }
    },
  }
}
