/** A polynomial Σ' c_k T_k(t) on [a, b], t = (2x − a − b)/(b − a) (the prime halves nothing: c_0 enters whole). */
export interface ChebyshevSeries {
  readonly a: number
  readonly b: number
  readonly coefficients: Float64Array
}

/** The interpolant of f at the n Chebyshev points of the first kind, which exclude the ends. */
export function interpolate(f: (x: number) => number, a: number, b: number, n: number): ChebyshevSeries {
  const values = chebyshevPoints(a, b, n).map(f)
  return { a, b, coefficients: coefficientsOf(values) }
}

/** The n Chebyshev points of the first kind in [a, b], descending. */
export function chebyshevPoints(a: number, b: number, n: number): number[] {
  // sin²-form of the point's distance from the nearer end, so that points next to an end keep their digits
  return Array.from({ length: n }, (_, j) => {
    const half = (Math.PI * (j + 0.5)) / (2 * n)
    return j < n / 2 ? b - (b - a) * Math.sin(half) ** 2 : a + (b - a) * Math.cos(half) ** 2
  })
}

/** From the values at the Chebyshev points, descending. */
export function coefficientsOf(values: readonly number[]): Float64Array {
  const n = values.length
  const cosines = cosinesOf(n)
  const coefficients = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    let sum = 0
    for (let j = 0; j < n; j++) sum += values[j] * cosines[(k * (2 * j + 1)) % (4 * n)]
    coefficients[k] = ((k === 0 ? 1 : 2) * sum) / n
  }
  return coefficients
}

const cosineTables = new Map<number, Float64Array>()

/**
 * cos(πm/2n), m = 0 … 4n − 1, from the first quadrant: the cosine of a large argument would carry the rounding of
 * the argument into every coefficient, and differentiation multiplies that by k².
 */
function cosinesOf(n: number): Float64Array {
  let cosines = cosineTables.get(n)
  if (cosines === undefined) {
    const firstQuadrant = (m: number) =>
      2 * m <= n ? Math.cos((Math.PI * m) / (2 * n)) : Math.sin((Math.PI * (n - m)) / (2 * n))
    cosines = Float64Array.from({ length: 4 * n }, (_, m) => {
      const folded = m <= 2 * n ? m : 4 * n - m
      return folded <= n ? firstQuadrant(folded) : -firstQuadrant(2 * n - folded)
    })
    cosineTables.set(n, cosines)
  }
  return cosines
}

/** Clenshaw's sum. */
export function evaluate({ a, b, coefficients }: ChebyshevSeries, x: number): number {
  const t = (2 * x - a - b) / (b - a)
  let later = 0
  let last = 0
  for (let k = coefficients.length - 1; k > 0; k--) {
    const next = 2 * t * last - later + coefficients[k]
    later = last
    last = next
  }
  return t * last - later + coefficients[0]
}

export function differentiate({ a, b, coefficients }: ChebyshevSeries): ChebyshevSeries {
  const n = coefficients.length
  const slopes = new Float64Array(Math.max(1, n - 1))
  const scale = 2 / (b - a)
  for (let k = n - 1; k > 0; k--) slopes[k - 1] = (k + 1 < n - 1 ? slopes[k + 1] : 0) + 2 * k * coefficients[k]
  slopes[0] *= 0.5
  for (let k = 0; k < slopes.length; k++) slopes[k] *= scale
  return { a, b, coefficients: slopes }
}

/** The antiderivative that vanishes at `a`. */
export function integrate({ a, b, coefficients }: ChebyshevSeries): ChebyshevSeries {
  const n = coefficients.length
  const at = (k: number) => (k < n ? coefficients[k] : 0)
  const sums = new Float64Array(n + 1)
  const scale = (b - a) / 2
  sums[1] = scale * (at(0) - 0.5 * at(2))
  for (let k = 2; k <= n; k++) sums[k] = (scale * (at(k - 1) - at(k + 1))) / (2 * k)
  let atA = 0
  for (let k = n; k > 0; k--) atA += k % 2 === 0 ? sums[k] : -sums[k]
  sums[0] = -atA
  return { a, b, coefficients: sums }
}

/** The size of the last coefficients beside the largest: what the interpolant has not resolved. */
export function tail({ coefficients }: ChebyshevSeries): { size: number; scale: number } {
  let scale = 0
  for (const coefficient of coefficients) scale = Math.max(scale, Math.abs(coefficient))
  let size = 0
  for (const coefficient of coefficients.subarray(-3)) size = Math.max(size, Math.abs(coefficient))
  return { size, scale }
}

/** Without the trailing coefficients that are rounding noise: differentiation would amplify them. */
export function chopped({ a, b, coefficients }: ChebyshevSeries): ChebyshevSeries {
  const { scale } = tail({ a, b, coefficients })
  let length = coefficients.length
  while (length > 3 && Math.abs(coefficients[length - 1]) <= 2 * Number.EPSILON * scale) length--
  // a linear or constant piece is common enough to be worth being exact
  while (length > 1 && Math.abs(coefficients[length - 1]) <= Number.EPSILON * scale) length--
  return { a, b, coefficients: coefficients.slice(0, length) }
}
