import { defineActivation } from '@gardner/core'
import { logistic } from './sigmoid.js'

/** g(u) = u/(1 + e^{−u}), also called swish; smooth, its kernel is derived. */
export const silu = defineActivation({
  name: 'silu',
  g: (u) => u * logistic(u),
  kinks: [],
  reference: 'P. Ramachandran, B. Zoph and Q. V. Le, arXiv:1710.05941',
})
