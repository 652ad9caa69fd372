// A thread of the bench that runs chains: its job is the work of `gardner sample`, without the command line.
import { parentPort } from 'node:worker_threads'
import { relu } from '@gardner/activations'
import { problem } from '@gardner/core'
import { serve } from '@gardner/core/worker'
import { instance } from '@gardner/machines'
import { anneal } from '@gardner/samplers'
import { binary } from '@gardner/weights'

export const jobs = {
  chain: ({ seed, sweeps }: { readonly seed: number; readonly sweeps: number }) =>
    anneal.iterate(
      instance({ problem: problem({ activation: relu, weights: binary, alpha: 0.5 }), inputs: 992, units: 32, seed }),
      { seed, schedule: { stages: [{ sweeps, beta: [0.5, 4] }] } },
    ),
}

serve(parentPort, jobs)
