import { type Axis, checkAxis, checkValues, positionOf, type Writing } from './axis.js'
import { datasets } from './dataset.js'
import { describe } from './description.js'
import { distinct, type Encoding, encodingOf } from './encoding.js'
import type { Figure, Row } from './figure.js'
import type { Spec } from './render/spec.js'
import { drawn, told } from './row.js'
import { checkRules, horizontalRows, ruleLayers, verticalRows } from './rule.js'
import { checkSeries, markOf, type Note, type Rule, type Series } from './series.js'

/** Series over two axes: what most figures are. */
export interface Chart {
  readonly name: string
  readonly title: string
  readonly subtitle?: string
  readonly caption: string
  readonly description: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
  readonly rules?: readonly Rule[]
  readonly notes?: readonly Note[]
  /** What the colours tell apart, `machine`, the dashes, `ansatz`, and the panels: columns of the rows. */
  readonly groups?: string
  readonly kinds?: string
  readonly panels?: string
  /** Panels stand side by side and share both axes, or are stacked, each with a y of its own that is named by the panel. */
  readonly stacked?: boolean
  /** A thin line leads the eye from one measured point to the next. */
  readonly joined?: boolean
  /** Panels side by side have axes of their own. */
  readonly apart?: boolean
  /** What is said of the region below the `least` of the series, where they all have the same: `no solutions: S < 0`. */
  readonly beneath?: string
  /** Lines are those of what fluctuates: thin, and told apart by their colours alone. */
  readonly fluctuating?: boolean
}

/** Pixels of the plots together, and between two of them. */
const WIDTH = 460
const HEIGHT = 300
export const GAP = 18

/** A chart as a figure: pure in its arguments; throws INVALID_OPTION where they do not make one. */
export function chartFigure(chart: Chart): Figure {
  const { name, title, caption, notes = [], groups = 'group', kinds = 'kind', panels = 'panel' } = chart
  const x = checkAxis(chart.x)
  const y = checkAxis(chart.y)
  const series = checkSeries(name, chart.series)
  const abscissas = series.flatMap(({ points }) => points.map((point) => point.x))
  checkValues(x, abscissas)
  checkValues(
    y,
    series.flatMap(({ points }) => points.map((point) => point.y)),
  )
  checkRules(name, chart.rules ?? [], notes)
  // what is zero or less has no place on a logarithmic axis
  const rules = (chart.rules ?? []).filter(({ x: at = 1, y: level = 1 }) =>
    [x.scale === 'log' ? at : 1, y.scale === 'log' ? level : 1].every((value) => value > 0),
  )
  const places = distinct(series.flatMap(({ panel }) => panel ?? []))
  const encoding = encodingOf(series, groups, kinds, chart.fluctuating)
  const { width, height } = sizeOf(places.length, chart.stacked)
  const rows: Rows = {
    ...drawn(x, y, series, encoding.line),
    verticals: verticalRows(x, rules, abscissas, width, encoding.colourOf),
    horizontals: horizontalRows(y, rules, encoding.colourOf),
    notes: notes.map((note) => ({
      [x.name]: note.x,
      [y.name]: note.y,
      label: note.label,
      panel: note.panel ?? '',
      everywhere: note.panel === undefined,
    })),
  }
  const description = `${chart.description} ${describe(x.name, y.name, series)}`
  const only = distinct(series.map(({ group }) => group))
  const words = [chart.subtitle ?? (only.length === 1 ? only[0] : undefined), encoding.words]
  const subtitles = words.filter((text) => text !== undefined)
  const view = (panel?: string, index = 0) => ({
    width,
    height,
    layer: [
      ...layersOf(chart, rows, encoding, axesOf(chart, x, y, panel, index, places.length), panel, series),
      ...(panel === undefined || chart.stacked ? [] : [heading(panel)]),
    ],
  })
  const body =
    places.length === 0
      ? view()
      : {
          [chart.stacked ? 'vconcat' : 'hconcat']: places.map(view),
          spacing: GAP,
          align: 'each',
          resolve: { scale: scalesOf(chart) },
        }
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description,
    title:
      subtitles.length === 0 ? title : { text: title, subtitle: subtitles.length === 1 ? subtitles[0] : subtitles },
    datasets: Object.fromEntries(Object.entries(rows).filter(([, some]) => some.length > 0)),
    ...body,
  } as unknown as Spec
  const columns = { group: groups, kind: kinds, panel: panels }
  return { name, title, caption, description, spec, rows: told(x, y, series, columns) }
}

/** The name of a plot, above its left corner. */
export const heading = (text: string): object => ({
  data: { values: [{}] },
  mark: {
    type: 'text',
    text,
    align: 'left',
    baseline: 'bottom',
    dy: -6,
    fontSize: 12,
    fontWeight: 'bold',
    clip: false,
  },
  encoding: { x: { value: 0 }, y: { value: 0 } },
})

type Rows = Readonly<Record<keyof typeof datasets, readonly Row[]>>

const sizeOf = (panels: number, stacked = false) => {
  if (panels < 2) return { width: WIDTH, height: HEIGHT }
  return stacked
    ? { width: WIDTH, height: Math.max(90, Math.round((1.3 * HEIGHT) / panels)) }
    : { width: Math.max(220, Math.round((1.4 * WIDTH) / panels)), height: HEIGHT - 40 }
}

const scalesOf = ({ stacked, apart }: Chart) =>
  apart
    ? { x: 'independent', y: 'independent' }
    : stacked
      ? { x: 'shared', y: 'independent' }
      : { x: 'shared', y: 'shared' }

interface Axes {
  readonly x: Axis
  readonly y: Axis
  readonly alongX: Writing
  readonly alongY: Writing
}

const axesOf = (
  { stacked = false, apart = false }: Chart,
  x: Axis,
  y: Axis,
  panel: string | undefined,
  index: number,
  count: number,
): Axes => ({
  x,
  y: stacked && panel !== undefined ? { ...y, title: panel } : y,
  alongX: stacked && index < count - 1 ? 'nothing' : 'all',
  alongY: stacked || index === 0 ? 'all' : apart ? 'numbers' : 'nothing',
})

/** What is drawn of one plot, from the back to the front. */
function layersOf(
  chart: Chart,
  rows: Rows,
  encoding: Encoding,
  axes: Axes,
  panel: string | undefined,
  series: readonly Series[],
): readonly object[] {
  const { color, strokeDash, shape } = encoding
  const x = positionOf(axes.x, axes.alongX)
  const y = { ...positionOf(axes.y, axes.alongY, chart.stacked ? { minExtent: 36 } : {}), stack: null }
  const dash = strokeDash === undefined ? {} : { strokeDash }
  const band = { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color }
  const detail = [{ field: 'group' }, { field: 'kind' }]
  const filter = (test?: object) => {
    const tests = [...(panel === undefined ? [] : [here(panel)]), ...(test === undefined ? [] : [test])]
    return tests.length === 0 ? {} : { transform: [{ filter: tests.length === 1 ? tests[0] : { and: tests } }] }
  }
  // what lies on the frame is drawn in full
  const clip = [chart.x, chart.y].some((axis) => rows.lines.concat(rows.points).some((row) => outside(axis, row)))
  const layer = (name: keyof Rows, mark: object, encoding: object, test?: object) => ({
    data: { name: datasets[name] },
    ...filter(test),
    mark: { clip, ...mark },
    encoding,
  })
  const has = (name: keyof Rows, column?: string) =>
    rows[name].some((row) => column === undefined || row[column] !== undefined)
  return [
    ...beneathLayers(chart, axes, rows.beneath, series, panel),
    ...(has('steps')
      ? [
          layer(
            'steps',
            {
              type: 'area',
              interpolate: 'step-after',
              fillOpacity: 0.16,
              line: { strokeWidth: 1, strokeOpacity: 0.8 },
            },
            { x, y, color, detail },
          ),
        ]
      : []),
    ...ruleLayers(axes.x, axes.y, rows, panel),
    ...(has('lines', 'low') ? [layer('lines', { type: 'area', fillOpacity: 0.15 }, { ...band, detail })] : []),
    ...(has('points') && chart.joined
      ? [layer('points', { type: 'line', strokeWidth: 1, strokeOpacity: 0.55 }, { x, y, color, detail })]
      : []),
    ...(has('bars') ? [layer('bars', { type: 'rule', strokeOpacity: 1, strokeWidth: 1.2 }, band)] : []),
    ...(has('points')
      ? [layer('points', { type: 'point', opacity: 1 }, { x, y, color, ...(shape === undefined ? {} : { shape }) })]
      : // symbols of a legend need a mark that has them
        shape === undefined
        ? []
        : [{ data: { values: [] }, mark: { type: 'point' }, encoding: { color, shape } }]),
    // in front of what is measured, which would hide them
    ...(has('beneath')
      ? [layer('beneath', { type: 'line', strokeWidth: 1, strokeOpacity: 0.75 }, { x, y, color, detail, ...dash })]
      : []),
    ...(has('lines')
      ? [
          layer(
            'lines',
            { type: 'line', ...(chart.fluctuating ? { strokeWidth: 1 } : {}) },
            { x, y, color, detail, ...dash },
          ),
        ]
      : []),
    ...(has('lines', 'alone')
      ? [layer('lines', { type: 'point', opacity: 1, size: 24 }, { x, y, color }, { field: 'alone', equal: true })]
      : []),
    ...(has('notes')
      ? [
          {
            data: { name: datasets.notes },
            ...(panel === undefined
              ? {}
              : { transform: [{ filter: { or: [here(panel), { field: 'everywhere', equal: true }] } }] }),
            mark: { type: 'text', fontStyle: 'italic' },
            encoding: { x, y, text: { field: 'label' } },
          },
        ]
      : []),
  ]
}

/** The region below what lines can be true of, if some go there, and what is said of it where they are not. */
function beneathLayers(
  { beneath }: Chart,
  axes: Axes,
  rows: readonly Row[],
  series: readonly Series[],
  panel: string | undefined,
): readonly object[] {
  const shown = series.filter((one) => panel === undefined || one.panel === panel)
  const [least, ...others] = new Set(shown.filter((one) => markOf(one) === 'line').map((one) => one.least))
  const own = rows.filter((row) => panel === undefined || row.panel === panel)
  if (least === undefined || others.length > 0 || own.length === 0) return []
  const xs = (some: readonly Row[]) => some.map((row) => row[axes.x.name] as number)
  const all = shown.flatMap(({ points }) => points.map(({ x }) => x))
  const under = xs(own.filter((row) => row[axes.y.name] !== null))
  const middle = (values: readonly number[]) => (lowest(values) + highest(values)) / 2
  const right = middle(under) < middle(all)
  return [
    {
      data: { values: [{ [axes.y.name]: least }] },
      mark: { type: 'rect', clip: true },
      encoding: {
        y: positionOf(axes.y, axes.alongY),
        y2: { value: 'height' },
        x: { value: 0 },
        x2: { value: 'width' },
      },
    },
    ...(beneath === undefined
      ? []
      : [
          {
            data: { values: [{}] },
            mark: {
              type: 'text',
              text: beneath,
              fontStyle: 'italic',
              align: right ? 'right' : 'left',
              baseline: 'bottom',
              dx: right ? -6 : 6,
              dy: -5,
            },
            encoding: {
              x: right ? { value: 'width' } : { value: 0 },
              y: { value: 'height' },
            },
          },
        ]),
  ]
}

const lowest = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
const highest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)

const here = (panel: string) => ({ field: 'panel', equal: panel })

const outside = ({ name, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: Axis, row: Row): boolean =>
  typeof row[name] === 'number' && (row[name] < from || row[name] > to)
