import { legendreRule } from '@gardner/numerics'

/** Nodes and weights of an integral over h. */
export interface Nodes {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/**
 * Lengths of a panel of 11 nodes: in the logarithm of the distance from a crossover, in standard deviations of a Gaussian, and in
 * factors of e by which something grows.
 */
export const PANEL = { crossover: 1.7, field: 3.3, folds: 5.5 }

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
