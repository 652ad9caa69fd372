import { finite, invalid } from '@gardner/core'

/** An axis of a figure: its column, its title, its range. */
export interface Axis {
  /** The column of the rows: `alpha`. */
  readonly name: string
  /** The title along the axis: `load α = P/N`. */
  readonly title: string
  readonly scale?: 'linear' | 'log'
  /** The range shown; an end that is left out follows from the data. */
  readonly from?: number
  readonly to?: number
}

/** The choices for an axis of one figure. */
export type Extent = Pick<Axis, 'scale' | 'from' | 'to'>

/** An axis. @throws GardnerError INVALID_OPTION if its range is empty */
export function checkAxis({ name, scale, from, to, ...rest }: Axis): Axis {
  if (scale !== undefined && scale !== 'linear' && scale !== 'log') {
    throw invalid(`scale of ${name}`, scale, 'linear or log')
  }
  if (from !== undefined) finite(`start of the axis of ${name}`, from)
  if (to !== undefined) finite(`end of the axis of ${name}`, to)
  if (from !== undefined && to !== undefined && from >= to) {
    throw invalid(`end of the axis of ${name}`, to, `a number above its start, ${from}`)
  }
  if (scale === 'log' && from !== undefined && from <= 0) {
    throw invalid(`start of the axis of ${name}`, from, 'a positive number, the scale being logarithmic')
  }
  return { name, ...rest, scale, from, to }
}

/** The text along an axis: title and numbers, numbers alone, or nothing because a neighbouring plot has them. */
export type Writing = 'all' | 'numbers' | 'nothing'

/** The axes of one plot, and the text along them. */
export interface Axes {
  readonly x: Axis
  readonly y: Axis
  readonly alongX: Writing
  readonly alongY: Writing
}

const writings: Readonly<Record<Writing, object>> = {
  all: {},
  numbers: { title: null },
  nothing: { title: null, labels: false, ticks: false },
}

/** The encoding of a position along the axis. */
export const positionOf = (
  { name, title, scale = 'linear', from, to }: Axis,
  writing: Writing = 'all',
  style: object = {},
) => ({
  field: name,
  type: 'quantitative' as const,
  title,
  axis: { ...style, ...writings[writing] },
  scale: {
    type: scale,
    ...(scale === 'linear' ? { zero: false } : {}),
    nice: (from ?? 0) === 0 && to === undefined,
    ...(from === undefined ? {} : { domainMin: from }),
    ...(to === undefined ? {} : { domainMax: to }),
  },
})

/** The values shown along an axis, approximately: Vega rounds the ends. */
export function rangeOf({ from, to }: Extent, values: readonly number[]): readonly [number, number] {
  const shown = values.filter(Number.isFinite)
  return [
    from ?? shown.reduce((a, b) => Math.min(a, b), Infinity),
    to ?? shown.reduce((a, b) => Math.max(a, b), -Infinity),
  ]
}

/** Values that have a place on the axis; throws INVALID_OPTION for one that a logarithm has not. */
export function checkValues({ name, scale }: Axis, values: readonly number[]): void {
  const lost = scale === 'log' ? values.find((value) => value <= 0) : undefined
  if (lost !== undefined) throw invalid(`value of ${name}`, lost, 'a positive number, the scale being logarithmic')
}
