import type { RunOptions, Sample, SamplerOptions } from '@gardner/core'
import { type Measurement, type RobustnessPoint, robustness } from '@gardner/machines'
import { autocorrelation } from '@gardner/samplers'
import { concatMap, defer, type Observable } from 'rxjs'
import { type ChainEvent, simulationJobs } from '../simulation/job.js'
import { catalogueOf, type MachineInput, machineFrom } from '../simulation/machine.js'

/** An instance, for a thread, and what is asked of the replicas that are found in it. */
export interface RegionInput {
  readonly machine: MachineInput
  readonly options: SamplerOptions
  /** Probabilities of flipped inputs. */
  readonly flips: readonly number[]
  /** The first so many replicas are asked how robust they are: it is the instances that differ, not they. */
  readonly robust: number
}

/** One instance with its replicas. */
export interface Region {
  readonly seed: number
  readonly sample: Sample
  /** Of the mean overlap of the replicas while they were measured. */
  readonly overlap: Measurement
  readonly robustness: {
    readonly replicas: readonly (readonly RobustnessPoint[])[]
    readonly barycentre: readonly RobustnessPoint[]
  }
}

/** How far an instance is, then what was found in it: nothing where the signal came first. */
export type RegionEvent =
  | { readonly kind: 'step'; readonly share: number }
  | { readonly kind: 'done'; readonly region: Region; readonly seconds: number }
  | { readonly kind: 'interrupted' }

/** Samples an instance and asks how robust what was found is. */
export const sampling = (input: RegionInput, { signal }: RunOptions<unknown>): Observable<RegionEvent> =>
  defer(() => {
    const start = performance.now()
    const { machine, options } = input
    const limits = signal === undefined ? {} : { signal }
    return simulationJobs.sample({ modules: [], machine, method: 'replicated', options }, limits).pipe(
      concatMap(async (event): Promise<RegionEvent> => {
        if (event.kind === 'step') return { kind: 'step', share: event.sweep / event.sweeps }
        // nobody asked for checkpoints
        const { sample } = event as Extract<ChainEvent, { kind: 'done' }>
        if (sample.verdict === 'interrupted') return { kind: 'interrupted' }
        const region = await asked(input, sample)
        return { kind: 'done', region, seconds: (performance.now() - start) / 1000 }
      }),
    )
  })

async function asked({ machine, options: { seed }, flips, robust }: RegionInput, sample: Sample): Promise<Region> {
  const instance = machineFrom(await catalogueOf([]), machine)
  const robustnessOf = (weights: Float64Array) => robustness(instance, weights, flips, { seed })
  return {
    seed,
    sample,
    overlap: autocorrelation(sample.trace.overlap).mean,
    robustness: {
      replicas: sample.weights.slice(0, robust).map(robustnessOf),
      barycentre: robustnessOf(sample.barycentre),
    },
  }
}
