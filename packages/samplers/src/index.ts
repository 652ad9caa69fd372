import { definePlugin, QUESTION } from '@gardner/core'
import { sampleQuestion } from './question.js'
import { anneal, metropolis, nFold, reducedFamily, replicatedFamily, tempering } from './samplers.js'
import { hamiltonianFamily, langevin, sphere } from './sphere/samplers.js'

export { type ChainState, chain, type Dynamics, type Mover } from './chain.js'
export { type Coupling, interactionOf } from './coupling.js'
export { fanKernel } from './fan-kernel.js'
export { energyAt, errorsAt, type Fields, fieldsOf } from './fields.js'
export { decodeInstance, encodeInstance, type InstanceLookup, type TypedNames } from './file/instance-file.js'
export { formatNpy, type NpyArray, type NpyType, parseNpy } from './file/npy.js'
export { patternsFromNpy, patternsFromText } from './file/patterns-file.js'
export { hasBinaryWeights, type InstanceOptions, instance, randomWeights } from './instance.js'
export { type BitEngine, type BitMachine, bitKernel, bitMachine } from './kernel/bits.js'
export type { Interaction, Kernel } from './kernel/kernel.js'
export { kernelOf } from './kernel/kernel-of.js'
export { type Levels, levelsOf } from './kernel/levels.js'
export { realKernel } from './kernel/real.js'
export { tableKernel } from './kernel/table.js'
export { type Autocorrelation, autocorrelation } from './measure/autocorrelation.js'
export { barycentre } from './measure/barycentre.js'
export { type DensityPoint, densityOf, meanDensity } from './measure/density.js'
export { counted, type HistogramOptions, histogram, merged, totalOf } from './measure/histogram.js'
export { type Measurement, meanOf } from './measure/mean.js'
export { distanceAt, meanOverlap, overlap, overlapMatrix, unitOverlaps } from './measure/overlap.js'
export {
  type RobustnessMethod,
  type RobustnessOptions,
  type RobustnessPoint,
  robustness,
} from './measure/robustness.js'
export { type SuccessPoint, type SuccessThreshold, successPoint, successThreshold } from './measure/success.js'
export { type Probability, wilson } from './measure/wilson.js'
export type { GivenPatterns } from './patterns.js'
export { sampleQuestion } from './question.js'
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
export { type HamiltonianOptions, hamiltonian, hmc, langevin, sphere } from './sphere/samplers.js'
export { tiesAt } from './ties.js'
export { type Moment, Timetable } from './timetable.js'

/** Registers every sampler of this package under its name, and the question that they answer. */
export default definePlugin('samplers', (registry) => {
  registry.sampler(metropolis)
  registry.sampler(anneal)
  registry.sampler(reducedFamily)
  registry.sampler(replicatedFamily)
  registry.sampler(tempering)
  registry.sampler(nFold)
  registry.sampler(sphere)
  registry.sampler(hamiltonianFamily)
  registry.sampler(langevin)
  registry.add(QUESTION, sampleQuestion)
})
