import { type ChebyshevSeries, differentiate, evaluate, interpolate, tail } from '../gaussian/chebyshev.js'
import { panelIntegral } from '../gaussian/legendre.js'
import type { Piecewise } from '../gaussian/piecewise.js'
import type { Root } from '../gaussian/root.js'
import { lookUp, RIGHT_ANGLE } from './angle-table.js'
import { type Atom, momentTimesSine } from './atom.js'
import { angleOf, gapOf, type Kernel } from './kernel.js'
import { smoothing } from './smoothing.js'

const POINTS = 20
/** The widest panel, over log ψ. */
const WIDEST = Math.log(16)
const TOLERANCE = 1e-13
/** Below this share of a panel's values, a tail that halving does not shrink is rounding noise. */
const NOISE = 1e-9
/** A panel is halved no further than this often. */
const DEEPEST = 6
/** Below this angle, 1 − q is below 1e-16. */
const SMALLEST = 1e-8
/** How far from the innermost piece of a root its kernel is independent of it. */
const CLEAR = 2 ** 15
/** Where C'' is compared on panels that lie elsewhere. */
const CHECK_POINTS = 16
const CHECKS = [1e-3, 0.03, 0.3, 1.2]
/** E g'² diverges from this power of a root down. */
const DIVERGES = 0.5 + 1e-4

/** The smallest angle at which the kernel of a g with these roots is integrated; below it is a power. */
export const firstAngle = (roots: readonly Root[]): number =>
  Math.max(SMALLEST, ...roots.map(({ nearest }) => CLEAR * nearest))

/**
 * The kernel of a g that begins as a power p < 1 of the distance from some of its kinks, as √|u| does. g' is infinite there but
 * integrable, and
 *
 *     C'(cos ψ) = E[g'(u)g'(v)] ~ ψ^{2p−1} for ψ → 0
 *
 * is not analytic in ψ: it is tabulated over log ψ, each panel right beside its own values. Nearer to 0 than the first
 * panel C' is continued as a + b ψ^c, of which p = ½ is the logarithm. C(1) − C, C and C'' follow by integration and
 * differentiation.
 */
export function rootedKernel(slope: Piecewise, steps: readonly Atom[], variance: number): Kernel {
  const regular = smoothing(slope)
  const roots = slope.roots ?? []
  const slopeAt = (angle: number) => momentTimesSine(regular, steps, angle) / Math.sin(angle)
  const slopes = logarithmicPanels(slopeAt, firstAngle(roots))
  const bends = slopes.map(differentiate)
  const first = Math.exp(slopes[0].a)
  const start = beginning(slopeAt, first)
  const read = (panels: readonly ChebyshevSeries[], angle: number) => lookUp({ panels, error: 0 }, Math.log(angle))
  const density = (angle: number) => read(slopes, angle) * Math.sin(angle)

  const ends = slopes.map(({ b }, i) => (i === slopes.length - 1 ? RIGHT_ANGLE : Math.exp(b)))
  const starts = [first, ...ends]
  const upTo = runningSums(ends.map((end, i) => panelIntegral(density, halved(starts[i], end))))
  const fromStart = (angle: number, i: number) => panelIntegral(density, halved(starts[i], angle))
  const deficits = onPanels(slopes, (angle, i) => start.integral(first) + upTo[i] + fromStart(angle, i))
  const covariances = onPanels(slopes, (angle, i) => {
    const rest = upTo[slopes.length] - upTo[i + 1] + panelIntegral(density, halved(angle, ends[i]))
    return rest / Math.sin(RIGHT_ANGLE - angle)
  })
  const infinite = steps.length > 0 || roots.some(({ power }) => power < DIVERGES)

  const deficit = (gap: number) => {
    const angle = angleOf(gap)
    return angle < first ? start.integral(angle) : read(deficits, angle)
  }
  const kernel = {
    deficit,
    covariance: (gap: number) => {
      const angle = angleOf(gap)
      return angle < first ? variance - deficit(gap) : Math.max(0, read(covariances, angle) * (1 - gap))
    },
    slope: (gap: number) => {
      const angle = angleOf(gap)
      if (angle === 0) return infinite ? Infinity : start.limit
      return angle < first ? start.value(angle) : read(slopes, angle)
    },
    curvature: (gap: number) => {
      const angle = angleOf(gap)
      if (angle === 0) return Infinity
      return -(angle < first ? start.slope(angle) : read(bends, angle) / angle) / Math.sin(angle)
    },
  }
  const mismatch = CHECKS.map((angle) => {
    const [a, b] = [Math.log(angle / 1.3), Math.log(Math.min(1.2 * angle, RIGHT_ANGLE))]
    const elsewhere = interpolate((t) => slopeAt(Math.exp(t)), a, b, CHECK_POINTS)
    const at = Math.log(angle)
    const bend = -evaluate(differentiate(elsewhere), at) / (angle * Math.sin(angle))
    return Math.max(
      Math.abs(evaluate(elsewhere, at) / kernel.slope(gapOf(angle)) - 1),
      // C'' of an odd g vanishes with q
      Math.abs(bend - kernel.curvature(gapOf(angle))) / Math.max(Math.abs(bend), kernel.slope(gapOf(angle))),
    )
  })
  return { ...kernel, error: Math.max(...mismatch) }
}

/** f as a + b ψ^c below `first`, from its values there and at the doubles. */
function beginning(f: (angle: number) => number, first: number) {
  const [one, two, four] = [1, 2, 4].map((times) => f(times * first))
  const power = Math.log2((four - two) / (two - one))
  // (2^c − 1)/c, which is log 2 for c = 0
  const scale = (two - one) / powerOver(power, Math.LN2)
  return {
    value: (angle: number) => one + scale * powerOver(power, Math.log(angle / first)),
    slope: (angle: number) => (scale * (angle / first) ** power) / angle,
    /** ∫_0^ψ f(ψ) ψ dψ */
    integral: (angle: number) =>
      angle === 0
        ? 0
        : angle * angle * (0.5 * one + (scale * (powerOver(power, Math.log(angle / first)) - 0.5)) / (power + 2)),
    limit: one - scale / power,
  }
}

/** (e^{cx} − 1)/c */
const powerOver = (c: number, x: number): number => (c === 0 ? x : Math.expm1(c * x) / c)

/** f over log ψ on panels of {@link WIDEST} from π/2 to below `first`, halved where they do not resolve it to a share of their own values. */
function logarithmicPanels(f: (angle: number) => number, first: number): ChebyshevSeries[] {
  const panels: ChebyshevSeries[] = []
  const split = (a: number, b: number, depth: number, before: number) => {
    const panel = interpolate((t) => f(Math.exp(t)), a, b, POINTS)
    const { size, scale } = tail(panel)
    const noise = size < NOISE * scale && size > 0.3 * before
    if (size > TOLERANCE * scale && depth < DEEPEST && !noise) {
      split(a, 0.5 * (a + b), depth + 1, size)
      split(0.5 * (a + b), b, depth + 1, size)
      return
    }
    panels.push(panel)
  }
  const end = Math.log(RIGHT_ANGLE)
  const count = Math.ceil((end - Math.log(first)) / WIDEST)
  for (let k = count; k > 0; k--) split(end - k * WIDEST, end - (k - 1) * WIDEST, 0, Infinity)
  return panels
}

/** A table of f on the panels of another, f told in which one it is asked. */
const onPanels = (panels: readonly ChebyshevSeries[], f: (angle: number, panel: number) => number): ChebyshevSeries[] =>
  panels.map(({ a, b }, i) => interpolate((t) => f(Math.exp(t), i), a, b, POINTS))

/** Panels are wide beside their distance from 0. */
const halved = (a: number, b: number): number[] => [a, Math.sqrt(a * b), b]

function runningSums(terms: readonly number[]): number[] {
  const sums = [0]
  for (const term of terms) sums.push(sums[sums.length - 1] + term)
  return sums
}
