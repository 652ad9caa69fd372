/** A range without places of its own: as many are chosen as a curve over it takes to be drawn. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A place of a curve and its value there, NaN where nothing was found. */
export interface Knot {
  readonly x: number
  readonly y: number
}

/** The largest plot of a figure 1280 pixels wide, and how far the straight lines in it may be from the curve. */
const WIDTH = 920
const HEIGHT = 600
const TOLERANCE = 0.25

/** Intervals that are looked at first. */
const FIRST = 16
/** Pieces into which one interval is cut at a time: its bend is known better once it is shorter. */
const MOST_PIECES = 4
/** Pixels: narrower than this no interval is cut, and the end of a curve is no better known. */
const NARROWEST = 0.5
const END = 3
/** Nothing that can be drawn takes more. */
const MOST = 2000

/** Places to begin with, equally far apart in the coordinate `stretched`. */
export function firstPlaces(
  { from, to }: Span,
  stretched = (x: number) => x,
  back: (x: number) => number = stretched,
): readonly number[] {
  const [low, high] = [from, to].map(stretched)
  const place = (i: number) => back(low + ((high - low) * i) / FIRST)
  const inner = Array.from({ length: FIRST - 1 }, (_, i) =>
    rounded(place(i + 1), Math.min(place(i + 1) - place(i), place(i + 2) - place(i + 1))),
  )
  return [...new Set([from, ...inner, to])]
}

/**
 * Where curves through these knots have to be known as well: between neighbours from whose straight line the parabolas through them and the
 * next knot are farther than a quarter of a pixel, each curve having the height of the plot. Empty where they can be drawn. Knots in ascending
 * order, the same places in all curves.
 */
export function missingPlaces(curves: readonly (readonly Knot[])[]): readonly number[] {
  const [places = []] = curves
  if (places.length < 3 || places.length >= MOST) return []
  const perX = WIDTH / (places[places.length - 1].x - places[0].x)
  const pieces = places.slice(1).map(() => 1)
  for (const knots of curves) {
    const perY = HEIGHT / extent(knots)
    const bends = knots.map((_, i) => bend(knots, i))
    for (let i = 0; i + 1 < knots.length; i++) {
      const [{ x: from, y: here }, { x: to, y: there }] = [knots[i], knots[i + 1]]
      const width = (to - from) * perX
      if (Number.isFinite(here) !== Number.isFinite(there)) {
        if (width > END) pieces[i] = Math.max(pieces[i], 2)
        continue
      }
      if (!(width > NARROWEST)) continue
      const rise = ((there - here) * perY) / width
      // at the ends the bend goes on as it came
      const own = Math.max(
        bends[i] || beyond(bends[i + 1], bends[i + 2]),
        bends[i + 1] || beyond(bends[i], bends[i - 1]),
      )
      const off = (own * (to - from) ** 2 * perY) / 8 / Math.hypot(1, rise)
      if (off > TOLERANCE) pieces[i] = Math.max(pieces[i], Math.min(MOST_PIECES, Math.ceil(Math.sqrt(off / TOLERANCE))))
    }
  }
  return pieces.flatMap((count, i) => cut(places[i].x, places[i + 1].x, count))
}

/** The highest value less the lowest. */
function extent(knots: readonly Knot[]): number {
  const found = knots.map(({ y }) => y).filter(Number.isFinite)
  const range = found.reduce((a, b) => Math.max(a, b), -Infinity) - found.reduce((a, b) => Math.min(a, b), Infinity)
  // what does not change, but for rounding, is a straight line
  const size = found.reduce((most, y) => Math.max(most, Math.abs(y)), 0)
  return range > 1e-9 * size ? range : Number.POSITIVE_INFINITY
}

/** |y''| of the parabola through a knot and its neighbours, NaN where it has not two of them. */
function bend(knots: readonly Knot[], i: number): number {
  const [before, here, after] = [knots[i - 1], knots[i], knots[i + 1]]
  if (before === undefined || after === undefined) return Number.NaN
  const slopes = (after.y - here.y) / (after.x - here.x) - (here.y - before.y) / (here.x - before.x)
  return Math.abs((2 * slopes) / (after.x - before.x))
}

/** The bend at the end of a curve from those at the last knots: it grows as it did there. */
const beyond = (last = 0, before = 0): number =>
  Number.isNaN(last) ? 0 : last * (before > 0 && last > before ? last / before : 1)

const cut = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count - 1 }, (_, i) => rounded(from + ((to - from) * (i + 1)) / count, (to - from) / count))

/** A number of few digits next to x, as intervals of this width need. */
function rounded(x: number, width: number): number {
  const digits = Math.max(1, Math.floor(Math.log10(Math.abs(x) || 1)) - Math.floor(Math.log10(width)) + 2)
  return Number(x.toPrecision(Math.min(15, digits)))
}
