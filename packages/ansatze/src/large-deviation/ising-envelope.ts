import { legendreRule, type SitePrior } from '@gardner/core'
import { bisected } from './bisect.js'
import { marchedBreaks } from './march.js'

/**
 * The averages of weights w = ±1 under F(h) = max_{h'} [A(h') − (h' − h)²/(2Δ)], h = √q̂ z. Weights of unit norm have
 * A(h) = log 2cosh(h + b) + const, b the field of their bias; ⟨·⟩ is the average under the law of h'.
 */
export interface IsingEnvelope {
  /** ∫Dz F */
  readonly mean: number
  /** 1 − ⟨A'²⟩ = ⟨A''⟩ */
  readonly gap: number
  /** √q̂ ∫Dz F'' = ∫Dz z F' */
  readonly alignment: number
  /** ⟨A''²⟩ */
  readonly meanSquareVariance: number
  /** ⟨log p(w)⟩ */
  readonly logWeight: number
}

const REACH = 9
const PANEL = { layer: 1.8, field: 3.5, folds: 6 }
/** What a narrower field does to the averages is below rounding. */
const NARROW = 1e-20

/**
 * With g = h + b and g' = h' + b the maximiser has the sign of g and solves g = g' − Δ tanh g'. For Δ > 1 it jumps at g = 0, from −g* to
 * g* with g* = Δ tanh g*: Gauss–Legendre panels in η = |g'| − g* on the two sides, where
 *
 *     |g| = η − Δ [tanh(g* + η) − tanh g*],     dg = (1 − Δ/cosh²(g* + η)) dη.
 */
export function isingEnvelope(prior: SitePrior, step: number) {
  const bias = Math.atanh(prior.mean(0, 0))
  const floor = prior.logPartition(0, 0) - logCosh(bias)
  const rule = legendreRule(Math.round(2 / step))
  const norm = 1 / Math.sqrt(2 * Math.PI)

  const average = (logQhat: number, delta: number): IsingEnvelope => {
    const root = Math.max(NARROW, Math.exp(0.5 * logQhat))
    const start = jumpOf(delta)
    const shrink = Math.exp(-2 * start)
    const sums = { mean: 0, gap: 0, alignment: 0, meanSquareVariance: 0, logWeight: 0 }

    /** |g| as a function of η, and 1/cosh² of g'. */
    const fieldAt = (eta: number) => {
      const small = shrink * Math.exp(-2 * eta)
      return eta + (2 * delta * shrink * Math.expm1(-2 * eta)) / ((1 + shrink) * (1 + small))
    }
    const varianceAt = (eta: number) => {
      const small = shrink * Math.exp(-2 * eta)
      return (4 * small) / ((1 + small) * (1 + small))
    }
    const density = (eta: number) => {
      const variance = varianceAt(eta)
      return (
        Math.abs(1 - delta * variance) / (PANEL.field * root) +
        1 / (PANEL.layer * Math.sqrt((start + eta) * (start + eta) + 1)) +
        (2 * variance) / (PANEL.folds * (variance + 1e-14))
      )
    }
    const slope = 1 - delta * varianceAt(0)
    /** The η at which |g| is `field`: |g| is convex in η, and above η − Δ. */
    const etaOf = (field: number) => {
      const most = Math.min(field + delta, 1.001 * (field / slope)) + root
      return bisected((eta) => fieldAt(eta) - field, 0, most, 1e-4 * Math.min(root, most))
    }

    /** One side of g = 0, where the bias is b in the direction of g; counted `copies` times. */
    const side = (sign: 1 | -1, copies: number) => {
      const center = sign * bias
      const highest = center + REACH * root
      if (!(highest > 0)) return
      const lowest = center - REACH * root
      const breaks = marchedBreaks(density, lowest > 0 ? etaOf(lowest) : 0, etaOf(highest))
      for (let panel = 1; panel < breaks.length; panel++) {
        const half = 0.5 * (breaks[panel] - breaks[panel - 1])
        const middle = 0.5 * (breaks[panel] + breaks[panel - 1])
        for (let i = 0; i < rule.nodes.length; i++) {
          const eta = middle + half * rule.nodes[i]
          const small = shrink * Math.exp(-2 * eta)
          const mean = (1 - small) / (1 + small)
          const variance = (4 * small) / ((1 + small) * (1 + small))
          const z = (fieldAt(eta) - center) / root
          const gaussian = (copies * half * rule.weights[i] * norm * Math.exp(-0.5 * z * z)) / root
          const weight = gaussian * (1 - delta * variance)
          const total = start + eta
          sums.mean += weight * (floor + total + Math.log1p(small) - Math.LN2 - 0.5 * delta * mean * mean)
          sums.gap += weight * variance
          sums.alignment += gaussian * variance * root
          sums.meanSquareVariance += weight * variance * variance
          if (bias !== 0) sums.logWeight += weight * prior.logWeight(0, sign * total - bias)
        }
      }
    }
    if (bias === 0) side(1, 2)
    else {
      side(1, 1)
      side(-1, 1)
    }
    // the jump of F' = tanh g' at z = −b/√q̂
    sums.alignment += 2 * Math.tanh(start) * norm * Math.exp(-0.5 * (bias / root) ** 2)
    return sums
  }

  let last: { readonly logQhat: number; readonly delta: number; readonly result: IsingEnvelope } | undefined
  return {
    /** The b and the constant of A(h) = log cosh(h + b) + const. */
    bias,
    floor,
    at: (logQhat: number, delta: number): IsingEnvelope => {
      if (last?.logQhat !== logQhat || last.delta !== delta) last = { logQhat, delta, result: average(logQhat, delta) }
      return last.result
    },
  }
}

const logCosh = (x: number): number => Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.LN2

/** g* ≥ 0 with g* = Δ tanh g*: 0 up to Δ = 1. */
function jumpOf(delta: number): number {
  if (!(delta > 1)) return 0
  // from above, where g − Δ tanh g is convex and Newton's method falls monotonically
  let g = delta > 1.5 ? delta : 1.3 * Math.sqrt(3 * (1 - 1 / delta))
  for (let newton = 0; newton < 60; newton++) {
    const t = Math.tanh(g)
    const next = g - (g - delta * t) / (1 - delta * (1 - t * t))
    if (!(next < g)) break
    g = next
  }
  return g
}
