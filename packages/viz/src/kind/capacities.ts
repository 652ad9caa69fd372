import { GardnerError, invalid, nonNegative, onlyKeys, positive } from '@gardner/core'
import { GAP } from '../chart.js'
import { cycled, distinct } from '../encoding.js'
import type { Figure, Row } from '../figure.js'
import { heading } from '../heading.js'
import { palette, shapes } from '../palette.js'
import { specOf } from '../spec.js'

/** The name under which the load of instability is listed among the ansätze. */
const INSTABILITY = 'α_AT'

/** A critical load of a machine. */
export interface Capacity {
  readonly activation: string
  readonly weights: string
  /** The label of the mark: `RS`, `1RSB`, …, and `α_AT` for the instability. */
  readonly ansatz: string
  /** Infinity where it diverges with the number of units, NaN where it was not found. */
  readonly value: number
  readonly error?: number
}

export interface CapacitiesOptions {
  readonly name?: string
  readonly title?: string
  readonly remark?: string
  /** The largest load shown; a larger one is marked on the frame, with its value. */
  readonly to?: number
}

/** Datasets of the specification: loads within the axis, and those beyond it. */
const datasets = { loads: 'loads', beyond: 'beyond' } as const

/** Critical loads of activations, one row for each, for each prior of the weights a plot with an axis of its own. */
export function capacities(loads: readonly Capacity[], options: CapacitiesOptions = {}): Figure {
  onlyKeys('capacities', options, ['name', 'title', 'remark', 'to'])
  const { name = 'capacities', title = 'Critical loads', remark, to } = options
  if (to !== undefined) positive('end of the loads', to)
  check(loads)
  const activations = distinct(loads.map(({ activation }) => activation))
  const weights = distinct(loads.map((load) => load.weights))
  // the capacities first, whichever machine has which of them
  const named = distinct(loads.map(({ ansatz }) => ansatz))
  const ansatze = [...named.filter((name) => name !== INSTABILITY), ...named.filter((name) => name === INSTABILITY)]
  const rows = loads.map(({ error, ...load }) => ({ ...load, ...(error === undefined ? {} : { valueError: error }) }))
  const beyond = (value: number) => value > (to ?? Number.MAX_VALUE)
  const caption = [
    'The critical loads α = P/N are the capacity α_c that each ansatz gives, and the load α_AT from which replica symmetry is unstable. The capacity of an ansatz is an upper bound on that of the next. The mark ∞ at the end of an axis is a capacity that diverges with the number of hidden units.',
    ...(remark === undefined ? [] : [remark]),
  ].join(' ')
  const description = `Critical loads of ${activations.join(', ')}. ${summary(loads)}`
  const channel = { field: 'ansatz', type: 'nominal', title: null }
  const spec = specOf({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description,
    title,
    datasets: {
      [datasets.loads]: rows
        .filter(({ value }) => Number.isFinite(value) && !beyond(value))
        .map((row) => ({ ...row, label: written(row.value) })),
      [datasets.beyond]: rows
        .filter(({ value }) => beyond(value))
        .map((row) => ({
          ...row,
          value: null,
          label: Number.isFinite(row.value) ? written(row.value) : '∞',
        })),
    },
    hconcat: weights.map((prior, index) => {
      const y = {
        field: 'activation',
        type: 'nominal',
        sort: null,
        scale: { domain: activations },
        title: null,
        axis: { grid: true, labels: index === 0, ticks: false, tickBand: 'extent' },
      }
      const place = {
        y,
        yOffset: { field: 'ansatz', type: 'nominal', scale: { domain: ansatze, paddingOuter: 0.6 } },
      }
      const shared = {
        ...place,
        color: { ...channel, scale: { domain: ansatze, range: cycled(palette, ansatze.length) } },
      }
      const own = loads.filter((load) => load.weights === prior)
      const shown = own.map(({ value }) => value).filter((value) => Number.isFinite(value) && !beyond(value))
      const x = {
        field: 'value',
        type: 'quantitative',
        title: 'load α = P/N',
        axis: { tickCount: 5 },
        scale: { domain: domainOf(shown, to), nice: false, zero: false },
      }
      const shape = { ...channel, scale: { domain: ansatze, range: cycled(shapes, ansatze.length) } }
      const filter = [{ filter: { field: 'weights', equal: prior } }]
      const text = { type: 'text', align: 'left', dx: 8, fontSize: 11 }
      return {
        width: weights.length === 1 ? 420 : 300,
        height: { step: Math.max(12, 34 / Math.max(ansatze.length, 2)) },
        layer: [
          heading(`${prior} weights`),
          {
            data: { name: datasets.loads },
            transform: filter,
            mark: { type: 'point', opacity: 1 },
            encoding: { ...shared, x, shape },
          },
          // loads that are near each other differ in their digits only
          {
            data: { name: datasets.loads },
            transform: filter,
            mark: text,
            encoding: { ...place, x, text: { field: 'label' } },
          },
          // what has no place on the axis: its colour and what it is, behind the frame
          {
            data: { name: datasets.beyond },
            transform: filter,
            mark: { type: 'point', opacity: 1 },
            encoding: { ...shared, x: { value: BEHIND }, xOffset: { value: 12 }, shape },
          },
          {
            data: { name: datasets.beyond },
            transform: filter,
            mark: text,
            encoding: { ...place, x: { value: BEHIND }, xOffset: { value: 12 }, text: { field: 'label' } },
          },
        ],
      }
    }),
    spacing: 2 * GAP,
    align: 'each',
    resolve: { scale: { x: 'independent', y: 'shared' } },
  })
  const columns = (row: (typeof rows)[number]): Row => ({ ...row, value: Number.isNaN(row.value) ? null : row.value })
  return { name, title, caption, description, spec, rows: rows.map(columns) }
}

/** The place of a load beyond the axis: its end. */
const BEHIND = 'width'

/** Digits of a load behind its point, enough for capacities of one more step of symmetry breaking. */
const written = (value: number): string => (value < 1e4 ? value.toFixed(4) : value.toPrecision(5))

/** An axis from the smallest load to the largest, with room before the one and for the digits of the other. */
function domainOf(values: readonly number[], to: number | undefined): readonly [number, number] {
  if (values.length === 0) return [0, to ?? 1]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const range = Math.max(high - low, 0.05 * high, 1e-3)
  return [Math.max(0, low - 0.1 * range), Math.min(to ?? Number.POSITIVE_INFINITY, high + 0.24 * range)]
}

function check(loads: readonly Capacity[]): void {
  if (!Array.isArray(loads) || loads.length === 0) {
    throw invalid('loads of capacities', loads, 'a non-empty list of { activation, weights, ansatz, value }')
  }
  for (const load of loads as readonly Capacity[]) {
    for (const column of ['activation', 'weights', 'ansatz'] as const) {
      const text = load?.[column]
      if (typeof text !== 'string' || text === '') throw invalid(`${column} of capacities`, text, 'a text')
    }
    const of = `${load.activation}, ${load.weights}, ${load.ansatz}`
    if (typeof load.value !== 'number') throw invalid(`load of ${of}`, load.value, 'a number')
    if (Number.isFinite(load.value)) nonNegative(`load of ${of}`, load.value)
  }
  if (loads.every(({ value }) => Number.isNaN(value))) {
    throw new GardnerError('INVALID_OPTION', 'nothing to draw: no critical load was found')
  }
}

const summary = (loads: readonly Capacity[]): string =>
  loads
    .map(({ activation, weights, ansatz, value }) => {
      const load = Number.isFinite(value) ? String(Number(value.toPrecision(4))) : value > 0 ? 'diverges' : 'not found'
      return `${activation}, ${weights}, ${ansatz}: ${load}.`
    })
    .join(' ')
