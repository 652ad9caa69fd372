import type { Rule } from '../rule.js'
import { density } from './normal.js'

/** The Gauss–Legendre rule on [−1, 1] of `order` ≥ 1 nodes, ascending, by Newton's method on P_n: exact for polynomials of degree 2 order − 1. */
export function legendreRule(order: number): Rule {
  const nodes = new Float64Array(order)
  const weights = new Float64Array(order)
  for (let i = 0; i < order; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (order + 0.5))
    let slope = 1
    for (let newton = 0; newton < 100; newton++) {
      let previous = 1
      let current = x
      for (let k = 2; k <= order; k++) {
        const next = ((2 * k - 1) * x * current - (k - 1) * previous) / k
        previous = current
        current = next
      }
      slope = (order * (x * current - previous)) / (x * x - 1)
      const shift = current / slope
      x -= shift
      if (Math.abs(shift) < 1e-16) break
    }
    nodes[order - 1 - i] = x
    weights[order - 1 - i] = 2 / ((1 - x * x) * slope * slope)
  }
  return { length: order, nodes, weights }
}

const rule = legendreRule(16)

/** ∫ f over the panels between consecutive breaks (ascending), 16 Gauss–Legendre nodes each. */
export function panelIntegral(f: (x: number) => number, breaks: readonly number[]): number {
  let total = 0
  for (let panel = 1; panel < breaks.length; panel++) {
    const half = 0.5 * (breaks[panel] - breaks[panel - 1])
    if (half <= 0) continue
    const middle = 0.5 * (breaks[panel] + breaks[panel - 1])
    let sum = 0
    for (let i = 0; i < 16; i++) sum += rule.weights[i] * f(middle + half * rule.nodes[i])
    total += sum * half
  }
  return total
}

/** A rule on [−1, 1] on every panel between consecutive breaks (ascending). */
export function onPanels(breaks: readonly number[], rule: Pick<Rule, 'nodes' | 'weights'>): Rule {
  const order = rule.nodes.length
  const length = (breaks.length - 1) * order
  const nodes = new Float64Array(length)
  const weights = new Float64Array(length)
  let k = 0
  for (let panel = 1; panel < breaks.length; panel++) {
    const half = 0.5 * (breaks[panel] - breaks[panel - 1])
    const middle = 0.5 * (breaks[panel] + breaks[panel - 1])
    for (let i = 0; i < order; i++, k++) {
      nodes[k] = middle + half * rule.nodes[i]
      weights[k] = half * rule.weights[i]
    }
  }
  return { length, nodes, weights }
}

/** Panel breaks on [from, to]: the given points inside it, and no panel wider than `widest`. */
export function panelBreaks(from: number, to: number, points: readonly number[], widest: number): number[] {
  const inner = points.filter((point) => point > from && point < to).sort((a, b) => a - b)
  const breaks = [from]
  for (const point of [...inner, to]) {
    const last = breaks[breaks.length - 1]
    const pieces = Math.ceil((point - last) / widest)
    for (let piece = 1; piece < pieces; piece++) breaks.push(last + ((point - last) * piece) / pieces)
    if (point > last) breaks.push(point)
  }
  return breaks
}

/** |z| beyond which φ(z) leaves nothing of a function of polynomial growth up to z¹². */
const REACH = 12

/**
 * ∫Dz f(z) for an f that is smooth between the breaks, cut at |z| = 12: 16 Gauss–Legendre nodes on panels none wider than 1.5.
 *
 * @example gaussianIntegral((z) => Math.max(0, z), [0]) // 1/√(2π)
 */
export const gaussianIntegral = (f: (z: number) => number, breaks: readonly number[]): number =>
  panelIntegral((z) => density(z) * f(z), panelBreaks(-REACH, REACH, breaks, 1.5))
