import { average, checkSeries, type Measurement } from '@gardner/machines'

/** What a stationary series says of its mean and of how much it remembers. */
export interface Autocorrelation {
  /** The mean and its standard error √(τ Var/n), with τ at the upper end of its own error. */
  readonly mean: Measurement
  /** τ = 1 + 2 Σ_{t≥1} ρ(t), in entries of the series: 1 where they are independent. */
  readonly time: Measurement
  /** n/τ: as many independent entries would give the mean as well. 0 of a series that never changes. */
  readonly effective: number
  /** The lag up to which correlations were added. */
  readonly window: number
  /** Why the errors are Infinity, where they are. */
  readonly reason?: string
  /** How many entries would tell, roughly, where they are too few. */
  readonly needed?: number
}

/** The window is that many autocorrelation times. */
const TIMES = 4

/** The series has to be that many windows long. */
const WINDOWS = 20

/**
 * The integrated autocorrelation time of a series of n entries, by the automatic window of A. D. Sokal (in Functional Integration,
 * ed. C. DeWitt-Morette, Plenum 1997, p. 131):
 *
 *     c(t) = Σ_i (x_i − m)(x_{i+t} − m)/(n − t),     τ = Σ_{|t| ≤ M} c(t)/c(0),     error of τ = τ √(2(2M + 1)/n)
 *
 * with the lag M counted half, so that an alternating series has no sign of its own left over, and the smallest M ≥ 4 max(1, τ, τ')
 * where τ' = Σ (−1)^t c(t)/c(0) is the same of an alternating series. What the estimated mean takes away of all c(t), τ Var/n, is
 * given back (U. Wolff, Comput. Phys. Commun. 156, 143 (2004)). Takes O(nM) operations.
 *
 * The errors are Infinity, with a reason, where the series does not tell: if it is shorter than 20 M, which is 80 τ, or never
 * changes. Of series about that long those are let through that seem to remember less than they do, by half a standard deviation of τ
 * or so; that is why the error of the mean takes the upper end. `time` is then a guess from the widest window. No series can tell of a memory longer than itself: one that stays in a
 * valley looks like one that has nowhere else to go.
 *
 * @param series stationary: leave out its beginning first
 * @throws INVALID_OPTION if it is empty or an entry is not finite
 */
export function autocorrelation(series: ArrayLike<number>): Autocorrelation {
  checkSeries('series', series)
  const n = series.length
  const value = average(series)
  const unknown = (time: number, window: number, reason: string, needed?: number): Autocorrelation => ({
    mean: { value, error: Number.POSITIVE_INFINITY },
    time: { value: time, error: Number.POSITIVE_INFINITY },
    effective: n / time,
    window,
    reason,
    ...(needed === undefined ? {} : { needed }),
  })
  const deviations = Float64Array.from(series, (x) => x - value)
  // so that squares neither overflow nor vanish
  const size = deviations.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0)
  if (!deviations.some((x) => x !== deviations[0])) {
    const reason =
      n === 1 ? 'a single entry has no error' : `all ${n} entries are the same: nothing shows how they vary`
    return unknown(Number.POSITIVE_INFINITY, 0, reason)
  }
  for (let i = 0; i < n; i++) deviations[i] /= size
  const widest = Math.floor(n / WINDOWS)
  const variance = covariance(deviations, 0)
  // twice the sums over lags below the window, plain and alternating
  let sum = variance
  let alternating = variance
  let tau = 1
  let scale = 1
  for (let window = 1; window <= widest; window++) {
    const last = covariance(deviations, window)
    const sign = window % 2 === 0 ? 1 : -1
    const whole = (sum + last) / (1 - (2 * window) / n)
    const corrected = variance + whole / n
    tau = whole / corrected
    scale = Math.max(1, tau, (alternating + sign * last) / corrected)
    if (window >= TIMES * scale && tau > 0) {
      const relative = Math.sqrt((2 * (2 * window + 1)) / n)
      return {
        mean: { value, error: size * Math.sqrt((whole / n) * (1 + relative)) },
        time: { value: tau, error: tau * relative },
        effective: n / tau,
        window,
      }
    }
    sum += 2 * last
    alternating += 2 * sign * last
  }
  const needed = TIMES * WINDOWS
  const memory = scale > 1 ? `${needed} times their memory is needed, which is ${scale.toPrecision(2)} or more` : ''
  const reason = memory || `at least ${needed} are needed, and more if they remember each other`
  return unknown(Math.max(tau, 1 / n), widest, `${n} entries are too few: ${reason}`, Math.ceil(needed * scale))
}

/** c(t) */
function covariance(deviations: Float64Array, lag: number): number {
  const pairs = deviations.length - lag
  let sum = 0
  for (let i = 0; i < pairs; i++) sum += deviations[i] * deviations[i + lag]
  return sum / pairs
}
