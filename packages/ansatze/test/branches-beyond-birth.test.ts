import { linear, monomial, polynomial, relu, sign } from '@gardner/activations'
import { complete, drive, isSolved, type Machine, machine, saddlePoint } from '@gardner/core'
import { spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { clusterTransitions, kStepRsb, oneStepRsb, spinodal } from '../src/index.js'

/** C(q) = (1 − s) q² + s q⁶: g = √(1 − s) He₂/√2! + √s He₆/√6! */
const evenMixture = (share: number): Machine => {
  const [second, sixth] = [Math.sqrt((1 - share) / 2), Math.sqrt(share / 720)]
  const activation = polynomial([-second - 15 * sixth, 0, second + 45 * sixth, 0, -15 * sixth, 0, sixth])
  return machine({ activation, weights: spherical })
}

describe('a branch at a distance beside one that is born continuously: the lowest S answers, the others are named', () => {
  // by bench/one_step.py: S by another quadrature, its gradient by differences
  test.each([
    [
      'both, the near one lower',
      0.6,
      2.6,
      0.0625800434,
      0.145200048,
      -1.8027412335,
      /born continuously has the lowest|m = 0$/,
    ],
    ['the one at a distance lower', 0.6, 2.7, 0.13433077, 0.89556408, -1.8727752606, /q1 → 1 has the lowest/],
    [
      'further on',
      0.6,
      2.9,
      0.11133475,
      0.92362373,
      -2.0194109823,
      /besides it born (continuously|at q = 0): q1 = 0.2133/,
    ],
    ['condensed beyond a birth', 0.7, 3.14, 0, 0.9491368, -2.1940040434, /from alpha_K has the lowest/],
    ['condensed, with q0 > 0', 0.7, 2.9, 0.0120713838, 0.9280162323, -2.0119180489, /from alpha_K has the lowest/],
    ['condensed before a birth', 0.8, 4.0448, 0, 0.99000931, -3.1433529495, /from alpha_K has the lowest/],
  ] as const)('%s: s = %d, α = %d', (_, share, alpha, q0, q1, entropy, said) => {
    const found = complete(saddlePoint(evenMixture(share).at({ alpha }), oneStepRsb))
    expect(Math.abs(found.at.q0 - q0)).toBeLessThan(1e-7)
    expect(Math.abs(found.at.q1 - q1)).toBeLessThan(1e-7)
    expect(Math.abs(found.entropy.value - entropy)).toBeLessThan(2e-10)
    expect(found.reason).toMatch(said)
    expect((found.instabilities ?? []).join()).not.toMatch(/no minimum|distance/)
  })

  test.each([
    [0.62, 0.9, 2.75, 0.0965150975, 0.9040392905, -1.9073013036],
    [0.6, 0.9, 2.7, 0.1119269502, 0.893338496, -1.8723389263],
  ])('with m held: s = %d, m = %d, α = %d', (share, m, alpha, q0, q1, entropy) => {
    const found = complete(saddlePoint(evenMixture(share).at({ alpha }), kStepRsb({ steps: 1, parisi: [m] })))
    expect(Math.abs(found.at.q0 - q0)).toBeLessThan(1e-9)
    expect(Math.abs(found.at.q1 - q1)).toBeLessThan(1e-9)
    expect(Math.abs(found.entropy.value - entropy)).toBeLessThan(1e-9)
    expect(found.reason).toMatch(/of clusters has the lowest S; besides it born continuously/)
  })

  // the minimum of α over q_1 with q_0 solved for, in numpy
  test.each([
    [0.62, 0.8, 2.6504156371486, 0.0115657774, 0.8390205617],
    [0.62, 0.95, 2.5417230736515, 0.0767920966, 0.8167877317],
    [0.66, 0.95, 2.5538878998659, 0.0235123901, 0.8272014141],
    [0.68, 0.95, 2.5576585728319, 0, 0.8318269599],
  ])('the spinodal of m held: s = %d, m = %d', (share, m, alpha, q0, q1) => {
    const found = spinodal(evenMixture(share), m)
    expect(Math.abs((found?.value ?? 0) - alpha)).toBeLessThan((found?.error ?? 0) + 1e-12)
    expect(Math.abs((found?.at.q0 ?? 1) - q0)).toBeLessThan(1e-6)
    expect(Math.abs((found?.at.q1 ?? 1) - q1)).toBeLessThan(1e-6)
  })

  test('the loads of both', () => {
    const { kind, dynamical, kauzmann, instability } = clusterTransitions(evenMixture(0.7))
    expect(kind).toBe('continuous')
    expect(dynamical?.value).toBeLessThan(instability.value)
    expect(kauzmann?.value).toBeGreaterThan(instability.value)
    expect(Math.abs(kauzmann?.complexity.value ?? 1)).toBeLessThan(1e-12)
    expect(clusterTransitions(evenMixture(0.8)).kind).toBe('discontinuous')
  })
})

const machines: Readonly<Record<string, Machine>> = {
  relu: machine({ activation: relu, weights: spherical }),
  'x³': machine({ activation: monomial(3), weights: spherical }),
  sign: machine({ activation: sign, weights: spherical }),
  'x³, ternary': machine({ activation: monomial(3), weights: ternary }),
  'x, κ = −2': machine({ activation: linear, weights: spherical, margin: -2 }),
}

describe('next to a continuous birth', () => {
  test.each(representatives(Object.keys(machines), 3))('%s: one step is found at every distance from it', (name) => {
    const { instability, birth } = clusterTransitions(machines[name])
    const born = birth?.value ?? Number.NaN
    const at = (by: number) =>
      complete(saddlePoint(machines[name].at({ alpha: instability.value * (1 + by) }), oneStepRsb))
    const distances = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7]
    const found = distances.map(at)
    const slopes = found.map(({ at: { m1 } }, i) => (m1 - born) / distances[i])
    const widths = found.map(({ at: { q0, q1 } }, i) => (q1 - q0) / distances[i])
    for (const [i, { at: there, errors, residual }] of found.entries()) {
      expect(residual).toBeLessThan(1e-10)
      expect(there.m1).toBeLessThan(born + errors.m1)
      expect(errors.m1).toBeLessThan(1e-5)
      // q_1 − q_0 and m_AT − m in proportion to the distance
      if (i > 1 && i < 4) {
        expect(Math.abs(widths[i] / widths[i - 1] - 1)).toBeLessThan(0.05)
        expect(Math.abs(slopes[i] / slopes[i - 1] - 1)).toBeLessThan(0.1)
      }
    }
  })

  test.each(representatives(Object.keys(machines), 3))('%s: with every m held, towards larger loads', (name) => {
    const { instability, birth } = clusterTransitions(machines[name])
    const born = birth?.value ?? Number.NaN
    for (const m of representatives([0.3, 0.5, 0.99], 2)) {
      const ansatz = kStepRsb({ steps: 1, parisi: [m] })
      const widths = [1e-5, 1e-6].map((by) => {
        const { at } = complete(saddlePoint(machines[name].at({ alpha: instability.value * (1 + by) }), ansatz))
        return (at.q1 - at.q0) / by
      })
      expect(Math.abs(widths[1] / widths[0] - 1)).toBeLessThan(0.02)
      // 1/width ∝ m_AT + (1 − 2 m_AT) m
      const { at } = complete(
        saddlePoint(
          machines[name].at({ alpha: instability.value * (1 + 1e-6) }),
          kStepRsb({ steps: 1, parisi: [0.7] }),
        ),
      )
      const ratio = (born + (1 - 2 * born) * 0.7) / (born + (1 - 2 * born) * m)
      expect(Math.abs(widths[1] / ((at.q1 - at.q0) / 1e-6) / ratio - 1)).toBeLessThan(0.02)
    }
    // before it there is none, and so no spinodal
    const before = drive(
      saddlePoint(machines[name].at({ alpha: 0.999 * instability.value }), kStepRsb({ steps: 1, parisi: [0.8] })),
    ).result
    expect(isSolved(before)).toBe(false)
    expect(spinodal(machines[name], 0.8)).toBeUndefined()
  })
})
