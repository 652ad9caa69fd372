import { relu, sign } from '@gardner/activations'
import { largeDeviation, normalised } from '@gardner/ansatze'
import { complete, curve, problem } from '@gardner/core'
import { localEntropy } from '@gardner/viz'
import { binary } from '@gardner/weights'

const distance = { from: 0.005, to: 0.24 }

export const figure = localEntropy(
  [sign, relu].flatMap((activation) =>
    [0.2, 0.4].map((alpha) => ({
      group: activation.name,
      kind: `α = ${alpha}`,
      points: complete(
        curve(
          problem({ activation, weights: binary, alpha }),
          largeDeviation({ replicas: Number.POSITIVE_INFINITY, distance: 0.1 }),
          { distance, quantities: [normalised] },
        ),
      ).map(({ parameter, values }) => ({ x: parameter, y: values.normalised?.value ?? Number.NaN })),
    })),
  ),
  { kinds: 'load' },
)
