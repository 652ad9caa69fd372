import { invalid, wholeNumber } from '@gardner/core'

/**
 * xoshiro128++ of Blackman and Vigna (ACM Trans. Math. Softw. 47, 36, 2021): period 2¹²⁸ − 1. Only whole-number arithmetic and
 * square roots, so that it gives the same numbers on every machine. Its state is four words of plain data.
 */
export class Random {
  readonly #state: Uint32Array

  /** Goes on from a state, which is copied. */
  constructor(state: Uint32Array) {
    if (!(state instanceof Uint32Array) || state.length < 4)
      throw invalid('state', state, 'four words, such as those of seeded')
    this.#state = state.slice(0, 4)
  }

  /** The state, as a copy. */
  get state(): Uint32Array {
    return this.#state.slice()
  }

  set state(words: Uint32Array) {
    this.#state.set(words)
  }

  /** A whole number below 2³². */
  word(): number {
    const s = this.#state
    const sum = (s[0] + s[3]) | 0
    const result = (((sum << 7) | (sum >>> 25)) + s[0]) >>> 0
    const shifted = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= shifted
    s[3] = (s[3] << 11) | (s[3] >>> 21)
    return result
  }

  /** A multiple of 2⁻³² in [0, 1). */
  uniform = (): number => this.word() * 2 ** -32

  /** A multiple of 2⁻⁵³ in [0, 1). */
  fine(): number {
    const high = this.word() >>> 5
    return (high * 67108864 + (this.word() >>> 6)) * 2 ** -53
  }

  /** A whole number below `count` ≤ 2²¹; each as probable as any other to within 2⁻³² count. */
  below(count: number): number {
    return Math.floor(this.word() * count * 2 ** -32)
  }

  /** A standard normal, by Marsaglia's polar method: one of two, so that there is nothing else to remember. */
  normal(): number {
    for (;;) {
      const x = 2 * this.fine() - 1
      const y = 2 * this.fine() - 1
      const square = x * x + y * y
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * logarithm(square)) / square)
    }
  }
}

/** Each round changes one of four words by its neighbour; after eight every word depends on all of the input. */
const ROUNDS = 24

/**
 * The state of stream number `stream` of a seed. The two are the words of a Feistel network, which can be undone: other seeds and
 * other streams have other states.
 */
export function seeded(seed: number, stream = 0): Uint32Array {
  wholeNumber('seed', seed)
  wholeNumber('stream', stream)
  const words = Uint32Array.from([seed, seed / 2 ** 32, stream, stream / 2 ** 32])
  for (let round = 0; round < ROUNDS; round++) {
    words[round % 4] ^= murmur(words[(round + 3) % 4] + Math.imul(round + 1, 0x9e3779b9))
  }
  // the one state it must not have
  if (words.every((word) => word === 0)) words[0] = 1
  return words
}

/** The finaliser of MurmurHash3 (A. Appleby): every bit of the result depends on every bit of the word. */
function murmur(word: number): number {
  let h = word >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

const view = new DataView(new ArrayBuffer(8))

/**
 * log x of a positive normal number, to 3e-16 relative to max(1, |log x|), by sums and products alone: those of the
 * standard library differ from machine to machine.
 */
export function logarithm(x: number): number {
  view.setFloat64(0, x)
  const high = view.getUint32(0)
  let exponent = (high >>> 20) - 1023
  view.setUint32(0, (high & 0xfffff) | 0x3ff00000)
  let mantissa = view.getFloat64(0)
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5
    exponent++
  }
  // log m = 2 artanh s with |s| < 0.172
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  let series = 0
  for (let odd = 23; odd >= 1; odd -= 2) series = series * square + 1 / odd
  return 2 * s * series + exponent * Math.LN2
}
