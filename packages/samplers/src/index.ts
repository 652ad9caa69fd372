import { definePlugin } from '@gardner/core'
import { anneal, metropolis, nFold, reducedFamily, replicatedFamily, tempering } from './samplers.js'

export { type ChainState, chain, type Dynamics, type Mover } from './chain.js'
export { type Coupling, interactionOf } from './coupling.js'
export { energyAt, errorsAt, type Fields, fieldsOf } from './fields.js'
export { type GivenPatterns, type InstanceOptions, instance, randomWeights } from './instance.js'
export { type BitEngine, bitKernel } from './kernel/bits.js'
export type { Interaction, Kernel } from './kernel/kernel.js'
export { kernelOf } from './kernel/kernel-of.js'
export { type Levels, levelsOf } from './kernel/levels.js'
export { realKernel } from './kernel/real.js'
export { tableKernel } from './kernel/table.js'
export { Random, seeded } from './random.js'
export {
  anneal,
  metropolis,
  nFold,
  type ReplicatedOptions,
  reducedRejection,
  replicated,
  samplerOf,
  tempering,
} from './samplers.js'
export { type Moment, Timetable } from './timetable.js'

/** Registers every sampler of this package under its name. */
export default definePlugin('samplers', (registry) => {
  registry.sampler(metropolis)
  registry.sampler(anneal)
  registry.sampler(reducedFamily)
  registry.sampler(replicatedFamily)
  registry.sampler(tempering)
  registry.sampler(nFold)
})
