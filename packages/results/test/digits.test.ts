import { digits, roughly, seconds, uncertainty } from '@gardner/results'
import { describe, expect, it } from 'vitest'

describe('digits', () => {
  it.each([
    [0.83307859974, 3e-12, '0.833078599740'],
    [0.83307859974, 9.9e-4, '0.8331'],
    [-1.23456, 1e-3, '−1.235'],
    [173.3484787, 6e-3, '173.348'],
    [12345, 200, '12345'],
    [1.234e-9, 1e-12, '1.234e-9'],
    [4.2e20, 1e18, '4.20e+20'],
    [0.5, 0, '0.5'],
    [0, 1e-9, '0'],
    [0.1, 10, '0.1'],
    [1.0000000000000001e300, 9e284, '> 1e300'],
    [-3e305, 1, '< −1e300'],
    [Infinity, 0, '∞'],
    [-Infinity, 0, '−∞'],
    [Number.NaN, 0, '—'],
    [2, 1e-40, '2.0000000000000000'],
  ])('%d ± %d is %s', (value, error, text) => {
    expect(digits(value, error)).toBe(text)
  })

  it('rounds errors up', () => {
    expect([1.2, 9.5, 34, 340, 3400].map(uncertainty)).toEqual(['2', '10', '40', '400', '4e3'])
    expect([3e-12, 3.4e-12, 9.5e-12, 0, undefined, Infinity].map(uncertainty)).toEqual([
      '3e-12',
      '4e-12',
      '1e-11',
      '',
      '',
      '∞',
    ])
  })

  it('tells sizes and times', () => {
    expect([0, 2.3e-14, Infinity].map(roughly)).toEqual(['0', '2e-14', '∞'])
    expect([0.0012, 0.5, 0.9996, 12.34].map(seconds)).toEqual(['1.2 ms', '500 ms', '1.00 s', '12.3 s'])
  })
})
