import { relu, sign } from '@gardner/activations'
import { drive, problem } from '@gardner/core'
import { instance, meanOf, robustness as measure } from '@gardner/machines'
import { replicated } from '@gardner/samplers'
import { robustness } from '@gardner/viz'
import { binary } from '@gardner/weights'

const flips = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]
const stages = [
  { sweeps: 500, beta: [0.8, 4], gamma: [0.8, 1.8], replicas: 7 },
  { sweeps: 200, beta: [4, 10] },
] as const

export const figure = robustness(
  [sign, relu].flatMap((activation) => {
    // units of 15 inputs; an odd number of signs is never undecided
    const units = activation === sign ? 15 : 16
    const question = problem({ activation, weights: binary, alpha: 0.3 })
    const machine = instance({ problem: question, inputs: 15 * units, units, seed: 1 })
    const { weights, barycentre } = drive(replicated().iterate(machine, { seed: 1, schedule: { stages } })).result
    const curves = weights.map((one) => measure(machine, one, flips))
    const series = (kind: string, y: readonly { readonly value: number; readonly error: number }[]) => ({
      group: activation.name,
      kind,
      mark: 'points' as const,
      points: flips.map((x, i) => ({ x, y: y[i].value, error: y[i].error })),
    })
    return [
      series(
        'replicas',
        flips.map((_, i) => meanOf(curves.map((curve) => curve[i].value))),
      ),
      series(
        'barycentre',
        measure(machine, barycentre, flips).map(({ value, sampling }) => ({ value, error: sampling })),
      ),
    ]
  }),
  { remark: 'One machine of each kind, α = 0.3, units of 15 inputs; errors are those between its seven replicas.' },
)
