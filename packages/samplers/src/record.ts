import type { Histogram, Instance, SampleTrace } from '@gardner/core'
import { ROUNDING } from './fields.js'
import { hasBinaryWeights, marginOf } from './instance.js'
import { levelsOf } from './kernel/levels.js'

/** What was measured so far, as plain data. The first `count` entries of the lists are those of this record; later ones append to them. */
export interface RecordState {
  readonly count: number
  readonly sweep: number[]
  readonly beta: number[]
  readonly gamma: number[]
  readonly energy: number[]
  readonly errors: number[]
  readonly overlap: number[]
  readonly histogram: Histogram
}

/** One measurement. */
export type Measurement = { readonly [name in keyof SampleTrace]: number }

const names = ['sweep', 'beta', 'gamma', 'energy', 'errors', 'overlap'] as const

export function emptyRecord(instance: Instance): RecordState {
  return {
    count: 0,
    sweep: [],
    beta: [],
    gamma: [],
    energy: [],
    errors: [],
    overlap: [],
    histogram: stabilityBins(instance),
  }
}

/** A record with one more measurement. */
export function recorded(
  record: RecordState,
  measured: Measurement,
  stabilities: readonly Float64Array[],
): RecordState {
  const { count } = record
  // copied only if another record has appended to it: copying every time would make long traces quadratic
  const lists = names.map((name) => {
    const list = record[name].length === count ? record[name] : record[name].slice(0, count)
    list.push(measured[name])
    return [name, list] as const
  })
  return {
    ...(Object.fromEntries(lists) as Pick<RecordState, (typeof names)[number]>),
    count: count + 1,
    histogram: counted(record.histogram, stabilities),
  }
}

export function traceOf(record: RecordState): SampleTrace {
  const of = (name: (typeof names)[number]) => Float64Array.from(record[name].slice(0, record.count))
  return {
    sweep: of('sweep'),
    beta: of('beta'),
    gamma: of('gamma'),
    energy: of('energy'),
    errors: of('errors'),
    overlap: of('overlap'),
  }
}

/** Bins over six standard deviations on both sides of 0. */
const REACH = 6
const BINS = 120

/**
 * Empty bins such that κ is an edge. Where stabilities lie on a lattice as coarse as the bins, every bin has the same number of its
 * points.
 */
export function stabilityBins(instance: Instance): Histogram {
  const { problem, units, readout } = instance
  const deviation = Math.sqrt(problem.kernel.deficit(1))
  let width = (2 * REACH * deviation) / BINS
  // what is stored lies above it, whatever rounding makes of κ
  let edge = marginOf(problem) - ROUNDING
  if (hasBinaryWeights(problem) && instance.patterns.kind === 'binary') {
    const { table, quantum, threshold } = levelsOf(instance)
    // all sums are that of the lowest fields and multiples of a step, or the same of the other label
    const base = table[0] * readout.reduce((sum, c) => sum + c, 0)
    let step = Math.abs(2 * base)
    for (let p = 1; p < table.length; p++) step = greatestDivisor(step, Math.abs(table[p] - table[p - 1]))
    const spacing = (step * quantum) / Math.sqrt(units)
    if (spacing > width / 64) {
      width = spacing * Math.max(1, Math.round(width / spacing))
      // the lowest point that is stored, of those that can be reached
      const lowest = threshold + modulo(base - threshold, step)
      edge = (lowest * quantum) / Math.sqrt(units) - 0.5 * spacing
    }
  }
  const before = Math.ceil((edge + REACH * deviation) / width)
  const bins = before + Math.ceil((REACH * deviation - edge) / width)
  return { from: edge - before * width, width, counts: new Float64Array(Math.max(1, bins)), below: 0, above: 0 }
}

function counted(histogram: Histogram, stabilities: readonly Float64Array[]): Histogram {
  const { from, width } = histogram
  const counts = histogram.counts.slice()
  let { below, above } = histogram
  for (const values of stabilities) {
    for (let mu = 0; mu < values.length; mu++) {
      const bin = Math.floor((values[mu] - from) / width)
      if (bin < 0) below++
      else if (bin >= counts.length) above++
      else counts[bin]++
    }
  }
  return { from, width, counts, below, above }
}

const modulo = (a: number, b: number): number => ((a % b) + b) % b
const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))
