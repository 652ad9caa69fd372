import { relu, sign } from '@gardner/activations'
import { largeDeviation, normalised } from '@gardner/ansatze'
import { curveNow, problem } from '@gardner/core'
import { localEntropy } from '@gardner/viz'
import { binary } from '@gardner/weights'

const distance = [0.005, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.18, 0.21, 0.24]

export const figure = localEntropy(
  [sign, relu].flatMap((activation) =>
    [0.2, 0.4].map((alpha) => ({
      group: activation.name,
      kind: `α = ${alpha}`,
      points: curveNow(
        problem({ activation, weights: binary, alpha }),
        largeDeviation({ replicas: Number.POSITIVE_INFINITY, distance: 0.1 }),
        { distance, quantities: [normalised] },
      ).map(({ parameter, values }) => ({ x: parameter, y: values.normalised?.value ?? Number.NaN })),
    })),
  ),
  { kinds: 'load' },
)
