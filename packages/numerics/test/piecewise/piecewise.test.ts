import { describe, expect, test } from 'vitest'
import { derivative, jumps, reader, seams, vanishes } from '../../src/piecewise/piecewise.js'
import { resolve } from '../../src/piecewise/resolve.js'

const resolved = (f: (x: number) => number, kinks: readonly number[] = []) => resolve(f, -12, 12, kinks, 1)!

const grid = Array.from({ length: 201 }, (_, k) => -5 + k / 20)

describe('a function as pieces', () => {
  const cases: [string, (x: number) => number, number[]][] = [
    ['sine', Math.sin, []],
    ['tanh', Math.tanh, []],
    ['ramp', (x) => Math.max(0, x), [0]],
    ['step', (x) => (x < 0.5 ? -1 : 2), [0.5]],
    ['two bends', (x) => Math.max(-1, Math.min(1, x)), [-1, 1]],
    ['jump of the curvature', (x) => (x > 0.3 ? (x - 0.3) ** 2 : 0), [0.3]],
  ]
  for (const [name, f, kinks] of cases) {
    test(`${name} is what it was, with its kinks declared or found`, () => {
      for (const declared of [kinks, []]) {
        const { function: pieces, found } = resolved(f, declared)
        expect(found).toHaveLength(declared.length > 0 ? 0 : kinks.length)
        expect(pieces.kinks).toHaveLength(kinks.length)
        for (const [i, { at, uncertainty }] of found.entries()) {
          expect(at).toBe(pieces.kinks[i])
          expect(Math.abs(at - kinks[i])).toBeLessThanOrEqual(uncertainty)
          expect(uncertainty).toBeLessThan(1e-11)
        }
        for (const x of grid.filter((x) => !kinks.includes(x))) {
          expect(Math.abs(reader(pieces)(x) - f(x))).toBeLessThan(1e-13)
        }
      }
    })
  }

  const sorts: [string, (x: number, kink: number) => number][] = [
    ['bend', (x, kink) => Math.abs(x - kink)],
    ['step', (x, kink) => (x < kink ? 0 : 1)],
    ['bend of a curve', (x, kink) => Math.exp(x) * (1 + Math.max(0, x - kink))],
  ]
  for (const [sort, f] of sorts) {
    test(`a ${sort} is found wherever it is`, () => {
      for (let k = -1000; k <= 1000; k++) {
        const kink = k / 250
        const { found } = resolved((x) => f(x, kink))
        expect(found, `${kink}`).toHaveLength(1)
        expect(Math.abs(found[0].at - kink)).toBeLessThanOrEqual(found[0].uncertainty + 1e-15 * Math.abs(kink))
      }
    })
  }

  test('a jump of the curvature is located as well as claimed', () => {
    for (let k = -50; k <= 50; k++) {
      const kink = k / 13
      const { found } = resolved((x) => Math.max(0, x - kink) ** 2)
      for (const { at, uncertainty } of found) expect(Math.abs(at - kink)).toBeLessThanOrEqual(uncertainty + 1e-15)
    }
  })

  test('the pieces meet without gaps', () => {
    const { pieces } = resolved((x) => Math.tanh(20 * x)).function
    expect(pieces[0].a).toBe(-12)
    expect(pieces[pieces.length - 1].b).toBe(12)
    for (const [k, piece] of pieces.entries()) {
      expect(piece.b).toBeGreaterThan(piece.a)
      if (k > 0) expect(piece.a).toBe(pieces[k - 1].b)
    }
  })

  test('fine structure leaves seams', () => {
    expect(seams(resolved((x) => Math.tanh(1000 * x)).function, 0.01).length).toBeGreaterThan(2)
    expect(seams(resolved((x) => x).function, 0.01)).toEqual([])
  })

  test('noise has no pieces', () => {
    expect(resolve((x) => (Math.sin(x * 1e9) * 1e9) % 1, -12, 12, [], 1)).toBeUndefined()
  })

  test('kinks outside the window are no concern', () => {
    expect(resolved(Math.sin, [-20, 12, 40]).function.kinks).toEqual([])
  })
})

describe('derivatives', () => {
  test('are those between the kinks', () => {
    const slope = derivative(resolved((x) => Math.abs(x) ** 3, [0]).function)
    for (const x of grid) expect(Math.abs(reader(slope)(x) - 3 * x * Math.abs(x))).toBeLessThan(1e-9)
  })

  test('jump at the kinks, and only where they do', () => {
    const bent = resolved((x) => Math.max(0, x - 1) + 3 * Math.abs(x + 1), [-1, 0, 1]).function
    expect(jumps(bent, 1e-10, 1)).toEqual([])
    const found = jumps(derivative(bent), 1e-10, 1)
    expect(found.map(({ at }) => at)).toEqual([-1, 1])
    expect(found[0].size).toBeCloseTo(6, 10)
    expect(found[1].size).toBeCloseTo(1, 10)
  })

  test('vanish in the end', () => {
    const line = resolved((x) => 2 * x - 1).function
    expect(vanishes(line, 1e-12)).toBe(false)
    expect(vanishes(derivative(line), 1e-12)).toBe(false)
    expect(vanishes(derivative(derivative(line)), 1e-12)).toBe(true)
  })
})
