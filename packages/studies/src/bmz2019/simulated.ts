import type { DenseResult } from './dense-regions.js'
import type { RegionEvent } from './region.js'

/** An instance that was sampled, and the seconds that took. */
export type Sampled = Extract<RegionEvent, { kind: 'done' }>

/** What was sampled of a machine. */
export interface Simulated {
  readonly result: DenseResult
  readonly sampled: readonly Sampled[]
  /** Seconds that the theories beside it took. */
  readonly theory: number
}
