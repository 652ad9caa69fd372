import { readFileSync } from 'node:fs'
import { linear, relu, sign } from '@gardner/activations'
import {
  type Activation,
  type Constraint,
  complete,
  increment,
  type Machine,
  machine,
  problem,
  saddlePoint,
  type WeightPrior,
} from '@gardner/core'
import { ansatzLaws, constraintLaws } from '@gardner/core/testing'
import { density, hazard, hazardExcess, logTail, panelBreaks, panelIntegral, tail } from '@gardner/numerics'
import { binary, discrete, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { type Channel, cascade, largeDeviation, normalised, patternField, weightField } from '../src/index.js'
import { replicatedIsing } from '../src/large-deviation/replicated-ising.js'
import { replicatedPatterns } from '../src/large-deviation/replicated-patterns.js'

// The same numbers by other routes: the formulas of the limit y → ∞ with the maximum found by search, those of finite y as double integrals
// over fixed panels, the general cascade, and a table that was computed without any saddle-point equation.

const INFINITE = Number.POSITIVE_INFINITY

/** max_u [−u²/2 + f(h + √Δ u)] by golden section inside a bracket around the best of a grid. */
function maximum(f: (h: number) => number, h: number, delta: number): number {
  const root = Math.sqrt(delta)
  const value = (u: number) => -0.5 * u * u + f(h + root * u)
  let best = 0
  for (let u = -12; u <= 12; u += 0.05) if (value(u) > value(best)) best = u
  let [low, high] = [best - 0.05, best + 0.05]
  const golden = 0.5 * (Math.sqrt(5) - 1)
  for (let step = 0; step < 45; step++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)]
    if (value(a) > value(b)) high = b
    else low = a
  }
  return value(0.5 * (low + high))
}

/** (1/y) log ∫Dz e^{y f(h + √Δ z)} by panels. */
function tilted(f: (h: number) => number, h: number, delta: number, y: number): number {
  const root = Math.sqrt(delta)
  const breaks = panelBreaks(-14, 14, [], 0.4)
  let top = Number.NEGATIVE_INFINITY
  for (const z of breaks) top = Math.max(top, y * f(h + root * z) - 0.5 * z * z)
  const sum = panelIntegral((z) => Math.exp(y * f(h + root * z) - 0.5 * z * z - top), breaks)
  return (top + Math.log(sum / Math.sqrt(2 * Math.PI))) / y
}

const outer = (f: (z: number) => number, kinks: readonly number[] = []) =>
  panelIntegral((z) => density(z) * f(z), panelBreaks(-9, 9, kinks, 0.5))

/** The free entropy as it stands in the definition, at any order parameters. */
function freeEntropy(committee: Machine, y: number, at: Readonly<Record<string, number>>, alpha: number): number {
  const { kernel, constraint, weights } = committee
  const { distance, q0, q1, dq, qhat0, qhat1, dqhat } = at
  const gap = 2 * distance
  const v = kernel.deficit(gap)
  const f = (h: number) => constraint.logEvidence(h, v)
  const log2cosh = (h: number) => (weights.kind === 'site' ? weights.logPartition(0, h) : Number.NaN)
  if (y === INFINITE) {
    const root = Math.sqrt(kernel.covariance(gap))
    const energy = outer((z) => maximum(f, root * z, kernel.slope(gap) * dq))
    const site =
      weights.kind === 'sphere'
        ? 0.5 * Math.log(gap) + (0.5 * q1) / (gap + dq)
        : -0.5 * qhat1 * (gap + dq) -
          0.5 * q1 * dqhat +
          outer((z) => maximum(log2cosh, Math.sqrt(qhat1) * z, dqhat), [0])
    return site + alpha * energy
  }
  const root = Math.sqrt(kernel.covariance(1 - q0))
  const energy = outer((z) => tilted(f, root * z, kernel.covariance(gap) - kernel.covariance(1 - q0), y))
  const lambda = gap + y * (q1 - q0)
  const site =
    weights.kind === 'sphere'
      ? 0.5 * (Math.log(gap) + Math.log(lambda / gap) / y + q0 / lambda)
      : -0.5 * qhat1 +
        0.5 * (1 - y) * q1 * qhat1 +
        0.5 * y * q0 * qhat0 +
        outer((z) => tilted(log2cosh, Math.sqrt(qhat0) * z, qhat1 - qhat0, y))
  return site + alpha * energy
}

describe('the definition', () => {
  const cases: readonly (readonly [number, WeightPrior, Activation, number, number])[] = [
    [INFINITE, spherical, relu, 0.7, 0.1],
    [INFINITE, spherical, sign, 1.2, 0.25],
    [INFINITE, binary, relu, 0.5, 0.1],
    [INFINITE, binary, linear, 0.6, 0.03],
    [INFINITE, binary, sign, 0.5, 0.3],
    [5, spherical, relu, 0.7, 0.1],
    [0.6, spherical, sign, 1.2, 0.2],
    [5, binary, relu, 0.5, 0.1],
    [12, binary, linear, 0.6, 0.2],
    [2, binary, sign, 0.4, 0.03],
  ]
  test.each(
    representatives(cases, 2).map(([replicas, weights, activation, alpha, distance]) => ({
      replicas,
      weights,
      activation,
      alpha,
      distance,
    })),
  )('y = $replicas, $weights.name, $activation.name, alpha $alpha, d = $distance', (point) => {
    const { replicas, weights, activation, alpha, distance } = point
    const committee = problem({ activation, weights, margin: 0.1, alpha })
    const { at, freeEntropy: found } = complete(saddlePoint(committee, largeDeviation({ replicas, distance })))
    const value = (change: Readonly<Record<string, number>>) =>
      freeEntropy(committee, replicas, { ...at, ...change } as Readonly<Record<string, number>>, alpha)
    // the golden section stops where the maximum is flat to rounding, and the kinks of F are not on the panels
    expect(Math.abs(value({}) - found.value)).toBeLessThan(2e-10)
    // stationary in every order parameter that is not prescribed
    const unknowns =
      weights.kind === 'sphere'
        ? [replicas === INFINITE ? 'dq' : 'q0']
        : replicas === INFINITE
          ? ['dq', 'qhat1', 'dqhat']
          : ['q0', 'qhat0', 'qhat1']
    const scales: Readonly<Record<string, number>> = {
      dq: at.dq,
      dqhat: at.dqhat,
      q0: Math.min(at.q0, at.q1 - at.q0),
      qhat0: Math.min(at.qhat0, at.qhat1 - at.qhat0),
      qhat1: replicas === INFINITE ? at.qhat1 : Math.min(at.qhat0, at.qhat1 - at.qhat0),
    }
    for (const unknown of unknowns) {
      const x = at[unknown as keyof typeof at]
      const h = 3e-3 * scales[unknown]
      const off = (by: number) => value({ [unknown]: x + by * h })
      const slope = (8 * (off(1) - off(-1)) - (off(2) - off(-2))) / (12 * 3e-3)
      expect(Math.abs(slope), unknown).toBeLessThan(1e-7)
    }
  })
})

describe('the table of bench/reference_ansatze.py', () => {
  interface Row {
    readonly kind: string
    readonly activation: 'linear' | 'sign' | 'relu'
    readonly weights: 'binary' | 'spherical'
    readonly [field: string]: unknown
    readonly values: Readonly<Record<string, string>>
  }
  const table = new URL('../../../bench/reference-ansatze.json', import.meta.url)
  const rows = (JSON.parse(readFileSync(table, 'utf8')) as { rows: readonly Row[] }).rows.filter(
    ({ kind }) => kind === 'local-entropy',
  )
  const activations = { linear, sign, relu }
  const priors = { binary, spherical }

  test('has local entropies of every machine', () => {
    expect(rows.length).toBeGreaterThan(50)
    for (const weights of ['binary', 'spherical']) {
      for (const activation of ['sign', 'relu'])
        expect(rows.some((row) => row.weights === weights && row.activation === activation)).toBe(true)
    }
  })

  test('agrees', () => {
    for (const row of representatives(rows, 3)) {
      const committee = problem({
        activation: activations[row.activation],
        weights: priors[row.weights],
        margin: Number(row.margin),
        alpha: Number(row.alpha),
      })
      const replicas = row.replicas === 'inf' ? INFINITE : Number(row.replicas)
      const solution = complete(saddlePoint(committee, largeDeviation({ replicas, distance: Number(row.distance) })))
      const where = `${row.weights} ${row.activation} alpha ${row.alpha} d ${row.distance} y ${row.replicas}`
      // a quantity is stationary, and has the digits of the row; order parameters have the root of what is left of them
      const digits = Number(row.digits)
      for (const [name, quantity] of [
        ['entropy', solution.entropy],
        ['normalised', solution.measure(normalised)],
      ] as const) {
        expect(Math.abs(quantity.value - Number(row.values[name])), `${name}, ${where}`).toBeLessThanOrEqual(
          quantity.error + 2 * 10 ** -digits,
        )
      }
      for (const name of ['q0', 'logdq', 'qhat0', 'qhat1', 'dqhat'] as const) {
        if (row.values[name] === undefined) continue
        const expected = Number(row.values[name])
        const allowed = solution.errors[name] + 100 * 10 ** -digits * Math.max(1, Math.abs(expected))
        expect(Math.abs(solution.at[name] - expected), `${name}, ${where}`).toBeLessThanOrEqual(allowed)
      }
    }
  })
})

describe('the general cascade', () => {
  const close = (one: number, other: number, allowed: number) =>
    expect(Math.abs(one - other)).toBeLessThanOrEqual(allowed * Math.max(Math.abs(other), 1e-12))

  test('has the averages of the patterns', () => {
    for (const y of [0.3, 1, 8, 150]) {
      for (const activation of [relu, sign, linear]) {
        for (const [d, share, margin] of [
          [0.3, 0.9, 0.4],
          [0.1, 0.3, -0.5],
          [0.02, 0.02, 0],
          [0.005, 0.5, 0.2],
          [0.2, 1e-3, 0],
        ]) {
          const { kernel, constraint, ...rest } = machine({ activation, weights: binary, margin })
          const gap = 2 * d
          const rise = share * (1 - gap)
          const [outerVariance, delta] = [kernel.covariance(gap + rise), increment(kernel, gap, rise)]
          const channel: Channel = patternField({ kernel, constraint, ...rest }, gap)
          const expected = cascade(channel, outerVariance, [{ parisi: y, variance: delta }], 1 / 11)
          const found = replicatedPatterns(constraint, kernel.deficit(gap), y, 1 / 9)(outerVariance, delta)
          if (expected === undefined || found === undefined) throw new Error('not computed')
          close(found.mean, expected.mean, 3e-12)
          close(found.outerSquare, expected.meanSquareScore[0], 3e-12)
          close(found.spread, expected.spread[0], 3e-12)
          const law = found.law()
          let [total, square] = [0, 0]
          for (let j = 0; j < law.nodes.length; j++) {
            total += law.weights[j]
            square += law.weights[j] * constraint.score(law.nodes[j], kernel.deficit(gap)) ** 2
          }
          close(total, 1, 1e-12)
          close(square, expected.meanSquareScore[1], 1e-11)
        }
      }
    }
  })

  test('has the averages of weights ±1, biased or not', () => {
    const biased = discrete({ levels: [-1, 1], probabilities: [0.35, 0.65] })
    for (const prior of [binary, biased]) {
      for (const y of [0.3, 1, 8, 150]) {
        for (const [qhat, displacement] of [
          [0.3, 0.1],
          [0.05, 0.95],
          [2, 1.5],
          [0.2, 2.5],
          [5, 1e-3],
        ]) {
          const expected = cascade(weightField(prior, 0), qhat, [{ parisi: y, variance: displacement / y }], 1 / 11)
          if (expected === undefined) throw new Error('not computed')
          const found = replicatedIsing(prior, y, 1 / 9).at(qhat, displacement / y)
          close(found.mean, expected.mean, 3e-12)
          close(found.outerSquare, expected.meanSquareScore[0], 3e-12)
          close(found.spread, expected.spread[0], 3e-11)
          const law = found.law()
          let gap = 0
          for (let j = 0; j < law.nodes.length; j++) gap += law.weights[j] * prior.variance(0, law.nodes[j])
          close(found.gap, gap, 1e-12)
          close(1 - found.gap, expected.meanSquareScore[1], 3e-12)
        }
      }
    }
  })
})

/** ρ = e^{−β} where the stability is below κ: log E ρ is not concave, and its envelope jumps. */
function counting(beta: number, kappa = 0): Constraint {
  const cost = Math.exp(-beta)
  const parts = (h: number, v: number) => {
    const x = (kappa - h) / Math.sqrt(v)
    return { x, total: cost + (1 - cost) * tail(x) }
  }
  return {
    name: 'counting',
    parameters: { beta, margin: kappa },
    logEvidence: (h, v) => Math.log(parts(h, v).total),
    score: (h, v) => {
      const { x, total } = parts(h, v)
      return ((1 - cost) * density(x)) / (Math.sqrt(v) * total)
    },
    curvature: (h, v) => {
      const { x, total } = parts(h, v)
      const rate = ((1 - cost) * density(x)) / total
      return (rate * (x - rate)) / v
    },
    logWeight: (h, v) => (-beta * (cost * tail(-parts(h, v).x))) / parts(h, v).total,
    crossovers: (v) => [
      { center: kappa, width: 0.7 * Math.sqrt(v) },
      { center: kappa - Math.sqrt(2 * beta * v), width: 0.7 * Math.sqrt(v / (1 + beta)) },
    ],
  }
}

/** ρ = e^{−β (κ − Δ)₊}, whose log E ρ is concave. */
function hinge(beta: number, kappa = 0): Constraint {
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

describe('soft constraints', () => {
  test('are what they are taken for', () => {
    for (const constraint of [counting(3), hinge(4)]) for (const law of constraintLaws(constraint)) law.verify()
  })

  test.each([
    [counting(3), spherical, [0.7, 60, INFINITE]],
    [counting(3), binary, [6]],
    [hinge(4), spherical, [6, INFINITE]],
    [hinge(4), binary, [60, INFINITE]],
  ] as const)('obey the laws', (constraint, weights, several) => {
    const committee = problem({ activation: relu, weights, constraint, alpha: 0.4 })
    for (const replicas of several)
      for (const law of ansatzLaws(largeDeviation({ replicas, distance: 0.1 }), committee)) law.verify()
  })

  test('jump where the maximiser does, for y = ∞', () => {
    for (const [weights, alpha, distance] of [
      [spherical, 0.6, 0.1],
      [binary, 0.5, 0.2],
    ] as const) {
      const committee = problem({ activation: relu, weights, constraint: counting(4), alpha })
      const { at, freeEntropy: found } = complete(
        saddlePoint(committee, largeDeviation({ replicas: INFINITE, distance })),
      )
      const v = committee.kernel.deficit(2 * distance)
      const steepest = Math.max(
        ...Array.from({ length: 400 }, (_, i) => committee.constraint.curvature(-0.02 * i * Math.sqrt(v), v)),
      )
      expect(committee.kernel.slope(2 * distance) * at.dq * steepest).toBeGreaterThan(1)
      const direct = freeEntropy(committee, INFINITE, at as Readonly<Record<string, number>>, alpha)
      // the panels of the direct route do not know where the jump is
      expect(Math.abs(direct - found.value)).toBeLessThan(1e-5)
      expect(found.error).toBeLessThan(1e-9)
    }
  })

  test('become hard as their cost grows', () => {
    for (const replicas of [5, INFINITE]) {
      const hard = complete(
        saddlePoint(
          problem({ activation: relu, weights: spherical, alpha: 0.5 }),
          largeDeviation({ replicas, distance: 0.1 }),
        ),
      )
      const off = [30, 100, 300].map((beta) => {
        const soft = problem({ activation: relu, weights: spherical, constraint: hinge(beta), alpha: 0.5 })
        return (
          complete(saddlePoint(soft, largeDeviation({ replicas, distance: 0.1 }))).freeEntropy.value -
          hard.freeEntropy.value
        )
      })
      expect(off[0]).toBeGreaterThan(off[1])
      expect(off[1]).toBeGreaterThan(off[2])
      expect(off[2]).toBeGreaterThan(0)
      expect(off[2]).toBeLessThan(0.01)
    }
  })
})
