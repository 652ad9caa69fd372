import type { Histogram, Sample, SampleTrace } from '@gardner/core'
import { counted, meanOverlap } from '@gardner/machines'
import { autocorrelation } from '@gardner/samplers'

/** The mean of a measured quantity over the time of a chain. */
export interface TimeMean {
  readonly value: number
  /** Standard error; Infinity where the series does not tell. */
  readonly error: number
  /** Integrated autocorrelation time, in sweeps, and its standard error. */
  readonly time: number
  readonly timeError: number
  readonly reason?: string
}

/** Means over the measurements of a chain, or why there are none. */
export interface TimeMeans {
  readonly count: number
  readonly energy?: TimeMean
  readonly errors?: TimeMean
  readonly overlap?: TimeMean
  readonly reason?: string
}

/** Means of what was measured at rest: with β or γ moving there is no stationary state to average over. */
export function timeMeans({ trace, weights }: Sample): TimeMeans {
  const count = trace.sweep.length
  const moving = (['beta', 'gamma'] as const).find((name) => trace[name].some((value) => value !== trace[name][0]))
  if (count === 0) return { count, reason: 'nothing was measured' }
  if (moving !== undefined) return { count, reason: `${moving} changed while it was measured` }
  const every = spacing(trace)
  return {
    count,
    energy: timeMean(trace.energy, every),
    errors: timeMean(trace.errors, every),
    ...(weights.length > 1 ? { overlap: timeMean(trace.overlap, every) } : {}),
  }
}

/** Sweeps from one measurement to the next. */
const spacing = ({ sweep }: SampleTrace): number => (sweep.length > 1 ? sweep[1] - sweep[0] : 1)

/** Longer series are averaged over blocks first: looking for memories of n entries takes n² operations. */
const LONGEST = 2 ** 16

/**
 * The mean of a series, or of its blocks of b entries. Blocks have the same mean and, as τ Var/n is the same of both, τ = b τ_b Var_b/Var. So
 * as to fill the blocks, fewer than b entries may be left out at the beginning.
 */
export function timeMean(series: Float64Array, every: number, longest = LONGEST): TimeMean {
  const size = Math.ceil(series.length / longest)
  const used = series.subarray(series.length % size)
  const blocks = size === 1 ? used : Float64Array.from({ length: used.length / size }, (_, k) => average(used, k, size))
  const { mean, time, reason: why, needed } = autocorrelation(blocks)
  // of a series that never changes there is no ratio
  const ratio = size === 1 || why !== undefined ? 1 : variance(blocks) / variance(used)
  const scale = every * size * ratio
  const reason =
    needed === undefined ? why : `too few sweeps for an error: about ${rough(needed * every * size)} are needed`
  return {
    ...mean,
    time: time.value * scale,
    timeError: time.error * scale,
    ...(reason === undefined ? {} : { reason }),
  }
}

/** To two digits. */
const rough = (count: number): number => Number(count.toPrecision(2))

function average(series: Float64Array, block: number, size: number): number {
  let sum = 0
  for (let i = block * size; i < (block + 1) * size; i++) sum += series[i]
  return sum / size
}

function variance(series: Float64Array): number {
  const mean = average(series, 0, series.length)
  return series.reduce((sum, x) => sum + (x - mean) ** 2, 0) / series.length
}

/** The mean overlap of the replicas at the end, of all weights and of those of each unit. */
export function overlapsOf({ weights }: Sample, units: number): { readonly mean: number; readonly units: number[] } {
  const fan = weights[0].length / units
  return {
    mean: meanOverlap(weights),
    units: Array.from({ length: units }, (_, l) =>
      meanOverlap(weights.map((replica) => replica.subarray(l * fan, (l + 1) * fan))),
    ),
  }
}

/** The stabilities at the end, in the bins of those that were measured. */
export function finalHistogram({ histogram, stabilities }: Sample): Histogram {
  return counted({ ...histogram, counts: new Float64Array(histogram.counts.length), below: 0, above: 0 }, stabilities)
}
