/** A number with a bound on its numerical error, computed from a second rule or a residual, never assumed. */
export interface Estimate {
  readonly value: number
  /** Absolute; the exact value lies within `value ± error`. */
  readonly error: number
}

/** What a double can resolve next to `value`: the floor under every error estimate. */
export const roundingFloor = (value: number): number => 4 * Number.EPSILON * Math.abs(value)
