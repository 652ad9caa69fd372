import { Random, seeded, wilson } from '@gardner/machines'
import { describe, expect, test } from 'vitest'
import { successPoint, successThreshold } from '../../src/measure/success.js'

describe('the interval of Wilson', () => {
  test('its ends are where the observed share is z standard deviations away', () => {
    for (const [s, n, z] of [
      [3, 10, 1],
      [1, 50, 1.96],
      [25, 50, 3],
    ]) {
      const { value, low, high } = wilson(s, n, z)
      expect(value).toBe(s / n)
      for (const p of [low, high]) {
        expect(Math.abs(value - p) / Math.sqrt((p * (1 - p)) / n)).toBeCloseTo(z, 12)
      }
      expect(low).toBeLessThan(value)
      expect(high).toBeGreaterThan(value)
    }
  })

  test('none and all of the trials: one end is exact, the other is n/(n + z²)', () => {
    for (const n of [1, 7, 1000]) {
      expect(wilson(0, n, 2)).toEqual({ value: 0, low: 0, high: expect.closeTo(4 / (n + 4), 14) })
      expect(wilson(n, n, 2)).toEqual({ value: 1, low: expect.closeTo(n / (n + 4), 14), high: 1 })
    }
  })

  test('it covers the truth, summed over all outcomes of 40 trials', () => {
    const trials = 40
    let z1 = 0
    let z2 = 0
    const grid = Array.from({ length: 99 }, (_, i) => (i + 1) / 100)
    for (const p of grid) {
      let weight = (1 - p) ** trials
      for (let s = 0; s <= trials; s++) {
        const covers = (z: number) => wilson(s, trials, z).low <= p && p <= wilson(s, trials, z).high
        if (covers(1)) z1 += weight / grid.length
        if (covers(1.959964)) z2 += weight / grid.length
        weight *= ((trials - s) / (s + 1)) * (p / (1 - p))
      }
    }
    expect(z1).toBeGreaterThan(0.67)
    expect(z1).toBeLessThan(0.72)
    expect(z2).toBeGreaterThan(0.94)
    expect(z2).toBeLessThan(0.96)
  })

  test('what are no trials is refused', () => {
    expect(() => wilson(0, 0)).toThrow('invalid trials: 0; expected a whole number, 1 or above')
    expect(() => wilson(3, 2)).toThrow('invalid successes: 3; expected at most as many as trials, 2')
    expect(() => wilson(-1, 2)).toThrow('invalid successes')
    expect(() => wilson(1, 2, 0)).toThrow('invalid z')
  })
})

describe('the load of half success', () => {
  const points = (shares: readonly (readonly [alpha: number, successes: number])[], trials: number) =>
    shares.map(([alpha, successes]) => successPoint(alpha, successes, trials))

  test('of many trials on a straight line: where it crosses', () => {
    const { value, low, high, reason } = successThreshold(
      points(
        [
          [0.5, 900_000],
          [0.7, 300_000],
        ],
        1_000_000,
      ),
    )
    expect(value).toBeCloseTo(0.5 + (0.2 * 4) / 6, 12)
    expect(low).toBeLessThan(value as number)
    expect(high).toBeGreaterThan(value as number)
    expect(high - low).toBeLessThan(4e-4)
    expect(reason).toBeUndefined()
  })

  test('the interval contains the truth at least as often as it says', () => {
    const random = new Random(seeded(12))
    // p falls from 1 to 0 between 0.6 and 0.8
    const probability = (alpha: number) => Math.min(1, Math.max(0, (0.8 - alpha) / 0.2))
    const loads = [0.58, 0.61, 0.64, 0.67, 0.71, 0.74, 0.77, 0.8]
    const repetitions = 800
    const hits = { narrow: 0, wide: 0 }
    let square = 0
    let widths = 0
    for (let r = 0; r < repetitions; r++) {
      const outcomes = loads.map((alpha) => {
        let successes = 0
        for (let t = 0; t < 50; t++) if (random.uniform() < probability(alpha)) successes++
        return [alpha, successes] as const
      })
      const narrow = successThreshold(outcomes.map(([alpha, s]) => successPoint(alpha, s, 50)))
      const wide = successThreshold(outcomes.map(([alpha, s]) => successPoint(alpha, s, 50, 2)))
      if (narrow.low <= 0.7 && 0.7 <= narrow.high) hits.narrow++
      if (wide.low <= 0.7 && 0.7 <= wide.high) hits.wide++
      expect(narrow.value).toBe(wide.value)
      expect(narrow.low).toBeLessThanOrEqual(narrow.value as number)
      expect(narrow.high).toBeGreaterThanOrEqual(narrow.value as number)
      square += ((narrow.value as number) - 0.7) ** 2
      widths += (narrow.high - narrow.low) / 2
    }
    // standard deviations of the shares: 0.016 and 0.007
    expect(hits.narrow / repetitions).toBeGreaterThan(0.66)
    expect(hits.wide / repetitions).toBeGreaterThan(0.94)
    // and not by being as wide as a barn door
    expect(widths / repetitions / Math.sqrt(square / repetitions)).toBeLessThan(2)
  })

  test('points that rise by chance are pooled, and the interval spans what they leave open', () => {
    const made = points(
      [
        [0.5, 90],
        [0.6, 45],
        [0.7, 55],
        [0.8, 10],
      ],
      100,
    )
    const { value, low, high } = successThreshold([...made].reverse())
    // 50 of 100 at 0.6 and at 0.7: the middle
    expect(value).toBeCloseTo(0.65, 12)
    expect(low).toBeLessThan(0.6)
    expect(high).toBeGreaterThan(0.7)
  })

  test('loads that do not enclose it give bounds, with what is missing', () => {
    const easy = successThreshold(
      points(
        [
          [0.3, 50],
          [0.4, 49],
        ],
        50,
      ),
    )
    expect(easy).toEqual({
      value: undefined,
      low: 0.4,
      high: Number.POSITIVE_INFINITY,
      reason: 'the points lack larger loads, where fewer than half of the trials succeed',
    })
    const hard = successThreshold(points([[0.9, 2]], 50))
    expect(hard).toEqual({
      value: undefined,
      low: 0,
      high: 0.9,
      reason: 'the points lack smaller loads, where more than half of the trials succeed',
    })
    const few = successThreshold(
      points(
        [
          [0.3, 2],
          [0.4, 1],
        ],
        3,
      ),
    )
    expect(few.value).toBeCloseTo(0.35, 12)
    expect([few.low, few.high]).toEqual([0, Number.POSITIVE_INFINITY])
    expect(few.reason).toBe('the points lack more trials at the smallest load, or smaller loads')
  })

  test('what are no points is refused', () => {
    expect(() => successThreshold([])).toThrow('a non-empty list of points')
    const twice = [successPoint(0.5, 1, 2), successPoint(0.5, 2, 2)]
    expect(() => successThreshold(twice)).toThrow('two at α = 0.5')
    expect(() => successPoint(-1, 1, 2)).toThrow('invalid alpha: -1')
  })
})
