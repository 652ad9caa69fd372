import { polynomial, quadratic } from '@gardner/activations'
import {
  capacity,
  complete,
  curve,
  drive,
  machine,
  problem,
  type Solution,
  saddlePoint,
  type Threshold,
} from '@gardner/core'
import { formula } from '@gardner/formula'
import { binary, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { clusterTransitions, kStepRsb, oneStepRsb, rs } from '../src/index.js'

const abs = formula('abs(x)')

/** Within its error, and that of the digits given. */
function expectAt(found: Solution | Threshold, symbol: string, value: number, digits: number) {
  const at = found.at as Readonly<Record<string, number>>
  const errors = found.errors as Readonly<Record<string, number>>
  expect(Math.abs(at[symbol] - value), symbol).toBeLessThanOrEqual(errors[symbol] + digits)
}

describe('without a linear term of g clusters have an overlap q0 > 0', () => {
  // the capacities, by two other programs
  test.each([
    [0, 0.999397528767, 0.0522273054, 0.1599298565, 0.321688277, '0.9993985462'],
    [0.5, 0.679866024049, 0.0925994775, 0.2886396843, 0.4205617818, '0.6798746577'],
    [1, 0.48179373095, 0.1278663916, 0.3992859214, 0.4497784271, '0.4818173218'],
    [-0.5, 1.543191138927, 0.01117823, 0.03358526, 0.0982717, '1.543191140'],
  ])('quadratic, binary, margin %d: the capacity', (margin, alpha, q0, q1, m, zero) => {
    const found = complete(capacity(machine({ activation: quadratic, weights: binary, margin }), oneStepRsb))
    expect(Math.abs(found.value - alpha)).toBeLessThanOrEqual(found.error + 5e-13)
    expect(found.error).toBeLessThan(2e-12)
    const digits = margin === -0.5 ? 5e-8 : 1e-10
    expectAt(found, 'q0', q0, digits)
    expectAt(found, 'q1', q1, digits)
    expectAt(found, 'm1', m, digits)
    expect(found.replicon).toBeLessThan(0)
    expect(found.reason).toContain(`q0 = 0 is unstable against q0 > 0, it would give ${zero}`)
    expect(found.reason).toMatch(/upper bound/)
  })

  test('abs(x), binary: the capacity, to the digits of bench/even_capacity.py', () => {
    const found = complete(capacity(machine({ activation: abs, weights: binary }), oneStepRsb))
    expect(Math.abs(found.value - 0.99995467791)).toBeLessThan(1e-9)
    expectAt(found, 'q0', 0.02031, 1e-4)
    expectAt(found, 'q1', 0.06134, 1e-5)
    expectAt(found, 'm1', 0.15296, 5e-4)
  })

  test('quadratic, spherical, at a load', () => {
    const found = complete(saddlePoint(problem({ activation: quadratic, weights: spherical, alpha: 2 }), oneStepRsb))
    expect(Math.abs(found.entropy.value + 1.455557312992)).toBeLessThanOrEqual(found.entropy.error + 5e-13)
    expectAt(found, 'q0', 0.192046447, 5e-10)
    expectAt(found, 'q1', 0.720373708, 5e-10)
    expectAt(found, 'm1', 0.333109695, 5e-10)
  })

  test.each([
    [quadratic, binary, 0.8],
    [quadratic, binary, 0.99],
    [quadratic, spherical, 0.8],
    [quadratic, spherical, 1.2],
    [quadratic, spherical, 3.3],
    [abs, binary, 0.95],
    [abs, spherical, 3],
    [quadratic, ternary, 1.5],
    [polynomial([-1, -0.6, 1, 0.2]), binary, 0.95],
  ] as const)('%# at $2: q0 > 0', (activation, weights, alpha) => {
    const { at, errors } = complete(saddlePoint(problem({ activation, weights, alpha }), oneStepRsb))
    expect(at.q0).toBeGreaterThan(1e6 * errors.q0)
    expect(at.q1).toBeGreaterThan(at.q0)
  })

  // bench/one_step_ternary.py: the overlaps of unnormalised weights, the gradient by differences
  test.each([
    [quadratic, 0, 1.5, 0.1636939326, 0.5873326674, 0.4948577404, 0.662440543, 0.042425440263],
    [quadratic, 0, 1.2, 0.0983660682, 0.3139576382, 0.4004320928, 0.6664254744, 0.263910662981],
    [quadratic, 0.5, 1.1, 0.202599163, 0.7249154332, 0.3635011847, 0.6474195932, -0.07537645842],
  ])('$0.name, ternary, margin $1 at $2: every number', (activation, margin, alpha, q0, q1, m, Q, entropy) => {
    const found = complete(saddlePoint(problem({ activation, weights: ternary, margin, alpha }), oneStepRsb))
    const at = Object.entries({ q0, q1, m1: m, Q })
    for (const [symbol, value] of at) expectAt(found, symbol, value, 3e-10)
    expect(Math.abs(found.entropy.value - entropy)).toBeLessThanOrEqual(found.entropy.error + 2e-12)
  })

  test('near the birth q0 : q1 = 1 : 3, in proportion to the distance from it', () => {
    for (const weights of [binary, spherical]) {
      const at = [1.02, 1.01].map((share) => {
        const alpha = (share * Math.PI) / 4
        return complete(saddlePoint(problem({ activation: quadratic, weights, alpha }), oneStepRsb)).at
      })
      expect(at[1].q0 / at[1].q1).toBeCloseTo(1 / 3, 3)
      expect(at[0].q1 / at[1].q1).toBeCloseTo(2, 1)
      expect(at[0].m1 / at[1].m1).toBeCloseTo(2, 1)
    }
  })

  test('where m is held, too', () => {
    for (const [weights, alpha] of [
      [binary, 0.99],
      [spherical, 2],
    ] as const) {
      const committee = problem({ activation: quadratic, weights, alpha })
      const free = complete(saddlePoint(committee, oneStepRsb))
      const held = complete(saddlePoint(committee, kStepRsb({ steps: 1, parisi: [free.at.m1] })))
      expect(Math.abs(held.entropy.value - free.entropy.value)).toBeLessThan(1e-13)
      expect(Math.abs(held.at.q0 - free.at.q0)).toBeLessThan(1e-9)
      for (const m of [0.2, 0.5]) {
        expect(complete(saddlePoint(committee, kStepRsb({ steps: 1, parisi: [m] }))).entropy.value).toBeGreaterThan(
          free.entropy.value,
        )
      }
    }
  })

  test.each([
    [binary, -0.62],
    [binary, 0],
    [spherical, -1],
    [spherical, -2],
  ] as const)('%#: at every distance from the birth', (weights, margin) => {
    const committee = machine({ activation: quadratic, weights, margin })
    const birth = clusterTransitions(committee).instability.value
    const at = (by: number) => committee.at({ alpha: birth * (1 + by) })
    const found = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7].map((by) => complete(saddlePoint(at(by), oneStepRsb)))
    for (const [i, { at, errors, residual }] of found.entries()) {
      expect(residual).toBeLessThan(1e-11)
      expect(Math.abs(at.q0 / at.q1 - 1 / 3)).toBeLessThan(1e-3)
      expect(errors.m1).toBeLessThan(1e-4 * at.m1)
      if (i > 0) expect(Math.abs(found[i - 1].at.m1 / at.m1 / 10 - 1)).toBeLessThan(0.02)
    }
  })

  test.each([
    [-0.6, 1e-5],
    [-0.62, 1e-6],
    [-0.63, 1e-6],
    [-0.64, 1e-8],
    [-0.647, 1e-10],
    [-0.648, 1e-12],
  ])('quadratic, binary, margin %d: a capacity next to the birth', (margin, digits) => {
    const committee = machine({ activation: quadratic, weights: binary, margin })
    const found = complete(capacity(committee, oneStepRsb))
    const { value, at } = found
    expect(found.error).toBeLessThan(2e-12)
    expect(Math.abs(at.q0 / at.q1 - 1 / 3)).toBeLessThan(0.01)
    // below that of RS by a power of the overlap
    const symmetric = complete(capacity(committee, rs)).value
    expect(Math.abs(symmetric - 0.6 * at.q1 ** 5 - value)).toBeLessThanOrEqual(found.error + digits * 1e-6)
    const { entropy } = complete(saddlePoint(committee.at({ alpha: value }), oneStepRsb))
    expect(Math.abs(entropy.value)).toBeLessThan(found.error + entropy.error)
    expect(found.reason).toMatch(/upper bound/)
  })

  test('a barrier to frozen clusters is no cluster', () => {
    for (const margin of [-0.6, 0, 1]) {
      const { kind, dynamical } = clusterTransitions(machine({ activation: quadratic, weights: binary, margin }))
      expect(kind).toBe('continuous')
      expect(dynamical).toBeUndefined()
    }
  })

  // S, q and m by bench/one_step.py
  test.each([
    [
      -2,
      23,
      0.02866881,
      0.85099242,
      0.90344314,
      -1.8855027471,
      /q1 → 1 has the lowest S; besides it .* S = -1\.88414522/,
    ],
    [-2, 24.5, 0.00573877, 0.89156637, 0.79988856, -2.0150025445, /continuous/],
    [-2, 26, 0, 0.91959247, 0.70328958, -2.1520760135, /continuous/],
    [-1.8, 19, 0.0320586, 0.89918791, 0.68250256, -2.0584480528, /continuous/],
  ])(
    'quadratic, spherical, margin %d at %d: from q1 → 1, through where q0 = 0 bifurcates',
    (margin, alpha, q0, q1, m, entropy, said) => {
      const found = complete(
        saddlePoint(problem({ activation: quadratic, weights: spherical, margin, alpha }), oneStepRsb),
      )
      expect(Math.abs(found.at.q0 - q0)).toBeLessThan(2e-8)
      expect(Math.abs(found.at.q1 - q1)).toBeLessThan(2e-8)
      expect(Math.abs(found.at.m1 - m)).toBeLessThan(2e-8)
      expect(Math.abs(found.entropy.value - entropy)).toBeLessThan(2e-10)
      expect(found.reason).toMatch(said)
    },
  )

  // by bench/one_step.py's function, its gradient in q_0 and q_1 made to vanish
  test('with m held: a curve goes over to clusters where those are lower', () => {
    const committee = machine({ activation: quadratic, weights: spherical, margin: -2 })
    const ansatz = kStepRsb({ steps: 1, parisi: [0.9] })
    const loads = [21.6, 21.8, 22, 22.6, 22.8, 23]
    const points = complete(curve(committee, ansatz, { alpha: loads }))
    expect(points[2].at.q1).toBeLessThan(0.1)
    expect(points[5].at.q1).toBeGreaterThan(0.8)
    expect(Math.abs(points[2].values.entropy.value + 1.8021601892)).toBeLessThan(1e-10)
    expect(Math.abs(points[5].values.entropy.value + 1.88550081084)).toBeLessThan(1e-10)
    for (const [i, { values }] of points.entries()) {
      const { entropy } = complete(saddlePoint(committee.at({ alpha: loads[i] }), ansatz))
      expect(Math.abs(values.entropy.value - entropy.value)).toBeLessThan(1e-12)
    }
    expect(points[5].reason).toMatch(/of clusters has the lowest S; besides it born continuously: q1 = 0\.16/)
  })

  test('beyond the capacity there is none, also where clusters condense before', () => {
    for (const alpha of [86, 120]) {
      const committee = problem({ activation: quadratic, weights: spherical, margin: -2.5, alpha })
      expect(drive(saddlePoint(committee, oneStepRsb)).result).toMatchObject({
        verdict: 'absent',
        reason: expect.stringContaining('q1 reaches 1 at α = 85.74925'),
      })
    }
  })

  test('a curve goes over to the branch of lower S where that is another', () => {
    const committee = machine({ activation: quadratic, weights: spherical, margin: -2 })
    const loads = [21.2, 21.4, 21.6, 21.8, 22, 22.2]
    const points = complete(curve(committee, oneStepRsb, { alpha: loads }))
    expect(points[0].at.q1).toBeLessThan(0.1)
    expect(points[5].at.q1).toBeGreaterThan(0.8)
    for (const [i, { values }] of points.entries()) {
      const { entropy } = complete(saddlePoint(committee.at({ alpha: loads[i] }), oneStepRsb))
      expect(Math.abs(values.entropy.value - entropy.value)).toBeLessThan(1e-12)
    }
    expect(points[5].reason).toMatch(/q1 → 1 has the lowest S; besides it born continuously/)
  })
})
