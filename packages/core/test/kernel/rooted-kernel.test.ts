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
      expect(kernel.error).toBeLessThan(1e-11)
      const { slope = 0, curvature = 0 } = kernel.floor ?? {}
      for (const { gap, values } of oracle.filter((row) => row.power === power && row.odd === odd)) {
        for (const [f, column] of columns) {
          const allowed = kernel.error * Math.abs(values[column]) + { deficit: 0, slope, curvature }[f]
          expect(Math.abs(kernel[f](gap) - values[column]), `${f} at gap ${gap}`).toBeLessThanOrEqual(allowed)
        }
      }
    })
  }
  test("C''(1) is infinite up to p = 3/2, and E g''² above", () => {
    for (const p of [1.1, 1.5]) expect(powers(p, false).kernel.curvature(0)).toBe(Infinity)
    // p² (p − 1)² E|z|^(2p − 4), with p = 1.9: 2^(−0.1) Γ(0.4)/√π
    const exact = ((1.9 * 0.9) ** 2 * 2 ** -0.1 * 2.218159543757688) / Math.sqrt(Math.PI)
    const { kernel } = powers(1.9, true)
    expect(Math.abs(kernel.curvature(0) / exact - 1)).toBeLessThanOrEqual(kernel.error)
  })
  test('powers of code that declares no kink, beside a line, and where a line hides them', () => {
    for (const [g, claimed] of [
      [(u: number) => Math.abs(u) ** 1.5, 1e-11],
      [(u: number) => 1 + u + Math.abs(u) ** 1.5, 1e-6],
    ] as const) {
      const { kernel } = deriveMoments(defineActivation({ name: 'plain', g }))
      expect(kernel.error).toBeLessThan(claimed)
      for (const { gap, values } of oracle.filter(({ power, odd, gap }) => power === '1.5' && !odd && gap > 1e-17)) {
        // an odd line and an even power do not meet in the average
        const off = Math.abs(kernel.curvature(gap) / values[2] - 1)
        expect(off, `gap ${gap}`).toBeLessThanOrEqual(kernel.error)
      }
    }
  })
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

test("C'' of |u|^2.5 at u > 0 is finite up to q = 1", () => {
  const { kernel } = deriveMoments(defineActivation({ name: 'half', g: (u) => Math.max(0, u) ** 2.5, kinks: [0] }))
  // p² (p − 1)² E|z|/2
  const exact = (0.5 * (2.5 * 1.5) ** 2 * 2) / Math.sqrt(2 * Math.PI)
  expect(Math.abs(kernel.curvature(0) / exact - 1)).toBeLessThanOrEqual(kernel.error)
})
