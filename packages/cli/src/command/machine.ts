import {
  type Ansatz,
  answer,
  type Machine as CoreMachine,
  type CurvePoint,
  capacity,
  curve,
  entropy,
  instability,
  isGardnerError,
  machine,
  replicon,
  run,
  type Threshold,
} from '@gardner/core'
import { ANSATZ, type Catalogue, WEIGHTS } from '@gardner/core/registry'
import type { Load } from '@gardner/results'
import { lastValueFrom } from 'rxjs'
import type { Settings } from '../option/settings.js'
import { severalIn, variantsOf } from '../option/several.js'

/** A critical load and what it cost. */
export interface Found extends Load {
  readonly seconds: number
}

/** A machine of the table and what was found of it. */
export interface Machine {
  readonly title: string
  readonly activation: string
  readonly weights: string
  readonly problem: CoreMachine
  // biome-ignore lint/suspicious/noExplicitAny: order parameters are read by their symbols
  readonly ansatz: Ansatz<any>
  readonly thresholds: { capacity?: Found; instability?: Found }
  curve: readonly CurvePoint[]
}

const titles: Readonly<Record<string, string>> = {
  linear: 'perceptron',
  sign: 'sign machine',
  relu: 'ReLU machine',
  sigmoid: 'sigmoid machine',
}

/** Those of the literature, where nobody asks for others. */
const usual = { activation: Object.keys(titles).join(','), weights: 'binary,spherical' }

/** The settings of each machine of the table, with the names of its activation and weights. */
export function namesOfMachines(catalogue: Catalogue, settings: Settings): readonly Settings[] {
  const { activation = usual.activation, weights = usual.weights } = settings.typed
  return variantsOf(catalogue, { ...settings, activation, weights }, severalIn.table).map((one) => one.settings)
}

/** The perceptron and the committee machines of the literature with either weights, or those of the activations and weights that were typed. */
export function machinesOf(catalogue: Catalogue, settings: Settings): Machine[] {
  return namesOfMachines(catalogue, settings).map((one) => {
    const [name, prior] = [one.activation ?? '', one.weights ?? '']
    return {
      title: titleOf(name),
      activation: name,
      weights: prior,
      problem: machine({ activation: catalogue.activation(name), weights: catalogue.get(WEIGHTS, prior) }),
      ansatz: catalogue.get(ANSATZ, 'rs'),
      thresholds: {},
      curve: [],
    }
  })
}

const titleOf = (activation: string): string =>
  Object.hasOwn(titles, activation) ? titles[activation] : `${activation} machine`

const finders = { capacity, instability }

/** A critical load of a machine. That there is none is a result. */
export async function findThreshold(
  { problem, ansatz }: Machine,
  name: 'capacity' | 'instability',
  signal: AbortSignal,
  clock: () => number,
): Promise<Found> {
  const start = clock()
  const timed = ({ value, error, reason }: Pick<Threshold, 'value' | 'error' | 'reason'>): Found => ({
    value,
    error,
    ...(reason === undefined ? {} : { reason }),
    seconds: (clock() - start) / 1000,
  })
  try {
    return timed(await answer(finders[name](problem, ansatz), { signal }))
  } catch (error) {
    if (!isGardnerError(error) || signal.aborted) throw error
    if (error.code === 'UNSUITABLE') {
      return timed({ value: Number.POSITIVE_INFINITY, error: 0, reason: error.message })
    }
    if (error.code !== 'NOT_CONVERGED') throw error
    return timed({ value: Number.NaN, error: Number.NaN, reason: error.message })
  }
}

const LOAD_STEP = 0.01

/** S(α) in steps of 0.01 up to the capacity, or up to the instability where there is no capacity. */
export async function traceEntropy(committee: Machine, signal: AbortSignal): Promise<readonly CurvePoint[]> {
  const { problem, ansatz, thresholds } = committee
  const ends = [thresholds.capacity?.value, thresholds.instability?.value]
  const end = ends.find((value) => value !== undefined && Number.isFinite(value)) ?? 1
  const steps = Math.floor(end / LOAD_STEP)
  const alpha = Array.from({ length: steps + 1 }, (_, i) => Number((i * LOAD_STEP).toFixed(2)))
  if (alpha[steps] < end) alpha.push(end)
  const { state } = await lastValueFrom(
    run(curve(problem, ansatz, { alpha, quantities: [entropy, replicon] }), { signal }),
  )
  // on the sphere the branch ends at the capacity itself
  return state.points.filter(({ verdict }) => verdict === 'converged')
}
