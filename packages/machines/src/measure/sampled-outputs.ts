import type { BinaryPatterns, Instance, Ties } from '@gardner/core'
import type { Random } from '../random.js'

/** In how many of the samples a pattern was misclassified, at index μ · (number of η) + e; and the sum of the squares. */
export interface WrongCounts {
  readonly sums: Float64Array
  readonly squares: Float64Array
}

/** Outputs that are smaller than that share of their terms are 0. */
const ROUNDING = 1e-12

/** 1 for an output of the wrong sign and, where ties are errors, of 0; else 0. */
export const wrongness = (output: number, terms: number, ties: Ties): 0 | 1 => {
  const tied = Math.abs(output) <= ROUNDING * terms
  return (tied ? ties === 'errors' : output < 0) ? 1 : 0
}

/**
 * Flips drawn. In each sample every input has one uniform number u and is flipped at all η > u (to 2⁻³²), so that the same flips serve
 * all η, which makes the curve smooth; samples and patterns are independent.
 *
 * @param etas ascending, above 0 and below 1
 */
export function sampleFlips(
  instance: Instance,
  weights: ArrayLike<number>,
  fields: Float64Array,
  etas: readonly number[],
  samples: number,
  random: Random,
): WrongCounts {
  const { inputs, units, fan, wiring } = instance
  const patterns = instance.patterns as BinaryPatterns
  const { count } = patterns
  const levels = etas.length
  const levelOf = levelTable(etas)
  const scale = 2 / Math.sqrt(fan)
  const changes = new Float64Array(units * levels)
  // of a tree where the changes of the input's unit begin
  const place = Int32Array.from({ length: inputs }, (_, i) => (wiring === 'tree' ? Math.floor(i / fan) * levels : 0))
  const sharing = wiring === 'tree' ? 1 : units
  const row = new Int8Array(inputs)
  const machine = new Outputs(instance, levels)
  const wrong = { sums: new Float64Array(count * levels), squares: new Float64Array(count * levels) }
  for (let mu = 0; mu < count; mu++) {
    for (let i = 0; i < inputs; i++) {
      row[i] = (patterns.words[i * patterns.stride + (mu >>> 5)] >>> (mu & 31)) & 1 ? 1 : -1
    }
    for (let s = 0; s < samples; s++) {
      changes.fill(0)
      for (let i = 0; i < inputs; i++) {
        const level = levelOf(random.uniform())
        if (level === levels) continue
        const at = place[i] + level
        for (let l = 0; l < sharing; l++) changes[at + l * levels] -= weights[i + l * fan] * row[i]
      }
      machine.begin()
      for (let l = 0; l < units; l++) {
        let field = fields[l * count + mu]
        for (let e = 0; e < levels; e++) {
          field += scale * changes[l * levels + e]
          machine.add(l, e, field)
        }
      }
      machine.judge(mu, wrong)
    }
  }
  return wrong
}

/**
 * Fields drawn from the central limit: of unit l normal with mean (1 − 2η) λ_l and variance (1 − (1 − 2η)²) Σ_i W_li²/fan, independent of
 * those of other units. The same normal numbers serve all η.
 */
export function sampleGaussianFields(
  instance: Instance,
  weights: ArrayLike<number>,
  fields: Float64Array,
  etas: readonly number[],
  samples: number,
  random: Random,
): WrongCounts {
  const { units, fan, patterns } = instance
  const { count } = patterns
  const levels = etas.length
  const kept = etas.map((eta) => 1 - 2 * eta)
  const widths = etas.map((eta) => 2 * Math.sqrt(eta * (1 - eta)))
  const norms = Float64Array.from({ length: units }, (_, l) => {
    let square = 0
    for (let j = l * fan; j < (l + 1) * fan; j++) square += weights[j] ** 2
    return Math.sqrt(square / fan)
  })
  const machine = new Outputs(instance, levels)
  const wrong = { sums: new Float64Array(count * levels), squares: new Float64Array(count * levels) }
  for (let mu = 0; mu < count; mu++) {
    for (let s = 0; s < samples; s++) {
      machine.begin()
      for (let l = 0; l < units; l++) {
        const noise = norms[l] * random.normal()
        const field = fields[l * count + mu]
        for (let e = 0; e < levels; e++) machine.add(l, e, kept[e] * field + widths[e] * noise)
      }
      machine.judge(mu, wrong)
    }
  }
  return wrong
}

/** The outputs of one noisy pattern at all η. */
class Outputs {
  readonly #g: (u: number) => number
  readonly #readout: Int8Array
  readonly #labels: Int8Array
  readonly #ties: Ties
  readonly #sums: Float64Array
  readonly #terms: Float64Array

  constructor({ problem, readout, labels, ties }: Instance, levels: number) {
    this.#g = problem.activation.g
    this.#readout = readout
    this.#labels = labels
    this.#ties = ties
    this.#sums = new Float64Array(levels)
    this.#terms = new Float64Array(levels)
  }

  begin(): void {
    this.#sums.fill(0)
    this.#terms.fill(0)
  }

  add(unit: number, level: number, field: number): void {
    const g = this.#g(field)
    this.#sums[level] += this.#readout[unit] * g
    this.#terms[level] += Math.abs(g)
  }

  judge(mu: number, { sums, squares }: WrongCounts): void {
    const levels = this.#sums.length
    for (let e = 0; e < levels; e++) {
      const wrong = wrongness(this.#labels[mu] * this.#sums[e], this.#terms[e], this.#ties)
      sums[mu * levels + e] += wrong
      squares[mu * levels + e] += wrong * wrong
    }
  }
}

/** The number of the first of ascending limits above u in [0, 1), by a table of where to begin to look. */
function levelTable(limits: readonly number[]): (u: number) => number {
  const cells = 1024
  const sorted = Float64Array.of(...limits, 1)
  const first = Int32Array.from({ length: cells }, (_, cell) => sorted.findIndex((limit) => limit > cell / cells))
  return (u) => {
    let level = first[Math.floor(u * cells)]
    while (u >= sorted[level]) level++
    return level
  }
}
