import type { Iteration, Verdict } from '@gardner/numerics'
import type { Cost } from './cost.js'
import { invalid } from './input/error.js'
import { callable, nameOf } from './input/option.js'
import type { Instance } from './instance.js'
import type { Schedule } from './schedule.js'

/** How a finite machine is to be sampled. */
export interface SamplerOptions {
  /** Of the initial weights and of every move: the same seed gives the same result. A whole number below 2⁵³. */
  readonly seed: number
  /** β, γ and y over time (default: one of the sampler's own, for the instance). */
  readonly schedule?: Schedule
  /** What is sampled with e^{−β cost} (default: that of the sampler, the number of errors for ±1 weights). */
  readonly cost?: Cost
}

/** What all states have in common: what progress is read off. States are plain data. */
export interface SamplerState {
  /** Sweeps done, of `sweeps`. */
  readonly sweep: number
  readonly sweeps: number
  readonly beta: number
  readonly gamma: number
  /** The cost of each replica. */
  readonly energy: readonly number[]
  /** The share of proposals that were accepted in the last step. */
  readonly acceptance: number
}

/** What a sampler hands over. */
export interface Sample {
  readonly verdict: Verdict
  /** The weights of each replica, and their number of errors, counted anew from the patterns. */
  readonly weights: readonly Float64Array[]
  readonly errors: readonly number[]
  readonly energy: readonly number[]
  /** The mean of the replicas brought back to ±1 or to the sphere, the reference in their midst. Of one replica it is that. */
  readonly barycentre: Float64Array
  readonly barycentreErrors: number
  readonly sweeps: number
  /** The share of all proposals that were accepted. */
  readonly acceptance: number
  /** One entry for each measurement of the stages that are measured. */
  readonly trace: SampleTrace
  /** The stabilities of all replicas at the end, replica by replica. */
  readonly stabilities: Float64Array
  /** Of the stabilities of all replicas at all measurements. */
  readonly histogram: Histogram
  /** β and γ at the end. */
  readonly beta: number
  readonly gamma: number
}

export interface SampleTrace {
  readonly sweep: Float64Array
  readonly beta: Float64Array
  readonly gamma: Float64Array
  /** Mean over replicas. */
  readonly energy: Float64Array
  readonly errors: Float64Array
  /** Mean over pairs of replicas of W^a·W^b/size; 1 of a single one. */
  readonly overlap: Float64Array
}

/** Counts in bins of equal width; what is outside is counted in `below` and `above`. */
export interface Histogram {
  readonly from: number
  readonly width: number
  readonly counts: Float64Array
  readonly below: number
  readonly above: number
}

/** Makes finite machines move. Its iteration's state carries everything, the random numbers included. */
export interface Sampler<S extends SamplerState = SamplerState> {
  readonly name: string
  readonly reference?: string
  /** @throws UNSUITABLE if it is not for such an instance, with what to use instead */
  iterate(instance: Instance, options: SamplerOptions): Iteration<S, Sample>
}

/** Checks a sampler and freezes it. */
export function defineSampler<S extends SamplerState>(sampler: Sampler<S>): Sampler<S> {
  checkSampler(sampler)
  return Object.freeze({ ...sampler })
}

/** Checks that what was passed as a sampler is one. */
export function checkSampler(sampler: unknown): void {
  if (typeof sampler !== 'object' || sampler === null) throw invalid('sampler', sampler, '{ name, iterate }')
  const { name, iterate } = sampler as { name?: unknown; iterate?: unknown }
  callable(`iterate of sampler ${nameOf('sampler', name)}`, iterate)
}
