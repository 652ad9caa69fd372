import { agreementOf, published } from '@gardner/studies'
import { describe, expect, it } from 'vitest'

describe('a published number', () => {
  const asked = { quantity: 'capacity', activation: 'sign', weights: 'binary', ansatz: 'rs' } as const
  it('agrees where ours is rounded to it, and no farther', () => {
    const of = (value: number, error = 0) => agreementOf(published, asked, { value, error })
    expect(of(0.946952)).toMatchObject({ digits: '0.94695', agrees: true })
    expect(of(0.946952)?.difference).toBeCloseTo(0.2, 9)
    expect(of(0.946957)?.agrees).toBe(false)
    expect(of(0.946957, 3e-6)?.agrees).toBe(true)
    expect(of(0.94692)?.difference).toBeCloseTo(-3, 9)
    expect(of(Number.NaN)).toBeUndefined()
    expect(agreementOf(published, { ...asked, activation: 'tanh' }, { value: 1, error: 0 })).toBeUndefined()
  })

  it('that is exact leaves no room for rounding', () => {
    const exact = { quantity: 'capacity', activation: 'linear', weights: 'spherical', ansatz: 'rs' } as const
    expect(agreementOf(published, exact, { value: 2 + 1e-9, error: 1e-12 })?.agrees).toBe(false)
    expect(agreementOf(published, exact, { value: 2 + 1e-13, error: 1e-12 })?.agrees).toBe(true)
  })
})
