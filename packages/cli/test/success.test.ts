import { describe, expect, it } from 'vitest'
import { jsonOf, run } from './harness.js'
import { after } from './signals.js'

const machine = '--activation sign --weights binary --units 3 --inputs 33'
const schedule = '--method anneal --sweeps 60 --beta 1:4'

interface Row {
  readonly alpha: number
  readonly patterns: number
  readonly trials: number
  readonly successes: number
  readonly probability: number
  readonly low: number
  readonly high: number
  readonly sweeps?: number
  readonly errors?: number
}

describe('success', () => {
  it('counts the samples that find a solution', async () => {
    const argv = `success ${machine} ${schedule} --alpha 0.3,0.7 --seeds 5 --seed 11 --workers 0`
    const { rows } = (await jsonOf(argv)) as { rows: Row[] }
    expect(rows.map(({ patterns, alpha }) => [patterns, alpha])).toEqual([
      [10, 10 / 33],
      [23, 23 / 33],
    ])
    for (const { patterns, successes, trials, sweeps, errors } of rows) {
      const samples = []
      for (let seed = 11; seed < 16; seed++) {
        const one = `sample ${machine} ${schedule} --alpha ${patterns / 33} --seed ${seed} --until solved --format json`
        samples.push(JSON.parse((await run(one)).out))
      }
      const solved = samples.filter(({ verdict }) => verdict === 'converged')
      const failed = samples.filter(({ verdict }) => verdict === 'exhausted')
      expect([successes, trials]).toEqual([solved.length, solved.length + failed.length])
      const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
      if (solved.length > 0) expect(sweeps).toBeCloseTo(mean(solved.map((sample) => sample.sweeps)), 12)
      if (failed.length > 0) expect(errors).toBeCloseTo(mean(failed.map((sample) => Math.min(...sample.errors))), 12)
    }
    // or nothing of this would have been seen
    expect(rows[0].successes).toBeGreaterThan(rows[1].successes)
  })

  it('has intervals, and the load of one half between them', async () => {
    const argv = `success ${machine} ${schedule} --alpha 0.2:1.2:0.25 --seeds 8 --workers 0`
    const { rows, threshold, command, instance } = (await jsonOf(argv)) as {
      rows: Row[]
      threshold: { value: number; low: number; high: number }
      command: string
      instance: object
    }
    expect(command).toBe('success')
    expect(instance).toMatchObject({ inputs: 33, seeds: 8 })
    for (const { probability, low, high, successes } of rows) {
      expect(probability).toBe(successes / 8)
      expect(low).toBeLessThanOrEqual(probability)
      expect(high).toBeGreaterThanOrEqual(probability)
    }
    expect(rows[0].probability).toBeGreaterThan(0.5)
    expect(rows[4].probability).toBe(0)
    expect(threshold.low).toBeLessThan(threshold.value)
    expect(threshold.value).toBeLessThan(threshold.high)
  })

  it('says which loads are missing', async () => {
    const { threshold } = await jsonOf(`success ${machine} ${schedule} --alpha 0.1,0.2 --seeds 4 --workers 0`)
    expect(threshold).toMatchObject({ value: null, reason: expect.stringContaining('larger loads') })
  })

  it('leaves out loads that were not done when it was interrupted', async () => {
    const argv = `success ${machine} --method anneal --sweeps 1e9 --beta 1 --alpha 0.2,3 --seeds 4 --workers 0`
    const { code, out, err } = await run(`${argv} --format json`, { signals: after(100) })
    expect(code).toBe(130)
    const { rows } = JSON.parse(out) as { rows: Row[] }
    const done = Number(/interrupted after (\d+) of 8 attempts; loads that lack some are left out\n$/.exec(err)?.[1])
    expect(done).toBe(4)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ patterns: 7, trials: 4, successes: 4 })
  })

  it('ends with its budget', async () => {
    const argv = `success ${machine} --method anneal --sweeps 1e9 --beta 1 --alpha 1 --budget 50 --workers 0`
    const { code, err } = await run(argv)
    expect(code).toBe(1)
    expect(err).toBe('gardner: the budget of 50 ms ended after 0 of 20 attempts; loads that lack some are left out\n')
  })
})
