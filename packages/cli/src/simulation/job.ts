import {
  decodeCheckpoint,
  encodeCheckpoint,
  type Progress,
  type RunOptions,
  run,
  type Sample,
  type SamplerOptions,
  type SamplerState,
  type Verdict,
} from '@gardner/core'
import { SAMPLER } from '@gardner/core/registry'
import type { Jobs, Pool } from '@gardner/core/worker'
import { type RobustnessPoint, robustness, tiesAt } from '@gardner/machines'
import { concatMap, defer, from, map, mergeMap, type Observable } from 'rxjs'
import type { UsedModule } from '../session/plugin-source.js'
import { catalogueOf, type MachineInput, machineFrom } from './machine.js'

/** A chain as names, numbers and patterns. */
export interface ChainInput {
  readonly modules: readonly UsedModule[]
  readonly machine: MachineInput
  readonly method: string
  readonly options: SamplerOptions
  /** The text of the checkpoint to go on from. */
  readonly resume?: string
  /** Milliseconds from one checkpoint to the next (default: none is made). */
  readonly saveEvery?: number
}

/** How far a chain is, its checkpoints, and at last what it found. */
export type ChainEvent =
  | ({ readonly kind: 'step' } & ChainProgress)
  | { readonly kind: 'checkpoint'; readonly text: string }
  | { readonly kind: 'done'; readonly sample: Sample; readonly checkpoint?: string }

/** What a line of progress tells. */
export interface ChainProgress {
  readonly sweep: number
  readonly sweeps: number
  readonly beta: number
  readonly gamma: number
  /** Mean over replicas. */
  readonly energy: number
  readonly acceptance: number
}

/** Whether a chain finds weights without errors. */
export type AttemptEvent =
  | ({ readonly kind: 'step' } & ChainProgress)
  | {
      readonly kind: 'done'
      readonly verdict: Verdict
      readonly solved: boolean
      readonly sweeps: number
      /** Of the best replica; and how many patterns have Δ = κ in it. */
      readonly errors: number
      readonly tied: number
    }

export interface RobustnessInput {
  readonly modules: readonly UsedModule[]
  readonly machine: MachineInput
  readonly weights: Float64Array
  readonly etas: readonly number[]
  readonly seed: number
}

/** The work on finite machines, here or in a thread. */
export const simulationJobs = {
  sample: (input: ChainInput, { signal }: RunOptions<unknown>): Observable<ChainEvent> => {
    const { saveEvery = Number.POSITIVE_INFINITY } = input
    const due = pacing(saveEvery)
    return chainOf(input, signal).pipe(
      mergeMap((event): ChainEvent[] => {
        const text = () => encodeCheckpoint({ step: event.step, state: event.state })
        if (event.kind === 'done') {
          return [{ kind: 'done', sample: event.result, ...(Number.isFinite(saveEvery) ? { checkpoint: text() } : {}) }]
        }
        const step: ChainEvent = { kind: 'step', ...progressOf(event.state) }
        return [step, ...due(() => ({ kind: 'checkpoint' as const, text: text() }))]
      }),
    )
  },

  attempt: (input: ChainInput, { signal }: RunOptions<unknown>): Observable<AttemptEvent> =>
    chainOf(input, signal).pipe(
      map((event): AttemptEvent => {
        if (event.kind === 'step') return { kind: 'step', ...progressOf(event.state) }
        const { verdict, errors, sweeps, stabilities } = event.result
        const best = Math.min(...errors)
        const count = stabilities.length / errors.length
        const first = errors.indexOf(best) * count
        const tied = tiesAt(stabilities.subarray(first, first + count), input.machine.problem.margin)
        return { kind: 'done', verdict, solved: best === 0, sweeps, errors: best, tied }
      }),
    ),

  /** The points of a curve, none if the signal comes before the work is begun. */
  robustness: (
    input: RobustnessInput,
    { signal }: RunOptions<unknown>,
  ): Observable<{ readonly kind: 'done'; readonly points: RobustnessPoint[] }> =>
    defer(async () => {
      if (signal?.aborted) return { kind: 'done' as const, points: [] }
      const catalogue = await catalogueOf(input.modules)
      const points = robustness(machineFrom(catalogue, input.machine), input.weights, input.etas, { seed: input.seed })
      return { kind: 'done' as const, points }
    }),
} satisfies Jobs

export type SimulationWorkers = Pool<typeof simulationJobs>

/** A chain ends when its schedule does. */
const MOST_STEPS = Number.MAX_SAFE_INTEGER

function chainOf(input: ChainInput, signal: AbortSignal | undefined): Observable<Progress<SamplerState, Sample>> {
  return from(catalogueOf(input.modules)).pipe(
    concatMap((catalogue) => {
      const sampler = catalogue.get(SAMPLER, input.method)
      const iteration = sampler.iterate(machineFrom(catalogue, input.machine), input.options)
      return run<SamplerState, Sample>(iteration, {
        maxSteps: MOST_STEPS,
        ...(signal === undefined ? {} : { signal }),
        ...(input.resume === undefined ? {} : { resume: decodeCheckpoint<SamplerState>(input.resume) }),
      })
    }),
  )
}

function progressOf(state: SamplerState): ChainProgress {
  const { sweep, sweeps, beta, gamma, energy, acceptance } = state
  return {
    sweep,
    sweeps,
    beta,
    gamma,
    energy: energy.reduce((sum, value) => sum + value, 0) / energy.length,
    acceptance,
  }
}

/** Checkpoints take this share of the time at most. */
const SHARE = 0.05

/** Makes something whenever so many milliseconds have passed, less often if making it takes long. */
function pacing(period: number) {
  let next = performance.now() + period
  return <T>(make: () => T): T[] => {
    const start = performance.now()
    if (start < next) return []
    const made = make()
    const end = performance.now()
    next = end + Math.max(period, (end - start) / SHARE)
    return [made]
  }
}
