import { angleOf, CLOSED_FORM_ERROR, defineActivation } from '@gardner/core'
import { arcsine, arcsineRoot } from './arcsine.js'

/**
 * g(u) = 1 for u ≥ 0 and −1 below: C(q) = (2/π) asin q, C'(q) = (2/π)/√(1 − q²), C''(q) = (2/π) q/(1 − q²)^{3/2}.
 * C' and C'' are Infinity at q = 1.
 */
export const sign = defineActivation({
  name: 'sign',
  g: (u) => (u < 0 ? -1 : 1),
  kinks: [0],
  kernel: {
    covariance: (gap) => (2 / Math.PI) * arcsine(gap),
    // π/2 and not the double next to it that 2 asin √½ is
    deficit: (gap) => (gap < 0.5 ? (2 / Math.PI) * angleOf(gap) : 1 - (2 / Math.PI) * arcsine(gap)),
    slope: (gap) => 2 / Math.PI / arcsineRoot(gap),
    curvature: (gap) => ((2 / Math.PI) * (1 - gap)) / arcsineRoot(gap) ** 3,
    error: CLOSED_FORM_ERROR,
  },
  reference: 'E. Barkai, D. Hansel and H. Sompolinsky, Phys. Rev. A 45 (1992) 4146',
})
