import { relu, sign } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import { capacityNow, curveNow, problem } from '@gardner/core'
import { entropyCurve } from '@gardner/viz'
import { binary } from '@gardner/weights'

const alpha = { from: 0.02, to: 1 }
const machines = [sign, relu].map((activation) => problem({ activation, weights: binary }))

export const figure = entropyCurve(
  machines.map((machine) => ({
    group: machine.activation.name,
    points: curveNow(machine, rs, { alpha }).map(({ parameter, values }) => ({
      x: parameter,
      y: values.entropy?.value ?? Number.NaN,
      error: values.entropy?.error,
    })),
  })),
  {
    title: 'Binary weights run out of solutions',
    rules: machines.map((machine) => ({
      x: capacityNow(machine, rs).value,
      label: 'α_c',
      group: machine.activation.name,
    })),
  },
)
