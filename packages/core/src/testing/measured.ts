import type { Sample } from '../sampler.js'
import type { Schedule } from '../schedule.js'
import type { Configuration } from './finite-machine.js'
import { near } from './law.js'

/** Energies may be rounded, as those of tables are. */
export const ENERGY_ROUNDING = 1e-6

const MEASUREMENTS = 10_000
/** Sweeps between measurements that are tried until they no longer depend on each other. */
const APART = [5, 20, 80, 320]

/** What was measured at independent times. */
export interface Measured extends Sample {
  /** Sweeps between measurements. */
  readonly apart: number
}

/** A long run whose measurements do not depend on each other, as χ² asks for. */
export function independent(
  done: (seed: number, schedule: Schedule) => { readonly result: Sample },
  stage: { readonly beta: number; readonly gamma?: number; readonly replicas?: number },
): Measured {
  let correlation = 0
  for (const apart of APART) {
    const sweeps = apart * MEASUREMENTS
    const stages = [
      { sweeps: 20 * apart, ...stage },
      { sweeps, ...stage, measure: true },
    ]
    const { result } = done(12, { stages, every: apart })
    correlation = Math.max(...[result.trace.energy, result.trace.overlap].map(neighbours))
    if (correlation < 3 / Math.sqrt(MEASUREMENTS)) return { ...result, apart }
  }
  throw new Error(
    `energies ${APART[APART.length - 1]} sweeps apart have a correlation of ${correlation.toFixed(2)}; take an instance or a β where it moves`,
  )
}

/** The correlation of a series with itself, one entry later. */
function neighbours(series: Float64Array): number {
  const mean = series.reduce((sum, x) => sum + x, 0) / series.length
  const square = series.reduce((sum, x) => sum + (x - mean) ** 2, 0)
  const product = series.reduce((sum, x, k) => (k === 0 ? 0 : sum + (x - mean) * (series[k - 1] - mean)), 0)
  return square === 0 ? 0 : Math.abs(product) / square
}

/** What can be told apart in a trace: energy, errors and overlap. */
export class Cells {
  readonly probabilities = new Map<number, number>()
  readonly #cells: { readonly energy: number; readonly errors: number; readonly overlap: number }[] = []

  constructor(all: readonly Configuration[]) {
    for (const { energy, errors, overlap, probability } of all) {
      let cell = this.#find(energy, errors, overlap)
      if (cell < 0) cell = this.#cells.push({ energy, errors, overlap }) - 1
      this.probabilities.set(cell, (this.probabilities.get(cell) ?? 0) + probability)
    }
  }

  at(energy: number, errors: number, overlap: number): number {
    const cell = this.#find(energy, errors, overlap)
    if (cell >= 0) return cell
    throw new Error(`no weights have the energy ${energy}, ${errors} errors and the overlap ${overlap}`)
  }

  #find(energy: number, errors: number, overlap: number): number {
    const close = (a: number, b: number) => Math.abs(a - b) <= ENERGY_ROUNDING * (1 + Math.abs(b))
    return this.#cells.findIndex(
      (cell) => close(energy, cell.energy) && close(errors, cell.errors) && close(overlap, cell.overlap),
    )
  }
}

/** Standard deviations that the count of a bin may be off by. */
const SIGMAS = 5

/** Throws unless the histogram of a sample is that of the measure. */
export function stabilityCounts({ histogram, trace }: Sample, all: readonly Configuration[]): void {
  const { from, width, counts } = histogram
  const bins = counts.length
  const mean = new Float64Array(bins)
  const square = new Float64Array(bins)
  const blurred = new Uint8Array(bins + 1)
  for (const { stabilities, probability } of all) {
    const here = new Float64Array(bins)
    for (const of of stabilities) {
      for (const value of of) {
        const place = (value - from) / width
        const bin = Math.floor(place)
        if (bin >= 0 && bin < bins) here[bin]++
        // on an edge rounding may take it to either side
        const edge = Math.round(place)
        if (Math.abs(place - edge) * width < ENERGY_ROUNDING && edge >= 0 && edge <= bins) blurred[edge] = 1
      }
    }
    for (let b = 0; b < bins; b++) {
      mean[b] += probability * here[b]
      square[b] += probability * here[b] ** 2
    }
  }
  const measurements = trace.sweep.length
  for (let b = 0; b < bins; b++) {
    if (blurred[b] || blurred[b + 1]) continue
    const deviation = Math.sqrt(Math.max(0, square[b] - mean[b] ** 2) * measurements)
    near(
      `stabilities in bin ${b + 1}`,
      counts[b],
      measurements * mean[b],
      SIGMAS * deviation + (SIGMAS ** 2 * deviation) / (deviation + 1),
    )
  }
}
