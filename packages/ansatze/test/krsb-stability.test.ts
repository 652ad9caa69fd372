import { linear, monomial, polynomial, quadratic, relu, sign, sine } from '@gardner/activations'
import { type Activation, complete, machine, problem, saddlePoint, type WeightPrior } from '@gardner/core'
import { newtonSolve, STANDARD_STEP } from '@gardner/numerics'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { distantStep, overlapFunction } from '../src/cascade/overlap-function.js'
import { oneStepRsb, rs } from '../src/index.js'
import { krsbSaddlePoint } from '../src/krsb/saddle-point.js'
import { KrsbState } from '../src/krsb/state.js'
import { atZeroOverlap } from '../src/krsb/zero-overlap.js'

const cubic = polynomial([0, -3, 0, 1])
const wave = (frequency: number) => sine({ frequency })

/** The one-step solution next to a guess. */
function solvedNear(
  activation: Activation,
  weights: WeightPrior,
  alpha: number,
  [q0, q1, m]: readonly [number, number, number],
  held = false,
) {
  const committee = machine({ activation, weights })
  const nowhere = () => ({ hold: 'nowhere', reason: '' }) as const
  const options = { k: 1, atZero: q0 === 0, ...(held ? { parisi: [m] } : {}), origin: nowhere }
  const saddle = krsbSaddlePoint(committee, options, STANDARD_STEP)
  const guess = [Math.log(1 - q1), Math.log(q1 - q0), ...(held ? [] : [Math.log(m)])]
  const root = newtonSolve((x) => saddle.residual(x, alpha), guess)
  expect(root.norm).toBeLessThan(1e-11)
  const state = saddle.state(root.x, alpha)
  if (!(state instanceof KrsbState)) throw new Error('no state')
  return { machine: committee, state }
}

describe('what a solution is unstable against', () => {
  test.each([
    ['nothing', cubic, spherical, 3.5, [0, 0.981416787, 0.180937046], false, []],
    ['nothing, continuous', monomial(3), spherical, 2, [0.497040426, 0.794882453, 0.466861199], false, []],
    ['clusters', cubic, spherical, 3.8, [0, 0.995499876, 0.05820137], false, [/^r1 = -0\.0492$/]],
    ['clusters, m held', wave(2), spherical, 3, [0.151363261, 0.936984133, 0.5], true, [/^r1 = -0\.00995$/]],
    [
      'a barrier',
      wave(3),
      spherical,
      4.5,
      [0.0025, 0.855898777, 0.5],
      true,
      [/^r1 = -1\.33$/, /S is no minimum in q$/],
    ],
    ['the right one beside it', wave(3), spherical, 4.5, [0.0045, 0.993054551, 0.5], true, []],
    ['both levels', quadratic, spherical, 2, [0.192046447, 0.720373708, 0.33311], false, [/^r0 = -0\.0558$/, /^r1 = /]],
  ] as const)('%s', (_, activation, weights, alpha, guess, held, expected) => {
    const { instabilities } = solvedNear(activation, weights, alpha, guess, held).state
    expect(instabilities.length).toBe(expected.length)
    for (const [i, pattern] of expected.entries()) expect(instabilities[i]).toMatch(pattern)
  })

  test('q0 = 0, where q0 > 0 is lower', () => {
    for (const [weights, alpha] of [
      [binary, 0.99],
      [spherical, 2],
    ] as const) {
      const committee = problem({ activation: quadratic, weights, alpha })
      const zero = complete(saddlePoint(committee, atZeroOverlap()))
      expect(zero.instabilities?.[0]).toMatch(/^r0 = -.* \(q0 > 0\)$/)
      expect(complete(saddlePoint(committee, oneStepRsb)).entropy.value).toBeLessThan(
        zero.entropy.value - zero.entropy.error,
      )
    }
  })
})

describe('the first variation over all overlaps', () => {
  test('vanishes at the overlaps, has the slope of the replicons there, and integrates to 0 between them', () => {
    for (const [activation, alpha, guess] of [
      [wave(2), 3.5, [0.177384546, 0.974157146, 0.383805232]],
      [monomial(3), 2, [0.497040426, 0.794882453, 0.466861199]],
    ] as const) {
      const { machine: committee, state } = solvedNear(activation, spherical, alpha, guess)
      const gaps = [1 - state.at.q0, state.at.gap]
      const F = overlapFunction(committee, alpha, { gaps, parisi: [state.at.m1] })
      const lambda = [gaps[1] + state.at.m1 * (gaps[0] - gaps[1]), gaps[1]]
      for (const [i, gap] of gaps.entries()) {
        expect(Math.abs(F(gap))).toBeLessThan(1e-10)
        // from within the step, so that F has one form
        const h = 1e-4 * (gaps[0] - gaps[1]) * (i === 0 ? -1 : 1)
        const slope = -(4 * F(gap + h) - F(gap + 2 * h)) / (2 * h)
        expect(Math.abs(slope / (-state.replicons[i] / lambda[i] ** 2) - 1)).toBeLessThan(1e-3)
      }
      const n = 400
      const width = (gaps[0] - gaps[1]) / n
      let sum = 0
      let size = 0
      for (let i = 1; i < n; i++) {
        const value = F(gaps[1] + i * width) * (i % 2 === 1 ? 4 : 2)
        sum += value
        size += Math.abs(value)
      }
      expect(Math.abs(sum)).toBeLessThan(1e-5 * size)
    }
  })

  // from the condensation on: 2.024310112238 and 2.489506633570
  test.each([
    ['He3', cubic, 2.02, false],
    ['He3', cubic, 2.03, true],
    ['sine:2', wave(2), 2.485, false],
    ['sine:2', wave(2), 2.495, true],
    ['relu', relu, 1.6, false],
    ['sign', sign, 2.9, false],
    ['linear', linear, 1.9, false],
  ] as const)('of RS says whether a step at a distance is lower: %s', (_, activation, alpha, expected) => {
    const { instabilities = [] } = complete(saddlePoint(problem({ activation, weights: spherical, alpha }), rs))
    expect(instabilities.length > 0).toBe(expected)
  })

  test('says it of one step where two are lower although r > 0', () => {
    const { machine: committee, state } = solvedNear(cubic, spherical, 3.5, [0, 0.981416787, 0.180937046])
    expect(distantStep(committee, 3.5, { gaps: [1, state.at.gap], parisi: [state.at.m1] })).toBeUndefined()
  })
})
