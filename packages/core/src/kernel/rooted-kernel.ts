import { gaussianIntegral, panelIntegral, type Search } from '@gardner/numerics'
import {
  type ChebyshevSeries,
  derivative,
  differentiate,
  evaluate,
  joined,
  jumps,
  type Piecewise,
  type Root,
  reader,
  seams,
  tail,
} from '@gardner/numerics/piecewise'
import { each, interpolated, lookUp, RIGHT_ANGLE } from './angle-table.js'
import { momentTimesSine } from './atom.js'
import { bendCells } from './bend-cells.js'
import { angleOf, gapOf, type Kernel } from './kernel.js'
import { type Powers, powersThrough } from './powers.js'
import { type Beyond, orBeyond } from './small-overlap.js'
import { SHORTER, smoothing } from './smoothing.js'

const POINTS = 20
/** Panels over log ψ end here at first: below, a root's kernel is hardly more than a power. */
const PANELS = [0.06, 0.3, 0.75, RIGHT_ANGLE]
/** The widest panel of an integral over ψ, as a ratio of its ends. */
const WIDEST = 4
const TOLERANCE = 3e-13
/** Below this share of a panel's values, a tail that halving does not shrink is rounding noise. */
const NOISE = 1e-9
/** A panel is halved no further than this often. */
const DEEPEST = 8
/** Powers are looked for below this angle, 2^−7, and this many times farther in. */
const FIRST = 7
const STRIDE = 3
/** Below 2^−27, 1 − q is below 1e-16. */
const LAST = 27
const TERMS = 4
/** So many times the nearest distance to a root that is known, its kernel is known. */
const CLEAR = 16
/** What the powers may be wrong by. */
const ENOUGH = 1e-13
/** Angles at which C' is held against that of g' alone. */
const CHECKS = [1e-3, 0.03, 0.3, 1.2]
/** C'' at ψ = 2^−k is held against that of cells of other sizes. */
const BEND_CHECKS = [1, 4, 7, 10]
const OTHER_CELLS = 0.7
/** E g'² diverges from this power of a root down. */
const DIVERGES = 0.5 + 1e-4
const FINE_PIECE = 1
/** What no comparison sees, and by how much more the powers may be off far below where they were compared. */
const LEAST = 4e-14
const FARTHER = 3
/** Two powers this near are one. */
const SAME = 1e-6
/** A jump of g' or g'' below is rounding. */
const BENT = 1e-9

/**
 * The kernel of a g that begins as a power p < 3 of the distance from some of its kinks, as √|u| and |u|^(3/2) do. There a derivative of g is
 * infinite, and
 *
 *     sin ψ C''(cos ψ) = sin ψ E[g''(u)g''(v)] ~ ψ^{2p−2} for ψ → 0
 *
 * is not analytic in ψ. As an average of distributions it is finite for every ψ > 0, and positive: it is tabulated over log ψ, each panel
 * right beside its own values, and nearer to 0 it is a sum of a few powers, which are known. C' = E[zg]² + ∫ C'' sin ψ dψ from the right
 * angle down, C(1) − C and C are integrals of positive functions, so that no digits are lost.
 */
export function* rootedKernel(g: Piecewise, scale: number, far?: Beyond): Search<Kernel> {
  const slope = derivative(g)
  const continuous = joined(slope)
  const bend = derivative(continuous)
  const bendsOf = (share: number) =>
    smoothing(bend, (size) => bendCells(g, continuous, bend, share * size), SHORTER).correlation
  const bends = orBeyond(bendsOf(1), far, (kernel, gap) => kernel.curvature(gap))
  const known = new Map<number, number>()
  /** sin ψ C'' at ψ = 2^−k */
  const atPower = (k: number) => {
    const value = known.get(k) ?? weighted(2 ** -k)
    known.set(k, value)
    return value
  }
  const weighted = (angle: number) => Math.sin(angle) * bends(angle)
  const start = yield* beginning(g, scale, atPower)
  const first = 2 ** -start.at
  const scaled = (angle: number) => angle ** -start.power
  const panels = yield* logarithmicPanels(
    (angle) => weighted(angle) * scaled(angle),
    first,
    Math.max(TOLERANCE, start.error),
  )
  const ends = panels.map(({ b }, i) => (i === panels.length - 1 ? RIGHT_ANGLE : Math.exp(b)))
  const starts = [first, ...ends.slice(0, -1)]
  const read = (table: readonly ChebyshevSeries[], angle: number) =>
    lookUp({ panels: table, error: 0 }, Math.log(angle))

  const value = reader(g)
  const least = gaussianIntegral((u) => u * value(u), [...g.kinks, ...seams(g, FINE_PIECE)]) ** 2
  const bendAt = (angle: number) => (angle < first ? start.powers.value(angle) : read(panels, angle) / scaled(angle))
  const slopesUpTo = sumsFromRight(starts.map((from, i) => panelIntegral(bendAt, graded(from, ends[i]))))
  const slopes = yield* onPanels(
    panels,
    (angle, i) => least + slopesUpTo[i + 1] + panelIntegral(bendAt, graded(angle, ends[i])),
  )
  const firstSlope = least + slopesUpTo[0]
  const slopeAt = (angle: number) => (angle < first ? firstSlope + start.powers.rest(angle) : read(slopes, angle))

  const density = (angle: number) => slopeAt(angle) * Math.sin(angle)
  const pieces = starts.map((from, i) => panelIntegral(density, graded(from, ends[i])))
  const rests = sumsFromRight(pieces)
  const beginningOf = (angle: number) => firstSlope * gapOf(angle) + start.powers.restTimesSine(angle)
  const upTo = runningSums(pieces, beginningOf(first))
  const deficits = yield* onPanels(
    panels,
    (angle, i) => (upTo[i] + panelIntegral(density, graded(starts[i], angle))) / gapOf(angle),
  )
  const covariances = yield* onPanels(panels, (angle, i) => {
    const rest = rests[i + 1] + panelIntegral(density, graded(angle, ends[i]))
    return rest / Math.sin(RIGHT_ANGLE - angle)
  })
  const variance = rests[0] + upTo[0]

  const deficit = (gap: number) => {
    const angle = angleOf(gap)
    return angle < first ? (angle === 0 ? 0 : beginningOf(angle)) : read(deficits, angle) * gap
  }
  const steps = jumps(g, 1e-12, scale)
  const roots = g.roots ?? []
  const infinite = steps.length > 0 || roots.some(({ power }) => power < DIVERGES)
  const kernel = {
    deficit,
    covariance: (gap: number) => {
      const angle = angleOf(gap)
      return angle < first ? variance - deficit(gap) : Math.max(0, read(covariances, angle) * (1 - gap))
    },
    slope: (gap: number) => {
      const angle = angleOf(gap)
      return angle === 0 && infinite ? Infinity : slopeAt(angle)
    },
    curvature: (gap: number) => {
      const angle = angleOf(gap)
      return angle === 0 ? start.atOne : bendAt(angle) / Math.sin(angle)
    },
  }
  // by cells with other ends
  const again = bendsOf(OTHER_CELLS)
  const bendsOff = yield* each(BEND_CHECKS, (k) => {
    const angle = 2 ** -k
    return 2 * Math.abs((Math.sin(angle) * again(angle)) / atPower(k) - 1)
  })
  const regular = smoothing(slope, undefined, SHORTER)
  const slopesOff = yield* each(CHECKS, (angle) => {
    const direct = momentTimesSine(regular, steps, angle) / Math.sin(angle)
    return Math.abs(direct / slopeAt(angle) - 1)
  })
  return { ...kernel, error: Math.max(LEAST, FARTHER * start.error, ...bendsOff, ...slopesOff) }
}

interface Beginning {
  /** The powers hold below 2^−at. */
  readonly at: number
  /** sin ψ C'' */
  readonly powers: Powers
  /** The first of them. */
  readonly power: number
  /** C''(1) */
  readonly atOne: number
  readonly error: number
}

/** sin ψ C'' near ψ = 0, from its values at ψ = 2^−k: where powers through four of them say best what it is farther in. */
function* beginning(g: Piecewise, scale: number, f: (k: number) => number): Search<Beginning> {
  const powers = powersOf(g, scale)
  const nearest = Math.max(0, ...(g.roots ?? []).map((root) => root.nearest))
  let best: Beginning | undefined
  for (let at = FIRST; at + STRIDE <= LAST; at += STRIDE) {
    if (best !== undefined && 2 ** -(at + STRIDE) < CLEAR * nearest) break
    const found = powersThrough(
      yield* each(
        Array.from({ length: TERMS }, (_, i) => at - i),
        f,
      ),
      2 ** -at,
      powers,
    )
    const off = yield* each(
      Array.from({ length: STRIDE }, (_, i) => at + 1 + i),
      (k) => Math.abs(found.value(2 ** -k) / f(k) - 1),
    )
    const error = Math.max(...off)
    if (best === undefined || error < best.error)
      best = { at, powers: found, power: powers[0], atOne: powers[0] < 1 ? Infinity : found.slopeAtZero, error }
    if (error < ENOUGH) break
  }
  return best as Beginning
}

/** The first powers of sin ψ C'': those of pairs of what begins at one kink, that of smooth pieces, and two more of each. */
function powersOf(g: Piecewise, scale: number): number[] {
  const steps = jumps(g, 1e-12, scale)
  const pairs = g.kinks.flatMap((at) => {
    const here = (g.roots ?? []).filter((root) => root.at === at)
    const begins = [...(steps.some((step) => step.at === at) ? [0] : []), ...bendsAt(g, at, here, scale)]
    return begins.flatMap((one) => begins.map((other) => one + other - 2))
  })
  pairs.sort((a, b) => a - b)
  const all = [...pairs.filter((power, i) => i === 0 || power - pairs[i - 1] > SAME), 1]
  // two of a kind are a power and its logarithm
  return [...all, ...all.map((power) => power + 2)]
    .sort((a, b) => a - b)
    .filter((power, i, sorted) => i < 2 || power - sorted[i - 2] > SAME)
    .slice(0, TERMS)
}

/** The powers of the roots at a kink, and 1 and 2 where g' and g'' are finite there and jump. */
function bendsAt(g: Piecewise, at: number, roots: readonly Root[], scale: number): number[] {
  const powers = roots.map(({ power }) => power)
  const least = Math.min(...powers)
  const right = g.pieces.findIndex(({ a }) => a === at)
  const [left, beyond] = ([-1, 1] as const).map((side) => {
    const root = roots.find((one) => one.side === side)
    if (root !== undefined) return [side * root.slope, 2 * root.curve]
    const slope = differentiate(g.pieces[side < 0 ? right - 1 : right])
    return [slope, differentiate(slope)].map((derivative) => evaluate(derivative, at))
  })
  const bent = [0, 1].filter(
    (k) =>
      least > k + 1 && Math.abs(beyond[k] - left[k]) > BENT * Math.max(scale, Math.abs(left[k]), Math.abs(beyond[k])),
  )
  return [...bent.map((k) => k + 1), ...powers]
}

/** f over log ψ on panels from `first` to π/2, halved where they do not resolve it to a share of their own values. */
function* logarithmicPanels(f: (angle: number) => number, first: number, tolerance: number): Search<ChebyshevSeries[]> {
  const panels: ChebyshevSeries[] = []
  function* split(a: number, b: number, depth: number, before: number): Search<void> {
    const panel = yield* interpolated((t) => f(Math.exp(t)), a, b, POINTS)
    const { size, scale } = tail(panel)
    const noise = size < NOISE * scale && size > 0.3 * before
    if (size > tolerance * scale && depth < DEEPEST && !noise) {
      yield* split(a, 0.5 * (a + b), depth + 1, size)
      yield* split(0.5 * (a + b), b, depth + 1, size)
      return
    }
    panels.push(panel)
  }
  const breaks = [first, ...PANELS.filter((end) => end > 2 * first)].map(Math.log)
  for (let k = 1; k < breaks.length; k++) yield* split(breaks[k - 1], breaks[k], 0, Infinity)
  return panels
}

/** A table of f on the panels of another, f told in which one it is asked. */
function* onPanels(
  panels: readonly ChebyshevSeries[],
  f: (angle: number, panel: number) => number,
): Search<ChebyshevSeries[]> {
  const made: ChebyshevSeries[] = []
  for (const [i, { a, b }] of panels.entries()) made.push(yield* interpolated((t) => f(Math.exp(t), i), a, b, POINTS))
  return made
}

/** Panels of equal ratios. */
function graded(a: number, b: number): number[] {
  const count = Math.max(1, Math.ceil(Math.log(b / a) / Math.log(WIDEST)))
  return Array.from({ length: count + 1 }, (_, k) => (k === 0 ? a : k === count ? b : a * (b / a) ** (k / count)))
}

/** Sums of the terms before each, from `start` on. */
function runningSums(terms: readonly number[], start: number): number[] {
  const sums = [start]
  for (const term of terms) sums.push(sums[sums.length - 1] + term)
  return sums
}

/** Sums of the terms from each on. */
function sumsFromRight(terms: readonly number[]): number[] {
  return runningSums([...terms].reverse(), 0).reverse()
}
