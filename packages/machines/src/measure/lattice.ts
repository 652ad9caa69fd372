/** Numbers origin + step · index, of whole numbers from 0 to `width`. */
export interface Lattice {
  readonly origin: number
  readonly step: number
  readonly index: Int32Array
  readonly width: number
}

/** Finer than that is no lattice. */
const WIDEST = 1e5

/** How far off a lattice point rounding may leave a number, in steps. */
const OFF = 1e-9

/**
 * The coarsest lattice that holds all of the numbers, undefined if there is none of at most 10⁵ steps. The outputs of a unit of ±1
 * weights on one: of ReLU 0, 1, 3, 5, … in units of 1/√fan, of a function without such a structure none.
 */
export function latticeOf(numbers: Float64Array): Lattice | undefined {
  const origin = numbers.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY)
  const spread = numbers.reduce((most, x) => Math.max(most, x - origin), 0)
  if (spread === 0) return { origin, step: 1, index: new Int32Array(numbers.length), width: 0 }
  let common = 0
  for (const x of numbers) common = commonMeasure(common, x - origin, spread / WIDEST / 2)
  const width = Math.round(spread / common)
  if (!(width <= WIDEST)) return undefined
  const step = spread / width
  const index = new Int32Array(numbers.length)
  for (const [k, x] of numbers.entries()) {
    const place = (x - origin) / step
    index[k] = Math.round(place)
    if (Math.abs(place - index[k]) > OFF) return undefined
  }
  return { origin, step, index, width }
}

/** The largest number of which both are multiples, by Euclid's algorithm; remainders below `least` count as 0. */
function commonMeasure(one: number, other: number, least: number): number {
  let [a, b] = one > other ? [one, other] : [other, one]
  while (b > least) [a, b] = [b, Math.abs(a - b * Math.round(a / b))]
  return a
}
