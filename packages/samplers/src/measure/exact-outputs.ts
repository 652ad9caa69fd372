import type { Instance } from '@gardner/core'
import { CharacteristicFunctions, multiply, multiplyFour, type Spectrum } from './characteristic.js'
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
  const { width } = lattice
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
    const p = singleUnit(instance, lattice, eta, below, tie)
    for (let mu = 0; mu < count; mu++) negativeOutput(mu, p(agreeing[mu]))
    return wrong
  }
  const frequencies = frequenciesOf(units, lattice)
  const step = sumsBelow(below, tie, period, frequencies)
  const kinds = new Set(agreeing).size
  // products of two units are kept where there are few of them
  const together = kinds * (kinds + 1) * 8 <= count * units ? 2 : 1
  const groups = [1, -1].map((c) => ({
    members: Array.from(readout.keys()).filter((l) => readout[l] === c),
    functions: new CharacteristicFunctions(fan, eta, lattice, c, period, frequencies),
  }))
  const re = new Float64Array(frequencies)
  const im = new Float64Array(frequencies)
  for (let mu = 0; mu < count; mu++) {
    re.set(step.re)
    im.set(step.im)
    const factors: Spectrum[] = []
    for (const { members, functions } of groups) {
      for (let m = 0; m < members.length; m += together) {
        const one = agreeing[members[m] * count + mu]
        const paired = together === 2 && m + 1 < members.length
        factors.push(paired ? functions.product(one, agreeing[members[m + 1] * count + mu]) : functions.of(one))
      }
    }
    let k = 0
    for (; k + 4 <= factors.length; k += 4) {
      multiplyFour(re, im, factors[k], factors[k + 1], factors[k + 2], factors[k + 3])
    }
    for (; k < factors.length; k++) multiply(re, im, factors[k])
    let sum = 0
    for (let j = 0; j < frequencies; j++) sum += re[j]
    negativeOutput(mu, sum)
  }
  return wrong
}

/** The probability of a negative output of one unit, by how many inputs agree: a sum of positive terms. */
function singleUnit({ fan, readout }: Instance, { index, width }: Lattice, eta: number, below: number, tie: boolean) {
  const known = new Map<number, number>()
  return (agreeing: number): number => {
    let p = known.get(agreeing)
    if (p === undefined) {
      const { from, values } = agreeingAfterFlips(fan, agreeing, eta)
      p = 0
      for (const [k, value] of values.entries()) {
        const sum = readout[0] > 0 ? index[from + k] : width - index[from + k]
        p += sum < below ? value : tie && sum === below ? value / 2 : 0
      }
      known.set(agreeing, p)
    }
    return p
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
