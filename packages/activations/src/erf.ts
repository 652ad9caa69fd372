import { CLOSED_FORM_ERROR, defineActivation } from '@gardner/core'
import { erf as errorFunction } from '@gardner/numerics'

/** 9 − 4q² at q = 1 − gap. */
const spread = (gap: number): number => 5 + 4 * gap * (2 - gap)

/**
 * g(u) = erf u: C(q) = (2/π) asin(2q/3), C'(q) = (4/π)/√(9 − 4q²), C''(q) = (16/π) q/(9 − 4q²)^{3/2}, and by the sine of
 * a difference of arcs C(1) − C(q) = (2/π) asin[2(1 − q²)/(√(9 − 4q²) + q√5)].
 */
export const erf = defineActivation({
  name: 'erf',
  g: errorFunction,
  kinks: [],
  kernel: {
    covariance: (gap) => (2 / Math.PI) * Math.asin((2 * (1 - gap)) / 3),
    deficit: (gap) =>
      (2 / Math.PI) * Math.asin((2 * gap * (2 - gap)) / (Math.sqrt(spread(gap)) + (1 - gap) * Math.sqrt(5))),
    slope: (gap) => 4 / Math.PI / Math.sqrt(spread(gap)),
    curvature: (gap) => ((16 / Math.PI) * (1 - gap)) / spread(gap) ** 1.5,
    error: CLOSED_FORM_ERROR,
  },
  reference: 'C. K. I. Williams, Neural Comput. 10 (1998) 1203',
})
