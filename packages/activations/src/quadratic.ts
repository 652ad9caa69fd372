import { CLOSED_FORM_ERROR, defineActivation } from '@gardner/core'

/** g(u) = u²: C(q) = 2q². */
export const quadratic = defineActivation({
  name: 'quadratic',
  g: (u) => u * u,
  kinks: [],
  kernel: {
    covariance: (gap) => 2 * (1 - gap) ** 2,
    deficit: (gap) => 2 * gap * (2 - gap),
    slope: (gap) => 4 * (1 - gap),
    curvature: () => 4,
    error: CLOSED_FORM_ERROR,
  },
})
