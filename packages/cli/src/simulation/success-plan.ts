import { type Cost, GardnerError, type Schedule, wholeNumber } from '@gardner/core'
import { instance } from '@gardner/machines'
import { grid } from '../option/grid.js'
import { budgetOf, isPatternFile, problemOf, type Settings } from '../option/settings.js'
import { usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'
import { countOf, samplerOf } from './chain-plan.js'
import { fingerprint } from './fingerprint.js'
import type { ChainInput } from './job.js'
import type { Machine } from './machine.js'
import { drawnOf, marginOf, seedOf } from './machine-options.js'
import { costOf, scheduleOf } from './schedule-options.js'

/** A load of whole patterns. */
export interface LoadOfPatterns {
  /** P over the number of weights; what was asked for, if that is not a whole number of patterns, is next to it. */
  readonly alpha: number
  readonly patterns: number
}

/** What was asked for of loads, checked. */
export interface SuccessPlan {
  readonly loads: readonly LoadOfPatterns[]
  readonly seeds: readonly number[]
  readonly method: string
  readonly schedule?: Schedule
  readonly cost?: Cost
  readonly budget?: number
  /** The instance of the largest load. */
  readonly machine: Machine
  inputOf(load: LoadOfPatterns, seed: number): ChainInput
}

/** Attempts at all loads, from the settings. The largest instance is made once, so that what cannot be is known at once. */
export async function successPlan(session: Session, settings: Settings): Promise<SuccessPlan> {
  const { method, sampler } = samplerOf(session, settings)
  const { alpha, patterns = 'binary' } = settings
  if (alpha === undefined) throw usageError('missing alpha: give --alpha, such as --alpha 0.3:0.7:0.02')
  if (isPatternFile(patterns)) {
    throw usageError(`invalid patterns: "${patterns}"; expected binary or gaussian, which can be drawn at any load`)
  }
  const asked = await scheduleOf(session, settings)
  // a solution that is left again is a solution found
  const schedule = asked === undefined ? undefined : { ...asked, until: 'solved' as const }
  const cost = costOf(settings)
  const first = seedOf(settings)
  const seeds = Array.from({ length: countOf(settings, 'seeds', '20') }, (_, k) => wholeNumber('seed', first + k))
  const drawn = drawnOf(settings)
  const margin = marginOf(settings)
  const values = [...new Set(grid('alpha', alpha))].sort((a, b) => a - b)
  const { problem, activation, weights } = problemOf(session, settings, { ...margin, alpha: values[0] })
  const machineAt = (load: number) => instance({ problem: problem.at({ alpha: load }), ...drawn })
  // the smallest load must have a pattern, the largest must fit
  machineAt(values[0])
  const largest = machineAt(values[values.length - 1])
  const loads = distinct(values, largest.size)
  const options = { ...(schedule === undefined ? {} : { schedule }), ...(cost === undefined ? {} : { cost }) }
  sampler.iterate(largest, { seed: first, ...options }).init()
  const named = { activation, weights, margin: margin.margin ?? 0 }
  return {
    loads,
    seeds,
    method,
    ...options,
    ...budgetOf(settings),
    machine: { instance: largest, activation, weights },
    inputOf: ({ alpha: load }, seed) => ({
      modules: settings.modules,
      machine: { kind: 'drawn', problem: { ...named, alpha: load }, drawn: { ...drawn, seed } },
      method,
      options: { seed, ...options },
    }),
  }
}

/** Loads as whole patterns; two of the same number are a mistake. */
function distinct(values: readonly number[], size: number): readonly LoadOfPatterns[] {
  return values.map((value, i) => {
    const patterns = Math.round(value * size)
    if (i > 0 && Math.round(values[i - 1] * size) === patterns) {
      throw new GardnerError(
        'INVALID_OPTION',
        `invalid alpha: ${values[i - 1]} and ${value} are both ${patterns} patterns; expected loads at least ${1 / size} apart`,
      )
    }
    return { alpha: patterns / size, patterns }
  })
}

/** What results depend on: a checkpoint is good only for the same. */
export const askedOf = ({ machine, loads, seeds, method, schedule, cost }: SuccessPlan) => ({
  method,
  seed: seeds[0],
  seeds: seeds.length,
  patterns: loads.map(({ patterns }) => patterns),
  schedule: schedule ?? 'of the method',
  cost: cost ?? 'of the method',
  activation: machine.activation,
  weights: machine.weights,
  labels: machine.instance.origin.labels,
  largest: fingerprint(machine.instance),
})
