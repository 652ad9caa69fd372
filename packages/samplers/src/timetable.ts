import { checkSchedule, rampAt, type Schedule, type Stage, sweepsOf } from '@gardner/core'

/** Where a sweep stands in a schedule. */
export interface SchedulePoint {
  readonly stage: Stage
  /** Of the stage. */
  readonly index: number
  /** Sweeps of the stage before this one. */
  readonly sweep: number
  readonly beta: number
  /** undefined: as before. */
  readonly gamma: number | undefined
  readonly replicas: number
  readonly measured: boolean
}

/** A schedule, read sweep by sweep. */
export class Timetable {
  readonly schedule: Schedule
  readonly sweeps: number
  readonly #starts: readonly number[]

  constructor(schedule: Schedule) {
    this.schedule = checkSchedule(schedule)
    this.sweeps = sweepsOf(schedule)
    let start = 0
    this.#starts = schedule.stages.map(({ sweeps }) => {
      start += sweeps
      return start - sweeps
    })
  }

  /** The place of a sweep, counted from 0. Beyond the end: that of the last sweep. */
  at(sweep: number): SchedulePoint {
    const { stages } = this.schedule
    let index = 0
    while (index + 1 < stages.length && this.#starts[index + 1] <= sweep) index++
    const stage = stages[index]
    const within = Math.min(sweep - this.#starts[index], stage.sweeps - 1)
    // a stage of one sweep is at its end
    const share = stage.sweeps === 1 ? 1 : within / (stage.sweeps - 1)
    let replicas = 1
    for (let i = 0; i <= index; i++) replicas = stages[i].replicas ?? replicas
    return {
      stage,
      index,
      sweep: within,
      beta: rampAt(stage.beta, share),
      gamma: stage.gamma === undefined ? undefined : rampAt(stage.gamma, share),
      replicas,
      measured: stage.measure ?? index === stages.length - 1,
    }
  }
}
