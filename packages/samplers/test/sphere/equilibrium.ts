import type { Cost, Instance } from '@gardner/core'
import { energyAt, fieldsOf, machineMargin, Random, seeded } from '@gardner/machines'
import type { Dynamics } from '../../src/chain.js'
import type { SchedulePoint } from '../../src/timetable.js'

/** A place in a stage of constant β. */
export const schedulePoint = (beta: number, measured: boolean): SchedulePoint => ({
  stage: { sweeps: 1, beta },
  index: 0,
  sweep: 0,
  beta,
  gamma: undefined,
  replicas: 1,
  measured,
})

/** A machine so small that its weights, all replicas together, have two coordinates u, v in [0, 1) of uniform measure. */
export interface Plane {
  weights(u: number, v: number): Float64Array
  coordinates(weights: Float64Array): readonly [u: number, v: number]
}

const turn = (y: number, x: number) => (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1

/** Two circles of two weights each: two units, or two replicas. */
export const circles: Plane = {
  weights: (u, v) =>
    Float64Array.from([u, v].flatMap((part) => [Math.cos(2 * Math.PI * part), Math.sin(2 * Math.PI * part)])).map(
      (x) => Math.SQRT2 * x,
    ),
  coordinates: ([a, b, c, d]) => [turn(b, a), turn(d, c)],
}

/** One sphere of three weights. */
export const globe: Plane = {
  weights: (u, v) => {
    const z = 2 * u - 1
    const radius = Math.sqrt(1 - z * z)
    return Float64Array.of(radius * Math.cos(2 * Math.PI * v), radius * Math.sin(2 * Math.PI * v), z).map(
      (x) => Math.sqrt(3) * x,
    )
  },
  coordinates: ([a, b, c]) => [Math.min(1 - 1e-12, 0.5 * (c / Math.sqrt(3) + 1)), turn(b, a)],
}

/** What is to be sampled. */
export interface Target {
  readonly instance: Instance
  readonly cost: Cost
  readonly beta: number
  readonly gamma: number
  readonly y: number
}

const CELLS = 8
/** Points of the quadrature in a cell, in either direction. */
const POINTS = 16

/** The probability of each of 8 × 8 cells, by the midpoint rule. */
export function cellProbabilities(plane: Plane, { instance, cost, beta, gamma, y }: Target): Float64Array {
  const cells = new Float64Array(CELLS * CELLS)
  const fine = CELLS * POINTS
  for (let r = 0; r < fine; r++) {
    for (let s = 0; s < fine; s++) {
      const weights = plane.weights((r + 0.5) / fine, (s + 0.5) / fine)
      let exponent = 0
      for (let a = 0; a < y; a++) exponent -= beta * energyOf(instance, cost, weights, a)
      if (y === 2) {
        for (let i = 0; i < instance.size; i++) exponent += (gamma / 2) * weights[i] * weights[instance.size + i]
      }
      cells[CELLS * Math.floor(r / POINTS) + Math.floor(s / POINTS)] += Math.exp(exponent)
    }
  }
  const total = cells.reduce((sum, p) => sum + p)
  return cells.map((p) => p / total)
}

const energyOf = (instance: Instance, cost: Cost, weights: Float64Array, a: number): number =>
  energyAt(
    cost,
    fieldsOf(instance, weights.subarray(a * instance.size, (a + 1) * instance.size)).stabilities,
    machineMargin(instance.problem),
    instance.ties,
  )

/** How often each cell was met, every `thin` sweeps after 500 that adapt the size of proposals. */
export function cellCounts(
  plane: Plane,
  dynamics: Dynamics,
  { instance, cost, beta, gamma, y }: Target,
  { samples, thin, seed }: { readonly samples: number; readonly thin: number; readonly seed: number },
): Float64Array {
  const random = new Random(seeded(seed))
  const start = new Float64Array(y * instance.size)
  for (let a = 0; a < y; a++) start.set(dynamics.draw(instance, random), a * instance.size)
  const mover = dynamics.mover(instance, cost, y, start, new Float64Array(0))
  for (let k = 0; k < 500; k++) mover.sweep(schedulePoint(beta, false), gamma, random)
  const counts = new Float64Array(CELLS * CELLS)
  const all = new Float64Array(y * instance.size)
  for (let n = 0; n < samples; n++) {
    for (let k = 0; k < thin; k++) mover.sweep(schedulePoint(beta, true), gamma, random)
    for (let a = 0; a < y; a++) all.set(mover.weights(a), a * instance.size)
    const [u, v] = plane.coordinates(all)
    counts[CELLS * Math.floor(CELLS * u) + Math.floor(CELLS * v)]++
  }
  return counts
}

/** (χ² − degrees of freedom)/√(2 degrees of freedom), of about 1 for the right probabilities; cells of few are taken together. */
export function excessOfChiSquare(counts: Float64Array, probabilities: Float64Array): number {
  const total = counts.reduce((sum, n) => sum + n)
  let [chi, cells, rareSeen, rareExpected] = [0, 0, 0, 0]
  for (let c = 0; c < counts.length; c++) {
    const expected = total * probabilities[c]
    if (expected < 8) {
      rareSeen += counts[c]
      rareExpected += expected
    } else {
      chi += (counts[c] - expected) ** 2 / expected
      cells++
    }
  }
  if (rareExpected > 0) {
    chi += (rareSeen - rareExpected) ** 2 / rareExpected
    cells++
  }
  const freedom = cells - 1
  return (chi - freedom) / Math.sqrt(2 * freedom)
}
