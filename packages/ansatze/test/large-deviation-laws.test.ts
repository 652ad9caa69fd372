import { erf, linear, quadratic, relu, sign, tanh } from '@gardner/activations'
import { type Activation, problem, type WeightPrior } from '@gardner/core'
import { ansatzLaws } from '@gardner/core/testing'
import { binary, discrete, spherical } from '@gardner/weights'
import { describe, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { largeDeviation } from '../src/index.js'

const biased = discrete({ levels: [-1, 1], probabilities: [0.35, 0.65] })

/** Weights, activation, margin, load, distance. */
const points: readonly (readonly [WeightPrior, Activation, number, number, number])[] = [
  [binary, linear, 0, 0.6, 0.1],
  [binary, sign, 0, 0.4, 0.02],
  [binary, relu, 0.3, 0.2, 0.3],
  [binary, tanh, -0.4, 0.9, 0.05],
  [spherical, linear, 0.5, 0.4, 0.1],
  [spherical, sign, 0, 1.5, 0.2],
  [spherical, relu, -0.3, 0.8, 0.01],
  [spherical, erf, 0, 1.2, 0.05],
  [biased, relu, 0, 0.5, 0.1],
  // C'(0) = 0: below some load q₀ = 0 for finite y
  [spherical, quadratic, 0, 0.2, 0.1],
  [binary, quadratic, 0, 0.6, 0.1],
]

describe.each([0.4, 1, 3, 10, 200, 1e4, Number.POSITIVE_INFINITY])('y = %d', (replicas) => {
  // every point at some y, and for y = ∞ all of them
  const some = points.filter((_, i) => replicas === Number.POSITIVE_INFINITY || (i + Math.ceil(replicas)) % 2 === 0)
  const every = replicas === Number.POSITIVE_INFINITY ? 1 : replicas > 10 ? 3 : 2
  test.each(
    representatives(some, every).map(([weights, activation, margin, alpha, distance]) => ({
      weights,
      activation,
      margin,
      alpha,
      distance,
    })),
  )('$weights.name, $activation.name, margin $margin, alpha $alpha, d = $distance', (point) => {
    const { weights, activation, margin, alpha, distance } = point
    for (const law of ansatzLaws(
      largeDeviation({ replicas, distance }),
      problem({ activation, weights, margin, alpha }),
    ))
      law.verify()
  })
})
