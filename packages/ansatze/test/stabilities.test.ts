import { readFileSync } from 'node:fs'
import { erf, linear, polynomial, relu, sign } from '@gardner/activations'
import {
  type Activation,
  type Ansatz,
  type Constraint,
  complete,
  drive,
  isSolved,
  type Machine,
  machine,
  type Problem,
  problem,
  saddlePoint,
  type WeightPrior,
} from '@gardner/core'
import { FINE_STEP, hazard, logTail, panelBreaks, panelIntegral, tail } from '@gardner/numerics'
import { binary, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { kStepRsb, oneStepRsb, rs, stabilities } from '../src/index.js'

const density = (x: number, variance = 1) => Math.exp((-0.5 * x * x) / variance) / Math.sqrt(2 * Math.PI * variance)

/** P(Δ) of the saddle at the load of a problem, by the finer rule alone, with what it is made of. */
function densityOf(committee: Problem, ansatz: Ansatz) {
  const { result, state } = drive(saddlePoint(committee, ansatz))
  if (!isSolved(result) || state.root === null) throw new Error('not solved')
  const saddle = ansatz.saddlePoint(committee, FINE_STEP).state(state.root.x, result.alpha)
  const profile = stabilities(committee)
  const at = saddle.at as { readonly [symbol: string]: number }
  return { of: (stability: number) => profile.of(saddle, [stability])[0], at, solution: result }
}

/**
 * ∫ from κ of a function that varies over `spread`, and just above κ over as little as `width`²/`spread`: a pattern at distance
 * D below κ ends within v/D of it.
 */
function integralAbove(kappa: number, f: (stability: number) => number, width: number, spread: number): number {
  const grades = [kappa]
  for (let off = (0.05 * width * width) / spread; off < spread; off *= 1.8) grades.push(kappa + off)
  const to = Math.max(kappa, 0) + 10 * spread
  return panelIntegral(f, panelBreaks(kappa, to, grades, 0.8 * spread))
}

type Row = readonly [Activation, WeightPrior, margin: number, alpha: number, Ansatz]
const soft = kStepRsb({ steps: 1, parisi: [0.5] }) as unknown as Ansatz
const one = oneStepRsb as unknown as Ansatz
const two = kStepRsb({ steps: 2 }) as unknown as Ansatz
const symmetric = rs as unknown as Ansatz
const rows: readonly Row[] = [
  [relu, binary, 0, 0.4, symmetric],
  [sign, binary, 0.5, 0.4, symmetric],
  [linear, spherical, 0, 1, symmetric],
  // thin crossovers: next to the capacity 2, and at a large margin
  [linear, spherical, 0, 1.9999, symmetric],
  [linear, spherical, 3, 0.05, symmetric],
  [linear, binary, -1, 2, symmetric],
  [relu, spherical, 0, 2, one],
  [relu, spherical, 0, 2.65, one],
  [linear, spherical, -1, 11, one],
  [sign, spherical, 0, 4, two],
  [erf, spherical, 0.3, 1.2, symmetric],
  [relu, spherical, 0, 2.2, soft],
  [polynomial([0, 0.3, 1]), ternary, 0, 1.3, one],
]
const titled = rows.map(
  (row) => [`${row[0].name}, ${row[1].name}, margin ${row[2]}, alpha ${row[3]}, ${row[4].name}`, row] as const,
)

describe.each(representatives(titled, 2))('%s', (_, [activation, weights, margin, alpha, ansatz]) => {
  const committee = problem({ activation, weights, margin, alpha })
  const { of, at, solution } = densityOf(committee, ansatz)
  const { kernel } = committee
  const v = kernel.deficit(at.gap)
  const spread = Math.sqrt(kernel.deficit(1))

  test('integrates to 1, with nothing below the margin', () => {
    expect(Math.abs(integralAbove(margin, of, Math.sqrt(v), spread) - 1)).toBeLessThan(1e-9)
    for (const below of [1e-12, 0.1, 1, 10]) expect(of(margin - below)).toBe(0)
    expect(of(margin)).toBeGreaterThan(0)
  })

  test('has the mean P(κ) (v + Σ m_i Δ_i)', () => {
    // ⟨f_i'⟩ is the same at every level, P(κ), and each tilt moves the field by m_i Δ_i times it
    let moved = v
    for (let i = 1; `m${i}` in at; i++) {
      const [outer, inner] = [at[`q${i - 1}`], at[`q${i}`]]
      const width = kernel.deficit(1 - outer) - kernel.deficit(Math.max(at.gap, 1 - inner))
      moved += at[`m${i}`] * width
    }
    const mean = integralAbove(margin, (stability) => stability * of(stability), Math.sqrt(v), spread)
    expect(Math.abs(mean / (of(margin) * moved) - 1)).toBeLessThan(1e-8)
  })

  test('at the margin is the loss of entropy with it: ∂Φ/∂κ = −α P(κ)', () => {
    // next to the capacity a slightly higher margin has no solutions
    const h = Math.min(1e-3 * Math.sqrt(v), 0.02 * v)
    const at = (shift: number) =>
      complete(saddlePoint(problem({ activation, weights, margin: margin + shift, alpha }), ansatz)).freeEntropy.value
    const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
    expect(Math.abs(slope / (-alpha * of(margin)) - 1)).toBeLessThan(1e-6)
  })

  test('carries errors that cover a finer rule', () => {
    const finest = { ...ansatz, saddlePoint: (p: Machine) => ansatz.saddlePoint(p, 1 / 16) }
    const places = [0, 0.1, 0.5, 1.5].map((off) => margin + off * spread)
    const claimed = solution.profile(stabilities(committee), places)
    const found = complete(saddlePoint(committee, finest)).profile(stabilities(committee), places)
    for (const [i, { value, error }] of claimed.entries()) {
      expect(Math.abs(value - found[i].value)).toBeLessThanOrEqual(error + found[i].error)
      expect(error).toBeLessThan(1e-7 * (1 + value))
      expect(Math.abs(value - of(places[i]))).toBeLessThanOrEqual(error)
    }
  })
})

describe('the formula as it is written', () => {
  const uniform = (from: number, to: number, n: number) =>
    Array.from({ length: n + 1 }, (_, i) => from + ((to - from) * i) / n)

  test.each([
    [relu, 0, 1.2],
    [linear, 0.5, 0.5],
  ])('of RS: ∫Dz N(Δ; √C(q) z, v)/H', (activation, margin, alpha) => {
    const committee = problem({ activation, weights: spherical, margin, alpha })
    const { of, at } = densityOf(committee, symmetric)
    const v = committee.kernel.deficit(at.gap)
    const root = Math.sqrt(committee.kernel.covariance(at.gap))
    const nodes = uniform(-9, 9, 1200)
    for (const stability of [margin, margin + 0.2, margin + 1]) {
      let sum = 0
      for (const z of nodes)
        sum +=
          (18 / 1200) *
          density(z) *
          density(stability - root * z, v) *
          Math.exp(-logTail((margin - root * z) / Math.sqrt(v)))
      expect(Math.abs(of(stability) / sum - 1)).toBeLessThan(1e-10)
    }
  })

  test.each([
    [relu, 0, 2],
    [linear, -1, 9],
    [sign, 0, 3.5],
  ])('of one step: a ratio of averages of powers of H', (activation, margin, alpha) => {
    const committee = problem({ activation, weights: spherical, margin, alpha })
    const { of, at } = densityOf(committee, one)
    const { kernel } = committee
    const v = kernel.deficit(at.gap)
    const outer = Math.sqrt(kernel.covariance(1 - at.q0))
    const inner = Math.sqrt(kernel.deficit(1 - at.q0) - v)
    const nodes = uniform(-9, 9, 400)
    for (const stability of [margin, margin + 0.3 * Math.sqrt(kernel.deficit(1))]) {
      let sum = 0
      for (const z0 of nodes) {
        let [above, below] = [0, 0]
        for (const z1 of nodes) {
          const h = outer * z0 + inner * z1
          const log = logTail((margin - h) / Math.sqrt(v))
          above += density(z1) * Math.exp((at.m1 - 1) * log) * density(stability - h, v)
          below += density(z1) * Math.exp(at.m1 * log)
        }
        sum += ((18 / 400) * density(z0) * above) / below
      }
      expect(Math.abs(of(stability) / sum - 1)).toBeLessThan(1e-9)
    }
  })
})

describe('a table of another language', () => {
  interface Row {
    readonly kind: string
    readonly activation: 'relu' | 'sign' | 'linear'
    readonly margin: string
    readonly alpha: string
    readonly distance?: string
    readonly values: Readonly<Record<string, string>>
  }
  const table = new URL('../../../bench/reference-ansatze.json', import.meta.url)
  const { rows } = JSON.parse(readFileSync(table, 'utf8')) as { rows: Row[] }
  const known = rows.filter(({ kind, distance }) => kind === 'stabilities' && distance === undefined)
  const named = { relu, sign, linear }
  test('has typical solutions', () => expect(known.length).toBeGreaterThanOrEqual(3))

  test.each(known.map((row) => [row.activation, row.alpha, row] as const))('%s at %s', (_, alpha, row) => {
    const committee = problem({
      activation: named[row.activation],
      weights: binary,
      margin: Number(row.margin),
      alpha: Number(alpha),
    })
    const entries = Object.entries(row.values).flatMap(([name, value]) => {
      const place = /^P\((\d.*)\)$/.exec(name)
      return place === null ? [] : [[Number(place[1]), Number(value)] as const]
    })
    expect(entries).toHaveLength(5)
    const found = complete(saddlePoint(committee, rs)).profile(
      stabilities(committee),
      entries.map(([place]) => place),
    )
    for (const [i, [, value]] of entries.entries()) {
      expect(Math.abs(found[i].value - value)).toBeLessThanOrEqual(found[i].error)
      expect(Math.abs(found[i].value - value)).toBeLessThan(1e-13)
    }
  })
})

describe('shapes', () => {
  test.each(
    [linear, relu, sign].flatMap((activation) =>
      [0, 0.5].map((margin) => [activation.name, margin, activation] as const),
    ),
  )('typical solutions of %s at margin %d are most often just at the margin', (_, margin, activation) => {
    for (const weights of [binary, spherical]) {
      const committee = problem({ activation, weights, margin, alpha: 0.3 })
      const places = Array.from({ length: 40 }, (_, i) => margin + 0.05 * i)
      const found = complete(saddlePoint(committee, rs)).profile(stabilities(committee), places)
      for (let i = 1; i < found.length; i++) expect(found[i].value).toBeLessThan(found[i - 1].value)
    }
  })

  test('without load it is the Gaussian of the output, cut off at the margin', () => {
    for (const margin of [-1, 0, 0.8]) {
      const committee = problem({ activation: relu, weights: spherical, margin, alpha: 1e-9 })
      const variance = committee.kernel.deficit(1)
      const places = [0, 0.1, 0.7].map((off) => margin + off)
      const found = complete(saddlePoint(committee, rs)).profile(stabilities(committee), places)
      for (const [i, place] of places.entries()) {
        const cut = density(place, variance) / tail(margin / Math.sqrt(variance))
        expect(Math.abs(found[i].value / cut - 1)).toBeLessThan(1e-7)
      }
    }
  })

  test('towards the capacity of the perceptron half of the patterns end at the margin', () => {
    // as v → 0: the patterns with √C z < κ are at κ, the others where they were
    const committee = problem({ activation: linear, weights: spherical, alpha: 1.999999 })
    const { of } = densityOf(committee, symmetric)
    for (const place of [0.1, 0.5, 2]) expect(of(place)).toBeCloseTo(density(place), 4)
    expect(of(0)).toBeGreaterThan(100)
    expect(of(0.01)).toBeLessThan(1)
  })

  test('one step breaks the pile at the margin up a little', () => {
    const committee = problem({ activation: relu, weights: spherical, alpha: 2.5 })
    const at = (ansatz: Ansatz) =>
      complete(saddlePoint(committee, ansatz)).profile(stabilities(committee), [0])[0].value
    expect(Math.abs(at(one) / at(symmetric) - 1)).toBeGreaterThan(0.05)
  })
})

describe('soft constraints', () => {
  const beta = 1.5
  /** ρ = e^{−β} below 0 and 1 above. */
  const counting: Constraint = {
    name: 'counting',
    parameters: { beta },
    crossovers: (v) => [{ center: 0, width: Math.sqrt(v) }],
    logEvidence: (h, v) => Math.log(Math.exp(-beta) + (1 - Math.exp(-beta)) * tail(-h / Math.sqrt(v))),
    score: (h, v) => {
      const x = -h / Math.sqrt(v)
      const evidence = Math.exp(-beta) + (1 - Math.exp(-beta)) * tail(x)
      return ((1 - Math.exp(-beta)) * tail(x) * hazard(x)) / (Math.sqrt(v) * evidence)
    },
    curvature: (h, v) => {
      const x = -h / Math.sqrt(v)
      const evidence = Math.exp(-beta) + (1 - Math.exp(-beta)) * tail(x)
      const slope = ((1 - Math.exp(-beta)) * tail(x) * hazard(x)) / evidence
      return (slope * (x - slope)) / v
    },
    weight: (stability) => (stability < 0 ? Math.exp(-beta) : 1),
  }

  test('have stabilities on both sides, with a step between them', () => {
    const committee = problem({ activation: linear, weights: binary, constraint: counting, alpha: 0.5 })
    const { of } = densityOf(committee, symmetric)
    const above = integralAbove(0, of, 0.5, 1)
    const below = integralAbove(0, (minus) => of(-minus), 0.5, 1)
    expect(Math.abs(above + below - 1)).toBeLessThan(1e-9)
    expect(below).toBeGreaterThan(0.01)
    expect(of(-1e-12) / of(1e-12)).toBeCloseTo(Math.exp(-beta), 9)
  })

  test('without their weight are refused, and so is an ansatz that does not tell its fields', () => {
    const { weight: _, ...silent } = counting
    expect(() => stabilities(machine({ activation: linear, weights: binary, constraint: silent }))).toThrow(
      expect.objectContaining({ code: 'UNSUITABLE', message: expect.stringContaining('ρ(Δ)') }),
    )
    const committee = problem({ activation: linear, weights: binary, alpha: 0.5 })
    const mute: Ansatz = {
      name: 'mute',
      saddlePoint: (p, step) => {
        const saddle = symmetric.saddlePoint(p, step)
        const state = (x: readonly number[], alpha: number) => {
          const { at, freeEntropy, entropy, energy, replicon, branch } = saddle.state(x, alpha)
          return { alpha, at, freeEntropy, entropy, energy, replicon, branch }
        }
        return { ...saddle, state }
      },
    }
    expect(() => complete(saddlePoint(committee, mute)).profile(stabilities(committee), [0.5])).toThrow(
      expect.objectContaining({ code: 'UNSUITABLE', message: expect.stringContaining('fields') }),
    )
  })
})
