import { type ChebyshevSeries, coefficientsOf, interpolate } from './chebyshev.js'

/** Where f(at ± t) = limit + size · t^power + … with 0 < power < 1: no polynomial follows it there. */
export interface Root {
  readonly at: number
  /** 1 to the right of `at`, −1 to the left. */
  readonly side: 1 | -1
  readonly power: number
  readonly limit: number
  readonly size: number
  /** Nearer to `at` than this, f is taken for its power. */
  readonly nearest: number
}

/** Distances at which a power is looked at: doublings. */
const LOOKS = 6
/** What rounding may make of the difference of two values. */
const CLEAR = 1e-8
const FARTHEST = 2 ** -16
/** A power above is a slope: ordinary kinks have it. */
const STRAIGHTEST = 0.998

/** The root of f at one side of a kink, or undefined if f has none there. */
export function rootOf(f: (x: number) => number, at: number, side: 1 | -1): Root | undefined {
  // so far from other numbers than 0 that the distance of a double is known to 10 digits
  const unit = at === 0 ? 2 ** -100 : 2 ** (Math.ceil(Math.log2(Math.abs(at))) - 36)
  for (let nearest = unit; nearest <= FARTHEST; nearest *= 4) {
    const values = Array.from({ length: LOOKS }, (_, k) => f(at + side * nearest * 2 ** k))
    const steps = values.slice(1).map((value, k) => value - values[k])
    const noise = Number.EPSILON * Math.max(...values.map(Math.abs))
    if (!(Math.abs(steps[0]) * CLEAR > noise)) continue
    const power = Math.log2(steps[1] / steps[0])
    const farther = Math.log2(steps[LOOKS - 2] / steps[LOOKS - 3])
    if (!(power > 0 && power < STRAIGHTEST && Math.abs(farther - power) < 0.05)) return undefined
    const rise = steps[0] / (2 ** power - 1)
    const [limit, value] = [values[0] - rise, f(at)]
    const meets = Math.abs(value - limit) <= 0.05 * Math.abs(rise)
    return { at, side, power, limit: meets ? value : limit, size: rise / nearest ** power, nearest }
  }
  return undefined
}

/** f between a root and `end`, as the parabola that has the ends and the first moment of f' right. */
export function innermost(f: (x: number) => number, { at, side, power, limit }: Root, end: number): ChebyshevSeries {
  const rise = f(end) - limit
  const square = 6 * (power / (power + 1) - 0.5)
  const [a, b] = side > 0 ? [at, end] : [end, at]
  const coefficients = Float64Array.of(limit + rise * (0.5 - 0.125 * square), side * 0.5 * rise, 0.125 * square * rise)
  return { a, b, coefficients }
}

/** The interpolant on a piece near a root: what the rounding of its points does there is taken back. */
export function interpolateNear(
  f: (x: number) => number,
  { at, side, power, limit }: Root,
  a: number,
  b: number,
  n: number,
): ChebyshevSeries {
  if (at === 0) return interpolate(f, a, b, n)
  // distances from the root, exact where points are not
  const [near, width] = [side > 0 ? a - at : at - b, b - a]
  const values = Array.from({ length: n }, (_, j) => {
    const share = Math.sin((Math.PI * (j + 0.5)) / (2 * n)) ** 2
    const distance = near + width * (side > 0 ? 1 - share : share)
    const x = at + side * distance
    const rounded = side * (x - at)
    const value = f(x)
    return value + ((power * (value - limit)) / rounded) * (distance - rounded)
  })
  return { a, b, coefficients: coefficientsOf(values) }
}
