import { finite, GardnerError, invalid, positive } from '@gardner/core'

/** A point, with the standard error of y or a bound on it if known. */
export interface Point {
  readonly x: number
  /** Not finite if no value was found: a line is broken there. */
  readonly y: number
  readonly error?: number
  /** An asymmetric interval, in place of an error. */
  readonly low?: number
  readonly high?: number
  /** The ansatz is unstable here: a line is drawn thin, and not at all where it is also below {@link Series.least}. */
  readonly unstable?: boolean
}

/** How a series is drawn: computed ones as a line, measured ones as points, counted ones as a histogram. */
export type Mark = 'line' | 'points' | 'steps'

export const marks: readonly Mark[] = ['line', 'points', 'steps']

/** Points that belong together. */
export interface Series {
  /** Its colour: series of one group share it, as the theory and the simulation of one machine do. */
  readonly group: string
  /** Its dashes, or the shape of its points, and a second legend where there is more than one: `RS`, `1RSB`. */
  readonly kind?: string
  /** The plot it stands in, if there are several side by side with the same axes. */
  readonly panel?: string
  readonly mark?: Mark
  readonly points: readonly Point[]
  /** The width of a bin, for steps; the points are the centres. */
  readonly width?: number
  /** Below this y a line means nothing and is drawn thin: an entropy of discrete weights below 0. */
  readonly least?: number
}

/** A line across the figure at a value of x or of y, with a label: `κ`, `α_c`. */
export interface Rule {
  readonly x?: number
  readonly y?: number
  readonly label?: string
  /** The label of a rule at x stands above the plot, where curves begin at the rule and would run through it. */
  readonly above?: boolean
  /** The group whose colour it takes. */
  readonly group?: string
  /** The plot it stands in; left out, all of them. */
  readonly panel?: string
}

/** A word at a place of the figure, such as the name of a region. */
export interface Note {
  readonly x: number
  readonly y: number
  readonly label: string
  readonly panel?: string
}

export const markOf = ({ mark = 'line' }: Series): Mark => mark

/** Series with their points in order of x. @throws GardnerError INVALID_OPTION if there is nothing to draw or an x is not a number */
export function checkSeries(kind: string, series: readonly Series[]): readonly Series[] {
  if (!Array.isArray(series) || series.length === 0) {
    throw invalid(`series of ${kind}`, series, 'a non-empty list of { group, points }')
  }
  for (const one of series as readonly Series[]) checkOne(kind, one)
  const panels = series.filter(({ panel }) => panel !== undefined).length
  if (panels !== 0 && panels !== series.length) {
    throw new GardnerError('INVALID_OPTION', `series of ${kind}: either all of them name their panel or none does`)
  }
  if (series.every(({ points }) => !points.some(({ y }: Point) => Number.isFinite(y)))) {
    throw new GardnerError('INVALID_OPTION', `nothing to draw: no point of ${kind} has a finite value`)
  }
  return series
}

function checkOne(of: string, one: Series): void {
  if (typeof one !== 'object' || one === null) throw invalid(`series of ${of}`, one, '{ group, points }')
  const { group, kind, panel, mark, points, width, least } = one
  if (typeof group !== 'string' || group === '') throw invalid(`group of a series of ${of}`, group, 'a text')
  for (const [name, text] of Object.entries({ kind, panel })) {
    if (text !== undefined && typeof text !== 'string') throw invalid(`${name} of ${group}`, text, 'a text')
  }
  if (mark !== undefined && !marks.includes(mark)) throw invalid(`mark of ${group}`, mark, `one of ${marks.join(', ')}`)
  if (!Array.isArray(points)) throw invalid(`points of ${group}`, points, 'a list of { x, y }')
  for (const point of points as readonly Point[]) checkPoint(group, point)
  if (least !== undefined) finite(`least of ${group}`, least)
  if (mark === 'steps') checkBins(group, points, positive(`width of the bins of ${group}`, width))
}

function checkPoint(group: string, point: Point): void {
  if (typeof point !== 'object' || point === null) throw invalid(`point of ${group}`, point, '{ x, y }')
  const { x, y, error, low, high } = point
  finite(`x of ${group}`, x)
  if (typeof y !== 'number') throw invalid(`y of ${group} at ${x}`, y, 'a number, NaN where nothing was found')
  if (error !== undefined && (typeof error !== 'number' || error < 0)) {
    throw invalid(`error of ${group} at ${x}`, error, 'a number, zero or above, or Infinity where it is not known')
  }
  if (low === undefined && high === undefined) return
  if (!(finite(`low of ${group} at ${x}`, low) <= y && y <= finite(`high of ${group} at ${x}`, high))) {
    throw invalid(`interval of ${group} at ${x}`, [low, high], `low and high about ${y}`)
  }
}

/** Bins in order that do not overlap. */
function checkBins(group: string, points: readonly Point[], width: number): void {
  for (const [i, { x }] of points.slice(1).entries()) {
    if (x - points[i].x < width * (1 - 1e-6)) {
      throw invalid(`bin of ${group}`, x, `centres in ascending order, ${width} apart or more`)
    }
  }
}
