import { Random, seeded } from '@gardner/machines'
import { describe, expect, it } from 'vitest'
import { timeMean } from '../src/simulation/statistics.js'

/** x' = a x + noise: τ = (1 + a)/(1 − a), and the variance of x is 1/(1 − a²). */
function walk(length: number, a: number, seed: number): Float64Array {
  const random = new Random(seeded(seed))
  let x = 0
  return Float64Array.from({ length }, () => {
    x = a * x + random.normal()
    return x
  })
}

describe('the mean of a long series', () => {
  it.each([0, 0.5, 0.9, 0.99])('has the error and the memory of the whole one, from blocks: a = %d', (a) => {
    const series = walk(40_000, a, 3)
    const whole = timeMean(series, 1)
    const blocked = timeMean(series, 1, 4000)
    expect(blocked.value).toBeCloseTo(whole.value, 12)
    const tau = (1 + a) / (1 - a)
    const exact = Math.sqrt(tau / (1 - a * a) / 40_000)
    for (const found of [whole, blocked]) {
      // 4 of its errors; taking τ for that of the blocks would miss by a factor of 10
      expect(Math.abs(found.time - tau)).toBeLessThan(4 * found.timeError)
      expect(found.timeError / tau).toBeLessThan(0.4)
      // the upper end of the error of τ is part of it
      expect(found.error / exact).toBeGreaterThan(0.8)
      expect(found.error / exact).toBeLessThan(1.5)
      expect(Math.abs(found.value)).toBeLessThan(4 * found.error)
    }
  })

  it('leaves out what fills no block, at the beginning', () => {
    const series = Float64Array.from({ length: 1003 }, (_, k) => (k < 1 ? 1e6 : k % 7))
    expect(timeMean(series, 1, 200).value).toBeCloseTo(3004 / 1002, 12)
  })

  it('counts sweeps, whatever lies between measurements', () => {
    const series = walk(20_000, 0.8, 5)
    expect(timeMean(series, 10).time).toBeCloseTo(10 * timeMean(series, 1).time, 9)
  })

  it('says why it has no error', () => {
    const constant = timeMean(new Float64Array(1000).fill(2), 1, 100)
    expect(constant).toMatchObject({ value: 2, error: Infinity, reason: expect.stringContaining('are the same') })
    expect(timeMean(walk(100, 0.99, 1), 1)).toMatchObject({ error: Infinity, reason: expect.stringContaining('few') })
  })
})
