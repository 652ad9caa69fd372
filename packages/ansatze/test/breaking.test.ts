import { readFileSync } from 'node:fs'
import { erf, leakyRelu, linear, quadratic, relu, sign } from '@gardner/activations'
import {
  branchStart,
  capacity,
  complete,
  drive,
  instability,
  machine,
  originNow,
  pathEquations,
  problem,
  saddlePoint,
} from '@gardner/core'
import { ansatzLaws } from '@gardner/core/testing'
import { pathAdvance, STANDARD_STEP } from '@gardner/numerics'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { complexity, kStepRsb, oneStepRsb, rs } from '../src/index.js'

const named = { relu, sign, erf, linear }
const steps = (k: number) => kStepRsb({ steps: k })

describe('capacities', () => {
  const { rows } = JSON.parse(
    readFileSync(new URL('../../../bench/reference-ansatze.json', import.meta.url), 'utf8'),
  ) as {
    rows: { kind: string; activation: 'relu' | 'erf' | 'linear'; margin: string; values: { capacity: string } }[]
  }
  const known = rows.filter(({ kind }) => kind === 'capacity-1rsb')
  test.each(known.map((row) => [row.activation, row.margin, row] as const))(
    '%s, margin %s: one step as by direct minimisation elsewhere',
    (_, __, { activation, margin, values }) => {
      const found = complete(
        capacity(machine({ activation: named[activation], weights: spherical, margin: Number(margin) }), oneStepRsb),
      )
      const exact = Number(values.capacity)
      expect(Math.abs(found.value - exact)).toBeLessThanOrEqual(found.error + 2e-13 * exact)
      expect(found.error).toBeLessThan(1e-9)
    },
  )

  test.each([
    { activation: relu, margin: 0 },
    { activation: relu, margin: 0.5 },
    { activation: erf, margin: 0 },
    { activation: linear, margin: -1 },
    { activation: leakyRelu({ slope: 0.2 }), margin: 0.2 },
    { activation: quadratic, margin: 0 },
  ])('$activation.name, margin $margin: every step lowers it', ({ activation, margin }) => {
    const committee = machine({ activation, weights: spherical, margin })
    let above: { readonly value: number; readonly error: number } = complete(capacity(committee, rs))
    for (const k of [1, 2, 3]) {
      const found = complete(capacity(committee, steps(k)))
      expect(found.value).toBeLessThan(above.value - found.error - above.error)
      expect(found.error).toBeLessThan(1e-9)
      above = found
    }
  })

  test('where RS is stable it is the capacity, and the answer says so', () => {
    for (const margin of [0, 0.5]) {
      const committee = machine({ activation: linear, weights: spherical, margin })
      const found = complete(capacity(committee, oneStepRsb))
      expect(found.value).toBe(complete(capacity(committee, rs)).value)
      expect(found.reason).toMatch(/no branch of 1 step/)
    }
    const discrete = complete(capacity(machine({ activation: relu, weights: binary }), steps(2)))
    expect(discrete.value).toBeCloseTo(0.9039862812921906, 12)
    expect(discrete.branch).toMatch(/frozen/)
  })

  test.each([1, 2])('of %d steps on the sphere: the end of the branch of saddles at finite load', (k) => {
    const committee = machine({ activation: relu, weights: spherical })
    const saddle = steps(k).saddlePoint(committee, STANDARD_STEP)
    const origin = originNow(saddle, 2.5)
    if (origin.hold === 'nowhere') throw new Error(origin.reason)
    const along = pathEquations(saddle)
    // towards q_k → 1, whichever end the branch is known from
    let point = branchStart(along, k === 1 ? origin : { ...origin, towards: -1 })
    const loads: { readonly gap: number; readonly alpha: number }[] = []
    for (let n = 0; n < 60 && point !== undefined && saddle.end(point.x.slice(0, -1)) === undefined; n++) {
      loads.push({ gap: Math.exp(point.x[0]), alpha: Math.exp(point.x[point.x.length - 1]) })
      point = pathAdvance(along, point)
    }
    const { value } = complete(capacity(committee, steps(k)))
    const last = loads[loads.length - 1]
    expect(last.gap).toBeLessThan(1e-7)
    // the load approaches its limit as √(1 − q_k)
    const before = loads[loads.length - 4]
    const [r, s] = [Math.sqrt(last.gap), Math.sqrt(before.gap)]
    const limit = (last.alpha * s - before.alpha * r) / (s - r)
    expect(Math.abs(limit - value)).toBeLessThan(1e-6)
    expect(Math.abs(last.alpha - value)).toBeLessThan(3e-3)
  })
})

describe('saddles', () => {
  // those of one step are in krsb.test.ts as well
  const lawful = [
    ['sign', 1, 4],
    ['relu', 1, 2.5],
    ['erf', 1, 2],
    ['relu', 2, 2.5],
    ['sign', 2, 3.5],
  ] as const
  test.each(representatives(lawful, 3))('%s, %d steps at %d obey the laws', (name, k, alpha) => {
    for (const law of ansatzLaws(steps(k), problem({ activation: named[name], weights: spherical, alpha })))
      law.verify()
  })
  test('of discrete weights too, where a branch leaves RS', () => {
    for (const law of ansatzLaws(steps(1), problem({ activation: quadratic, weights: binary, alpha: 1.2 })))
      law.verify()
  })

  test('lower the entropy with every step, and less each time', () => {
    for (const [activation, alpha] of [
      [relu, 2.5],
      [sign, 4],
    ] as const) {
      const committee = problem({ activation, weights: spherical, alpha })
      const entropies = [rs, steps(1), steps(2), steps(3)].map(
        // biome-ignore lint/suspicious/noExplicitAny: of different order parameters
        (ansatz: any) => complete(saddlePoint(committee, ansatz)).entropy.value,
      )
      for (const i of [1, 2, 3]) expect(entropies[i]).toBeLessThan(entropies[i - 1])
      expect(entropies[2] - entropies[3]).toBeLessThan(entropies[1] - entropies[2])
    }
  })

  test('for a held m have a complexity that changes sign where m is stationary', () => {
    const committee = problem({ activation: sign, weights: spherical, alpha: 4 })
    const { at } = complete(saddlePoint(committee, oneStepRsb))
    const at0 = (m: number) =>
      complete(saddlePoint(committee, kStepRsb({ steps: 1, parisi: [m] }))).measure(complexity()).value
    expect(at0(at.m1 - 0.01)).toBeGreaterThan(1e-5)
    expect(at0(at.m1 + 0.01)).toBeLessThan(-1e-5)
    expect(Math.abs(at0(at.m1))).toBeLessThan(1e-12)
  })

  test('fall back to fewer steps where a step makes no difference', () => {
    const committee = problem({ activation: relu, weights: spherical, alpha: 2 })
    const state = (k: number, x: readonly number[]) => steps(k).saddlePoint(committee, STANDARD_STEP).state(x, 2)
    // q_1 = q_0
    const gap = 0.3
    const symmetric = rs.saddlePoint(committee, STANDARD_STEP).state([Math.log(gap)], 2).freeEntropy
    expect(
      Math.abs(state(1, [Math.log(gap), Number.NEGATIVE_INFINITY, Math.log(0.4)]).freeEntropy - symmetric),
    ).toBeLessThan(1e-12)
    // m = 1: the inner overlap does not matter
    const one = (inner: number) => state(1, [Math.log(inner), Math.log(gap - inner), 0]).energy
    expect(Math.abs(one(0.1) - one(0.2))).toBeLessThan(1e-12)
    // m_2 = m_1
    const m = Math.log(0.4)
    const single = state(1, [Math.log(0.1), Math.log(0.2), m]).freeEntropy
    const double = state(2, [Math.log(0.1), Math.log(0.05), Math.log(0.15), m, m]).freeEntropy
    expect(Math.abs(double - single)).toBeLessThan(1e-12)
  })
})

describe('branches', () => {
  test('that have not begun are said to be absent, with the load where they begin', () => {
    for (const k of [2, 3]) {
      const { result } = drive(saddlePoint(problem({ activation: relu, weights: spherical, alpha: 1.5 }), steps(k)))
      expect(result).toMatchObject({ verdict: 'absent' })
      expect('reason' in result ? result.reason : '').toMatch(/1\.721196784/)
    }
  })
  test('begin in the RS instability: q1 − q0 vanishes there', () => {
    const committee = machine({ activation: relu, weights: spherical })
    const onset = complete(instability(committee, rs)).value
    const breaking = [1.01, 1.02].map((share) => {
      const { at } = complete(saddlePoint(committee.at({ alpha: share * onset }), oneStepRsb))
      return (at.q1 - at.q0) / at.gap
    })
    expect(breaking[0]).toBeGreaterThan(0.01)
    // linear in α − α_AT
    expect(breaking[1] / breaking[0]).toBeCloseTo(2, 0)
  })
  test('of one step become unstable in turn: sign has a window', () => {
    const committee = machine({ activation: sign, weights: spherical })
    const { value } = complete(instability(committee, oneStepRsb))
    expect(value).toBeGreaterThan(complete(instability(committee, rs)).value)
    expect(complete(saddlePoint(committee.at({ alpha: 0.999 * value }), oneStepRsb)).replicon.value).toBeGreaterThan(0)
    expect(complete(saddlePoint(committee.at({ alpha: 1.001 * value }), oneStepRsb)).replicon.value).toBeLessThan(0)
  })
})
