import type { BinaryPatterns, Instance, RealPatterns } from '@gardner/core'

/** The patterns as the linear map from the weights of a unit to its fields, and its transpose. */
export interface PatternMatrix {
  /** λ^μ = Σ_i W_i ξ_i^μ/√fan at `to[μ]`, for the `fan` weights of unit l. */
  fields(unit: number, weights: Float64Array, to: Float64Array): void
  /** Σ_μ d^μ ξ_i^μ/√fan at `to[i]`, for all μ and the inputs of unit l. */
  transposed(unit: number, d: Float64Array, to: Float64Array): void
}

/** The matrix of an instance. The order of every sum is fixed: the same weights give the same bits. */
export function patternMatrix(instance: Instance): PatternMatrix {
  const { patterns } = instance
  return patterns.kind === 'real' ? realMatrix(instance, patterns) : signMatrix(instance, patterns)
}

function realMatrix({ fan, inputs }: Instance, { count, values }: RealPatterns): PatternMatrix {
  const scale = 1 / Math.sqrt(fan)
  return {
    fields: (unit, weights, to) => {
      const first = (unit * fan) % inputs
      to.fill(0)
      for (let i = 0; i < fan; i++) {
        const weight = weights[i] * scale
        const from = (first + i) * count
        for (let mu = 0; mu < count; mu++) to[mu] += weight * values[from + mu]
      }
    },
    transposed: (unit, d, to) => {
      const first = (unit * fan) % inputs
      for (let i = 0; i < fan; i++) {
        const from = (first + i) * count
        let sum = 0
        for (let mu = 0; mu < count; mu++) sum += d[mu] * values[from + mu]
        to[i] = sum * scale
      }
    },
  }
}

/**
 * ±1 patterns eight at a time: the 256 sums ±x₀ ± … ± x₇ are made once and looked up for every byte of the matrix. That is an
 * eighth of the additions, for a copy of the bits in either direction.
 */
function signMatrix({ fan, inputs }: Instance, patterns: BinaryPatterns): PatternMatrix {
  const { count } = patterns
  const scale = 1 / Math.sqrt(fan)
  // how many different sets of inputs units have
  const views = inputs / fan
  const columnBlocks = Math.ceil(fan / 8)
  const rowBlocks = Math.ceil(count / 8)
  // bit k of byte (view, b, μ): input 8b + k of the view; bit k of byte (b, i): pattern 8b + k
  const byInput = new Uint8Array(views * columnBlocks * count)
  const byPattern = new Uint8Array(rowBlocks * inputs)
  for (let i = 0; i < inputs; i++) {
    const view = Math.floor(i / fan)
    const within = i % fan
    const from = (view * columnBlocks + (within >>> 3)) * count
    const column = i * patterns.stride
    for (let mu = 0; mu < count; mu++) {
      const bit = (patterns.words[column + (mu >>> 5)] >>> (mu & 31)) & 1
      byInput[from + mu] |= bit << (within & 7)
      byPattern[(mu >>> 3) * inputs + i] |= bit << (mu & 7)
    }
  }
  const sums = new Float64Array(256)
  return {
    fields: (unit, weights, to) => {
      to.fill(0)
      for (let b = 0; b < columnBlocks; b++) {
        signedSums(weights, 8 * b, Math.min(8, fan - 8 * b), scale, sums)
        const from = ((unit % views) * columnBlocks + b) * count
        for (let mu = 0; mu < count; mu++) to[mu] += sums[byInput[from + mu]]
      }
    },
    transposed: (unit, d, to) => {
      const first = (unit * fan) % inputs
      to.fill(0)
      for (let b = 0; b < rowBlocks; b++) {
        signedSums(d, 8 * b, Math.min(8, count - 8 * b), scale, sums)
        const from = b * inputs + first
        for (let i = 0; i < fan; i++) to[i] += sums[byPattern[from + i]]
      }
    },
  }
}

/** s Σ_k ±x_{from+k} over `many` ≤ 8 numbers, + where bit k of the index is set. */
function signedSums(x: Float64Array, from: number, many: number, scale: number, sums: Float64Array): void {
  let lowest = 0
  for (let k = 0; k < many; k++) lowest -= x[from + k] * scale
  sums[0] = lowest
  for (let k = 0; k < many; k++) {
    const twice = 2 * x[from + k] * scale
    for (let index = 0; index < 1 << k; index++) sums[index + (1 << k)] = sums[index] + twice
  }
}
