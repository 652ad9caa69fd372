import { relu, sign } from '@gardner/activations'
import { minimumCurve } from '@gardner/ansatze'
import { drive, machine } from '@gardner/core'
import { minimumDistance } from '@gardner/viz'
import { binary } from '@gardner/weights'

export const figure = minimumDistance(
  [sign, relu].map((activation) => ({
    group: activation.name,
    points: drive(minimumCurve(machine({ activation, weights: binary }), { from: 0.1, to: 0.8 })).result.map(
      ({ parameter, values }) => ({ x: parameter, y: values.minimum?.value ?? Number.NaN }),
    ),
  })),
)
