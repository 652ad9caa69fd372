import { erf, gelu, linear, quadratic, relu, sigmoid, sign } from '@gardner/activations'
import { type Activation, increment, machine, slopeIncrement } from '@gardner/core'
import { binary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'

const kernelOf = (activation: Activation) => machine({ activation, weights: binary }).kernel
const activations: readonly Activation[] = [linear, sign, relu, erf, quadratic, sigmoid, gelu]
const gaps = [0.9, 0.5, 0.1, 1e-3, 1e-6, 1e-10]

describe.each(activations.map((activation) => [activation.name, activation] as const))('%s', (_, activation) => {
  const kernel = kernelOf(activation)
  /** What the kernel itself is uncertain by, and a few roundings. */
  const allowed = 4 * kernel.error + 1e-14

  test.each(gaps)('the two ways meet where one takes over from the other, at the gap %d', (gap) => {
    const [below, above] = [0.3 * gap * (1 - 1e-9), 0.3 * gap * (1 + 1e-9)]
    if (gap + above > 1) return
    // the two steps differ by 2e-9 of each other
    const apart = (of: typeof increment) => Math.abs(of(kernel, gap, above) - of(kernel, gap, below))
    const whole = increment(kernel, gap, below)
    expect(apart(increment)).toBeLessThan((3e-9 + 8 * allowed) * whole)
    // C' of a smooth g hardly changes over a slight gap, and its difference has the digits of C' itself
    const curved = (3e-9 + 30 * allowed) * slopeIncrement(kernel, gap, below)
    expect(apart(slopeIncrement)).toBeLessThanOrEqual(curved + 2 * allowed * kernel.slope(gap))
  })

  test.each(gaps)('add up over a step in two, at the gap %d', (gap) => {
    for (const share of [1e-9, 1e-4, 0.1, 0.29, 0.5, 3]) {
      const [first, second] = [0.4 * share * gap, 0.6 * share * gap]
      if (gap + first + second > 1) continue
      const apart = (of: typeof increment) =>
        Math.abs(of(kernel, gap, first) + of(kernel, gap + first, second) - of(kernel, gap, first + second))
      expect(apart(increment)).toBeLessThanOrEqual(8 * allowed * increment(kernel, gap, first + second))
      const curved = 30 * allowed * slopeIncrement(kernel, gap, first + second)
      expect(apart(slopeIncrement)).toBeLessThanOrEqual(curved + 2 * allowed * kernel.slope(gap))
    }
  })

  test.each(gaps)('of a slight step are the derivative times the step, at the gap %d', (gap) => {
    for (const share of [1e-6, 1e-9, 1e-14]) {
      const step = share * gap
      // half the next derivative is at most one over the gap or over q
      const second = 1.2 * share * Math.max(1, gap / (1 - gap))
      expect(Math.abs(increment(kernel, gap, step) / (kernel.slope(gap) * step) - 1)).toBeLessThan(second + allowed)
      const first = kernel.curvature(gap) * step
      expect(Math.abs(slopeIncrement(kernel, gap, step) - first)).toBeLessThanOrEqual((second + allowed) * first)
    }
  })
})

describe('closed forms', () => {
  test('of the perceptron and of u²', () => {
    const [plain, square] = [kernelOf(linear), kernelOf(quadratic)]
    for (const gap of [0.5, 0.1, 1e-5]) {
      for (const share of [1e-12, 1e-3, 0.2, 0.9]) {
        const step = share * gap
        const q1 = 1 - gap
        expect(increment(plain, gap, step) / step).toBeCloseTo(1, 14)
        // 2q₁² − 2q₀² = 2 (2q₁ − δ) δ and 4q₁ − 4q₀ = 4δ
        expect(increment(square, gap, step) / (2 * (2 * q1 - step) * step)).toBeCloseTo(1, 13)
        expect(Math.abs(slopeIncrement(square, gap, step) - 4 * step)).toBeLessThan(4 * Number.EPSILON)
      }
    }
  })

  test('of sign: (2/π) (asin q₁ − asin q₀), with the digits that the difference loses', () => {
    const kernel = kernelOf(sign)
    for (const gap of [0.5, 1e-3, 1e-8]) {
      const step = 1e-10 * gap
      // asin' = 1/√(1 − q²) = 1/√(gap (2 − gap)), at the middle of the step
      const middle = gap + 0.5 * step
      const exact = ((2 / Math.PI) * step) / Math.sqrt(middle * (2 - middle))
      expect(Math.abs(increment(kernel, gap, step) / exact - 1)).toBeLessThan(1e-14)
    }
  })
})

test('from the gap 0 they are C(1) − C(q) and C′(1) − C′(q)', () => {
  const [smooth, jump] = [kernelOf(relu), kernelOf(sign)]
  for (const step of [1e-9, 1e-3, 0.7]) {
    expect(increment(smooth, 0, step)).toBe(smooth.deficit(step))
    expect(slopeIncrement(smooth, 0, step)).toBe(smooth.slope(0) - smooth.slope(step))
    expect(increment(jump, 0, step)).toBe(jump.deficit(step))
    expect(slopeIncrement(jump, 0, step)).toBe(Number.POSITIVE_INFINITY)
  }
})

test('of no step are 0', () => {
  for (const activation of activations) {
    const kernel = kernelOf(activation)
    for (const gap of gaps) {
      expect(increment(kernel, gap, 0)).toBe(0)
      expect(slopeIncrement(kernel, gap, 0)).toBe(0)
    }
  }
})
