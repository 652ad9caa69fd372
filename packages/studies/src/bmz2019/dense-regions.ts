import type { Schedule } from '@gardner/core'
import { type DensityPoint, type Measurement, meanDensity, meanOf } from '@gardner/machines'
import type { Line } from '../line.js'
import type { DrawnInstance, Region, RegionInput } from './region.js'
import type { TheoryInput } from './theory.js'

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

/** That of units of infinitely many inputs, and of as many as there are. */
export type Theory = 'theory' | 'fanTheory'

/** So many. */
export const THEORIES = 2

interface Point {
  readonly x: number
  readonly y: number
}

/** What was found of all instances of a machine. */
export interface DenseResult {
  readonly machine: DenseRegions['machines'][number]
  readonly regions: readonly Region[]
  /** d of the replicas, averaged over instances. */
  readonly distance: Measurement
  /**
   * P(Δ) in bins, averaged over instances, beside the theory of y replicas at that distance averaged over the bin: of units of infinitely
   * many inputs, and of as many as there are.
   */
  readonly density: readonly (DensityPoint & { readonly theory: Measurement; readonly fanTheory: Measurement })[]
  readonly width: number
  /** Both theories as curves. */
  readonly curves: { readonly [theory in Theory]: readonly Point[] }
  readonly fan: { readonly fan: number; readonly margin: number }
  /** The probability of a wrong output, averaged over instances. */
  readonly robustness: readonly {
    readonly eta: number
    readonly replicas: Measurement
    readonly barycentre: Measurement
  }[]
  /** The line that computes the theory. */
  readonly line: Line
}

/** The machine as an instance of a seed, and what is asked of it, for a thread. */
export const regionInput = (
  { alpha, schedule, flips, robust }: DenseRegions,
  { activation, units, inputs }: DenseRegions['machines'][number],
  seed: number,
): RegionInput => {
  const problem = { activation, weights: 'binary', margin: 0, alpha }
  const drawn: DrawnInstance = {
    inputs,
    units,
    seed,
    wiring: 'tree',
    patterns: 'binary',
    labels: 'random',
    ties: 'errors',
  }
  return { machine: { problem, drawn }, options: { seed, schedule }, flips, robust }
}

/** Bins are averaged by two Gauss points in each piece of them, which is at most so long: P(Δ) bends on the scale of √C(1). */
const LONGEST = 0.12
const GAUSS = 0.5 / Math.sqrt(3)

/** Bins reach 6√C(1) on both sides; beyond this share of it nothing is left of P(Δ) in a dense region, nor are there any counts. */
const SHARE = 2 / 3

/** Averages over instances, beside the theory of as many replicas at the distance that they have; undefined where `ask` was ended. */
export async function denseResult(
  study: DenseRegions,
  machine: DenseRegions['machines'][number],
  regions: readonly Region[],
  ask: (input: TheoryInput) => Promise<readonly Measurement[] | undefined>,
): Promise<DenseResult | undefined> {
  const distances = meanOf(regions.map(({ overlap }) => (1 - overlap.value) / 2))
  const histograms = regions.map(({ sample }) => sample.histogram)
  const { from, width } = histograms[0]
  const density = meanDensity(histograms)
  // an edge of the bins lies where what is stored begins: at κ = 0, on a lattice half a spacing below its lowest point above it
  const edge = Math.ceil(-from / width - 1e-6)
  const margin = Number((from + edge * width).toFixed(12)) + 0
  const counted = density.reduce((last, { value }, b) => (value > 0 ? b + 1 : last), 0)
  const end = Math.max(counted, edge + Math.ceil(SHARE * (density.length - edge)))
  const pieces = Math.ceil(width / LONGEST)
  const count = 2 * pieces
  // P(Δ) jumps at κ: of the bin that has it inside, only what lies above is integrated
  const stored = (b: number, kappa: number) => (from + (b + 1) * width - Math.max(from + b * width, kappa)) / width
  const firstBin = (kappa: number) => Math.floor((kappa - from) / width + 1e-6)
  const placesAbove = (kappa: number) =>
    Array.from({ length: (end - firstBin(kappa)) * count }, (_, k) => {
      const b = firstBin(kappa) + Math.floor(k / count)
      const share = stored(b, kappa)
      const middle = (Math.floor((k % count) / 2) + 0.5) / pieces
      const inside = middle + ((k % 2 === 0 ? -1 : 1) * GAUSS) / pieces
      return Number((from + (b + 1 - share * (1 - inside)) * width).toFixed(12))
    })
  const fan = machine.inputs / machine.units
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
  const limit: TheoryInput = {
    problem: { activation: machine.activation, weights: 'binary', alpha: study.alpha, margin: 0 },
    replicas,
    distance: Number(line.options.distance),
    at: placesAbove(0),
  }
  const theories = await Promise.all(
    [limit, { ...limit, problem: { ...limit.problem, margin }, fan, at: placesAbove(margin) }].map(async (input) => {
      const points = await ask(input)
      if (points === undefined) return undefined
      const first = firstBin(input.problem.margin)
      return {
        curve: points.map(({ value }, k) => ({ x: input.at[k], y: value })),
        mean: (b: number) =>
          b < first || b >= end
            ? { value: 0, error: 0 }
            : meanIn(points, b - first, count, stored(b, input.problem.margin)),
      }
    }),
  )
  const [theory, fanTheory] = theories
  if (theory === undefined || fanTheory === undefined) return undefined
  return {
    machine,
    regions,
    distance: distances,
    width,
    fan: { fan, margin },
    density: density.map((point, b) => ({ ...point, theory: theory.mean(b), fanTheory: fanTheory.mean(b) })),
    curves: { theory: theory.curve, fanTheory: fanTheory.curve },
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

/** The mean over a bin, of which so large a share has a density, from so many places. */
function meanIn(points: readonly Measurement[], bin: number, count: number, share: number): Measurement {
  const inside = points.slice(bin * count, (bin + 1) * count)
  const mean = (name: keyof Measurement) => (share * inside.reduce((sum, point) => sum + point[name], 0)) / count
  return { value: mean('value'), error: mean('error') }
}

/** ½∫|P − P_theory|: 0 if they are the same, 1 if they share nothing. */
const deviation = ({ density, width }: DenseResult, of: Theory): number =>
  0.5 * width * density.reduce((sum, { value, [of]: theory }) => sum + Math.abs(value - theory.value), 0)

/** The flips at which robustness is told in the summary. */
export const SHOWN_FLIPS = 0.1

/** A machine of finite size in a line: where its replicas were, and how far P(Δ) is from the theory. */
export function summaryOf(result: DenseResult) {
  const { machine, regions, distance, robustness } = result
  const noisy = robustness.find(({ eta }) => eta === SHOWN_FLIPS)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    ...machine,
    instances: regions.length,
    errors: mean(regions.map(({ sample }) => mean(sample.errors))),
    distance,
    deviation: deviation(result, 'theory'),
    fanDeviation: deviation(result, 'fanTheory'),
    ...(noisy === undefined ? {} : { flipped: noisy.eta, replicas: noisy.replicas, barycentre: noisy.barycentre }),
  }
}
