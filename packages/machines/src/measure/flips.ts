/** A distribution of whole numbers: `values[k]` is the probability of from + k. */
export interface Distribution {
  readonly from: number
  readonly values: Float64Array
}

/** Probabilities below that share of the largest are left out: all of them together are less than rounding. */
const NEGLIGIBLE = 1e-25

/**
 * How many inputs agree with their ±1 weights, W_i ξ_i = +1, after each of the inputs was flipped with probability η, if `agreeing` of
 * `fan` did before: Bin(agreeing, 1 − η) + Bin(fan − agreeing, η).
 */
export function agreeingAfterFlips(fan: number, agreeing: number, eta: number): Distribution {
  const kept = binomial(agreeing, 1 - eta, eta)
  const gained = binomial(fan - agreeing, eta, 1 - eta)
  const values = new Float64Array(kept.values.length + gained.values.length - 1)
  for (let i = 0; i < kept.values.length; i++) {
    for (let j = 0; j < gained.values.length; j++) values[i + j] += kept.values[i] * gained.values[j]
  }
  return { from: kept.from + gained.from, values }
}

/** Of n trials of probability p = 1 − q: from the mode to both sides by the ratio of neighbours, so that nothing overflows. */
export function binomial(n: number, p: number, q: number): Distribution {
  if (p === 0) return { from: 0, values: Float64Array.of(1) }
  if (q === 0) return { from: n, values: Float64Array.of(1) }
  const mode = Math.min(n, Math.floor((n + 1) * p))
  const below: number[] = []
  for (let k = mode, term = 1; k > 0; k--) {
    term *= (k * q) / ((n - k + 1) * p)
    if (!(term > NEGLIGIBLE)) break
    below.push(term)
  }
  const above: number[] = []
  for (let k = mode, term = 1; k < n; k++) {
    term *= ((n - k) * p) / ((k + 1) * q)
    if (!(term > NEGLIGIBLE)) break
    above.push(term)
  }
  const values = Float64Array.from([...below.reverse(), 1, ...above])
  const total = values.reduce((sum, term) => sum + term, 0)
  return { from: mode - below.length, values: values.map((term) => term / total) }
}
