import { describe, expect, test } from 'vitest'
import { densityOf, meanDensity } from '../../src/measure/density.js'
import { counted, histogram, merged, totalOf } from '../../src/measure/histogram.js'
import { Random, seeded } from '../../src/random.js'

const empty = histogram({ from: -1, width: 0.5, bins: 4 })

describe('counting', () => {
  test('bins are closed below and open above, what is outside is counted', () => {
    const some = counted(empty, [-1, -0.5001, -0.5, 0, 0.999, 1, 7, -1.01, Number.NEGATIVE_INFINITY])
    expect([...some.counts]).toEqual([2, 1, 1, 1])
    expect([some.below, some.above]).toEqual([2, 2])
    expect(totalOf(some)).toBe(9)
    // values, not places
    expect([...empty.counts]).toEqual([0, 0, 0, 0])
  })

  test('counted apart and merged is counted together', () => {
    const values = [-3, -0.9, 0.1, 0.2, 4, 0.7]
    const apart = merged([counted(empty, values.slice(0, 2)), counted(empty, values.slice(2)), empty])
    expect(apart).toEqual(counted(counted(empty, values.slice(0, 4)), values.slice(4)))
  })

  test('what is not right is refused', () => {
    expect(() => histogram({ from: 0, width: 0, bins: 3 })).toThrow('invalid width: 0; expected a positive number')
    expect(() => histogram({ from: 0, width: 1, bins: 0 })).toThrow('invalid bins: 0')
    expect(() => histogram({ from: 0, width: 1, bins: 1e9 })).toThrow('at most 10000000')
    expect(() => histogram({ from: 1e20, width: 1, bins: 2 })).toThrow('doubles can tell apart')
    expect(() => histogram({ from: 0, width: 1, bins: 2, to: 3 } as never)).toThrow('"to"')
    expect(() => counted(empty, [0, Number.NaN])).toThrow('invalid value 2: NaN')
    expect(() => merged([])).toThrow('a non-empty list of histograms')
    expect(() => merged([empty, histogram({ from: -1, width: 0.5, bins: 5 })])).toThrow('invalid bins of a histogram')
    expect(() => densityOf(empty)).toThrow('nothing was counted')
    expect(() => densityOf(counted(empty, [0]), 2)).toThrow('at most as many independent values')
  })
})

describe('densities', () => {
  const trueDensity = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  /** The mean of the normal density over a bin, by Simpson's rule. */
  const over = (at: number, width: number) =>
    (trueDensity(at - width / 2) + 4 * trueDensity(at) + trueDensity(at + width / 2)) / 6

  const bins = histogram({ from: -2, width: 0.25, bins: 16 })
  const normals = (random: Random, length: number) => Float64Array.from({ length }, () => random.normal())

  test('of a normal: integrates to what is inside, errors are those of counts', () => {
    const random = new Random(seeded(1))
    let within = 0
    let all = 0
    for (let r = 0; r < 40; r++) {
      const filled = counted(bins, normals(random, 2000))
      const points = densityOf(filled)
      const inside = points.reduce((sum, { value }) => sum + value * 0.25, 0)
      expect(inside).toBeCloseTo(1 - (filled.below + filled.above) / 2000, 12)
      for (const { at, value, error } of points) {
        all++
        if (Math.abs(value - over(at, 0.25)) < error) within++
      }
    }
    // one standard deviation; its own is 0.02 for 640 bins. Twice or half the error would give 0.95 or 0.38
    expect(within / all).toBeGreaterThan(0.62)
    expect(within / all).toBeLessThan(0.75)
  })

  test('values that come ten times each carry the errors of a tenth of them', () => {
    const values = normals(new Random(seeded(2)), 500)
    const once = densityOf(counted(bins, values))
    const tenfold = merged(Array.from({ length: 10 }, () => counted(bins, values)))
    const points = densityOf(tenfold, 500)
    for (const [b, { value, error }] of points.entries()) {
      expect(value).toBeCloseTo(once[b].value, 12)
      expect(error).toBeCloseTo(once[b].error, 12)
    }
  })

  test('an empty bin has the error of one count', () => {
    const [first] = densityOf(counted(empty, [0.1, 0.2, 0.3, 0.4]))
    expect(first).toEqual({ at: -0.75, value: 0, error: 1 / (4 * 0.5) })
  })

  test('over instances: the error is that between them, which knows of correlations', () => {
    const random = new Random(seeded(4))
    // all values of an instance share a shift, so that they are not independent
    const apart = Array.from({ length: 60 }, () => {
      const shift = 0.5 * random.normal()
      return counted(
        bins,
        normals(random, 400).map((x) => x * Math.sqrt(0.75) + shift),
      )
    })
    const points = meanDensity(apart)
    let worst = 0
    for (const { at, value, error } of points) worst = Math.max(worst, Math.abs(value - over(at, 0.25)) / error)
    // of 16 bins; their total claims errors that are several times too small
    expect(worst).toBeLessThan(3.5)
    const naive = densityOf(merged(apart))
    const ratio = points.map(({ error }, b) => error / naive[b].error)
    expect(Math.max(...ratio)).toBeGreaterThan(2.5)
    expect(points[3].value).toBeCloseTo(naive[3].value, 12)
  })

  test('of a single instance the error between instances is not known', () => {
    const [point] = meanDensity([counted(empty, [0, -0.8])])
    expect(point).toEqual({ at: -0.75, value: 1, error: Number.POSITIVE_INFINITY })
    const [blank] = meanDensity([counted(empty, [0.1, 0.3]), counted(empty, [0.2, 0.6])])
    expect(blank).toEqual({ at: -0.75, value: 0, error: 0.5 })
  })
})
