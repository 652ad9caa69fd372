import { linear, quadratic, relu, sign } from '@gardner/activations'
import { machine } from '@gardner/core'
import { kernelCurve } from '@gardner/viz'
import { spherical } from '@gardner/weights'

const overlaps = Array.from({ length: 101 }, (_, i) => i / 100)

// kernels take the gap 1 − q
export const figure = kernelCurve(
  [linear, sign, relu, quadratic].map((activation) => {
    const { kernel } = machine({ activation, weights: spherical })
    return { group: activation.name, points: overlaps.map((q) => ({ x: q, y: kernel.covariance(1 - q) })) }
  }),
)
