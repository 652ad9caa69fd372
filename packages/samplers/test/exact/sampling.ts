import type { Cost, Instance, Stage } from '@gardner/core'
import { Random, seeded } from '@gardner/machines'
import { stateOf } from '../../../machines/test/exact/reference.js'
import { autocorrelation } from '../../../machines/test/exact/statistics.js'
import type { Dynamics } from '../../src/index.js'
import type { SchedulePoint } from '../../src/timetable.js'

export interface Run {
  readonly dynamics: Dynamics
  readonly instance: Instance
  readonly cost: Cost
  readonly beta: Stage['beta']
  readonly gamma?: number
  readonly replicas?: number
  /** Sweeps from one sample to the next. */
  readonly thin: number
  readonly samples: number
}

export interface Drawn {
  /** How often each state was seen; bits a · size + i are set where W_i^a = +1, those after them where a centre is. */
  readonly counts: Float64Array
  /** The largest correlation of a weight or of the energy from one sample to the next. */
  readonly correlation: number
  readonly acceptance: number
}

/** States that a dynamics comes by, from random weights of a seed. */
export function drawn(run: Run, seed: number): Drawn {
  const { dynamics, instance, cost, beta, gamma = 0, replicas = 1, thin, samples } = run
  const { size } = instance
  const random = new Random(seeded(seed))
  const weights = new Float64Array(size * replicas)
  for (let a = 0; a < replicas; a++) weights.set(dynamics.draw(instance, random), a * size)
  const mover = dynamics.mover(instance, cost, replicas, weights, new Float64Array(0))
  const stage: Stage = { sweeps: 1e9, beta, gamma, replicas }
  const now = (sweep: number): SchedulePoint => ({
    stage,
    index: 0,
    sweep,
    beta: typeof beta === 'number' ? beta : beta[1],
    gamma,
    replicas,
    measured: true,
  })
  let [proposed, accepted, sweep] = [0, 0, 0]
  const go = (sweeps: number) => {
    for (let k = 0; k < sweeps; k++) {
      const [tried, taken] = mover.sweep(now(sweep++), gamma, random)
      proposed += tried
      accepted += taken
    }
  }
  go(10 * thin + 50)
  const centre = mover.memory().length
  const counts = new Float64Array(2 ** (size * replicas + centre))
  const series: number[][] = [[], [], []]
  for (let n = 0; n < samples; n++) {
    go(thin)
    let state = 0
    for (let a = 0; a < replicas; a++) state |= stateOf(mover.weights(a)) << (a * size)
    if (centre > 0) state |= stateOf(mover.memory()) << (size * replicas)
    counts[state]++
    series[0].push(mover.energy(0))
    series[1].push(mover.weights(replicas - 1)[0])
    series[2].push(mover.weights(0)[size - 1] * mover.weights(0)[0])
  }
  const correlation = Math.max(...series.map((one) => Math.abs(autocorrelation(one, 1))))
  return { counts, correlation, acceptance: accepted / proposed }
}
