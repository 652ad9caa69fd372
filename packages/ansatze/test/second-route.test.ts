import { elu, linear, relu, sigmoid, sign, tanh } from '@gardner/activations'
import {
  type Activation,
  capacity,
  complete,
  instability,
  type Machine,
  machine,
  problem,
  saddlePoint,
} from '@gardner/core'
import { bracketedRoot, density, logTail, panelBreaks, panelIntegral } from '@gardner/numerics'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { rs } from '../src/index.js'

// The same numbers without anything of the solver: Gauss–Legendre panels for the integrals, and the branch as the
// explicit curve α(q) instead of equations at a given α.

/** ∫Dz f(z), panels graded towards the crossover. */
function mean(f: (z: number) => number, center: number, width: number): number {
  const grades = [0]
  for (let distance = width; distance < 20; distance *= 1.7) grades.push(distance, -distance)
  const breaks = panelBreaks(
    -9.5,
    9.5,
    grades.map((grade) => center + grade),
    0.7,
  )
  return panelIntegral((z) => density(z) * f(z), breaks)
}

/** φ/H without `hazard`: by its own definition where that is safe, and a long continued fraction elsewhere. */
function ratio(x: number): number {
  if (x < 3) return Math.exp(-0.5 * x * x - 0.5 * Math.log(2 * Math.PI) - logTail(x))
  let fraction = 0
  for (let k = 200; k > 0; k--) fraction = k / (x + fraction)
  return x + fraction
}

function explicitBranch({ kernel, constraint, weights }: Machine) {
  const pattern = (gap: number, f: (x: number, v: number) => number) => {
    const v = kernel.deficit(gap)
    const c = Math.sqrt(kernel.covariance(gap))
    return mean(
      (z) => f((constraint.parameters.margin - c * z) / Math.sqrt(v), v),
      constraint.parameters.margin / c,
      Math.sqrt(v) / c,
    )
  }
  const site = (qhat: number, f: (h: number) => number) => mean((z) => f(Math.sqrt(qhat) * z), 0, 0.5 / Math.sqrt(qhat))
  const sech2 = (h: number) => 1 / Math.cosh(h) ** 2
  const qhatAt = (gap: number) =>
    weights.kind === 'sphere'
      ? (1 - gap) / gap ** 2
      : Math.exp(bracketedRoot((y) => Math.log(site(Math.exp(y), sech2) / gap), -12, 12).root)
  const score2 = (gap: number) => pattern(gap, (x, v) => ratio(x) ** 2 / v)
  const alphaAt = (gap: number) => qhatAt(gap) / (kernel.slope(gap) * score2(gap))
  return {
    alphaAt,
    entropyAt: (gap: number) => {
      const qhat = qhatAt(gap)
      const weightsPart =
        weights.kind === 'sphere'
          ? 0.5 * Math.log(gap) + (0.5 * (1 - gap)) / gap
          : site(qhat, (h) => Math.abs(h) + Math.log1p(Math.exp(-2 * Math.abs(h)))) - 0.5 * qhat * gap
      return weightsPart + alphaAt(gap) * pattern(gap, (x) => logTail(x))
    },
    repliconAt: (gap: number) => {
      const response = weights.kind === 'sphere' ? gap ** 2 : site(qhatAt(gap), (h) => sech2(h) ** 2)
      const bend2 = pattern(gap, (x, v) => (ratio(x) * (ratio(x) - x)) ** 2 / v ** 2)
      return 1 - alphaAt(gap) * response * (kernel.slope(gap) ** 2 * bend2 + kernel.curvature(gap) * score2(gap))
    },
  }
}

const machines: readonly Activation[] = [linear, sign, relu, sigmoid, tanh, elu()]
const margins = [-0.4, 0, 0.6]

describe.each(machines.map((activation) => [activation.name, activation] as const))('%s', (_, activation) => {
  test.each(margins)('binary capacity at margin %d: the root of S(q) on the explicit branch', (margin) => {
    const committee = machine({ activation, weights: binary, margin })
    const found = complete(capacity(committee, rs))
    const { entropyAt, alphaAt } = explicitBranch(committee)
    const { root } = bracketedRoot(entropyAt, found.at.gap * 0.7, Math.min(0.999, found.at.gap * 1.3))
    expect(Math.abs(alphaAt(root) - found.value)).toBeLessThanOrEqual(found.error + 2e-12 * found.value)
    expect(found.error).toBeLessThanOrEqual(1e-10)
  })

  test.each(margins)('instabilities at margin %d: the replicon vanishes on the explicit branch', (margin) => {
    for (const weights of [binary, spherical]) {
      const committee = machine({ activation, weights, margin })
      const found = complete(instability(committee, rs))
      const { repliconAt, alphaAt } = explicitBranch(committee)
      if (found.value === Number.POSITIVE_INFINITY) {
        for (const gap of [0.9, 0.5, 0.1, 1e-2, 1e-4, 1e-6]) expect(repliconAt(gap)).toBeGreaterThan(0)
        continue
      }
      const { root } = bracketedRoot(repliconAt, found.at.gap * 0.8, Math.min(0.999, found.at.gap * 1.2))
      expect(Math.abs(alphaAt(root) - found.value)).toBeLessThanOrEqual(found.error + 1e-11 * found.value)
      // the first one: no zero at larger gaps
      for (let gap = found.at.gap * 1.02; gap < 1; gap *= 1.07) expect(repliconAt(gap)).toBeGreaterThan(0)
    }
  })

  test('solutions lie on the explicit branch, with the same entropy', () => {
    for (const weights of [binary, spherical]) {
      const committee = problem({ activation, weights, margin: 0.1, alpha: 0.4 })
      const solution = complete(saddlePoint(committee, rs))
      const { alphaAt, entropyAt, repliconAt } = explicitBranch(committee)
      expect(Math.abs(alphaAt(solution.at.gap) - 0.4)).toBeLessThan(1e-12)
      expect(Math.abs(entropyAt(solution.at.gap) - solution.entropy.value)).toBeLessThanOrEqual(
        solution.entropy.error + 1e-12,
      )
      expect(Math.abs(repliconAt(solution.at.gap) - solution.replicon.value)).toBeLessThanOrEqual(
        solution.replicon.error + 1e-11,
      )
    }
  })
})
