import type { Instance } from '@gardner/core'
import { invalid } from '@gardner/core'
import { checkSizes, hasBinaryWeights, ontoSphere } from '../instance.js'
import { checkReplicas } from './overlap.js'

/** Units whose mean is shorter than that share of a weight vector point nowhere. */
const ROUNDING = 1e-12

/**
 * The reference in the midst of the replicas: their mean, brought back to where weights may be.
 *
 * Of ±1 weights it is sgn Σ_a W^a. Where the sum of an even number of replicas is 0 it is the weight of the first replica. As
 * replicas are exchangeable that has no bias towards either sign; only, the first replica lies a little closer to the barycentre than the
 * others. On the sphere every unit of Σ_a W^a is scaled to Σ_i W_i² = fan, or is that of the first replica where it vanishes.
 *
 * @throws INVALID_OPTION if there is no replica or one is not of the machine
 */
export function barycentre(
  machine: Pick<Instance, 'problem' | 'size' | 'fan'>,
  replicas: readonly ArrayLike<number>[],
): Float64Array {
  checkSizes(machine)
  const { problem, size, fan } = machine
  checkReplicas(replicas)
  if (replicas[0].length !== size) throw invalid('replicas', `${replicas[0].length} weights`, `${size} weights each`)
  const sum = new Float64Array(size)
  for (const weights of replicas) for (let j = 0; j < size; j++) sum[j] += weights[j]
  const [first] = replicas
  if (hasBinaryWeights(problem)) return sum.map((total, j) => (total === 0 ? first[j] : Math.sign(total)))
  for (let from = 0; from < size; from += fan) {
    const unit = sum.subarray(from, from + fan)
    const square = unit.reduce((norm, w) => norm + w * w, 0)
    if (square <= (ROUNDING * replicas.length) ** 2 * fan) {
      for (let i = 0; i < fan; i++) unit[i] = first[from + i]
    }
    ontoSphere(unit)
  }
  return sum
}
