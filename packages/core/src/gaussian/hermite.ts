/** Half-width of the window of the coefficient integrals: φ(z)^½ < 1e-18 outside. */
const WINDOW = 13

/**
 * Normalised Hermite coefficients a_k = E[g(z) He_k(z)]/√k!, k = 0 … order, by the trapezoid rule of the given
 * step, which converges exponentially for a smooth g. a_0 is E g, and Σ a_k² = E g² (Parseval).
 */
export function hermiteCoefficients(g: (z: number) => number, order: number, step: number): Float64Array {
  const coefficients = new Float64Array(order + 1)
  const roots = Float64Array.from({ length: order + 1 }, (_, k) => Math.sqrt(k))
  const half = Math.round(WINDOW / step)
  for (let node = -half; node <= half; node++) {
    const z = node * step
    const weight = g(z) * Math.exp(-0.5 * z * z)
    if (weight === 0) continue
    let previous = 0
    let current = weight
    coefficients[0] += current
    for (let k = 1; k <= order; k++) {
      const next = (z * current - roots[k - 1] * previous) / roots[k]
      previous = current
      current = next
      coefficients[k] += current
    }
  }
  const scale = step / Math.sqrt(2 * Math.PI)
  for (let k = 0; k <= order; k++) coefficients[k] *= scale
  return coefficients
}
