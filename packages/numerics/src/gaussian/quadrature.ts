import type { Crossover } from '../crossover.js'
import { type Estimate, roundingFloor } from '../estimate.js'
import { crossoverSums, layMesh } from '../mesh.js'
import { type Rule, type RuleBuffer, roomIn } from '../rule.js'

/** The two steps every result is computed with: the first finds it, the second, finer one tells its error. */
export const STANDARD_STEP = 1 / 7
export const FINE_STEP = 1 / 9

/** |z| beyond which the Gaussian weight (< 1e-18) leaves nothing of an integrand of polynomial growth. */
const REACH = 9

const INV_SQRT_2PI = 0.3989422804014327

/**
 * The rule for integrands with the given crossovers.
 *
 * One crossover: trapezoid in u with z = center + width·sinh u, which converges exponentially in 1/step however thin
 * the crossover is (1e-12 at 1/6, 1e-15 at 1/8 for the integrals of this package) and costs about log(1/width)/step
 * nodes. A crossover wider than the Gaussian needs no nodes of its own: there the plain trapezoid in z serves. Several: trapezoid in
 * t(z) = Σ_j asinh((z − c_j)/w_j), dense in each of them; its nodes are dearer, as they are found by Newton's method.
 */
export function gaussianRule(
  crossovers: readonly Crossover[],
  step: number = STANDARD_STEP,
  buffer?: RuleBuffer,
): Rule {
  const thin = crossovers.length === 1 ? crossovers : crossovers.filter(isThin)
  if (thin.length === 0) return smoothRule(3 * step)
  if (thin.length > 1) return gradedRule(thin, step, buffer)
  const [crossover] = thin
  return isThin(crossover) ? sinhRule(crossover, step, buffer) : smoothRule(3 * step)
}

/** The rule on z ≥ 0, its weights doubled, for even integrands whose one crossover is at 0. */
export function evenGaussianRule(width: number, step: number = STANDARD_STEP, buffer?: RuleBuffer): Rule {
  if (!(width < 1)) return evenSmoothRule(3 * step)
  const { sinh, cosh } = ladderOf(step)
  const count = reachOf(REACH, width, step)
  const { nodes, weights } = roomIn(buffer, count + 1)
  const unit = 2 * width * step * INV_SQRT_2PI
  nodes[0] = 0
  weights[0] = 0.5 * unit
  for (let k = 1; k <= count; k++) {
    const z = width * sinh[k]
    nodes[k] = z
    weights[k] = unit * Math.exp(-0.5 * z * z) * cosh[k]
  }
  return { length: count + 1, nodes, weights }
}

/**
 * ∫Dz f(z) by {@link gaussianRule}, cut at |z| = 9: for an f of polynomial growth that is analytic beside its crossovers. At a kink or jump it converges
 * slowly; `gaussianIntegral` takes those as breaks.
 *
 * @param crossovers where f changes faster than the Gaussian; one that is not named costs digits, which two steps show ({@link estimated})
 * @param step > 0 (default 1/7, some 1e-13; 1/9 reaches the rounding)
 *
 * @example gaussianMean((z) => tail(1e3 * (z - 0.5)), [{ center: 0.5, width: 1e-3 }]) // 0.6914623732577418
 */
export function gaussianMean(
  f: (z: number) => number,
  crossovers: readonly Crossover[],
  step: number = STANDARD_STEP,
): number {
  const { length, nodes, weights } = gaussianRule(crossovers, step)
  let sum = 0
  for (let k = 0; k < length; k++) sum += weights[k] * f(nodes[k])
  return sum
}

/** A crossover counts if it is thinner than the Gaussian and within its reach. */
const isThin = ({ center, width }: Crossover): boolean => width < 1 && Math.abs(center) < 2 * REACH

interface Ladder {
  readonly sinh: Float64Array
  readonly cosh: Float64Array
}
/** u up to which the tables go. */
const LADDER = 45
const ladders = new Map<number, Ladder>()

/** sinh(kh) and cosh(kh), k = 0, 1, …, up to sinh ≈ 1e19; one table for each step. */
function ladderOf(step: number): Ladder {
  let ladder = ladders.get(step)
  if (ladder === undefined) {
    const length = Math.ceil(LADDER / step) + 1
    ladder = {
      sinh: Float64Array.from({ length }, (_, k) => Math.sinh(k * step)),
      cosh: Float64Array.from({ length }, (_, k) => Math.cosh(k * step)),
    }
    ladders.set(step, ladder)
  }
  return ladder
}

/** How many steps of the ladder fit into `distance`. */
const reachOf = (distance: number, width: number, step: number): number =>
  distance <= 0 ? 0 : Math.min(Math.floor(Math.asinh(distance / width) / step), Math.ceil(LADDER / step))

function sinhRule({ center, width }: Crossover, step: number, buffer: RuleBuffer | undefined): Rule {
  // a crossover at large |center| makes the Gaussian narrow in u
  const h = step / refinementAt(center)
  const { sinh, cosh } = ladderOf(h)
  const unit = width * h * INV_SQRT_2PI
  // nodes from −REACH to REACH, numbered from the crossover; those between a far crossover and the window are left out
  const from = center < -REACH ? reachOf(-REACH - center, width, h) + 1 : -reachOf(REACH + center, width, h)
  const to = center > REACH ? -reachOf(center - REACH, width, h) - 1 : reachOf(REACH - center, width, h)
  const count = Math.max(0, to - from + 1)
  const { nodes, weights } = roomIn(buffer, count)
  for (let k = from, i = 0; k <= to; k++, i++) {
    const z = center + width * (k < 0 ? -sinh[-k] : sinh[k])
    nodes[i] = z
    weights[i] = unit * Math.exp(-0.5 * z * z) * cosh[k < 0 ? -k : k]
  }
  return { length: count, nodes, weights }
}

/** By how much the step shrinks with |center|: in half integers, so that few tables serve. */
function refinementAt(center: number): number {
  const distance = Math.abs(center)
  return distance < 0.5 ? 1 : 0.5 * Math.ceil(2 + 1.2 * distance)
}

const smoothRules = new Map<number, Rule>()
const evenSmoothRules = new Map<number, Rule>()

/** The trapezoid rule in z: for integrands smooth on the scale 1. */
function smoothRule(spacing: number): Rule {
  let rule = smoothRules.get(spacing)
  if (rule === undefined) {
    const half = Math.floor(REACH / spacing)
    const nodes = Float64Array.from({ length: 2 * half + 1 }, (_, k) => (k - half) * spacing)
    rule = { length: nodes.length, nodes, weights: nodes.map((z) => spacing * Math.exp(-0.5 * z * z) * INV_SQRT_2PI) }
    smoothRules.set(spacing, rule)
  }
  return rule
}

function evenSmoothRule(spacing: number): Rule {
  let rule = evenSmoothRules.get(spacing)
  if (rule === undefined) {
    const nodes = Float64Array.from({ length: Math.floor(REACH / spacing) + 1 }, (_, k) => k * spacing)
    const weights = nodes.map((z) => (z === 0 ? 1 : 2) * spacing * Math.exp(-0.5 * z * z) * INV_SQRT_2PI)
    rule = { length: nodes.length, nodes, weights }
    evenSmoothRules.set(spacing, rule)
  }
  return rule
}

function gradedRule(crossovers: readonly Crossover[], step: number, buffer: RuleBuffer | undefined): Rule {
  const { density, position } = crossoverSums(crossovers)
  let t = position(-REACH)
  const count = Math.ceil((position(REACH) - t) / step) + 2
  const room = roomIn(buffer, Number.isFinite(count) ? count : 1)
  const next = () => {
    t += step
    return t
  }
  const length = layMesh({ density, position: (z) => position(z), next }, -REACH, (z) => z < REACH, step, room)
  const { nodes, weights } = room
  for (let k = 0; k < length; k++) weights[k] = weights[k] * Math.exp(-0.5 * nodes[k] * nodes[k]) * INV_SQRT_2PI
  if (buffer !== undefined) return { length, nodes, weights }
  return { length, nodes: nodes.subarray(0, length), weights: weights.subarray(0, length) }
}

/**
 * An integral at two steps, 1/7 and 1/9: the finer value, with their difference and its rounding as its error.
 *
 * @example estimated((step) => gaussianMean(Math.cosh, [], step)) // 1.6487212707001… ± …
 */
export function estimated(integral: (step: number) => number): Estimate {
  const coarse = integral(STANDARD_STEP)
  const value = integral(FINE_STEP)
  return { value, error: Math.abs(value - coarse) + roundingFloor(value) }
}
