import type { BinaryPatterns, Instance } from '@gardner/core'
import type { Random } from '../random.js'

/** For each pattern, and each η in turn, in how many of the samples the output had the wrong sign: index μ · (number of η) + e. */
export type WrongCounts = Float64Array

/** Outputs that are smaller than that share of their terms are 0. */
const ROUNDING = 1e-12

/** Half of a case for an output of 0. */
export const wrongness = (output: number, terms: number): number =>
  Math.abs(output) <= ROUNDING * terms ? 0.5 : output < 0 ? 1 : 0

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
  const limits = Float64Array.from(etas)
  const scale = 2 / Math.sqrt(fan)
  const changes = new Float64Array(units * levels)
  const row = new Int8Array(inputs)
  const machine = new Outputs(instance, levels)
  const wrong = new Float64Array(count * levels)
  for (let mu = 0; mu < count; mu++) {
    for (let i = 0; i < inputs; i++) {
      row[i] = (patterns.words[i * patterns.stride + (mu >>> 5)] >>> (mu & 31)) & 1 ? 1 : -1
    }
    for (let s = 0; s < samples; s++) {
      changes.fill(0)
      for (let i = 0; i < inputs; i++) {
        const level = levelOf(limits, random.uniform())
        if (level === levels) continue
        if (wiring === 'tree') {
          changes[Math.floor(i / fan) * levels + level] -= weights[i] * row[i]
        } else {
          for (let l = 0; l < units; l++) changes[l * levels + level] -= weights[l * fan + i] * row[i]
        }
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
  const wrong = new Float64Array(count * levels)
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
  readonly #sums: Float64Array
  readonly #terms: Float64Array

  constructor({ problem, readout, labels }: Instance, levels: number) {
    this.#g = problem.activation.g
    this.#readout = readout
    this.#labels = labels
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

  judge(mu: number, wrong: Float64Array): void {
    const levels = this.#sums.length
    for (let e = 0; e < levels; e++)
      wrong[mu * levels + e] += wrongness(this.#labels[mu] * this.#sums[e], this.#terms[e])
  }
}

/** The number of the first of ascending limits above u. */
function levelOf(limits: Float64Array, u: number): number {
  let low = 0
  let high = limits.length
  if (u >= limits[high - 1]) return high
  while (low < high) {
    const middle = (low + high) >>> 1
    if (u < limits[middle]) high = middle
    else low = middle + 1
  }
  return low
}
