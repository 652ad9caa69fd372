import type { Axis } from './axis.js'
import type { Row } from './figure.js'
import { markOf, type Point, type Series } from './series.js'

/** An error that is smaller than this share of what is shown cannot be seen. */
const VISIBLE = 2e-3

/** The rows that are drawn. */
export interface Drawn {
  readonly lines: readonly Row[]
  readonly points: readonly Row[]
  readonly bars: readonly Row[]
  readonly steps: readonly Row[]
}

/** Rows of the specification: lines are broken where nothing was found, errors that can be seen are drawn. */
export function drawn(x: Axis, y: Axis, series: readonly Series[], line: 'group' | 'kind'): Drawn {
  const values = series.flatMap(({ points }) => points.map((point) => point.y)).filter(Number.isFinite)
  const least = VISIBLE * (values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)))
  // on a logarithmic scale a bar that goes through zero ends where what is shown ends
  const floor = y.scale === 'log' ? values.reduce((a, b) => Math.min(a, b)) : Number.NEGATIVE_INFINITY
  const of = (mark: string) => series.filter((one) => markOf(one) === mark)
  const rowsOf = (one: Series) => {
    const found = one.points.map((point) => Number.isFinite(point.y))
    return one.points.map((point, i): Row => {
      const interval = intervalOf(point, least)
      return {
        ...tagsOf(one),
        [x.name]: point.x,
        [y.name]: found[i] ? point.y : null,
        ...(interval === undefined ? {} : { low: Math.max(floor, interval[0]), high: interval[1] }),
        // a line through one point is none
        ...(found[i] && found[i - 1] !== true && found[i + 1] !== true ? { alone: true } : {}),
      }
    })
  }
  const lines = of('line')
    .flatMap(rowsOf)
    .map((row) => ({ ...row, line: row[line] }))
  const points = of('points')
    .flatMap(rowsOf)
    .filter((row) => row[y.name] !== null)
    .map(({ alone: _, ...row }) => row)
  const binned = of('steps').flatMap(rowsOf)
  return {
    lines,
    points,
    bars: [...points, ...binned].filter(({ low }) => low !== undefined).map(({ alone: _, ...row }) => row),
    steps: of('steps').flatMap((one) => edges(x, y, one)),
  }
}

const tagsOf = ({ group, kind = '', panel }: Series) => ({ group, kind, ...(panel === undefined ? {} : { panel }) })

/** The interval of a point, where it is known and can be seen. */
function intervalOf({ y, error, low, high }: Point, least: number): readonly [number, number] | undefined {
  if (!Number.isFinite(y)) return undefined
  if (low !== undefined && high !== undefined) return high - low > least ? [low, high] : undefined
  return error !== undefined && Number.isFinite(error) && error > least ? [y - error, y + error] : undefined
}

/** The outline of a histogram: a row at the left edge of each bin, and one where bins end. */
function edges(x: Axis, y: Axis, one: Series): readonly Row[] {
  const { points, width = 0 } = one
  const row = (at: number, value: number): Row => ({ ...tagsOf(one), [x.name]: at, [y.name]: value })
  return points.flatMap((point, i) => {
    const next = points[i + 1]
    const value = Number.isFinite(point.y) ? point.y : 0
    const ends = next === undefined || next.x - point.x > 1.5 * width
    return [row(point.x - width / 2, value), ...(ends ? [row(point.x + width / 2, 0)] : [])]
  })
}

/** What the columns of a told row are called that say which series it belongs to. */
export interface Columns {
  readonly group: string
  readonly kind: string
  readonly panel: string
}

/** The rows as they are told: of all points, in order, with the columns that some of them have. */
export function told(x: Axis, y: Axis, series: readonly Series[], columns: Columns): readonly Row[] {
  const some = (has: (one: Series) => boolean) => series.some(has)
  const points = series.flatMap((one) => one.points)
  const kinds = some(({ kind = '' }) => kind !== '')
  const errors = points.some(({ error }) => error !== undefined)
  const intervals = points.some(({ low }) => low !== undefined)
  return series.flatMap((one) =>
    one.points.map(({ x: at, y: value, error, low, high }) => ({
      ...(one.panel === undefined ? {} : { [columns.panel]: one.panel }),
      [columns.group]: one.group,
      ...(kinds ? { [columns.kind]: one.kind ?? '' } : {}),
      ...(some(({ width }) => width !== undefined) ? { width: one.width ?? null } : {}),
      [x.name]: at,
      [y.name]: Number.isFinite(value) ? value : null,
      ...(errors ? { [`${y.name}Error`]: error !== undefined && Number.isFinite(error) ? error : null } : {}),
      ...(intervals ? { low: low ?? null, high: high ?? null } : {}),
    })),
  )
}
