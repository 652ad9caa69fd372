import { type Axis, checkAxis, checkValues, positionOf } from './axis.js'
import { datasets } from './dataset.js'
import { describe } from './description.js'
import { distinct, type Encoding, encodingOf } from './encoding.js'
import type { Figure, Row } from './figure.js'
import type { Spec } from './render/spec.js'
import { drawn, told } from './row.js'
import { checkRules, horizontalRows, ruleLayers, verticalRows } from './rule.js'
import { checkSeries, type Note, type Rule, type Series } from './series.js'

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
  const subtitle = chart.subtitle ?? (only.length === 1 ? only[0] : undefined)
  const view = (panel?: string, index = 0) => ({
    width,
    height,
    layer: [
      ...layersOf(chart, rows, encoding, axesOf(x, y, panel, index, places.length, chart.stacked), panel),
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
          resolve: { scale: chart.stacked ? { x: 'shared', y: 'independent' } : { x: 'shared', y: 'shared' } },
        }
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description,
    title: subtitle === undefined ? title : { text: title, subtitle },
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

interface Axes {
  readonly x: Axis
  readonly y: Axis
  /** Where another plot has what is written along it. */
  readonly bareX: boolean
  readonly bareY: boolean
}

const axesOf = (x: Axis, y: Axis, panel: string | undefined, index: number, count: number, stacked = false): Axes => ({
  x,
  y: stacked && panel !== undefined ? { ...y, title: panel } : y,
  bareX: stacked && index < count - 1,
  bareY: !stacked && index > 0,
})

/** What is drawn of one plot, from the back to the front. */
function layersOf(chart: Chart, rows: Rows, encoding: Encoding, axes: Axes, panel?: string): readonly object[] {
  const { color, strokeDash, shape } = encoding
  const x = positionOf(axes.x, axes.bareX)
  const y = { ...positionOf(axes.y, axes.bareY, chart.stacked ? { minExtent: 36 } : {}), stack: null }
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
    ...(has('lines')
      ? [
          layer(
            'lines',
            { type: 'line', ...(chart.fluctuating ? { strokeWidth: 1 } : {}) },
            { x, y, color, detail, ...(strokeDash === undefined ? {} : { strokeDash }) },
          ),
        ]
      : []),
    ...(has('lines', 'alone')
      ? [layer('lines', { type: 'point', opacity: 1, size: 24 }, { x, y, color }, { field: 'alone', equal: true })]
      : []),
    ...(has('points') && chart.joined
      ? [layer('points', { type: 'line', strokeWidth: 1, strokeOpacity: 0.55 }, { x, y, color, detail })]
      : []),
    ...(has('bars') ? [layer('bars', { type: 'rule', strokeOpacity: 1, strokeWidth: 1.2 }, band)] : []),
    ...(has('points')
      ? [layer('points', { type: 'point', opacity: 1 }, { x, y, color, ...(shape === undefined ? {} : { shape }) })]
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

const here = (panel: string) => ({ field: 'panel', equal: panel })

const outside = ({ name, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: Axis, row: Row): boolean =>
  typeof row[name] === 'number' && (row[name] < from || row[name] > to)
