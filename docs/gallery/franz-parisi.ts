import { relu, sign } from '@gardner/activations'
import { franzParisi as ansatz } from '@gardner/ansatze'
import { complete, curve, problem } from '@gardner/core'
import { franzParisi } from '@gardner/viz'
import { binary } from '@gardner/weights'

const distance = { from: 0.002, to: 0.1 }

export const figure = franzParisi(
  [sign, relu].flatMap((activation) =>
    [0.2, 0.4, 0.6].map((alpha) => ({
      panel: activation.name,
      group: `α = ${alpha}`,
      points: complete(
        curve(problem({ activation, weights: binary, alpha }), ansatz({ distance: 0.1 }), { distance }),
      ).map(({ parameter, values }) => ({ x: parameter, y: values.entropy?.value ?? Number.NaN })),
    })),
  ),
  { title: 'Typical solutions of binary machines are isolated', groups: 'load', panels: 'activation', x: { from: 0 } },
)
