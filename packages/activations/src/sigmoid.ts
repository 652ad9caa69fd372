import { defineActivation } from '@gardner/core'

/** 1/(1 + e^{−u}), written so that no exponential is above 1: right to relative rounding for every u. */
export function logistic(u: number): number {
  const tail = Math.exp(-Math.abs(u))
  return (u < 0 ? tail : 1) / (1 + tail)
}

/** g(u) = 1/(1 + e^{−u}); smooth, its kernel is derived. */
export const sigmoid = defineActivation({ name: 'sigmoid', g: logistic, kinks: [] })
