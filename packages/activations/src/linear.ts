import { CLOSED_FORM_ERROR, defineActivation } from '@gardner/core'

/** g(u) = u, the perceptron: C(q) = q. */
export const linear = defineActivation({
  name: 'linear',
  g: (u) => u,
  kinks: [],
  kernel: {
    covariance: (gap) => 1 - gap,
    deficit: (gap) => gap,
    slope: () => 1,
    curvature: () => 0,
    error: CLOSED_FORM_ERROR,
  },
  reference: 'E. Gardner, J. Phys. A 21 (1988) 257',
})
