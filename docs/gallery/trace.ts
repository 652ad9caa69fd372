import { relu } from '@gardner/activations'
import { drive, problem } from '@gardner/core'
import { instance } from '@gardner/machines'
import { replicated } from '@gardner/samplers'
import { trace } from '@gardner/viz'
import { binary } from '@gardner/weights'

const machine = instance({
  problem: problem({ activation: relu, weights: binary, alpha: 0.4 }),
  inputs: 240,
  units: 16,
  seed: 1,
})
const stages = [{ sweeps: 600, beta: [0.5, 4], gamma: [0.2, 1.8], replicas: 5, measure: true }] as const
const chains = [1, 2, 3].map((seed) => drive(replicated().iterate(machine, { seed, schedule: { stages, every: 10 } })))

export const figure = trace(
  chains.map(({ result }, i) => ({ group: `seed ${i + 1}`, trace: result.trace })),
  { title: 'Replicas that attract each other while they are cooled' },
)
