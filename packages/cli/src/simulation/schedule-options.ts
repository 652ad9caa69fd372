import { type Cost, checkCost, checkSchedule, finite, type Ramp, type Schedule, type Stage } from '@gardner/core'
import { textOf } from '../file/reading.js'
import { chosen } from '../option/declared.js'
import { numeral } from '../option/numeral.js'
import type { Options, Settings } from '../option/settings.js'
import { messageOf, usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'

const flags = ['sweeps', 'warmup', 'beta', 'gamma', 'replicas', 'overlap', 'until'] as const satisfies (keyof Options)[]

/** The schedule of a file or of flags; undefined where there is neither, and the sampler has one of its own. */
export async function scheduleOf(session: Session, settings: Settings): Promise<Schedule | undefined> {
  const { typed, schedule } = settings
  const typedFlag = flags.find((flag) => typed[flag] !== undefined)
  if (typed.schedule !== undefined && typedFlag !== undefined) {
    throw usageError(`--schedule and --${typedFlag} exclude each other: a schedule says it all`)
  }
  if (schedule !== undefined && typedFlag === undefined) return scheduleFile(session, schedule)
  const flag = flags.find((name) => settings[name] !== undefined)
  return flag === undefined ? undefined : checkSchedule(flagSchedule(settings, flag))
}

/**
 * One stage, and before it a warm-up that is not measured. Where β and γ are held, the warm-up takes a quarter of the sweeps, or as many
 * sweeps if an overlap is to be brought about; where they rise there is none, unless it is asked for.
 */
function flagSchedule(settings: Settings, flag: string): Schedule {
  const { sweeps, beta, gamma, replicas, overlap, warmup, until } = settings
  if (sweeps === undefined)
    throw usageError(`missing sweeps: --${flag} is part of a schedule; give --sweeps and --beta`)
  if (beta === undefined) throw usageError('missing beta: give --beta, such as --beta 2 or --beta 0.5:8')
  const count = numeral('sweeps', sweeps)
  const there = ramp('beta', beta)
  const coupling = gamma === undefined ? undefined : ramp('gamma', gamma)
  const first = {
    ...(replicas === undefined ? {} : { replicas: numeral('replicas', replicas) }),
    ...(overlap === undefined ? {} : { overlap: finite('overlap', numeral('overlap', overlap)) }),
  }
  const ending = until === undefined ? {} : { until: chosen('until', until) }
  const held = typeof there === 'number' && typeof coupling !== 'object'
  const before = warmup === undefined ? undefined : numeral('warmup', warmup)
  const warming = before ?? (held ? (overlap === undefined ? Math.ceil(count / 4) : count) : 0)
  const stage: Stage = { sweeps: count, beta: there, ...(coupling === undefined ? {} : { gamma: coupling }) }
  if (warming === 0) return { ...ending, stages: [{ ...stage, ...first }] }
  const start: Stage = {
    sweeps: warming,
    beta: startOf(there),
    ...(coupling === undefined ? {} : { gamma: startOf(coupling) }),
    ...first,
  }
  // the coupling that made the overlap is held on to
  const { gamma: _, ...uncoupled } = stage
  return { ...ending, stages: [start, overlap === undefined ? stage : uncoupled] }
}

const startOf = (value: Ramp): number => (typeof value === 'number' ? value : value[0])

/** `2`, or `0.5:8` from the first to the second. */
function ramp(name: string, text: string): Ramp {
  const parts = text.split(':').map((part) => numeral(name, part, 'a number, or from:to'))
  if (parts.length > 2) throw usageError(`invalid ${name}: "${text}"; expected a number, or from:to`)
  return parts.length === 1 ? parts[0] : [parts[0], parts[1]]
}

async function scheduleFile(session: Session, path: string): Promise<Schedule> {
  const text = textOf(session, path, 'schedule')
  try {
    return checkSchedule(/\.json$/i.test(path) ? JSON.parse(text) : (await import('yaml')).parse(text))
  } catch (error) {
    // without the class of the error, on one line
    throw usageError(`cannot use schedule ${path}: ${messageOf(new Error((error as Error).message))}`, error)
  }
}

/** `errors`, `deficit`, or `cross-entropy:T`. */
export function costOf({ cost }: Settings): Cost | undefined {
  if (cost === undefined) return undefined
  const [name, ...rest] = cost.split(':')
  const kind = chosen('cost', name)
  if (kind !== 'cross-entropy') {
    if (rest.length > 0) throw usageError(`invalid cost: "${cost}"; ${kind} takes no parameters`)
    return { kind }
  }
  if (rest.length !== 1) throw usageError(`invalid cost: "${cost}"; expected a temperature, such as cross-entropy:0.5`)
  return checkCost({ kind, temperature: numeral('temperature of the cross-entropy', rest[0]) })
}
