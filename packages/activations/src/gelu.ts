import { defineActivation } from '@gardner/core'
import { tail } from '@gardner/numerics'

/** g(u) = u Φ(u) with Φ the normal distribution function itself, no approximation of it; smooth, its kernel is derived. */
export const gelu = defineActivation({
  name: 'gelu',
  g: (u) => u * tail(-u),
  kinks: [],
  reference: 'D. Hendrycks and K. Gimpel, arXiv:1606.08415',
})
