import type { Series } from './series.js'

/** More series than this are counted instead of described one by one. */
const MOST = 12

/** The series in words: where each of them begins and ends. */
export function describe(x: string, y: string, series: readonly Series[]): string {
  if (series.length > MOST) return `${series.length} series.`
  return series.map((one) => `${nameOf(one)}: ${described(one, x, y)}.`).join(' ')
}

const nameOf = ({ panel, group, kind = '' }: Series): string => [panel, group, kind].filter(Boolean).join(', ')

function described({ points }: Series, x: string, y: string): string {
  const found = points.filter((point) => Number.isFinite(point.y))
  const [first, last] = [found[0], found[found.length - 1]]
  if (first === undefined) return 'nothing found'
  const start = `${y} ${threeDigits(first.y)} at ${x} ${threeDigits(first.x)}`
  return found.length === 1 ? start : `${start} to ${threeDigits(last.y)} at ${threeDigits(last.x)}`
}

const threeDigits = (value: number): string => String(Number(value.toPrecision(3)))
