import type { Cost, Instance } from '@gardner/core'

// From the definitions, pattern by pattern: nothing here is shared with what is tested.

/** ξ_i of pattern μ. */
export function inputOf({ patterns }: Instance, mu: number, i: number): number {
  if (patterns.kind === 'real') return patterns.values[i * patterns.count + mu]
  return (Math.floor(patterns.words[i * patterns.stride + Math.floor(mu / 32)] / 2 ** (mu % 32)) % 2) * 2 - 1
}

/** Δ of every pattern. */
export function stabilitiesOf(instance: Instance, weights: ArrayLike<number>): number[] {
  const { units, fan, wiring, readout, labels, problem } = instance
  return Array.from(labels, (label, mu) => {
    let output = 0
    for (let l = 0; l < units; l++) {
      let field = 0
      for (let i = 0; i < fan; i++) {
        field += weights[l * fan + i] * inputOf(instance, mu, wiring === 'tree' ? l * fan + i : i)
      }
      output += readout[l] * problem.activation.g(field / Math.sqrt(fan))
    }
    return (label * output) / Math.sqrt(units)
  })
}

/** What rounding may take from a stability that is κ. */
const ROUNDING = 1e-12

export function energyOf(instance: Instance, cost: Cost, weights: ArrayLike<number>): number {
  const kappa = instance.problem.constraint.parameters.margin
  let energy = 0
  for (const stability of stabilitiesOf(instance, weights)) {
    if (cost.kind === 'errors') {
      const tied = Math.abs(stability - kappa) < ROUNDING
      energy += (tied ? instance.ties === 'errors' : stability < kappa) ? 1 : 0
    } else if (cost.kind === 'deficit') energy += Math.max(0, kappa - stability)
    else energy += cost.temperature * Math.log(1 + Math.exp((kappa - stability) / cost.temperature))
  }
  return energy
}

/** The weights of a number: bit i is set where W_i = +1. */
export const weightsOf = (state: number, size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => ((state >> i) & 1 ? 1 : -1))

export function stateOf(weights: ArrayLike<number>): number {
  let state = 0
  for (let i = 0; i < weights.length; i++) if (weights[i] > 0) state |= 1 << i
  return state
}

/** The energy of every weight vector of a machine. */
export const energies = (instance: Instance, cost: Cost): Float64Array =>
  Float64Array.from({ length: 2 ** instance.size }, (_, state) =>
    energyOf(instance, cost, weightsOf(state, instance.size)),
  )

/** Weights e^{log weight}, made to sum to 1. */
export function normalised(logWeights: ArrayLike<number>): Float64Array {
  let most = Number.NEGATIVE_INFINITY
  for (let k = 0; k < logWeights.length; k++) most = Math.max(most, logWeights[k])
  const made = Float64Array.from(logWeights, (x) => Math.exp(x - most))
  const total = made.reduce((sum, p) => sum + p, 0)
  return made.map((p) => p / total)
}

export const boltzmann = (of: Float64Array, beta: number): Float64Array => normalised(of.map((e) => -beta * e))

export type Held = 'pairs' | 'traced'

/** The replicas' measure over numbers whose bits a · size + i are set where W_i^a = +1. */
export function replicatedMeasure(
  of: Float64Array,
  size: number,
  replicas: number,
  beta: number,
  gamma: number,
  coupling: Held,
): Float64Array {
  const mask = 2 ** size - 1
  return normalised(
    Float64Array.from({ length: 2 ** (size * replicas) }, (_, state) => {
      let log = 0
      for (let a = 0; a < replicas; a++) log -= beta * of[(state >> (a * size)) & mask]
      for (let i = 0; i < size; i++) {
        const spins = Array.from({ length: replicas }, (_, a) => ((state >> (a * size + i)) & 1 ? 1 : -1))
        if (coupling === 'pairs') {
          for (let a = 0; a < replicas; a++) {
            for (let b = 0; b < a; b++) log += (gamma / replicas) * spins[a] * spins[b]
          }
        } else log += Math.log(2 * Math.cosh(gamma * spins.reduce((sum, s) => sum + s, 0)))
      }
      return log
    }),
  )
}
