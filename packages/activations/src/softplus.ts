import { defineActivation } from '@gardner/core'

/** g(u) = log(1 + e^u) = max(0, u) + log(1 + e^{−|u|}); smooth, its kernel is derived. */
export const softplus = defineActivation({
  name: 'softplus',
  g: (u) => Math.max(0, u) + Math.log1p(Math.exp(-Math.abs(u))),
  kinks: [],
})
