import type { Figure, Row } from './figure.js'

/**
 * The names of the datasets inside the specification of a chart, for a program that changes them while the chart is shown: points of
 * lines, their parts that are meaningless and unstable, measured points, error bars, histograms, rules at a value of x and of y, and words at a place.
 */
export const datasets = {
  lines: 'lines',
  beneath: 'beneath',
  unstable: 'unstable',
  points: 'points',
  bars: 'bars',
  steps: 'steps',
  verticals: 'verticals',
  horizontals: 'horizontals',
  notes: 'notes',
} as const

export type Dataset = keyof typeof datasets

/** The rows of each dataset. */
export type Rows = Readonly<Record<Dataset, readonly Row[]>>

type Data = { readonly [dataset: string]: readonly Row[] }

/** The rows of each dataset of a figure: what `view.data(name, rows)` of a shown figure takes. */
export const dataOf = ({ spec }: Pick<Figure, 'spec'>): Data => (spec as { datasets?: Data }).datasets ?? {}

/**
 * Whether two figures differ in their rows only: then a view of the one shows the other once it is given the
 * rows of {@link dataOf}, without being rebuilt.
 */
export const sameButForData = (a: Pick<Figure, 'spec'>, b: Pick<Figure, 'spec'>): boolean =>
  [a, b].map(({ spec }) => JSON.stringify(spec, hidden)).every((text, _, [first]) => text === first)

const hidden = (key: string, value: unknown): unknown =>
  key === 'datasets' ? Object.keys(value as Data) : key === 'description' ? undefined : value
