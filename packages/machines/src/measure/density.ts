import { type Histogram, invalid, positive } from '@gardner/core'
import { checkAlike, checkHistogram, totalOf } from './histogram.js'
import { type Measurement, meanOf } from './mean.js'

/** A density in the bin around `at`, with its standard error. */
export interface DensityPoint extends Measurement {
  /** The middle of the bin. */
  readonly at: number
}

/**
 * The density P of what a histogram has counted: P_b = n_b/(n·width), n with what lies outside. It is the mean of P over the bin.
 *
 *     error = √max(P_b·width·m, 1)/(m·width),     m the number of independent values
 *
 * the Poisson error of the counts that m independent values would have given, of one count in an empty bin: that a bin is empty says
 * only that fewer than about one in m values belong there.
 *
 * @param independent m, as n/τ of values from a chain (default: all n)
 */
export function densityOf(histogram: Histogram, independent?: number): DensityPoint[] {
  const { from, width, counts } = checkHistogram(histogram)
  const total = totalOf(histogram)
  if (total === 0) throw invalid('histogram', 'nothing was counted', 'a histogram with values')
  const m = independent === undefined ? total : positive('independent', independent)
  if (m > total) throw invalid('independent', m, `at most as many independent values as were counted, ${total}`)
  return Array.from(counts, (count, b) => {
    const share = count / total
    return {
      at: from + (b + 0.5) * width,
      value: share / width,
      error: Math.sqrt(Math.max(share * m, 1)) / (m * width),
    }
  })
}

/**
 * The mean of the densities of several histograms of the same bins, one for each instance, whatever they counted each; with the
 * standard error between them, which is the true one whatever is correlated within an instance. It is Infinity of a single
 * histogram, and not below that of one count in all of them.
 */
export function meanDensity(histograms: readonly Histogram[]): DensityPoint[] {
  checkAlike(histograms)
  const densities = histograms.map((histogram) => densityOf(histogram))
  const oneCount = 1 / (histograms.reduce((sum, histogram) => sum + totalOf(histogram), 0) * histograms[0].width)
  return densities[0].map(({ at }, b) => {
    const { value, error } = meanOf(densities.map((points) => points[b].value))
    return { at, value, error: Math.max(error, oneCount) }
  })
}
