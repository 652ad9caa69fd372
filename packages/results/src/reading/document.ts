import type { Fields } from './records.js'

/** What a command wrote, as rows that all say what they are of. */
export interface Document {
  /** For messages, and to tell curves apart. */
  readonly file: string
  readonly content: 'curve' | 'stabilities' | 'sample' | 'trace' | 'success' | 'robustness' | 'loads'
  readonly records: readonly Fields[]
  readonly along?: string
  readonly quantities?: readonly string[]
  /** Where patterns lie, in bins; of several chains with the standard error between them. */
  readonly histogram?: Histogram
}

export interface Histogram {
  readonly fields: Fields
  readonly from: number
  readonly width: number
  readonly counts: readonly number[]
  /** With what lies outside. */
  readonly total: number
  readonly density?: readonly { readonly at: number; readonly value: number; readonly error: number | null }[]
}
