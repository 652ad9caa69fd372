import { elu, erf, gelu, linear, quadratic, relu, sign, tanh } from '@gardner/activations'
import {
  type Activation,
  type Constraint,
  complete,
  curve,
  drive,
  entropy,
  instability,
  machine,
  orderParameter,
  type Problem,
  problem,
  replicon,
  saddlePoint,
  type WeightPrior,
} from '@gardner/core'
import { ANSATZ as ANSATZE, Catalogue } from '@gardner/core/registry'
import { hazard, hazardExcess, logTail } from '@gardner/numerics'
import { binary, discrete, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import plugin, { franzParisi, rs, stabilities } from '../src/index.js'

const biased = discrete({ levels: [-1, 1], probabilities: [0.35, 0.65] })
const at = (committee: Problem, distance: number) => complete(saddlePoint(committee, franzParisi({ distance })))
const slopeOf = (committee: Problem, distance: number) => {
  const ansatz = franzParisi({ distance })
  return complete(saddlePoint(committee, ansatz)).measure(ansatz.quantities?.[0] as never)
}

/** ρ(Δ) = e^{−β (κ − Δ)₊} */
function hinge(beta: number, kappa: number): Constraint {
  const parts = (h: number, v: number) => {
    const w = beta * Math.sqrt(v)
    const x = (kappa - h) / Math.sqrt(v)
    const t = w - x
    return { w, x, t, met: 1 / (1 + hazard(x) / hazard(t)), failed: 1 / (1 + hazard(t) / hazard(x)) }
  }
  return {
    name: 'hinge',
    parameters: { beta, margin: kappa },
    logEvidence: (h, v) => {
      const { w, x, t, met, failed } = parts(h, v)
      return t > 0 ? logTail(x) - Math.log(met) : w * (0.5 * w - x) + logTail(t) - Math.log(failed)
    },
    score: (h, v) => beta * parts(h, v).failed,
    curvature: (h, v) => {
      const { x, t, met, failed } = parts(h, v)
      return (-beta * met * failed * (hazardExcess(x) + hazardExcess(t))) / Math.sqrt(v)
    },
    logWeight: (h, v) => {
      const { w, t, failed } = parts(h, v)
      return -w * failed * hazardExcess(t)
    },
    crossovers: (v) => [
      { center: kappa, width: Math.sqrt(v) },
      { center: kappa - beta * v, width: Math.sqrt(v) },
    ],
  }
}

describe('at the distance of typical solutions', () => {
  const cases: readonly (readonly [WeightPrior, Activation, number, number])[] = [
    [binary, linear, 0, 0.7],
    [binary, relu, 0.3, 0.3],
    [binary, sign, -0.4, 0.9],
    [binary, tanh, 0.1, 0.5],
    [biased, relu, 0.1, 0.4],
    [spherical, linear, 0.4, 0.6],
    [spherical, linear, 0, 1.9],
    [spherical, relu, -0.3, 1.5],
    [spherical, sign, 0, 2.5],
    [spherical, erf, 0, 1],
  ]
  test.each(
    representatives(cases, 2).map(([weights, activation, margin, alpha]) => ({ weights, activation, margin, alpha })),
  )(
    'q = t = q̃ and S is the RS entropy, and flat: $weights.name, $activation.name, margin $margin, alpha $alpha',
    (one) => {
      const committee = problem(one)
      const typical = complete(saddlePoint(committee, rs))
      const distance = 0.5 * typical.at.gap
      const solution = at(committee, distance)
      const allowed = solution.entropy.error + typical.entropy.error
      expect(Math.abs(solution.entropy.value - typical.entropy.value)).toBeLessThanOrEqual(allowed)
      for (const symbol of ['q', 't', 'qref'] as const) {
        const deviation = Math.abs(solution.at[symbol] - typical.at.q)
        expect(deviation, symbol).toBeLessThanOrEqual(solution.errors[symbol] + 2 * typical.errors.q + 1e-13)
      }
      expect(solution.at.qhat / typical.at.qhat).toBeCloseTo(1, 10)
      expect(solution.at.that / typical.at.qhat).toBeCloseTo(1, 10)
      expect(solution.replicon.value).toBeCloseTo(typical.replicon.value, 11)
      const { value, error } = slopeOf(committee, distance)
      expect(Math.abs(value)).toBeLessThanOrEqual(error + 1e-12 * (1 + Math.abs(typical.at.qhat)))
      // the maximum of the curve
      for (const off of [0.8, 0.99, 1.01, 1.2]) {
        if (off * distance >= 1) continue
        const { value: there } = at(committee, off * distance).freeEntropy
        expect(there, `d = ${off} d̃`).toBeLessThan(typical.freeEntropy.value)
      }
    },
  )

  test('patterns have the stabilities of typical solutions, and elsewhere others', () => {
    const committee = problem({ activation: relu, weights: binary, margin: 0.2, alpha: 0.5 })
    const typical = complete(saddlePoint(committee, rs))
    const arguments_ = [0.2, 0.5, 1, 2]
    const expected = typical.profile(stabilities(committee), arguments_)
    const here = at(committee, 0.5 * typical.at.gap).profile(stabilities(committee), arguments_)
    const near = at(committee, 0.02).profile(stabilities(committee), arguments_)
    for (const [i, { value }] of expected.entries()) expect(here[i].value).toBeCloseTo(value, 11)
    // near to a typical solution patterns have larger margins, or smaller: at κ itself there are fewer
    expect(near[0].value).toBeLessThan(0.97 * expected[0].value)
  })

  test('a soft constraint: the entropy has ⟨log ρ⟩ in it', () => {
    for (const weights of [binary, spherical]) {
      const committee = problem({ activation: relu, weights, constraint: hinge(3, 0.2), alpha: 0.8 })
      const typical = complete(saddlePoint(committee, rs))
      const solution = at(committee, 0.5 * typical.at.gap)
      expect(Math.abs(solution.entropy.value - typical.entropy.value)).toBeLessThanOrEqual(
        solution.entropy.error + typical.entropy.error,
      )
      expect(typical.entropy.value - typical.freeEntropy.value).toBeGreaterThan(0.05)
    }
  })
})

describe('limits', () => {
  test.each([1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999])('no patterns: the weights at distance %d', (d) => {
    for (const activation of [linear, relu, sign, quadratic]) {
      const count = at(problem({ activation, weights: binary, alpha: 0 }), d)
      const shell = -d * Math.log(d) - (1 - d) * Math.log(1 - d)
      expect(Math.abs(count.entropy.value - shell)).toBeLessThanOrEqual(count.entropy.error)
      expect(count.at.q).toBeCloseTo((1 - 2 * d) ** 2, 14)
      expect(count.at.phat).toBeCloseTo(Math.atanh(1 - 2 * d), 8)
      const volume = at(problem({ activation, weights: spherical, alpha: 0 }), d)
      expect(Math.abs(volume.entropy.value - 0.5 * Math.log(4 * d * (1 - d)))).toBeLessThanOrEqual(volume.entropy.error)
      expect(volume.replicon.value).toBe(1)
    }
  })

  test('few patterns: the entropy falls by α times the log-probability that a pattern is met by both', () => {
    for (const weights of [binary, spherical]) {
      const committee = machine({ activation: relu, weights, margin: 0.2 })
      const before = at(committee.at({ alpha: 0 }), 0.1)
      const after = at(committee.at({ alpha: 1e-6 }), 0.1)
      expect((after.entropy.value - before.entropy.value) / 1e-6).toBeCloseTo(before.energy.value, 5)
    }
  })

  test('a soft constraint that hardens becomes the margin', () => {
    const hard = at(problem({ activation: relu, weights: binary, margin: 0.2, alpha: 0.4 }), 0.05)
    const off = [100, 1000].map((beta) => {
      const soft = problem({ activation: relu, weights: binary, constraint: hinge(beta, 0.2), alpha: 0.4 })
      return at(soft, 0.05).freeEntropy.value - hard.freeEntropy.value
    })
    expect(off[0]).toBeGreaterThan(0)
    expect(off[1]).toBeGreaterThan(0)
    expect(off[0] / off[1]).toBeGreaterThan(8)
    expect(off[0] / off[1]).toBeLessThan(12)
  })

  test('on the sphere solutions at a large distance end at a load of their own, and the outcome says so', () => {
    const outcome = drive(
      saddlePoint(problem({ activation: linear, weights: spherical, alpha: 0.5 }), franzParisi({ distance: 0.9 })),
    ).result
    expect(outcome).toMatchObject({
      verdict: 'absent',
      reason: expect.stringMatching(/overlap reaches 1, at α = 0\.3/),
    })
  })

  test('a prior of two signs is the binary one, whatever its name', () => {
    const signs = discrete({ levels: [-1, 1] })
    for (const d of [0.01, 0.3]) {
      const [one, other] = [binary, signs].map((weights) =>
        at(problem({ activation: sign, weights, margin: 0.1, alpha: 0.4 }), d),
      )
      expect(Math.abs(one.entropy.value - other.entropy.value)).toBeLessThanOrEqual(
        one.entropy.error + other.entropy.error,
      )
    }
  })
})

describe('even activations', () => {
  test('w and −w are solutions alike, on either side of the load at which references begin to overlap', () => {
    for (const weights of [binary, spherical]) {
      for (const alpha of [0.5, 0.85]) {
        const committee = problem({ activation: quadratic, weights, alpha })
        for (const d of [0.05, 0.3]) {
          const [near, far] = [at(committee, d), at(committee, 1 - d)]
          expect(Math.abs(near.entropy.value - far.entropy.value)).toBeLessThanOrEqual(
            near.entropy.error + far.entropy.error,
          )
          expect(near.at.qref).toBeCloseTo(alpha > Math.PI / 4 ? complete(saddlePoint(committee, rs)).at.q : 0, 11)
        }
      }
    }
  })

  test('at right angles to the reference it is as if there were none', () => {
    for (const alpha of [0.5, 0.85]) {
      const committee = problem({ activation: quadratic, weights: spherical, alpha })
      const [typical, across] = [complete(saddlePoint(committee, rs)), at(committee, 0.5)]
      expect(across.at.t).toBeCloseTo(0, 12)
      expect(across.at.q).toBeCloseTo(typical.at.q, 9)
    }
  })
})

describe('curves along the distance', () => {
  const distances = [0.001, 0.003, 0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55]
  const finer = (distance: number) => {
    const ansatz = franzParisi({ distance })
    const fine = (d: number): typeof ansatz => {
      const coarse = franzParisi({ distance: d })
      return {
        ...coarse,
        saddlePoint: (committee) => coarse.saddlePoint(committee, 1 / 16),
        at: (c) => fine(c.distance),
      }
    }
    return fine(distance)
  }
  const named = [binary, spherical].flatMap((weights) =>
    [linear, relu, sign].map((activation) => ({ weights, activation })),
  )
  test.each(representatives(named, 2))(
    'claimed errors are small, and true: $weights.name, $activation.name',
    ({ weights, activation }) => {
      const committee = problem({ activation, weights, margin: 0.1, alpha: 0.4 })
      const quantities = [entropy, replicon, orderParameter<{ q: number }>('q') as never]
      const points = complete(curve(committee, franzParisi({ distance: 0.1 }), { distance: distances, quantities }))
      const finest = complete(curve(committee, finer(0.1), { distance: distances, quantities }))
      for (const [i, point] of points.entries()) {
        expect(point.verdict, `d = ${point.parameter}: ${point.reason}`).toBe('converged')
        for (const [name, { value, error }] of Object.entries(point.values)) {
          const other = finest[i].values[name]
          expect(Math.abs(value - other.value), `${name} at d = ${point.parameter}`).toBeLessThanOrEqual(
            error + other.error,
          )
          // the replicon has C''(q) in it, which for sign is 1e4 at the smallest distance
          const most = name === 'replicon' ? 1e-10 : 1e-11
          expect(error, `error of ${name} at d = ${point.parameter}`).toBeLessThan(most)
        }
      }
    },
  )

  test('a curve and single solves give the same numbers', () => {
    const committee = problem({ activation: relu, weights: binary, alpha: 0.6 })
    const points = complete(curve(committee, franzParisi({ distance: 0.1 }), { distance: [0.4, 0.2, 0.1, 0.05, 0.01] }))
    for (const { parameter, values } of points) {
      const alone = at(committee, parameter).entropy
      expect(Math.abs(values.entropy.value - alone.value)).toBeLessThanOrEqual(values.entropy.error + alone.error)
    }
  })

  test('along the load at a fixed distance, through the load at which it is the typical one', () => {
    const committee = machine({ activation: relu, weights: binary })
    const points = complete(
      curve(committee, franzParisi({ distance: 0.38 }), {
        alpha: Array.from({ length: 30 }, (_, i) => 0.02 + 0.025 * i),
      }),
    )
    for (const { parameter, values, verdict } of points) {
      expect(verdict).toBe('converged')
      expect(values.entropy.value).toBeLessThanOrEqual(
        complete(saddlePoint(committee.at({ alpha: parameter }), rs)).entropy.value + 1e-13,
      )
    }
  })
})

describe('stability', () => {
  test('near solutions become unstable at larger loads than typical ones', () => {
    const committee = machine({ activation: relu, weights: spherical })
    const typical = complete(instability(committee, rs)).value
    const near = complete(instability(committee, franzParisi({ distance: 0.02 })))
    expect(near.value).toBeGreaterThan(typical)
    expect(Math.abs(at(committee.at({ alpha: near.value }), 0.02).replicon.value)).toBeLessThan(1e-10)
  })
})

describe('refusals', () => {
  test.each([0, 1, -0.1, Number.NaN, '0.1', undefined])('distance %s', (distance) => {
    expect(() => franzParisi({ distance: distance as number })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining('distance') }),
    )
  })

  test('other options, priors of free norm, entropies without ⟨log ρ⟩', () => {
    expect(() => franzParisi({ distance: 0.1, overlap: 0.8 } as never)).toThrow(/overlap/)
    expect(() => at(problem({ activation: relu, weights: ternary, alpha: 0.4 }), 0.1)).toThrow(
      expect.objectContaining({ code: 'UNSUITABLE', message: expect.stringContaining('free norm') }),
    )
    const { logWeight: _, ...blind } = hinge(3, 0)
    const soft = at(problem({ activation: relu, weights: binary, constraint: blind, alpha: 0.4 }), 0.1)
    expect(soft.freeEntropy.value).toBeLessThan(Math.LN2)
    expect(() => soft.entropy).toThrow(expect.objectContaining({ code: 'UNSUITABLE' }))
    expect(() => soft.measure({ name: 'x', of: (state) => state.entropy })).toThrow(/logWeight/)
  })

  test('the slope is asked of states of its own', () => {
    const committee = problem({ activation: relu, weights: binary, alpha: 0.4 })
    const [slope] = franzParisi({ distance: 0.1 }).quantities ?? []
    expect(() => complete(saddlePoint(committee, rs)).measure(slope as never)).toThrow(/Franz/)
  })

  test('by name, for the command line', () => {
    const catalogue = new Catalogue().use(plugin)
    expect(catalogue.get(ANSATZE, 'franz-parisi:0.1').parameters?.distance).toBe(0.1)
    expect(() => catalogue.get(ANSATZE, 'franz-parisi:2')).toThrow(/below 1 \(franz-parisi:distance\)/)
    expect(() => catalogue.get(ANSATZE, 'franz-parisi')).toThrow(/expected 1/)
  })
})

describe('overlaps of either sign', () => {
  test.each([
    { activation: tanh, name: 'odd' },
    { activation: elu(), name: 'neither' },
    { activation: gelu, name: 'smooth, neither' },
  ])('solutions on the far side: $name', ({ activation }) => {
    const committee = problem({ activation, weights: spherical, alpha: 0.3 })
    for (const d of [0.55, 0.75]) {
      // dS/dd by differences goes through C at negative overlaps
      const h = 1e-3
      const entropyAt = (distance: number) => at(committee, distance).entropy.value
      const difference =
        (8 * (entropyAt(d + h) - entropyAt(d - h)) - (entropyAt(d + 2 * h) - entropyAt(d - 2 * h))) / (12 * h)
      expect(slopeOf(committee, d).value).toBeCloseTo(difference, 7)
    }
  })
})
