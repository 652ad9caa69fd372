import { invalid } from './input/error.js'
import { onlyKeys, positive } from './input/option.js'

/**
 * What a pattern of stability Δ costs at margin κ. `errors`: θ(κ − Δ). `deficit`: (κ − Δ)₊. `cross-entropy`: at temperature T,
 * T log(1 + e^{(κ − Δ)/T}), which is the deficit as T → 0. The energy of a machine is the sum over patterns.
 */
export type Cost =
  | { readonly kind: 'errors' }
  | { readonly kind: 'deficit' }
  | { readonly kind: 'cross-entropy'; readonly temperature: number }

export const costKinds = ['errors', 'deficit', 'cross-entropy'] as const

export function checkCost(cost: Cost): Cost {
  const { kind } = cost ?? {}
  if (!costKinds.includes(kind)) throw invalid('cost', cost, `{ kind: one of ${costKinds.join(', ')} }`)
  onlyKeys(`cost ${kind}`, cost, kind === 'cross-entropy' ? ['kind', 'temperature'] : ['kind'])
  if (cost.kind === 'cross-entropy') positive('temperature of the cross-entropy', cost.temperature)
  return cost
}

/** The cost of a shortfall x = κ − Δ. */
export function costOf(cost: Cost, shortfall: number): number {
  switch (cost.kind) {
    case 'errors':
      return shortfall > 0 ? 1 : 0
    case 'deficit':
      return Math.max(0, shortfall)
    case 'cross-entropy': {
      const x = shortfall / cost.temperature
      // the larger term outside, so that nothing overflows
      return cost.temperature * (Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))))
    }
  }
}
