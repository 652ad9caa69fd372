import { invalid } from './input/error.js'
import { finite, nonNegative, onlyKeys, positive, wholeNumber } from './input/option.js'

/** A value that is held, or goes from the first to the second over the sweeps of a stage. */
export type Ramp = number | readonly [from: number, to: number]

/**
 * A stretch of a simulation. A sweep is as many proposals as there are weights, in every replica; where all weights move at once, one
 * proposal for each replica.
 */
export interface Stage {
  readonly sweeps: number
  /** Inverse temperature β ≥ 0 of the cost of each replica. */
  readonly beta: Ramp
  /** Coupling γ ≥ 0 between replicas (default: as before, 0 at first). */
  readonly gamma?: Ramp
  /** How many replicas y (default: as many as before, 1 at first). New ones begin as copies of those there are. */
  readonly replicas?: number
  /** A mean overlap of the replicas that is brought about by changing γ, which then is only where the search begins. */
  readonly overlap?: number
  /** What the mean overlap of the second half of the stage may be off by (default 0.01); else the run ends as stalled. */
  readonly tolerance?: number
  /** Is what is measured in it part of the averages? (default: false but for a schedule's last stage) */
  readonly measure?: boolean
}

/** β, γ and y over the time of a simulation, as data: the same for every sampler. */
export interface Schedule {
  readonly stages: readonly Stage[]
  /** `solved` ends as soon as a replica has no errors; `end` goes through all stages (default). */
  readonly until?: 'solved' | 'end'
  /** Sweeps from one measurement to the next (default 1). */
  readonly every?: number
}

/** More sweeps than that are a mistake. */
const MOST_SWEEPS = 1e12

/** Checks a schedule, of code or of a file. */
export function checkSchedule(schedule: Schedule): Schedule {
  if (typeof schedule !== 'object' || schedule === null) throw invalid('schedule', schedule, '{ stages: [...] }')
  onlyKeys('schedule', schedule, ['stages', 'until', 'every'])
  const { stages, until, every } = schedule
  if (!Array.isArray(stages) || stages.length === 0) throw invalid('stages', stages, 'a non-empty list of stages')
  if (until !== undefined && until !== 'solved' && until !== 'end') throw invalid('until', until, 'solved or end')
  if (every !== undefined) wholeNumber('every', every, 1)
  let replicas = 1
  for (const [i, stage] of stages.entries()) {
    checkStage(`stage ${i + 1}`, stage)
    replicas = stage.replicas ?? replicas
    if (stage.overlap === undefined || replicas > 1) continue
    throw invalid(`overlap of stage ${i + 1}`, stage.overlap, 'two replicas or more, which can have one')
  }
  return schedule
}

function checkStage(name: string, stage: Stage): void {
  if (typeof stage !== 'object' || stage === null) throw invalid(name, stage, '{ sweeps, beta, … }')
  onlyKeys(name, stage, ['sweeps', 'beta', 'gamma', 'replicas', 'overlap', 'tolerance', 'measure'])
  const { sweeps, beta, gamma, replicas, overlap, tolerance, measure } = stage
  if (typeof sweeps !== 'number' || !Number.isInteger(sweeps) || sweeps < 1 || sweeps > MOST_SWEEPS) {
    throw invalid(`sweeps of ${name}`, sweeps, 'a whole number from 1 to 1e12: a schedule has to end')
  }
  ramp(`beta of ${name}`, beta)
  if (gamma !== undefined) ramp(`gamma of ${name}`, gamma)
  if (replicas !== undefined) wholeNumber(`replicas of ${name}`, replicas, 1)
  if (overlap !== undefined && !(finite(`overlap of ${name}`, overlap) > -1 && overlap < 1)) {
    throw invalid(`overlap of ${name}`, overlap, 'a number between −1 and 1')
  }
  if (overlap !== undefined && gamma !== undefined && typeof gamma !== 'number') {
    throw invalid(`gamma of ${name}`, gamma, 'one number to begin with, since an overlap is to be held')
  }
  if (tolerance !== undefined) positive(`tolerance of ${name}`, tolerance)
  if (measure !== undefined && typeof measure !== 'boolean') {
    throw invalid(`measure of ${name}`, measure, 'true or false')
  }
}

function ramp(name: string, value: Ramp): void {
  if (typeof value === 'number') nonNegative(name, value)
  else if (Array.isArray(value) && value.length === 2) for (const end of value) nonNegative(name, end)
  else throw invalid(name, value, 'a number, zero or above, or [from, to]')
}

/** The value of a ramp at a share 0 … 1 of its stage: linear in between. */
export const rampAt = (value: Ramp, share: number): number =>
  typeof value === 'number' ? value : value[0] + (value[1] - value[0]) * share

/** All sweeps of a schedule. */
export const sweepsOf = ({ stages }: Schedule): number => stages.reduce((sum, { sweeps }) => sum + sweeps, 0)
