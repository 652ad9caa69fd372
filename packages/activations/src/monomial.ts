import { type Activation, defineActivation, defineFamily, invalid, numbers } from '@gardner/core'
import { HIGHEST_DEGREE, polynomialKernel } from './polynomial.js'

/** g(u) = uⁿ, n = 1 … 12: C(q) = Σ_k k! h_k² q^k with h_k = n!/(2^j j! k!), j = (n − k)/2 whole. */
export function monomial(degree: number): Activation {
  if (!Number.isInteger(degree) || degree < 1 || degree > HIGHEST_DEGREE) {
    throw invalid('degree of monomial', degree, `a whole number from 1 to ${HIGHEST_DEGREE}`)
  }
  return defineActivation({
    name: 'monomial',
    parameters: { degree },
    g: (u) => u ** degree,
    kinks: [],
    kernel: polynomialKernel(Array.from({ length: degree + 1 }, (_, k) => (k === degree ? 1 : 0))),
  })
}

/** `monomial:degree` */
export const monomialFamily = defineFamily<Activation>({
  name: 'monomial',
  usage: 'degree',
  make: (parameters) => {
    const [degree] = numbers('monomial', parameters, 1, 1)
    return monomial(degree as number)
  },
})
