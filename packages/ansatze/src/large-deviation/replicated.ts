import type { Nodes } from './panels.js'

/**
 * Averages of f₀(h) = (1/y) log ∫Dz e^{y f(h + √Δ z)} over a Gaussian h: those of a cascade of one step, m = y.
 */
export interface Replicated {
  /** ∫Dz f₀ */
  readonly mean: number
  /** ⟨f₀'²⟩ */
  readonly outerSquare: number
  /** ⟨f'²⟩ − ⟨f₀'²⟩, without cancellation */
  readonly spread: number
  /** The average of a second function of the innermost field, given on the inner nodes (0 where none is). */
  readonly inner: number
  /** The law of the innermost field. */
  law(): Nodes
}

/** The rows h of the outer average, each named by the h' where e^{y f(h') − (h' − h)²/2Δ} is largest, h = h' − shift. */
export interface Rows {
  readonly peaks: Float64Array
  readonly weights: Float64Array
  /** f, f' and D f' at the peak. */
  readonly values: Float64Array
  readonly scores: Float64Array
  readonly shifts: Float64Array
}

/** The nodes of the inner integrals: shared by all rows, in ascending order, or `each` of them for every row, some without weight. */
export interface Inner extends Nodes {
  readonly values: Float64Array
  readonly scores: Float64Array
  readonly seconds?: Float64Array
  readonly each?: number
  /** True if f is even and every node stands for its mirror image too; rows and nodes are not negative then. */
  readonly folded: boolean
}

/** e^{−40} of the largest term is below rounding. */
export const CUT = 40

/**
 * Sums over rows and inner nodes. With D = yΔ, and relative to the peak, where the exponent E is 0 and flat,
 *
 *     f₀(h) = f − D f'²/2 + (1/y) log ∫dξ e^{E(ξ)}/√(2πΔ),   E(ξ) = y [f(h' + ξ) − f(h') − ξ f'(h')] − ξ²/2Δ ≤ 0.
 */
export function replicated(rows: Rows, inner: Inner, y: number, delta: number): Replicated {
  const { peaks, weights: rowWeights, values: peakValues, scores: peakScores, shifts } = rows
  const { nodes, weights, values, scores, seconds, each, folded } = inner
  const curb = 0.5 / delta
  const norm = 1 / Math.sqrt(2 * Math.PI * delta)
  const [count, length] = [peaks.length, nodes.length]
  const totals = new Float64Array(count)
  // the nodes that a row reaches
  const begins = new Int32Array(count)
  const ends = new Int32Array(count)
  let [mean, outerSquare, spread, second] = [0, 0, 0, 0]

  let nearest = 0
  for (let row = 0; row < count; row++) {
    const peak = peaks[row]
    const value = peakValues[row]
    const score = peakScores[row]
    const mirror = 4 * curb * (peak - shifts[row])
    let [sum, first, square, other] = [0, 0, 0, 0]
    let [low, high] = [row * (each ?? 0), (row + 1) * (each ?? 0)]
    if (each === undefined) {
      while (nearest < length - 1 && nodes[nearest] < peak) nearest++
      low = 0
      high = length
    }
    begins[row] = low
    ends[row] = high
    // from the peak upwards, then downwards: the terms only fall
    const middle = each === undefined ? nearest : low
    for (let direction = 1; direction >= -1; direction -= 2) {
      for (let j = direction > 0 ? middle : middle - 1; j >= low && j < high; j += direction) {
        if (weights[j] === 0) continue
        const xi = nodes[j] - peak
        const exponent = y * (values[j] - value - score * xi) - xi * xi * curb
        if (exponent < -CUT) {
          if (each !== undefined) continue
          if (direction > 0) ends[row] = j
          else begins[row] = j + 1
          break
        }
        const term = weights[j] * Math.exp(exponent)
        const off = scores[j] - score
        sum += term
        first += term * off
        square += term * off * off
        if (seconds !== undefined) other += term * seconds[j]
        if (!folded) continue
        const apart = mirror * nodes[j]
        if (apart > CUT) continue
        const image = term * Math.exp(-apart)
        const far = -scores[j] - score
        sum += image
        first += image * far
        square += image * far * far
        if (seconds !== undefined) other += image * seconds[j]
      }
    }
    const weight = rowWeights[row]
    const off = first / sum
    const outer = score + off
    totals[row] = sum
    mean += weight * (value - 0.5 * score * shifts[row] + Math.log(sum * norm) / y)
    outerSquare += weight * outer * outer
    spread += weight * (square / sum - off * off)
    second += (weight * other) / sum
  }

  const lawOf = (): Nodes => {
    const at = folded ? new Float64Array(2 * length) : nodes
    const lawWeights = new Float64Array(at.length)
    if (folded) {
      at.set(nodes)
      for (let j = 0; j < length; j++) at[length + j] = -nodes[j]
    }
    for (let row = 0; row < count; row++) {
      const share = rowWeights[row] / totals[row]
      const field = peaks[row] - shifts[row]
      for (let j = begins[row]; j < ends[row]; j++) {
        if (weights[j] === 0) continue
        const xi = nodes[j] - peaks[row]
        const exponent = y * (values[j] - peakValues[row] - peakScores[row] * xi) - xi * xi * curb
        const term = share * weights[j] * Math.exp(exponent)
        lawWeights[j] += term
        if (folded) lawWeights[length + j] += term * Math.exp(-4 * curb * field * nodes[j])
      }
    }
    return { nodes: at, weights: lawWeights }
  }
  let law: Nodes | undefined
  return {
    mean,
    outerSquare,
    spread,
    inner: second,
    law: () => {
      law ??= lawOf()
      return law
    },
  }
}
