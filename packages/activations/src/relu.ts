import { defineActivation } from '@gardner/core'
import { bentKernel } from './leaky-relu.js'

/**
 * g(u) = max(0, u): C(q) = [√(1 − q²) + q(π − acos q) − 1]/2π, C'(q) = (π − acos q)/2π, C''(q) = 1/(2π√(1 − q²)).
 * C'' is Infinity at q = 1.
 */
export const relu = defineActivation({
  name: 'relu',
  g: (u) => (u > 0 ? u : 0),
  kinks: [0],
  kernel: bentKernel(0),
  reference: 'C. Baldassi, E. M. Malatesta and R. Zecchina, Phys. Rev. Lett. 123 (2019) 170602',
})
