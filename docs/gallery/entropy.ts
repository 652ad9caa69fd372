import { relu, sign } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import { capacity, complete, curve, machine } from '@gardner/core'
import { entropyCurve } from '@gardner/viz'
import { binary } from '@gardner/weights'

const alpha = { from: 0.02, to: 1 }
const machines = [sign, relu].map((activation) => machine({ activation, weights: binary }))

export const figure = entropyCurve(
  machines.map((committee) => ({
    group: committee.activation.name,
    points: complete(curve(committee, rs, { alpha })).map(({ parameter, values }) => ({
      x: parameter,
      y: values.entropy?.value ?? Number.NaN,
      error: values.entropy?.error,
    })),
  })),
  {
    title: 'Binary weights run out of solutions',
    rules: machines.map((committee) => ({
      x: complete(capacity(committee, rs)).value,
      label: 'α_c',
      group: committee.activation.name,
    })),
  },
)
