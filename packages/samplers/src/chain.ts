import {
  type Cost,
  checkInstance,
  type Instance,
  type Iteration,
  invalid,
  type Sample,
  type SamplerState,
  type Schedule,
  type Verdict,
} from '@gardner/core'
import { barycentre, errorsAt, fieldsOf, machineMargin, Random, seeded } from '@gardner/machines'
import { emptyRecord, type RecordState, recorded, traceOf } from './record.js'
import { type SchedulePoint, Timetable } from './timetable.js'

/** The state of a chain: the weights, the random numbers, what was measured. Whatever else there is follows from it. */
export interface ChainState extends SamplerState {
  readonly random: Uint32Array
  /** The weights of all replicas, one after the other. */
  readonly weights: Float64Array
  /** What the movers remember beside the weights, such as a centre. */
  readonly memory: Float64Array
  readonly proposed: number
  readonly accepted: number
  /** Sums over the second half of a stage that holds an overlap. */
  readonly held: Held
  readonly record: RecordState
  readonly ended: Verdict | null
}

export interface Held {
  readonly sweeps: number
  readonly overlap: number
  readonly gamma: number
}

/** What moves the replicas of one number y: made for the weights it starts from, it sweeps on from there. */
export interface Mover {
  /** Nanoseconds of a sweep, roughly. */
  readonly sweepNs: number
  /** One sweep; gives how many proposals there were and how many were accepted. */
  sweep(now: SchedulePoint, gamma: number, random: Random): readonly [proposed: number, accepted: number]
  energy(a: number): number
  errors(a: number): number
  stabilities(a: number): Float64Array
  weights(a: number): Float64Array
  memory(): Float64Array
  /** β of what is measured (default: that of the schedule). */
  beta?(now: SchedulePoint): number
  /** Replicas whose stabilities are counted (default: all). */
  readonly measured?: readonly number[]
}

/** A method of sampling, as far as it differs from the others. */
export interface Dynamics {
  readonly name: string
  /**
   * Looks at what is asked before anything is computed.
   *
   * @throws UNSUITABLE
   */
  check?(instance: Instance, schedule: Schedule, cost: Cost): void
  /** Movers of y replicas at the given weights, `weights` one after the other. */
  mover(instance: Instance, cost: Cost, y: number, weights: Float64Array, memory: Float64Array): Mover
  /** Random weights of one replica. */
  draw(instance: Instance, random: Random): Float64Array
}

/** A step is as many sweeps as take about so long. */
const STEP_NS = 4e6

/** Nanoseconds of a sweep beside its proposals; of a measurement, with those of each stability and of each weight. */
const SWEEP_NS = 1000
const MEASUREMENT_NS = [4000, 50, 5] as const

/**
 * A chain through a schedule. The weights are the whole of its state: at the end of a sweep it can be stopped, saved, and gone on with to
 * the same bits.
 */
export function chain(
  dynamics: Dynamics,
  instance: Instance,
  options: { readonly seed: number; readonly schedule: Schedule; readonly cost: Cost },
): Iteration<ChainState, Sample> {
  checkInstance(instance)
  const { seed, schedule, cost } = options
  const { size } = instance
  dynamics.check?.(instance, schedule, cost)
  const timetable = new Timetable(schedule)
  const every = schedule.every ?? 1
  // the mover of the last state that was made: going on from there needs no setting up
  let current: { readonly state: ChainState; readonly mover: Mover; readonly y: number } | undefined

  const moverOf = (state: ChainState, y: number): { mover: Mover; weights: Float64Array } => {
    if (current !== undefined && current.state === state && current.y === y) {
      return { mover: current.mover, weights: state.weights }
    }
    if (state.weights.length === 0 || state.weights.length % size !== 0) {
      throw invalid('state', `${state.weights.length} weights`, `${size} for each replica, as the instance has`)
    }
    const weights = resized(state.weights, size, y)
    return { mover: dynamics.mover(instance, cost, y, weights, state.memory), weights }
  }

  const init = (): ChainState => {
    const random = new Random(seeded(seed))
    const now = timetable.at(0)
    const { replicas, gamma } = now
    const weights = new Float64Array(replicas * size)
    for (let a = 0; a < replicas; a++) weights.set(dynamics.draw(instance, random), a * size)
    const mover = dynamics.mover(instance, cost, replicas, weights, new Float64Array(0))
    return {
      sweep: 0,
      sweeps: timetable.sweeps,
      beta: betaOf(mover, now),
      gamma: gamma ?? 0,
      energy: Array.from({ length: replicas }, (_, a) => mover.energy(a)),
      acceptance: 1,
      random: random.state,
      weights,
      memory: new Float64Array(0),
      proposed: 0,
      accepted: 0,
      held: { sweeps: 0, overlap: 0, gamma: 0 },
      record: emptyRecord(instance),
      ended: schedule.until === 'solved' && solved(mover, replicas) ? 'converged' : null,
    }
  }

  const step = (state: ChainState): ChainState => {
    const random = new Random(state.random)
    let { sweep, beta, gamma, held, record, ended } = state
    let now = timetable.at(sweep)
    const y = now.replicas
    const { mover } = moverOf(state, y)
    let [proposed, accepted] = [0, 0]
    const measurement = MEASUREMENT_NS[0] + y * (MEASUREMENT_NS[1] * instance.patterns.count + MEASUREMENT_NS[2] * size)
    for (let spent = 0; spent < STEP_NS && ended === null && now.replicas === y; spent += mover.sweepNs + SWEEP_NS) {
      const { overlap: target } = now.stage
      if (now.sweep === 0) held = { sweeps: 0, overlap: 0, gamma: 0 }
      if (now.gamma !== undefined && (target === undefined || now.sweep === 0)) gamma = now.gamma
      if (target !== undefined && gamma === 0) gamma = FIRST_GAMMA
      beta = betaOf(mover, now)
      const [tried, taken] = mover.sweep(now, gamma, random)
      proposed += tried
      accepted += taken
      sweep++
      const measuring = now.measured && sweep % every === 0
      const overlap = measuring || target !== undefined ? overlapOf(mover, y, size) : Number.NaN
      if (measuring) {
        spent += measurement
        const replicas = mover.measured ?? Array.from({ length: y }, (_, a) => a)
        const mean = (of: (a: number) => number) => replicas.reduce((sum, a) => sum + of(a), 0) / replicas.length
        record = recorded(
          record,
          { sweep, beta, gamma, energy: mean(mover.energy), errors: mean(mover.errors), overlap },
          replicas.map(mover.stabilities),
        )
      }
      if (target !== undefined) {
        const last = now.sweep === now.stage.sweeps - 1
        if (2 * now.sweep >= now.stage.sweeps || last) {
          held = { sweeps: held.sweeps + 1, overlap: held.overlap + overlap, gamma: held.gamma + gamma }
        }
        gamma = last ? held.gamma / held.sweeps : steered(gamma, target, overlap, now)
        if (last && Math.abs(held.overlap / held.sweeps - target) > (now.stage.tolerance ?? TOLERANCE))
          ended = 'stalled'
      }
      if (schedule.until === 'solved' && solved(mover, y)) ended = 'converged'
      else if (sweep >= timetable.sweeps) ended ??= schedule.until === 'solved' ? 'exhausted' : 'converged'
      if (ended === null) now = timetable.at(sweep)
    }
    const weights = new Float64Array(y * size)
    for (let a = 0; a < y; a++) weights.set(mover.weights(a), a * size)
    const next: ChainState = {
      sweep,
      sweeps: timetable.sweeps,
      beta,
      gamma,
      energy: Array.from({ length: y }, (_, a) => mover.energy(a)),
      acceptance: proposed === 0 ? 0 : accepted / proposed,
      random: random.state,
      weights,
      memory: mover.memory(),
      proposed: state.proposed + proposed,
      accepted: state.accepted + accepted,
      held,
      record,
      ended,
    }
    current = { state: next, mover, y }
    return next
  }

  return {
    name: dynamics.name,
    init,
    step,
    residual: ({ sweep, sweeps, energy }) => (energy.some(Number.isNaN) ? Number.NaN : 1 - sweep / sweeps),
    share: ({ sweep, sweeps }) => sweep / sweeps,
    verdict: ({ ended }) => ended ?? undefined,
    result: (state, verdict) => sampleOf(instance, state, verdict),
  }
}

const TOLERANCE = 0.01

/** Where the search for a coupling begins: the order of magnitude at which replicas notice each other. */
const FIRST_GAMMA = 0.5

/** The first steps of the search are of about this size, in log γ for an overlap that is off by 1 − q²; later ones become smaller. */
const GAIN = 0.3
const LARGEST_STEP = 0.2
const DAMPING = 20

/** The next coupling on the way to an overlap (Robbins and Monro). */
function steered(gamma: number, target: number, overlap: number, { sweep, stage }: SchedulePoint): number {
  const damping = 1 + (DAMPING * sweep) / stage.sweeps
  const step = (GAIN * (target - overlap)) / (1 - target * target) / damping
  return gamma * Math.exp(Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, step)))
}

const betaOf = (mover: Mover, now: SchedulePoint): number => mover.beta?.(now) ?? now.beta

function solved(mover: Mover, y: number): boolean {
  for (let a = 0; a < y; a++) if (mover.errors(a) === 0) return true
  return false
}

/** Weights of y replicas: those there are, over and over. */
function resized(weights: Float64Array, size: number, y: number): Float64Array {
  if (weights.length === y * size) return weights
  const before = weights.length / size
  const made = new Float64Array(y * size)
  for (let a = 0; a < y; a++) made.set(weights.subarray((a % before) * size, ((a % before) + 1) * size), a * size)
  return made
}

/** `meanOverlap` of the replicas of a mover, all of which have |W|² = size. */
function overlapOf(mover: Mover, y: number, size: number): number {
  if (y === 1) return 1
  const sum = new Float64Array(size)
  for (let a = 0; a < y; a++) {
    const weights = mover.weights(a)
    for (let i = 0; i < size; i++) sum[i] += weights[i]
  }
  let square = 0
  for (const s of sum) square += s * s
  return (square / size - y) / (y * (y - 1))
}

function sampleOf(instance: Instance, state: ChainState, verdict: Verdict): Sample {
  const { size } = instance
  const kappa = machineMargin(instance.problem)
  const weights = Array.from({ length: state.weights.length / size }, (_, a) =>
    state.weights.slice(a * size, (a + 1) * size),
  )
  const stabilities = weights.map((replica) => fieldsOf(instance, replica).stabilities)
  const middle = barycentre(instance, weights)
  return {
    verdict,
    weights,
    errors: stabilities.map((of) => errorsAt(of, kappa, instance.ties)),
    energy: state.energy,
    barycentre: middle,
    barycentreErrors: errorsAt(fieldsOf(instance, middle).stabilities, kappa, instance.ties),
    sweeps: state.sweep,
    acceptance: state.proposed === 0 ? 0 : state.accepted / state.proposed,
    trace: traceOf(state.record),
    stabilities: Float64Array.from(stabilities.flatMap((of) => [...of])),
    histogram: state.record.histogram,
    beta: state.beta,
    gamma: state.gamma,
  }
}
