import { describe, expect, test } from 'vitest'
import { firstPlaces, missingPlaces } from '../src/index.js'

/** The knots of a curve that is known everywhere. */
function drawn(f: (x: number) => number, from: number, to: number) {
  let knots = firstPlaces({ from, to }).map((x) => ({ x, y: f(x) }))
  for (;;) {
    const missing = missingPlaces([knots])
    if (missing.length === 0) return knots
    knots = [...knots, ...missing.map((x) => ({ x, y: f(x) }))].sort((a, b) => a.x - b.x)
  }
}

/** Pixels by which a curve ten times as dense leaves the straight lines, in a plot as large as a figure of 1280 pixels has. */
function deviation(knots: readonly { x: number; y: number }[], f: (x: number) => number): number {
  const ys = knots.map(({ y }) => y)
  const perY = 590 / (Math.max(...ys) - Math.min(...ys))
  const perX = 910 / (knots[knots.length - 1].x - knots[0].x)
  return Math.max(
    ...knots.slice(1).flatMap(({ x, y }, i) => {
      const from = knots[i]
      const rise = ((y - from.y) * perY) / ((x - from.x) * perX)
      return Array.from({ length: 10 }, (_, k) => {
        const at = from.x + ((x - from.x) * k) / 10
        const line = from.y + ((y - from.y) * k) / 10
        return (Math.abs(f(at) - line) * perY) / Math.hypot(1, rise)
      })
    }),
  )
}

describe('a mesh', () => {
  test.each([
    ['a parabola', (x: number) => x * x, -1, 1, 60],
    ['a bump', (x: number) => Math.exp(-50 * x * x), -1, 1, 90],
    ['a logarithm that falls without end', (x: number) => Math.log(x), 0.002, 1, 70],
    ['a root', (x: number) => Math.sqrt(x), 0, 1, 60],
    ['waves', (x: number) => Math.sin(12 * x), 0, 1, 160],
  ])('draws %s within 0.3 pixels, with few points', (_, f, from, to, most) => {
    const knots = drawn(f, from, to)
    expect(deviation(knots, f)).toBeLessThan(0.3)
    expect(knots.length).toBeLessThan(most)
  })

  test('of a line takes no more', () => {
    expect(drawn((x) => 2 * x, 0, 1)).toHaveLength(17)
    expect(drawn(() => 3, 0, 1)).toHaveLength(17)
  })

  test('finds where a curve ends, to what can be seen', () => {
    const knots = drawn((x) => (x < 0.37 ? x : Number.NaN), 0, 1)
    const last = knots.filter(({ y }) => Number.isFinite(y)).at(-1)!.x
    expect(0.37 - last).toBeLessThan(0.005)
  })
})
