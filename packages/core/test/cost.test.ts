import { type Cost, checkCost, costKinds, costOf } from '@gardner/core'
import { describe, expect, test } from 'vitest'

const crossEntropy = (temperature: number): Cost => ({ kind: 'cross-entropy', temperature })

describe('a cost', () => {
  test('passes as it is', () => {
    for (const cost of [{ kind: 'errors' }, { kind: 'deficit' }, crossEntropy(0.5)] as const) {
      expect(checkCost(cost)).toBe(cost)
    }
    expect(costKinds).toEqual(['errors', 'deficit', 'cross-entropy'])
  })
  const expected = 'expected { kind: one of errors, deficit, cross-entropy }'
  const cases: [string, unknown, string][] = [
    ['nothing', undefined, `invalid cost: undefined; ${expected}`],
    ['null', null, `invalid cost: null; ${expected}`],
    ['a name', 'errors', `invalid cost: "errors"; ${expected}`],
    ['another kind', { kind: 'hinge' }, `invalid cost: {"kind":"hinge"}; ${expected}`],
    [
      'a temperature of errors',
      { kind: 'errors', temperature: 1 },
      'invalid option of cost errors: "temperature"; expected one of kind',
    ],
    [
      'no temperature',
      { kind: 'cross-entropy' },
      'invalid temperature of the cross-entropy: undefined; expected a positive number',
    ],
    ['the temperature 0', crossEntropy(0), 'invalid temperature of the cross-entropy: 0; expected a positive number'],
    [
      'an endless temperature',
      crossEntropy(Infinity),
      'invalid temperature of the cross-entropy: Infinity; expected a positive number',
    ],
  ]
  for (const [what, cost, message] of cases) {
    test(`is refused for ${what}`, () => {
      expect(() => checkCost(cost as Cost)).toThrow(
        expect.objectContaining({ name: 'GardnerError', code: 'INVALID_OPTION', message }),
      )
    })
  }
})

describe('the cost of a shortfall', () => {
  test('of errors is 1 beyond 0', () => {
    expect([-1, 0, 1e-300, 3].map((x) => costOf({ kind: 'errors' }, x))).toEqual([0, 0, 1, 1])
  })
  test('of deficits is the shortfall', () => {
    expect([-1, 0, 0.25, 3].map((x) => costOf({ kind: 'deficit' }, x))).toEqual([0, 0, 0.25, 3])
  })
  test('of the cross-entropy is T log(1 + e^{x/T}), without overflow', () => {
    for (const temperature of [0.1, 1, 3]) {
      for (const x of [-5, -1, -0.01, 0, 0.01, 1, 5]) {
        const expected = temperature * Math.log(1 + Math.exp(x / temperature))
        expect(Math.abs(costOf(crossEntropy(temperature), x) - expected)).toBeLessThan(1e-14 * (1 + Math.abs(x)))
      }
    }
    expect(costOf(crossEntropy(1), 1000)).toBe(1000)
    expect(costOf(crossEntropy(1), -1000)).toBe(0)
    // next to nothing keeps its digits
    expect(costOf(crossEntropy(1), -50) / Math.exp(-50)).toBeCloseTo(1, 12)
    expect(costOf(crossEntropy(1), 0)).toBeCloseTo(Math.LN2, 15)
  })
  test('of the cross-entropy is that of deficits as T → 0, off by T log 2 at most', () => {
    for (const x of [-2, -0.1, 0, 0.1, 2]) {
      const [soft, hard] = [costOf(crossEntropy(1e-6), x), costOf({ kind: 'deficit' }, x)]
      expect(soft - hard).toBeGreaterThanOrEqual(0)
      expect(soft - hard).toBeLessThan(1e-6)
    }
  })
})
