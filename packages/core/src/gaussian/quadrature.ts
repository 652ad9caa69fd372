import type { Estimate } from '../estimate.js'
import { roundingFloor } from '../estimate.js'

/**
 * Where an integrand changes: it is analytic within about `2.8 width` of the real axis near `center` and on
 * the scale of its distance from `center` elsewhere. log H((κ − √C z)/√v) has the layer (κ/√C, √(v/C)).
 */
export interface Layer {
  readonly center: number
  readonly width: number
}

/** The two steps every result is computed with: the first finds it, the second, finer one tells its error. */
export const STANDARD_STEP = 1 / 7
export const FINE_STEP = 1 / 9

/** |z| beyond which the Gaussian weight (< 1e-18) leaves nothing of an integrand of polynomial growth. */
const REACH = 9

const INV_SQRT_2PI = 0.3989422804014327

interface Ladder {
  readonly sinh: Float64Array
  readonly cosh: Float64Array
}
const ladders = new Map<number, Ladder>()

/** sinh(kh) and cosh(kh), k = 0, 1, …, up to sinh ≈ 1e13; one table for each step. */
function ladderOf(step: number): Ladder {
  let ladder = ladders.get(step)
  if (ladder === undefined) {
    const length = Math.ceil(31 / step) + 1
    ladder = {
      sinh: Float64Array.from({ length }, (_, k) => Math.sinh(k * step)),
      cosh: Float64Array.from({ length }, (_, k) => Math.cosh(k * step)),
    }
    ladders.set(step, ladder)
  }
  return ladder
}

/**
 * ∫Dz f(z) for an f with one layer, by the trapezoid rule in u with z = center + width·sinh u.
 *
 * The rule converges exponentially in 1/step however thin the layer is (1e-12 at 1/6, 1e-15 at 1/8 for the
 * integrals of this package) and costs about log(1/width)/step nodes. A layer wider than the Gaussian is no
 * layer: there the plain trapezoid in z serves. A layer at large |center| makes the Gaussian narrow in u,
 * so the step shrinks with it.
 */
export function gaussianMean(f: (z: number) => number, layer: Layer, step: number = STANDARD_STEP): number {
  const { center, width } = layer
  if (!(width < 1) || Math.abs(center) > 2 * REACH) return smoothMean(f, Math.min(1, farness(layer)) * 3 * step)
  const h = step / refinementAt(center)
  const { sinh, cosh } = ladderOf(h)
  let sum = 0
  if (Math.abs(center) < REACH) sum += Math.exp(-0.5 * center * center) * f(center)
  for (let k = 1; k < sinh.length; k++) {
    const z = center + width * sinh[k]
    if (z > REACH) break
    if (z > -REACH) sum += Math.exp(-0.5 * z * z) * cosh[k] * f(z)
  }
  for (let k = 1; k < sinh.length; k++) {
    const z = center - width * sinh[k]
    if (z < -REACH) break
    if (z < REACH) sum += Math.exp(-0.5 * z * z) * cosh[k] * f(z)
  }
  return sum * width * h * INV_SQRT_2PI
}

/** By how much the step shrinks with |center|: in half integers, so that few tables serve. */
function refinementAt(center: number): number {
  const distance = Math.abs(center)
  return distance < 0.5 ? 1 : 0.5 * Math.ceil(2 + 1.2 * distance)
}

/** ∫Dz f(z) for an even f whose layer is at 0: half the nodes of {@link gaussianMean}. */
export function evenGaussianMean(f: (z: number) => number, width: number, step: number = STANDARD_STEP): number {
  if (!(width < 1)) return smoothMean(f, 3 * step)
  const { sinh, cosh } = ladderOf(step)
  let sum = 0.5 * f(0)
  for (let k = 1; k < sinh.length; k++) {
    const z = width * sinh[k]
    if (z > REACH) break
    sum += Math.exp(-0.5 * z * z) * cosh[k] * f(z)
  }
  return 2 * sum * width * step * INV_SQRT_2PI
}

/** A layer outside the bulk still bounds the strip of analyticity there: the scale of f within |z| < REACH. */
function farness({ center, width }: Layer): number {
  return Math.max(width, Math.abs(center) - REACH)
}

/** The trapezoid rule in z: for an f smooth on the scale 1. */
function smoothMean(f: (z: number) => number, spacing: number): number {
  let sum = f(0)
  for (let z = spacing; z <= REACH; z += spacing) sum += Math.exp(-0.5 * z * z) * (f(z) + f(-z))
  return sum * spacing * INV_SQRT_2PI
}

/** Nodes and weights of ∫Dz f(z) ≈ Σ_k weights[k] f(nodes[k]). */
export interface GaussianRule {
  readonly nodes: readonly number[]
  readonly weights: readonly number[]
}

/**
 * A rule for integrands with several layers: trapezoid in t(z) = Σ_j asinh((z − c_j)/w_j), whose nodes are dense
 * in every layer. Finding a node costs as much as several values of a simple integrand, so keep the rule, and
 * prefer {@link gaussianMean} for a single layer.
 */
export function multilayerRule(layers: readonly Layer[], step: number = STANDARD_STEP): GaussianRule {
  const active = layers.filter(({ center, width }) => width < 1 && Math.abs(center) < 2 * REACH)
  const nodes: number[] = []
  const weights: number[] = []
  const add = (z: number, spacing: number) => {
    nodes.push(z)
    weights.push(spacing * Math.exp(-0.5 * z * z) * INV_SQRT_2PI)
  }
  if (active.length === 0) {
    const spacing = 3 * step
    for (let k = Math.ceil(-REACH / spacing); k * spacing <= REACH; k++) add(k * spacing, spacing)
    return { nodes, weights }
  }
  const density = (z: number) => {
    let sum = 0
    for (const { center, width } of active) sum += 1 / Math.sqrt((z - center) ** 2 + width * width)
    return sum
  }
  const position = (z: number) => {
    let sum = 0
    for (const { center, width } of active) sum += Math.asinh((z - center) / width)
    return sum
  }
  let z = -REACH
  let t = position(z)
  while (z < REACH) {
    const slope = density(z)
    add(z, step / slope)
    t += step
    // midpoint prediction, then Newton's method on the monotone t(z)
    let next = z + step / density(z + (0.5 * step) / slope)
    for (let newton = 0; newton < 20; newton++) {
      const shift = (t - position(next)) / density(next)
      next += shift
      if (Math.abs(shift) < 1e-9 * (1 + Math.abs(next))) break
    }
    z = next
  }
  return { nodes, weights }
}

/** An integral at two steps: the finer value, with their difference as its error. */
export function estimated(integral: (step: number) => number): Estimate {
  const coarse = integral(STANDARD_STEP)
  const value = integral(FINE_STEP)
  return { value, error: Math.abs(value - coarse) + roundingFloor(value) }
}
