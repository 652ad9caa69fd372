import { definePlugin } from '@gardner/core'
import { eluFamily } from './elu.js'
import { erf } from './erf.js'
import { gelu } from './gelu.js'
import { hardTanh } from './hard-tanh.js'
import { leakyReluFamily } from './leaky-relu.js'
import { linear } from './linear.js'
import { monomialFamily } from './monomial.js'
import { polynomialFamily } from './polynomial.js'
import { quadratic } from './quadratic.js'
import { relu } from './relu.js'
import { sigmoid } from './sigmoid.js'
import { sign } from './sign.js'
import { silu } from './silu.js'
import { sineFamily } from './sine.js'
import { softplus } from './softplus.js'
import { tanh } from './tanh.js'

export { elu, eluFamily } from './elu.js'
export { erf } from './erf.js'
export { gelu } from './gelu.js'
export { hardTanh } from './hard-tanh.js'
export { leakyRelu, leakyReluFamily } from './leaky-relu.js'
export { linear } from './linear.js'
export { monomial, monomialFamily } from './monomial.js'
export { polynomial, polynomialFamily } from './polynomial.js'
export { quadratic } from './quadratic.js'
export { relu } from './relu.js'
export { sigmoid } from './sigmoid.js'
export { sign } from './sign.js'
export { silu } from './silu.js'
export { sine, sineFamily } from './sine.js'
export { softplus } from './softplus.js'
export { tanh } from './tanh.js'

/** Registers every activation and family of this package under its name. */
export default definePlugin('activations', (registry) => {
  for (const activation of [linear, sign, relu, sigmoid, tanh, erf, hardTanh, softplus, gelu, silu, quadratic]) {
    registry.activation(activation)
  }
  for (const family of [leakyReluFamily, eluFamily, sineFamily, monomialFamily, polynomialFamily]) {
    registry.activation(family)
  }
})
