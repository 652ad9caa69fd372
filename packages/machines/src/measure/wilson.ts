import { invalid, positive, wholeNumber } from '@gardner/core'

/** A probability estimated from trials. */
export interface Probability {
  /** The share of successes. */
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * The score interval of E. B. Wilson (J. Am. Stat. Assoc. 22, 209 (1927)): all p for which the observed share of successes p̂ is within z
 * standard deviations √(p(1 − p)/n) of p. It lies within [0, 1] and has a width at p̂ = 0 and 1 as well.
 *
 *     ( p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²) ) / (1 + z²/n)
 *
 * @param z standard deviations: 1 (default) as all statistical errors here, about 68 %; 1.96 for 95 %
 */
export function wilson(successes: number, trials: number, z = 1): Probability {
  const n = wholeNumber('trials', trials, 1)
  const s = wholeNumber('successes', successes)
  if (s > n) throw invalid('successes', s, `at most as many as trials, ${n}`)
  const square = positive('z', z) ** 2
  const value = s / n
  const middle = (s + square / 2) / (n + square)
  const half = (z * Math.sqrt((s / n) * (n - s) + square / 4)) / (n + square)
  // at the ends middle and half are the same number, rounded differently
  return { value, low: s === 0 ? 0 : middle - half, high: s === n ? 1 : middle + half }
}
