import { describe, expect, test } from 'vitest'
import { hermiteCoefficients } from '../../src/gaussian/hermite.js'
import { gaussianIntegral } from '../../src/index.js'

const STEP = 1 / 10
const near = (coefficients: Float64Array, exact: readonly number[], allowed = 1e-14) => {
  for (const [k, value] of coefficients.entries()) expect(Math.abs(value - (exact[k] ?? 0))).toBeLessThan(allowed)
}

describe('coefficients', () => {
  test('of x² are 1 and √2', () =>
    near(
      hermiteCoefficients((z) => z * z, 12, STEP),
      [1, 0, Math.SQRT2],
    ))

  test('of polynomials end', () => {
    near(
      hermiteCoefficients(() => 3, 8, STEP),
      [3],
    )
    near(
      hermiteCoefficients((z) => z, 8, STEP),
      [0, 1],
    )
    near(
      hermiteCoefficients((z) => z ** 3, 8, STEP),
      [0, 3, 0, Math.sqrt(6)],
      1e-13,
    )
    // He_5
    near(
      hermiteCoefficients((z) => z ** 5 - 10 * z ** 3 + 15 * z, 9, STEP),
      [0, 0, 0, 0, 0, Math.sqrt(120)],
      1e-12,
    )
  })

  test('are sums over nodes in ascending order, to the last bit', () => {
    const g = (z: number) => Math.tanh(3 * z) + 0.3 * z
    // 1/12: a number of nodes that is no multiple of four
    for (const [order, step] of [
      [50, 1 / 10],
      [7, 1 / 12],
      [0, 1 / 11],
    ] as const) {
      const sums = new Float64Array(order + 1)
      const half = Math.round(13 / step)
      for (let node = -half; node <= half; node++) {
        const z = node * step
        let [previous, current] = [0, g(z) * Math.exp(-0.5 * z * z)]
        for (let k = 0; k <= order; k++) {
          if (k > 0) [previous, current] = [current, (z * current - Math.sqrt(k - 1) * previous) / Math.sqrt(k)]
          sums[k] += current
        }
      }
      const scale = step / Math.sqrt(2 * Math.PI)
      expect([...hermiteCoefficients(g, order, step)]).toEqual([...sums].map((sum) => sum * scale))
    }
  })

  test('of an exponential are those of its generating function', () => {
    // E e^{tz} He_k = t^k e^{t²/2}
    const t = 0.7
    let size = Math.exp(0.5 * t * t)
    const exact = Array.from({ length: 41 }, (_, k) => {
      if (k > 0) size *= t / Math.sqrt(k)
      return size
    })
    near(
      hermiteCoefficients((z) => Math.exp(t * z), 40, STEP),
      exact,
      1e-13,
    )
  })

  test('of even functions are even, of odd ones odd', () => {
    const even = hermiteCoefficients((z) => Math.cos(1.3 * z), 21, STEP)
    const odd = hermiteCoefficients((z) => Math.sin(1.3 * z), 21, STEP)
    for (let k = 0; k <= 20; k += 2) {
      expect(Math.abs(even[k + 1])).toBeLessThan(1e-14)
      expect(Math.abs(odd[k])).toBeLessThan(1e-14)
    }
    // E cos(tz) = e^{−t²/2}
    expect(even[0]).toBeCloseTo(Math.exp(-0.845), 14)
    expect(odd[1]).toBeCloseTo(1.3 * Math.exp(-0.845), 14)
  })
})

describe('Parseval', () => {
  const smooth: [string, (z: number) => number, number][] = [
    ['sine', Math.sin, 60],
    ['tanh', Math.tanh, 300],
    ['Gauss', (z) => Math.exp(-z * z), 300],
    ['cubic', (z) => 1 + z - 2 * z ** 3, 5],
  ]
  for (const [name, g, order] of smooth) {
    test(`Σ a_k² = E g² for ${name}`, () => {
      const sum = hermiteCoefficients(g, order, STEP).reduce((total, a) => total + a * a, 0)
      const norm = gaussianIntegral((z) => g(z) ** 2, [])
      expect(sum / norm).toBeCloseTo(1, 12)
    })
  }

  test('a series cut short sums to less', () => {
    const cut = hermiteCoefficients(Math.tanh, 5, STEP).reduce((total, a) => total + a * a, 0)
    expect(cut).toBeLessThan(gaussianIntegral((z) => Math.tanh(z) ** 2, []) - 1e-3)
  })
})

test('a finer step changes nothing of a smooth function', () => {
  const coarse = hermiteCoefficients(Math.tanh, 100, 1 / 10)
  const fine = hermiteCoefficients(Math.tanh, 100, 1 / 40)
  for (const [k, value] of fine.entries()) expect(Math.abs(coarse[k] - value)).toBeLessThan(1e-14)
})
