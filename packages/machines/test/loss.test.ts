import { type Cost, costOf } from '@gardner/core'
import { expect, test } from 'vitest'
import { lossOf } from '../src/flips/loss.js'

test('errors and deficits of whole-number sums are what the cost says', () => {
  for (const unit of [0.1, 1 / 3, 2]) {
    for (const cost of [{ kind: 'errors' }, { kind: 'deficit' }] as const) {
      const loss = lossOf(cost, unit)
      for (let excess = -50; excess <= 50; excess += 0.5) expect(loss(excess)).toBe(costOf(cost, -excess * unit) + 0)
    }
  }
})

test('the cross-entropy is read off its table to 1e-9 of the temperature', () => {
  for (const temperature of [0.01, 0.3, 1, 20]) {
    const cost: Cost = { kind: 'cross-entropy', temperature }
    const unit = temperature / 1013
    const loss = lossOf(cost, unit)
    let largest = 0
    // shortfalls up to 50 temperatures, beyond the ends of the table
    for (let excess = -50_000; excess <= 50_000; excess++) {
      largest = Math.max(largest, Math.abs(loss(excess) - costOf(cost, -excess * unit)) / temperature)
    }
    expect(largest).toBeLessThan(1e-9)
    // and the bound is not a wild one
    expect(largest).toBeGreaterThan(1e-10)
  }
})
