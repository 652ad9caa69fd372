// A finite machine in motion: the same numbers wherever it runs.
import { relu } from '@gardner/activations'
import { drive, problem } from '@gardner/core'
import { instance } from '@gardner/machines'
import { metropolis } from '@gardner/samplers'
import { binary } from '@gardner/weights'

export const energies = () => {
  const machine = instance({
    problem: problem({ activation: relu, weights: binary, alpha: 0.5 }),
    inputs: 60,
    units: 4,
    seed: 1,
  })
  const schedule = { stages: [{ sweeps: 100, beta: 1 }] }
  return [...drive(metropolis.iterate(machine, { seed: 1, schedule })).result.trace.energy]
}
