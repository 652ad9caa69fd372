import { type ChebyshevSeries, coefficientsOf, interpolate } from './chebyshev.js'

/**
 * Where f(at ± t) = limit + slope · t + curve · t² + size · t^power + …, `power` no whole number below 3: no polynomial follows f there.
 * Terms behind the power are left out.
 */
export interface Root {
  readonly at: number
  /** 1 to the right of `at`, −1 to the left. */
  readonly side: 1 | -1
  readonly power: number
  readonly limit: number
  readonly slope: number
  readonly curve: number
  readonly size: number
  /** Nearer to `at` than this, f is taken for these terms. */
  readonly nearest: number
}

/** Distances at which a power is looked at: doublings. */
const LOOKS = 6
/** What rounding may make of a power below 1, and of one above. */
const CLEAR = [1e-8, 1e-6, 1e-6]
/** Kernels are integrated down to an angle of 1e-8; nearer to 0 by this factor they do not see how a root begins. */
const NEAREST = 2 ** -42
const FARTHEST = 2 ** -16
/** A power so near to a whole number is none: ordinary kinks have it. */
const WHOLE = 0.005
/** By how much the power may differ between the distances, and how steady it is at best. */
const STEADY = 0.02
const SURE = 1e-8

/** The root of f, f' or f'' at one side of a kink, or undefined if there is none. */
export function rootOf(f: (x: number) => number, at: number, side: 1 | -1): Root | undefined {
  // so far from other numbers than 0 that the distance of a double is known to 10 digits
  const unit = at === 0 ? NEAREST : 2 ** (Math.ceil(Math.log2(Math.abs(at))) - 36)
  const found = ([0, 1, 2] as const).flatMap((order) => powerAbove(f, at, side, unit, order) ?? [])
  // t^1.1 beside −t looks like a power below 1 that is less steady
  return found.sort((a, b) => a.spread - b.spread)[0]?.root
}

interface Found {
  readonly root: Root
  /** By how much its power changes between the distances. */
  readonly spread: number
}

/**
 * The root of power between `order` and the next whole number: the whole powers up to there are taken out of f. It is looked at where it is
 * steady from one distance to the next: nearer to the kink there may be rounding, also within f, and farther off other terms.
 */
function powerAbove(
  f: (x: number) => number,
  at: number,
  side: 1 | -1,
  unit: number,
  order: 0 | 1 | 2,
): Found | undefined {
  let best: Found | undefined
  for (let nearest = unit; nearest <= FARTHEST; nearest *= 4) {
    const values = Array.from({ length: LOOKS }, (_, k) => f(at + side * nearest * 2 ** k))
    let left = values
    for (let whole = 0; whole <= order; whole++) left = differences(left, 2 ** whole)
    const noise = Number.EPSILON * Math.max(...values.map(Math.abs))
    if (!(Math.abs(left[0]) * CLEAR[order] > noise)) continue
    const found = left.slice(1).map((value, k) => Math.log2(value / left[k]))
    const spread = Math.max(...found) - Math.min(...found)
    if (!(spread < (best?.spread ?? STEADY))) continue
    const power = simplest(found[0], 1e-13 + spread)
    if (!(power > order + WHOLE && power < order + 1 - WHOLE)) continue
    let rise = left[0]
    for (let whole = 0; whole <= order; whole++) rise /= 2 ** power - 2 ** whole
    const [one, two, four] = values.map((value, k) => value - rise * 2 ** (k * power))
    const curve = order < 2 ? 0 : (0.5 * (four - two) - (two - one)) / 3
    const slope = order < 1 ? 0 : two - one - 3 * curve
    const [limit, value] = [one - slope - curve, f(at)]
    const meets = Math.abs(value - limit) <= 0.05 * Math.abs(rise)
    const root = {
      at,
      side,
      power,
      limit: meets ? value : limit,
      slope: slope / nearest,
      curve: curve / nearest ** 2,
      size: rise / nearest ** power,
      nearest,
    }
    best = { root, spread }
    if (spread < SURE) break
  }
  return best
}

/** The fraction of least denominator within `uncertainty` of a power, if there is one up to 100: it was surely meant. */
function simplest(power: number, uncertainty: number): number {
  for (let denominator = 1; denominator <= 100; denominator++) {
    const fraction = Math.round(power * denominator) / denominator
    if (Math.abs(fraction - power) <= uncertainty) return fraction
  }
  return power
}

/** By how much each value is above `times` the one before. */
const differences = (values: readonly number[], times: number): number[] =>
  values.slice(1).map((value, k) => value - times * values[k])

/** f between a root and `end`, as the parabola that has the ends and the integral right. */
export function innermost(
  f: (x: number) => number,
  { at, side, power, limit, slope, curve }: Root,
  end: number,
): ChebyshevSeries {
  const distance = Math.abs(end - at)
  const [line, bow] = [slope * distance, curve * distance * distance]
  const rise = f(end) - limit - line - bow
  const square = bow + 6 * rise * (power / (power + 1) - 0.5)
  const [a, b] = side > 0 ? [at, end] : [end, at]
  const whole = line + bow + rise
  const coefficients = Float64Array.of(limit + 0.5 * whole - 0.125 * square, side * 0.5 * whole, 0.125 * square)
  return { a, b, coefficients }
}

/** The interpolant on a piece near a root: what the rounding of its points does there is taken back. */
export function interpolateNear(
  f: (x: number) => number,
  { at, side, power, limit, slope, curve }: Root,
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
    const rise = value - limit - slope * rounded - curve * rounded * rounded
    const steepness = slope + 2 * curve * rounded + (power * rise) / rounded
    return value + steepness * (distance - rounded)
  })
  return { a, b, coefficients: coefficientsOf(values) }
}

/** The size of the power in f on a piece, where a root is near. */
export const sizeNear = ({ at, power, size }: Root, a: number, b: number): number =>
  Math.abs(size) * Math.max(Math.abs(a - at), Math.abs(b - at)) ** power
