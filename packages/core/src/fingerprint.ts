import type { Machine } from './machine.js'
import type { WeightPrior } from './weight-prior.js'

/** Places at which a function is looked at: so many in [−8, 8] that a step or a bump wider than a hundredth is seen. */
const COUNT = 2048
const RANGE = 8
/** Multiples of it fill an interval evenly, however many there are, and never meet a kink. */
const GOLDEN = (Math.sqrt(5) - 1) / 2
const PLACES: readonly number[] = [
  0,
  ...Float32Array.from({ length: COUNT }, (_, k) => RANGE * (2 * ((k * GOLDEN) % 1) - 1)),
]

/** Widths of fields, and norms of weights: for functions of two arguments. */
const SECOND = [0.1, 1]
const FEW = PLACES.slice(0, 65)

/**
 * What the functions of a machine do, as 32 hexadecimal digits: a machine whose g, weights or constraint have other values has other digits,
 * also where their names are the same. Values are rounded to single precision, as the last bits of a function are not the same in every
 * engine.
 */
export function fingerprintOf({ activation, weights, constraint }: Machine): string {
  return digest([
    ...PLACES.map((u) => valueAt(() => activation.g(u))),
    ...functionsOf(weights).flatMap((of) => SECOND.flatMap((a) => FEW.map((b) => valueAt(() => of(a, b))))),
    ...SECOND.flatMap((v) => FEW.map((h) => valueAt(() => constraint.logEvidence(h, v)))),
  ])
}

const functionsOf = (weights: WeightPrior): readonly ((a: number, b: number) => number)[] =>
  weights.kind === 'sphere' ? [] : [(a, b) => weights.logPartition(a, b), (a, b) => weights.logWeight(a, b)]

/** The value of a function of a plugin; NaN where it throws. */
function valueAt(compute: () => number): number {
  try {
    return compute()
  } catch {
    return Number.NaN
  }
}

/** 128 bits of single numbers: four sums of Murmur's kind that mix into each other. Not for secrets. */
function digest(values: readonly number[]): string {
  const words = new Uint32Array(Float32Array.from(values, (value) => value + 0).buffer)
  const h = Uint32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a)
  for (const word of words) {
    for (let k = 0; k < 4; k++) {
      h[k] = Math.imul(rotated(h[k] ^ Math.imul(word, FACTORS[k]), 13 + k), 5) + h[(k + 1) % 4] + 0xe6546b64
    }
  }
  for (let round = 0; round < 4; round++) {
    for (let k = 0; k < 4; k++) h[k] = mixed(h[k] + h[(k + 3) % 4])
  }
  return Array.from(h, (word) => word.toString(16).padStart(8, '0')).join('')
}

const FACTORS = [0xcc9e2d51, 0x1b873593, 0x85ebca6b, 0xc2b2ae35]

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by))

/** Every bit of the result depends on every bit of the word. */
function mixed(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
