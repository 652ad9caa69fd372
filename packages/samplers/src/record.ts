import type { Histogram, Instance, SampleTrace } from '@gardner/core'
import { hasBinaryWeights, levelsOf, machineMargin, storedFrom } from '@gardner/machines'

/** What was measured so far, as plain data. */
export interface RecordState {
  /** The measurements, six numbers each, one after the other in blocks that are never changed. */
  readonly blocks: readonly (readonly number[])[]
  readonly histogram: Histogram
}

/** One measurement. */
export type Measurement = { readonly [name in keyof SampleTrace]: number }

const names = ['sweep', 'beta', 'gamma', 'energy', 'errors', 'overlap'] as const

export const emptyRecord = (instance: Instance): RecordState => ({ blocks: [], histogram: stabilityBins(instance) })

/** A record with one more measurement; the one before stays what it is. */
export function recorded(
  record: RecordState,
  measured: Measurement,
  stabilities: readonly Float64Array[],
): RecordState {
  return {
    blocks: appended(
      record.blocks,
      names.map((name) => measured[name]),
    ),
    histogram: counted(record.histogram, stabilities),
  }
}

/** One more block, joined with those before it that are not longer: few blocks, and a number is copied as often as their sizes double. */
function appended(blocks: readonly (readonly number[])[], block: readonly number[]): readonly (readonly number[])[] {
  let last = block
  let kept = blocks.length
  while (kept > 0 && blocks[kept - 1].length <= last.length) last = blocks[--kept].concat(last)
  return [...blocks.slice(0, kept), last]
}

export function traceOf({ blocks }: RecordState): SampleTrace {
  const all = blocks.flat()
  const of = (name: (typeof names)[number]) => {
    const first = names.indexOf(name)
    return Float64Array.from({ length: all.length / names.length }, (_, k) => all[names.length * k + first])
  }
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
 * Empty bins such that an edge parts what is stored from what is not. Where stabilities lie on a lattice as coarse as the bins, every bin has the same number of its
 * points.
 */
export function stabilityBins(instance: Instance): Histogram {
  const { problem, units, readout } = instance
  const deviation = Math.sqrt(problem.kernel.deficit(1))
  let width = (2 * REACH * deviation) / BINS
  const kappa = machineMargin(problem)
  // what is stored lies above it; a margin beyond all bins has no edge
  let edge = Math.abs(kappa) < REACH * deviation ? storedFrom(kappa, instance.ties) : 0
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
