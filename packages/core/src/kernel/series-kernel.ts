import type { Kernel } from './kernel.js'

/**
 * The kernel of a Hermite series, C(q) = Σ_{k≥1} a_k² q^k with a_k = E[g(z) He_k(z)]/√k!.
 *
 * `squares[k]` is a_k² (entry 0 is ignored: the mean does not enter). All terms are positive, so every sum is
 * right to relative rounding; `error` adds what the series leaves out.
 */
export function seriesKernel(squares: readonly number[] | Float64Array, error: number): Kernel {
  const order = squares.length - 1
  // C(1) − C(q) = (1 − q) Σ_j q^j Σ_{k>j} a_k²
  const tails = new Float64Array(order + 1)
  for (let k = order - 1; k >= 0; k--) tails[k] = tails[k + 1] + squares[k + 1]
  const slopes = Float64Array.from({ length: order }, (_, k) => (k + 1) * squares[k + 1])
  const curvatures = Float64Array.from({ length: Math.max(0, order - 1) }, (_, k) => (k + 2) * (k + 1) * squares[k + 2])
  const values = Float64Array.from({ length: order }, (_, k) => squares[k + 1])
  return {
    covariance: (gap) => (1 - gap) * polynomial(values, 1 - gap),
    deficit: (gap) => gap * polynomial(tails, 1 - gap),
    slope: (gap) => polynomial(slopes, 1 - gap),
    curvature: (gap) => polynomial(curvatures, 1 - gap),
    error,
  }
}

function polynomial(coefficients: Float64Array, q: number): number {
  let sum = 0
  for (let k = coefficients.length - 1; k >= 0; k--) sum = sum * q + coefficients[k]
  return sum
}
