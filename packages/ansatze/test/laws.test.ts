import * as activations from '@gardner/activations'
import { type Activation, capacity, complete, isGardnerError, machine, problem, type WeightPrior } from '@gardner/core'
import { ansatzLaws } from '@gardner/core/testing'
import { binary, discrete, spherical, ternary } from '@gardner/weights'
import { describe, test } from 'vitest'
import { rs } from '../src/index.js'

const machines: readonly Activation[] = [
  activations.linear,
  activations.sign,
  activations.relu,
  activations.sigmoid,
  activations.tanh,
  activations.erf,
  activations.leakyRelu({ slope: 0.2 }),
  activations.hardTanh,
  activations.softplus,
  activations.elu(),
  activations.gelu,
  activations.silu,
  activations.sine(),
  activations.quadratic,
  activations.monomial(3),
  activations.polynomial([0, 1, 0.5]),
]
const priors: readonly WeightPrior[] = [
  binary,
  spherical,
  ternary,
  discrete({ levels: [-2, -1, 1, 2], probabilities: [0.1, 0.4, 0.4, 0.1] }),
  discrete({ levels: [0, 1] }),
]

/** A load on the branch: a share of the capacity, or of 1 where the capacity is infinite. */
function loadOn(activation: Activation, weights: WeightPrior, margin: number, share: number): number {
  try {
    return share * complete(capacity(machine({ activation, weights, margin }), rs)).value
  } catch (error) {
    if (isGardnerError(error) && error.code === 'UNSUITABLE') return share
    throw error
  }
}

/** Every prior meets every activation; the two of the literature at more margins and loads. */
const points = (weights: WeightPrior): readonly (readonly [margin: number, share: number])[] =>
  weights === binary || weights === spherical
    ? [-0.3, 0, 0.5].flatMap((margin) => [0.3, 0.95].map((share) => [margin, share] as const))
    : [[0.2, 0.7]]

describe.each(machines.map((activation) => [activation.name, activation] as const))('%s', (_, activation) => {
  describe.each(priors.map((prior) => [`${prior.name} ${JSON.stringify(prior.parameters ?? '')}`, prior] as const))(
    '%s',
    (_, weights) => {
      test.each(points(weights))('margin %d, %d of the capacity', (margin, share) => {
        const alpha = loadOn(activation, weights, margin, share)
        for (const law of ansatzLaws(rs, problem({ activation, weights, margin, alpha }))) law.verify()
      })
    },
  )
})
