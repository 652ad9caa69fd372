import { readFileSync } from 'node:fs'
import { defineActivation, deriveMoments, type Kernel } from '@gardner/core'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../../vitest.grid.ts'

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

const derived = new Map<string, ReturnType<typeof deriveMoments>>()
/** The moments of a power, derived once. */
const powers = (p: number, odd: boolean) => {
  const key = `${p} ${odd}`
  const known = derived.get(key) ?? deriveMoments(rooted(p, odd))
  derived.set(key, known)
  return known
}

/** Digits that differentiation leaves of C'' next to q = 1 where C'(1) is finite, and a power followed over 1e-14 in the gap. */
const allowedOf = (p: number, gap: number, error: number) =>
  p > 0.5 && gap < 1e-7 ? 1e-6 : gap < 1e-16 ? 1e-11 : error

const columns = [
  ['deficit', 0],
  ['slope', 1],
  ['curvature', 2],
] as const

describe('the kernel of |u|^p is its hypergeometric function', () => {
  const grid = [...new Map(oracle.map(({ power, odd }) => [`${power} ${odd}`, { power, odd }])).values()]
  for (const { power, odd } of representatives(grid, 3)) {
    test(`p = ${power}${odd ? ', odd' : ''}`, () => {
      const p = powerOf(power)
      const { kernel, warnings } = powers(p, odd)
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
  test("C'(1) is infinite up to p = 1/2, and E g'² above", () => {
    for (const p of representatives([0.5, 0.1, 1 / 3], 3)) expect(powers(p, p < 0.5).kernel.slope(0)).toBe(Infinity)
    // p² E|z|^(2p − 2), with p = 2/3: 2^(−1/3) Γ(1/6)/√π
    const exact = ((4 / 9) * 2 ** (-1 / 3) * 5.566316001780235) / Math.sqrt(Math.PI)
    const { kernel } = powers(2 / 3, false)
    expect(Math.abs(kernel.slope(0) / exact - 1)).toBeLessThan(1e-12)
    expect(kernel.curvature(0)).toBe(Infinity)
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
  for (const given of representatives([{}, { kinks: [0.3] }], 2)) {
    const { kernel, warnings } = at(given)

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

test("C'' of |u|^2.5 is finite up to q = 1, where its slope has narrow pieces and no jump", () => {
  // of the hypergeometric function, 16 digits in mpmath
  const rows = [
    [0, 11.22025163629029],
    [1e-8, 11.22025135936293],
    [1e-4, 11.21877413478368],
    [0.01, 11.13706104131145],
    [0.3, 10.15653731931441],
    [0.9, 9.517848801973],
  ]
  const { kernel } = deriveMoments(
    defineActivation({ name: 'power', g: (u) => Math.max(0, u) ** 2.5 - Math.max(0, -u) ** 2.5, kinks: [0] }),
  )
  const half = deriveMoments(defineActivation({ name: 'half', g: (u) => Math.max(0, u) ** 2.5, kinks: [0] })).kernel
  // u^2.5 of u > 0 is half of the even and half of the odd power
  for (const [gap, even] of rows) {
    const off = Math.abs(half.curvature(gap) - 0.25 * (even + kernel.curvature(gap)))
    expect(off, `${gap}`).toBeLessThanOrEqual((half.error + kernel.error) * even)
  }
  expect(Math.abs(half.curvature(0) / (0.5 * rows[0][1]) - 1)).toBeLessThanOrEqual(half.error)
})
