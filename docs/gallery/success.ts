import { linear } from '@gardner/activations'
import { drive, problem } from '@gardner/core'
import { instance } from '@gardner/machines'
import { anneal, successPoint } from '@gardner/samplers'
import { success } from '@gardner/viz'
import { binary } from '@gardner/weights'

const seeds = Array.from({ length: 20 }, (_, i) => i + 1)
const schedule = { stages: [{ sweeps: 300, beta: [0.5, 4] as const }], until: 'solved' as const }

export const figure = success(
  [51, 101].map((inputs) => ({
    group: 'anneal, binary perceptron',
    kind: `N = ${inputs}`,
    points: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map((alpha) => {
      const solved = seeds.filter((seed) => {
        const machine = instance({
          problem: problem({ activation: linear, weights: binary, alpha }),
          inputs,
          units: 1,
          seed,
        })
        return drive(anneal.iterate(machine, { seed, schedule })).result.errors[0] === 0
      })
      const { value, low, high } = successPoint(alpha, solved.length, seeds.length)
      return { x: alpha, y: value, low, high }
    }),
  })),
  { remark: 'Twenty instances at each load, annealed for 300 sweeps.' },
)
