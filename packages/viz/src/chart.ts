import type { Figure, Row } from './figure.js'
import { dashes, palette, shapes } from './palette.js'
import type { Spec } from './render/spec.js'
import { checkSeries, type Rule, type Series } from './series.js'

/** What stands along an axis. */
export interface Axis {
  /** The column of the rows: `alpha`. */
  readonly name: string
  /** As it is read: `load α = P/N`. */
  readonly title: string
  readonly scale?: 'linear' | 'log'
  /** Shown from and to; what is left out follows from the data. */
  readonly from?: number
  readonly to?: number
}

/** Series over two axes: what most figures are. */
export interface Chart {
  readonly name: string
  readonly title: string
  readonly caption: string
  readonly description: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
  readonly rules?: readonly Rule[]
  /** What the colours tell apart, `machine`, and the dashes: `ansatz`. */
  readonly groups?: string
  readonly kinds?: string
}

/** The names of the datasets inside the specification, for who changes them while it is shown. */
export const datasets = { lines: 'lines', points: 'points', steps: 'steps', rules: 'rules' } as const

/** An error that is smaller than this share of what is shown cannot be seen. */
const VISIBLE = 2e-3

/** A chart as a figure. Lines are broken where nothing was found; errors that can be seen are drawn. */
export function chartFigure(chart: Chart): Figure {
  const { name, title, caption, description, x, y, rules = [] } = chart
  const series = checkSeries(name, chart.series)
  const groups = [...new Set(series.map(({ group }) => group))]
  const kindsOf = (mark: 'line' | 'points') => [
    ...new Set(series.filter((one) => (one.mark ?? 'line') === mark).map(({ kind }) => kind ?? '')),
  ]
  const rows = Object.fromEntries(
    (['line', 'points', 'steps'] as const).map((mark) => [
      mark,
      series.filter((one) => (one.mark ?? 'line') === mark).flatMap((one) => rowsOf(chart, one)),
    ]),
  )
  const across = { x: positionOf(x), y: positionOf(y) }
  const colour = {
    field: 'group',
    type: 'nominal' as const,
    scale: { domain: groups, range: coloursOf(groups.length) },
    title: chart.groups ?? null,
    ...(groups.length === 1 ? { legend: null } : {}),
  }
  const lineKinds = kindsOf('line')
  const pointKinds = kindsOf('points')
  const dash =
    lineKinds.length > 1
      ? { field: 'kind', title: chart.kinds ?? null, scale: { domain: lineKinds, range: dashes.map((d) => [...d]) } }
      : undefined
  const shape =
    pointKinds.length > 1
      ? { field: 'kind', title: chart.kinds ?? null, scale: { domain: pointKinds, range: [...shapes] } }
      : { field: 'group', title: chart.groups ?? null, scale: { domain: groups, range: cycled(shapes, groups.length) } }
  const error = `${y.name}Error`
  const banded = rows.line.some((row) => typeof row.low === 'number')
  const layer: unknown[] = []
  if (rows.steps.length > 0) {
    layer.push({
      name: 'histogram',
      data: { name: datasets.steps, values: rows.steps },
      mark: { type: 'area', interpolate: 'step', fillOpacity: 0.18, line: { strokeWidth: 1 }, clip: true },
      encoding: { ...across, color: colour, detail: { field: 'kind' } },
    })
  }
  if (rules.length > 0) layer.push(...ruleLayers(chart, groups))
  if (rows.line.length > 0) {
    if (banded) {
      layer.push({
        name: 'band',
        data: { name: datasets.lines },
        mark: { type: 'area', fillOpacity: 0.15, clip: true },
        encoding: {
          x: positionOf(x),
          y: { ...positionOf(y), field: 'low' },
          y2: { field: 'high' },
          color: colour,
          detail: { field: 'kind' },
        },
      })
    }
    layer.push({
      name: 'curve',
      data: { name: datasets.lines },
      mark: { type: 'line', clip: true },
      encoding: { ...across, color: colour, ...(dash === undefined ? {} : { strokeDash: dash }) },
    })
  }
  if (rows.points.length > 0) {
    layer.push(
      {
        name: 'bar',
        data: { name: datasets.points },
        mark: { type: 'rule', strokeOpacity: 1, strokeWidth: 1.2, clip: true },
        encoding: { x: positionOf(x), y: { ...positionOf(y), field: 'low' }, y2: { field: 'high' }, color: colour },
      },
      {
        name: 'measured',
        data: { name: datasets.points },
        mark: { type: 'point', opacity: 1, clip: true },
        encoding: { ...across, color: colour, ...(groups.length > 1 || pointKinds.length > 1 ? { shape } : {}) },
      },
    )
  }
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description,
    title,
    datasets: {
      ...(rows.line.length > 0 ? { [datasets.lines]: rows.line } : {}),
      ...(rows.points.length > 0 ? { [datasets.points]: rows.points } : {}),
    },
    layer,
  } as unknown as Spec
  return { name, title, caption, description, spec, rows: [...rows.line, ...rows.points, ...rows.steps].map(told) }

  function told({ low: _low, high: _high, ...row }: Row): Row {
    const known = row[error] !== null
    return known ? row : Object.fromEntries(Object.entries(row).filter(([column]) => column !== error))
  }
}

function rowsOf({ x, y, series }: Chart, { group, kind = '', points }: Series): readonly Row[] {
  const finite = series.flatMap((one) => one.points.map((point) => point.y)).filter(Number.isFinite)
  const span = Math.max(...finite) - Math.min(...finite)
  return points.map((point) => {
    const { error } = point
    const known = error !== undefined && Number.isFinite(error)
    const value = Number.isFinite(point.y) ? point.y : null
    const bars = known && value !== null && error > VISIBLE * span
    return {
      group,
      kind,
      [x.name]: point.x,
      [y.name]: value,
      [`${y.name}Error`]: known ? error : null,
      ...(bars ? { low: value - error, high: value + error } : {}),
    }
  })
}

const positionOf = ({ name, title, scale = 'linear', from, to }: Axis) => ({
  field: name,
  type: 'quantitative' as const,
  title,
  scale: {
    type: scale,
    zero: false,
    nice: from === undefined && to === undefined,
    ...(from === undefined ? {} : { domainMin: from }),
    ...(to === undefined ? {} : { domainMax: to }),
  },
})

/** Lines across, in the ink or in the colour of their group, each with its label at its end. */
function ruleLayers({ x, y, rules = [] }: Chart, groups: readonly string[]): readonly object[] {
  const colours = coloursOf(groups.length)
  const of = (axis: 'x' | 'y') => rules.filter((rule) => rule[axis] !== undefined)
  const colour = (group: string | undefined) => {
    const index = group === undefined ? -1 : groups.indexOf(group)
    return index < 0 ? {} : { color: colours[index] }
  }
  return [
    ...of('x').map(({ x: at, group }) => ({
      data: { values: [{ [x.name]: at }] },
      mark: { type: 'rule', strokeDash: [4, 3], clip: true, ...colour(group) },
      encoding: { x: positionOf(x) },
    })),
    ...of('y').map(({ y: at, group }) => ({
      data: { values: [{ [y.name]: at }] },
      mark: { type: 'rule', clip: true, ...(at === 0 ? {} : { strokeDash: [4, 3] }), ...colour(group) },
      encoding: { y: positionOf(y) },
    })),
    ...of('x')
      .filter(({ label }) => label !== undefined)
      .map(({ x: at, label, group }) => ({
        data: { values: [{ [x.name]: at, label }] },
        mark: { type: 'text', align: 'left', baseline: 'top', dx: 4, dy: 3, ...colour(group) },
        encoding: { x: positionOf(x), y: { value: 0 }, text: { field: 'label' } },
      })),
    ...of('y')
      .filter(({ label }) => label !== undefined)
      .map(({ y: at, label, group }) => ({
        data: { values: [{ [y.name]: at, label }] },
        mark: { type: 'text', align: 'right', baseline: 'bottom', dx: -4, dy: -2, ...colour(group) },
        encoding: { y: positionOf(y), x: { value: 'width' }, text: { field: 'label' } },
      })),
  ]
}

const cycled = <T>(values: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, i) => values[i % values.length])

const coloursOf = (count: number): string[] => cycled(palette, count)
