import { type Instance, unsuitable } from '@gardner/core'
import { ontoSphere } from '@gardner/machines'

/** Weights that can move on the sphere of each unit. */
export function needSphere(name: string, { problem, fan }: Instance): void {
  if (problem.weights.kind !== 'sphere') {
    throw unsuitable(
      `${name} moves spherical weights, and those of ${problem.weights.name} are others; use metropolis, rrr or tempering`,
    )
  }
  if (fan < 2) {
    throw unsuitable(
      `units of one input have weights that cannot move on their sphere; use two inputs or more for each`,
    )
  }
}

/** Brings every unit of a weight vector back to Σ_i W_li² = fan. */
export function ontoSpheres(weights: Float64Array, fan: number): void {
  for (let from = 0; from < weights.length; from += fan) ontoSphere(weights.subarray(from, from + fan))
}

/** Σ_a W_i^a of the replicas. */
export function sumOf(all: readonly Float64Array[]): Float64Array {
  const sum = all[0].slice()
  for (let a = 1; a < all.length; a++) for (let i = 0; i < sum.length; i++) sum[i] += all[a][i]
  return sum
}
