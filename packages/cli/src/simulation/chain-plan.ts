import { type Cost, type Instance, type Schedule, wholeNumber } from '@gardner/core'
import { SAMPLER } from '@gardner/core/registry'
import { numeral } from '../option/numeral.js'
import { budgetOf, type Settings } from '../option/settings.js'
import { usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'
import { fingerprint } from './fingerprint.js'
import type { ChainInput } from './job.js'
import { given, type Machine } from './machine.js'
import { seedOf } from './machine-options.js'
import { machineOf } from './machine-source.js'
import { costOf, scheduleOf } from './schedule-options.js'

/** What chains were asked for, checked. */
export interface ChainPlan {
  readonly machine: Machine
  readonly method: string
  readonly schedule?: Schedule
  readonly cost?: Cost
  /** Of each chain. */
  readonly seeds: readonly number[]
  /** Milliseconds in which all of it is to be done. */
  readonly budget?: number
  inputOf(seed: number): ChainInput
}

/** Chains on one instance, from the settings. What the sampler cannot do it says here, before anything is computed. */
export async function chainPlan(session: Session, settings: Settings): Promise<ChainPlan> {
  const { method, sampler } = samplerOf(session, settings)
  const schedule = await scheduleOf(session, settings)
  const cost = costOf(settings)
  const first = seedOf(settings)
  const seeds = Array.from({ length: countOf(settings, 'chains', '1') }, (_, k) => wholeNumber('seed', first + k))
  const machine = await machineOf(session, settings)
  const options = { ...(schedule === undefined ? {} : { schedule }), ...(cost === undefined ? {} : { cost }) }
  // a first state is made only of what fits together
  sampler.iterate(machine.instance, { seed: first, ...options }).init()
  const input = given(machine)
  return {
    machine,
    method,
    ...options,
    seeds,
    ...budgetOf(settings),
    inputOf: (seed) => ({ modules: settings.modules, machine: input, method, options: { seed, ...options } }),
  }
}

export function samplerOf(session: Session, { method }: Settings) {
  const { catalogue } = session
  if (method === undefined) {
    const known = catalogue.all(SAMPLER).map(({ name }) => name)
    throw usageError(`missing method: give --method or a config file with "method"; known: ${known.join(', ')}`)
  }
  return { method, sampler: catalogue.get(SAMPLER, method) }
}

/** More of them are a mistake. */
const MOST = 1_000_000

export function countOf(settings: Settings, name: 'chains' | 'seeds', fallback: string): number {
  const count = wholeNumber(name, numeral(name, settings[name] ?? fallback, 'a whole number, 1 or above'), 1)
  if (count > MOST) throw usageError(`invalid ${name}: ${count}; expected at most ${MOST}`)
  return count
}

/** What results depend on: a checkpoint is good only for the same. */
export const askedOf = ({ machine, method, schedule, cost, seeds }: ChainPlan) => ({
  method,
  seed: seeds[0],
  chains: seeds.length,
  schedule: schedule ?? 'of the method',
  cost: cost ?? 'of the method',
  ...machineAsked(machine.instance),
})

const machineAsked = (instance: Instance) => {
  const { problem, inputs, units, patterns } = instance
  return {
    activation: problem.activation.name,
    weights: problem.weights.name,
    inputs,
    units,
    patterns: patterns.count,
    instance: fingerprint(instance),
  }
}
