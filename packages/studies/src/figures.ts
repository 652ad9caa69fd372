import { GardnerError } from '@gardner/core'
import type { Fields } from '@gardner/results'
import {
  type Capacity,
  capacities as capacitiesFigure,
  type Figure,
  type FigureOptions,
  franzParisi as franzParisiFigure,
  localEntropy as localEntropyFigure,
  minimumDistance,
  type Series,
  stabilityDistribution,
} from '@gardner/viz'
import { rowsOfPlots } from './rows-of-plots.js'

const names: Readonly<Record<string, string>> = { relu: 'ReLU', rs: 'RS' }

/** An activation or an ansatz as it is written in a figure. */
export const written = (name: unknown): string =>
  names[String(name)] ?? String(name).replace(/^(\d+)rsb$/, (_, steps) => `${steps}RSB`)

const numberOf = (row: Fields, column: string): number => {
  const value = row[column]
  return typeof value === 'number' ? value : Number.NaN
}

const load = (row: Fields): string => `${row.alpha}`
const plain = (): string => ''
const activation = (row: Fields): string => written(row.activation)

interface Reading {
  readonly x: string
  readonly y: string
  readonly group?: (row: Fields) => string
  readonly kind?: (row: Fields) => string
  readonly panel?: (row: Fields) => string
}

/** A series for each curve: the rows of a panel, a group and a kind. */
function seriesOf(rows: readonly Fields[], reading: Reading): readonly Series[] {
  const { x, y, group = load, kind = plain, panel } = reading
  const found = new Map<string, Series>()
  for (const row of rows) {
    if (!Number.isFinite(numberOf(row, x))) continue
    const own = { group: group(row), kind: kind(row), ...(panel === undefined ? {} : { panel: panel(row) }) }
    const key = JSON.stringify(own)
    const error = numberOf(row, `${y}Error`)
    const point = {
      x: numberOf(row, x),
      y: numberOf(row, y),
      ...(Number.isFinite(error) ? { error } : {}),
      ...(numberOf(row, 'replicon') < -1e-9 ? { unstable: true } : {}),
    }
    found.set(key, { ...own, points: [...(found.get(key)?.points ?? []), point] })
  }
  return [...found.values()]
}

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

/** Critical loads: every capacity, and where RS is unstable unless that is beyond the capacity. */
export function capacities(rows: readonly Fields[]): Figure {
  const loadIn = ({ value, reason }: Fields): number =>
    typeof value === 'number' ? value : String(reason).includes('diverges') ? Number.POSITIVE_INFINITY : Number.NaN
  const capacityOf = (row: Fields): number => {
    const of = rows.find((one) => one.quantity === 'capacity' && same(one, row))
    return of === undefined ? Number.NaN : loadIn(of)
  }
  const loads = rows.flatMap((row): Capacity[] => {
    const stability = row.quantity === 'instability'
    const value = loadIn(row)
    if (stability && (row.ansatz !== 'rs' || !Number.isFinite(value) || value > capacityOf(row))) return []
    return [
      {
        activation: activation(row),
        weights: String(row.weights),
        ansatz: stability ? 'α_AT' : written(row.ansatz),
        value,
        ...(Number.isFinite(value) ? { error: numberOf(row, 'error') } : {}),
      },
    ]
  })
  const ordered = [...loads].sort((a, b) => Number(a.ansatz === 'α_AT') - Number(b.ansatz === 'α_AT'))
  return capacitiesFigure(ordered, { remark: 'An α_AT beyond the capacity is left out.' })
}

const same = (one: Fields, other: Fields): boolean =>
  (['activation', 'weights', 'ansatz'] as const).every((column) => one[column] === other[column])
