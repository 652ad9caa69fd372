import { definePlugin } from '@gardner/core'
import { binary } from './binary.js'
import { discreteFamily } from './discrete.js'
import { spherical } from './spherical.js'
import { ternaryFamily } from './ternary.js'

export { binary } from './binary.js'
export { type DiscreteOptions, discrete, discreteFamily } from './discrete.js'
export { spherical } from './spherical.js'
export { ternary, ternaryFamily, ternaryOf } from './ternary.js'

/** Registers every weight prior and family of this package under its name. */
export default definePlugin('weights', (registry) => {
  registry.weights(spherical)
  registry.weights(binary)
  registry.weights(ternaryFamily)
  registry.weights(discreteFamily)
})
