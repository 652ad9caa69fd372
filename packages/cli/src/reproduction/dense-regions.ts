import type { Sample, Schedule } from '@gardner/core'
import {
  autocorrelation,
  type DensityPoint,
  type Measurement,
  meanDensity,
  meanOf,
  type RobustnessPoint,
} from '@gardner/samplers'
import { lastValueFrom, type Observable, tap } from 'rxjs'
import type { ChainEvent } from '../simulation/job.js'
import type { DrawnInstance, MachineInput, NamedProblem } from '../simulation/machine.js'
import type { Workers } from '../workers.js'
import type { Line, Told } from './job.js'

/** Machines of finite size whose dense regions are sampled, and for how long. */
export interface DenseRegions {
  readonly name: string
  readonly machines: readonly {
    readonly activation: string
    readonly units: number
    readonly inputs: number
  }[]
  readonly alpha: number
  readonly schedule: Schedule
  /** Instances of seeds 1, 2, … */
  readonly instances: number
  /** Probabilities of flipped inputs. */
  readonly flips: readonly number[]
  /** The first so many replicas are asked how robust they are: it is the instances that differ, not they. */
  readonly robust: number
}

/** y replicas that are gathered at mutual distance d = 0.05, and then left there. */
const replicas = 10
const distance = 0.05

const scheduleOf = (sweeps: number): Schedule => ({
  stages: [
    { sweeps, beta: [0.8, 4], gamma: [0.8, 1.8], replicas },
    { sweeps, beta: [4, 10], overlap: 1 - 2 * distance, tolerance: 0.02 },
    { sweeps, beta: 10 },
  ],
  every: 10,
})

const flips = [0, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]

/** Each unit has 15 inputs, or 31 as N ≈ 1000 makes it: an odd number, so that no field of sign vanishes. */
const machinesOf = (fan: number) => [
  { activation: 'sign', units: 33, inputs: 33 * fan },
  { activation: 'relu', units: 32, inputs: 32 * fan },
]

const common = { alpha: 0.4, flips }

/** In seconds, and in minutes. */
export const denseRegions = {
  quick: { ...common, name: 'quick', machines: machinesOf(15), instances: 5, schedule: scheduleOf(1000), robust: 2 },
  full: { ...common, name: 'full', machines: machinesOf(31), instances: 20, schedule: scheduleOf(4000), robust: 3 },
} satisfies Record<string, DenseRegions>

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

/** What was found of all instances of a machine. */
export interface DenseResult {
  readonly machine: DenseRegions['machines'][number]
  readonly regions: readonly Region[]
  /** d of the replicas, averaged over instances. */
  readonly distance: Measurement
  /** P(Δ) in bins, averaged over instances, beside the theory of y replicas at that distance averaged over the bin. */
  readonly density: readonly (DensityPoint & { readonly theory: Measurement })[]
  readonly width: number
  /** The probability of a wrong output, averaged over instances. */
  readonly robustness: readonly {
    readonly eta: number
    readonly replicas: Measurement
    readonly barycentre: Measurement
  }[]
  /** The line that computes the theory. */
  readonly line: Line
}

/** The machine as an instance of a seed, for a thread. */
const inputOf = (
  { alpha }: DenseRegions,
  { activation, units, inputs }: DenseRegions['machines'][number],
  seed: number,
): MachineInput => {
  const named: NamedProblem = { activation, weights: 'binary', margin: 0, alpha }
  const drawn: DrawnInstance = { inputs, units, seed, wiring: 'tree', patterns: 'binary', labels: 'random' }
  return { kind: 'drawn', named, drawn }
}

/** Samples an instance and asks how robust what was found is; undefined where the signal came first. */
export async function sampleRegion(
  workers: Workers,
  study: DenseRegions,
  machine: DenseRegions['machines'][number],
  seed: number,
  signal: AbortSignal,
  watch: (share: number) => void,
): Promise<Region | undefined> {
  const input = inputOf(study, machine, seed)
  const modules = [] as const
  const options = { seed, schedule: study.schedule }
  const events = workers.submit('sample', { modules, machine: input, method: 'replicated', options }, { signal })
  const last = await lastValueFrom(
    events.pipe(tap((event: ChainEvent) => void (event.kind === 'step' && watch((0.9 * event.sweep) / event.sweeps)))),
  )
  const { sample } = last as Extract<ChainEvent, { kind: 'done' }>
  if (sample.verdict === 'interrupted') return undefined
  const robustnessOf = async (weights: Float64Array) => {
    const asked = { modules, machine: input, weights, etas: study.flips, seed }
    return (await lastValueFrom(workers.submit('robustness', asked, { signal }))).points
  }
  const weights = [...sample.weights.slice(0, study.robust), sample.barycentre]
  const [barycentre, ...rest] = (await Promise.all(weights.map(robustnessOf))).reverse()
  watch(1)
  return {
    seed,
    sample,
    overlap: autocorrelation(sample.trace.overlap).mean,
    robustness: { replicas: rest.reverse(), barycentre },
  }
}

/** Bins are averaged over places that are at most so far from each other, and over four at the least. */
const CLOSEST = 0.03

/** No stability is farther above κ than that, to more digits than anything here has. */
const FARTHEST = 7

/** Averages over instances, beside the theory of as many replicas at the distance that they have. */
export async function denseResult(
  workers: Workers,
  study: DenseRegions,
  machine: DenseRegions['machines'][number],
  regions: readonly Region[],
  signal: AbortSignal,
): Promise<DenseResult | undefined> {
  const distances = meanOf(regions.map(({ overlap }) => (1 - overlap.value) / 2))
  const histograms = regions.map(({ sample }) => sample.histogram)
  const { from, width } = histograms[0]
  const density = meanDensity(histograms)
  const count = Math.max(4, Math.ceil(width / CLOSEST))
  // no solution has a stability below κ = 0
  const [first, end] = [Math.floor(-from / width), Math.min(density.length, Math.ceil((FARTHEST - from) / width))]
  const places = Array.from({ length: (end - first) * count }, (_, k) =>
    Number((from + (first + (k + 0.5) / count) * width).toFixed(12)),
  )
  const line: Line = {
    command: 'stabilities',
    options: {
      activation: machine.activation,
      weights: 'binary',
      alpha: String(study.alpha),
      replicas: String(replicas),
      distance: distances.value.toFixed(4),
    },
  }
  const asked: Line = { ...line, options: { ...line.options, stabilities: places.join(',') } }
  const told = (await lastValueFrom(workers.submit('command', asked, { signal }) as Observable<Told>)) as Told
  if (told.kind !== 'done' || told.verdict === 'interrupted') return undefined
  const rows = told.records as readonly { readonly density?: number; readonly densityError?: number }[]
  const theoryOf = (b: number): Measurement => {
    if (b < first || b >= end) return { value: 0, error: 0 }
    const inside = rows.slice((b - first) * count, (b - first + 1) * count)
    const mean = (of: (row: (typeof rows)[number]) => number | undefined) =>
      inside.reduce((sum, row) => sum + (of(row) ?? Number.NaN), 0) / count
    return { value: mean((row) => row.density), error: mean((row) => row.densityError) }
  }
  return {
    machine,
    regions,
    distance: distances,
    width,
    density: density.map((point, b) => ({ ...point, theory: theoryOf(b) })),
    robustness: study.flips.map((eta, k) => ({
      eta,
      replicas: meanOf(
        regions.map(({ robustness: { replicas: all } }) => all.reduce((sum, of) => sum + of[k].value, 0) / all.length),
      ),
      barycentre: meanOf(regions.map(({ robustness: { barycentre } }) => barycentre[k].value)),
    })),
    line,
  }
}
