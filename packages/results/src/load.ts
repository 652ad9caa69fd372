import { digits, uncertainty } from './digits.js'
import type { Footnotes } from './footnotes.js'

/** A critical load, or why there is none: Infinity. NaN where it was not found. */
export interface Load {
  readonly value: number
  readonly error: number
  readonly reason?: string
}

/** The cells of a critical load and of its error. What is to be said of it is a footnote. */
export function loadCells(load: Load | undefined, absent: string, footnotes: Footnotes): [string, string] {
  if (load === undefined) return ['', '']
  const { value, error, reason } = load
  const mark = reason === undefined ? '' : ` ${footnotes.mark(reason)}`
  if (Number.isFinite(value)) return [digits(value, error) + mark, uncertainty(error)]
  return [(Number.isNaN(value) ? '—' : absent) + mark, '']
}
