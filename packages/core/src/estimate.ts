/** A number with a bound on its numerical error, computed from a second rule or a residual, never assumed. */
export interface Estimate {
  readonly value: number
  /** Absolute; the exact value lies within `value ± error`. */
  readonly error: number
}

/**
 * What doubles can resolve of `value`: the floor under every error estimate. `terms` is the size of what was added
 * up to it, where that is larger.
 */
export const roundingFloor = (value: number, terms = 0): number => 4 * Number.EPSILON * Math.max(Math.abs(value), terms)
