import { elu, gelu, relu, tanh } from '@gardner/activations'
import { activationShape } from '@gardner/viz'

const fields = Array.from({ length: 121 }, (_, i) => (i - 60) / 20)

export const figure = activationShape(
  [relu, elu(), gelu, tanh].map(({ name, g }) => ({ group: name, points: fields.map((x) => ({ x, y: g(x) })) })),
)
