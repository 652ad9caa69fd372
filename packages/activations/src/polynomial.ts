import {
  type Activation,
  CLOSED_FORM_ERROR,
  defineActivation,
  defineFamily,
  finiteList,
  invalid,
  type Kernel,
  numbers,
  seriesKernel,
} from '@gardner/core'

/** The highest power taken: g² e^{−u²/2} of higher ones has weight beyond the window of the quadratures. */
export const HIGHEST_DEGREE = 12

const LARGEST = 1e100

/** g(u) = c₀ + c₁u + c₂u² + … of degree 1 to 12: C(q) = Σ_k k! h_k² q^k with h_k the coefficients in Hermite polynomials. */
export function polynomial(coefficients: readonly number[]): Activation {
  finiteList('coefficients of polynomial', coefficients)
  const degree = coefficients.reduce((highest, c, k) => (c === 0 ? highest : k), 0)
  if (degree < 1 || degree > HIGHEST_DEGREE) {
    throw invalid('coefficients of polynomial', coefficients, `c0, c1, … of a degree from 1 to ${HIGHEST_DEGREE}`)
  }
  const largest = coefficients.find((c) => Math.abs(c) > LARGEST)
  if (largest !== undefined) throw invalid('coefficient of polynomial', largest, 'at most 1e100: E g² has its square')
  const kept = Object.freeze(coefficients.slice(0, degree + 1))
  return defineActivation({
    name: 'polynomial',
    parameters: { coefficients: kept },
    g: (u) => kept.reduceRight((sum, c) => sum * u + c, 0),
    kinks: [],
    kernel: polynomialKernel(kept),
  })
}

/** `polynomial:c0,c1,…` */
export const polynomialFamily = defineFamily<Activation>({
  name: 'polynomial',
  usage: 'c0,c1,…',
  make: (parameters) => polynomial(numbers('polynomial', parameters, 2, HIGHEST_DEGREE + 1)),
})

/** The kernel of Σ c_k u^k, exact up to rounding; `error` grows where the Hermite coefficients cancel. */
export function polynomialKernel(coefficients: readonly number[]): Kernel {
  const hermite = hermiteForm(coefficients)
  const sizes = hermiteForm(coefficients.map(Math.abs))
  let factorial = 1
  let total = 0
  let rounding = 0
  const squares = hermite.map((h, k) => {
    factorial *= Math.max(1, k)
    if (k > 0) {
      total += factorial * h * h
      rounding += factorial * Math.abs(h) * (sizes[k] ?? 0)
    }
    return factorial * h * h
  })
  return seriesKernel(squares, Math.max(CLOSED_FORM_ERROR, (8 * Number.EPSILON * rounding) / total))
}

/** Σ c_k u^k as Σ h_k He_k(u), by Horner's scheme with u He_k = He_{k+1} + k He_{k−1}. */
function hermiteForm(coefficients: readonly number[]): number[] {
  let form: number[] = []
  for (const c of [...coefficients].reverse()) {
    const times = Array.from({ length: form.length + 1 }, (_, k) => (form[k - 1] ?? 0) + (k + 1) * (form[k + 1] ?? 0))
    times[0] = (times[0] ?? 0) + c
    form = times
  }
  return form
}
