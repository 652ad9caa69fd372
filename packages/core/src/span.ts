import type { Span } from '@gardner/numerics'
import { finite, finiteList, onlyKeys } from './input/option.js'

export const isSpan = (places: unknown): places is Span =>
  typeof places === 'object' && places !== null && !Array.isArray(places)

/** From the lower end to the upper. */
export function checkSpan(name: string, { ...span }: Span): Span {
  onlyKeys(`the span of ${name}`, span, ['from', 'to'])
  const [from, to] = [finite(`${name}.from`, span.from), finite(`${name}.to`, span.to)]
  return from <= to ? { from, to } : { from: to, to: from }
}

/** A list of places, or the ends of a span of them. */
export const checkPlaces = (name: string, places: unknown): readonly number[] =>
  isSpan(places) ? Object.values(checkSpan(name, places)) : finiteList(name, places)
