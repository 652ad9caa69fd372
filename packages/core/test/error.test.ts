import { GardnerError, invalid, isGardnerError, pluginFailure, unsuitable } from '@gardner/core'
import { describe, expect, test } from 'vitest'
import { show } from '../src/input/error.js'

describe('errors', () => {
  test('have a code, a name, and a stack', () => {
    const error = unsuitable('not on a Tuesday')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'GardnerError', code: 'UNSUITABLE', message: 'not on a Tuesday' })
    expect(error.stack).toContain('error.test.ts')
    expect(error.cause).toBeUndefined()
  })

  test('say what was wrong and what was expected', () => {
    expect(invalid('margin', Number.NaN, 'a finite number').message).toBe(
      'invalid margin: NaN; expected a finite number',
    )
    expect(invalid('margin', 1, 'x').code).toBe('INVALID_OPTION')
  })

  test('of plugins keep their cause', () => {
    const cause = new TypeError('no such file')
    expect(pluginFailure('plugin x', cause)).toMatchObject({
      code: 'PLUGIN_FAILURE',
      message: 'plugin x threw: no such file',
      cause,
    })
    expect(pluginFailure('plugin x', 'a text').message).toBe('plugin x threw: "a text"')
    expect(pluginFailure('plugin x', { why: 3 }).message).toBe('plugin x threw: {"why":3}')
  })
})

describe('an error is recognised', () => {
  test('by what it has, also from a second copy of the package', () => {
    class Copy extends Error {
      override readonly name = 'GardnerError'
      readonly code = 'UNSUITABLE'
    }
    expect(isGardnerError(new GardnerError('UNKNOWN_NAME', 'x'))).toBe(true)
    expect(isGardnerError(new Copy('x'))).toBe(true)
  })

  test('and nothing else is', () => {
    const nameless = Object.assign(new Error('x'), { code: 'ENOENT' })
    const codeless = Object.assign(new Error('x'), { name: 'GardnerError' })
    for (const other of [
      nameless,
      codeless,
      new Error('x'),
      { name: 'GardnerError', code: 'x' },
      null,
      undefined,
      'x',
    ]) {
      expect(isGardnerError(other)).toBe(false)
    }
  })
})

describe('a value in a message', () => {
  const circular: Record<string, unknown> = {}
  circular.self = circular
  const cases: [string, unknown, string][] = [
    ['a text', 'a "b"\n', '"a \\"b\\"\\n"'],
    ['a number', 0.5, '0.5'],
    ['minus zero', -0, '-0'],
    ['NaN', Number.NaN, 'NaN'],
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['a big integer', 12n, '12'],
    ['a function', function named() {}, 'function named'],
    ['a function without a name', (() => () => {})(), 'function (anonymous)'],
    ['an object', { a: [1, 2] }, '{"a":[1,2]}'],
    ['a circular object', circular, '[object Object]'],
    ['an object of no JSON', { toJSON: () => undefined }, '[object Object]'],
  ]
  for (const [what, value, text] of cases) test(what, () => expect(show(value)).toBe(text))

  test('is short', () => {
    const text = show({ long: 'x'.repeat(1000) })
    expect(text).toHaveLength(80)
    expect(text.endsWith('...')).toBe(true)
  })
})
