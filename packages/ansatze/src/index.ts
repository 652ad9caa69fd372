import { definePlugin } from '@gardner/core'
import { franzParisiFamily } from './franz-parisi/franz-parisi.js'
import { krsbFamily } from './krsb/krsb.js'
import { largeDeviationFamily } from './large-deviation/large-deviation.js'
import { rs } from './rs/rs.js'

export { type Cascade, cascade } from './cascade/cascade.js'
export { type Channel, patternField, weightField } from './cascade/channel.js'
export type { Level } from './cascade/transition.js'
export { breakUpNow, minimumDistanceNow } from './former-names.js'
export { type FranzParisiOptions, franzParisi } from './franz-parisi/franz-parisi.js'
export { minimumCurve } from './franz-parisi/minimum-curve.js'
export { type MinimumState, minimumDistance } from './franz-parisi/minimum-distance.js'
export type { FranzParisi } from './franz-parisi/order-parameters.js'
export type { ClusterLoad } from './krsb/cluster-load.js'
export { breaking, complexity, type KrsbAnsatzOptions, kStepRsb, oneStepRsb } from './krsb/krsb.js'
export { type Spinodal, spinodal } from './krsb/spinodal.js'
export type { Krsb } from './krsb/state.js'
export { type ClusterTransitions, clusterTransitions } from './krsb/transitions.js'
export { type BreakUpOptions, breakUp } from './large-deviation/break-up.js'
export type { BreakUpState } from './large-deviation/break-up-search.js'
export { type LargeDeviationOptions, largeDeviation } from './large-deviation/large-deviation.js'
export type { LargeDeviation } from './large-deviation/order-parameters.js'
export { normalised, slopeInDistance } from './large-deviation/quantities.js'
export { type PatternChannel, patternChannel } from './pattern-channel.js'
export { rs } from './rs/rs.js'
export type { Rs } from './rs/saddle-point.js'
export {
  type DensityPlan,
  type DensityState,
  type DensityTable,
  densityTable,
} from './stabilities/density-table.js'
export type { Density } from './stabilities/peak.js'
export { stabilities } from './stabilities/stabilities.js'
export { stabilityGrid } from './stabilities/stability-grid.js'

export default definePlugin('ansatze', (registry) => {
  registry.ansatz(rs)
  registry.ansatz(franzParisiFamily)
  registry.ansatz(largeDeviationFamily)
  for (let steps = 1; steps <= 9; steps++) registry.ansatz(krsbFamily(steps))
})
