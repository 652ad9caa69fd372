import { createHash } from 'node:crypto'
import type { Instance } from '@gardner/core'

/** Where an activation is looked at. */
const PLACES = [-3, -1.5, -0.7, -0.2, 0, 0.3, 0.9, 1.7, 2.5]

/** 128 bits that differ where instances do: in sizes, patterns, labels, margin, or in what the activation does. */
export function fingerprint({ problem, inputs, units, wiring, patterns, labels, readout }: Instance): string {
  const hash = createHash('sha256')
  const numbers = [inputs, units, patterns.count, problem.constraint.parameters.margin]
  hash.update(JSON.stringify([wiring, patterns.kind, problem.weights.name]))
  hash.update(Float64Array.of(...numbers, ...PLACES.map((u) => problem.activation.g(u))))
  hash.update(labels).update(readout)
  hash.update(patterns.kind === 'binary' ? patterns.words : patterns.values)
  return hash.digest('hex').slice(0, 32)
}
