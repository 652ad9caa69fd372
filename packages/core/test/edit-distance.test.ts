import { editDistance } from '@gardner/core'
import { expect, test } from 'vitest'

test('a word too long for a slip of the pen is far from every other, and is not compared letter by letter', () => {
  expect(editDistance('rleu', 'relu')).toBe(1)
  expect(editDistance('a'.repeat(64), 'a'.repeat(63))).toBe(1)
  // five million letters, whose table would have the letters of the other as its columns
  for (const [one, other] of [
    ['x'.repeat(5e6), 'relu'],
    ['relu', 'x'.repeat(65)],
  ] as const) {
    expect(editDistance(one, other)).toBe(Infinity)
  }
})
