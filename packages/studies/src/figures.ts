import type { Fields } from '@gardner/results'
import { type Capacity, capacities as capacitiesFigure, type Figure, type Series } from '@gardner/viz'

const names: Readonly<Record<string, string>> = { relu: 'ReLU', rs: 'RS' }

/** An activation or an ansatz as it is written in a figure. */
export const written = (name: unknown): string =>
  names[String(name)] ?? String(name).replace(/^(\d+)rsb$/, (_, steps) => `${steps}RSB`)

export const numberOf = (row: Fields, column: string): number => {
  const value = row[column]
  return typeof value === 'number' ? value : Number.NaN
}

const load = (row: Fields): string => `${row.alpha}`
const plain = (): string => ''
export const activation = (row: Fields): string => written(row.activation)

/** Columns of the axes, and what tells curves apart. */
export interface Reading {
  readonly x: string
  readonly y: string
  readonly group?: (row: Fields) => string
  readonly kind?: (row: Fields) => string
  readonly panel?: (row: Fields) => string
}

/** A series for each curve: the rows of a panel, a group and a kind. */
export function seriesOf(rows: readonly Fields[], reading: Reading): readonly Series[] {
  const { x, y, group = load, kind = plain, panel } = reading
  const found = new Map<string, Series>()
  for (const row of rows) {
    if (!Number.isFinite(numberOf(row, x))) continue
    const own = { group: group(row), kind: kind(row), ...(panel === undefined ? {} : { panel: panel(row) }) }
    const key = JSON.stringify(own)
    const error = numberOf(row, `${y}Error`)
    const point = {
      x: numberOf(row, x),
      y: numberOf(row, y),
      ...(Number.isFinite(error) ? { error } : {}),
      ...(numberOf(row, 'replicon') < -1e-9 ? { unstable: true } : {}),
    }
    found.set(key, { ...own, points: [...(found.get(key)?.points ?? []), point] })
  }
  return [...found.values()]
}

/** Critical loads: every capacity, and where RS is unstable unless that is beyond the capacity. */
export function capacities(rows: readonly Fields[]): Figure {
  const loadIn = ({ value, reason }: Fields): number =>
    typeof value === 'number' ? value : String(reason).includes('diverges') ? Number.POSITIVE_INFINITY : Number.NaN
  const capacityOf = (row: Fields): number => {
    const of = rows.find((one) => one.quantity === 'capacity' && same(one, row))
    return of === undefined ? Number.NaN : loadIn(of)
  }
  const loads = rows.flatMap((row): Capacity[] => {
    const stability = row.quantity === 'instability'
    const value = loadIn(row)
    if (stability && (row.ansatz !== 'rs' || !Number.isFinite(value) || value > capacityOf(row))) return []
    return [
      {
        activation: activation(row),
        weights: String(row.weights),
        ansatz: stability ? 'α_AT' : written(row.ansatz),
        value,
        ...(Number.isFinite(value) ? { error: numberOf(row, 'error') } : {}),
      },
    ]
  })
  const ordered = [...loads].sort((a, b) => Number(a.ansatz === 'α_AT') - Number(b.ansatz === 'α_AT'))
  return capacitiesFigure(ordered, { remark: 'An α_AT beyond the capacity is left out.' })
}

const same = (one: Fields, other: Fields): boolean =>
  (['activation', 'weights', 'ansatz'] as const).every((column) => one[column] === other[column])
