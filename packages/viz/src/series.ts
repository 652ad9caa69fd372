import { finite, GardnerError, invalid } from '@gardner/core'

/** A point with the standard error or the bound on the error of y, where one is known. */
export interface Point {
  readonly x: number
  /** Not finite where nothing was found: a line is broken there. */
  readonly y: number
  readonly error?: number
}

/** How a series is drawn: what is computed as a line, what is measured as points, what is counted as a histogram. */
export type Mark = 'line' | 'points' | 'steps'

/** Points that belong together. */
export interface Series {
  /** Its colour: series of one group share it, as the theory and the simulation of one machine do. */
  readonly group: string
  /** Its dashes, or the shape of its points, and a second legend where there is more than one: `RS`, `1RSB`. */
  readonly kind?: string
  readonly mark?: Mark
  readonly points: readonly Point[]
  /** Of steps: the width of a bin, the points being their centres. */
  readonly width?: number
}

/** A line across the figure at a value of x or of y, with what it says: `κ`, `α_c`. */
export interface Rule {
  readonly x?: number
  readonly y?: number
  readonly label?: string
  /** The group whose colour it takes. */
  readonly group?: string
}

/** Series in order; throws INVALID_OPTION where there is nothing to draw or an x is no number. */
export function checkSeries(kind: string, series: readonly Series[]): readonly Series[] {
  if (!Array.isArray(series) || series.length === 0) {
    throw invalid(`series of ${kind}`, series, 'a non-empty list of { group, points }')
  }
  for (const { group, points } of series as readonly Series[]) {
    if (typeof group !== 'string' || group === '') throw invalid(`group of a series of ${kind}`, group, 'a text')
    if (!Array.isArray(points)) throw invalid(`points of ${group}`, points, 'a list of { x, y }')
    for (const { x } of points as readonly Point[]) finite(`x of ${group}`, x)
  }
  if (series.every(({ points }) => !points.some(({ y }: Point) => Number.isFinite(y)))) {
    throw new GardnerError('INVALID_OPTION', `nothing to draw: no point of ${kind} has a finite value`)
  }
  return series
}
