import type { Ramp } from '@gardner/core'
import type { SchedulePoint } from '../timetable.js'

/** How far a proposal goes, and what it is adapted to. */
export interface StepSizeOptions {
  /** Where there is nothing in memory yet. */
  readonly initial: number
  readonly most: number
  /** The acceptance that is aimed at. */
  readonly acceptance: number
}

const LEAST = 1e-9
/** The change of log ε for an acceptance that is off by 1: FIRST_GAIN/(1 + n/SETTLING) after n of them, LAST_GAIN from then on. */
const FIRST_GAIN = 1
const LAST_GAIN = 0.05
const SETTLING = 10

/**
 * May sweeps at this place of the schedule adapt the size? Not where they are measured at a β and γ that are held: a size that depends on the past
 * breaks detailed balance. While β or γ move there is no equilibrium to keep.
 */
export const mayAdapt = ({ stage, measured }: SchedulePoint): boolean =>
  !measured || moves(stage.beta) || (stage.gamma !== undefined && moves(stage.gamma))

const moves = (ramp: Ramp): boolean => typeof ramp !== 'number' && ramp[0] !== ramp[1]

/** The size of proposals, changed by log ε += gain (acceptance − target) (H. Robbins, S. Monro, Ann. Math. Stat. 22, 400, 1951). */
export class StepSize {
  #value: number
  #adapted: number
  readonly #most: number
  readonly #target: number

  /** Goes on from the memory of an earlier one. */
  constructor(memory: Float64Array, { initial, most, acceptance }: StepSizeOptions) {
    const known = memory.length === 2
    this.#value = Math.min(most, known ? memory[0] : initial)
    this.#adapted = known ? memory[1] : 0
    this.#most = most
    this.#target = acceptance
  }

  get value(): number {
    return this.#value
  }

  adapt(acceptance: number): void {
    const gain = Math.max(LAST_GAIN, FIRST_GAIN / (1 + this.#adapted / SETTLING))
    this.#value = Math.min(this.#most, Math.max(LEAST, this.#value * Math.exp(gain * (acceptance - this.#target))))
    this.#adapted++
  }

  memory(): Float64Array {
    return Float64Array.of(this.#value, this.#adapted)
  }
}
