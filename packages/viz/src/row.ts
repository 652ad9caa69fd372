import type { Axis } from './axis.js'
import type { Row } from './figure.js'
import { markOf, type Point, type Series } from './series.js'

/** An error bar smaller than this share of the range shown is invisible, and left out. */
const VISIBLE = 2e-3

/** The rows that are drawn. */
export interface Drawn {
  readonly lines: readonly Row[]
  /** The parts of lines below their least meaningful value. */
  readonly beneath: readonly Row[]
  /** The parts of lines where the ansatz is unstable, except those below the least meaningful value. */
  readonly unstable: readonly Row[]
  readonly points: readonly Row[]
  readonly bars: readonly Row[]
  readonly steps: readonly Row[]
}

/** Rows of the specification: lines are broken at points without a value; visible errors are drawn. */
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
        // one point makes no line
        ...(found[i] && found[i - 1] !== true && found[i + 1] !== true ? { alone: true } : {}),
      }
    })
  }
  const lineOf = (one: Series) => rowsOf(one).map((row): Row => ({ ...row, line: row[line] }))
  const all = of('line').map((one) => {
    const rows = lineOf(one)
    const [firm, unstable] = one.points.some((point) => point.unstable) ? byStability(y, rows, one.points) : [rows, []]
    return { rows: firm, unstable, least: one.least }
  })
  const parts = all.map(({ rows, least }) => ({ rows, least }))
  const unstable = all.flatMap(({ unstable: own, least }) => {
    const seen = least === undefined ? own : part(x, y, own, least, 1)
    return seen.some((row) => row[y.name] !== null) ? seen : []
  })
  const lines = parts.flatMap(({ rows, least }) => (least === undefined ? rows : part(x, y, rows, least, 1)))
  const beneath = parts.flatMap(({ rows, least }) => (least === undefined ? [] : part(x, y, rows, least, -1)))
  const points = of('points')
    .flatMap(rowsOf)
    .filter((row) => row[y.name] !== null)
    .map(({ alone: _, ...row }) => row)
  const binned = of('steps').flatMap(rowsOf)
  return {
    lines,
    beneath,
    unstable,
    points,
    bars: [...points, ...binned].filter(({ low }) => low !== undefined).map(({ alone: _, ...row }) => row),
    steps: of('steps').flatMap((one) => edges(x, y, one)),
  }
}

const tagsOf = ({ group, kind = '', panel }: Series) => ({ group, kind, ...(panel === undefined ? {} : { panel }) })

/** The stable part of a line, and the unstable ones from where that ends; each is broken where the other is. */
function byStability(
  y: Axis,
  rows: readonly Row[],
  points: readonly Point[],
): readonly [readonly Row[], readonly Row[]] {
  const { name } = y
  const isFirm = (i: number) => points[i]?.unstable !== true
  const without = ({ low: _, high: __, alone: ___, ...row }: Row): Row => ({ ...row, [name]: null })
  const touches = (i: number) => !isFirm(i) || (i > 0 && !isFirm(i - 1)) || (i + 1 < points.length && !isFirm(i + 1))
  return [
    rows.map((row, i) => (isFirm(i) ? row : without(row))),
    // a stable point beside an unstable one is where both meet; one with nothing unstable beside it breaks the line
    rows.map((row, i) => (touches(i) ? row : without(row))),
  ]
}

/** The part of a line on one side of a y, to where it crosses that; broken where it is on the other. */
function part(x: Axis, y: Axis, rows: readonly Row[], least: number, side: 1 | -1): readonly Row[] {
  const over = (row: Row | undefined) =>
    typeof row?.[y.name] === 'number' ? (row[y.name] as number) - least : Number.NaN
  const inside = (row: Row | undefined) => side * over(row) > 0 || (side === 1 && over(row) === 0)
  const found = rows.flatMap((row, i): Row[] => {
    const next = rows[i + 1]
    const [here, there] = [over(row), over(next)]
    const { low: _, high: __, alone: ___, ...tags } = row
    const crossing =
      here * there < 0
        ? [
            {
              ...tags,
              [x.name]: between(row[x.name] as number, next[x.name] as number, here / (here - there)),
              [y.name]: least,
            },
          ]
        : []
    const outside = { ...tags, [y.name]: null }
    return [inside(row) ? row : outside, ...crossing]
  })
  // a line with no point on this side is left out; one without any points keeps its place
  return side === -1 && !found.some((row) => row[y.name] !== null && over(row) !== 0) ? [] : found
}

const between = (from: number, to: number, share: number): number => from + share * (to - from)

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

/** The names of the columns that say which series a row belongs to. */
export interface Columns {
  readonly group: string
  readonly kind: string
  readonly panel: string
}

/** All points in order, with the columns that some of them have: the rows of a CSV file and of a table on a page. */
export function allRows(x: Axis, y: Axis, series: readonly Series[], columns: Columns): readonly Row[] {
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
