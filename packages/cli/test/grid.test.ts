import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grid } from '../src/option/grid.js'
import { decimalsOf, numeral } from '../src/option/numeral.js'

describe('a grid', () => {
  it.each([
    ['0.5', [0.5]],
    ['0.1,0.2, 0.5', [0.1, 0.2, 0.5]],
    ['0.1:0.3:0.1', [0.1, 0.2, 0.3]],
    ['0:1:0.25', [0, 0.25, 0.5, 0.75, 1]],
    ['-1:1:0.5', [-1, -0.5, 0, 0.5, 1]],
    ['1:0:-0.5', [1, 0.5, 0]],
    ['0.5:0.5:0.1', [0.5]],
    ['0:1:0.3', [0, 0.3, 0.6, 0.9]],
    ['0.1,0.2:0.6:0.2, 1', [0.1, 0.2, 0.4, 0.6, 1]],
    ['1e-3:3e-3:1e-3', [0.001, 0.002, 0.003]],
  ])('%s', (text, values) => {
    expect(grid('alpha', text)).toEqual(values)
  })

  it('has inclusive ends and the decimals that were typed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 6 }),
        (first, count, decimals) => {
          const unit = 10 ** -decimals
          const text = (n: number) => (n * unit).toFixed(decimals)
          const values = grid('alpha', `${text(first)}:${text(first + count)}:${text(1)}`)
          expect(values).toEqual(Array.from({ length: count + 1 }, (_, i) => Number(text(first + i))))
        },
      ),
      { seed: 5 },
    )
  })
})

describe('a numeral', () => {
  it('is a decimal number', () => {
    expect(['1', '-.5', '+2.', '1e-3', '−1', ' 2 '].map((text) => numeral('x', text))).toEqual([
      1, -0.5, 2, 0.001, -1, 2,
    ])
    for (const text of ['', '0x10', '1 2', 'one', '1e', '--1']) expect(() => numeral('x', text)).toThrow(/invalid x/)
    expect(['0.25', '1e-3', '1.5e2', '2'].map(decimalsOf)).toEqual([2, 3, 0, 0])
  })
})
