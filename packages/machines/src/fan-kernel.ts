import { type Activation, callable, invalid, type Kernel, seriesKernel, wholeNumber } from '@gardner/core'

/** Beyond it the recurrence has lost its digits. */
const MOST_INPUTS = 200

/**
 * C(q) of units with a finite number of ±1 inputs and ±1 weights: with s = Σ_i W_i ξ_i and λ = s/√fan,
 *
 *     C(q) = E[g(λ) g(λ')] − (E g)² = Σ_{k≥1} a_k² q^k,     a_k = E[g(λ) K_k(s)] / √(fan choose k)
 *
 * where the weights of λ and λ' agree with probability (1 + q)/2, input by input, and K_k is the Krawtchouk polynomial, the sum of
 * all products of k different inputs. It is what the Hermite series becomes at finite fan, and tends to it as 1/fan. Give it to an
 * activation as its kernel, and the theory is that of K → ∞ units of so many inputs.
 *
 * @param fan an odd or even number of inputs, at most 200
 */
export function fanKernel(activation: Pick<Activation, 'g'>, fan: number): Kernel {
  const g = callable('g', activation?.g)
  if (wholeNumber('fan', fan, 1) > MOST_INPUTS) throw invalid('fan', fan, `at most ${MOST_INPUTS} inputs`)
  const sums = Array.from({ length: fan + 1 }, (_, p) => 2 * p - fan)
  const values = sums.map((s) => g(s / Math.sqrt(fan)))
  const probabilities = binomial(fan)
  const mean = (of: (p: number) => number) =>
    probabilities.reduce((sum, probability, p) => sum + probability * of(p), 0)
  // orthonormal polynomials: √((k + 1)(f − k)) φ_{k+1} = s φ_k − √(k (f − k + 1)) φ_{k−1}
  let before = sums.map(() => 0)
  let here = sums.map(() => 1)
  const squares = [0]
  for (let k = 0; k < fan; k++) {
    const next = sums.map(
      (s, p) => (s * here[p] - Math.sqrt(k * (fan - k + 1)) * before[p]) / Math.sqrt((k + 1) * (fan - k)),
    )
    before = here
    here = next
    squares.push(mean((p) => values[p] * here[p]) ** 2)
  }
  const average = mean((p) => values[p])
  const variance = mean((p) => (values[p] - average) ** 2)
  // all of the variance is in the series, whatever is missing was lost to rounding
  const missing = Math.abs(squares.reduce((sum, square) => sum + square, 0) - variance)
  return seriesKernel(squares, missing / variance + 1e-14)
}

/** (n choose p)/2ⁿ */
function binomial(n: number): Float64Array {
  const probabilities = new Float64Array(n + 1)
  let logarithm = -n * Math.LN2
  for (let p = 0; p <= n; p++) {
    probabilities[p] = Math.exp(logarithm)
    logarithm += Math.log(n - p) - Math.log(p + 1)
  }
  return probabilities
}
