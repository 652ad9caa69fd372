import type { Series } from './series.js'

/** More series than these are counted and not read out. */
const MOST = 12

/** The series in words: where each of them begins and ends. */
export function describe(x: string, y: string, series: readonly Series[]): string {
  if (series.length > MOST) return `${series.length} series.`
  return series.map((one) => `${nameOf(one)}: ${course(one, x, y)}.`).join(' ')
}

const nameOf = ({ panel, group, kind = '' }: Series): string => [panel, group, kind].filter(Boolean).join(', ')

function course({ points }: Series, x: string, y: string): string {
  const found = points.filter((point) => Number.isFinite(point.y))
  const [first, last] = [found[0], found[found.length - 1]]
  if (first === undefined) return 'nothing found'
  const start = `${y} ${told(first.y)} at ${x} ${told(first.x)}`
  return found.length === 1 ? start : `${start} to ${told(last.y)} at ${told(last.x)}`
}

const told = (value: number): string => String(Number(value.toPrecision(3)))
