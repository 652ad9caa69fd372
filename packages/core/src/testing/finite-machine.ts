import { type Cost, costOf } from '../cost.js'
import type { Instance, Ties } from '../instance.js'

// What the definitions say of a finite machine, pattern by pattern: slow, and shared with no sampler.

/** Δ of every pattern of an instance at the given weights. */
export function stabilitiesOf(instance: Instance, weights: ArrayLike<number>): Float64Array {
  const { patterns, units, fan, wiring, readout, labels, problem } = instance
  const input = (mu: number, i: number): number => {
    if (patterns.kind === 'real') return patterns.values[i * patterns.count + mu]
    return (patterns.words[i * patterns.stride + (mu >>> 5)] >>> (mu & 31)) & 1 ? 1 : -1
  }
  return Float64Array.from(labels, (label, mu) => {
    let output = 0
    for (let l = 0; l < units; l++) {
      let sum = 0
      for (let i = 0; i < fan; i++) sum += weights[l * fan + i] * input(mu, wiring === 'tree' ? l * fan + i : i)
      output += readout[l] * problem.activation.g(sum / Math.sqrt(fan))
    }
    return (label * output) / Math.sqrt(units)
  })
}

/** What rounding may take from a stability that is κ. */
const ROUNDING = 1e-12

/** The cost of all patterns. */
export function energyOf(cost: Cost, stabilities: Float64Array, kappa: number, ties: Ties): number {
  const rounding = ties === 'errors' ? ROUNDING : -ROUNDING
  return stabilities.reduce(
    (sum, stability) => sum + costOf(cost, kappa - stability + (cost.kind === 'errors' ? rounding : 0)),
    0,
  )
}

/** The mean over pairs of W^a·W^b/N; 1 of a single replica. */
export function overlapOf(replicas: readonly Float64Array[]): number {
  if (replicas.length === 1) return 1
  let [sum, pairs] = [0, 0]
  for (const [a, one] of replicas.entries()) {
    for (const other of replicas.slice(0, a)) {
      sum += one.reduce((product, w, i) => product + w * other[i], 0) / one.length
      pairs++
    }
  }
  return sum / pairs
}

/** A configuration of ±1 replicas, and its probability. */
export interface Configuration {
  readonly probability: number
  /** Means over the replicas. */
  readonly energy: number
  readonly errors: number
  readonly overlap: number
  /** Of all replicas. */
  readonly stabilities: readonly Float64Array[]
}

/** More configurations than that are too many to go through. */
const MOST_BITS = 14

/** Every configuration of y replicas of ±1 weights, with probabilities Π e^{−βE} times the interaction weight. */
export function configurations(
  instance: Instance,
  cost: Cost,
  beta: number,
  replicas: number,
  logWeight: (replicas: readonly Float64Array[]) => number,
): readonly Configuration[] {
  const { size, problem, ties } = instance
  const bits = size * replicas
  if (bits > MOST_BITS)
    throw new Error(`${bits} weights are too many to go through all of them; use at most ${MOST_BITS}`)
  const kappa = problem.constraint.parameters.margin
  const machines = Array.from({ length: 2 ** size }, (_, state) => {
    const weights = Float64Array.from({ length: size }, (_, i) => ((state >> i) & 1 ? 1 : -1))
    const stabilities = stabilitiesOf(instance, weights)
    const errors = energyOf({ kind: 'errors' }, stabilities, kappa, ties)
    return { weights, stabilities, errors, energy: energyOf(cost, stabilities, kappa, ties) }
  })
  const all = Array.from({ length: 2 ** bits }, (_, state) => {
    const parts = Array.from({ length: replicas }, (_, a) => machines[(state >> (a * size)) & (2 ** size - 1)])
    const mean = (of: (part: (typeof parts)[number]) => number) =>
      parts.reduce((sum, part) => sum + of(part), 0) / replicas
    const weights = parts.map((part) => part.weights)
    return {
      log: -beta * replicas * mean((part) => part.energy) + logWeight(weights),
      energy: mean((part) => part.energy),
      errors: mean((part) => part.errors),
      overlap: overlapOf(weights),
      stabilities: parts.map((part) => part.stabilities),
    }
  })
  const most = all.reduce((largest, { log }) => Math.max(largest, log), Number.NEGATIVE_INFINITY)
  const total = all.reduce((sum, { log }) => sum + Math.exp(log - most), 0)
  return all.map(({ log, ...rest }) => ({ ...rest, probability: Math.exp(log - most) / total }))
}

/** The number of a configuration among those of {@link configurations}. */
export function numberOf(replicas: readonly ArrayLike<number>[]): number {
  let state = 0
  for (const [a, weights] of replicas.entries()) {
    for (let i = 0; i < weights.length; i++) if (weights[i] > 0) state |= 1 << (a * weights.length + i)
  }
  return state
}
