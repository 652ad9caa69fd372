import { linear } from '@gardner/activations'
import { rs, stabilities } from '@gardner/ansatze'
import { complete, drive, problem, type Schedule, saddlePoint } from '@gardner/core'
import { instance, meanDensity } from '@gardner/machines'
import { metropolis } from '@gardner/samplers'
import { stabilityDistribution } from '@gardner/viz'
import { binary } from '@gardner/weights'

const perceptron = problem({ activation: linear, weights: binary, alpha: 0.3 })
const schedule: Schedule = {
  stages: [
    { sweeps: 1000, beta: [0.5, 8] },
    { sweeps: 1000, beta: 8 },
  ],
}
const histograms = [1, 2, 3, 4, 5, 6].map((seed) => {
  const machine = instance({ problem: perceptron, inputs: 301, units: 1, seed })
  return drive(metropolis.iterate(machine, { seed, schedule })).result.histogram
})
const measured = meanDensity(histograms).filter(({ at }) => at > -0.3 && at < 3.5)
const at = Array.from({ length: 71 }, (_, i) => i / 20)
const theory = complete(saddlePoint(perceptron, rs)).profile(stabilities(perceptron), at)

export const figure = stabilityDistribution(
  [
    { group: 'theory, N → ∞', points: at.map((x, i) => ({ x, y: theory[i].value })) },
    {
      group: 'six perceptrons, N = 301',
      mark: 'steps',
      width: histograms[0].width,
      points: measured.map(({ at, value, error }) => ({ x: at, y: value, error })),
    },
  ],
  { title: 'Stabilities of a binary perceptron, α = 0.3', margin: 0, groups: 'P(Δ)' },
)
