import { tail } from '@gardner/numerics'
import { describe, expect, test } from 'vitest'
import { Random, seeded } from '../src/index.js'
import { logarithm } from '../src/random.js'
import { chiSquare, chiSquareTail, kolmogorov } from './exact/statistics.js'

const MASK = (1n << 32n) - 1n
const rotated = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & MASK

/** xoshiro128++ 1.0 as its authors wrote it, in numbers of any size. */
function reference(state: readonly bigint[]): { next(): bigint } {
  const s = [...state]
  return {
    next: () => {
      const result = (rotated((s[0] + s[3]) & MASK, 7n) + s[0]) & MASK
      const t = (s[1] << 9n) & MASK
      s[2] ^= s[0]
      s[3] ^= s[1]
      s[1] ^= s[2]
      s[0] ^= s[3]
      s[2] ^= t
      s[3] = rotated(s[3], 11n)
      return result
    },
  }
}

const bitsBetween = (one: Uint32Array, other: Uint32Array): number => {
  let bits = 0
  for (let i = 0; i < 4; i++) {
    for (let rest = (one[i] ^ other[i]) >>> 0; rest !== 0; rest = Math.floor(rest / 2)) bits += rest % 2
  }
  return bits
}

describe('xoshiro128++', () => {
  test('gives the published numbers of the state 1, 2, 3, 4', () => {
    const random = new Random(Uint32Array.of(1, 2, 3, 4))
    const published = [
      641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420,
    ]
    expect(published.map(() => random.word())).toEqual(published)
  })
  test('is that of its authors from other states, with large words', () => {
    for (const state of [seeded(0), seeded(1, 2), Uint32Array.of(0xffffffff, 0x80000000, 0x7fffffff, 0xfffffffe)]) {
      const random = new Random(state)
      const expected = reference(Array.from(state, BigInt))
      for (let k = 0; k < 2000; k++) expect(random.word()).toBe(Number(expected.next()))
    }
  })
  test('goes on from a state that was read, and keeps its own', () => {
    const state = seeded(7)
    const random = new Random(state)
    for (let k = 0; k < 10; k++) random.word()
    expect(state).toEqual(seeded(7))
    const kept = random.state
    const next = [random.word(), random.word()]
    const again = new Random(kept)
    expect([again.word(), again.word()]).toEqual(next)
    again.state = kept
    expect(again.word()).toBe(next[0])
    expect(new Random(kept).word()).toBe(next[0])
  })
})

describe('seeds and streams', () => {
  test('have states of their own', () => {
    // of a 32-bit state 2³² pairs would have met some eight times
    const states = new Set<string>()
    for (let seed = 0; seed < 2 ** 14; seed++) for (let s = 0; s < 16; s++) states.add(seeded(seed, s).join())
    expect(states.size).toBe(2 ** 18)
  })
  test('of every bit of the seed and of the stream', () => {
    for (const bit of [0, 1, 16, 31, 32, 33, 52]) {
      for (const swap of [false, true]) {
        const numbers = Array.from({ length: 200 }, (_, n) => {
          const [one, other] = [n, n + 2 ** bit]
          return swap ? bitsBetween(seeded(5, one), seeded(5, other)) : bitsBetween(seeded(one, 5), seeded(other, 5))
        })
        // 128 bits, each as likely to change as not: 64 ± 5.7 of one pair, ± 0.4 of the mean
        expect(numbers.reduce((sum, n) => sum + n, 0) / 200).toBeCloseTo(64, -0.5)
        expect(Math.min(...numbers)).toBeGreaterThan(32)
      }
    }
  })
  test('are whole numbers below 2⁵³', () => {
    expect(seeded(2 ** 53 - 1)).not.toEqual(seeded(2 ** 32 - 1))
    for (const bad of [-1, 0.5, Number.NaN, 2 ** 53, '1', undefined]) {
      expect(() => seeded(bad as number)).toThrow(/^invalid seed: .*; expected a whole number, 0 or above$/)
    }
    expect(() => seeded(1, -1)).toThrow('invalid stream: -1; expected a whole number, 0 or above')
  })
  test('are what they were: a change of them would change every result', () => {
    expect([...seeded(0)]).toEqual([382835338, 753939375, 4147061503, 2105549886])
    expect([...seeded(2 ** 53 - 1, 3)]).toEqual([191739420, 344062258, 3154188547, 3853654379])
  })
})

describe('numbers made of words', () => {
  test('uniform and fine are multiples of 2⁻³² and 2⁻⁵³ below 1', () => {
    const largest = new Random(Uint32Array.of(1, 2, 3, 4))
    largest.word = () => 0xffffffff
    expect(largest.uniform()).toBe(1 - 2 ** -32)
    expect(largest.fine()).toBe(1 - 2 ** -53)
    expect(largest.below(7)).toBe(6)
    expect(largest.below(2 ** 21)).toBe(2 ** 21 - 1)
    largest.word = () => 0
    expect([largest.uniform(), largest.fine(), largest.below(7)]).toEqual([0, 0, 0])
  })
  test('fine takes its high bits from the first word and its low bits from the second', () => {
    const random = new Random(seeded(3))
    const words = new Random(seeded(3))
    for (let k = 0; k < 100; k++) {
      const [high, low] = [BigInt(words.word() >>> 5), BigInt(words.word() >>> 6)]
      expect(BigInt(random.fine() * 2 ** 53)).toBe((high << 26n) | low)
    }
  })
  test('below is uniform', () => {
    const random = new Random(seeded(11))
    const counts = new Int32Array(37)
    for (let k = 0; k < 37_000; k++) counts[random.below(37)]++
    const { value, freedom } = chiSquare(counts, new Float64Array(37).fill(1 / 37))
    expect(chiSquareTail(value, freedom)).toBeGreaterThan(1e-3)
  })
  test('every bit of a word is as often 0 as 1, whatever the bit before', () => {
    const random = new Random(seeded(12))
    const pairs = new Float64Array(4 * 32)
    const words = 20_000
    for (let k = 0; k < words; k++) {
      const word = random.word()
      for (let b = 0; b < 32; b++) pairs[4 * b + ((word >>> b) & 1) + 2 * ((word >>> ((b + 31) % 32)) & 1)]++
    }
    const deviations = pairs.map((count) => Math.abs(count - words / 4) / Math.sqrt((words * 3) / 16))
    expect(Math.max(...deviations)).toBeLessThan(4)
  })
})

describe('normal numbers', () => {
  const random = new Random(seeded(21))
  const drawn = Array.from({ length: 100_000 }, () => random.normal())
  const moment = (k: number) => drawn.reduce((sum, x) => sum + x ** k, 0) / drawn.length
  test('have the moments 0, 1, 0, 3, 0, 15 within 4 standard deviations', () => {
    const factorial = (k: number): number => (k <= 1 ? 1 : k * factorial(k - 2))
    for (const k of [1, 2, 3, 4, 5, 6]) {
      const expected = k % 2 === 0 ? factorial(k - 1) : 0
      const noise = Math.sqrt((factorial(2 * k - 1) - expected ** 2) / drawn.length)
      expect(Math.abs(moment(k) - expected)).toBeLessThan(4 * noise)
    }
  })
  test('have the distribution, of one and of two in a row', () => {
    const below = (x: number) => tail(-x)
    // exceeded with probability 2 e^{−2t²} = 7e-4
    expect(kolmogorov(drawn, below)).toBeLessThan(2)
    const sums = Array.from({ length: 50_000 }, (_, k) => (drawn[2 * k] + drawn[2 * k + 1]) / Math.SQRT2)
    expect(kolmogorov(sums, below)).toBeLessThan(2)
    // and it would be seen if they were 5 % too wide
    expect(
      kolmogorov(
        drawn.map((x) => 1.05 * x),
        below,
      ),
    ).toBeGreaterThan(4)
  })
})

describe('logarithm', () => {
  test('is that of the standard library to 1e-15, relative to 1 where that is larger', () => {
    const random = new Random(seeded(31))
    let largest = 0
    const compare = (x: number) => {
      const expected = Math.log(x)
      largest = Math.max(largest, Math.abs(logarithm(x) - expected) / Math.max(1, Math.abs(expected)))
    }
    for (let k = 0; k < 50_000; k++) {
      compare(random.fine() + 2 ** -60)
      compare(2 ** (2040 * random.fine() - 1020))
      compare(1 + (random.fine() - 0.5) * 1e-6)
    }
    for (const x of [2 ** -1022, Number.MAX_VALUE, 1, Math.SQRT2, Math.SQRT1_2, 1 + Number.EPSILON, 1 - 2 ** -53]) {
      compare(x)
    }
    expect(largest).toBeLessThan(1e-15)
    expect(logarithm(1)).toBe(0)
  })
})
