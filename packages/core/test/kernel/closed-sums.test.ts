import { erf } from '@gardner/numerics'
import { expect, it } from 'vitest'
import { defineActivation } from '../../src/kernel/activation.js'
import { deriveMoments } from '../../src/kernel/derive-kernel.js'

type Values = Readonly<Record<'covariance' | 'slope' | 'curvature', number>>

/** erf(kx): C(q) = (2/π) asin(aq), a = 2k²/(1 + 2k²) */
const steep =
  (k: number) =>
  (gap: number): Values => {
    const a = (2 * k * k) / (1 + 2 * k * k)
    const rest = ((1 + 2 * k * k * gap) / (1 + 2 * k * k)) * (1 + a * (1 - gap))
    return {
      covariance: (2 / Math.PI) * Math.asin(a * (1 - gap)),
      slope: ((2 / Math.PI) * a) / Math.sqrt(rest),
      curvature: ((2 / Math.PI) * a ** 3 * (1 - gap)) / rest ** 1.5,
    }
  }

/** |sin(wx)| = 2/π − (4/π) Σ cos(2nwx)/(4n² − 1): the kernel is a sum of exponentials of positive terms. */
const folded =
  (w: number) =>
  (gap: number): Values => {
    const s = 4 * w * w
    const last = Math.ceil(Math.sqrt(45 / (s * gap))) + 3
    const sums = { covariance: 0, slope: 0, curvature: 0 }
    for (let n = 1; n <= last; n++) {
      for (let m = Math.max(1, n - 4); m <= n + 4; m++) {
        const size = 16 / Math.PI ** 2 / ((4 * n * n - 1) * (4 * m * m - 1))
        const near = 0.5 * Math.exp(-0.5 * s * (n - m) ** 2 - s * n * m * gap)
        const far = 0.5 * Math.exp(-0.5 * s * (n + m) ** 2 + s * n * m * gap)
        sums.covariance += size * (near + far - Math.exp(-0.5 * s * (n * n + m * m)))
        sums.slope += size * s * n * m * (near - far)
        sums.curvature += size * (s * n * m) ** 2 * (near + far)
      }
    }
    return sums
  }

const GAPS = [1, 0.9, 0.7, 0.5, 0.3, 0.2, 0.1, 0.06, 0.04, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001, 1e-4]
const threes = Array.from({ length: 23 }, (_, k) => ((k - 11) * Math.PI) / 3)

it.each([
  ['erf(5x), by its series', (u: number) => erf(5 * u), [], steep(5)],
  ['erf(50x), by tables', (u: number) => erf(50 * u), [], steep(50)],
  ['|sin x|', (u: number) => Math.abs(Math.sin(u)), threes.filter((_, k) => (k + 1) % 3 === 0), folded(1)],
  ['|sin 3x|, where C(q) is far below C(1)', (u: number) => Math.abs(Math.sin(3 * u)), threes, folded(3)],
])('the kernel of %s is within its error of the closed sum', (_, g, kinks, exact) => {
  const { kernel } = deriveMoments(defineActivation({ name: 'summed', g, kinks }))
  const { error, floor = { covariance: 0, slope: 0, curvature: 0 } } = kernel
  expect(error).toBeLessThan(1e-11)
  for (const gap of GAPS) {
    const values = exact(gap)
    for (const f of ['covariance', 'slope', 'curvature'] as const) {
      const allowed = error * values[f] + floor[f] * (f === 'covariance' ? 1 - gap : 1)
      // the closed sums are rounded themselves
      expect(Math.abs(kernel[f](gap) - values[f]), `${f} at ${gap}`).toBeLessThanOrEqual(allowed + 4e-16 * values[f])
    }
  }
})
