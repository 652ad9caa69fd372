import { checkMachine, type Machine } from '@gardner/core'

/** Standard deviations of the output within which nearly all stabilities lie. */
const REACH = 4

/** Intervals at the least. */
const INTERVALS = 40

/**
 * Where to look at P(Δ): from κ, or from −4√C(1) where κ lies lower, to 4√C(1) above κ and 0, in round steps. The output of a pattern has
 * variance C(1), so that this has the mass of the distribution in it, however low the margin is.
 */
export function stabilityGrid(machine: Machine): readonly number[] {
  checkMachine(machine)
  const { constraint, kernel } = machine
  const spread = REACH * Math.sqrt(kernel.deficit(1))
  const { margin } = constraint.parameters
  const lowest = Math.max(margin ?? -spread, -spread)
  const range = Math.max(margin ?? 0, 0) + spread - lowest
  const size = 10 ** Math.floor(Math.log10(range / INTERVALS))
  const step = [5, 2, 1].map((digit) => digit * size).find((width) => width <= range / INTERVALS) ?? size
  // a margin is where the density begins; without one in sight it begins at a round number
  const from = lowest === margin ? margin : step * Math.floor(lowest / step)
  return Array.from({ length: Math.ceil(range / step - 1e-9) + 1 }, (_, i) => Number((from + i * step).toPrecision(12)))
}
