import { readFileSync } from 'node:fs'
import { elu, erf, leakyRelu, monomial, quadratic, relu, sigmoid, sign, sine, tanh } from '@gardner/activations'
import { type Activation, defineActivation, deriveMoments, type Kernel } from '@gardner/core'
import { describe, expect, test } from 'vitest'

const FUNCTIONS = ['covariance', 'deficit', 'slope', 'curvature'] as const
type Row = { activation: string; gap: number } & Record<(typeof FUNCTIONS)[number], number>

const oracle: Row[] = JSON.parse(readFileSync(new URL('kernel-oracle.json', import.meta.url), 'utf8'))
const softsign = defineActivation({ name: 'softsign', g: (u) => u / (1 + Math.abs(u)), kinks: [0] })

/** Deviation relative to the value, or where that is small near q = 0 to what `floor` says. */
const deviation = (measured: number, expected: number, floor: number) =>
  measured === expected ? 0 : Math.abs(measured - expected) / Math.max(Math.abs(expected), floor)

/** Near q = 0 values are held against a share of those at q = ½. */
const floorOf = (kernel: Kernel, f: keyof Kernel & string, gap: number) =>
  f === 'covariance'
    ? (1 - gap) * kernel.covariance(0.5)
    : f === 'deficit'
      ? 0
      : f === 'slope'
        ? kernel.slope(0.5)
        : kernel.curvature(0.5)

describe('derived kernels against closed forms', () => {
  const gaps = [1, 0.99, 0.9, 0.75, 0.5, 0.25, 0.1, 1e-2, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11, 1e-12]
  const members = [
    sign,
    relu,
    erf,
    leakyRelu({ slope: 0.3 }),
    leakyRelu({ slope: -1 }),
    sine({ frequency: 2 }),
    quadratic,
    monomial(3),
    monomial(12),
  ]
  for (const activation of members) {
    const closed = activation.kernel as Kernel
    for (const f of FUNCTIONS) {
      test(`${f} of ${activation.name} ${JSON.stringify(activation.parameters ?? {})}`, () => {
        const { kernel } = deriveMoments(activation)
        for (const gap of gaps) {
          const off = deviation(kernel[f](gap), closed[f](gap), floorOf(closed, f, gap))
          expect(off, `gap ${gap}`).toBeLessThan(f === 'curvature' ? 1e-10 : 1e-12)
        }
      })
    }
  }
  test('infinities at q = 1 are infinities', () => {
    expect(deriveMoments(sign).kernel.slope(0)).toBe(Infinity)
    expect(deriveMoments(sign).kernel.curvature(0)).toBe(Infinity)
    expect(deriveMoments(relu).kernel.slope(0)).toBeCloseTo(0.5, 14)
    expect(deriveMoments(relu).kernel.curvature(0)).toBe(Infinity)
    expect(deriveMoments(sign).kernel.deficit(0)).toBe(0)
  })
})

describe('the error a derived kernel claims is true', () => {
  const members: Record<string, Activation> = { tanh, sigmoid, elu: elu(), 'elu:0.5': elu({ a: 0.5 }), softsign }
  for (const [name, activation] of Object.entries(members)) {
    for (const route of ['best', 'kinked'] as const) {
      test(`${name}, ${route} route`, () => {
        const { kernel } = deriveMoments(activation, route)
        const rows = oracle.filter((row) => row.activation === name)
        expect(rows).toHaveLength(7)
        expect(kernel.error).toBeLessThan(1e-10)
        const half = rows.find(({ gap }) => gap === 0.5) as Row
        for (const row of rows) {
          for (const f of FUNCTIONS) {
            const floor = f === 'covariance' ? (1 - row.gap) * half[f] : f === 'deficit' ? 0 : half[f]
            expect(deviation(kernel[f](row.gap), row[f], floor), `${f} at gap ${row.gap}`).toBeLessThanOrEqual(
              kernel.error,
            )
          }
        }
      })
    }
  }
  test('closed forms', () => {
    for (const activation of [sign, relu, erf, leakyRelu(), sine(), sine({ frequency: 4 }), quadratic, monomial(5)]) {
      const closed = activation.kernel as Kernel
      const { kernel } = deriveMoments(activation)
      for (const gap of [0.9, 0.5, 0.1, 1e-3, 1e-6, 1e-12]) {
        for (const f of FUNCTIONS) {
          const off = deviation(kernel[f](gap), closed[f](gap), floorOf(closed, f, gap))
          expect(off, `${f} of ${activation.name} at gap ${gap}`).toBeLessThanOrEqual(kernel.error + closed.error)
        }
      }
    }
  })
})

describe('a sharp smooth activation', () => {
  const sharp = defineActivation({ name: 'sharp', g: (u) => Math.tanh(10 * u) })
  const { kernel, kinks, warnings } = deriveMoments(sharp)
  test('needs no kinks', () => {
    expect(kinks).toEqual([])
    expect(warnings).toEqual([])
    expect(kernel.error).toBeLessThan(1e-12)
  })
  test.each([0.9, 0.5, 0.1, 1e-2, 1e-4, 1e-6])('has the kernel of a plain double sum at gap %d', (gap) => {
    // trapezoid in the independent (u ± v): the poles at ±iπ/20 leave e^{−2π·0.157/0.02}
    const step = 0.02
    const [wide, narrow] = [Math.sqrt(1 - gap / 2), Math.sqrt(gap / 2)]
    let deficit = 0
    let slope = 0
    for (let i = -450; i <= 450; i++) {
      for (let j = -450; j <= 450; j++) {
        const [a, b] = [i * step, j * step]
        const weight = (Math.exp(-0.5 * (a * a + b * b)) * step * step) / (2 * Math.PI)
        const [u, v] = [sharp.g(wide * a + narrow * b), sharp.g(wide * a - narrow * b)]
        deficit += 0.5 * weight * (u - v) ** 2
        slope += weight * 100 * (1 - u * u) * (1 - v * v)
      }
    }
    expect(kernel.deficit(gap) / deficit).toBeCloseTo(1, 11)
    expect(kernel.slope(gap) / slope).toBeCloseTo(1, 11)
  })
})
