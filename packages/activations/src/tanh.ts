import { defineActivation } from '@gardner/core'

/** g(u) = tanh u; smooth, its kernel is derived. */
export const tanh = defineActivation({ name: 'tanh', g: Math.tanh, kinks: [] })
