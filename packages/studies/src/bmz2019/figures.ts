import { GardnerError } from '@gardner/core'
import type { Fields } from '@gardner/results'
import {
  type Figure,
  type FigureOptions,
  franzParisi as franzParisiFigure,
  localEntropy as localEntropyFigure,
  minimumDistance,
  type Series,
  stabilityDistribution,
} from '@gardner/viz'
import { activation, numberOf, type Reading, seriesOf } from '../figures.js'
import { rowsOfPlots } from './rows-of-plots.js'

type Draw = (series: readonly Series[], options: FigureOptions, weights: string) => Figure

/** A row of plots for the weights, in it a plot for each activation, with a curve for each load. */
function machines(name: string, title: string, rows: readonly Fields[], reading: Reading, draw: Draw): Figure {
  const known = rows.filter((row) => Number.isFinite(numberOf(row, reading.y)))
  if (known.length === 0) throw new GardnerError('INVALID_OPTION', `nothing to draw: no point of ${name} has a value`)
  const priors = [...new Set(known.map((row) => String(row.weights)))]
  const figures = priors.map((weights): [string, Figure] => {
    const own = rows.filter((row) => row.weights === weights)
    const options = { groups: 'load α = P/N', panels: 'activation' }
    return [`${weights} weights`, draw(seriesOf(own, { ...reading, panel: activation }), options, weights)]
  })
  const [[, { caption, description }]] = figures
  return rowsOfPlots({ name, title, caption, description }, Object.fromEntries(figures))
}

/** Entropies around typical solutions. */
export const franzParisi = (rows: readonly Fields[]): Figure =>
  machines(
    'figure-1',
    'Solutions around a typical one',
    rows,
    { x: 'distance', y: 'entropy' },
    (series, options, weights) => franzParisiFigure(weights === 'binary' ? series.map(counted) : series, options),
  )

/**
 * The curve of solutions that are counted: at d = 0 there is the typical one itself, S = 0. Where S < 0 there are none; how the formula
 * turns up again towards d = 0 means nothing and is left out.
 */
function counted(one: Series): Series {
  const points = [...one.points].sort((a, b) => a.x - b.x)
  const positive = points.findIndex(({ y }) => y > 0)
  const lowest = points
    .slice(0, Math.max(0, positive))
    .reduce((best, { y }, i) => (y < (points[best]?.y ?? 0) ? i : best), 0)
  const itself = { x: 0, y: 0 }
  if (positive <= 0) return { ...one, least: 0, points: positive === 0 ? [itself, ...points] : points }
  return { ...one, least: 0, points: [itself, { x: 0.5 * points[lowest].x, y: Number.NaN }, ...points.slice(lowest)] }
}

/** Local entropies, less those of no patterns. */
export const localEntropy = (rows: readonly Fields[]): Figure =>
  machines(
    'figure-2',
    'Dense regions of solutions',
    rows,
    {
      x: 'distance',
      y: 'normalised',
      kind: ({ replicas }) => (replicas === 'inf' ? 'y = ∞' : `y = ${replicas}`),
    },
    (series, options) =>
      localEntropyFigure(series, {
        ...options,
        remark: 'A curve of y = ∞ ends where replicas would be farther apart than typical solutions are.',
      }),
  )

/** Distances to the nearest solution. */
export const nearest = (rows: readonly Fields[]): Figure =>
  minimumDistance(seriesOf(rows, { x: 'alpha', y: 'minimum', group: activation }), {
    name: 'figure-2-minimum',
    groups: 'activation',
    x: { from: 0 },
    y: { from: 0 },
  })

/** Stabilities of typical solutions and of dense ones. */
export const stabilities = (rows: readonly Fields[]): Figure =>
  machines(
    'figure-3',
    'Stabilities of the patterns',
    rows,
    { x: 'stability', y: 'density', kind: ({ replicas }) => (replicas === undefined ? 'typical' : 'dense') },
    (series, options) =>
      stabilityDistribution(series, {
        ...options,
        apart: true,
        x: { from: 0 },
        y: { from: 0 },
        remark:
          'Typical solutions are those of replica symmetry. Dense ones are infinitely many replicas at distance 0.05 from each other.',
      }),
  )
