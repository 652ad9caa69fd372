import { callable, finite, finiteList, nonNegative, onlyKeys, positive, wholeNumber } from '@gardner/core'
import { describe, expect, test } from 'vitest'
import { nameOf } from '../src/input/option.js'

const refusal = (message: string) => expect.objectContaining({ name: 'GardnerError', code: 'INVALID_OPTION', message })
const noNumbers: [unknown, string][] = [
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
  ['1', '"1"'],
  [null, 'null'],
  [undefined, 'undefined'],
  [1n, '1'],
  [[1], '[1]'],
  [new Number(1), '1'],
]

const numbers: [string, (name: string, value: unknown) => number, string, readonly number[], readonly number[]][] = [
  ['finite', finite, 'a finite number', [0, -1.5, 1e308, 5e-324], []],
  ['positive', positive, 'a positive number', [5e-324, 1, 1e308], [0, -1]],
  ['nonNegative', nonNegative, 'a finite number, zero or above', [0, 5e-324, 2], [-5e-324, -1]],
  ['wholeNumber', wholeNumber, 'a whole number, 0 or above', [0, 1, 2 ** 53 - 1], [-1, 0.5, 2 ** 53]],
]
for (const [name, check, expected, good, bad] of numbers) {
  describe(name, () => {
    test('gives back what is', () => {
      for (const value of good) expect(check('x', value)).toBe(value)
    })
    test('refuses what is not', () => {
      for (const [value, shown] of [...noNumbers, ...bad.map((value) => [value, String(value)] as const)]) {
        expect(() => check('size of x', value)).toThrow(refusal(`invalid size of x: ${shown}; expected ${expected}`))
      }
    })
  })
}

test('−0 is 0', () => {
  expect(Object.is(finite('x', -0), 0)).toBe(true)
  expect(Object.is(nonNegative('x', -0), 0)).toBe(true)
})

test('a whole number has a least one', () => {
  expect(wholeNumber('n', 2, 2)).toBe(2)
  expect(() => wholeNumber('n', 1, 2)).toThrow(refusal('invalid n: 1; expected a whole number, 2 or above'))
})

describe('names', () => {
  test('are those that can stand on a command line', () => {
    for (const name of ['relu', 'leaky-relu', '1rsb', 'a_b.c', 'ϕ4', 'Ωmega']) expect(nameOf('x', name)).toBe(name)
  })
  test('are no others', () => {
    for (const name of ['', ' ', 'a b', '-a', '.a', '_a', 'a:b', 'a,b', 'a/b', 'a\n', 3, null, undefined]) {
      expect(() => nameOf('thing', name)).toThrow(
        refusal(
          `invalid name of thing: ${typeof name === 'string' ? JSON.stringify(name) : name}; expected letters, digits, ".", "_" or "-", starting with a letter or digit`,
        ),
      )
    }
  })
})

test('functions', () => {
  expect(callable('f', Math.sin)).toBe(Math.sin)
  expect(() => callable('f', {})).toThrow(refusal('invalid f: {}; expected a function'))
  expect(() => callable('f', undefined)).toThrow(refusal('invalid f: undefined; expected a function'))
})

test('lists', () => {
  const list = [1, 2]
  expect(finiteList('x', list)).toBe(list)
  for (const [value, message] of [
    [[], 'invalid x: []; expected a non-empty list of finite numbers'],
    [3, 'invalid x: 3; expected a non-empty list of finite numbers'],
    [Float64Array.of(1), 'invalid x: {"0":1}; expected a non-empty list of finite numbers'],
    [[1, Number.NaN], 'invalid x entry: NaN; expected a finite number'],
    [[1, null], 'invalid x entry: null; expected a finite number'],
  ] as const) {
    expect(() => finiteList('x', value)).toThrow(refusal(message))
  }
})

test('keys', () => {
  expect(() => onlyKeys('x', { a: 1 }, ['a', 'b'])).not.toThrow()
  expect(() => onlyKeys('x', {}, ['a', 'b'])).not.toThrow()
  expect(() => onlyKeys('x', { a: 1, c: undefined }, ['a', 'b'])).toThrow(
    refusal('invalid option of x: "c"; expected one of a, b'),
  )
  for (const value of [null, undefined, 'a']) {
    expect(() => onlyKeys('x', value as unknown as object, ['a', 'b'])).toThrow(
      refusal(`invalid options of x: ${typeof value === 'string' ? '"a"' : value}; expected { a, b }`),
    )
  }
})
