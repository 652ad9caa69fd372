import { capacities, chartFigure, csv, type Figure, interactive, svg } from '@gardner/viz'
import { describe, expect, it } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'

// what every object of JavaScript has, and what ends a string, a path or a line somewhere
const names = [
  ...Object.getOwnPropertyNames(Object.prototype),
  "it's",
  'a.b',
  'a[0]',
  'a\\b',
  'two words',
  'group',
  'low',
]
const breaking = ['a"b', 'a\nb', 'a\u2028b', 'a\u2029b', '</script>', '%', 'datum']

const line = [0, 1].map((x) => ({ x, y: x - 0.5 }))
const bars = [0, 1].map((x) => ({ x, y: x, error: 0.2 }))

/** Figures that have a name wherever one can be. */
const figures: Readonly<Record<string, (name: string) => Figure>> = {
  'texts of a chart': (name) =>
    chartFigure({
      name,
      title: name,
      subtitle: name,
      caption: name,
      description: name,
      x: { name: 'x', title: name },
      y: { name: 'y', title: name },
      groups: name,
      kinds: `${name} `,
      rules: [
        { x: 0.2, label: name },
        { y: 0.2, label: name, group: name },
      ],
      notes: [{ x: 0.5, y: 0.5, label: name }],
      series: [
        { group: name, kind: name, points: line },
        { group: name, kind: 'other', points: line },
        { group: 'other', kind: name, mark: 'points', points: bars },
      ],
    }),
  panels: (name) =>
    chartFigure({
      name: 'panels',
      title: 'panels',
      caption: '',
      description: '',
      x: { name: 'x', title: 'x' },
      y: { name: 'y', title: 'y' },
      series: [
        { group: 'a', panel: name, points: line },
        { group: 'b', panel: 'other', points: line },
      ],
    }),
  'columns of a chart': (name) =>
    chartFigure({
      name: 'columns',
      title: name,
      caption: '',
      description: '',
      x: { name, title: 'x' },
      y: { name: `${name}'`, title: 'y' },
      beneath: 'nothing',
      rules: [{ x: 0.2 }, { y: 0 }],
      notes: [{ x: 0.5, y: 0.5, label: 'note' }],
      groups: 'machine',
      series: [{ group: 'a', points: line, least: 0 }],
    }),
  ordinate: (name) =>
    chartFigure({
      name: 'ordinate',
      title: name,
      caption: '',
      description: '',
      x: { name: 'x', title: 'x' },
      y: { name, title: 'y' },
      groups: 'machine',
      series: [{ group: 'a', points: line, least: 0 }],
    }),
  capacities: (name) =>
    capacities([
      { activation: name, weights: name, ansatz: name, value: 1 },
      { activation: 'other', weights: 'other', ansatz: 'other', value: Number.POSITIVE_INFINITY },
      { activation: 'other', weights: name, ansatz: 'other', value: 2 },
    ]),
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Each third, beginning elsewhere at each figure, so that every name is among those that are taken at some. */
const some = <T>(all: readonly T[], first: number): readonly T[] =>
  representatives([...all.slice(first), ...all.slice(0, first)], 3)

describe.each(Object.entries(figures).map(([title, make], first) => ({ title, make, first })))('$title', (figure) => {
  const { make, first } = figure
  it.each(some(names, first))('may be called %s', async (name) => {
    const figure = make(name)
    const drawing = await svg(figure)
    expect(drawing).toContain(`>${escaped(name)}</text>`)
    expect(drawing).not.toMatch(/NaN|undefined|\u2060/)
    // as a page does, with tooltips and zoom
    await expect(svg(interactive(figure))).resolves.toContain(`${escaped(name)}</text>`)
  })

  it.each(some(breaking, first))('may have %j in them', async (name) => {
    await expect(svg(make(name))).resolves.toMatch(/<path /)
    await expect(svg(interactive(make(name)))).resolves.toMatch(/<path /)
  })
})

it('keeps the columns of the numbers as they are called', () => {
  const { rows, ...figure } = figures['columns of a chart']('constructor')
  expect(csv({ rows })).toBe("machine,constructor,constructor'\r\na,0,-0.5\r\na,1,0.5\r\n")
  expect(JSON.stringify(figure.spec)).not.toContain('"constructor":')
})

it('refuses two axes of one name, which would be one column', () => {
  const axis = { name: 'q', title: 'q' }
  const chart = { name: 'same', title: 'same', caption: '', description: '', x: axis, y: axis }
  expect(() => chartFigure({ ...chart, series: [{ group: 'a', points: line }] })).toThrow(
    /invalid name of the y axis of same: "q"; expected another than that of the x axis/,
  )
})
