import * as activations from '@gardner/activations'
import {
  type Activation,
  type Ansatz,
  capacity,
  complete,
  drive,
  type Estimate,
  instability,
  isGardnerError,
  isSolved,
  machine,
  saddlePoint,
  type WeightPrior,
} from '@gardner/core'
import { binary, spherical } from '@gardner/weights'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../vitest.grid.ts'
import { complexity, kStepRsb, rs } from '../src/index.js'

/** Uniform: what is special lies between the thresholds, not next to 0. */
const real = (min: number, max: number) =>
  fc.noBias(fc.integer({ min: 0, max: 1e6 })).map((share) => min + ((max - min) * share) / 1e6)

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
    activations.quadratic,
  ),
  real(0, 0.9).map((slope) => activations.leakyRelu({ slope })),
  real(0.2, 2).map((frequency) => activations.sine({ frequency })),
  fc.integer({ min: 2, max: 4 }).map((degree) => activations.monomial(degree)),
  fc.tuple(real(-1, 1), real(-1, 1), real(-1, 1), real(0.1, 1)).map((c) => activations.polynomial(c)),
)
const anyPrior = fc.oneof(
  { weight: 4, arbitrary: fc.constant<WeightPrior>(spherical) },
  { weight: 1, arbitrary: fc.constant<WeightPrior>(binary) },
)

/** A threshold, where there is one. */
function thresholdOr(of: () => { readonly value: number }, otherwise: number): number {
  try {
    const { value } = of()
    return Number.isFinite(value) ? value : otherwise
  } catch (error) {
    if (isGardnerError(error)) return otherwise
    throw error
  }
}

function expectSound({ value, error }: Estimate): void {
  expect(Number.isFinite(value)).toBe(true)
  expect(error).toBeGreaterThanOrEqual(0)
  expect(error).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)))
}

test('a solve of any machine ends in a solution of ordered steps or in a reason', () => {
  let solved = 0
  fc.assert(
    fc.property(
      anyActivation,
      anyPrior,
      real(-1, 1),
      real(-0.2, 1.2),
      fc.boolean(),
      (activation, weights, margin, share, more) => {
        const committee = machine({ activation, weights, margin })
        // most often between the RS instability and the RS capacity, and up to a fifth beyond either
        const threshold = thresholdOr(() => complete(capacity(committee, rs)), 6)
        const onset = Math.min(
          thresholdOr(() => complete(instability(committee, rs)), 0.5 * threshold),
          0.9 * threshold,
        )
        const alpha = onset + share * (threshold - onset)
        const k = more && weights === spherical ? 2 : 1
        const { result } = drive(saddlePoint(committee.at({ alpha }), kStepRsb({ steps: k })))
        expect(Number.isNaN(result.residual)).toBe(false)
        expect(result.evaluations).toBeLessThan(6000)
        if (!isSolved(result)) {
          expect(result.verdict).toMatch(/stalled|absent/)
          expect(result.reason.length).toBeGreaterThan(20)
          return
        }
        solved++
        expect(result.residual).toBeLessThanOrEqual(2e-11)
        for (const estimate of [result.freeEntropy, result.entropy, result.energy, result.replicon])
          expectSound(estimate)
        for (const error of Object.values(result.errors)) expect(error).toBeGreaterThanOrEqual(0)
        const { at } = result
        expect(at.q0).toBeGreaterThanOrEqual(0)
        expect(at[`q${k}`]).toBeLessThanOrEqual(1)
        // where there are no steps the replica-symmetric solution answers, with its clusters
        if (/^no clusters|^clustered/.test(result.branch)) {
          expect([at.m1, at.q1 >= at.q0]).toEqual([1, true])
          return
        }
        for (let i = 1; i <= k; i++) {
          expect(at[`q${i}`]).toBeGreaterThan(at[`q${i - 1}`])
          expect(at[`m${i}`]).toBeGreaterThan(i === 1 ? 0 : at[`m${i - 1}`])
          expect(at[`m${i}`]).toBeLessThanOrEqual(1)
          expect(Math.abs(result.measure(complexity(i, k)).value)).toBeLessThan(1e-10)
        }
        const symmetric = drive(saddlePoint(committee.at({ alpha }), rs as unknown as Ansatz)).result
        if (isSolved(symmetric) && weights === spherical) {
          const { value, error } = symmetric.entropy
          expect(result.entropy.value).toBeLessThanOrEqual(value + error + result.entropy.error)
        }
      },
    ),
    { numRuns: runs(40, 3), seed: 1980 },
  )
  // it is no test of failures alone
  expect(solved).toBeGreaterThan(runs(8, 3))
})

test('a capacity of any machine is sound, and no larger than with fewer steps', () => {
  fc.assert(
    fc.property(anyActivation, real(-1, 1), (activation, margin) => {
      const committee = machine({ activation, weights: spherical, margin })
      let above = Number.POSITIVE_INFINITY
      for (const ansatz of [rs as unknown as Ansatz, kStepRsb({ steps: 1 }), kStepRsb({ steps: 2 })] as Ansatz[]) {
        try {
          const found = complete(capacity(committee, ansatz))
          expect(found.verdict).toBe('converged')
          expectSound(found)
          expect(found.value).toBeGreaterThan(0)
          expect(found.value).toBeLessThanOrEqual(above + found.error)
          above = found.value
        } catch (error) {
          if (!isGardnerError(error)) throw error
          expect(error.code).toBe('UNSUITABLE')
        }
      }
    }),
    { numRuns: runs(40, 3), seed: 1981 },
  )
})
