import type { Point } from '@gardner/viz'
import type { Document } from '../reading/document.js'
import { type Fields, numberIn } from '../reading/records.js'
import { usageError } from '../refusal.js'
import { symbolOf } from '../symbol.js'
import { attributesOf } from './attributes.js'
import type { Curve, Key, Part } from './part.js'

/** Rows of one machine and ansatz, with what their curve is of. */
export interface RowSeries {
  readonly attributes: Curve['attributes']
  readonly records: readonly Fields[]
}

/** Rows that belong together, in the order in which they come. */
export function rowSeries(records: readonly Fields[], along?: string): readonly RowSeries[] {
  const found = new Map<string, { attributes: Curve['attributes']; records: Fields[] }>()
  for (const record of records) {
    const attributes = attributesOf(record, along)
    const key = JSON.stringify(attributes)
    const series = found.get(key) ?? { attributes, records: [] }
    series.records.push(record)
    found.set(key, series)
  }
  return [...found.values()]
}

/** A replicon closer to 0 may be one that is 0. */
const HIDDEN = 1e-9

/** Points in order, with the errors that are known. */
export const pointsOf = (records: readonly Fields[], x: string, y: string): readonly Point[] =>
  records
    .filter((record) => Number.isFinite(numberFor(record, x)))
    .map((record) => {
      const error = numberIn(record, `${y}Error`)
      const unstable = numberIn(record, 'replicon') < -HIDDEN
      return {
        x: numberIn(record, x),
        y: numberFor(record, y),
        ...(Number.isFinite(error) ? { error } : {}),
        ...(unstable ? { unstable } : {}),
      }
    })
    .sort((a, b) => a.x - b.x)

/** A number of a row, or NaN where its cell is empty; a text there would be lost without a word. */
function numberFor(record: Fields, column: string): number {
  const value = record[column]
  if (typeof value === 'string') throw usageError(`invalid ${column}: "${value}"; expected a number, such as 1000.5`)
  return numberIn(record, column)
}

/** Overlaps and Parisi parameters. */
const ORDER_PARAMETER = /^[qm]\d*$/

/** Numbers of a row that are no quantities. */
const beside = ['alpha', 'margin', 'distance', 'replicas', 'minimum', 'error', 'residual']

/** The figures of a curve: of what was asked for, or of `chosen` quantities among all that is in it. */
export function curveParts(document: Document, chosen?: readonly string[]): readonly Part[] {
  const { file, records, quantities = quantitiesOf(records) } = document
  const along = document.along ?? alongOf(records)
  const columns = new Set(records.flatMap((record) => Object.keys(record)))
  const known = [...columns].filter(
    (column) =>
      !/Error$/.test(column) &&
      !beside.includes(column) &&
      column !== along &&
      records.some((record) => typeof record[column] === 'number'),
  )
  for (const name of chosen ?? []) {
    if (!known.includes(name)) {
      throw usageError(`invalid quantity: "${name}"; expected some of those in ${file}: ${known.join(', ')}`)
    }
  }
  const names = chosen ?? quantities.filter((name) => name !== 'minimum')
  const strands = rowSeries(records, along)
  const of = (name: string, more: Partial<Curve> = {}): readonly Curve[] =>
    strands.map(({ attributes, records: own }) => {
      const minimum = numberIn(own[0], 'minimum')
      return {
        attributes,
        points: pointsOf(own, along, name),
        ...(along === 'distance' && Number.isFinite(minimum) ? { minimum } : {}),
        ...more,
      }
    })
  const part = (key: Key, curves: readonly Curve[], aside = false): Part[] =>
    curves.some(({ points }) => points.length > 0) ? [{ key, curves, ...(aside ? { aside } : {}) }] : []
  const all = names.flatMap((name) => of(name, { panel: symbolOf(name) }))
  const parameters = names.filter((name) => ORDER_PARAMETER.test(name))
  const parametersPart = () =>
    part(
      'order-parameters',
      parameters.flatMap((name) => of(name, { own: symbolOf(name) })),
      parameters.length < names.length,
    )
  const only = (...kinds: readonly string[]) => names.every((name) => kinds.includes(name))
  const ownAxis = along === 'alpha' || along === 'margin' || along === 'distance'
  const mixed = (covered: boolean) =>
    ownAxis
      ? part(`along-${along}`, all, covered)
      : part(
          'along-parameter',
          all.map((curve) => ({ ...curve, parameter: along })),
        )
  const named = (key: Key, name: string, aside: boolean) => (names.includes(name) ? part(key, of(name), aside) : [])
  if (along === 'alpha') {
    const plain = only('entropy') || parameters.length === names.length
    return [
      ...mixed(plain).filter(() => !plain),
      ...named('entropy', 'entropy', !only('entropy')),
      ...parametersPart(),
      ...mixed(true).filter(() => plain),
      ...minimumPart(records, !columns.has('minimum') || names.length > 0),
    ]
  }
  if (along === 'margin') {
    const critical = only('capacity', 'instability')
    const lines = (['capacity', 'instability'] as const)
      .filter((name) => names.includes(name))
      .flatMap((name) => of(name, { own: name }))
    return [...mixed(critical).filter(() => !critical), ...part('phase-diagram', lines, !critical)]
  }
  if (!ownAxis) return mixed(false)
  const replicated = records.some((record) => record.ansatz === 'large-deviation')
  if (!replicated) {
    return [
      ...named('franz-parisi', 'entropy', !only('entropy')),
      ...(only('entropy') ? [] : mixed(false)),
      ...minimumPart(
        records,
        records.some((record) => record.distance !== undefined),
      ),
    ].sort((a, b) => Number(a.aside ?? false) - Number(b.aside ?? false))
  }
  const plain = only('entropy', 'normalised')
  return [
    ...(plain ? [] : mixed(false)),
    ...named('normalised', 'normalised', !plain),
    ...named('local-entropy', 'entropy', !plain),
  ]
}

/** d_min against the load, of as many loads as there are. */
function minimumPart(records: readonly Fields[], aside: boolean): readonly Part[] {
  const curves = rowSeries(
    records.filter((record) => Number.isFinite(numberIn(record, 'minimum'))),
    'alpha',
  ).map(({ attributes, records }): Curve => {
    const { distance: _, ...machine } = attributes
    const points = new Map(pointsOf(records, 'alpha', 'minimum').map((point) => [point.x, point]))
    return { attributes: machine, points: [...points.values()] }
  })
  return curves.length === 0 ? [] : [{ key: 'minimum-distance', curves, aside }]
}

/** Along what the rows of a table go: what stands right before the first quantity, unless that is one of the parameters of every machine. */
function alongOf(records: readonly Fields[]): string {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const before = columns[columns.findIndex((column) => columns.includes(`${column}Error`)) - 1]
  const own = before !== undefined && !['alpha', 'margin', 'distance'].includes(before)
  if (own && records.some((record) => typeof record[before] === 'number')) return before
  const several = (column: string) => new Set(records.map((record) => record[column])).size > 1
  if (records.some((record) => record.distance !== undefined)) return 'distance'
  return several('margin') && !several('alpha') ? 'margin' : 'alpha'
}

/** What was asked for has an error. */
const quantitiesOf = (records: readonly Fields[]): readonly string[] => {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  return columns.filter((column) => columns.includes(`${column}Error`))
}

/** Columns beside a sampled P(Δ), and what they are of. */
const theories = { theory: 'K → ∞', fanTheory: 'finite units' } as const

/** P(Δ), with κ: a line, or bins where it was sampled, with the lines of the theories beside it. */
export const stabilityParts = ({ records }: Document): readonly Part[] => [
  {
    key: 'stabilities',
    curves: rowSeries(records).flatMap(({ attributes, records }): readonly Curve[] => {
      const margin = numberIn(records[0], 'margin')
      const width = numberIn(records[0], 'width')
      const of = (column: string) => pointsOf(records, 'stability', column)
      const beside = Number.isFinite(margin) ? { margin } : {}
      if (!(width > 0)) return [{ attributes, points: of('density'), ...beside }]
      const lines = Object.entries(theories).filter(([column]) => records.some((record) => column in record))
      return [
        { attributes, mark: 'steps', width, points: of('density'), ...beside },
        ...lines.map(([column, own]) => ({ attributes, own, points: of(column), ...beside })),
      ]
    }),
  },
]
