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
      'Critical loads α = P/N against the margin κ, in units of the output Δ̂, whose variance is C(1): above the capacity α_c there is no solution, and above α_AT (de Almeida–Thouless) the replica-symmetric one is unstable.',
    description: 'Critical loads against the margin.',
    x: { name: 'margin', title: 'margin κ' },
    y: { name: 'alpha', title: 'load α = P/N', from: 0 },
    groups: 'machine',
    kinds: 'threshold',
  }
  return figureOf(kind, series, { ...options, notes: [...(regions ? regionsOf(lines) : []), ...notes] })
}

/** A region narrower than this share of the figure has no room for its name. */
const ROOM = 0.08

/** The names of the regions, in the plots that show a single machine, where there is room for them. */
function regionsOf(lines: readonly CriticalLine[]): readonly Note[] {
  const top = most(lines.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite))
  return distinct(lines.map(({ panel = '' }) => panel)).flatMap((panel) => {
    const own = lines.filter((line) => (line.panel ?? '') === panel)
    if (distinct(own.map(({ group }) => group)).length > 1) return []
    const of = (threshold: CriticalLine['threshold']) =>
      own.filter((line) => line.threshold === threshold).flatMap(({ points }) => points.filter(({ y }) => y > 0))
    const capacity = least(of('capacity'))
    const instability = least(of('instability'))
    const note = (label: string, at: Point, from: number, to: number): readonly Note[] =>
      to - from < ROOM * top ? [] : [{ x: at.x, y: (from + to) / 2, label, ...(panel === '' ? {} : { panel }) }]
    if (capacity.length === 0) return []
    const early = capacity[Math.floor(0.25 * (capacity.length - 1))]
    const late = capacity[Math.ceil(0.7 * (capacity.length - 1))]
    const unstable = (x: number) => instability.find((point) => point.x === x)?.y ?? Number.POSITIVE_INFINITY
    const broken = capacity.filter(({ x, y }) => unstable(x) < y)
    // in the middle of its half of the figure, so that its name does not run out of it
    const widest = broken.find(({ x }) => x >= early.x)
    return [
      ...note('replica-symmetric', early, 0, Math.min(early.y, unstable(early.x))),
      ...(widest === undefined ? [] : note('replica symmetry broken', widest, unstable(widest.x), widest.y)),
      ...note('no solutions', late, late.y, top),
    ]
  })
}

/** Of several lines the lowest at each place, in order. */
function least(points: readonly Point[]): readonly Point[] {
  const lowest = new Map<number, Point>()
  for (const point of points) if (!((lowest.get(point.x)?.y ?? Infinity) <= point.y)) lowest.set(point.x, point)
  return [...lowest.values()].sort((a, b) => a.x - b.x)
}

const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0)
