import { finite, GardnerError, invalid, isSpan, type Span } from '@gardner/core'
import { decimalsOf, numeral } from './numeral.js'

/** Where a curve is computed, as typed: `0.5`, `from:to:step`, or several of them with commas, `0.1,0.2:0.5:0.1`. */
const MOST_POINTS = 1_000_000

/** A step that misses the end by less than this share of itself was meant to meet it. */
const SLACK = 1e-6

export const isGrid = (text: string): boolean => /[:,]/.test(text)

/** `from:to` */
export const isSpanText = (text: string): boolean => /^[^:,]*:[^:,]*$/.test(text)

/** Where a curve is computed: at the numbers of a grid, or of `from:to` wherever it bends. */
export function placesOf(name: string, text: string): readonly number[] | Span {
  if (!isSpanText(text)) return grid(name, text)
  const ends = text.split(':')
  if (ends.some((end) => end.trim() === '')) throw invalid(name, text, 'a range from:to such as 0.1:0.9')
  const [from, to] = ends.map((end) => finite(name, numeral(name, end)))
  if (from === to) throw invalid(name, text, 'a range from:to with two ends')
  return { from, to }
}

/** How many places there are; Infinity where the curve chooses them. */
export const placeCount = (places: readonly number[] | Span): number =>
  isSpan(places) ? Number.POSITIVE_INFINITY : places.length

/** The first of the places. */
export const firstPlace = (places: readonly number[] | Span): number => (isSpan(places) ? places.from : places[0])

/** The smallest of the places. */
export const leastPlace = (places: readonly number[] | Span): number =>
  isSpan(places) ? Math.min(places.from, places.to) : places.reduce((a, b) => Math.min(a, b))

/** The numbers of a grid. Each is the double nearest to the decimal a person would write. */
export function grid(name: string, text: string): readonly number[] {
  const entries = text.split(',').map((entry) => entry.trim())
  if (entries.some((entry) => entry === '')) {
    throw invalid(name, text, 'a number, a list such as 0.1,0.2,0.5 or a range from:to:step')
  }
  return entries.flatMap((entry) => (entry.includes(':') ? range(name, entry) : finite(name, numeral(name, entry))))
}

function range(name: string, text: string): readonly number[] {
  const parts = text.split(':')
  if (parts.length !== 3 || parts.some((part) => part.trim() === '')) {
    throw invalid(name, text, 'a range from:to:step such as 0.1:0.9:0.1')
  }
  const [from, to, step] = parts.map((part) => finite(name, numeral(name, part)))
  if (step === 0) throw invalid(`step of ${name}`, 0, 'a number other than zero')
  const steps = (to - from) / step
  if (steps < 0) {
    throw new GardnerError(
      'INVALID_OPTION',
      `empty range of ${name}: ${text}; a step from ${from} to ${to} must be ${to > from ? 'positive' : 'negative'}`,
    )
  }
  const count = Math.floor(steps + SLACK) + 1
  if (!(count <= MOST_POINTS)) {
    throw new GardnerError(
      'INVALID_OPTION',
      `invalid ${name}: ${JSON.stringify(text)} has ${count.toExponential(1)} points; expected at most ${MOST_POINTS}`,
    )
  }
  const decimals = Math.min(100, Math.max(decimalsOf(parts[0]), decimalsOf(parts[2])))
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toFixed(decimals)))
}
