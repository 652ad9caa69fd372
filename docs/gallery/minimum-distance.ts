import { relu, sign } from '@gardner/activations'
import { minimumDistanceNow } from '@gardner/ansatze'
import { problem } from '@gardner/core'
import { minimumDistance } from '@gardner/viz'
import { binary } from '@gardner/weights'

const loads = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]

export const figure = minimumDistance(
  [sign, relu].map((activation) => ({
    group: activation.name,
    points: loads.map((alpha) => {
      const { value, error } = minimumDistanceNow(problem({ activation, weights: binary, alpha }))
      return { x: alpha, y: value, error }
    }),
  })),
)
