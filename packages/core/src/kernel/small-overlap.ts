import { hermitePanels, type Search } from '@gardner/numerics'
import { angleOf, gapOf, type Kernel } from './kernel.js'
import { seriesKernel } from './series-kernel.js'

/** The first Hermite coefficients of g, and by how much each may be wrong. */
export interface Series {
  readonly coefficients: Float64Array
  readonly errors: Float64Array
}

/** Terms that are summed, and the largest overlaps at which they may be enough. */
const ORDER = 192
const OVERLAPS = [0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]
/** The same of the series that takes part in making tables, and the number of pieces of g from which it costs less than the integrals that it spares. */
const LONG = 1250
const MANY_PIECES = 9
const LARGE_OVERLAPS = [0.96, 0.93, 0.9, 0.85, 0.8]
/** What is left out, beside what is summed. */
const LEFT_OUT = 1e-17
/** The last coefficients, from which those behind them are judged. */
const LAST = 16
/** Panels of the coefficients, and of the second rule that says how wrong they are. */
const WIDEST = 0.4
const WIDEST_AGAIN = 0.29
/** Roundings of a coefficient, beside √E g². */
const ROUNDING = 2e-16
/** A coefficient this few times its error is none. */
const NOTHING = 4
/** Between the overlaps looked at a table may be worse. */
const UNSEEN = 4

/** The series of a g that is smooth between the breaks, by quadrature: the longer one where g has many pieces. `norm` is √E g². */
export function* panelSeries(
  g: (u: number) => number,
  breaks: readonly number[],
  norm: number,
  pieces: number,
): Search<Series> {
  const order = pieces < MANY_PIECES ? ORDER : LONG
  const narrower = Math.sqrt(ORDER / order)
  const coefficients = yield* hermitePanels(g, order, breaks, WIDEST * narrower)
  const again = yield* hermitePanels(g, order, breaks, WIDEST_AGAIN * narrower)
  return { coefficients, errors: coefficients.map((a, k) => ROUNDING * norm + Math.abs(a - again[k])) }
}

/** A kernel for gaps from `from` on. */
export interface Beyond {
  readonly from: number
  readonly kernel: Kernel
}

/** A function of the angle, taken from the series where that has it. */
export const orBeyond =
  (direct: (angle: number) => number, far: Beyond | undefined, series: (kernel: Kernel, gap: number) => number) =>
  (angle: number): number => {
    const gap = gapOf(angle)
    return far === undefined || gap < far.from ? direct(angle) : series(far.kernel, gap)
  }

/** The angle from which on there is a series. */
export const angleBeyond = (far: Beyond | undefined): number | undefined =>
  far === undefined ? undefined : angleOf(far.from)

/**
 * The kernel of a series at all overlaps where its terms are enough, or undefined where a few are needed too many. There it is right beside its own values and costs a
 * microsecond, where an integral over two Gaussians costs milliseconds.
 */
export function beyond({ coefficients, errors }: Series): Beyond | undefined {
  const squares = coefficients.map((a, k) => (Math.abs(a) > NOTHING * errors[k] ? a * a : 0))
  const largest = LARGE_OVERLAPS.find((q) => isEnough(squares, q))
  return largest === undefined ? undefined : { from: 1 - largest, kernel: seriesKernel(squares, 0) }
}

/**
 * A tabulated kernel with C, C' and C'' by the Hermite series where the overlap is small. A table is right beside its largest values, and
 * C(q) may be smaller than C(1) by twenty powers of ten; the terms of the series are positive, so it is right beside its own. What
 * the coefficients are uncertain by, and what the table misses where the two meet, is the kernel's floor.
 */
export function withSeries(kernel: Kernel, { coefficients, errors }: Series): Kernel {
  const squares = coefficients.slice(0, ORDER + 1).map((a, k) => (Math.abs(a) > NOTHING * errors[k] ? a * a : 0))
  const meeting = OVERLAPS.find((q) => isEnough(squares, q))
  if (meeting === undefined) return kernel
  const series = seriesKernel(squares, kernel.error)
  const uncertain = seriesKernel(
    squares.map((square, k) => (2 * Math.sqrt(square) + NOTHING * errors[k]) * NOTHING * errors[k]),
    0,
  )
  const from = 1 - meeting
  const floorOf = (f: 'covariance' | 'slope' | 'curvature') =>
    Math.max(uncertain[f](from), ...[1, 0.8].map((share) => UNSEEN * off(kernel, series, f, 1 - share * meeting)))
  return {
    covariance: (gap) => (gap < from ? kernel : series).covariance(gap),
    deficit: kernel.deficit,
    slope: (gap) => (gap < from ? kernel : series).slope(gap),
    curvature: (gap) => (gap < from ? kernel : series).curvature(gap),
    error: kernel.error,
    floor: { covariance: floorOf('covariance') / meeting, slope: floorOf('slope'), curvature: floorOf('curvature') },
  }
}

/** By how much two kernels differ beyond the relative error that one of them claims. */
const off = (kernel: Kernel, series: Kernel, f: 'covariance' | 'slope' | 'curvature', gap: number): number =>
  Math.max(0, Math.abs(kernel[f](gap) - series[f](gap)) - kernel.error * Math.abs(series[f](gap)))

/** True if C'' of the squares at overlap q has nothing to gain from those behind the last. */
function isEnough(squares: Float64Array, q: number): boolean {
  const order = squares.length - 1
  const last = squares.subarray(order - LAST).reduce((most, square) => Math.max(most, square), 0)
  const sum = seriesKernel(squares, 0).curvature(1 - q)
  return last * order ** 2 * q ** (order - 2) <= LEFT_OUT * (1 - q) ** 3 * sum
}
