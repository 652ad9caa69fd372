import { decodeCheckpoint, drive, encodeCheckpoint } from '@gardner/core'
import { describe, expect, test } from 'vitest'
import { type BracketState, bracket, bracketedRoot } from '../../src/index.js'

const step = (at: number) => (x: number) => (x < at ? -1 : 1)

/** Functions that are hard on one method or another, on an interval with their root. */
const nasty: [name: string, f: (x: number) => number, a: number, b: number, root: number][] = [
  ['a line', (x) => 3 * x - 1, -5, 7, 1 / 3],
  ['a cubic', (x) => x ** 3 - 2, 0, 9, Math.cbrt(2)],
  ['a flat power', (x) => (x - 1) ** 9, -3, 4, 1],
  ['a steep exponential', (x) => Math.exp(50 * x) - 1e10, -1, 2, Math.log(1e10) / 50],
  ['a pole at one end', (x) => 1 / x - 7, 0, 3, 1 / 7],
  ['a pole at each end', (x) => Math.log(x / (1 - x)), 0, 1, 0.5],
  ['a step', step(Math.PI), -100, 50, Math.PI],
  ['a step between tiny values', (x) => 1e-200 * step(0.3)(x), -1, 1, 0.3],
  ['a step from huge to tiny', (x) => (x < 0.7 ? -1e300 : 1e-300), 0, 1, 0.7],
  ['a square root of either side', (x) => Math.sign(x - 0.2) * Math.sqrt(Math.abs(x - 0.2)), -1, 1, 0.2],
  ['a root next to a double one', (x) => (x - 0.5) * (x - 0.500001) ** 2, 0.1, 0.5000005, 0.5],
  ['a tiny root', (x) => x - 1e-12, -1, 1, 1e-12],
  ['a huge root', (x) => x - 1e200, 0, 1e201, 1e200],
  ['an interval given backwards', (x) => x * x - 2, 5, 0, Math.SQRT2],
]

describe.each(nasty)('%s', (_, f, a, b, root) => {
  test('is bracketed to a few neighbouring doubles', () => {
    const found = bracketedRoot(f, a, b)
    expect(found.verdict).toBe('converged')
    expect(found.width).toBeLessThanOrEqual(16 * Number.EPSILON * Math.abs(root))
    // the given root itself is rounded
    expect(Math.abs(found.root - root)).toBeLessThanOrEqual(found.width + 2 * Number.EPSILON * Math.abs(root))
    expect(found.value).toBe(f(found.root))
    // bisection of this interval would take some 55, of a tiny root 95
    expect(found.evaluations).toBeLessThanOrEqual(130)
  })

  test('is bracketed to a tolerance at less cost', () => {
    const tolerance = 1e-3 * Math.abs(b - a)
    const found = bracketedRoot(f, a, b, { tolerance })
    expect(found.verdict).toBe('converged')
    expect(Math.abs(found.root - root)).toBeLessThanOrEqual(2.1 * tolerance)
    expect(found.evaluations).toBeLessThanOrEqual(bracketedRoot(f, a, b).evaluations)
  })

  test('as an iteration resumes from every step to the same bits', () => {
    const whole = drive(bracket(f, a, b))
    expect(whole.verdict).toBe('converged')
    expect(whole.result).toEqual(bracketedRoot(f, a, b))
    for (let stop = 0; stop <= whole.step; stop++) {
      const part = drive(bracket(f, a, b), { maxSteps: stop })
      const resume = decodeCheckpoint<BracketState>(encodeCheckpoint(part))
      expect(drive(bracket(f, a, b), { resume })).toEqual(whole)
    }
  })
})

test('a smooth function takes a fraction of the evaluations of bisection', () => {
  expect(bracketedRoot((x) => Math.cos(x) - x, 0, 1).evaluations).toBeLessThan(12)
})

describe('a root at an end', () => {
  test('is the root', () => {
    expect(bracketedRoot((x) => x, 0, 1)).toMatchObject({ root: 0, value: 0, verdict: 'converged', evaluations: 2 })
    expect(bracketedRoot((x) => x - 1, 0, 1)).toMatchObject({ root: 1, value: 0, width: Number.EPSILON })
    const either = bracketedRoot((x) => x * (x - 1), 0, 1)
    expect(either.verdict).toBe('converged')
    expect(either.value).toBeCloseTo(0, 300)
  })

  test('is found by the iteration without a step', () => {
    const { result, step, residual } = drive(bracket((x) => x - 1, 0, 1))
    expect(result.root).toBe(1)
    expect(step).toBe(0)
    expect(residual).toBe(0)
  })
})

describe('what is no bracket', () => {
  test('has no sign change', () => {
    for (const f of [(x: number) => x * x + 1, (x: number) => -1 - x * x, () => 1e-200, () => -1e-200]) {
      expect(bracketedRoot(f, -1, 1)).toMatchObject({ verdict: 'stalled', evaluations: 2 })
      expect(drive(bracket(f, -1, 1)).verdict).toBe('stalled')
    }
  })

  test('is NaN at an end', () => {
    expect(bracketedRoot((x) => Math.log(x), -1, 2).verdict).toBe('nonfinite')
    expect(bracketedRoot((x) => Math.log(-x), -1, 2).verdict).toBe('nonfinite')
    expect(drive(bracket((x) => Math.log(x), -1, 2)).verdict).toBe('nonfinite')
  })

  test('is NaN inside', () => {
    const f = (x: number) => (Math.abs(x) < 0.5 ? Number.NaN : x)
    const found = bracketedRoot(f, -1, 1)
    expect(found).toMatchObject({ verdict: 'nonfinite', evaluations: 3, width: 2 })
    expect(drive(bracket(f, -1, 1)).verdict).toBe('nonfinite')
  })

  test('is a step at 0, where doubles do not end', () => {
    const found = bracketedRoot(step(0), -1, 1)
    expect(found.verdict).toBe('stalled')
    expect(found.evaluations).toBe(200)
    expect(found.width).toBeLessThan(1e-50)
  })
})

test('known values at the ends are not asked for again', () => {
  const asked: number[] = []
  const f = (x: number) => {
    asked.push(x)
    return x - 0.3
  }
  expect(bracketedRoot(f, 0, 1, { fa: -0.3, fb: 0.7 }).root).toBeCloseTo(0.3, 15)
  expect(asked).not.toContain(0)
  expect(asked).not.toContain(1)
})
