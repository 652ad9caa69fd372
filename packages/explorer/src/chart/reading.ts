import { dataOf, type Figure, type Row } from '@gardner/viz'
import type { Place } from './plot.js'

/** The point of a curve that is nearest to the pointer, across. */
export interface Read {
  readonly group: string
  readonly kind: string
  readonly x: number
  readonly y: number
  /** What x and y are: the columns of the figure. */
  readonly columns: readonly [string, string]
}

interface Encoded {
  readonly encoding?: { readonly x?: { readonly field?: string }; readonly y?: { readonly field?: string } }
}

/** What each curve of a figure says next to a value of x: a point of it, nothing in between. */
export function readingAt(figure: Pick<Figure, 'spec'>, { x: [from, to] }: Place, at: number): readonly Read[] {
  const { layer = [] } = figure.spec as unknown as { readonly layer?: readonly Encoded[] }
  // a histogram lies behind the curves, whose axes it shares
  const { x, y } =
    layer.find(({ encoding }) => encoding?.x?.field !== undefined && encoding.y?.field !== undefined)?.encoding ?? {}
  if (x?.field === undefined || y?.field === undefined) return []
  const nearest = new Map<string, Read>()
  const { lines = [], steps = [] } = dataOf(figure) as Partial<Record<'lines' | 'steps', readonly Row[]>>
  for (const row of [...steps, ...lines]) {
    const read: Read = {
      group: String(row.group),
      kind: String(row.kind),
      x: Number(row[x.field]),
      y: Number(row[y.field]),
      columns: [x.field, y.field],
    }
    if (row[y.field] === null || read.x < from || read.x > to) continue
    const key = `${read.group};${read.kind}`
    const best = nearest.get(key)
    if (best === undefined || Math.abs(read.x - at) < Math.abs(best.x - at)) nearest.set(key, read)
  }
  // a curve that ends before is not read beyond its end
  return [...nearest.values()].filter((read) => Math.abs(read.x - at) < (to - from) / 10)
}
