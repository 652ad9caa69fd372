/** m_i e^{b w_i − a w_i²/2} relative to the largest of them, whose logarithm is `largest`. */
export interface Tilted {
  readonly shares: Float64Array
  readonly largest: number
  /** The sum of the shares, at least 1. */
  readonly total: number
}

/**
 * The tilted measure as a function of a and b. Nothing overflows, as no exponential is above 1; and nothing is allocated,
 * as it is asked for at every node of every quadrature: a result holds until the next call.
 */
export function tilting(
  levels: readonly number[],
  logMasses: readonly number[],
): (a: number, b: number) => Readonly<Tilted> {
  const shares = new Float64Array(levels.length)
  const tilted = { shares, largest: 0, total: 0 }
  return (a, b) => {
    let largest = -Infinity
    for (let i = 0; i < shares.length; i++) {
      const w = levels[i]
      shares[i] = logMasses[i] + w * (b - 0.5 * a * w)
      if (shares[i] > largest) largest = shares[i]
    }
    let total = 0
    for (let i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(shares[i] - largest)
      total += shares[i]
    }
    tilted.largest = largest
    tilted.total = total
    return tilted
  }
}
