import { describe, expect, test } from 'vitest'
import { dataOf, franzParisi, svg } from '../src/index.js'

const point = (x: number, y: number, unstable = false) => ({ x, y, ...(unstable ? { unstable } : {}) })

/** The places of a dataset that are drawn. */
const drawn = (figure: ReturnType<typeof franzParisi>, name: string) =>
  (dataOf(figure)[name] ?? []).filter(({ entropy }) => entropy !== null).map(({ distance }) => distance)

describe('where the ansatz is unstable', () => {
  const line = [point(0.1, 1), point(0.2, 2), point(0.3, 3), point(0.4, 2, true), point(0.5, 1, true)]

  test('a line goes on thin from the last stable point, in its colour', async () => {
    const figure = franzParisi([{ group: 'ReLU', points: line }])
    expect(drawn(figure, 'lines')).toEqual([0.1, 0.2, 0.3])
    expect(drawn(figure, 'unstable')).toEqual([0.3, 0.4, 0.5])
    expect(figure.caption).toMatch(/Thin: the ansatz is unstable there\.$/)
    const widths = [...(await svg(figure)).matchAll(/<path [^>]*stroke="(#0\w+)"[^>]*stroke-width="(\d)"/g)]
    expect(widths.map(([, , width]) => width).sort()).toEqual(['1', '2'])
    expect(new Set(widths.map(([, colour]) => colour)).size).toBe(1)
    // a table tells all of it
    expect(figure.rows.map(({ entropy }) => entropy)).toEqual([1, 2, 3, 2, 1])
  })

  test('a gap stays one, and each stable part is met', () => {
    const broken = [
      point(0.1, 1, true),
      point(0.2, 2),
      point(0.3, Number.NaN),
      point(0.4, 2, true),
      point(0.5, 1),
      point(0.6, 2),
    ]
    const figure = franzParisi([{ group: 'ReLU', points: broken }])
    expect(drawn(figure, 'lines')).toEqual([0.2, 0.5, 0.6])
    expect(drawn(figure, 'unstable')).toEqual([0.1, 0.2, 0.4, 0.5])
  })

  test('and S < 0 as well, nothing is drawn', () => {
    const low = [point(0.1, -2, true), point(0.2, -1, true), point(0.3, 1), point(0.4, 2)]
    const figure = franzParisi([{ group: 'ReLU', least: 0, points: low }])
    expect(drawn(figure, 'beneath').every((x) => (x as number) > 0.2)).toBe(true)
    expect(drawn(figure, 'unstable').every((x) => (x as number) > 0.2)).toBe(true)
  })

  test('a line that is stable says nothing of it', () => {
    const figure = franzParisi([{ group: 'ReLU', points: line.map(({ x, y }) => ({ x, y })) }])
    expect(dataOf(figure).unstable).toBeUndefined()
    expect(figure.caption).not.toMatch(/unstable/)
  })
})
