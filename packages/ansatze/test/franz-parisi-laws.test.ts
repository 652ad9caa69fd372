import { erf, hardTanh, linear, quadratic, relu, sign, tanh } from '@gardner/activations'
import { type Activation, complete, drive, problem, saddlePoint, type WeightPrior } from '@gardner/core'
import { ansatzLaws } from '@gardner/core/testing'
import { FINE_STEP } from '@gardner/numerics'
import { binary, discrete, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { franzParisi } from '../src/index.js'

const biased = discrete({ levels: [-1, 1], probabilities: [0.35, 0.65] })

/** Weights, activation, margin, load. */
const points: readonly (readonly [WeightPrior, Activation, number, number])[] = [
  [binary, linear, 0, 0.5],
  [binary, sign, 0.2, 0.3],
  [binary, relu, -0.3, 0.7],
  [binary, tanh, 0, 0.4],
  [binary, quadratic, 0, 0.5],
  [biased, relu, 0.1, 0.3],
  [spherical, linear, 0.3, 0.2],
  [spherical, sign, 0, 1],
  [spherical, relu, -0.3, 0.8],
  [spherical, erf, 0, 0.4],
  [spherical, hardTanh, 0.2, 0.3],
  [spherical, quadratic, 0, 0.9],
]

/**
 * S is a maximum over q and t only: the reference's own equations are not its stationarity, and ∂S/∂α along the branch has a part from the
 * reference that moves. Both laws are replaced below.
 */
const OTHERWISE = /stationary at the saddle|energy is the derivative/

describe.each([0.02, 0.42])('d = %d', (distance) => {
  const ansatz = franzParisi({ distance })
  const cases = representatives(points, 2).map(([weights, activation, margin, alpha]) => ({
    weights,
    activation,
    margin,
    alpha,
  }))

  test.each(cases)('laws: $weights.name, $activation.name, margin $margin, alpha $alpha', (one) => {
    const laws = ansatzLaws(ansatz, problem(one)).filter(({ name }) => !OTHERWISE.test(name))
    expect(laws.length).toBeGreaterThanOrEqual(5)
    for (const law of laws) law.verify()
  })

  test.each(cases)('S is stationary in q, t and b: $weights.name, $activation.name, margin $margin', (one) => {
    const machine = problem(one)
    const { state, result } = drive(saddlePoint(machine, ansatz))
    const x = state.root?.x ?? []
    expect(x.length, 'reason' in result ? result.reason : '').toBe(machine.weights.kind === 'sphere' ? 3 : 4)
    const saddle = ansatz.saddlePoint(machine, FINE_STEP)
    const entropyAt = (i: number, shift: number) =>
      saddle.state(
        x.map((value, k) => (k === i ? value + shift : value)),
        one.alpha,
      ).freeEntropy
    for (let i = 1; i < x.length; i++) {
      // ν² has an edge at 0, beside which there is nothing to differentiate
      const h = i === 2 ? Math.min(1e-4, 0.2 * x[2]) : 1e-4
      if (h < 1e-6) continue
      const slope = (8 * (entropyAt(i, h) - entropyAt(i, -h)) - (entropyAt(i, 2 * h) - entropyAt(i, -2 * h))) / (12 * h)
      expect(Math.abs(slope), saddle.unknowns[i]).toBeLessThan(1e-9 + 1e-14 / h)
    }
  })

  test.each(cases)(
    'dS/dd is the slope, dS/dα at a fixed reference the energy: $weights.name, $activation.name',
    (one) => {
      const machine = problem(one)
      const { measure, energy } = complete(saddlePoint(machine, ansatz))
      const slope = measure(ansatz.quantities?.[0] as never)
      const h = 1e-3 * Math.min(distance, 1 - distance)
      const at = (d: number) => complete(saddlePoint(machine, franzParisi({ distance: d }))).freeEntropy.value
      const difference =
        (8 * (at(distance + h) - at(distance - h)) - (at(distance + 2 * h) - at(distance - 2 * h))) / (12 * h)
      expect(Math.abs(slope.value - difference)).toBeLessThanOrEqual(slope.error + 1e-8 * (1 + Math.abs(slope.value)))
      // the coordinates of the reference held: in S alone the load moves
      const x = drive(saddlePoint(machine, ansatz)).state.root?.x ?? []
      const saddle = ansatz.saddlePoint(machine, FINE_STEP)
      if (one.weights.kind !== 'sphere') return
      const step = 1e-3 * one.alpha
      const rise =
        (saddle.state(x, one.alpha + step).freeEntropy - saddle.state(x, one.alpha - step).freeEntropy) / (2 * step)
      expect(rise).toBeCloseTo(energy.value, 10)
    },
  )
})
