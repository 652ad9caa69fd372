import type { TopLevelSpec } from 'vega-lite'

/** A Vega-Lite specification with its data inside. */
export type Spec = TopLevelSpec
