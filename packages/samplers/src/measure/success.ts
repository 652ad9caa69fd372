import { invalid, nonNegative } from '@gardner/core'
import { type Probability, wilson } from '@gardner/machines'

/** How often a sampler succeeded at a load, with the interval of {@link wilson}. */
export interface SuccessPoint extends Probability {
  readonly alpha: number
  readonly successes: number
  readonly trials: number
}

/** The load where success becomes failure. */
export interface SuccessThreshold {
  /** Where the probability crosses ½; undefined if the loads do not enclose it. */
  readonly value: number | undefined
  /** The smallest load at which ½ is not excluded; 0 if there is none above which it is. */
  readonly low: number
  /** The largest one; Infinity if ½ is not excluded at the largest load. */
  readonly high: number
  /** What is missing, if something is. */
  readonly reason?: string
}

/** The success probability at a load. @param z as of {@link wilson} */
export function successPoint(alpha: number, successes: number, trials: number, z = 1): SuccessPoint {
  return { alpha: nonNegative('alpha', alpha), successes, trials, ...wilson(successes, trials, z) }
}

/**
 * The load at which the success probability crosses ½. The value is read off the decreasing step function that fits the points best
 * (adjacent points that rise are pooled), connected by straight lines; the interval is where the band of the points' own intervals,
 * connected by straight lines as well, contains ½. So the interval is one of the same confidence as those of the points, as long as the curve is
 * straight between neighbouring loads: closer loads, not more trials, make up for a bend.
 *
 * @throws INVALID_OPTION if there is no point, or two at the same load
 */
export function successThreshold(points: readonly SuccessPoint[]): SuccessThreshold {
  if (!Array.isArray(points) || points.length === 0) throw invalid('points', points, 'a non-empty list of points')
  const sorted = [...points].sort((a, b) => a.alpha - b.alpha)
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i].alpha === sorted[i - 1].alpha) {
      throw invalid('points', `two at α = ${sorted[i].alpha}`, 'one for each load, with all its trials')
    }
  }
  const loads = sorted.map(({ alpha }) => alpha)
  const fit = decreasing(sorted)
  // a band that touches ½ contains it
  const low = crossings(
    loads,
    sorted.map((point) => point.low),
    (p) => p > 0.5,
  )[0]
  const high = crossings(
    loads,
    sorted.map((point) => point.high),
    (p) => p >= 0.5,
  ).at(-1)
  const begin = sorted[0].low > 0.5 ? (low ?? loads[loads.length - 1]) : 0
  const end = sorted[sorted.length - 1].high < 0.5 ? (high ?? loads[0]) : Number.POSITIVE_INFINITY
  const above = crossings(loads, fit, (p) => p > 0.5)[0]
  const below = crossings(loads, fit, (p) => p >= 0.5)[0]
  const value = above === undefined || below === undefined ? undefined : (above + below) / 2
  const missing =
    fit[0] <= 0.5
      ? 'smaller loads, where more than half of the trials succeed'
      : fit[fit.length - 1] >= 0.5
        ? 'larger loads, where fewer than half of the trials succeed'
        : begin === 0
          ? 'more trials at the smallest load, or smaller loads'
          : end === Number.POSITIVE_INFINITY
            ? 'more trials at the largest load, or larger loads'
            : undefined
  return { value, low: begin, high: end, ...(missing === undefined ? {} : { reason: `the points lack ${missing}` }) }
}

/** Where the straight lines between values change from one side of ½ to the other. */
function crossings(loads: readonly number[], values: readonly number[], above: (value: number) => boolean): number[] {
  const found: number[] = []
  for (let i = 1; i < loads.length; i++) {
    if (above(values[i - 1]) === above(values[i])) continue
    const share = (0.5 - values[i - 1]) / (values[i] - values[i - 1])
    found.push(loads[i - 1] + share * (loads[i] - loads[i - 1]))
  }
  return found
}

/** The non-increasing probabilities of largest likelihood: pools of adjacent violators (M. Ayer et al., Ann. Math. Stat. 26, 641 (1955)). */
function decreasing(points: readonly SuccessPoint[]): number[] {
  const pools: { successes: number; trials: number; length: number }[] = []
  for (const { successes, trials } of points) {
    pools.push({ successes, trials, length: 1 })
    for (;;) {
      const [before, last] = pools.slice(-2)
      if (last === undefined || before.successes * last.trials >= last.successes * before.trials) break
      pools.splice(-2, 2, {
        successes: before.successes + last.successes,
        trials: before.trials + last.trials,
        length: before.length + last.length,
      })
    }
  }
  return pools.flatMap(({ successes, trials, length }) => new Array<number>(length).fill(successes / trials))
}
