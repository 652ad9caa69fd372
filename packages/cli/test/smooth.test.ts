import { relu, sign } from '@gardner/activations'
import { minimumCurve } from '@gardner/ansatze'
import { type Activation, drive, machine, type WeightPrior } from '@gardner/core'
import type { Line } from '@gardner/studies'
import { bmz2019 } from '@gardner/studies'
import { binary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { run } from './harness.js'

type Row = Readonly<Record<string, number | null | undefined>>

/** The curves of a figure: where their places are in a row, what is drawn of it, and the option that gives the places. */
const figures = [
  { name: 'figure-1', place: 'distance', value: 'entropy', option: 'distances', every: 7 },
  { name: 'figure-2', place: 'distance', value: 'normalised', option: 'distances', every: 9 },
  { name: 'figure-2-minimum', place: 'alpha', value: 'minimum', option: 'alpha', every: 2 },
  { name: 'figure-3', place: 'stability', value: 'density', option: 'stabilities', every: 11 },
]

/** A figure of 1280 pixels has a plot about this large, and a panel of several a smaller one. */
const WIDTH = 920
const HEIGHT = 600

/** A curve as it is drawn may be so many pixels from one ten times as dense; of representatives, from one four times as dense, which has the middles. */
const TOLERANCE = 0.3
const DENSER = process.env.GARDNER_GRID === 'whole' ? 10 : 4

const typed = ({ command, options, flags = [] }: Line): string =>
  [
    command,
    ...Object.entries(options).map(([name, text]) => `--${name} ${text}`),
    ...flags.map((name) => `--${name}`),
  ].join(' ')

const linesOf = (name: string): readonly Line[] => {
  const { lines } = bmz2019.datasets.find((one) => one.name === name) ?? { lines: [] }
  return lines as readonly Line[]
}

/** The rows of a curve. Loads in a list are questions of their own to the command, which here is asked of the curve. */
async function rowsOf(line: Line): Promise<readonly Row[]> {
  const { activation, weights, alpha } = line.options
  if (!line.flags?.includes('minimum') || !alpha.includes(',')) {
    // where a curve ends it ends with 1
    return JSON.parse((await run(`${typed(line)} --format json`)).out).rows
  }
  const committee = machine({
    activation: { sign, relu }[activation] as Activation,
    weights: { binary }[weights] as WeightPrior,
  })
  const { result } = drive(minimumCurve(committee, alpha.split(',').map(Number)))
  return result.map(({ parameter, values }) => ({ alpha: parameter, minimum: values.minimum?.value }))
}

describe.each(figures)('$name', ({ name, place, value, option, every }) => {
  const lines = representatives(linesOf(name), every).map((line) => ({ line, words: typed(line) }))

  test.each(lines)('$words is drawn as a denser one would be', async ({ line }) => {
    const pointsOf = (rows: readonly Row[]) =>
      rows.map((row) => ({ x: row[place] as number, y: row[value] ?? Number.NaN })).sort((a, b) => a.x - b.x)
    const all = pointsOf(await rowsOf(line))
    // the figure leaves out how entropies that are negative turn up again towards d = 0
    const lowest = name === 'figure-1' ? all.reduce((best, { y }, i) => (y < (all[best].y || 0) ? i : best), 0) : 0
    const knots = all.slice(lowest)
    const found = knots.filter(({ y }) => Number.isFinite(y))
    expect(found.length).toBeGreaterThan(10)
    const between = knots.slice(1).flatMap(({ x, y }, i) => {
      const from = knots[i]
      const inner = Array.from({ length: DENSER - 1 }, (_, k) => from.x + ((x - from.x) * (k + 1)) / DENSER)
      return Number.isFinite(from.y) && Number.isFinite(y) ? inner.map((at) => Number(at.toPrecision(12))) : []
    })
    const dense = await rowsOf({ ...line, options: { ...line.options, [option]: between.join(',') } })
    const ys = found.map(({ y }) => y)
    const perX = WIDTH / (knots[knots.length - 1].x - knots[0].x)
    const perY = HEIGHT / (Math.max(...ys) - Math.min(...ys))
    const off = pointsOf(dense).map(({ x, y }) => {
      const to = found.findIndex((knot) => knot.x > x)
      const [a, b] = [found[to - 1], found[to]]
      const rise = (b.y - a.y) / (b.x - a.x)
      return (Math.abs(y - a.y - rise * (x - a.x)) * perY) / Math.hypot(1, (rise * perY) / perX)
    })
    expect(Math.max(...off)).toBeLessThan(TOLERANCE)
  })
})
