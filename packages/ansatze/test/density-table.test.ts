import { drive } from '@gardner/core'
import { density as normalDensity, tail } from '@gardner/numerics'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DensityPlan, densityTable } from '../src/index.js'

/** A density by its formula, right to rounding. */
const exactly = (p: (x: number) => number) => (at: readonly number[]) =>
  at.map((x) => ({ value: p(x), error: 4e-16 * Math.abs(p(x)) }))

const tabulated = (p: (x: number) => number, plan: Partial<DensityPlan> = {}) =>
  drive(densityTable(exactly(p), { at: [0, 1], edges: [0], reach: 9, ...plan })).result

const normal = (mean: number, width: number) => (x: number) => normalDensity((x - mean) / width) / width

describe('a density', () => {
  it('is tabulated where it is wanted', () => {
    const { values } = tabulated(normal(0.3, 0.2), { at: [0, 0.1, 0.3] })
    expect(values.map(({ value }) => value)).toEqual([0, 0.1, 0.3].map(normal(0.3, 0.2)))
  })

  it('has an integral within its error, however narrow the crossover at its edge', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -4, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (log, edge) => {
          const width = 10 ** log
          const half = (x: number) => (x < edge ? 0 : 2 * normal(edge, width)(x))
          const { integral } = tabulated(half, { edges: [edge], reach: 9 * Math.max(1, width) })
          expect(Math.abs(integral!.value - 1)).toBeLessThan(integral!.error + 1e-15)
          expect(integral!.error).toBeLessThan(1e-9)
        },
      ),
      { numRuns: 30, seed: 3 },
    )
  })

  it('has its mode at an edge where it falls from there on', () => {
    const truncated = (x: number) => (x < -0.5 ? 0 : normal(-1, 0.7)(x) / tail(0.5 / 0.7))
    const { mode, integral } = tabulated(truncated, { edges: [-0.5] })
    expect(mode).toEqual({ value: -0.5, error: 0 })
    expect(integral!.value).toBeCloseTo(1, 12)
  })

  it.each([
    ['of a normal distribution', normal(0.3, 0.2), 0.3],
    ['of a narrow one', normal(0.3, 0.004), 0.3],
    ['of a skew one', (x: number) => (x < 0 ? 0 : x * x * Math.exp(-5 * x) * 62.5), 0.4],
    ['next to the edge', (x: number) => (x < 0 ? 0 : normal(0.01, 1)(x) / tail(-0.01)), 0.01],
  ])('has its mode within its error: %s', (_, p, exact) => {
    const { mode } = tabulated(p)
    expect(Math.abs(mode!.value - exact)).toBeLessThanOrEqual(mode!.error)
    expect(mode!.error).toBeLessThan(1e-6)
  })

  it('says how far a mode may be that its own errors blur', () => {
    const blurred = (at: readonly number[]) =>
      at.map((x) => ({ value: normal(0.3, 0.2)(x) + 1e-7 * Math.sin(1e4 * x), error: 1e-7 }))
    const { mode, integral } = drive(densityTable(blurred, { at: [0.5], edges: [0], reach: 9 })).result
    expect(mode!.error).toBeGreaterThan(Math.abs(mode!.value - 0.3))
    expect(mode!.error).toBeLessThan(0.2)
    expect(Math.abs(integral!.value - 1)).toBeLessThan(integral!.error)
    expect(integral!.error).toBeLessThan(1e-5)
  })

  it('that is not a number comes to an end', () => {
    const { integral } = tabulated(() => Number.NaN)
    expect(integral!.value).toBeNaN()
  })

  it('that was interrupted is what there is of it', () => {
    const work = densityTable(exactly(normal(0, 1)), {
      at: Array.from({ length: 40 }, (_, i) => i / 10),
      edges: [0],
      reach: 9,
    })
    const { verdict, result } = drive(work, { maxSteps: 2 })
    expect(verdict).toBe('exhausted')
    expect(result.values.length).toBe(16)
    expect(result).not.toHaveProperty('integral')
    expect(result).not.toHaveProperty('mode')
  })
})
