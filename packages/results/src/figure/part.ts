import type { Point, Series } from '@gardner/viz'
import type { Attributes } from './attributes.js'

/** A curve that knows what it is of, but not yet how to say so beside others. */
export interface Curve {
  readonly attributes: Attributes
  readonly own?: string
  readonly panel?: string
  readonly mark?: Series['mark']
  readonly width?: number
  readonly points: readonly Point[]
  /** Of traces: how many measurements a point is the mean of. */
  readonly block?: number
  /** d_min, where it was looked for. */
  readonly minimum?: number
  /** The parameter along which it goes, where that is none of α, κ and d. */
  readonly parameter?: string
  /** κ, where patterns begin. */
  readonly margin?: number
}

/** The keys of figures: curves of one key share their axes. */
export type Key =
  | 'entropy'
  | 'order-parameters'
  | 'phase-diagram'
  | 'franz-parisi'
  | 'normalised'
  | 'local-entropy'
  | 'minimum-distance'
  | `along-${'alpha' | 'margin' | 'distance' | 'parameter'}`
  | 'stabilities'
  | 'trace'
  | 'success'
  | 'robustness'
  | 'capacities'

/** What a document has for one figure. */
export interface Part {
  readonly key: Key
  readonly curves: readonly Curve[]
  /** One that other documents can be drawn with, but that is not drawn for its own sake. */
  readonly aside?: boolean
}
