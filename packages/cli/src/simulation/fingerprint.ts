import { createHash } from 'node:crypto'
import type { Activation, Instance } from '@gardner/core'

/** Where an activation is looked at: all over a range, so that no step or bump that is wider than a hundredth is between two places. */
const COUNT = 2048
const RANGE = 8
/** Multiples of it fill an interval evenly, however many there are, and never meet a kink. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Single numbers, so that what is rounded below is not half-way between two. */
const PLACES = [0, ...Float32Array.from({ length: COUNT }, (_, k) => RANGE * (2 * ((k * GOLDEN) % 1) - 1))]

/** What an activation does, as single numbers: the last bits of a function are not the same everywhere. Where it throws there is none. */
const valuesOf = ({ g }: Activation): Float32Array =>
  Float32Array.from(PLACES, (u) => {
    try {
      return g(u)
    } catch {
      return Number.NaN
    }
  })

/** 128 bits that differ where activations do. */
export const fingerprintOfActivation = (activation: Activation): string =>
  createHash('sha256').update(valuesOf(activation)).digest('hex').slice(0, 32)

/** 128 bits that differ where instances do: in sizes, patterns, labels, margin, ties, or in what the activation does. */
export function fingerprint({ problem, inputs, units, wiring, patterns, labels, readout, ties }: Instance): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([wiring, patterns.kind, problem.weights.name, ties]))
  hash.update(Float64Array.of(inputs, units, patterns.count, problem.constraint.parameters.margin))
  hash.update(valuesOf(problem.activation))
  hash.update(labels).update(readout)
  hash.update(patterns.kind === 'binary' ? patterns.words : patterns.values)
  return hash.digest('hex').slice(0, 32)
}
