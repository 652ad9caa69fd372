import type { Instance } from '@gardner/core'
import { agreeingAfterFlips } from './flips.js'
import { type Lattice, latticeOf } from './lattice.js'

/** The outputs of a machine of ±1 weights on ±1 patterns, Σ_l c_l g(λ_l), as whole numbers. */
export interface ExactOutputs {
  /** How many inputs of unit l agree with their weights in pattern μ, at index l · P + μ. */
  readonly agreeing: Int32Array
  readonly lattice: Lattice
  /** Products of complex numbers that an η takes. */
  readonly work: number
}

/** How close to a lattice point 0 counts as one, in steps. */
const TIE = 1e-6

/** The lattice of the outputs of a machine whose units see inputs of their own; undefined if there is none. */
export function exactOutputs(instance: Instance, fields: Float64Array): ExactOutputs | undefined {
  const { problem, units, fan, patterns } = instance
  const scale = 1 / Math.sqrt(fan)
  const lattice = latticeOf(
    Float64Array.from({ length: fan + 1 }, (_, k) => problem.activation.g((2 * k - fan) * scale)),
  )
  if (lattice === undefined) return undefined
  const agreeing = Int32Array.from(fields, (field) => Math.round((fan + field / scale) / 2))
  const kinds = new Set(agreeing).size
  const frequencies = frequenciesOf(units, lattice)
  const convolutions = (kinds * fan * fan) / 4
  const work = convolutions + (units === 1 ? 0 : frequencies * (2 * kinds * (fan + 1) + units * patterns.count))
  return { agreeing, lattice, work }
}

/** A real sequence of M terms has ⌊M/2⌋ + 1 frequencies of its own. */
const frequenciesOf = (units: number, { width }: Lattice): number => Math.floor((units * width + 1) / 2) + 1

/**
 * The probability that each pattern has the wrong sign, ties half, after flips with probability η. With i_l the lattice index of the
 * output of unit l, or of what is missing to the largest where c_l = −1, the sum I = Σ_l i_l ≤ M − 1 has the characteristic function
 * Π_l E e^{iωi_l} at ω = 2πj/M, and
 *
 *     P(I < t) + ½ P(I = t) = (1/M) Σ_j G_j Π_l E e^{iω_j i_l},     G_j = Σ_{s<t} e^{−iω_j s} + ½ e^{−iω_j t}
 *
 * where t is where the output is 0. Exact but for rounding, some 1e-14.
 */
export function wrongProbabilities(instance: Instance, outputs: ExactOutputs, eta: number): Float64Array {
  const { units, fan, labels, readout, patterns } = instance
  const { agreeing, lattice } = outputs
  const { count } = patterns
  const { index, width } = lattice
  const period = units * width + 1
  const negative = readout.reduce((sum, c) => sum + (c < 0 ? 1 : 0), 0)
  const zero = width * negative - (lattice.origin * (units - 2 * negative)) / lattice.step
  // the sum of those below, and a half on it
  const below = Math.abs(zero - Math.round(zero)) < TIE ? Math.round(zero) : Math.ceil(zero)
  const tie = Math.abs(zero - below) < TIE
  const wrong = new Float64Array(count)
  const negativeOutput = (mu: number, probability: number) => {
    const p = Math.min(1, Math.max(0, probability))
    wrong[mu] = labels[mu] > 0 ? p : 1 - p
  }
  if (below > period - 1 || below < 0) {
    // no sum reaches 0
    for (let mu = 0; mu < count; mu++) negativeOutput(mu, below < 0 ? 0 : 1)
    return wrong
  }
  if (units === 1) {
    const known = new Map<number, number>()
    for (let mu = 0; mu < count; mu++) {
      const a = agreeing[mu]
      let p = known.get(a)
      if (p === undefined) {
        const { from, values } = agreeingAfterFlips(fan, a, eta)
        p = 0
        for (const [k, value] of values.entries()) {
          const sum = negative === 0 ? index[from + k] : width - index[from + k]
          p += sum < below ? value : tie && sum === below ? value / 2 : 0
        }
        known.set(a, p)
      }
      negativeOutput(mu, p)
    }
    return wrong
  }
  const frequencies = frequenciesOf(units, lattice)
  const step = sumsBelow(below, tie, period, frequencies)
  const tables = [1, -1].map((c) => new CharacteristicFunctions(fan, eta, lattice, c, period, frequencies))
  const re = new Float64Array(frequencies)
  const im = new Float64Array(frequencies)
  for (let mu = 0; mu < count; mu++) {
    re.set(step.re)
    im.set(step.im)
    for (let l = 0; l < units; l++) {
      const unit = tables[readout[l] > 0 ? 0 : 1].of(agreeing[l * count + mu])
      multiply(re, im, unit.re, unit.im)
    }
    let sum = 0
    for (let j = 0; j < frequencies; j++) sum += re[j]
    negativeOutput(mu, sum)
  }
  return wrong
}

interface Spectrum {
  readonly re: Float64Array
  readonly im: Float64Array
}

function multiply(re: Float64Array, im: Float64Array, a: Float64Array, b: Float64Array): void {
  for (let j = 0; j < re.length; j++) {
    const x = re[j] * a[j] - im[j] * b[j]
    im[j] = re[j] * b[j] + im[j] * a[j]
    re[j] = x
  }
}

/** E e^{iωi} of a unit, for as many agreeing inputs as turn up. */
class CharacteristicFunctions {
  readonly #known = new Map<number, Spectrum>()
  readonly #make: (agreeing: number) => Spectrum

  constructor(fan: number, eta: number, lattice: Lattice, c: number, period: number, frequencies: number) {
    const { cos, sin } = circle(period)
    this.#make = (agreeing) => {
      const { from, values } = agreeingAfterFlips(fan, agreeing, eta)
      const re = new Float64Array(frequencies)
      const im = new Float64Array(frequencies)
      for (const [k, value] of values.entries()) {
        const index = c > 0 ? lattice.index[from + k] : lattice.width - lattice.index[from + k]
        for (let j = 0, turn = 0; j < frequencies; j++) {
          re[j] += value * cos[turn]
          im[j] += value * sin[turn]
          turn += index
          if (turn >= period) turn -= period
        }
      }
      return { re, im }
    }
  }

  of(agreeing: number): Spectrum {
    let spectrum = this.#known.get(agreeing)
    if (spectrum === undefined) {
      spectrum = this.#make(agreeing)
      this.#known.set(agreeing, spectrum)
    }
    return spectrum
  }
}

/** e^{2πik/M} */
function circle(period: number): { readonly cos: Float64Array; readonly sin: Float64Array } {
  const angle = (2 * Math.PI) / period
  return {
    cos: Float64Array.from({ length: period }, (_, k) => Math.cos(angle * k)),
    sin: Float64Array.from({ length: period }, (_, k) => Math.sin(angle * k)),
  }
}

/** G_j/M, twice where −j is another frequency. */
function sumsBelow(below: number, tie: boolean, period: number, frequencies: number): Spectrum {
  const re = new Float64Array(frequencies)
  const im = new Float64Array(frequencies)
  re[0] = (below + (tie ? 0.5 : 0)) / period
  for (let j = 1; j < frequencies; j++) {
    const weight = (2 * j === period ? 1 : 2) / period
    // Σ_{s<t} e^{−iωs} = e^{−iω(t−1)/2} sin(ωt/2)/sin(ω/2), its phase reduced in whole numbers
    const size =
      (weight * Math.sin((Math.PI * ((j * below) % (2 * period))) / period)) / Math.sin((Math.PI * j) / period)
    const phase = (-Math.PI * ((j * (below - 1)) % (2 * period))) / period
    re[j] = size * Math.cos(phase)
    im[j] = size * Math.sin(phase)
    if (tie) {
      const there = (-2 * Math.PI * ((j * below) % period)) / period
      re[j] += 0.5 * weight * Math.cos(there)
      im[j] += 0.5 * weight * Math.sin(there)
    }
  }
  return { re, im }
}
