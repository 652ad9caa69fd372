import { type ChebyshevSeries, differentiate, evaluate } from './chebyshev.js'
import type { Root } from './root.js'

/** A function on a window as polynomials between breaks: it can be differentiated, and it knows its kinks. */
export interface Piecewise {
  readonly pieces: readonly ChebyshevSeries[]
  /** Where the function or one of its derivatives jumps. */
  readonly kinks: readonly number[]
  /** Kinks at which the function begins as a power. */
  readonly roots?: readonly Root[]
}

/** The piece that x lies in. */
function pieceAt(pieces: readonly ChebyshevSeries[], x: number): ChebyshevSeries {
  let low = 0
  let high = pieces.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (x <= pieces[middle].b) high = middle
    else low = middle + 1
  }
  return pieces[low]
}

/** The pieces of many points, most of them in the piece of the one before. */
export function finder({ pieces }: Piecewise): (x: number) => ChebyshevSeries {
  let last = pieces[0]
  return (x) => {
    if (!(x >= last.a && x <= last.b)) last = pieceAt(pieces, x)
    return last
  }
}

/** The function at many points. */
export function reader(f: Piecewise): (x: number) => number {
  const pieceOf = finder(f)
  return (x) => evaluate(pieceOf(x), x)
}

/** The derivative between the kinks; what a kink itself contributes is {@link jumps}. */
export function derivative({ pieces, kinks }: Piecewise): Piecewise {
  const slopes = pieces.map(differentiate)
  // steps on a line have a slope without kinks
  const [first] = slopes[0].coefficients
  const constants = slopes.every(
    ({ coefficients }) => coefficients.length === 1 && Math.abs(coefficients[0] - first) <= 1e-13 * Math.abs(first),
  )
  return { pieces: slopes, kinks: constants ? [] : kinks }
}

/** f(a+) − f(a−) at each kink a where it is above `share` of `norm` and of the pieces on both sides: not rounding. */
export function jumps(
  { pieces, kinks, roots = [] }: Piecewise,
  share: number,
  norm: number,
): { at: number; size: number }[] {
  return kinks
    .map((at) => {
      const right = pieces.findIndex(({ a }) => a === at)
      const sides = [pieces[right - 1], pieces[right]]
      const floor = share * Math.max(norm, ...sides.map(largest))
      // the innermost piece of a root is too narrow to be evaluated at its end
      const [left, beyond] = sides.map(
        (piece, i) => roots.find((root) => root.at === at && root.side === 2 * i - 1)?.limit ?? evaluate(piece, at),
      )
      return { at, size: beyond - left, floor }
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
export const largest = ({ coefficients }: ChebyshevSeries): number =>
  coefficients.reduce((sum, c) => sum + Math.abs(c), 0)

/**
 * A derivative made continuous where pieces meet that are no kink: what rounding leaves at their ends is divided among the two, as a line
 * is added to each. The derivative of that is right beside ∫ f″, where that of the pieces alone misses their steps.
 */
export function joined({ pieces, kinks }: Piecewise): Piecewise {
  const apart = new Set(kinks)
  const steps = pieces.map((piece, i) => {
    const next = pieces[i + 1]
    return next === undefined || apart.has(piece.b) ? 0 : evaluate(next, piece.b) - evaluate(piece, piece.b)
  })
  const level = pieces.map(({ a, b, coefficients }, i) => {
    const [left, right] = [i === 0 ? 0 : -0.5 * steps[i - 1], 0.5 * steps[i]]
    const moved = new Float64Array(Math.max(2, coefficients.length))
    moved.set(coefficients)
    moved[0] += 0.5 * (left + right)
    moved[1] += 0.5 * (right - left)
    return { a, b, coefficients: moved }
  })
  return { pieces: level, kinks }
}
