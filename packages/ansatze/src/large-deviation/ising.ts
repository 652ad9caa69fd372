import type { SitePrior } from '@gardner/core'
import { gradedBreaks, onPanels } from '@gardner/numerics'
import { bisected } from './bisect.js'
import { PANEL, panelRule } from './panels.js'

/** Weights w = ±1 of any bias: A(0, h) = log cosh(h + bias) + floor. */
export interface Ising {
  readonly bias: number
  readonly floor: number
}

export function isingOf(prior: SitePrior): Ising {
  const bias = Math.atanh(prior.mean(0, 0))
  return { bias, floor: prior.logPartition(0, 0) - logCosh(bias) }
}

export const logCosh = (x: number): number => Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.LN2

/** g* ≥ 0 with g* = D tanh g*: 0 up to D = 1. */
export function jumpOf(displacement: number): number {
  if (!(displacement > 1)) return 0
  // from above, where g − D tanh g is convex and Newton's method falls monotonically
  let g = displacement > 1.5 ? displacement : 1.3 * Math.sqrt(3 * (1 - 1 / displacement))
  for (let newton = 0; newton < 60; newton++) {
    const t = Math.tanh(g)
    const next = g - (g - displacement * t) / (1 - displacement * (1 - t * t))
    if (!(next < g)) break
    g = next
  }
  return g
}

/**
 * The fields g = h + bias, h = √q̂ z, by the g' at which A(g') − (g' − g)²/(2D) is largest: g = g' − D tanh g'. It has the sign of g; for
 * D > 1 it jumps at g = 0 from −g* to g*, g* = D tanh g*.
 */
export interface IsingRows {
  /** |g'|, ascending within each of the two sides. */
  readonly peaks: Float64Array
  /** |g| */
  readonly fields: Float64Array
  /** The share of each row in ∫Dz, and the same without dg/dg' = 1 − D/cosh² g'. */
  readonly weights: Float64Array
  readonly densities: Float64Array
}

const REACH = 9
const SQRT_2PI = Math.sqrt(2 * Math.PI)

/**
 * The rows with g of the sign `side`, by Gauss–Legendre panels in η = |g'| − g*, where |g| = η − D [tanh(g* + η) − tanh g*] has no
 * cancellation. `kink` is the scale of η on which what is integrated changes at g = 0, Infinity where it does not. Empty where the
 * bias lets no g have this sign.
 */
export function isingRows(
  { bias }: Ising,
  side: 1 | -1,
  root: number,
  displacement: number,
  step: number,
  kink = Number.POSITIVE_INFINITY,
): IsingRows {
  const start = jumpOf(displacement)
  const shrink = Math.exp(-2 * start)
  const fieldAt = (eta: number) => {
    const small = shrink * Math.exp(-2 * eta)
    return eta + (2 * displacement * shrink * Math.expm1(-2 * eta)) / ((1 + shrink) * (1 + small))
  }
  const varianceAt = (eta: number) => {
    const small = shrink * Math.exp(-2 * eta)
    return (4 * small) / ((1 + small) * (1 + small))
  }
  const slope = 1 - displacement * varianceAt(0)
  /** |g| is convex in η, and above η − D. */
  const etaOf = (field: number) => {
    const most = Math.min(field + displacement, 1.001 * (field / slope)) + root
    return bisected((eta) => fieldAt(eta) - field, 0, most, 1e-4 * Math.min(root, most))
  }
  const center = side * bias
  const [lowest, highest] = [center - REACH * root, center + REACH * root]
  if (!(highest > 0)) return { peaks: NONE, fields: NONE, weights: NONE, densities: NONE }
  // next to D = 1 the field hardly changes with η at first
  const nearest = Math.min(kink, etaOf(root))
  const density = (eta: number) => {
    const variance = varianceAt(eta)
    const gaussian = (1 - displacement * variance) / (PANEL.field * root)
    const folds = (2 * variance) / (PANEL.folds * (variance + 1e-14))
    const crossovers = 1 / ((start + eta) * (start + eta) + 1) + 2 / (eta * eta + nearest * nearest)
    return Math.sqrt(gaussian * gaussian + folds * folds + crossovers / (PANEL.crossover * PANEL.crossover))
  }
  const breaks = gradedBreaks(density, lowest > 0 ? etaOf(lowest) : 0, etaOf(highest))
  const { nodes, weights } = onPanels(breaks, panelRule(step))
  const fields = new Float64Array(nodes.length)
  const densities = new Float64Array(nodes.length)
  for (let i = 0; i < nodes.length; i++) {
    const eta = nodes[i]
    fields[i] = fieldAt(eta)
    const z = (fields[i] - center) / root
    densities[i] = (weights[i] * Math.exp(-0.5 * z * z)) / (root * SQRT_2PI)
    weights[i] = densities[i] * (1 - displacement * varianceAt(eta))
    nodes[i] = start + eta
  }
  return { peaks: nodes, fields, weights, densities }
}

const NONE = new Float64Array(0)

/** The one row at a given field, where there is no Gaussian. */
export function isingRow(field: number, displacement: number): IsingRows {
  const start = jumpOf(displacement)
  const excess = (peak: number) => peak - displacement * Math.tanh(peak) - field
  let peak = field > 0 ? bisected(excess, start, field + displacement + 1e-300, 0) : start
  // halving ends at neighbouring doubles, at most one of which is the root
  if (!(peak > start)) peak = start
  return {
    peaks: Float64Array.of(peak),
    fields: Float64Array.of(field),
    weights: Float64Array.of(1),
    densities: Float64Array.of(1),
  }
}
