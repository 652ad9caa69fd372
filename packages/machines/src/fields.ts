import { type Cost, checkInstance, costOf, type Instance, invalid, type Ties } from '@gardner/core'
import { storedFrom } from './ties.js'

/** What a weight vector does to the patterns of an instance, computed from scratch. */
export interface Fields {
  /** λ_l^μ at index l · P + μ */
  readonly fields: Float64Array
  /** Δ^μ */
  readonly stabilities: Float64Array
}

/** The fields and stabilities of a weight vector. */
export function fieldsOf(instance: Instance, weights: ArrayLike<number>): Fields {
  checkInstance(instance)
  checkWeights(instance, weights)
  const { problem, patterns, units, fan, inputs, labels, readout } = instance
  const { count } = patterns
  const fields = new Float64Array(units * count)
  for (let j = 0; j < units * fan; j++) {
    const unit = Math.floor(j / fan)
    addColumn(fields.subarray(unit * count, (unit + 1) * count), patterns, j % inputs, weights[j])
  }
  // divided, as for the tables: the same double where g may jump
  const root = Math.sqrt(fan)
  for (let k = 0; k < fields.length; k++) fields[k] /= root
  const stabilities = new Float64Array(count)
  for (let l = 0; l < units; l++) {
    for (let mu = 0; mu < count; mu++) {
      stabilities[mu] += readout[l] * problem.activation.g(fields[l * count + mu])
    }
  }
  for (let mu = 0; mu < count; mu++) stabilities[mu] *= labels[mu] / Math.sqrt(units)
  return { fields, stabilities }
}

/** Checks that a value is as long as the weight vectors of a machine. */
export function checkWeights({ size }: Pick<Instance, 'size'>, weights: ArrayLike<number>): void {
  const length = (weights as ArrayLike<number> | undefined)?.length
  if (length !== size) throw invalid('weights', `${length} of them`, `${size}, those of the machine`)
}

/** Adds w ξ_i to the sums of a unit. */
export function addColumn(sums: Float64Array, patterns: Instance['patterns'], input: number, weight: number): void {
  const { count } = patterns
  if (patterns.kind === 'real') {
    const from = input * count
    for (let mu = 0; mu < count; mu++) sums[mu] += weight * patterns.values[from + mu]
    return
  }
  const from = input * patterns.stride
  for (let mu = 0; mu < count; mu++) {
    sums[mu] += (patterns.words[from + (mu >>> 5)] >>> (mu & 31)) & 1 ? weight : -weight
  }
}

/** The cost of one pattern; that of Δ = κ depends on `ties` if errors are counted. */
export const patternCost = (cost: Cost, stability: number, kappa: number, ties: Ties): number =>
  costOf(cost, (cost.kind === 'errors' ? storedFrom(kappa, ties) : kappa) - stability)

/** The cost of all patterns. */
export function energyAt(cost: Cost, stabilities: ArrayLike<number>, kappa: number, ties: Ties): number {
  let energy = 0
  for (let mu = 0; mu < stabilities.length; mu++) energy += patternCost(cost, stabilities[mu], kappa, ties)
  return energy
}

/** The number of patterns that are not stored: of Δ < κ, and with `errors` those of Δ = κ. */
export const errorsAt = (stabilities: ArrayLike<number>, kappa: number, ties: Ties): number =>
  energyAt({ kind: 'errors' }, stabilities, kappa, ties)
