import { franzParisi, svg } from '@gardner/viz'
import { png } from '@gardner/viz/node'
import { describe, expect, it } from 'vitest'
import { examples } from './example.ts'

const MILLIMETRE = 96 / 25.4
const POINT = 96 / 72

const widthOf = (drawing: string): number => Number(/^<svg[^>]*? width="([\d.]+)"/.exec(drawing)?.[1])

/** Points of print of the letters of a drawing, as large as they are on paper. */
function letters(drawing: string): readonly number[] {
  const inside = Number(/^<svg[^>]*? viewBox="0 0 ([\d.]+) /.exec(drawing)?.[1])
  const sizes = [...drawing.matchAll(/<text[^>]*font-size="([\d.]+)px"/g)].map(([, size]) => Number(size))
  return sizes.map((size) => (size * widthOf(drawing)) / inside / POINT)
}

describe.each([
  ['column', 86],
  ['page', 178],
] as const)('a figure for a %s', (paper, millimetres) => {
  it.each(Object.entries(examples))('%s has its width and letters of 8 points', async (_, example) => {
    const drawing = await svg(example(), { paper })
    expect(widthOf(drawing) / MILLIMETRE).toBeCloseTo(millimetres, 2)
    expect(Math.min(...letters(drawing))).toBeGreaterThan(7.9)
    expect(Math.max(...letters(drawing))).toBeLessThan(9.1)
    expect(png(drawing).length).toBeGreaterThan(1000)
  })
})

it('has its title in the caption of the paper, unless it is asked for', async () => {
  const figure = examples.entropy()
  const drawn = (drawing: string) => drawing.includes(`>${figure.title}</text>`)
  expect(drawn(await svg(figure))).toBe(true)
  expect(drawn(await svg(figure, { paper: 'column' }))).toBe(false)
  expect(drawn(await svg(figure, { paper: 'column', titled: true }))).toBe(true)
  expect(drawn(await svg(figure, { titled: false }))).toBe(false)
})

it('has plots of a page in rows of two, each row with its axis', async () => {
  const points = [0, 1].map((x) => ({ x, y: x }))
  const series = ['a', 'b', 'c', 'd'].map((panel) => ({ panel, group: 'one', points }))
  const count = (drawing: string, text: string) => drawing.split(`>${text}</text>`).length - 1
  const figure = franzParisi(series, { subtitle: 'all of it' })
  for (const [paper, rows] of [
    ['page', 2],
    ['column', 4],
  ] as const) {
    const drawing = await svg(figure, { paper })
    expect(count(drawing, 'entropy S(d)/N')).toBe(rows)
    expect(count(drawing, 'all of it')).toBe(1)
  }
})
