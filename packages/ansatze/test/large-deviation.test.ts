import { linear, quadratic, relu, sign } from '@gardner/activations'
import {
  type Activation,
  capacity,
  complete,
  curve,
  drive,
  entropy,
  instability,
  machine,
  type Problem,
  problem,
  replicon,
  saddlePoint,
  type WeightPrior,
} from '@gardner/core'
import { formula } from '@gardner/formula'
import { binary, discrete, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { breakUp, kStepRsb, largeDeviation, normalised, rs, slopeInDistance, stabilities } from '../src/index.js'

const INFINITE = Number.POSITIVE_INFINITY
const machines: readonly (readonly [WeightPrior, Activation])[] = [
  [binary, linear],
  [binary, sign],
  [binary, relu],
  [spherical, linear],
  [spherical, sign],
  [spherical, relu],
]
const named = machines.map(([weights, activation]) => ({ weights, activation }))
const at = (committee: Problem, replicas: number, distance: number) =>
  complete(saddlePoint(committee, largeDeviation({ replicas, distance })))

describe('limits', () => {
  test.each(named)('one replica is a typical solution: $weights.name, $activation.name', ({ weights, activation }) => {
    const committee = problem({ activation, weights, margin: 0.1, alpha: 0.4 })
    const typical = complete(saddlePoint(committee, rs))
    for (const distance of [0.005, 0.1, 0.25]) {
      const one = at(committee, 1, distance)
      const allowed = one.freeEntropy.error + typical.freeEntropy.error
      expect(Math.abs(one.freeEntropy.value - typical.freeEntropy.value)).toBeLessThanOrEqual(allowed)
      expect(Math.abs(one.at.q0 - typical.at.q)).toBeLessThanOrEqual(one.errors.q0 + typical.errors.q + 1e-13)
      expect(one.measure(slopeInDistance).value).toBe(0)
    }
  })

  test.each([0.5, 4, 50, INFINITE])(
    'at the distance of typical solutions F is their entropy, and flat: y = %d',
    (replicas) => {
      for (const weights of [binary, spherical]) {
        const committee = problem({ activation: relu, weights, alpha: 0.5 })
        const typical = complete(saddlePoint(committee, rs))
        const off = (share: number) => {
          const { freeEntropy, measure } = at(committee, replicas, 0.5 * typical.at.gap * (1 - share))
          return [freeEntropy.value - typical.freeEntropy.value, measure(slopeInDistance).value]
        }
        const [near, far] = [off(0.01), off(0.02)]
        // quadratic: a maximum of F for y > 1, a minimum for y < 1
        expect(Math.sign(near[0])).toBe(replicas > 1 ? -1 : 1)
        expect(far[0] / near[0]).toBeGreaterThan(3.8)
        expect(far[0] / near[0]).toBeLessThan(4.2)
        expect(far[1] / near[1]).toBeGreaterThan(1.9)
        expect(far[1] / near[1]).toBeLessThan(2.1)
      }
    },
  )

  test('at the distance that 1RSB chooses at m = y, F is its free entropy, and stationary', () => {
    const committee = problem({ activation: relu, weights: spherical, alpha: 2.4 })
    const broken = complete(saddlePoint(committee, kStepRsb({ steps: 1, parisi: [0.4] })))
    const gap = broken.at.gap
    const replicas = at(committee, 0.4, 0.5 * gap)
    expect(broken.at.q1 - broken.at.q0).toBeGreaterThan(0.05)
    expect(replicas.freeEntropy.value).toBeCloseTo(broken.freeEntropy.value, 11)
    expect(replicas.at.q0).toBeCloseTo(broken.at.q0, 9)
    expect(Math.abs(replicas.measure(slopeInDistance).value)).toBeLessThan(1e-8)
  })

  test.each(representatives(named, 2))(
    'y → ∞ is reached like 1/y: $weights.name, $activation.name',
    ({ weights, activation }) => {
      const committee = problem({ activation, weights, alpha: 0.6 })
      const distance = 0.15
      const limit = at(committee, INFINITE, distance)
      const off = [1e4, 1e5, 1e6].map((y) => {
        const { freeEntropy, replicon, at: there } = at(committee, y, distance)
        return [
          freeEntropy.value - limit.freeEntropy.value,
          replicon.value - limit.replicon.value,
          there.dq - limit.at.dq,
        ]
      })
      for (let k = 0; k < 3; k++) {
        expect(off[0][k] / off[1][k]).toBeGreaterThan(9)
        expect(off[0][k] / off[1][k]).toBeLessThan(11)
        expect(off[1][k] / off[2][k]).toBeGreaterThan(9.9)
        expect(off[1][k] / off[2][k]).toBeLessThan(10.1)
      }
    },
  )

  test('no load: F(0) in closed form, and the limit of small loads', () => {
    const d = 0.1
    const q1 = 1 - 2 * d
    const root = Math.sqrt(q1)
    const shannon = -[(1 + root) / 2, (1 - root) / 2].reduce((sum, p) => sum + p * Math.log(p), 0)
    const y = 7
    const closed: readonly (readonly [WeightPrior, number, number])[] = [
      [spherical, INFINITE, 0.5 * Math.log(2 * d)],
      [spherical, y, 0.5 * (Math.log(2 * d) + Math.log((2 * d + y * q1) / (2 * d)) / y)],
      [binary, INFINITE, shannon],
    ]
    for (const [weights, replicas, unloaded] of closed) {
      const solution = at(problem({ activation: sign, weights, alpha: 0.3 }), replicas, d)
      expect(solution.measure(normalised).value).toBeCloseTo(solution.freeEntropy.value - unloaded, 14)
    }
    // two replicas of binary weights: every pair at the distance, ½ (log 2 + the entropy of the distance)
    const pairs = at(problem({ activation: sign, weights: binary, alpha: 0.3 }), 2, d)
    const pairEntropy = 0.5 * (Math.LN2 - d * Math.log(d) - (1 - d) * Math.log(1 - d))
    expect(pairs.freeEntropy.value - pairs.measure(normalised).value).toBeCloseTo(pairEntropy, 13)
    for (const weights of [binary, spherical]) {
      const small = at(problem({ activation: relu, weights, alpha: 1e-6 }), 5, d)
      const { value } = small.measure(normalised)
      expect(value).toBeLessThan(0)
      expect(value / (1e-6 * small.energy.value)).toBeCloseTo(1, 5)
    }
  })
})

describe('the derivative in the distance', () => {
  test.each(representatives([10, 1000, INFINITE, 0.5], 2))('is that of F: y = %d', (replicas) => {
    for (const { weights, activation } of representatives(named, replicas === INFINITE ? 1 : 2)) {
      for (const [alpha, d] of [
        [0.3, 0.2],
        [0.7, 0.03],
      ]) {
        const committee = problem({ activation, weights, margin: 0.05, alpha })
        const f = (distance: number) => at(committee, replicas, distance).freeEntropy.value
        const h = 1e-3 * d
        const differences = (8 * (f(d + h) - f(d - h)) - (f(d + 2 * h) - f(d - 2 * h))) / (12 * h)
        const { value, error } = at(committee, replicas, d).measure(slopeInDistance)
        expect(Math.abs(value - differences)).toBeLessThan(error + 1e-8 * (1 + Math.abs(value)))
        expect(error).toBeLessThan(1e-9 * (1 + Math.abs(value)))
      }
    }
  })
})

describe('curves', () => {
  const distances = Array.from({ length: 40 }, (_, i) => 0.4 * (0.002 / 0.4) ** (i / 39))

  describe.each([10, INFINITE])('y = %d', (replicas) => {
    test.each(representatives(named, replicas === INFINITE ? 1 : 3))(
      'hold the branch down to d = 0.002, with errors below 1e-9: $weights.name, $activation.name',
      ({ weights, activation }) => {
        for (const alpha of representatives([0.5, 0.1, 0.8], replicas === INFINITE ? 1 : 3)) {
          const committee = problem({ activation, weights, alpha })
          const typical = 0.5 * complete(saddlePoint(committee, rs)).at.gap
          const points = complete(
            curve(committee, largeDeviation({ replicas, distance: 0.1 }), {
              distance: distances,
              quantities: [entropy, normalised, slopeInDistance, replicon],
            }),
          )
          let last = Number.NEGATIVE_INFINITY
          for (const point of [...points].reverse()) {
            const { parameter, verdict, values, reason } = point
            // beyond the distance of typical solutions there is none
            expect(verdict, `d = ${parameter}: ${reason}`).toBe(
              parameter < typical * (1 - 1e-4) ? 'converged' : 'absent',
            )
            if (verdict !== 'converged') {
              expect(reason).toMatch(/typical solutions are at this distance/)
              continue
            }
            for (const { value, error } of Object.values(values)) {
              expect(Number.isFinite(value)).toBe(true)
              expect(error).toBeLessThan(1e-9)
            }
            expect(values.normalised.value).toBeLessThanOrEqual(values.normalised.error)
            // at these loads F falls from typical solutions to smaller distances, but next to where dense regions break up
            if (alpha < 0.6) expect(values.entropy.value).toBeGreaterThan(last)
            last = values.entropy.value
          }
        }
      },
    )
  })

  test('next to d = 0 the normalised entropy is flat for y = ∞', () => {
    for (const { weights, activation } of named) {
      const committee = problem({ activation, weights, alpha: 0.6 })
      const flat = (d: number) => at(committee, INFINITE, d).measure(normalised).value
      expect(flat(0.005)).toBeGreaterThan(-1e-6)
      expect(flat(0.005)).toBeLessThanOrEqual(1e-15)
      expect(flat(0.1)).toBeLessThan(-1e-3)
    }
  })

  test('ReLU is denser than sign next to d = 0 at small load, sign at large', () => {
    const off = (weights: WeightPrior, activation: Activation, alpha: number) =>
      at(problem({ activation, weights, alpha }), INFINITE, 0.01).measure(normalised).value
    for (const [weights, switched] of [
      [binary, 0.668],
      [spherical, 1.049],
    ] as const) {
      expect(off(weights, relu, switched - 0.03)).toBeGreaterThan(off(weights, sign, switched - 0.03))
      expect(off(weights, relu, switched + 0.03)).toBeLessThan(off(weights, sign, switched + 0.03))
    }
  })
})

describe('what a state tells', () => {
  test.each([3, 300, INFINITE])('its fields are a law, whose averages are the equations: y = %d', (replicas) => {
    const committee = problem({ activation: relu, weights: spherical, alpha: 0.8 })
    const { distance } = { distance: 0.1 }
    const ansatz = largeDeviation({ replicas, distance })
    const { at: there } = complete(saddlePoint(committee, ansatz))
    const saddle = ansatz.saddlePoint(committee, 1 / 9)
    const solved = complete(saddlePoint(committee, ansatz))
    expect(solved.branch).toContain(replicas === INFINITE ? 'y = ∞' : `y = ${replicas}`)
    const x = replicas === INFINITE ? [Math.asinh(there.logdq)] : [Math.asinh(Math.log(there.dq / replicas / there.q1))]
    const state = saddle.state(x, 0.8)
    const { nodes, weights, variance } = state.fields?.([]) ?? { nodes: [], weights: [], variance: 0 }
    expect(variance).toBe(committee.kernel.deficit(0.2))
    let [total, square] = [0, 0]
    for (let j = 0; j < nodes.length; j++) {
      total += weights[j]
      square += weights[j] * committee.constraint.score(nodes[j], variance) ** 2
    }
    expect(total).toBeCloseTo(1, 13)
    let stiffness = 0
    for (let j = 0; j < nodes.length; j++)
      stiffness += weights[j] * committee.constraint.curvature(nodes[j], variance) ** 2
    const { slope, curvature } = committee.kernel
    expect(state.replicon).toBeCloseTo(1 - 0.8 * 0.04 * (slope(0.2) ** 2 * stiffness + curvature(0.2) * square), 12)
  })

  test.each([10, INFINITE])(
    'stabilities integrate to 1 and have their mode away from the margin: y = %d',
    (replicas) => {
      const committee = problem({ activation: relu, weights: binary, alpha: 0.5 })
      const solution = at(committee, replicas, 0.02)
      const step = 0.01
      const grid = Array.from({ length: 400 }, (_, i) => (i + 0.5) * step)
      const density = solution.profile(stabilities(committee), grid).map(({ value }) => value)
      expect(density.reduce((sum, p) => sum + p * step, 0)).toBeCloseTo(1, 4)
      const mode = grid[density.indexOf(Math.max(...density))]
      expect(mode).toBeGreaterThan(0.1)
    },
  )

  test('an instability at a distance is where the replicon vanishes', () => {
    const committee = machine({ activation: relu, weights: spherical })
    const ansatz = largeDeviation({ replicas: INFINITE, distance: 0.05 })
    const { value, error, at: there } = complete(instability(committee, ansatz))
    expect(error).toBeLessThan(1e-9)
    expect(complete(saddlePoint(committee.at({ alpha: value }), ansatz)).replicon.value).toBeCloseTo(0, 9)
    expect(there.distance).toBe(0.05)
    // typical solutions at d = 0.1 are reached before, at a load where they are stable
    const convex = complete(instability(machine({ activation: linear, weights: spherical }), ansatz))
    expect(convex.value).toBe(INFINITE)
    expect(convex.reason).toMatch(/stable at every load/)
  })

  test('for an even activation q₀ = 0 up to a load, which falls with y', () => {
    const committee = problem({ activation: quadratic, weights: spherical, alpha: 0.3 })
    const bifurcation = (replicas: number) => {
      const origin = largeDeviation({ replicas, distance: 0.1 })
        .saddlePoint(committee, 1 / 7)
        .origin(INFINITE)
      return 'alpha' in origin ? origin.alpha : Number.NaN
    }
    // one replica: where typical solutions leave q = 0
    expect(bifurcation(1)).toBeCloseTo(complete(instability(committee, rs)).value, 12)
    expect(bifurcation(2)).toBeGreaterThan(bifurcation(10))
    expect(at(committee, 2, 0.1).branch).toContain('q0 = 0')
    expect(at(committee.at({ alpha: 1.01 * bifurcation(2) }), 2, 0.1).at.q0).toBeGreaterThan(0)
    expect(at(committee, INFINITE, 0.1).at.dq).toBeGreaterThan(0)
  })
})

describe('the break-up of dense regions', () => {
  test.each([
    [binary, linear, 0.755302],
    [binary, sign, 0.715116],
    [binary, relu, 0.791454],
    [spherical, sign, 2.08664],
  ] as const)('is where F(d) has a horizontal inflection', (weights, activation, found) => {
    const committee = machine({ activation, weights })
    const { value, error, at: there, verdict } = complete(breakUp(committee))
    expect(verdict).toBe('converged')
    expect(Math.abs(value / found - 1)).toBeLessThan(1e-5)
    expect(error).toBeLessThan(1e-10)
    const slope = (alpha: number, d: number) => at(committee.at({ alpha }), INFINITE, d).measure(slopeInDistance).value
    const d = there.distance
    expect(Math.abs(slope(value, d))).toBeLessThan(1e-9)
    expect(Math.abs(slope(value, d * 1.001) - slope(value, d * 0.999)) / 0.002).toBeLessThan(1e-5)
    // below F rises on both sides, beyond it falls there
    for (const share of [0.7, 0.9, 1, 1.1, 1.4]) expect(slope(value - 1e-3, d * share)).toBeGreaterThan(0)
    expect(slope(value + 1e-3, d)).toBeLessThan(0)
    // another range of distances gives the same
    const again = complete(breakUp(committee, { distances: [d / 4, 2.3 * d] }))
    expect(Math.abs(again.value - value)).toBeLessThanOrEqual(again.error + error)
  })

  test('comes a little later for many replicas than for all', () => {
    const committee = machine({ activation: relu, weights: binary })
    const all = complete(breakUp(committee)).value
    const [few, many] = [100, 200].map(
      (replicas) => complete(breakUp(committee, { replicas, distances: [0.05, 0.1] })).value - all,
    )
    expect(few / many).toBeGreaterThan(1.8)
    expect(few / many).toBeLessThan(2.2)
  })

  test('where there is none the reason says why', () => {
    const convex = complete(breakUp(machine({ activation: linear, weights: spherical })))
    expect(convex.verdict).toBe('absent')
    expect(convex.value).toBe(INFINITE)
    expect(convex.reason).toMatch(/rises up to typical solutions at every load/)
    const typical = drive(breakUp(machine({ activation: relu, weights: spherical }))).result
    expect(typical.verdict).toBe('stalled')
    expect(typical.reason).toMatch(/no local minimum/)
    const narrow = drive(breakUp(machine({ activation: relu, weights: binary }), { distances: [0.1, 0.2] })).result
    expect(narrow.reason).toMatch(/an end of the range/)
  })

  test('refuses what has no meaning', () => {
    const committee = machine({ activation: relu, weights: binary })
    expect(() => breakUp(committee, { replicas: 1 })).toThrow(/above 1/)
    expect(() => breakUp(committee, { distances: [0.2, 0.1] })).toThrow(/ascending/)
    expect(() => breakUp(committee, { distances: [0.1] as never })).toThrow(/smallest and the largest/)
    expect(() => breakUp(committee, { range: [0.1, 0.2] } as never)).toThrow(/option of breakUp/)
  })
})

describe('at the door', () => {
  test.each([0, -1, Number.NaN, '10' as never])('replicas %s', (replicas) => {
    expect(() => largeDeviation({ replicas, distance: 0.1 })).toThrow(/replicas of large-deviation.*positive/)
  })

  test.each([0, 0.5, -0.1, Number.NaN, '0.1' as never])('distance %s', (distance) => {
    expect(() => largeDeviation({ replicas: 2, distance })).toThrow(
      /distance of large-deviation.*above 0 and below 0.5/,
    )
    expect(() => largeDeviation({ replicas: 2, distance: 0.1 }).at?.({ distance })).toThrow(
      /distance of large-deviation/,
    )
  })

  test('unknown options', () => {
    expect(() => largeDeviation({ replicas: 2, distance: 0.1, y: 3 } as never)).toThrow(/option of large-deviation/)
  })

  test('weights of free norm, and distances beyond those of random weights', () => {
    for (const replicas of [3, INFINITE]) {
      const ansatz = largeDeviation({ replicas, distance: 0.4 })
      expect(() => complete(saddlePoint(problem({ activation: relu, weights: ternary, alpha: 0.1 }), ansatz))).toThrow(
        /free norm/,
      )
      const biased = discrete({ levels: [-1, 1], probabilities: [0.2, 0.8] })
      // 2 · 0.2 · 0.8 = 0.32
      expect(() => complete(saddlePoint(problem({ activation: relu, weights: biased, alpha: 0.1 }), ansatz))).toThrow(
        /below 0.32/,
      )
    }
  })

  test('another state is no state of this ansatz', () => {
    const typical = complete(saddlePoint(problem({ activation: relu, weights: binary, alpha: 0.1 }), rs))
    expect(() => typical.measure(normalised as never)).toThrow(/large-deviation/)
  })

  test('a load so small that rounding hides it', () => {
    const committee = machine({ activation: relu, weights: binary })
    expect(complete(capacity(committee, rs)).value).toBeGreaterThan(0.9)
    const almost = at(committee.at({ alpha: 1e-3 }), INFINITE, 0.01)
    expect(almost.measure(normalised).value).toBeCloseTo(0, 14)
    expect(almost.at.logdq).toBeGreaterThan(1e4)
    expect(almost.at.dq).toBe(1e300)
    expect(() => at(committee.at({ alpha: 1e-6 }), INFINITE, 0.01)).toThrow(/no load to within doubles/)
  })
})

describe('where C(q1) has no digits left replicas are independent', () => {
  const committee = problem({ activation: formula('sin(100*x)'), weights: binary, alpha: 0.3 })
  const independent = -0.3 * Math.LN2
  const ROUNDING = 5e-16

  test.each([INFINITE, 10, 0.5])('y = %d: S − S(0) = α log H(κ) at every distance', (replicas) => {
    for (const weights of [binary, spherical]) {
      const distances = [0.02, 0.05, 0.14, 0.2, 0.4, 0.45]
      const points = complete(
        curve(
          problem({ activation: committee.activation, weights, alpha: 0.3 }),
          largeDeviation({ replicas, distance: 0.1 }),
          { distance: distances, quantities: [entropy, normalised] },
        ),
      )
      for (const { values, verdict } of points) {
        expect(verdict).toBe('converged')
        expect(Math.abs(values.normalised.value - independent)).toBeLessThanOrEqual(values.normalised.error + ROUNDING)
        expect(values.normalised.error).toBeLessThan(1e-12)
        expect(Number.isFinite(values.entropy.value)).toBe(true)
      }
    }
  })

  test('it is said', () => {
    const { reason } = complete(saddlePoint(committee, largeDeviation({ replicas: INFINITE, distance: 0.2 })))
    expect(reason).toMatch(/C'\(q1\) is below .*, where the kernel has no digits/)
  })
})
