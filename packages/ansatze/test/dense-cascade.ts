// The cascade on one uniform lattice, by sums over all pairs of its points: slow, and nothing that follows a crossover.

export interface DenseLevel {
  readonly parisi: number
  readonly variance: number
}

export interface DenseCascade {
  readonly mean: number
  /** ⟨f_i'²⟩, ⟨f_i''²⟩ for i = 0 … k, for i < k from differences of f_i. */
  readonly meanSquareScore: readonly number[]
  readonly meanSquareCurvature: readonly number[]
}

/** Differences of eighth order, from the middle outwards. */
const FIRST = [0, 4 / 5, -1 / 5, 4 / 105, -1 / 280]
const SECOND = [-205 / 72, 8 / 5, -1 / 5, 8 / 315, -1 / 560]

/** The innermost function and its first two derivatives. */
export interface DenseField {
  readonly value: (h: number) => number
  readonly slope: (h: number) => number
  readonly bend: (h: number) => number
}

/** f_0 … f_k by f_{i−1}(h) = (1/m) log Σ_j δ N(x_j; h, Δ_i) e^{m f_i(x_j)} on x_j = jδ, |x_j| ≤ reach. */
export function denseCascade(
  field: DenseField,
  rootVariance: number,
  levels: readonly DenseLevel[],
  spacing: number,
  reach: number,
): DenseCascade {
  const half = Math.ceil(reach / spacing)
  const nodes = Float64Array.from({ length: 2 * half + 1 }, (_, j) => (j - half) * spacing)
  const size = nodes.length
  const values = [nodes.map(field.value)]
  /** The shares of the tilted Gaussians, row by row, from the outermost level inwards. */
  const tilted: Float64Array[] = []
  for (const { parisi, variance } of [...levels].reverse()) {
    const inner = values[0]
    const outer = new Float64Array(size)
    const shares = new Float64Array(size * size)
    for (let row = 0; row < size; row++) {
      let largest = Number.NEGATIVE_INFINITY
      for (let j = 0; j < size; j++) {
        const exponent = parisi * inner[j] - (0.5 * (nodes[j] - nodes[row]) ** 2) / variance
        shares[row * size + j] = exponent
        largest = Math.max(largest, exponent)
      }
      let total = 0
      for (let j = 0; j < size; j++) {
        const off = shares[row * size + j] - largest
        const share = off > -45 ? Math.exp(off) : 0
        shares[row * size + j] = share
        total += share
      }
      for (let j = 0; j < size; j++) shares[row * size + j] /= total
      outer[row] = (largest + Math.log((total * spacing) / Math.sqrt(2 * Math.PI * variance))) / parisi
    }
    values.unshift(outer)
    tilted.unshift(shares)
  }
  let law = nodes.map(
    (x) => (spacing * Math.exp((-0.5 * x * x) / rootVariance)) / Math.sqrt(2 * Math.PI * rootVariance),
  )
  const average = (of: (j: number) => number) => {
    let sum = 0
    for (let j = 4; j < size - 4; j++) if (law[j] > 0) sum += law[j] * of(j)
    return sum
  }
  const mean = average((j) => values[0][j])
  const meanSquareScore: number[] = []
  const meanSquareCurvature: number[] = []
  for (const [i, value] of values.entries()) {
    const innermost = i === levels.length
    const slope = (j: number) => {
      if (innermost) return field.slope(nodes[j])
      let sum = 0
      for (let k = 1; k < 5; k++) sum += FIRST[k] * (value[j + k] - value[j - k])
      return sum / spacing
    }
    const bend = (j: number) => {
      if (innermost) return field.bend(nodes[j])
      let sum = SECOND[0] * value[j]
      for (let k = 1; k < 5; k++) sum += SECOND[k] * (value[j + k] + value[j - k])
      return sum / (spacing * spacing)
    }
    meanSquareScore.push(average((j) => slope(j) ** 2))
    meanSquareCurvature.push(average((j) => bend(j) ** 2))
    if (innermost) break
    const next = new Float64Array(size)
    for (let row = 0; row < size; row++) {
      if (!(law[row] > 0)) continue
      for (let j = 0; j < size; j++) next[j] += law[row] * tilted[i][row * size + j]
    }
    law = next
  }
  return { mean, meanSquareScore, meanSquareCurvature }
}
