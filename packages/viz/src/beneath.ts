import { type Axes, positionOf } from './axis.js'
import type { Row } from './figure.js'
import type { Look } from './look.js'
import { markOf, type Series } from './series.js'

/** The region below the least meaningful value of the lines, if a line goes there, and its label where no line does. */
export function beneathLayers(
  { beneath }: Look,
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
