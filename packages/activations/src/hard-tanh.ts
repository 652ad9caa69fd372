import { defineActivation } from '@gardner/core'

/** g(u) = u between −1 and 1, ±1 outside; its kernel is derived. */
export const hardTanh = defineActivation({
  name: 'hard-tanh',
  g: (u) => Math.min(1, Math.max(-1, u)),
  kinks: [-1, 1],
})
