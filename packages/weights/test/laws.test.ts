import { weightsLaws } from '@gardner/core/testing'
import { binary, discrete, spherical, ternary, ternaryOf } from '@gardner/weights'
import { describe, test } from 'vitest'

const members = [
  spherical,
  binary,
  ternary,
  ternaryOf({ zero: 0.9 }),
  discrete({ levels: [-1, 1] }),
  discrete({ levels: [-1, 1], probabilities: [0.2, 0.8] }),
  discrete({ levels: [-1, 0, 1], probabilities: [0.25, 0.5, 0.25] }),
  discrete({ levels: [0, 1] }),
  discrete({ levels: [-2, -1, 0, 1, 2] }),
  discrete({ levels: [0.5, -3, 2, 10], probabilities: [0.1, 0.2, 0.3, 0.4] }),
  discrete({ levels: [0, 0.01] }),
]

for (const prior of members) {
  describe(`${prior.name} ${JSON.stringify(prior.parameters ?? {})}`, () => {
    for (const { name, verify } of weightsLaws(prior)) test(name, verify)
  })
}
