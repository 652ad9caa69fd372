import type { Rule } from '@gardner/numerics'

/** A level of a cascade: T_{m,Δ}[f](h) = (1/m) log ∫Dz e^{m f(h + √Δ z)}. */
export interface Level {
  /** m > 0 */
  readonly parisi: number
  /** Δ ≥ 0 */
  readonly variance: number
}

/** The nodes of one level and what is known there. */
export interface LevelNodes extends Rule {
  readonly values: Float64Array
  readonly scores: Float64Array
}

/** The transition from a level to the next one inward: for each outer node the tilted law on the inner ones. */
export interface Transition {
  /** First inner node of each row, and where the row starts in `shares`. */
  readonly first: Int32Array
  readonly start: Int32Array
  readonly shares: Float64Array
  /** Variance of f_i' under the tilted law. */
  readonly variance: Float64Array
  /** (⟨f_i⟩ − f_{i−1})/m_i */
  readonly slope: Float64Array
}

/** Standard deviations beyond which a Gaussian counts for nothing. */
export const REACH = 9
/** e^{−38} of the largest term is below rounding. */
const NEGLIGIBLE = 38
const LOG_2PI = Math.log(2 * Math.PI)
/** Where m f varies by less over a Gaussian the logarithm is taken of a mean of e^x − 1. */
const SLIGHT = 8
const SMALL = 1 / 16

/** f_{i−1} and f_{i−1}' on the outer lattice from those on the inner, with the tilted laws. */
export function transition(outer: LevelNodes, inner: LevelNodes, { parisi, variance }: Level): Transition {
  const rows = outer.length
  const columns = inner.length
  const { nodes, weights, values, scores } = inner
  const weighed = new Float64Array(columns)
  for (let j = 0; j < columns; j++) weighed[j] = parisi * values[j] + Math.log(weights[j])
  // the largest f' to the right of every node: how far a row can be pulled to the right
  const pull = new Float64Array(columns)
  for (let j = columns - 1; j >= 0; j--) pull[j] = Math.max(j + 1 < columns ? pull[j + 1] : 0, scores[j])
  const first = new Int32Array(rows)
  const start = new Int32Array(rows + 1)
  const spreads = new Float64Array(rows)
  const slope = new Float64Array(rows)
  let shares = new Float64Array(rows * Math.min(columns, 128))
  let used = 0
  const scale = -0.5 / variance
  const reach = (REACH + 0.5) * Math.sqrt(variance)
  const norm = 0.5 * (LOG_2PI + Math.log(variance))
  // a node that is negligible beside one to its right stays so for larger h
  let begin = 0
  let left = 0
  for (let row = 0; row < rows; row++) {
    const h = outer.nodes[row]
    const limit = h + reach + parisi * variance * pull[begin]
    if (used + columns - begin > shares.length) {
      const longer = new Float64Array(2 * shares.length + columns)
      longer.set(shares)
      shares = longer
    }
    let largest = Number.NEGATIVE_INFINITY
    let end = begin
    for (; end < columns && nodes[end] <= limit; end++) {
      const x = nodes[end] - h
      const exponent = weighed[end] + scale * x * x
      shares[used + end - begin] = exponent
      if (exponent > largest) largest = exponent
    }
    if (end === begin) {
      // no node within reach: only where rounding has emptied the window
      outer.values[row] = Number.NaN
      outer.scores[row] = Number.NaN
      start[row + 1] = used
      continue
    }
    let skip = 0
    while (shares[used + skip] < largest - NEGLIGIBLE) skip++
    if (skip > 0) {
      shares.copyWithin(used, used + skip, used + end - begin)
      begin += skip
    }
    while (shares[used + end - begin - 1] < largest - NEGLIGIBLE) end--
    const length = end - begin
    let total = 0
    let score = 0
    let value = 0
    for (let j = 0; j < length; j++) {
      const share = Math.exp(shares[used + j] - largest)
      shares[used + j] = share
      total += share
      score += share * scores[begin + j]
      value += share * values[begin + j]
    }
    score /= total
    value /= total
    let spread = 0
    for (let j = 0; j < length; j++) {
      shares[used + j] /= total
      const off = scores[begin + j] - score
      spread += shares[used + j] * off * off
    }
    // ⟨f_i⟩ − f_{i−1}, whose digits cancel where the tilt is slight
    while (nodes[left] < h - reach) left++
    const slight = parisi * Math.max(Math.abs(values[left] - value), Math.abs(values[end - 1] - value)) < SLIGHT
    const excess = slight
      ? relativeEntropy(shares, used, values, begin, length, value, parisi)
      : value - (largest + Math.log(total) - norm) / parisi
    outer.values[row] = value - excess
    outer.scores[row] = score
    spreads[row] = spread
    slope[row] = excess / parisi
    first[row] = begin
    used += length
    start[row + 1] = used
  }
  return { first, start, shares, variance: spreads, slope }
}

/**
 * ⟨f⟩ − (1/m) log ∫Dz e^{mf} = (1/m) log ⟨e^{−m(f − ⟨f⟩)}⟩ with averages under the tilted law, of which the Gaussian is the law
 * weighed with e^{−mf}: 1/m times the relative entropy of the one to the other.
 */
function relativeEntropy(
  shares: Float64Array,
  used: number,
  values: Float64Array,
  begin: number,
  length: number,
  value: number,
  parisi: number,
): number {
  // e^x − 1 − x, as ⟨x⟩ = 0: where x is small the first order would leave no digits of the second
  let sum = 0
  for (let j = 0; j < length; j++) {
    const x = -parisi * (values[begin + j] - value)
    sum += shares[used + j] * (x < SMALL && x > -SMALL ? beyondLinear(x) : Math.expm1(x) - x)
  }
  return Math.log1p(sum) / parisi
}

/** e^x − 1 − x for |x| < 1/16, by its series. */
const beyondLinear = (x: number): number =>
  x *
  x *
  (0.5 +
    x *
      (1 / 6 +
        x *
          (1 / 24 +
            x * (1 / 120 + x * (1 / 720 + x * (1 / 5040 + x * (1 / 40320 + x * (1 / 362880 + x * (1 / 3628800)))))))))

/** The law one level further in. */
export function pushForward(law: Float64Array, { first, start, shares }: Transition, columns: number): Float64Array {
  const inner = new Float64Array(columns)
  for (let row = 0; row < law.length; row++) {
    const weight = law[row]
    const offset = first[row] - start[row]
    for (let j = start[row]; j < start[row + 1]; j++) inner[offset + j] += weight * shares[j]
  }
  return inner
}

/** f_{i−1}'' = ⟨f_i''⟩ + m (⟨f_i'²⟩ − ⟨f_i'⟩²) */
export function curvatureOutside(
  curvatures: Float64Array,
  { first, start, shares, variance }: Transition,
  parisi: number,
): Float64Array {
  const outer = new Float64Array(first.length)
  for (let row = 0; row < outer.length; row++) {
    let sum = parisi * variance[row]
    const offset = first[row] - start[row]
    for (let j = start[row]; j < start[row + 1]; j++) sum += shares[j] * curvatures[offset + j]
    outer[row] = sum
  }
  return outer
}
