import { defineSampler, type Sampler } from '@gardner/core'
import { describe, expect, test } from 'vitest'

const iterate: Sampler['iterate'] = () => {
  throw new Error('not run')
}
const refusal = (message: string) => expect.objectContaining({ name: 'GardnerError', code: 'INVALID_OPTION', message })

describe('a sampler', () => {
  test('is a frozen copy of what was given', () => {
    const given = { name: 'still', iterate, reference: 'nobody' }
    const made = defineSampler(given)
    expect(made).toEqual(given)
    expect(made).not.toBe(given)
    expect(Object.isFrozen(made)).toBe(true)
  })
  test('has a name and an iteration', () => {
    const bad = (value: unknown, message: string) =>
      expect(() => defineSampler(value as Sampler)).toThrow(refusal(message))
    bad(undefined, 'invalid sampler: undefined; expected { name, iterate }')
    bad(null, 'invalid sampler: null; expected { name, iterate }')
    bad('metropolis', 'invalid sampler: "metropolis"; expected { name, iterate }')
    const name = 'letters, digits, ".", "_" or "-", starting with a letter or digit'
    bad({ iterate }, `invalid name of sampler: undefined; expected ${name}`)
    bad({ name: 'two words', iterate }, `invalid name of sampler: "two words"; expected ${name}`)
    bad({ name: 'still' }, 'invalid iterate of sampler still: undefined; expected a function')
    bad({ name: 'still', iterate: 3 }, 'invalid iterate of sampler still: 3; expected a function')
  })
})
