import { type ChebyshevSeries, differentiate, evaluate } from './chebyshev.js'
import type { Root } from './root.js'

/** A function on a window as polynomials between breaks: it can be differentiated, and it knows its kinks. */
export interface Piecewise {
  readonly pieces: readonly ChebyshevSeries[]
  /** Where the function or one of its derivatives jumps. */
  readonly kinks: readonly number[]
  /** Kinks at which the function begins as a power below 1. */
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
export function derivative({ pieces, kinks, roots }: Piecewise): Piecewise {
  const slopes = pieces.map(differentiate)
  // steps on a line have a slope without kinks
  const [first] = slopes[0].coefficients
  const constants = slopes.every(
    ({ coefficients }) => coefficients.length === 1 && Math.abs(coefficients[0] - first) <= 1e-13 * Math.abs(first),
  )
  return { pieces: slopes, kinks: constants ? [] : kinks, ...(roots === undefined ? {} : { roots }) }
}

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
export const largest = ({ coefficients }: ChebyshevSeries): number =>
  coefficients.reduce((sum, c) => sum + Math.abs(c), 0)
