import { readFileSync } from 'node:fs'
import { defineActivation, deriveMoments, type Kernel } from '@gardner/core'
import { describe, expect, test } from 'vitest'

interface Row {
  readonly power: string
  readonly odd: boolean
  readonly gap: number
  /** C(1) − C, C', C'' */
  readonly values: readonly [number, number, number]
}
const oracle: Row[] = JSON.parse(readFileSync(new URL('powers-oracle.json', import.meta.url), 'utf8'))

const powerOf = (text: string) => text.split('/').reduce((a, b, i) => (i === 0 ? Number(b) : a / Number(b)), 0)
const rooted = (p: number, odd: boolean, at = 0) =>
  defineActivation({
    name: 'rooted',
    g: (u) => (odd ? Math.sign(u - at) : 1) * Math.abs(u - at) ** p,
    kinks: [at],
  })

/** Digits that differentiation leaves of C'' next to q = 1 where C'(1) is finite, and a power followed over 1e-14 in the gap. */
const allowedOf = (p: number, gap: number, error: number) =>
  p > 0.5 && gap < 1e-7 ? 1e-6 : gap < 1e-16 ? 1e-11 : error

const columns = [
  ['deficit', 0],
  ['slope', 1],
  ['curvature', 2],
] as const

describe('the kernel of |u|^p is its hypergeometric function', () => {
  for (const odd of [false, true]) {
    for (const power of new Set(oracle.filter((row) => row.odd === odd).map((row) => row.power))) {
      test(`p = ${power}${odd ? ', odd' : ''}`, () => {
        const p = powerOf(power)
        const { kernel, warnings } = deriveMoments(rooted(p, odd))
        expect(warnings).toEqual([])
        expect(kernel.error).toBeLessThan(1e-10)
        const { slope = 0, curvature = 0 } = kernel.floor ?? {}
        for (const { gap, values } of oracle.filter((row) => row.power === power && row.odd === odd)) {
          for (const [f, column] of columns) {
            const relative = f === 'curvature' || gap < 1e-16 ? allowedOf(p, gap, kernel.error) : kernel.error
            const allowed = relative * Math.abs(values[column]) + { deficit: 0, slope, curvature }[f]
            expect(Math.abs(kernel[f](gap) - values[column]), `${f} at gap ${gap}`).toBeLessThanOrEqual(allowed)
          }
        }
      })
    }
  }
  test("C'(1) is infinite up to p = 1/2, and E g'² above", () => {
    for (const p of [0.1, 1 / 3, 0.5]) expect(deriveMoments(rooted(p, true)).kernel.slope(0)).toBe(Infinity)
    // p² E|z|^(2p − 2), with p = 2/3: 2^(−1/3) Γ(1/6)/√π
    const exact = ((4 / 9) * 2 ** (-1 / 3) * 5.566316001780235) / Math.sqrt(Math.PI)
    expect(Math.abs(deriveMoments(rooted(2 / 3, false)).kernel.slope(0) / exact - 1)).toBeLessThan(1e-12)
    expect(deriveMoments(rooted(2 / 3, false)).kernel.curvature(0)).toBe(Infinity)
  })
})

test('a root away from 0 has the kernel of a quadrature over E[g(v) | u] in closed form', () => {
  // 25 digits in mpmath, E|m + sz|^(1/2) as a Kummer function
  const rows = [
    [0.9, 0.00219812993119876],
    [0.5, 0.02724268636246652],
    [0.1, 0.09161127166766905],
    [0.01, 0.1213867888331812],
  ]
  const at = (given: { kinks?: readonly number[] }) =>
    deriveMoments(defineActivation({ name: 'rooted', g: (u) => Math.sqrt(Math.abs(u - 0.3)), ...given }))
  for (const { kernel, warnings } of [at({ kinks: [0.3] }), at({})]) {
    const near = (kernel: Kernel, gap: number, value: number) =>
      expect(Math.abs(kernel.covariance(gap) / value - 1), `${gap}`).toBeLessThan(kernel.error)
    for (const [gap, value] of rows) near(kernel, gap, value)
    expect(kernel.error).toBeLessThan(1e-10)
    // the second one does not declare it
    expect(warnings.length).toBeLessThanOrEqual(1)
  }
})

test('a root and a jump at one kink', () => {
  const jumping = deriveMoments(
    defineActivation({ name: 'jumping', g: (u) => Math.sign(u) * (1 + Math.sqrt(Math.abs(u))), kinks: [0] }),
  )
  // E |z|^(1/2) twice, E |z| and 1
  const variance = 1 + 2 * 0.8221789586623884 + Math.sqrt(2 / Math.PI)
  expect(Math.abs(jumping.kernel.deficit(1) / variance - 1)).toBeLessThan(jumping.kernel.error)
  expect(jumping.kernel.slope(0)).toBe(Infinity)
})

test('noise is no root', () => {
  const noisy = defineActivation({ name: 'noisy', g: (u) => u + ((Math.abs(u) * 1e15 * Math.PI) % 1), kinks: [0] })
  expect(() => deriveMoments(noisy)).toThrow(/could not be resolved/)
})
