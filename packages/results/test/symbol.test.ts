import { meaningOf, symbolOf } from '@gardner/results'
import { describe, expect, it } from 'vitest'

describe('a quantity whose name every object has', () => {
  it.each(['constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty', 'constructor1'])(
    '%s is only a name',
    (name) => {
      expect(symbolOf(name)).toBe(name.replace('1', '₁'))
      expect(meaningOf(name)).toBe(undefined)
    },
  )
})
