import type { Region } from '@gardner/studies'
import { denseRegions, denseResult } from '@gardner/studies'
import { expect, it } from 'vitest'

/** A stand-in for P(Δ) that jumps at κ like it, with integrals in closed form. */
const density = (x: number, kappa: number) => (x < kappa ? 0 : Math.exp(kappa - x))
const integral = (from: number, to: number, kappa: number) =>
  Math.exp(kappa - Math.max(from, kappa)) - Math.exp(kappa - Math.max(to, kappa))

// what is stored begins above κ = 0 by half of a bin and, where a bin holds two points of the lattice of ReLU, by a quarter of it
it.each([1 / 2, 1 / 4, 0])(
  'averages theory over bins of which one has an edge %d of its width above κ',
  async (share) => {
    const study = { ...denseRegions.quick, flips: [], instances: 2 }
    const width = 0.06
    const histogram = { from: (share - 10) * width, width, counts: new Float64Array(200).fill(1), below: 0, above: 0 }
    const region = {
      seed: 1,
      sample: { histogram },
      overlap: { value: 0.9, error: 0.01 },
      robustness: { replicas: [], barycentre: [] },
    } as unknown as Region
    const result = await denseResult(study, study.machines[1], [region, region], async ({ at, problem }) =>
      at.map((x) => ({ value: density(x, problem.margin), error: 0 })),
    )
    expect(result).toBeDefined()
    const higher = share * width
    for (const [b, { theory, fanTheory }] of (result?.density ?? []).entries()) {
      const [from, to] = [histogram.from + b * width, histogram.from + (b + 1) * width]
      if (to > 5) break
      expect(Math.abs(theory.value - integral(from, to, 0) / width)).toBeLessThan(1e-7)
      expect(Math.abs(fanTheory.value - integral(from, to, higher) / width)).toBeLessThan(1e-7)
    }
  },
)
