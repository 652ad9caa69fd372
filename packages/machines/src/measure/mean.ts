import { invalid } from '@gardner/core'

/** What was found by sampling, with its standard error: one standard deviation, Infinity if the samples cannot tell. */
export interface Measurement {
  readonly value: number
  readonly error: number
}

/**
 * The mean of independent values, ± √(Σ (x − m)²/(n(n − 1))). A single value cannot say how far it is off: error Infinity. Entries of
 * one Markov chain are not independent: use {@link autocorrelation}.
 *
 * @throws INVALID_OPTION if there is none, or one that is not finite
 */
export function meanOf(values: ArrayLike<number>): Measurement {
  checkSeries('values', values)
  const n = values.length
  const value = average(values)
  let square = 0
  for (let i = 0; i < n; i++) square += (values[i] - value) ** 2
  return { value, error: n === 1 ? Number.POSITIVE_INFINITY : Math.sqrt(square / n / (n - 1)) }
}

/** A non-empty list of finite numbers, typed or not. */
export function checkSeries(name: string, values: ArrayLike<number>): void {
  const length = (values as ArrayLike<number> | null)?.length
  if (typeof values !== 'object' || !Number.isSafeInteger(length) || values.length === 0) {
    throw invalid(name, values, 'a non-empty list of finite numbers')
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw invalid(`entry ${i + 1} of ${name}`, values[i], 'a finite number')
  }
}

/** The mean, summed from the first value on, so that it has its digits where the values differ by little. */
export function average(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] - values[0]
  return values[0] + sum / values.length
}
