import type { Iteration } from '@gardner/numerics'
import { checkInstance, type Instance } from './instance.js'
import { checkSampler, type Sample, type Sampler, type SamplerOptions, type SamplerState } from './sampler.js'

/**
 * A sample of a machine of finite size, as a question.
 *
 * @param instance a machine with patterns to store, such as `instance({ problem, inputs, units, seed })` makes
 * @param sampler such as `metropolis` or `reducedRejection`
 * @param options `seed`, a whole number below 2⁵³; `schedule`, β, γ and y over time, and `cost` (default of both: those of the sampler)
 * @returns an iteration whose answer is a {@link Sample}; the state of each step is a checkpoint
 * @throws UNSUITABLE where the sampler is not for such an instance; the answer throws NOT_CONVERGED where the run was ended before its last sweep
 * @example const { errors } = await answer(sample(instance({ problem, inputs: 1001, units: 7, seed: 1 }), metropolis, { seed: 1 }))
 */
export function sample<S extends SamplerState>(
  instance: Instance,
  sampler: Sampler<S>,
  options: SamplerOptions,
): Iteration<S, Sample> {
  checkInstance(instance)
  checkSampler(sampler)
  return sampler.iterate(instance, options)
}
