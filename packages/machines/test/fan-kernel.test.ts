import { linear, relu, sign, tanh } from '@gardner/activations'
import { type Activation, momentsOf } from '@gardner/core'
import { describe, expect, it } from 'vitest'
import { fanKernel } from '../src/index.js'

/** C(q) by adding up all inputs of two units whose weights agree input by input with probability (1 + q)/2. */
function byEnumeration({ g }: Activation, fan: number, q: number): number {
  const values = Array.from({ length: 2 ** fan }, (_, bits) => {
    let s = 0
    for (let i = 0; i < fan; i++) s += (bits >> i) & 1 ? 1 : -1
    return g(s / Math.sqrt(fan))
  })
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let covariance = 0
  for (let x = 0; x < values.length; x++) {
    for (let flips = 0; flips < values.length; flips++) {
      let different = 0
      for (let rest = flips; rest > 0; rest &= rest - 1) different++
      const weight = ((1 - q) / 2) ** different * ((1 + q) / 2) ** (fan - different)
      covariance += (weight * (values[x] - mean) * (values[x ^ flips] - mean)) / values.length
    }
  }
  return covariance
}

describe('the kernel of units with few inputs', () => {
  it.each([
    ['sign', sign, 7],
    ['relu', relu, 6],
    ['tanh', tanh, 5],
    ['linear', linear, 1],
  ] as const)('%s is that of all inputs', (_, activation, fan) => {
    const kernel = fanKernel(activation, fan)
    for (const q of [-0.3, 0, 0.2, 0.7, 0.95]) {
      const expected = byEnumeration(activation, fan, q)
      expect(kernel.covariance(1 - q)).toBeCloseTo(expected, 12)
    }
    expect(kernel.deficit(1)).toBeCloseTo(byEnumeration(activation, fan, 1), 12)
    expect(kernel.error).toBeLessThan(1e-12)
  })

  it.each([
    ['sign', sign],
    ['relu', relu],
  ] as const)('of %s tends to that of Gaussian fields as 1/fan', (_, activation) => {
    const limit = momentsOf(activation).kernel.covariance(0.4)
    const off = (fan: number) => fanKernel(activation, fan).covariance(0.4) - limit
    expect(off(25) / off(101)).toBeGreaterThan(3.8)
    expect(off(25) / off(101)).toBeLessThan(4.3)
  })

  it('is refused where it would lose its digits', () => {
    expect(() => fanKernel(sign, 201)).toThrow('invalid fan: 201; expected at most 200 inputs')
    expect(fanKernel(relu, 200).error).toBeLessThan(1e-9)
    expect(() => fanKernel(sign, 0)).toThrow('invalid fan: 0')
  })
})
