import {
  elu,
  erf,
  gelu,
  hardTanh,
  leakyRelu,
  linear,
  monomial,
  polynomial,
  quadratic,
  relu,
  sigmoid,
  sign,
  silu,
  sine,
  softplus,
  tanh,
} from '@gardner/activations'
import { activationLaws } from '@gardner/core/testing'
import { describe, test } from 'vitest'

const members = [
  linear,
  sign,
  relu,
  sigmoid,
  tanh,
  erf,
  leakyRelu(),
  leakyRelu({ slope: 0.3 }),
  leakyRelu({ slope: 0 }),
  leakyRelu({ slope: -1 }),
  leakyRelu({ slope: 1 }),
  leakyRelu({ slope: 4 }),
  hardTanh,
  softplus,
  elu(),
  elu({ a: 0 }),
  elu({ a: 0.5 }),
  gelu,
  silu,
  sine(),
  sine({ frequency: 0.1 }),
  sine({ frequency: 4 }),
  quadratic,
  ...Array.from({ length: 12 }, (_, n) => monomial(n + 1)),
  polynomial([0, 1]),
  polynomial([1, -2, 0.5, 0.3]),
  polynomial([0, -0.3, 0, 0.1]),
]

for (const activation of members) {
  describe(`${activation.name} ${JSON.stringify(activation.parameters ?? {})}`, () => {
    for (const { name, verify } of activationLaws(activation)) test(name, verify)
  })
}
