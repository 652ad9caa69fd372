import { type ChebyshevSeries, chopped, differentiate, evaluate, interpolate, tail } from './chebyshev.js'

/** A function on a window as polynomials between breaks: it can be differentiated, and it knows its kinks. */
export interface Piecewise {
  readonly pieces: readonly ChebyshevSeries[]
  /** Where the function or one of its derivatives jumps. */
  readonly kinks: readonly number[]
}

export interface FoundKink {
  readonly at: number
  /** The kink lies within `at ± uncertainty`. */
  readonly uncertainty: number
}

export interface Resolved {
  readonly function: Piecewise
  /** Kinks that were not declared. */
  readonly found: readonly FoundKink[]
}

const POINTS = 16
/** Pieces narrower than this stop being a fine structure and count as the trace of a kink. */
const NARROW = 1e-4
/** Pieces are not halved: a kink at a round number would fall on a seam and go unseen. */
const OFF_CENTRE = 0.4871326
/** How far from the ends of a piece it is held against the function, as a share of its width. */
const END = 1e-6
const MOST_KINKS = 64
const MOST_PIECES = 4000

/**
 * Resolves f on [from, to] to about 1e-15 of `norm` under the Gaussian weight, splitting at the declared kinks
 * and bisecting elsewhere; where bisection does not end there is an undeclared kink, and it is located.
 * Returns undefined where f has no such form (too many kinks, or noise).
 */
export function resolve(
  f: (x: number) => number,
  from: number,
  to: number,
  kinks: readonly number[],
  norm: number,
): Resolved | undefined {
  const known = kinks.filter((kink) => kink > from && kink < to).sort((a, b) => a - b)
  const found: FoundKink[] = []
  const breaks = [from, ...known, to]
  const pieces: ChebyshevSeries[] = []
  // a kink found in a segment is the first one in it: what lies to its left is done when it is split there
  for (let k = 1; k < breaks.length; k++) {
    const settledPieces = pieces.length
    const kink = bisect(f, breaks[k - 1], breaks[k], norm, pieces)
    if (kink === undefined) continue
    if (found.length === MOST_KINKS || pieces.length > MOST_PIECES) return undefined
    if (breaks.some((point) => Math.abs(point - kink.at) <= 1e-9 * (1 + Math.abs(point)))) return undefined
    pieces.length = settledPieces
    found.push(kink)
    breaks.splice(k, 0, kink.at)
    k--
  }
  return { function: { pieces, kinks: breaks.slice(1, -1) }, found }
}

/** Appends the pieces of (from, to), or returns the first kink it meets. */
function bisect(
  f: (x: number) => number,
  from: number,
  to: number,
  norm: number,
  pieces: ChebyshevSeries[],
): FoundKink | undefined {
  if (pieces.length > MOST_PIECES) return { at: from, uncertainty: to - from }
  const piece = interpolate(f, from, to, POINTS)
  if (isResolved(f, piece, norm)) {
    pieces.push(chopped(piece))
    return undefined
  }
  if (to - from < NARROW) return locate(f, from, to, norm)
  const middle = from + OFF_CENTRE * (to - from)
  return bisect(f, from, middle, norm, pieces) ?? bisect(f, middle, to, norm, pieces)
}

function isResolved(f: (x: number) => number, piece: ChebyshevSeries, norm: number): boolean {
  const { size, scale } = tail(piece)
  const { a, b } = piece
  const nearest = a > 0 ? a : b < 0 ? -b : 0
  const weight = Math.exp(-0.25 * nearest * nearest)
  if (size > 1e-14 * scale && size * weight > 2e-15 * norm) return false
  // a kink between the end and the first of the points leaves no trace in the coefficients
  return [a + END * (b - a), b - END * (b - a)].every((x) => {
    const off = Math.abs(evaluate(piece, x) - f(x))
    return off <= 1e-13 * scale || off * weight <= 2e-14 * norm
  })
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

export function evaluateAt({ pieces }: Piecewise, x: number): number {
  let low = 0
  let high = pieces.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (x <= pieces[middle].b) high = middle
    else low = middle + 1
  }
  return evaluate(pieces[low], x)
}

/** The derivative between the kinks; what a kink itself contributes is {@link jumps}. */
export const derivative = ({ pieces, kinks }: Piecewise): Piecewise => ({ pieces: pieces.map(differentiate), kinks })

/** f(a+) − f(a−) at each kink a where it is above `share` of `norm` and of the pieces on both sides: not rounding. */
export function jumps({ pieces, kinks }: Piecewise, share: number, norm: number): { at: number; size: number }[] {
  return kinks
    .map((at) => {
      const right = pieces.findIndex(({ a }) => a === at)
      const sides = [pieces[right - 1], pieces[right]]
      const floor = share * Math.max(norm, ...sides.map(largest))
      return { at, size: evaluate(sides[1], at) - evaluate(sides[0], at), floor }
    })
    .filter(({ size, floor }) => Math.abs(size) > floor)
    .map(({ at, size }) => ({ at, size }))
}

/** The ends of the pieces narrower than `width`. */
export const seams = ({ pieces }: Piecewise, width: number): number[] =>
  pieces.filter(({ a, b }) => b - a < width).flatMap(({ a, b }) => [a, b])

/** True if every piece is zero to within `floor`. */
export const vanishes = ({ pieces }: Piecewise, floor: number): boolean =>
  pieces.every((piece) => largest(piece) <= floor)

/** A bound of |f| on the piece. */
const largest = ({ coefficients }: ChebyshevSeries): number => coefficients.reduce((sum, c) => sum + Math.abs(c), 0)
