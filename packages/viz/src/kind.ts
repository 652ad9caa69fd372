import { onlyKeys } from '@gardner/core'
import type { Extent } from './axis.js'
import { type Chart, chartFigure } from './chart.js'
import type { Figure } from './figure.js'
import type { Note, Rule, Series } from './series.js'

/** The options of every figure; the defaults are those of its kind. */
export interface FigureOptions {
  /** For file names, where there are several of a kind. */
  readonly name?: string
  readonly title?: string
  /** A line under the title: what all series have in common. */
  readonly subtitle?: string
  /** One or more sentences after the caption of the kind: what was run, with which N and seeds. */
  readonly remark?: string
  readonly rules?: readonly Rule[]
  readonly notes?: readonly Note[]
  /** The names of groups, kinds and panels: titles of legends and columns of the rows. */
  readonly groups?: string
  readonly kinds?: string
  readonly panels?: string
  readonly x?: Extent
  readonly y?: Extent
}

const known = ['name', 'title', 'subtitle', 'remark', 'rules', 'notes', 'groups', 'kinds', 'panels', 'x', 'y']
const extents = ['scale', 'from', 'to']

/** A kind of figure: a chart without its series. */
export type Kind = Omit<Chart, 'series'>

/** A figure of a kind. @throws GardnerError INVALID_OPTION if series or options do not make one */
export function figureOf(kind: Kind, series: readonly Series[], options: FigureOptions = {}): Figure {
  onlyKeys(kind.name, options, known)
  const { remark, rules = [], notes = [], x = {}, y = {}, ...words } = options
  for (const [name, extent] of Object.entries({ x, y })) onlyKeys(`${name} of ${kind.name}`, extent, extents)
  return chartFigure({
    ...kind,
    ...Object.fromEntries(Object.entries(words).filter(([, word]) => word !== undefined)),
    caption: remark === undefined ? kind.caption : `${kind.caption} ${remark}`,
    x: { ...kind.x, ...x },
    y: { ...kind.y, ...y },
    rules: [...(kind.rules ?? []), ...rules],
    notes: [...(kind.notes ?? []), ...notes],
    series,
  })
}
