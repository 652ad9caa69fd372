import {
  type Instance,
  type ProblemSpec,
  type RunOptions,
  run,
  type Sample,
  type SamplerOptions,
  type SamplerState,
  type Ties,
  type Wiring,
} from '@gardner/core'
import { type Catalogue, SAMPLER } from '@gardner/core/registry'
import { instance, type Measurement, type RobustnessPoint, robustness } from '@gardner/machines'
import { autocorrelation } from '@gardner/samplers'
import { concatMap, defer, from, map, type Observable } from 'rxjs'

/** What an instance is drawn from, beside its problem. */
export interface DrawnInstance {
  readonly inputs: number
  readonly units: number
  readonly seed: number
  readonly wiring: Wiring
  readonly patterns: 'binary' | 'gaussian'
  readonly labels: 'random' | 'teacher'
  readonly ties: Ties
}

/** An instance, for a thread, and what is asked of the replicas that are found in it. */
export interface RegionInput {
  readonly machine: { readonly problem: ProblemSpec & { readonly margin: number }; readonly drawn: DrawnInstance }
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

/** A chain ends when its schedule does. */
const MOST_STEPS = Number.MAX_SAFE_INTEGER

/** The job that samples an instance and asks how robust what was found is. */
export const regionJob =
  (catalogue: () => Promise<Catalogue>) =>
  (input: RegionInput, { signal }: RunOptions<unknown>): Observable<RegionEvent> =>
    defer(() => {
      const start = performance.now()
      return from(catalogue()).pipe(
        concatMap((names) => {
          const { problem, drawn } = input.machine
          const machine = instance({ problem: names.problem(problem), ...drawn })
          const iteration = names.get(SAMPLER, 'replicated').iterate(machine, input.options)
          const limits = { maxSteps: MOST_STEPS, ...(signal === undefined ? {} : { signal }) }
          return run<SamplerState, Sample>(iteration, limits).pipe(
            map((event): RegionEvent => {
              if (event.kind === 'step') return { kind: 'step', share: event.state.sweep / event.state.sweeps }
              if (event.result.verdict === 'interrupted') return { kind: 'interrupted' }
              const region = asked(machine, input, event.result)
              return { kind: 'done', region, seconds: (performance.now() - start) / 1000 }
            }),
          )
        }),
      )
    })

function asked(machine: Instance, { options: { seed }, flips, robust }: RegionInput, sample: Sample): Region {
  const robustnessOf = (weights: Float64Array) => robustness(machine, weights, flips, { seed })
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
