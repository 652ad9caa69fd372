import { angleOf } from '@gardner/core'

/** asin q at the overlap q = 1 − gap. Near q = 1 it is the complement of the angle: there asin amplifies the rounding of q. */
export const arcsine = (gap: number): number => (gap < 0.5 ? Math.PI / 2 - angleOf(gap) : Math.asin(1 - gap))

/** √(1 − q²) at the overlap q = 1 − gap, without cancellation. */
export const arcsineRoot = (gap: number): number => Math.sqrt(gap * (2 - gap))
