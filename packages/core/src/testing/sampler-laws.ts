import { decodeCheckpoint, encodeCheckpoint } from '../checkpoint.js'
import type { Cost } from '../cost.js'
import type { Instance } from '../instance.js'
import { drive } from '../run.js'
import type { Sample, Sampler, SamplerState } from '../sampler.js'
import type { Schedule } from '../schedule.js'
import { configurations, energyOf, numberOf, overlapOf, stabilitiesOf } from './finite-machine.js'
import { frequencies } from './frequencies.js'
import { atMost, type Law, law, near } from './law.js'
import { Cells, ENERGY_ROUNDING, independent, stabilityCounts } from './measured.js'

export interface SamplerLawOptions {
  /** Default: the number of errors. */
  readonly cost?: Cost
  /** The β at which distributions are compared (default 1). */
  readonly beta?: number
  /** Replicas that are held together, and the logarithm of their interaction weight (default: one replica alone). */
  readonly coupled?: {
    readonly replicas: number
    readonly gamma: number
    logWeight(replicas: readonly Float64Array[]): number
  }
}

const NORM_ROUNDING = 1e-9
const RUNS = 300

/**
 * The laws of a sampler at one instance: what it hands over is that of its weights, it can be interrupted, resumed and repeated to the
 * same bits, and, where the weights are ±1 and few enough to go through all of them, its states have the probabilities
 * e^{−βE} times the interaction. Take an instance of six or so weights; a second is enough for it.
 *
 * @example for (const law of samplerLaws(metropolis, tiny)) test(law.name, law.verify)
 */
export function samplerLaws<S extends SamplerState>(
  sampler: Sampler<S>,
  instance: Instance,
  { cost = { kind: 'errors' }, beta = 1, coupled }: SamplerLawOptions = {},
): Law[] {
  const { name } = sampler
  const replicas = coupled?.replicas ?? 1
  const held = coupled === undefined ? {} : { gamma: coupled.gamma, replicas }
  const iterate = (seed: number, schedule: Schedule) => sampler.iterate(instance, { seed, schedule, cost })
  const done = (seed: number, schedule: Schedule) => drive(iterate(seed, schedule), { maxSteps: 1e9 })
  const kappa = instance.problem.constraint.parameters.margin
  const schedule = (sweeps: number): Schedule => ({
    stages: [
      { sweeps, beta: [0, beta], ...held },
      { sweeps, beta },
    ],
    every: Math.ceil(sweeps / 20),
  })
  /** A run of several steps, so that there is something to interrupt; and its states in writing. */
  const written = once(() => {
    for (let sweeps = 100; ; sweeps *= 4) {
      const asked = schedule(sweeps)
      const iteration = iterate(1, asked)
      const states = [iteration.init()]
      while (iteration.verdict(states[states.length - 1]) === undefined) {
        states.push(iteration.step(states[states.length - 1]))
      }
      if (states.length > 4 || sweeps > 1e5) return { asked, iteration, states, texts: states.map(text) }
    }
  })
  const exact = once(() =>
    configurations(instance, cost, beta, replicas, (weights) => coupled?.logWeight(weights) ?? 0),
  )
  const measured = once(() => independent(done, { ...held, beta }))

  const laws = [
    law(`${name}: goes through all stages and traces the measured ones`, () => {
      const { result, verdict, state, residual } = done(1, schedule(100))
      same('the verdict', verdict, 'converged')
      same('the verdict of the result', result.verdict, 'converged')
      same('the number of sweeps', result.sweeps, 200)
      same('the sweeps of the state', state.sweep, 200)
      same('what is left to do', residual, 0)
      same('β at the end', result.beta, beta)
      same(
        'the sweeps that were measured',
        [...result.trace.sweep],
        Array.from({ length: 20 }, (_, k) => 105 + 5 * k),
      )
      for (const there of result.trace.beta) same('β of a measurement', there, beta)
      same('the replicas', result.weights.length, replicas)
    }),
    law(`${name}: errors, energies, stabilities and overlaps are those of its weights`, () => {
      for (const seed of [1, 2, 3]) consistent(instance, cost, kappa, done(seed, schedule(30)).result)
    }),
    law(`${name}: the same seed gives the same bits, another seed others`, () => {
      const [one, again, other] = [1, 1, 2].map((seed) => text(done(seed, schedule(50)).result))
      same('what the same seed gives', again, one)
      if (other === one) throw new Error('seeds 1 and 2 give the same result')
    }),
    law(`${name}: a step does the same whenever it is made, and leaves states as they are`, () => {
      const { iteration, states, texts } = written()
      const steps = states.length - 1
      for (let k = 0; k < steps; k++) {
        const n = (3 * k + 1) % steps
        same(`step ${n + 1} made again`, text(iteration.step(states[n])), texts[n + 1])
      }
      for (const [n, state] of states.entries()) same(`state ${n} after other steps`, text(state), texts[n])
    }),
    law(`${name}: resumed from any state it gives the same bits`, () => {
      const { asked, texts } = written()
      for (let n = 0; n + 1 < texts.length; n++) {
        const { state } = decodeCheckpoint<S>(texts[n])
        same(`state ${n + 1} from the written state ${n}`, text(iterate(1, asked).step(state)), texts[n + 1])
      }
    }),
    law(`${name}: an abort hands over what is there`, () => {
      const stop = new AbortController()
      const iteration = iterate(1, { stages: [{ sweeps: 1e9, beta, ...held }] })
      const step = (state: S): S => {
        stop.abort()
        return iteration.step(state)
      }
      const { verdict, result } = drive({ ...iteration, step }, { signal: stop.signal })
      same('the verdict', verdict, 'interrupted')
      same('the verdict of the result', result.verdict, 'interrupted')
      if (!(result.sweeps > 0)) throw new Error('no sweep was made')
      consistent(instance, cost, kappa, result)
    }),
  ]
  if (!hasSigns(instance)) return laws
  return [
    ...laws,
    law(`${name}: until it is solved ends with a solution, if there is one`, () => {
      const least = Math.min(
        ...exact().map(({ stabilities }) => Math.min(...stabilities.map((of) => wrong(of, instance)))),
      )
      const stages = [{ sweeps: 20_000, beta: [0, 2 + beta] as const, ...held }]
      const { verdict, result } = done(1, { stages, until: 'solved' })
      same('the verdict', verdict, least === 0 ? 'converged' : 'exhausted')
      if (least === 0) same('the least number of errors', Math.min(...result.errors), 0)
      const early = result.trace.errors.slice(0, -1).indexOf(0)
      if (early >= 0) throw new Error(`there were no errors after sweep ${early + 1} already, and the run went on`)
    }),
    law(`${name}: energies and overlaps have the probabilities of the measure`, () => {
      const { energy, errors, overlap } = measured().trace
      const cells = new Cells(exact())
      const counts = new Map<number, number>()
      for (let k = 0; k < energy.length; k++) {
        const cell = cells.at(energy[k], errors[k], overlap[k])
        counts.set(cell, (counts.get(cell) ?? 0) + 1)
      }
      frequencies('energies', counts, cells.probabilities)
    }),
    law(`${name}: stabilities are as frequent as the measure has them`, () => stabilityCounts(measured(), exact())),
    law(`${name}: the weights at the end of many runs have the probabilities of the measure`, () => {
      const counts = new Map<number, number>()
      for (let seed = 1; seed <= RUNS; seed++) {
        const state = numberOf(done(seed, { stages: [{ sweeps: 5 * measured().apart, beta, ...held }] }).result.weights)
        counts.set(state, (counts.get(state) ?? 0) + 1)
      }
      frequencies('weights', counts, new Map(exact().map(({ probability }, state) => [state, probability])))
    }),
  ]
}

const text = (state: unknown): string => encodeCheckpoint({ step: 0, state })

function same(what: string, found: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)]
  if (one === other) return
  let from = 0
  while (one[from] === other[from]) from++
  const part = (whole: string) => whole.slice(Math.max(0, from - 30), from + 30)
  throw new Error(`${what}: found ${part(one)}, expected ${part(other)}`)
}

function once<T>(compute: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: compute() }
    return made.value
  }
}

const wrong = (stabilities: Float64Array, { problem, ties }: Instance) =>
  energyOf({ kind: 'errors' }, stabilities, problem.constraint.parameters.margin, ties)

const hasSigns = ({ problem: { weights } }: Instance): boolean =>
  weights.kind === 'site' && weights.unitNorm && weights.even && weights.counting

/** Everything in a sample that follows from its weights does. */
function consistent(instance: Instance, cost: Cost, kappa: number, sample: Sample): void {
  const { patterns, units, fan, size } = instance
  const machines = [...sample.weights, sample.barycentre]
  for (const weights of machines) {
    same('the number of weights', weights.length, size)
    for (let l = 0; l < units; l++) {
      const unit = weights.subarray(l * fan, (l + 1) * fan)
      near(
        `Σ W² of unit ${l + 1}`,
        unit.reduce((sum, w) => sum + w * w, 0),
        fan,
        NORM_ROUNDING * fan,
      )
    }
    if (hasSigns(instance) && weights.some((w) => w !== 1 && w !== -1)) throw new Error('a weight is not ±1')
  }
  same('the number of stabilities', sample.stabilities.length, sample.weights.length * patterns.count)
  for (const [a, weights] of sample.weights.entries()) {
    const stabilities = stabilitiesOf(instance, weights)
    same(`errors of replica ${a + 1}`, sample.errors[a], wrong(stabilities, instance))
    const allowed = ENERGY_ROUNDING * patterns.count
    near(`energy of replica ${a + 1}`, sample.energy[a], energyOf(cost, stabilities, kappa, instance.ties), allowed)
    for (const [mu, value] of stabilities.entries()) {
      near(`Δ of pattern ${mu + 1}`, sample.stabilities[a * patterns.count + mu], value, ENERGY_ROUNDING)
    }
  }
  same('errors of the barycentre', sample.barycentreErrors, wrong(stabilitiesOf(instance, sample.barycentre), instance))
  const { overlap } = sample.trace
  if (overlap.length > 0)
    near('the last overlap', overlap[overlap.length - 1], overlapOf(sample.weights), NORM_ROUNDING)
  atMost('acceptance', sample.acceptance, 1)
}
