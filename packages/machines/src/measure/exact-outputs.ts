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
 * The probability that each pattern is misclassified after flips with probability η. With i_l the lattice index of the output of unit l,
 * or of what is missing to the largest where c_l = −1, the sum I = Σ_l i_l ≤ M − 1 has the characteristic function Π_l E e^{iωi_l} at
 * ω = 2πj/M, and
 *
 *     P(I < t) = (1/M) Σ_j G_j Π_l E e^{iω_j i_l},     G_j = Σ_{s<t} e^{−iω_j s}
 *
 * where t is the first sum whose output is above 0, or if it is 0 and counts on the other side, at 0. Exact but for rounding, some 1e-14.
 */
export function wrongProbabilities(instance: Instance, outputs: ExactOutputs, eta: number): Float64Array {
  const { units, fan, labels, readout, patterns, ties } = instance
  const { agreeing, lattice } = outputs
  const { count } = patterns
  const { width } = lattice
  const period = units * width + 1
  const negative = readout.reduce((sum, c) => sum + (c < 0 ? 1 : 0), 0)
  const zero = width * negative - (lattice.origin * (units - 2 * negative)) / lattice.step
  const tied = Math.abs(zero - Math.round(zero)) < TIE
  const within = (t: number) => Math.max(0, Math.min(period, t))
  // an output of 0 is on the wrong side of both labels, or of none
  const firstAt = (label: number): number =>
    within(tied ? Math.round(zero) + (label > 0 === (ties === 'errors') ? 1 : 0) : Math.ceil(zero))
  const wrong = new Float64Array(count)
  const belowFirst = (mu: number, probability: number) => {
    const p = Math.min(1, Math.max(0, probability))
    wrong[mu] = labels[mu] > 0 ? p : 1 - p
  }
  if (units === 1) {
    const p = [1, -1].map((label) => singleUnit(instance, lattice, eta, firstAt(label)))
    for (let mu = 0; mu < count; mu++) belowFirst(mu, p[labels[mu] > 0 ? 0 : 1](agreeing[mu]))
    return wrong
  }
  const frequencies = frequenciesOf(units, lattice)
  const [forPositive, forNegative] = [1, -1].map((label) => sumsBelow(firstAt(label), period, frequencies))
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
    const step = labels[mu] > 0 ? forPositive : forNegative
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
    belowFirst(mu, sum)
  }
  return wrong
}

/** The probability of an index below `first` of one unit, by how many inputs agree: a sum of positive terms. */
function singleUnit({ fan, readout }: Instance, { index, width }: Lattice, eta: number, first: number) {
  const known = new Map<number, number>()
  return (agreeing: number): number => {
    let p = known.get(agreeing)
    if (p === undefined) {
      const { from, values } = agreeingAfterFlips(fan, agreeing, eta)
      p = 0
      for (const [k, value] of values.entries()) {
        const sum = readout[0] > 0 ? index[from + k] : width - index[from + k]
        if (sum < first) p += value
      }
      known.set(agreeing, p)
    }
    return p
  }
}

/** G_j/M, twice where −j is another frequency. */
function sumsBelow(below: number, period: number, frequencies: number): Spectrum {
  const re = new Float64Array(frequencies)
  const im = new Float64Array(frequencies)
  re[0] = below / period
  for (let j = 1; j < frequencies; j++) {
    const weight = (2 * j === period ? 1 : 2) / period
    // Σ_{s<t} e^{−iωs} = e^{−iω(t−1)/2} sin(ωt/2)/sin(ω/2), its phase reduced in whole numbers
    const size =
      (weight * Math.sin((Math.PI * ((j * below) % (2 * period))) / period)) / Math.sin((Math.PI * j) / period)
    const phase = (-Math.PI * ((j * (below - 1)) % (2 * period))) / period
    re[j] = size * Math.cos(phase)
    im[j] = size * Math.sin(phase)
  }
  return { re, im }
}
