import type { Ties } from '@gardner/core'

/** What rounding may make of a stability that is κ exactly. */
export const ROUNDING = 1e-12

/** From here on patterns are stored: Δ = κ lies on one side of it, whatever rounding made of it, and nothing but Δ = κ is near. */
export const storedFrom = (kappa: number, ties: Ties): number => kappa + (ties === 'errors' ? ROUNDING : -ROUNDING)

/** How many patterns have Δ = κ. */
export function tiesAt(stabilities: ArrayLike<number>, kappa: number): number {
  let count = 0
  for (let mu = 0; mu < stabilities.length; mu++) if (Math.abs(stabilities[mu] - kappa) <= ROUNDING) count++
  return count
}
