import type { SitePrior } from '@gardner/core'
import { isingOf, isingRows, jumpOf, logCosh } from './ising.js'

/**
 * The averages of weights w = ±1 under F(h) = max_{h'} [A(h') − (h' − h)²/(2Δ)], h = √q̂ z. ⟨·⟩ is the average under the law of the
 * maximiser h'.
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

/** What a narrower field does to the averages is below rounding. */
const NARROW = 1e-20

export function isingEnvelope(prior: SitePrior, step: number) {
  const ising = isingOf(prior)
  const { bias, floor } = ising

  const average = (logQhat: number, delta: number): IsingEnvelope => {
    const root = Math.max(NARROW, Math.exp(0.5 * logQhat))
    const sums = { mean: 0, gap: 0, alignment: 0, meanSquareVariance: 0, logWeight: 0 }
    // without a bias the two sides are the same
    const sides: readonly (readonly [1 | -1, number])[] =
      bias === 0
        ? [[1, 2]]
        : [
            [1, 1],
            [-1, 1],
          ]
    for (const [side, copies] of sides) {
      const { peaks, weights, densities } = isingRows(ising, side, root, delta, step)
      for (let i = 0; i < peaks.length; i++) {
        const small = Math.exp(-2 * peaks[i])
        const mean = (1 - small) / (1 + small)
        const variance = (4 * small) / ((1 + small) * (1 + small))
        const weight = copies * weights[i]
        sums.mean += weight * (floor + logCosh(peaks[i]) - 0.5 * delta * mean * mean)
        sums.gap += weight * variance
        sums.alignment += copies * densities[i] * variance * root
        sums.meanSquareVariance += weight * variance * variance
        if (bias !== 0) sums.logWeight += weight * prior.logWeight(0, side * peaks[i] - bias)
      }
    }
    // the jump of F' = tanh g' at z = −bias/√q̂
    sums.alignment += ((2 * Math.tanh(jumpOf(delta))) / Math.sqrt(2 * Math.PI)) * Math.exp(-0.5 * (bias / root) ** 2)
    return sums
  }

  let last: { readonly logQhat: number; readonly delta: number; readonly result: IsingEnvelope } | undefined
  return {
    ...ising,
    at: (logQhat: number, delta: number): IsingEnvelope => {
      if (last?.logQhat !== logQhat || last.delta !== delta) last = { logQhat, delta, result: average(logQhat, delta) }
      return last.result
    },
  }
}
