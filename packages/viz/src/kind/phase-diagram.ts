import { invalid } from '@gardner/core'
import { distinct } from '../encoding.js'
import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Note, Point, Series } from '../series.js'

const thresholds = { capacity: 'α_c', instability: 'α_AT' } as const

/** A critical load against the margin: points (κ, α). */
export interface CriticalLine extends Series {
  readonly threshold: keyof typeof thresholds
}

export interface PhaseDiagramOptions extends FigureOptions {
  /** Whether the regions between the lines of a single machine are named (default: true). */
  readonly regions?: boolean
}

/** Critical loads against the margin: up to which load there are solutions, and up to which replica symmetry holds. */
export function phaseDiagram(
  lines: readonly CriticalLine[],
  { regions = true, notes = [], ...options }: PhaseDiagramOptions = {},
): Figure {
  if (!Array.isArray(lines)) throw invalid('lines of phase-diagram', lines, 'a list of { threshold, group, points }')
  const series = (lines as readonly CriticalLine[]).map(({ threshold, ...line }): Series => {
    if (!Object.hasOwn(thresholds, threshold)) {
      throw invalid('threshold of phase-diagram', threshold, `one of ${Object.keys(thresholds).join(', ')}`)
    }
    return { kind: thresholds[threshold], ...line }
  })
  const kind = {
    name: 'phase-diagram',
    title: 'Phase diagram',
    caption:
      'Critical loads α = P/N against the margin κ, in units of the output Δ̂, whose variance is C(1): above the capacity α_c there is no solution, and above α_AT (de Almeida–Thouless) the replica-symmetric one is unstable. RS: replica symmetry holds; RSB: it is broken.',
    description: 'Critical loads against the margin.',
    x: { name: 'margin', title: 'margin κ' },
    y: { name: 'alpha', title: 'load α = P/N', from: 0 },
    groups: 'machine',
    kinds: 'threshold',
  }
  return figureOf(kind, series, { ...options, notes: [...(regions ? regionsOf(lines) : []), ...notes] })
}

/** The width of a character and the height of a name with some air, as shares of a plot. */
const CHARACTER = 0.0155
const HEIGHT = 0.07

/** The names of the regions, in the plots that show a single machine, where they have most room and if they have enough. */
function regionsOf(lines: readonly CriticalLine[]): readonly Note[] {
  const top = lines.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite)
  const highest = top.reduce((a, b) => Math.max(a, b), 0)
  return distinct(lines.map(({ panel = '' }) => panel)).flatMap((panel) => {
    const own = lines.filter((line) => (line.panel ?? '') === panel)
    if (distinct(own.map(({ group }) => group)).length > 1) return []
    const of = (threshold: CriticalLine['threshold']) =>
      own.filter((line) => line.threshold === threshold).flatMap(({ points }) => points)
    const capacity = lowest(of('capacity'))
    if (capacity.length === 0) return []
    const stable = lowest([...capacity, ...of('instability')])
    const [from, to] = [capacity[0].x, capacity[capacity.length - 1].x]
    const named = (label: string, low: readonly Point[] | number, high: readonly Point[] | number): readonly Note[] => {
      const half = 0.5 * CHARACTER * (label.length + 2) * (to - from)
      const edge = (line: readonly Point[] | number, x: number, of: (...values: number[]) => number) =>
        typeof line === 'number' ? line : of(...line.filter((at) => Math.abs(at.x - x) <= half).map(({ y }) => y))
      const places = capacity
        .map(({ x }) => ({ x, low: edge(low, x, Math.max), high: edge(high, x, Math.min) }))
        .filter(({ x, low, high }) => x - half >= from && x + half <= to && high - low > HEIGHT * highest)
      const roomiest = places.reduce((a, b) => (b.high - b.low > a.high - a.low ? b : a), places[0])
      if (roomiest === undefined) return []
      const y = (roomiest.low + roomiest.high) / 2
      return [{ x: roomiest.x, y, label, ...(panel === '' ? {} : { panel }) }]
    }
    return [...named('RS', 0, stable), ...named('RSB', stable, capacity), ...named('no solutions', capacity, highest)]
  })
}

/** The lowest of several lines at each place, in order. */
function lowest(points: readonly Point[]): readonly Point[] {
  const least = new Map<number, Point>()
  for (const point of points) {
    if (Number.isFinite(point.y) && !((least.get(point.x)?.y ?? Number.POSITIVE_INFINITY) <= point.y))
      least.set(point.x, point)
  }
  return [...least.values()].sort((a, b) => a.x - b.x)
}
