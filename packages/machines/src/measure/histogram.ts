import { finite, type Histogram, invalid, onlyKeys, positive, wholeNumber } from '@gardner/core'

/** Bins of equal width: number b is [from + b·width, from + (b + 1)·width). */
export interface HistogramOptions {
  readonly from: number
  readonly width: number
  readonly bins: number
}

/** More bins than that are a mistake. */
const MOST_BINS = 1e7

/** A histogram that has counted nothing. */
export function histogram(options: HistogramOptions): Histogram {
  if (typeof options !== 'object' || options === null) throw invalid('histogram', options, '{ from, width, bins }')
  onlyKeys('histogram', options, ['from', 'width', 'bins'])
  const from = finite('from', options.from)
  const width = positive('width', options.width)
  const bins = wholeNumber('bins', options.bins, 1)
  if (bins > MOST_BINS) throw invalid('bins', bins, `at most ${MOST_BINS}`)
  if (from + width === from) throw invalid('width', width, `a width that doubles can tell apart at ${from}`)
  return { from, width, counts: new Float64Array(bins), below: 0, above: 0 }
}

/**
 * The histogram with further values counted. Values on a lattice, as the stabilities of ±1 weights are, belong in bins that hold
 * equally many points of it: a width of a whole number of lattice spacings, with edges half-way between points.
 */
export function counted(histogram: Histogram, values: ArrayLike<number>): Histogram {
  const { from, width } = checkHistogram(histogram)
  const counts = histogram.counts.slice()
  let { below, above } = histogram
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (typeof value !== 'number' || Number.isNaN(value)) throw invalid(`value ${i + 1}`, value, 'a number')
    const bin = Math.floor((value - from) / width)
    if (bin < 0) below++
    else if (bin >= counts.length) above++
    else counts[bin]++
  }
  return { from, width, counts, below, above }
}

/** The counts of histograms of the same bins, added. */
export function merged(histograms: readonly Histogram[]): Histogram {
  const [first] = checkAlike(histograms)
  const counts = first.counts.slice()
  let { below, above } = first
  for (const other of histograms.slice(1)) {
    for (let b = 0; b < counts.length; b++) counts[b] += other.counts[b]
    below += other.below
    above += other.above
  }
  return { from: first.from, width: first.width, counts, below, above }
}

/** All values that were counted, those outside too. */
export function totalOf({ counts, below, above }: Histogram): number {
  return counts.reduce((sum, count) => sum + count, below + above)
}

/** A histogram of numbers that were counted. */
export function checkHistogram(histogram: Histogram): Histogram {
  if (typeof histogram !== 'object' || histogram === null || !(histogram.counts instanceof Float64Array)) {
    throw invalid('histogram', histogram, '{ from, width, counts, below, above }')
  }
  return histogram
}

/** Histograms, at least one, of the same bins. */
export function checkAlike(histograms: readonly Histogram[]): readonly Histogram[] {
  if (!Array.isArray(histograms) || histograms.length === 0) {
    throw invalid('histograms', histograms, 'a non-empty list of histograms')
  }
  const [{ from, width, counts }] = histograms.map(checkHistogram)
  const bins = (h: Histogram) => ({ from: h.from, width: h.width, bins: h.counts.length })
  for (const other of histograms) {
    if (other.from !== from || other.width !== width || other.counts.length !== counts.length) {
      throw invalid('bins of a histogram', bins(other), `those of the first, ${JSON.stringify(bins(histograms[0]))}`)
    }
  }
  return histograms
}
