import type { Cost, Ties } from '@gardner/core'
import { storedFrom } from '@gardner/machines'

/** The energy of `count` patterns by their stabilities, which begin at `from` in `block`. */
export type TotalCost = (block: Float64Array, from: number, count: number) => number

/** Factors between 1 and 2 whose product stays far from the largest double. */
const FACTORS = 512

/**
 * The sum of a cost over patterns at margin κ, as of `energyAt` and several times as fast. Of the cross-entropy
 * T Σ log(1 + e^x) = T Σ x₊ + T log Π (1 + e^{−|x|}), with one logarithm for many patterns.
 */
export function totalCost(cost: Cost, kappa: number, ties: Ties): TotalCost {
  switch (cost.kind) {
    case 'errors': {
      const threshold = storedFrom(kappa, ties)
      return (block, from, count) => {
        let errors = 0
        for (let mu = 0; mu < count; mu++) if (block[from + mu] < threshold) errors++
        return errors
      }
    }
    case 'deficit':
      return (block, from, count) => {
        let deficit = 0
        for (let mu = 0; mu < count; mu++) deficit += Math.max(0, kappa - block[from + mu])
        return deficit
      }
    case 'cross-entropy': {
      const { temperature } = cost
      return (block, from, count) => {
        let linear = 0
        let logarithms = 0
        let mu = 0
        while (mu < count) {
          const end = Math.min(count, mu + FACTORS)
          let product = 1
          for (; mu < end; mu++) {
            const shortfall = kappa - block[from + mu]
            linear += Math.max(0, shortfall)
            product *= 1 + Math.exp(-Math.abs(shortfall) / temperature)
          }
          logarithms += Math.log(product)
        }
        return linear + temperature * logarithms
      }
    }
  }
}
