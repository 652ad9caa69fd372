import { linear, quadratic, relu, sigmoid, sign, sine } from '@gardner/activations'
import {
  type Constraint,
  capacity,
  complete,
  curve,
  defineActivation,
  drive,
  instability,
  isSolved,
  machine,
  problem,
  saddlePoint,
} from '@gardner/core'
import { binary, discrete, spherical, ternaryOf } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { rs } from '../src/index.js'

const softsign = defineActivation({ name: 'softsign', g: (u) => u / (1 + Math.abs(u)), kinks: [0] })

describe('limits', () => {
  test('no patterns: binary weights have the entropy log 2, the sphere 0, and the overlap is 0', () => {
    for (const [weights, entropy] of [
      [binary, Math.LN2],
      [spherical, 0],
    ] as const) {
      const solution = complete(saddlePoint(problem({ activation: relu, weights, alpha: 0 }), rs))
      expect(solution.entropy.value).toBeCloseTo(entropy, 14)
      expect(solution.at.q).toBe(0)
      expect(solution.replicon.value).toBe(1)
    }
  })

  test('one pattern in many: S falls by α times the log-probability that it is met', () => {
    for (const margin of [-1, 0, 1]) {
      const committee = machine({ activation: sigmoid, weights: binary, margin })
      const { energy } = complete(saddlePoint(committee.at({ alpha: 1e-12 }), rs))
      const sigma = Math.sqrt(committee.kernel.deficit(1))
      expect(energy.value).toBeCloseTo(committee.constraint.logEvidence(0, sigma * sigma), 8)
    }
  })

  test('a rescaled activation with a rescaled margin is the same machine', () => {
    const scaled = defineActivation({ name: 'scaled', g: (u) => 3 * Math.tanh(u), kinks: [] })
    const plain = defineActivation({ name: 'plain', g: Math.tanh, kinks: [] })
    const one = complete(capacity(machine({ activation: plain, weights: binary, margin: 0.2 }), rs))
    const other = complete(capacity(machine({ activation: scaled, weights: binary, margin: 0.6 }), rs))
    expect(Math.abs(one.value - other.value)).toBeLessThanOrEqual(one.error + other.error)
  })

  test('a constant added to an activation changes nothing: the read-out balances it', () => {
    const shifted = defineActivation({ name: 'shifted', g: (u) => Math.tanh(u) + 5, kinks: [] })
    const plain = defineActivation({ name: 'plain', g: Math.tanh, kinks: [] })
    expect(machine({ activation: shifted, weights: binary }).readout).toBe('balanced')
    expect(machine({ activation: plain, weights: binary }).readout).toBe('uniform')
    const one = complete(capacity(machine({ activation: plain, weights: binary }), rs))
    const other = complete(capacity(machine({ activation: shifted, weights: binary }), rs))
    expect(Math.abs(one.value - other.value)).toBeLessThanOrEqual(one.error + other.error)
  })

  test('leaky ReLU of slope 1 is the perceptron; a steep tanh approaches sign', () => {
    const at = (steepness: number) => {
      const steep = defineActivation({ name: 'steep', g: (u) => Math.tanh(steepness * u), kinks: [] })
      return complete(capacity(machine({ activation: steep, weights: binary }), rs)).value
    }
    const limit = complete(capacity(machine({ activation: sign, weights: binary }), rs)).value
    const [near, nearer] = [limit - at(2), limit - at(6)]
    expect(nearer).toBeGreaterThan(0)
    expect(nearer).toBeLessThan(near / 2)
  })
})

describe('even activations', () => {
  test('q = 0 up to the bifurcation, q > 0 beyond it', () => {
    const committee = machine({ activation: quadratic, weights: binary })
    const below = complete(saddlePoint(committee.at({ alpha: 0.78 }), rs))
    const above = complete(saddlePoint(committee.at({ alpha: 0.79 }), rs))
    expect(below.at.q).toBe(0)
    expect(below.branch).toBe('replica-symmetric, q = 0')
    expect(below.entropy.value).toBeCloseTo(Math.LN2 + 0.78 * Math.log(0.5), 14)
    expect(above.at.q).toBeGreaterThan(1e-3)
    expect(above.branch).toBe('replica-symmetric')
  })

  test('the capacity lies on the branch q > 0, below the annealed 1', () => {
    const { value, at } = complete(capacity(machine({ activation: quadratic, weights: binary }), rs))
    expect(at.q).toBeGreaterThan(0.1)
    expect(value).toBeLessThan(1)
  })
})

describe('folds', () => {
  test('a load beyond the fold is solved on the far branch, and the branch says so', () => {
    const committee = machine({ activation: sine(), weights: spherical, margin: -2 })
    const solution = complete(saddlePoint(committee.at({ alpha: 7000 }), rs))
    expect(solution.branch).toMatch(/beyond a fold at α = 6/)
    expect(solution.residual).toBeLessThan(1e-11)
  })
})

describe('no solution', () => {
  test('above the spherical capacity: a verdict with a reason, not a number', () => {
    const outcome = drive(saddlePoint(problem({ activation: linear, weights: spherical, alpha: 2.1 }), rs)).result
    expect(isSolved(outcome)).toBe(false)
    expect(outcome).toMatchObject({
      verdict: 'absent',
      reason: expect.stringMatching(/overlap reaches 1, at α = 2\.0000/),
    })
    expect(() => complete(saddlePoint(problem({ activation: linear, weights: spherical, alpha: 2.1 }), rs))).toThrow(
      expect.objectContaining({ code: 'NOT_CONVERGED' }),
    )
  })

  test('the spherical capacity of sign, and margins that no double can see', () => {
    expect(() => complete(capacity(machine({ activation: sign, weights: spherical }), rs))).toThrow(
      expect.objectContaining({ code: 'UNSUITABLE', message: expect.stringContaining("C'(1) = ∞") }),
    )
    expect(() =>
      complete(saddlePoint(problem({ activation: linear, weights: binary, margin: -9, alpha: 1 }), rs)),
    ).toThrow(expect.objectContaining({ code: 'UNSUITABLE' }))
  })

  test('the spherical perceptron is stable at every load', () => {
    const { value, reason, verdict } = complete(instability(machine({ activation: linear, weights: spherical }), rs))
    expect(value).toBe(Number.POSITIVE_INFINITY)
    expect(verdict).toBe('absent')
    expect(reason).toMatch(/stable at every load/)
  })
})

describe('curves', () => {
  test('a curve gives what single solves give, in ascending order', () => {
    const committee = machine({ activation: relu, weights: binary })
    const points = complete(curve(committee, rs, { alpha: [0.6, 0.1, 0.3, 0.301, 0.302, 0.9] }))
    expect(points.map(({ parameter }) => parameter)).toEqual([0.1, 0.3, 0.301, 0.302, 0.6, 0.9])
    for (const { parameter, values, at } of points) {
      const single = complete(saddlePoint(committee.at({ alpha: parameter }), rs))
      expect(Math.abs(single.entropy.value - values.entropy.value)).toBeLessThanOrEqual(
        single.entropy.error + values.entropy.error,
      )
      expect(at.q).toBeCloseTo(single.at.q, 12)
    }
  })

  test('loads beyond the end of the branch are points with a reason', () => {
    const points = complete(curve(machine({ activation: linear, weights: spherical }), rs, { alpha: [1.9, 2.1] }))
    expect(points[0].verdict).toBe('converged')
    expect(points[1]).toMatchObject({ verdict: 'absent', values: {}, reason: expect.any(String) })
  })

  test('capacity along the margin falls and meets the closed form', () => {
    const points = complete(
      curve(machine({ activation: relu, weights: spherical }), rs, {
        margin: [-1, 0, 1],
        thresholds: ['capacity'],
      }),
    )
    const values = points.map((point) => point.values.capacity.value)
    expect(values[1]).toBeCloseTo(2 / (1 - 1 / Math.PI), 12)
    expect(values[0]).toBeGreaterThan(values[1])
    expect(values[2]).toBeLessThan(values[1])
  })
})

describe('any constraint', () => {
  /** e^{−βθ(κ − h)}: a pattern that is not met costs β. */
  const soft = (beta: number): Constraint => {
    const step = 1e-4
    const f = (h: number, v: number) => {
      const x = h / Math.sqrt(v)
      // log(e^{−β} + (1 − e^{−β}) H(−x)), by the error function of another implementation
      const tail = 0.5 * erfcSeries(-x / Math.SQRT2)
      return Math.log(Math.exp(-beta) + (1 - Math.exp(-beta)) * tail)
    }
    return {
      name: 'soft',
      parameters: { beta },
      crossovers: (v) => [{ center: 0, width: Math.sqrt(v) }],
      logEvidence: f,
      score: (h, v) => (f(h + step, v) - f(h - step, v)) / (2 * step),
      curvature: (h, v) => (f(h + step, v) - 2 * f(h, v) + f(h - step, v)) / step ** 2,
    }
  }

  test('a soft constraint leaves more solutions, and hardens to the margin', () => {
    const entropies = [1, 4, 12].map(
      (beta) =>
        complete(saddlePoint(problem({ activation: linear, weights: binary, constraint: soft(beta), alpha: 0.5 }), rs))
          .freeEntropy.value,
    )
    const hard = complete(saddlePoint(problem({ activation: linear, weights: binary, alpha: 0.5 }), rs)).entropy.value
    expect(entropies[0]).toBeGreaterThan(entropies[1])
    expect(entropies[1]).toBeGreaterThan(entropies[2])
    expect(entropies[2]).toBeGreaterThan(hard)
    expect(entropies[2] - hard).toBeLessThan(1e-3)
  })
})

/** erfc by its power series and continued fraction, nothing of ours. */
function erfcSeries(t: number): number {
  if (t < 0) return 2 - erfcSeries(-t)
  if (t < 2.5) {
    let term = t
    let sum = t
    for (let n = 1; n < 80; n++) {
      term *= -(t * t) / n
      sum += term / (2 * n + 1)
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum
  }
  let fraction = 0
  for (let k = 120; k > 0; k--) fraction = (0.5 * k) / (t + fraction)
  return Math.exp(-t * t) / (Math.sqrt(Math.PI) * (t + fraction))
}

test('a user’s activation needs its name and g', () => {
  const found = complete(capacity(machine({ activation: softsign, weights: binary }), rs))
  expect(found.verdict).toBe('converged')
  expect(found.error).toBeLessThan(1e-10)
  expect(found.value).toBeGreaterThan(0.833)
  expect(found.value).toBeLessThan(0.947)
})

describe('far corners', () => {
  test('a large margin scales: α_AT κ² and (1 − q) κ² have limits', () => {
    const at = (margin: number) => complete(instability(machine({ activation: linear, weights: binary, margin }), rs))
    const [near, far] = [at(1e4), at(1e6)]
    expect(far.value * 1e12).toBeCloseTo(near.value * 1e8, 6)
    expect(far.at.gap * 1e12).toBeCloseTo(near.at.gap * 1e8, 6)
    expect(() => at(1e8)).toThrow(expect.objectContaining({ code: 'UNSUITABLE' }))
  })

  test('weights far from 0 and weights that are nearly always 0 have capacities', () => {
    const far = complete(capacity(machine({ activation: linear, weights: discrete({ levels: [30, 31] }) }), rs))
    expect(far.value).toBeCloseTo(3.42142312678e-4, 14)
    // brackets of an independent solution of the RS equations
    const brackets = [
      [0.999, 0.01433, 0.01613],
      [0.9999, 1.837e-3, 2.024e-3],
      [0.999999, 2.436e-5, 2.589e-5],
    ]
    for (const [zero, least, most] of brackets) {
      const sparse = complete(capacity(machine({ activation: linear, weights: ternaryOf({ zero }) }), rs))
      expect(sparse.value).toBeGreaterThan(least)
      expect(sparse.value).toBeLessThan(most)
    }
  })

  test('an odd activation with next to no slope at q = 0 is not taken for an even one', () => {
    const { value, error } = complete(instability(machine({ activation: sine({ frequency: 6 }), weights: binary }), rs))
    expect(value).toBeGreaterThan(1e12)
    expect(error).toBeLessThan(1e-9 * value)
  })

  test('a spherical branch that folds above q → 1 says so', () => {
    const found = complete(capacity(machine({ activation: sine({ frequency: 3 }), weights: spherical }), rs))
    expect(found.reason).toMatch(/fold at α = 72\.116/)
  })

  test('a kink that is declared twice, or as −0, is one kink', () => {
    const at = (kinks: readonly number[]) =>
      complete(
        capacity(machine({ activation: defineActivation({ name: 'abs', g: Math.abs, kinks }), weights: binary }), rs),
      ).value
    expect(at([0, 0])).toBe(at([0]))
    expect(at([0, -0])).toBe(at([0]))
    expect(() => at(Array.from({ length: 65 }, (_, k) => k / 10))).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    )
  })
})
