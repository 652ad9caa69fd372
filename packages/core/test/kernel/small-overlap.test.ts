import { readFileSync } from 'node:fs'
import { defineActivation, deriveMoments } from '@gardner/core'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../../vitest.grid.ts'

interface Row {
  readonly formula: string
  readonly gap: number
  /** C, C', C'' */
  readonly values: readonly [number, number, number]
}
const oracle: Row[] = JSON.parse(readFileSync(new URL('small-overlaps-oracle.json', import.meta.url), 'utf8'))

const activations: Record<string, { readonly g: (u: number) => number; readonly kinks: readonly number[] }> = {
  'max(0, x - 5)': { g: (u) => Math.max(0, u - 5), kinks: [5] },
  'abs(sin(3*x))': {
    g: (u) => Math.abs(Math.sin(3 * u)),
    kinks: Array.from({ length: 23 }, (_, k) => ((k - 11) * Math.PI) / 3),
  },
  'max(0, x - 3)': { g: (u) => Math.max(0, u - 3), kinks: [3] },
  '1/(1 + abs(x))': { g: (u) => 1 / (1 + Math.abs(u)), kinks: [0] },
  'exp(-abs(x))': { g: (u) => Math.exp(-Math.abs(u)), kinks: [0] },
  'abs(abs(x) - 1)': { g: (u) => Math.abs(Math.abs(u) - 1), kinks: [-1, 0, 1] },
}

describe('where C is far below C(1) it is right beside its own value', () => {
  for (const [name, { g, kinks }] of representatives(Object.entries(activations), 2)) {
    test(name, () => {
      const { kernel } = deriveMoments(defineActivation({ name: 'small', g, kinks }))
      const { covariance = 0, slope = 0, curvature = 0 } = kernel.floor ?? {}
      for (const { gap, values } of oracle.filter(({ formula }) => formula === name)) {
        for (const [f, value, floor] of [
          ['covariance', values[0], covariance * (1 - gap)],
          ['slope', values[1], slope],
          ['curvature', values[2], curvature],
        ] as const) {
          const off = Math.abs(kernel[f](gap) - value)
          expect(off, `${f} at gap ${gap}: the claim`).toBeLessThanOrEqual(kernel.error * value + floor)
          expect(off / value, `${f} at gap ${gap}`).toBeLessThan(1e-8)
        }
      }
      // an even g has no odd terms at all
      if (!name.startsWith('max')) expect(kernel.slope(1)).toBe(0)
    })
  }
})

test('a steep g whose series is long is summed as well', () => {
  const { kernel } = deriveMoments(defineActivation({ name: 'wave', g: (u) => Math.sin(8 * u), kinks: [] }))
  for (const gap of [0.5, 0.9, 0.99]) {
    const exact = Math.exp(-64) * Math.sinh(64 * (1 - gap))
    const { covariance = 0 } = kernel.floor ?? {}
    expect(Math.abs(kernel.covariance(gap) - exact)).toBeLessThanOrEqual(kernel.error * exact + covariance * (1 - gap))
  }
})
