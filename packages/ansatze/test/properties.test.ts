import * as activations from '@gardner/activations'
import {
  type Activation,
  capacity,
  complete,
  drive,
  type Estimate,
  instability,
  isGardnerError,
  isSolved,
  machine,
  problem,
  saddlePoint,
  type WeightPrior,
} from '@gardner/core'
import { binary, discrete, spherical, ternary } from '@gardner/weights'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rs } from '../src/index.js'

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true })

const anyActivation: fc.Arbitrary<Activation> = fc.oneof(
  fc.constantFrom<Activation>(
    activations.linear,
    activations.sign,
    activations.relu,
    activations.sigmoid,
    activations.tanh,
    activations.erf,
    activations.hardTanh,
    activations.softplus,
    activations.gelu,
    activations.silu,
    activations.quadratic,
  ),
  real(0, 0.99).map((slope) => activations.leakyRelu({ slope })),
  real(0.1, 4).map((frequency) => activations.sine({ frequency })),
  fc.integer({ min: 1, max: 6 }).map((n) => activations.monomial(n)),
  fc.tuple(real(-1, 1), real(-1, 1), real(-1, 1), real(0.1, 1)).map((c) => activations.polynomial(c)),
)

const anyPrior: fc.Arbitrary<WeightPrior> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<WeightPrior>(binary, spherical) },
  { weight: 1, arbitrary: fc.constantFrom<WeightPrior>(ternary, discrete({ levels: [0, 1] })) },
  {
    weight: 1,
    arbitrary: real(0.05, 0.9).map((p) =>
      discrete({ levels: [-1, 0, 1], probabilities: [(1 - p) / 2, p, (1 - p) / 2] }),
    ),
  },
)

/** Work on an admissible problem ends in a result that can be trusted or in a typed failure that says why. */
function outcome<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!isGardnerError(error)) throw error
    expect(['UNSUITABLE', 'NOT_CONVERGED']).toContain(error.code)
    expect(error.message.length).toBeGreaterThan(20)
    return undefined
  }
}

function expectSound({ value, error }: Estimate): void {
  expect(value).toEqual(expect.any(Number))
  expect(Number.isNaN(value)).toBe(false)
  expect(Number.isNaN(error)).toBe(false)
  if (Number.isFinite(value)) expect(error).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)))
}

test('a solve of any admissible problem is never NaN', () => {
  fc.assert(
    fc.property(anyActivation, anyPrior, real(-3, 3), real(-8, 2), (activation, weights, margin, exponent) => {
      const result = outcome(
        () => drive(saddlePoint(problem({ activation, weights, margin, alpha: 10 ** exponent }), rs)).result,
      )
      if (result === undefined) return
      expect(Number.isNaN(result.residual)).toBe(false)
      if (!isSolved(result)) {
        expect(result.reason.length).toBeGreaterThan(10)
        return
      }
      expect(result.residual).toBeLessThanOrEqual(1e-11)
      for (const estimate of [result.freeEntropy, result.entropy, result.energy, result.replicon]) expectSound(estimate)
      expect(result.at.q).toBeGreaterThanOrEqual(0)
      expect(result.at.q).toBeLessThanOrEqual(1)
      for (const error of Object.values(result.errors)) expect(error).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 250, seed: 1988 },
  )
})

test('a capacity and an instability of any admissible machine are sound', () => {
  fc.assert(
    fc.property(anyActivation, anyPrior, real(-2, 2), (activation, weights, margin) => {
      const committee = machine({ activation, weights, margin })
      for (const threshold of [capacity, instability]) {
        const found = outcome(() => complete(threshold(committee, rs)))
        if (found === undefined) continue
        expect(found.verdict).toBe(Number.isFinite(found.value) ? 'converged' : 'absent')
        expectSound(found)
        expect(found.value).toBeGreaterThan(0)
        if (found.residual !== undefined) expect(found.residual).toBeLessThan(Number.POSITIVE_INFINITY)
        if (found.replicon !== undefined) expect(Number.isNaN(found.replicon)).toBe(false)
        if (found.value === Number.POSITIVE_INFINITY) expect(found.reason).toMatch(/stable at every load/)
      }
    }),
    { numRuns: 120, seed: 1989 },
  )
})
