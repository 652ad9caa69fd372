import { invalid } from '@gardner/core'
import { CLASS_COUNT, type Interaction, noInteraction } from '@gardner/machines'

/**
 * How y replicas of ±1 weights are held together, site by site with s = Σ_a W_i^a:
 *
 *     pairs    exp((γ/y) Σ_{a<b} W^a·W^b)      = Π_i exp(γ (s² − y)/2y)
 *     traced   Σ_W̃ exp(γ Σ_a W^a·W̃)            = Π_i 2 cosh(γ s)
 *     centre   exp(γ Σ_a W^a·W̃) with W̃ = ±1 among what is sampled
 *
 * `traced` and `centre` give the replicas the same measure.
 */
export type Coupling = 'pairs' | 'traced' | 'centre'

export const couplings = ['pairs', 'traced', 'centre'] as const

export function checkCoupling(value: Coupling): Coupling {
  if (!couplings.includes(value)) throw invalid('coupling', value, couplings.join(', '))
  return value
}

/** As many as a class, the number of replicas in which a weight is +1, has room for. */
export const MOST_REPLICAS = CLASS_COUNT - 1

/** The logarithm of the interaction weight of a site where k of y weights are +1; constants are left out. */
export function logWeight(coupling: 'pairs' | 'traced', gamma: number, y: number, k: number): number {
  const s = 2 * k - y
  if (coupling === 'pairs') return (gamma * s * s) / (2 * y)
  const size = Math.abs(gamma * s)
  return size + Math.log1p(Math.exp(-2 * size))
}

/** The interaction for the moves of replicas. With a centre the class of a weight is 1 where the centre is +1. */
export function interactionOf(coupling: Coupling, gamma: number, y: number): Interaction {
  if (y === 1 && coupling === 'pairs') return noInteraction
  const ratios = new Float64Array(2 * CLASS_COUNT).fill(1)
  if (coupling === 'centre') {
    for (const c of [0, 1]) {
      const along = Math.exp(2 * gamma * (2 * c - 1))
      ratios[c] = along
      ratios[CLASS_COUNT + c] = 1 / along
    }
    return { ratios, follow: false }
  }
  for (let k = 0; k <= y; k++) {
    const here = logWeight(coupling, gamma, y, k)
    if (k < y) ratios[k] = Math.exp(logWeight(coupling, gamma, y, k + 1) - here)
    if (k > 0) ratios[CLASS_COUNT + k] = Math.exp(logWeight(coupling, gamma, y, k - 1) - here)
  }
  return { ratios, follow: true }
}
