/** log Γ(x) for x > 0, by Stirling's series after the recurrence. */
export function logGamma(x: number): number {
  let shift = 0
  let at = x
  while (at < 12) shift -= Math.log(at++)
  const inverse = 1 / (at * at)
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / at
  return shift + (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series
}

/** The probability that χ² of so many degrees of freedom is at least so large: Γ(k/2, x/2)/Γ(k/2). */
export function chiSquareTail(value: number, freedom: number): number {
  const a = freedom / 2
  const x = value / 2
  if (x <= 0) return 1
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= x / (a + n)
      sum += term
    }
    return 1 - front * sum
  }
  // the continued fraction, by the method of Lentz
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 10_000; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    fraction *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return front * fraction
}

/** χ² of counts against probabilities, and how many degrees of freedom it has. Rare cells are counted as one. */
export function chiSquare(
  counts: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  rare = 5,
): { readonly value: number; readonly freedom: number } {
  let total = 0
  for (let k = 0; k < counts.length; k++) total += counts[k]
  let [value, cells, restExpected, restCount] = [0, 0, 0, 0]
  const add = (count: number, expected: number) => {
    value += (count - expected) ** 2 / expected
    cells++
  }
  for (let k = 0; k < counts.length; k++) {
    const expected = total * probabilities[k]
    if (expected >= rare) add(counts[k], expected)
    else {
      restExpected += expected
      restCount += counts[k]
    }
  }
  if (restExpected >= rare) add(restCount, restExpected)
  // what must not happen at all but for next to nothing
  else if (restCount > restExpected + 10 * Math.sqrt(restExpected + 1)) value = Number.POSITIVE_INFINITY
  return { value, freedom: cells - 1 }
}

/** What several tests of the same hypothesis say together. */
export interface Verdict {
  /** (Σ χ² − Σ k)/√(2 Σ k), which is near standard normal. */
  readonly deviation: number
  readonly least: number
  /** √n times the distance of Kolmogorov and Smirnov of the p-values from uniform ones. */
  readonly spread: number
}

export function together(tests: readonly { readonly value: number; readonly freedom: number }[]): Verdict {
  const value = tests.reduce((sum, one) => sum + one.value, 0)
  const freedom = tests.reduce((sum, one) => sum + one.freedom, 0)
  const tails = tests.map((one) => chiSquareTail(one.value, one.freedom))
  return {
    deviation: (value - freedom) / Math.sqrt(2 * freedom),
    least: Math.min(...tails),
    spread: kolmogorov(tails, (p) => p),
  }
}

/** √n sup |F_n − F|, whose probability to exceed t is about 2 e^{−2t²}. */
export function kolmogorov(values: readonly number[], cumulative: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort()
  const n = sorted.length
  let largest = 0
  for (const [k, x] of sorted.entries()) {
    const at = cumulative(x)
    largest = Math.max(largest, at - k / n, (k + 1) / n - at)
  }
  return Math.sqrt(n) * largest
}

/** The correlation of a series with itself, `lag` entries later. */
export function autocorrelation(series: ArrayLike<number>, lag: number): number {
  const n = series.length
  let mean = 0
  for (let k = 0; k < n; k++) mean += series[k] / n
  let [square, product] = [0, 0]
  for (let k = 0; k < n; k++) square += (series[k] - mean) ** 2
  for (let k = 0; k + lag < n; k++) product += (series[k] - mean) * (series[k + lag] - mean)
  return square === 0 ? 0 : product / square
}
