import { invalid } from '@gardner/core'
import { type Axes, type Axis, checkAxis, checkValues } from './axis.js'
import type { Rows } from './dataset.js'
import { describe } from './description.js'
import { distinct, encodingOf } from './encoding.js'
import type { Figure } from './figure.js'
import { heading } from './heading.js'
import { layersOf } from './layer.js'
import type { Look } from './look.js'
import { allRows, drawn } from './row.js'
import { checkRules, horizontalRows, verticalRows } from './rule.js'
import { checkSeries, type Note, type Rule, type Series } from './series.js'
import { columnOf, specOf } from './spec.js'

/** Series over two axes: what most figures are. */
export interface Chart extends Look {
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
  /** The columns of the rows that colours (`machine`), dashes (`ansatz`) and panels stand for. */
  readonly groups?: string
  readonly kinds?: string
  readonly panels?: string
}

/** Width of all plots together, and the space between two of them, in pixels. */
const WIDTH = 460
const HEIGHT = 300
export const GAP = 18

/** A chart as a figure, pure in its arguments. @throws GardnerError INVALID_OPTION if series or options do not make a chart */
export function chartFigure(chart: Chart): Figure {
  const { name, title, caption, notes = [], groups = 'group', kinds = 'kind', panels = 'panel' } = chart
  const x = checkAxis(chart.x)
  const y = checkAxis(chart.y)
  if (x.name === y.name) throw invalid(`name of the y axis of ${name}`, y.name, 'another than that of the x axis')
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
  // in the specification a column has a name that is one to Vega
  const across = { ...x, name: columnOf(x.name, 'abscissa') }
  const up = { ...y, name: columnOf(y.name, 'ordinate') }
  const rows: Rows = {
    ...drawn(across, up, series, encoding.line),
    verticals: verticalRows(across, rules, abscissas, width, encoding.colourOf),
    horizontals: horizontalRows(up, rules, encoding.colourOf),
    notes: notes.map((note) => ({
      [across.name]: note.x,
      [up.name]: note.y,
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
      ...layersOf(chart, rows, encoding, axesOf(chart, across, up, panel, index, places.length), panel, series),
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
  const spec = specOf({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description,
    title:
      subtitles.length === 0 ? title : { text: title, subtitle: subtitles.length === 1 ? subtitles[0] : subtitles },
    datasets: Object.fromEntries(Object.entries(rows).filter(([, some]) => some.length > 0)),
    ...body,
  })
  const columns = { group: groups, kind: kinds, panel: panels }
  const fullCaption = rows.unstable.length === 0 ? caption : `${caption} Thin: the ansatz is unstable there.`
  return { name, title, caption: fullCaption, description, spec, rows: allRows(x, y, series, columns) }
}

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
