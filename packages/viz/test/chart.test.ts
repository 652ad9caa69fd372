import {
  capacities,
  csv,
  dataOf,
  entropyCurve,
  type Figure,
  palette,
  phaseDiagram,
  type Series,
  sameButForData,
  stabilityDistribution,
  success,
  svg,
  trace,
} from '@gardner/viz'
import { describe, expect, test } from 'vitest'
import { along } from './example.ts'

const line = (group: string, kind?: string) => ({
  group,
  ...(kind === undefined ? {} : { kind }),
  points: along(0, 1, 5, (x) => 1 - x),
})
const dashesIn = (text: string) =>
  new Set(Array.from(text.matchAll(/<path [^>]*stroke-dasharray="([^"]+)"/g), ([, dash]) => dash))
const textsIn = (text: string) =>
  Array.from(text.matchAll(/<text[^>]*>(.*?)<\/text>/g), ([, words]) => words.replace(/<[^>]*>|\u200b/g, ''))

describe('what tells series apart', () => {
  test('dashes as well as colours, whether groups or kinds vary, in one legend', async () => {
    for (const series of [
      [line('sign'), line('ReLU')],
      [line('ReLU', 'RS'), line('ReLU', '1RSB')],
    ]) {
      const text = await svg(entropyCurve(series))
      expect(dashesIn(text).size).toBe(2)
      const [a, b] = series.map(({ group, kind }) => (series[0].group === series[1].group ? kind : group))
      for (const name of [a, b]) expect(textsIn(text).filter((words) => words === name)).toHaveLength(1)
    }
  })

  test('colours of groups and dashes of kinds where both vary', async () => {
    const text = await svg(entropyCurve([line('sign', 'RS'), line('ReLU', 'RS'), line('ReLU', '1RSB')]))
    expect(dashesIn(text).size).toBe(2)
    for (const name of ['sign', 'ReLU', 'RS', '1RSB', 'machine', 'ansatz']) {
      expect(textsIn(text).filter((words) => words === name)).toHaveLength(1)
    }
  })

  test('shapes where points are measured, and lines keep their dashes', async () => {
    const points = (group: string) => ({ ...line(group), mark: 'points' as const })
    const text = await svg(entropyCurve([line('sign'), line('ReLU'), points('sign'), points('ReLU')]))
    expect(dashesIn(text).size).toBe(2)
    for (const name of ['sign', 'ReLU']) expect(textsIn(text).filter((words) => words === name)).toHaveLength(1)
  })

  test('theory and simulation of one machine differ in colour, and the legend says which is which', async () => {
    const theory = line('ReLU', 'RS')
    const sampled = { ...line('ReLU', 'rrr'), mark: 'steps' as const, width: 0.25 }
    const text = await svg(stabilityDistribution([theory, sampled]))
    for (const name of ['RS', 'rrr']) expect(textsIn(text).filter((words) => words === name)).toHaveLength(1)
    expect(text).toContain(palette[0])
    expect(text).toContain(palette[1])
    // each of several machines has both: words say what is what
    const two = ['sign', 'ReLU'].flatMap((group) => [
      { ...theory, group },
      { ...sampled, group },
    ])
    expect(textsIn(await svg(stabilityDistribution(two))).join(' ')).toContain('lines: RS; histograms: rrr')
  })

  test('below what it can be true of a line is thin, and that is shaded and said', () => {
    const points = along(0, 1, 6, (x) => 0.25 - x)
    const { lines, beneath } = dataOf(entropyCurve([{ group: 'ReLU', least: 0, points }]))
    expect(lines.filter(({ entropy }) => entropy !== null).map(({ alpha }) => alpha)).toEqual([0, 0.2, 0.25])
    expect(beneath.filter(({ entropy }) => entropy !== null).map(({ alpha }) => alpha)).toEqual([
      0.25, 0.4, 0.6, 0.8, 1,
    ])
    const words = (least?: number) =>
      JSON.stringify(entropyCurve([{ group: 'ReLU', points, ...(least === undefined ? {} : { least }) }]))
    expect(words(0)).toContain('no solutions: S < 0')
    expect(words()).not.toContain('no solutions')
    expect(words(-2)).not.toContain('no solutions')
  })

  test('a single group stands under the title instead of in a legend', async () => {
    expect(textsIn(await svg(entropyCurve([line('ReLU, binary')])))).toContain('ReLU, binary')
  })
})

describe('points', () => {
  const lines = (figure: Figure) => dataOf(figure).lines

  test('a point between two that were not found is drawn by itself', async () => {
    const y = [1, Number.NaN, 0.5, Number.NaN, 0.2, 0.1]
    const figure = entropyCurve([{ group: 'ReLU', points: y.map((value, i) => ({ x: i, y: value })) }])
    expect(
      lines(figure)
        .filter(({ alone }) => alone === true)
        .map(({ alpha }) => alpha),
    ).toEqual([0, 2])
    expect(lines(figure).map(({ entropy }) => entropy)).toEqual([1, null, 0.5, null, 0.2, 0.1])
  })

  test('errors are drawn where they can be seen, and told in any case', () => {
    const points = [
      { x: 0, y: 0, error: 1e-12 },
      { x: 1, y: 1, error: 0.1 },
      { x: 2, y: 0.5, error: Number.POSITIVE_INFINITY },
    ]
    const { spec, rows } = entropyCurve([{ group: 'ReLU', mark: 'points', points }])
    expect(dataOf({ spec }).bars).toHaveLength(1)
    expect(dataOf({ spec }).bars[0]).toMatchObject({ alpha: 1, low: 0.9, high: 1.1 })
    expect(rows.map(({ entropyError }) => entropyError)).toEqual([1e-12, 0.1, null])
  })

  test('intervals that are not symmetric are kept', () => {
    const figure = success([
      {
        group: 'anneal',
        points: [
          { x: 0.5, y: 1, low: 0.9, high: 1 },
          { x: 0.6, y: 0.2, low: 0.1, high: 0.4 },
        ],
      },
    ])
    expect(figure.rows[0]).toEqual({ method: 'anneal', alpha: 0.5, probability: 1, low: 0.9, high: 1 })
    expect(dataOf(figure).bars).toHaveLength(2)
  })

  test('a figure with other rows is the same but for its data', () => {
    const other = (end: number) => entropyCurve([{ group: 'ReLU', points: along(0, end, 7, (x) => -x) }])
    expect(sameButForData(other(1), other(2))).toBe(true)
    expect(sameButForData(other(1), entropyCurve([line('sign')]))).toBe(false)
    expect(sameButForData(other(1), entropyCurve([line('ReLU')], { rules: [{ x: 0.5 }] }))).toBe(false)
  })

  test('a bar that goes through zero ends on a logarithmic axis', async () => {
    const points = [
      { x: 1, y: 0.01, error: 0.02 },
      { x: 2, y: 1, error: 0.1 },
    ]
    const figure = entropyCurve([{ group: 'ReLU', mark: 'points', points }], { y: { scale: 'log' } })
    expect(dataOf(figure).bars[0].low).toBe(0.01)
    expect(await svg(figure)).not.toContain('NaN')
  })
})

describe('rules', () => {
  test('labels that would meet stand below each other', () => {
    const rules = [0.9, 0.91, 0.5].map((x) => ({ x, label: 'α_c' }))
    const rows = dataOf(entropyCurve([line('ReLU')], { rules })).verticals
    expect(rows.map(({ alpha }) => alpha)).toEqual([0.5, 0.9, 0.91])
    const [first, second, third] = rows.map(({ drop }) => drop as number)
    expect(second).toBe(first)
    expect(third).toBeGreaterThan(second)
  })

  test('a label at the right edge stands on the left of its rule', () => {
    const rows = dataOf(
      entropyCurve([line('ReLU')], {
        rules: [
          { x: 1, label: 'α_c' },
          { x: 0.2, label: 'α_AT' },
        ],
      }),
    ).verticals
    expect(rows.map(({ turned }) => turned)).toEqual([false, true])
  })

  test('κ stands above a plot whose curves begin there, and below the name of one of several', () => {
    const points = line('ReLU')
    const placed = (series: readonly Series[]) =>
      dataOf(stabilityDistribution(series, { margin: 0 })).verticals.map(({ above, drop }) => [
        above,
        Math.sign(Number(drop)),
      ])
    expect(placed([points])).toEqual([[true, -1]])
    expect(placed([{ ...points, panel: 'one' }])).toEqual([[false, 1]])
  })

  test('subscripts are subscripts, and names of files are not', async () => {
    const text = await svg(entropyCurve([line('log_density')], { rules: [{ x: 0.5, label: 'α_c, d_min' }] }))
    expect(text).toMatch(/α<tspan dy="[\d.]+" font-size="8.3px">c<\/tspan><tspan dy="-[\d.]+">/)
    expect(text).toMatch(/, d<\/tspan><tspan[^>]*>min<\/tspan><\/text>/)
    expect(text).toContain('log_density')
  })
})

describe('kinds', () => {
  test('capacities keep what diverges, and what lies beyond', async () => {
    const own = { activation: 'sign', weights: 'spherical' }
    const figure = capacities(
      [
        { ...own, ansatz: 'RS', value: Number.POSITIVE_INFINITY },
        { ...own, ansatz: '1RSB', value: 12.345 },
        { ...own, ansatz: 'α_AT', value: 2.9878 },
      ],
      { to: 5 },
    )
    const texts = textsIn(await svg(figure))
    expect(texts).toContain('∞')
    expect(texts).toContain('12.3450')
    expect(csv(figure)).toContain('sign,spherical,RS,Infinity')
  })

  test('a capacity that only diverges still makes a figure', async () => {
    const text = await svg(capacities([{ activation: 'sign', weights: 'spherical', ansatz: 'RS', value: Infinity }]))
    expect(textsIn(text)).toContain('∞')
    expect(text).not.toContain('NaN')
  })

  test('regions of a phase diagram are named where there is room', () => {
    const line = (threshold: 'capacity' | 'instability', height: number) => ({
      threshold,
      group: 'ReLU',
      points: along(0, 1, 21, (x) => height * (1 - 0.5 * x)),
    })
    const names = (...heights: [number, number]) => {
      const [capacity, instability] = heights
      const notes = dataOf(phaseDiagram([line('capacity', capacity), line('instability', instability)])).notes
      return notes.map(({ label }) => label)
    }
    expect(names(2, 1)).toEqual(['RS', 'RSB', 'no solutions'])
    expect(names(2, 1.95)).toEqual(['RS', 'no solutions'])
    expect(names(2, 4)).toEqual(['RS', 'no solutions'])
  })

  test('traces show what changes', () => {
    const sweep = [0, 1, 2]
    const flat = { sweep, errors: [3, 2, 1], energy: [3, 2, 1], overlap: [1, 1, 1] }
    const panels = (trace_: typeof flat) =>
      new Set(trace([{ group: 'seed 1', trace: trace_ }]).rows.map(({ quantity }) => quantity))
    expect(panels(flat)).toEqual(new Set(['errors']))
    expect(panels({ ...flat, energy: [4, 2, 1], overlap: [0, Number.NaN, 1] })).toEqual(
      new Set(['errors', 'energy E', 'overlap q (1: the same)']),
    )
  })

  test('CSV quotes what needs it', () => {
    const rows = [{ group: 'a "b", c\nd', value: null, alpha: 1e-300 }]
    expect(csv({ rows })).toBe('group,value,alpha\r\n"a ""b"", c\nd",,1e-300\r\n')
  })
})
