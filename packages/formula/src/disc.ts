/**
 * All complex numbers within `radius` of a real one. A function that is analytic on a disc, and bounded there, shows at 16 points
 * inside it all that it has: that is how a formula knows its scales. A radius of Infinity says that nothing is known.
 */
export interface Disc {
  readonly center: number
  readonly radius: number
}

/** The radius of a disc about f(center) that holds f(disc); Infinity where f is not analytic. */
export type Spread = (x: Disc) => number

export const NOWHERE = Infinity

export const sum = (x: Disc, y: Disc): number => x.radius + y.radius
export const product = (x: Disc, y: Disc): number =>
  times(Math.abs(x.center), y.radius) + times(Math.abs(y.center), x.radius) + times(x.radius, y.radius)

/** 0 · ∞ is 0: a constant 0 makes nothing uncertain. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b)

const inverse: Spread = ({ center, radius }) => {
  const size = Math.abs(center)
  return radius < size ? radius / (size * (size - radius)) : NOWHERE
}

/** The disc of x/y. */
export const ratio = (x: Disc, y: Disc): number => product(x, { center: 1 / y.center, radius: inverse(y) })

/** By a bound of f' on the disc. */
const bySlope =
  (slope: (x: Disc) => number): Spread =>
  (x) =>
    times(x.radius, slope(x))

/** e^c (e^r − 1), also where e^c is too small for a double. */
export const exponential: Spread = ({ center, radius }) =>
  radius > 1 ? Math.exp(center + radius) : Math.exp(center) * Math.expm1(radius)
export const sine: Spread = ({ center, radius }) =>
  Math.abs(Math.cos(center)) * Math.sinh(radius) + Math.abs(Math.sin(center)) * (Math.cosh(radius) - 1)
export const cosine: Spread = ({ center, radius }) =>
  Math.abs(Math.sin(center)) * Math.sinh(radius) + Math.abs(Math.cos(center)) * (Math.cosh(radius) - 1)
export const sinh: Spread = ({ center, radius }) =>
  Math.cosh(center) * Math.sinh(radius) + Math.abs(Math.sinh(center)) * (Math.cosh(radius) - 1)
export const cosh: Spread = ({ center, radius }) =>
  Math.abs(Math.sinh(center)) * Math.sinh(radius) + Math.cosh(center) * (Math.cosh(radius) - 1)

/** tanh(c + h) − tanh c = (1 − t²) tanh h/(1 + t tanh h), |tanh h| ≤ tan |h|; and 1 − |tanh z| ≤ 2w/(1 − w), w = e^{−2|Re z|}. */
export const tanh: Spread = ({ center, radius }) => {
  const t = Math.abs(Math.tanh(center))
  const tangent = radius < Math.PI / 2 ? Math.tan(radius) : NOWHERE
  const size = Math.abs(center)
  // 1 − t² = 1/cosh², without cancellation
  const near = t * tangent < 1 ? tangent / Math.cosh(Math.min(size, 350)) ** 2 / (1 - t * tangent) : NOWHERE
  const far = (x: number) => (x > 0 ? (2 * Math.exp(-2 * x)) / -Math.expm1(-2 * x) : NOWHERE)
  return Math.min(near, far(size - radius) + far(size))
}
export const sigmoid: Spread = ({ center, radius }) => 0.5 * tanh({ center: 0.5 * center, radius: 0.5 * radius })
/** Its derivative is the sigmoid. */
export const softplus: Spread = bySlope((x) => 1 / (1 + Math.exp(-x.center)) + sigmoid(x))
/** The disc of 1/(1 + z²). */
const slopeOfArctangent = ({ center, radius }: Disc): number => {
  const [size, off] = [1 + center * center, 2 * Math.abs(center) * radius + radius * radius]
  return off < size ? 1 / (size - off) : NOWHERE
}
export const arctangent: Spread = bySlope(slopeOfArctangent)
export const asinh: Spread = bySlope((x) => Math.sqrt(slopeOfArctangent(x)))
/** e^{−z²} is largest where Re z² is smallest. */
const bell = ({ center, radius }: Disc): number => {
  const size = Math.abs(center)
  const least = size < 2 * radius ? 0.5 * size * size - radius * radius : (size - radius) ** 2
  return Math.exp(-least)
}
export const errorFunction: Spread = bySlope((x) => (2 / Math.sqrt(Math.PI)) * bell(x))
export const normal: Spread = ({ center, radius }) =>
  0.5 * errorFunction({ center: center * Math.SQRT1_2, radius: radius * Math.SQRT1_2 })
/** sin z/z = ½ ∫ e^{izt} dt over [−1, 1], and the quotient away from 0. */
export const sinc: Spread = (x) => {
  const { center, radius } = x
  const whole = 0.5 * times(radius, Math.exp(radius))
  if (center === 0) return whole
  return Math.min(whole, ratio({ center: Math.sin(center), radius: sine(x) }, x))
}

export const logarithm: Spread = ({ center, radius }) => (radius < center ? -Math.log1p(-radius / center) : NOWHERE)
/** x^p of a positive x: the series of (1 + h)^p, term by term. */
export const powerOf =
  (p: number): Spread =>
  ({ center, radius }) => {
    if (radius === 0) return 0
    if (!(radius < center)) return NOWHERE
    const share = radius / center
    const size = center ** p
    if (p >= 0 && p <= 1) return size * -Math.expm1(p * Math.log1p(-share))
    return size * share * Math.abs(p) * (p > 1 ? (1 + share) ** (p - 1) : (1 - share) ** (p - 1))
  }
export const cubeRoot: Spread = (x) => powerOf(1 / 3)({ ...x, center: Math.abs(x.center) })
/** x^n, n whole. */
export const wholePower =
  (n: number): Spread =>
  ({ center, radius }) => {
    const size = Math.abs(center)
    if (n >= 0) return radius === 0 ? 0 : (size + radius) ** n - size ** n
    return radius < size ? (size - radius) ** n - size ** n : NOWHERE
  }
/** x^y = e^{y log x}. */
export const generalPower = (x: Disc, y: Disc): number => {
  if (!(x.center > 0)) return x.radius === 0 && y.radius === 0 ? 0 : NOWHERE
  const logarithmOf = { center: Math.log(x.center), radius: logarithm(x) }
  const exponent = product(y, logarithmOf)
  return exponential({ center: y.center * logarithmOf.center, radius: exponent })
}
