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

const estimateOf = (x: Estimate | number): Estimate => (typeof x === 'number' ? { value: x, error: 0 } : x)

const estimate = (value: number, error: number, terms = 0): Estimate => ({
  value,
  error: error + roundingFloor(value, terms),
})

/**
 * a + b. Errors are bounds, so they add up and never cancel. An exact number may stand for either.
 *
 * @example plus(await capacity(first, rs), await capacity(second, rs))
 */
export function plus(a: Estimate | number, b: Estimate | number): Estimate {
  const [x, y] = [estimateOf(a), estimateOf(b)]
  return estimate(x.value + y.value, x.error + y.error, Math.abs(x.value) + Math.abs(y.value))
}

/** a − b, with the error of both: a difference of two nearly equal numbers keeps the digits that it has. */
export const minus = (a: Estimate | number, b: Estimate | number): Estimate => plus(a, times(-1, b))

/**
 * a · b, with the error |a| δb + |b| δa + δa δb. With an exact number it scales.
 *
 * @example times(2, await capacity(machine, rs))
 */
export function times(a: Estimate | number, b: Estimate | number): Estimate {
  const [x, y] = [estimateOf(a), estimateOf(b)]
  return estimate(x.value * y.value, Math.abs(x.value) * y.error + Math.abs(y.value) * x.error + x.error * y.error)
}

/**
 * a / b, with the error (δa + |a/b| δb) / (|b| − δb): infinite where b may be 0.
 *
 * @example over(await capacity(machine, oneStepRsb), await capacity(machine, rs)) // what one step takes off
 */
export function over(a: Estimate | number, b: Estimate | number): Estimate {
  const [x, y] = [estimateOf(a), estimateOf(b)]
  const value = x.value / y.value
  const least = Math.abs(y.value) - y.error
  return estimate(value, least > 0 ? (x.error + Math.abs(value) * y.error) / least : Number.POSITIVE_INFINITY)
}

/** `0.9469524268744 ± 5e-14`: the digits that the error leaves, and the error as one digit, rounded up. */
export function estimateText({ value, error }: Estimate): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞'
  if (!(error > 0)) return String(value)
  if (!Number.isFinite(error)) return `${value} ± ∞`
  const size = Math.floor(Math.log10(error))
  const digit = Math.ceil(error / 10 ** size - 1e-6)
  const shown = digit === 10 ? `1e${size + 1}` : `${digit}e${size}`
  const large = Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-5)
  if (!large) return `${value.toFixed(Math.min(20, Math.max(0, -size)))} ± ${shown}`
  const digits = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value))) - size
  return `${value.toExponential(Math.min(16, Math.max(0, digits)))} ± ${shown}`
}
