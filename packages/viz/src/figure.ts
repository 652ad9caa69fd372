import type { Spec } from './spec.js'

/** A value of a row. */
export type Value = string | number | boolean | null

export type Row = { readonly [column: string]: Value }

/**
 * A figure as data: a Vega-Lite specification with its rows inside, and its caption.
 *
 * It knows no theme and no output: {@link svg} draws it, `png` of `@gardner/viz/node` makes a picture of that, and
 * {@link page} an interactive document.
 */
export interface Figure {
  /** The kind and, where there are several, what distinguishes them; made for file names: `entropy`. */
  readonly name: string
  readonly title: string
  /** Units and conventions: what α, d and the logarithm are. */
  readonly caption: string
  /** The figure in words, for readers who cannot see it. */
  readonly description: string
  readonly spec: Spec
  /** The numbers that are drawn, with columns named as in the files of the command line. */
  readonly rows: readonly Row[]
}
