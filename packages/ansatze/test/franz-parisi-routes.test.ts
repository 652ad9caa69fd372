import { readFileSync } from 'node:fs'
import { elu, gelu, linear, relu, sigmoid, sign, tanh } from '@gardner/activations'
import { complete, type Machine, machine, type Problem, problem, saddlePoint } from '@gardner/core'
import { density, gaussianIntegral, hazard, logTail, panelBreaks, panelIntegral } from '@gardner/numerics'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { signedKernel } from '../src/franz-parisi/signed-kernel.js'
import { franzParisi } from '../src/index.js'

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
    ({ kind }) => kind === 'franz-parisi',
  )
  const activations = { linear, sign, relu }
  const priors = { binary, spherical }

  test('has entropies of every machine', () => {
    expect(rows.length).toBeGreaterThan(30)
    for (const weights of ['binary', 'spherical']) {
      for (const activation of ['linear', 'sign', 'relu'])
        expect(rows.some((row) => row.weights === weights && row.activation === activation)).toBe(true)
    }
  })

  test('agrees', () => {
    for (const row of rows) {
      const committee = problem({
        activation: activations[row.activation],
        weights: priors[row.weights],
        margin: Number(row.margin),
        alpha: Number(row.alpha),
      })
      const { entropy, at, errors } = complete(saddlePoint(committee, franzParisi({ distance: Number(row.distance) })))
      const where = `${row.weights} ${row.activation} alpha ${row.alpha} d ${row.distance}`
      expect(Math.abs(entropy.value - Number(row.values.entropy)), `entropy, ${where}`).toBeLessThanOrEqual(
        entropy.error + 1e-14,
      )
      for (const name of ['q', 't', 'qhat', 'that', 'phat'] as const) {
        if (row.values[name] === undefined) continue
        const allowed = errors[name] + 2 * 10 ** -Number(row.digits)
        expect(Math.abs(at[name] - Number(row.values[name])), `${name}, ${where}`).toBeLessThanOrEqual(allowed)
      }
    }
  })
})

/**
 * The free entropy as it comes out of the replicas, in the fields z, u and x of patterns and weights, by trapezoids and
 * Gauss–Legendre panels: no evidence of the reference given h, no conditional averages, no coordinates.
 */
function written(committee: Problem, order: ReturnType<typeof orderOf>) {
  const { kernel, constraint, weights, alpha } = committee
  const { p, q, t, qref, qhat, that, phat, qhatref } = order
  const C = (overlap: number) => kernel.covariance(1 - overlap)
  const kappa = constraint.parameters.margin
  const v = kernel.deficit(1 - q)
  const rest = kernel.deficit(1 - qref)
  const m = C(t) / Math.sqrt(C(qref))
  const coupling = (C(p) - C(t)) / Math.sqrt(rest)
  const own = Math.sqrt(Math.max(0, C(q) - m * m - coupling * coupling))
  const spacing = 0.3
  const gaussian = (f: (x: number) => number) => {
    let sum = 0
    for (let k = -28; k <= 28; k++) sum += density(k * spacing) * f(k * spacing)
    return spacing * sum
  }
  const energy = gaussian((z) => {
    const edge = (kappa - Math.sqrt(C(qref)) * z) / Math.sqrt(rest)
    // u beyond the edge, in units of how far its law reaches there
    const scale = 1 / Math.max(1, hazard(edge))
    const breaks = panelBreaks(0, 40, [1, 3, 8, 16, 26], 4)
    return panelIntegral((s) => {
      const u = edge + scale * s
      const weight = scale * Math.exp(-0.5 * u * u - 0.5 * Math.log(2 * Math.PI) - logTail(edge))
      if (weight < 1e-22) return 0
      return weight * gaussian((x) => logTail((kappa - m * z - coupling * u - own * x) / Math.sqrt(v)))
    }, breaks)
  })
  if (weights.kind === 'sphere') {
    const gap = 1 - qref
    const shape = q - (p * p - t * t) / gap + (qref * (p - t) ** 2) / gap ** 2
    return { energy, entropy: 0.5 * (Math.log(1 - q) + shape / (1 - q)) + alpha * energy }
  }
  const spread = Math.sqrt(Math.max(0, qhat - that ** 2 / qhatref))
  const cosh = (b: number) => Math.abs(b) + Math.log1p(Math.exp(-2 * Math.abs(b)))
  const site = gaussian((z) => {
    let sum = 0
    for (const w of [-1, 1]) {
      const field = Math.sqrt(qhatref) * z * w
      const share = 1 / (1 + Math.exp(-2 * field))
      sum += share * gaussian((x) => cosh((that / Math.sqrt(qhatref)) * z + (phat - that) * w + spread * x))
    }
    return sum
  })
  return { energy, entropy: -0.5 * qhat * (1 - q) - p * phat + t * that + site + alpha * energy }
}

const orderOf = (committee: Problem, distance: number) => complete(saddlePoint(committee, franzParisi({ distance }))).at

describe('the free entropy as it is written', () => {
  test.each([0.15, 0.25, 0.45])('d = %d', (distance) => {
    for (const weights of [binary, spherical]) {
      for (const activation of [linear, relu, sign]) {
        for (const margin of [0, 0.3]) {
          const committee = problem({ activation, weights, margin, alpha: 0.3 })
          const solution = complete(saddlePoint(committee, franzParisi({ distance })))
          const plain = written(committee, solution.at)
          const where = `${weights.name} ${activation.name} margin ${margin}`
          expect(Math.abs(solution.energy.value - plain.energy), `energy, ${where}`).toBeLessThan(1e-9)
          expect(Math.abs(solution.entropy.value - plain.entropy), `entropy, ${where}`).toBeLessThan(1e-9)
        }
      }
    }
  })

  test('one pattern: the energy at α = 0 is the log-probability that a solution meets what the reference meets', () => {
    // of the perceptron at κ = 0 two fields of correlation p: ∫ Du f(p u/√(1 − p²))/½ over u > 0
    for (const distance of [0.02, 0.2, 0.7]) {
      const p = 1 - 2 * distance
      const expected = 2 * gaussianIntegral((u) => (u > 0 ? logTail((-p * u) / Math.sqrt(1 - p * p)) : 0), [0])
      const { energy } = complete(
        saddlePoint(problem({ activation: linear, weights: spherical, alpha: 0 }), franzParisi({ distance })),
      )
      expect(Math.abs(energy.value - expected)).toBeLessThanOrEqual(energy.error + 1e-10)
    }
  })
})

describe('C at negative overlaps', () => {
  const direct = (committee: Machine, q: number) => {
    const { g } = committee.activation
    return (
      gaussianIntegral(
        (u) => g(u) * gaussianIntegral((x) => g(q * u + Math.sqrt(1 - q * q) * x), [(-q * u) / Math.sqrt(1 - q * q)]),
        [0],
      ) -
      committee.mean ** 2
    )
  }
  test.each([linear, sign, relu, tanh, sigmoid, elu(), gelu].map((activation) => ({ activation })))(
    '$activation.name',
    ({ activation }) => {
      const committee = machine({ activation, weights: spherical })
      const kernel = signedKernel(committee)
      const size = committee.kernel.deficit(1)
      for (const q of [0.4, -0.05, -0.4, -0.9]) {
        const value = kernel.covariance(1 - q)
        expect(Math.abs(value - direct(committee, q)), `C(${q})`).toBeLessThan(1e-10 * size)
        expect(kernel.deficit(1 - q)).toBeCloseTo(size - value, 12)
        const h = 1e-4
        const slope =
          (8 * (kernel.covariance(1 - q - h) - kernel.covariance(1 - q + h)) -
            (kernel.covariance(1 - q - 2 * h) - kernel.covariance(1 - q + 2 * h))) /
          (12 * h)
        expect(kernel.slope(1 - q)).toBeCloseTo(slope, 9)
      }
    },
  )

  test('a closed form that holds from 0 to 1 only is not asked beyond', () => {
    const { activation } = machine({ activation: linear, weights: binary })
    const half = {
      ...activation,
      name: 'half',
      kernel: {
        covariance: (gap: number) => (gap > 1 ? Number.NaN : 1 - gap),
        deficit: (gap: number) => (gap > 1 ? Number.NaN : gap),
        slope: () => 1,
        curvature: () => 0,
        error: 1e-15,
      },
    }
    const [one, other] = [half, linear].map((g) =>
      complete(saddlePoint(problem({ activation: g, weights: binary, alpha: 0.2 }), franzParisi({ distance: 0.6 }))),
    )
    expect(Math.abs(one.entropy.value - other.entropy.value)).toBeLessThanOrEqual(
      one.entropy.error + other.entropy.error,
    )
  })
})

describe('S < 0 towards d = 0, where solutions of sign are asked for more than flips can repair', () => {
  // bench/franz_parisi.py: the same function by other integrals, whose gradient by differences vanishes there
  test.each([
    [0.1, -0.0457658306612],
    [0.01, -0.1556849680003],
    [1e-3, -0.1577802881787],
    [1e-4, -0.2202499083923],
    [1e-5, -0.4258707548],
  ])('d = %d: S = %d', (distance, value) => {
    const committee = problem({ activation: sign, weights: binary, alpha: 0.8 })
    const { entropy, replicon } = complete(saddlePoint(committee, franzParisi({ distance })))
    const digits = distance < 1e-4 ? 2e-11 : 5e-13
    expect(Math.abs(entropy.value - value)).toBeLessThanOrEqual(entropy.error + digits)
    expect(replicon.value < 0).toBe(distance < 0.05)
  })
})
