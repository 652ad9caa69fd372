import { definePlugin, QUESTION } from '@gardner/core'
import { sampleQuestion } from './question.js'
import { anneal, metropolis, nFold, reducedFamily, replicatedFamily, tempering } from './samplers.js'
import { hamiltonianFamily, langevin, sphere } from './sphere/samplers.js'

export { type ChainState, chain, type Dynamics, type Mover } from './chain.js'
export { type Coupling, interactionOf } from './coupling.js'
export { type Autocorrelation, autocorrelation } from './measure/autocorrelation.js'
export { type SuccessPoint, type SuccessThreshold, successPoint, successThreshold } from './measure/success.js'
export { sampleQuestion } from './question.js'
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
export { type SchedulePoint, Timetable } from './timetable.js'

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
