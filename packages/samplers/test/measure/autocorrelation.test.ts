import { meanOf, Random, seeded } from '@gardner/machines'
import { describe, expect, test } from 'vitest'
import { type Autocorrelation, autocorrelation } from '../../src/measure/autocorrelation.js'

/** x_{i+1} = ρ x_i + √(1 − ρ²) z in equilibrium, with variance 1: ρ(t) = ρ^t, τ = (1 + ρ)/(1 − ρ). */
function autoregressive(random: Random, rho: number, length: number): Float64Array {
  const series = new Float64Array(length)
  let x = random.normal()
  for (let i = 0; i < length; i++) {
    series[i] = x
    x = rho * x + Math.sqrt(1 - rho * rho) * random.normal()
  }
  return series
}

const many = (rho: number, length: number, repetitions: number): Autocorrelation[] => {
  const random = new Random(seeded(20, 5))
  return Array.from({ length: repetitions }, () => autocorrelation(autoregressive(random, rho, length)))
}

describe('a series of known memory', () => {
  test.each([-0.9, -0.5, 0, 0.5, 0.9])('τ = (1 + ρ)/(1 − ρ) at ρ = %d', (rho) => {
    const tau = (1 + rho) / (1 - rho)
    const [{ time, effective, mean }] = many(rho, 100_000, 1)
    expect(time.error / tau).toBeLessThan(0.11)
    expect(Math.abs(time.value - tau)).toBeLessThan(3 * time.error)
    expect(effective).toBe(100_000 / time.value)
    expect(Math.abs(mean.value)).toBeLessThan(4 * mean.error)
    // independent entries would claim √τ too little, a factor of 4 at either end
    expect(mean.error / Math.sqrt(tau / 100_000)).toBeGreaterThan(0.9)
    expect(mean.error / Math.sqrt(tau / 100_000)).toBeLessThan(1.15)
  })

  test.each([
    [0, 500],
    [0.5, 1200],
    [0.8, 3600],
    [-0.5, 1200],
  ])('the true mean is within one error as often as it should be: ρ = %d', (rho, length) => {
    const repetitions = 600
    const results = many(rho, length, repetitions)
    expect(results.filter(({ reason }) => reason !== undefined)).toEqual([])
    const share = (errors: number) =>
      results.filter(({ mean }) => Math.abs(mean.value) < errors * mean.error).length / repetitions
    // a standard deviation of the share is 0.019, and errors of independent entries would give 0.44, 0.26 and 0.92
    expect(share(1)).toBeGreaterThan(0.64)
    expect(share(1)).toBeLessThan(0.79)
    expect(share(2)).toBeGreaterThan(0.93)
    const timely = results.filter(({ time }) => Math.abs(time.value - (1 + rho) / (1 - rho)) < time.error).length
    expect(timely / repetitions).toBeGreaterThan(0.6)
    expect(timely / repetitions).toBeLessThan(0.85)
  })

  test('where only some of the series are let through, their errors are still true', () => {
    const accepted = many(0.5, 240, 1500).filter(({ reason }) => reason === undefined)
    expect(accepted.length).toBeGreaterThan(500)
    expect(accepted.length).toBeLessThan(1000)
    const share = accepted.filter(({ mean }) => Math.abs(mean.value) < mean.error).length / accepted.length
    expect(share).toBeGreaterThan(0.63)
  })

  test('nothing depends on scale, and a shift only moves the mean', () => {
    const series = autoregressive(new Random(seeded(3)), 0.5, 2000)
    const plain = autocorrelation(series)
    for (const scale of [1e-200, 1e200]) {
      const scaled = autocorrelation(series.map((x) => x * scale))
      expect(scaled.time.value).toBeCloseTo(plain.time.value, 10)
      expect(scaled.mean.error / scale).toBeCloseTo(plain.mean.error, 12)
    }
    const shifted = autocorrelation(Array.from(series, (x) => x + 1024))
    expect(shifted.mean.value - 1024).toBeCloseTo(plain.mean.value, 10)
    expect(shifted.mean.error).toBeCloseTo(plain.mean.error, 10)
  })
})

describe('a series that does not tell', () => {
  test('one that is much shorter than its memory says so', () => {
    for (const [rho, length] of [
      [0.99, 1000],
      [0.999, 1000],
      [0.9, 100],
    ]) {
      const results = many(rho, length, 200)
      expect(results.filter(({ reason }) => reason === undefined)).toEqual([])
      for (const { mean, time } of results) {
        expect(mean.error).toBe(Number.POSITIVE_INFINITY)
        expect(time.error).toBe(Number.POSITIVE_INFINITY)
      }
      expect(results[0].reason).toMatch(/^1?\d+ entries are too few/)
    }
  })

  test('short ones', () => {
    for (const length of [2, 10, 79]) {
      const { mean, reason } = many(0, length, 1)[0]
      expect(mean.error).toBe(Number.POSITIVE_INFINITY)
      expect(reason).toContain(`${length} entries are too few`)
    }
    expect(autocorrelation([3])).toEqual({
      mean: { value: 3, error: Number.POSITIVE_INFINITY },
      time: { value: Number.POSITIVE_INFINITY, error: Number.POSITIVE_INFINITY },
      effective: 0,
      window: 0,
      reason: 'a single entry has no error',
    })
  })

  test('one that never changes has a mean and no error', () => {
    const { mean, effective, reason } = autocorrelation(new Float64Array(1000).fill(0.1))
    expect(mean).toEqual({ value: 0.1, error: Number.POSITIVE_INFINITY })
    expect(effective).toBe(0)
    expect(reason).toBe('all 1000 entries are the same: nothing shows how they vary')
  })

  test('what is no series is refused', () => {
    expect(() => autocorrelation([])).toThrow('invalid series: []; expected a non-empty list of finite numbers')
    expect(() => autocorrelation([1, Number.NaN])).toThrow('invalid entry 2 of series: NaN; expected a finite number')
    expect(() => autocorrelation(undefined as never)).toThrow('invalid series: undefined')
    expect(() => autocorrelation('abc' as never)).toThrow('invalid series: "abc"')
  })
})

describe('independent values', () => {
  test('mean and standard error', () => {
    expect(meanOf([1, 2, 3, 6])).toEqual({ value: 3, error: Math.sqrt(14 / 12) })
    expect(meanOf([5])).toEqual({ value: 5, error: Number.POSITIVE_INFINITY })
    expect(meanOf(new Float64Array(3).fill(0.1))).toEqual({ value: 0.1, error: 0 })
    expect(() => meanOf([])).toThrow('invalid values')
    expect(() => meanOf([1, Number.POSITIVE_INFINITY])).toThrow('entry 2 of values')
  })
})
