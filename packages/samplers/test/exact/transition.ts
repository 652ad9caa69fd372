import { type Held, replicatedMeasure } from '../../../machines/test/exact/reference.js'

/** T[from][to], each row a distribution. */
export type Matrix = readonly Float64Array[]

/** The interaction weight of replicas, of numbers whose bits a · size + i are set where W_i^a = +1. */
export const interactionWeight = (size: number, replicas: number, gamma: number, coupling: Held): Float64Array =>
  replicatedMeasure(new Float64Array(2 ** size), size, replicas, 0, gamma, coupling)

/** The energies of all replicas together. */
export const sumOfEnergies = (of: Float64Array, size: number, replicas: number): Float64Array =>
  Float64Array.from({ length: 2 ** (size * replicas) }, (_, state) => {
    let sum = 0
    for (let a = 0; a < replicas; a++) sum += of[(state >> (a * size)) & (2 ** size - 1)]
    return sum
  })

/** One proposal of Metropolis among the given bits of a measure. */
export function metropolisMatrix(measure: Float64Array, bits: readonly number[]): Matrix {
  return Array.from(measure, (here, state) => {
    const row = new Float64Array(measure.length)
    for (const bit of bits) {
      const to = state ^ (1 << bit)
      const accepted = Math.min(1, measure[to] / here)
      row[to] += accepted / bits.length
      row[state] += (1 - accepted) / bits.length
    }
    return row
  })
}

/** One move of the reduced rejection rate for the measure φ e^{−βE}, with no classes: every flip is gone through. */
export function reducedMatrix(phi: Float64Array, energy: Float64Array, beta: number, bits: number): Matrix {
  const rate = (from: number, to: number) => Math.min(1, phi[to] / phi[from])
  const total = Float64Array.from(phi, (_, state) => {
    let z = 0
    for (let bit = 0; bit < bits; bit++) z += rate(state, state ^ (1 << bit))
    return z
  })
  return Array.from(phi, (_, state) => {
    const row = new Float64Array(phi.length)
    for (let bit = 0; bit < bits; bit++) {
      const to = state ^ (1 << bit)
      const proposed = rate(state, to) / total[state]
      const accepted = Math.min(1, (total[state] / total[to]) * Math.exp(-beta * (energy[to] - energy[state])))
      row[to] += proposed * accepted
      row[state] += proposed * (1 - accepted)
    }
    return row
  })
}

/** The distribution after so many moves. */
export function after(start: Float64Array, matrix: Matrix, moves = 1): Float64Array {
  let now = start
  for (let n = 0; n < moves; n++) {
    const next = new Float64Array(now.length)
    for (const [from, p] of now.entries()) {
      if (p !== 0) for (let to = 0; to < next.length; to++) next[to] += p * matrix[from][to]
    }
    now = next
  }
  return now
}

export function certainly(state: number, states: number): Float64Array {
  const made = new Float64Array(states)
  made[state] = 1
  return made
}

/** The largest |π(C) T(C, C') − π(C') T(C', C)|. */
export function imbalance(measure: Float64Array, matrix: Matrix): number {
  let largest = 0
  for (let from = 0; from < measure.length; from++) {
    for (let to = 0; to < from; to++) {
      largest = Math.max(largest, Math.abs(measure[from] * matrix[from][to] - measure[to] * matrix[to][from]))
    }
  }
  return largest
}

export function distance(one: Float64Array, other: Float64Array): number {
  let largest = 0
  for (const [k, p] of one.entries()) largest = Math.max(largest, Math.abs(p - other[k]))
  return largest
}
