import { relu, sign } from '@gardner/activations'
import { complete, problem } from '@gardner/core'
import { instance, meanOf, robustness as measure, replicated } from '@gardner/samplers'
import { robustness } from '@gardner/viz'
import { binary } from '@gardner/weights'

const flips = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]
const stages = [{ sweeps: 400, beta: [0.8, 4], gamma: [0.8, 1.8], replicas: 7 }] as const

export const figure = robustness(
  [sign, relu].flatMap((activation) => {
    const machine = instance({
      problem: problem({ activation, weights: binary, alpha: 0.3 }),
      inputs: 165,
      units: activation === sign ? 11 : 10,
      ...(activation === sign ? {} : { inputs: 160 }),
      seed: 1,
    })
    const { weights, barycentre } = complete(replicated().iterate(machine, { seed: 1, schedule: { stages } })).result
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
  { remark: 'One machine of each kind, α = 0.3, N about 160; errors are those between its seven replicas.' },
)
