import { type Search, searchNow } from '../pieces.js'
import {
  type ChebyshevSeries,
  chebyshevPoints,
  chopped,
  differentiate,
  evaluate,
  interpolate,
  tail,
} from './chebyshev.js'
import type { Piecewise } from './piecewise.js'
import { innermost, interpolateNear, type Root, rootOf, sizeNear } from './root.js'

export interface FoundKink {
  readonly at: number
  /** The kink lies within `at ± uncertainty`. */
  readonly uncertainty: number
}

export interface Resolved {
  readonly function: Piecewise
  /** Kinks that were not declared. */
  readonly found: readonly FoundKink[]
  /** True if nothing can be hidden in it: a spread was given, and has shown so. */
  readonly whole: boolean
}

/** A bound of |f(z) − f(x)| for complex z within `radius` of x; Infinity where none is known. */
export type Spread = (x: number, radius: number) => number

const POINTS = 16
/** f is looked at this densely wherever nothing else is known of it, off the round numbers. */
const SPACING = 1 / 128
const OFFSET = 0.3719 * SPACING
/** Pieces narrower than this stop being a fine structure and count as the trace of a kink. */
const NARROW = 1e-4
/** The same of a function that has a spread: it tells a steep one from a kink. */
const NARROWEST = 1e-10
/** What may go unseen, beside the norm. */
const UNSEEN = 1e-10
/** Discs about a piece, in units of its half, on which the function is asked for. */
const DISCS = [8, 4, 2.125]
/** A function whose spread is no use is given up. */
const MOST_DISCS = 200_000
/** Pieces are not halved: a kink at a round number would fall on a seam and go unseen. */
const OFF_CENTRE = 0.4871326
/** So near to a root points are taken by their distance from it, and kinks are its trace. */
const NEAR = 1e-3
/** How far from the ends of a piece it is held against the function, as a share of its width. */
const END = 1e-6
const MOST_KINKS = 64
const MOST_PIECES = 4000
/** Discs between two yields. */
const DISCS_A_PIECE = 1024

/** What is known of a function. */
interface Known {
  readonly norm: number
  readonly spread: Spread | undefined
  readonly breaks: readonly number[]
  readonly roots: Root[]
  discs: number
}

/**
 * Resolves f on [from, to] to about 1e-15 of `norm` under the Gaussian weight, splitting at the declared kinks
 * and bisecting elsewhere; where bisection does not end there is an undeclared kink, and it is located.
 * Returns undefined where f has no such form (too many kinks, or noise).
 *
 * A feature of f that lies between the points of a piece goes unseen. With a `spread` none does: f is analytic and bounded on a disc about
 * every piece, or the piece is halved; without, f is looked at every 1/128.
 */
export const resolve = (...given: Parameters<typeof resolveSearch>): Resolved | undefined =>
  searchNow(resolveSearch(...given))

/** {@link resolve} in pieces of one polynomial, or of some discs. */
export function* resolveSearch(
  f: (x: number) => number,
  from: number,
  to: number,
  kinks: readonly number[],
  norm: number,
  spread?: Spread,
): Search<Resolved | undefined> {
  const declared = kinks.filter((kink) => kink > from && kink < to).sort((a, b) => a - b)
  const found: FoundKink[] = []
  const breaks = [from, ...declared, to]
  const roots = declared.flatMap((at) => rootsAt(f, at))
  const known: Known = { norm: Math.max(norm, 1e-150), spread, breaks, roots, discs: 0 }
  const pieces: ChebyshevSeries[] = []
  // a kink found in a segment is the first one in it: what lies to its left is done when it is split there
  for (let k = 1; k < breaks.length; k++) {
    const settledPieces = pieces.length
    const kink = yield* bisect(f, breaks[k - 1], breaks[k], known, pieces)
    if (kink === undefined) continue
    const over = found.length === MOST_KINKS || pieces.length > MOST_PIECES || known.discs > MOST_DISCS
    const root = over ? undefined : newRoot(f, breaks[k - 1], breaks[k], kink, known)
    const close = breaks.some((point) => Math.abs(point - kink.at) <= 1e-9 * (1 + Math.abs(point)))
    if (over || (close && root === undefined)) {
      return spread === undefined ? undefined : yield* resolveSearch(f, from, to, kinks, norm)
    }
    pieces.length = settledPieces
    if (root !== undefined) {
      known.roots.push(root)
      k--
      continue
    }
    found.push(kink)
    breaks.splice(k, 0, kink.at)
    if (kink.uncertainty === 0) known.roots.push(...rootsAt(f, kink.at))
    k--
  }
  const resolved = { pieces, kinks: breaks.slice(1, -1), ...(roots.length === 0 ? {} : { roots }) }
  return { function: resolved, found, whole: spread !== undefined }
}

/** The roots at both sides of a kink. */
const rootsAt = (f: (x: number) => number, at: number): Root[] =>
  ([-1, 1] as const).flatMap((side) => rootOf(f, at, side) ?? [])

/** A root at an end of a stretch, near to which a kink was seen, or undefined where there is none that is not known. */
function newRoot(
  f: (x: number) => number,
  from: number,
  to: number,
  kink: FoundKink,
  { roots }: Known,
): Root | undefined {
  for (const [at, side] of [
    [from, 1],
    [to, -1],
  ] as const) {
    const isKnown = roots.some((root) => root.at === at && root.side === side)
    if (isKnown || Math.abs(kink.at - at) > NEAR) continue
    const root = rootOf(f, at, side)
    if (root !== undefined) return root
  }
  return undefined
}

/** Appends the pieces of (from, to), or returns the first kink it meets. */
function* bisect(
  f: (x: number) => number,
  from: number,
  to: number,
  known: Known,
  pieces: ChebyshevSeries[],
): Search<FoundKink | undefined> {
  yield
  if (pieces.length > MOST_PIECES || known.discs > MOST_DISCS) return { at: from, uncertainty: to - from }
  const beside = known.roots.find(({ at, side }) => at === (side > 0 ? from : to))
  if (beside !== undefined) {
    if (to - from <= 2 * beside.nearest) {
      pieces.push(innermost(f, beside, beside.side > 0 ? to : from))
      return undefined
    }
  } else {
    const near = known.roots.find(({ at, side }) =>
      side > 0 ? from > at && to - at < NEAR : to < at && at - from < NEAR,
    )
    const piece = near === undefined ? interpolate(f, from, to, POINTS) : interpolateNear(f, near, from, to, POINTS)
    // beside a root its slopes count, which are as large as those of pieces far off
    const norm = near === undefined ? known.norm : Math.min(known.norm, sizeNear(near, from, to))
    const steep = known.spread !== undefined || near !== undefined
    if (isResolved(f, piece, norm, steep) && (yield* isWhole(f, piece, known))) {
      pieces.push(chopped(piece))
      return undefined
    }
  }
  if (beside === undefined && to - from < narrowest(from, to, known)) return locate(f, from, to, known.norm)
  const middle = from + OFF_CENTRE * (to - from)
  return (yield* bisect(f, from, middle, known, pieces)) ?? (yield* bisect(f, middle, to, known, pieces))
}

/** Pieces narrower than this show a kink; beside a root they are narrow themselves. */
const narrowest = (from: number, to: number, { spread, roots }: Known): number =>
  roots.reduce(
    (least, { at, side }) => {
      const distance = side > 0 ? from - at : at - to
      return distance > 0 ? Math.min(least, 0.05 * distance) : least
    },
    spread === undefined ? NARROW : NARROWEST,
  )

/** True if nothing of f lies hidden between the points of a piece. */
function* isWhole(f: (x: number) => number, piece: ChebyshevSeries, known: Known): Search<boolean> {
  const { spread, norm } = known
  const { a, b } = piece
  if (spread === undefined) {
    if (b - a < POINTS * SPACING) return true
    for (let k = Math.ceil((a - OFFSET) / SPACING); k * SPACING + OFFSET < b; k++) {
      if (!agrees(f, piece, k * SPACING + OFFSET, norm)) return false
    }
    return true
  }
  const { scale } = tail(piece)
  const rounding = roundingOf(piece)
  const ends = known.breaks
  const left: (readonly [number, number])[] = [[a, b]]
  for (let stretch = left.pop(); stretch !== undefined; stretch = left.pop()) {
    const [from, to] = stretch
    if (known.discs++ > MOST_DISCS) return false
    if (known.discs % DISCS_A_PIECE === 0) yield
    const [center, half] = [0.5 * (from + to), 0.5 * (to - from)]
    const allowed = UNSEEN * Math.max(scale, norm / weightOf(from, to))
    const seen = DISCS.some((size) => {
      // a disc of this size holds the ellipse with foci at the ends whose half-axes add up to rho
      const rho = size + Math.sqrt(size * size - 1)
      return (4 * spread(center, size * half)) / ((rho - 1) * rho ** (POINTS - 1)) <= allowed
    })
    if (seen) {
      const whole = from === a && to === b
      if (!whole && !chebyshevPoints(from, to, POINTS).every((x) => agrees(f, piece, x, norm, rounding))) return false
    } else if (half < NARROWEST) {
      // what begins at a kink, as roots do, has no disc that reaches beyond it
      if (!ends.some((end) => Math.abs(end - center) < 4 * NARROWEST)) return false
    } else left.push([center, to], [from, center])
  }
  return true
}

/** The root of the Gaussian weight where it is largest. */
function weightOf(a: number, b: number): number {
  const nearest = a > 0 ? a : b < 0 ? -b : 0
  return Math.exp(-0.25 * nearest * nearest)
}

function agrees(f: (x: number) => number, piece: ChebyshevSeries, x: number, norm: number, rounding = 0): boolean {
  const off = Math.abs(evaluate(piece, x) - f(x))
  return off <= Math.max(1e-13 * tail(piece).scale, 4 * rounding) || off * weightOf(piece.a, piece.b) <= 2e-14 * norm
}

/** `steep`: f may be so steep that it cannot be had better than the rounding of x leaves it. */
function isResolved(f: (x: number) => number, piece: ChebyshevSeries, norm: number, steep = false): boolean {
  const { size, scale } = tail(piece)
  const { a, b } = piece
  const rounding = steep ? roundingOf(piece) : 0
  if (size > Math.max(1e-14 * scale, rounding) && size * weightOf(a, b) > 2e-15 * norm) return false
  // a kink between the end and the first of the points leaves no trace in the coefficients
  return agrees(f, piece, a + END * (b - a), norm, rounding) && agrees(f, piece, b - END * (b - a), norm, rounding)
}

/** What the rounding of x makes of f. */
function roundingOf({ a, b, coefficients }: ChebyshevSeries): number {
  let slope = 0
  for (let k = 1; k < coefficients.length; k++) slope += k * Math.abs(coefficients[k])
  return (2 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b)) * slope) / (b - a)
}

/** Follows the unresolved half until both halves are resolved: the kink lies in what is left. */
function locate(f: (x: number) => number, from: number, to: number, norm: number): FoundKink {
  let a = from
  let b = to
  while (b - a > 4 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b), 1e-3)) {
    const middle = 0.5 * (a + b)
    const left = isResolved(f, interpolate(f, a, middle, POINTS), norm)
    const right = isResolved(f, interpolate(f, middle, b, POINTS), norm)
    if (left && right) break
    if (left) a = middle
    else b = middle
  }
  const bracket = { at: 0.5 * (a + b), uncertainty: 1.5 * (b - a) }
  const { at: middle, uncertainty } = sharpened(f, bracket, norm) ?? bracket
  const at = roundest(middle - uncertainty, middle + uncertainty)
  // A kink at a number of few digits was surely meant to be there.
  const meant = String(at).length <= 8
  return { at, uncertainty: meant ? 0 : uncertainty + Math.abs(at - middle) }
}

/**
 * A jump of f' (of f'') stands where the two sides (their derivatives) cross. Bisection sees it less well: close to the
 * end of a piece it leaves no trace in the coefficients, but kernels near q = 1 depend on where it is.
 */
function sharpened(f: (x: number) => number, bracket: FoundKink, norm: number): FoundKink | undefined {
  const { at } = bracket
  for (const reach of [0.02, 1e-3]) {
    const margin = Math.max(bracket.uncertainty, 0.01 * reach)
    const left = interpolate(f, at - margin - reach, at - margin, POINTS)
    const right = interpolate(f, at + margin, at + margin + reach, POINTS)
    if (!isResolved(f, left, norm) || !isResolved(f, right, norm)) continue
    const lefts = [left, differentiate(left), differentiate(differentiate(left))]
    const rights = [right, differentiate(right), differentiate(differentiate(right))]
    // by how much f, f' and f'' differ, and what rounding makes of that
    const [gap, jump, bend] = lefts.map((side, order) => evaluate(rights[order], at) - evaluate(side, at))
    const noise = 8 * Number.EPSILON * Math.max(tail(left).scale, tail(right).scale)
    const steepness = (2 * POINTS ** 2) / reach
    if (Math.abs(jump) > 1e4 * noise * steepness && Math.abs(jump) > 10 * margin * Math.abs(bend)) {
      // farther off than bracketed, and f itself jumps
      return crossing(bracket, gap / jump, (2 * noise) / Math.abs(jump), bracket.uncertainty)
    }
    if (Math.abs(bend) > 1e4 * noise * steepness ** 2) {
      // the rounding of x enters the slopes as well
      return crossing(bracket, jump / bend, (8 * noise * steepness) / Math.abs(bend), margin)
    }
  }
  return undefined
}

function crossing({ at }: FoundKink, shift: number, noise: number, farthest: number): FoundKink | undefined {
  const uncertainty = noise + 8 * Number.EPSILON * Math.abs(at)
  return Math.abs(shift) <= farthest + uncertainty ? { at: at - shift, uncertainty } : undefined
}

/** The number of fewest decimals in [a, b]. */
function roundest(a: number, b: number): number {
  // nothing that a window of ±12 resolves lies nearer to 0
  if (Math.max(Math.abs(a), Math.abs(b)) < 1e-14) return 0
  for (let digits = 0; digits <= 15; digits++) {
    const rounded = Number((0.5 * (a + b)).toFixed(digits))
    if (rounded >= a && rounded <= b) return rounded === 0 ? 0 : rounded
  }
  return 0.5 * (a + b)
}
