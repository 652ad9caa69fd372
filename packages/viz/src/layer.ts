import { type Axes, type Axis, positionOf } from './axis.js'
import { beneathLayers } from './beneath.js'
import { datasets, type Rows } from './dataset.js'
import type { Encoding } from './encoding.js'
import type { Row } from './figure.js'
import type { Look } from './look.js'
import { ruleLayers } from './rule.js'
import type { Series } from './series.js'

/** The layers of one plot, from back to front. */
export function layersOf(
  look: Look,
  rows: Rows,
  encoding: Encoding,
  axes: Axes,
  panel: string | undefined,
  series: readonly Series[],
): readonly object[] {
  const { color, strokeDash, shape } = encoding
  const x = positionOf(axes.x, axes.alongX)
  const y = { ...positionOf(axes.y, axes.alongY, look.stacked ? { minExtent: 36 } : {}), stack: null }
  const dash = strokeDash === undefined ? {} : { strokeDash }
  const band = { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color }
  const detail = [{ field: 'group' }, { field: 'kind' }]
  const filter = (test?: object) => {
    const tests = [...(panel === undefined ? [] : [here(panel)]), ...(test === undefined ? [] : [test])]
    return tests.length === 0 ? {} : { transform: [{ filter: tests.length === 1 ? tests[0] : { and: tests } }] }
  }
  // what lies on the frame is drawn in full
  const clip = [axes.x, axes.y].some((axis) => rows.lines.concat(rows.points).some((row) => outside(axis, row)))
  const layer = (name: keyof Rows, mark: object, encoding: object, test?: object) => ({
    data: { name: datasets[name] },
    ...filter(test),
    mark: { clip, ...mark },
    encoding,
  })
  const has = (name: keyof Rows, column?: string) =>
    rows[name].some((row) => column === undefined || row[column] !== undefined)
  return [
    ...beneathLayers(look, axes, rows.beneath, series, panel),
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
    ...(has('points') && look.joined
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
    ...(has('unstable')
      ? [layer('unstable', { type: 'line', strokeWidth: 1, strokeOpacity: 0.75 }, { x, y, color, detail, ...dash })]
      : []),
    ...(has('beneath')
      ? [layer('beneath', { type: 'line', strokeWidth: 1, strokeOpacity: 0.75 }, { x, y, color, detail, ...dash })]
      : []),
    ...(has('lines')
      ? [
          layer(
            'lines',
            { type: 'line', ...(look.fluctuating ? { strokeWidth: 1 } : {}) },
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

const here = (panel: string) => ({ field: 'panel', equal: panel })

const outside = ({ name, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: Axis, row: Row): boolean =>
  typeof row[name] === 'number' && (row[name] < from || row[name] > to)
