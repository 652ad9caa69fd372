import { legendreRule } from '@gardner/numerics'

/** Nodes and weights of an integral over h. */
export interface Nodes {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

const rules = new Map<number, Nodes>()

/** The Gauss–Legendre rule on [−1, 1] that belongs to a step: 11 nodes for 1/7, 14 for 1/9. */
export function panelRule(step: number): Nodes {
  const order = Math.round(1.6 / step)
  let rule = rules.get(order)
  if (rule === undefined) {
    rule = legendreRule(order)
    rules.set(order, rule)
  }
  return rule
}

/** The rule on every panel between consecutive breaks. */
export function panelled(breaks: readonly number[], rule: Nodes): Nodes {
  const order = rule.nodes.length
  const nodes = new Float64Array((breaks.length - 1) * order)
  const weights = new Float64Array(nodes.length)
  let k = 0
  for (let panel = 1; panel < breaks.length; panel++) {
    const half = 0.5 * (breaks[panel] - breaks[panel - 1])
    const middle = 0.5 * (breaks[panel] + breaks[panel - 1])
    for (let i = 0; i < order; i++, k++) {
      nodes[k] = middle + half * rule.nodes[i]
      weights[k] = half * rule.weights[i]
    }
  }
  return { nodes, weights }
}
