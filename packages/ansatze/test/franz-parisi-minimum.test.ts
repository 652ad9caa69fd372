import { linear, relu, sign, tanh } from '@gardner/activations'
import {
  complete,
  decodeCheckpoint,
  drive,
  encodeCheckpoint,
  machine,
  type Problem,
  problem,
  saddlePoint,
} from '@gardner/core'
import { binary, discrete, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { franzParisi, type MinimumState, minimumDistance, rs } from '../src/index.js'

const entropyAt = (committee: Problem, distance: number) =>
  complete(saddlePoint(committee, franzParisi({ distance }))).entropy

describe('typical binary solutions are isolated', () => {
  test.each([linear, relu, sign, tanh].map((activation) => ({ activation })))(
    'the entropy vanishes at d_min > 0 and is negative below: $activation.name',
    ({ activation }) => {
      for (const [margin, alpha] of [
        [0, 0.15],
        [0, 0.7],
        [0.2, 0.3],
      ]) {
        const committee = problem({ activation, weights: binary, margin, alpha })
        const { value, error, residual, at } = complete(minimumDistance(committee))
        expect(error).toBeLessThan(1e-11 + 1e-10 * value)
        expect(residual).toBeLessThan(1e-11)
        expect(at.p).toBeCloseTo(1 - 2 * value, 12)
        const here = entropyAt(committee, value)
        expect(Math.abs(here.value)).toBeLessThanOrEqual(here.error + 1e-13)
        // a change of sign where the error says it is
        for (const share of [1e-6, 0.01, 0.3]) {
          expect(entropyAt(committee, value * (1 + share)).value, `d_min (1 + ${share})`).toBeGreaterThan(0)
          expect(entropyAt(committee, value * (1 - share)).value, `d_min (1 − ${share})`).toBeLessThan(0)
        }
      }
    },
  )

  test('d_min grows with the load, up to the typical distance at the capacity', () => {
    const committee = machine({ activation: relu, weights: binary })
    const loads = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.9039]
    const found = loads.map((alpha) => complete(minimumDistance(committee.at({ alpha }))).value)
    for (const [i, value] of found.entries()) if (i > 0) expect(value).toBeGreaterThan(found[i - 1])
    const typical = 0.5 * complete(saddlePoint(committee.at({ alpha: 0.9039 }), rs)).at.gap
    expect(found[found.length - 1]).toBeGreaterThan(0.9 * typical)
    expect(found[found.length - 1]).toBeLessThan(typical)
  })

  test('ReLU solutions are less isolated than those of sign', () => {
    for (const alpha of [0.1, 0.3, 0.5, 0.7]) {
      const [soft, hard] = [relu, sign].map((activation) =>
        complete(minimumDistance(problem({ activation, weights: binary, alpha }))),
      )
      expect(soft.value).toBeLessThan(0.5 * hard.value)
    }
  })

  test('a biased prior of two signs', () => {
    const biased = discrete({ levels: [-1, 1], probabilities: [0.4, 0.6] })
    const committee = problem({ activation: relu, weights: biased, alpha: 0.5 })
    const { value } = complete(minimumDistance(committee))
    expect(Math.abs(entropyAt(committee, value).value)).toBeLessThan(1e-13)
  })

  test('a finer rule stays within the error', () => {
    const committee = problem({ activation: sign, weights: binary, alpha: 0.6 })
    const { value, error } = complete(minimumDistance(committee))
    const finest = (distance: number) => {
      const ansatz = franzParisi({ distance })
      return complete(saddlePoint(committee, { ...ansatz, saddlePoint: (p) => ansatz.saddlePoint(p, 1 / 16) })).entropy
    }
    // the zero of the finest rule, to first order
    const h = 1e-4 * value
    const slope = (finest(value + h).value - finest(value - h).value) / (2 * h)
    const { value: left, error: uncertain } = finest(value)
    expect(Math.abs(left / slope)).toBeLessThanOrEqual(error + uncertain / slope)
  })
})

describe('where there is none', () => {
  test('without patterns, below what is looked at, beyond the capacity', () => {
    const committee = machine({ activation: relu, weights: binary })
    expect(complete(minimumDistance(committee.at({ alpha: 0 })))).toMatchObject({ value: 0, error: 0 })
    const tiny = complete(minimumDistance(committee.at({ alpha: 0.005 })))
    expect(tiny).toMatchObject({ value: 0, error: 1e-6, reason: expect.stringContaining('still positive') })
    expect(entropyAt(committee.at({ alpha: 0.005 }), 1e-6).value).toBeGreaterThan(0)
    const beyond = complete(minimumDistance(committee.at({ alpha: 0.95 })))
    expect(beyond).toMatchObject({ value: Number.POSITIVE_INFINITY, reason: expect.stringContaining('not positive') })
  })

  test('refusals', () => {
    const refused = (message: string) =>
      expect.objectContaining({ code: 'UNSUITABLE', message: expect.stringContaining(message) })
    expect(() => minimumDistance(problem({ activation: relu, weights: spherical, alpha: 1 }))).toThrow(
      refused('volume'),
    )
    expect(() => minimumDistance(problem({ activation: relu, weights: ternary, alpha: 0.4 }))).toThrow(
      refused('free norm'),
    )
    const soft = {
      name: 'soft',
      parameters: {},
      logEvidence: (h: number) => -Math.log1p(Math.exp(-h)),
      score: (h: number) => 1 / (1 + Math.exp(h)),
      curvature: (h: number) => -1 / (2 + 2 * Math.cosh(h)),
      crossovers: () => [],
    }
    expect(() => minimumDistance(problem({ activation: relu, weights: binary, constraint: soft, alpha: 0.4 }))).toThrow(
      refused('soft'),
    )
    expect(() => minimumDistance(machine({ activation: relu, weights: binary }) as Problem)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    )
  })

  test('a search that is cut short says so, and goes on from its checkpoint to the same bits', () => {
    const committee = problem({ activation: sign, weights: binary, alpha: 0.5 })
    const whole = drive(minimumDistance(committee))
    const part = drive(minimumDistance(committee), { maxSteps: 4 })
    expect(part.result).toMatchObject({ verdict: 'exhausted', value: Number.NaN })
    const resume = decodeCheckpoint<MinimumState>(encodeCheckpoint(part))
    const rest = drive(minimumDistance(committee), { resume })
    expect(rest.result.value).toBe(whole.result.value)
    expect(rest.result.verdict).toBe('converged')
  })
})
