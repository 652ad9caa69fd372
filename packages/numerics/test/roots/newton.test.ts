import { decodeCheckpoint, drive, encodeCheckpoint } from '@gardner/core'
import { describe, expect, test } from 'vitest'
import { type Equations, type NewtonState, newton, newtonSolve } from '../../src/index.js'
import { seededUniform } from '../seeded-uniform.js'

/** Equations that count how often they are asked. */
function counting(equations: Equations): { equations: Equations; count(): number } {
  let count = 0
  return {
    equations: (x) => {
      count++
      return equations(x)
    },
    count: () => count,
  }
}

/** Two conics that meet at (1, 2). */
const conics: Equations = ([x, y]) => [x * x + y * y - 5, x * y - 2]

describe('roots', () => {
  test('of quadratic systems with a known root', () => {
    const uniform = seededUniform(2)
    for (const n of [1, 2, 4, 7]) {
      for (let trial = 0; trial < 20; trial++) {
        const root = Array.from({ length: n }, () => 2 * uniform() - 1)
        const linear = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 3 : 0) + uniform() - 0.5)
        const square = Array.from({ length: n * n }, () => uniform() - 0.5)
        const value = (x: readonly number[], row: number) =>
          x.reduce((sum, u, k) => sum + linear[row * n + k] * u + 0.3 * square[row * n + k] * u * u, 0)
        const { x, ended, norm, evaluations } = newtonSolve(
          (at) => at.map((_, row) => value(at, row) - value(root, row)),
          root.map((u) => u + 0.4 * (uniform() - 0.5)),
        )
        expect(ended).toBe('converged')
        expect(norm).toBeLessThanOrEqual(1e-13)
        for (const [i, u] of root.entries()) expect(Math.abs(x[i] - u)).toBeLessThan(1e-12)
        expect(evaluations).toBeLessThan(n + 20)
      }
    }
  })

  test('of a linear system in one Jacobian and few steps', () => {
    const { equations, count } = counting(([x, y]) => [2 * x + y - 4, x - 3 * y + 5])
    const state = newtonSolve(equations, [0, 0])
    expect(state.ended).toBe('converged')
    expect(state.x[0]).toBeCloseTo(1, 13)
    expect(state.x[1]).toBeCloseTo(2, 13)
    expect(count()).toBe(state.evaluations)
    expect(count()).toBeLessThanOrEqual(7)
  })

  test('at the start cost one evaluation and no Jacobian', () => {
    const { equations, count } = counting(conics)
    expect(newtonSolve(equations, [1, 2])).toMatchObject({ x: [1, 2], norm: 0, jacobian: null, ended: 'converged' })
    expect(count()).toBe(1)
  })

  test('of an arctangent from where the full step overshoots', () => {
    // Newton's method alone diverges from |x| > 1.3917
    for (const start of [1.5, 5, -40]) {
      const { x, ended } = newtonSolve(([u]) => [Math.atan(u)], [start])
      expect(ended).toBe('converged')
      expect(Math.abs(x[0])).toBeLessThan(1e-13)
    }
  })

  test('to the tolerance asked for', () => {
    const loose = newtonSolve(conics, [0.5, 2.5], { tolerance: 1e-3 })
    const tight = newtonSolve(conics, [0.5, 2.5])
    expect(loose.norm).toBeLessThanOrEqual(1e-3)
    expect(loose.norm).toBeGreaterThan(1e-13)
    expect(loose.evaluations).toBeLessThan(tight.evaluations)
  })
})

describe('the edge of the domain', () => {
  test('is stepped back from', () => {
    // the full step from 3 leads to 3 − 3 log 3 < 0, where the logarithm is none
    const { x, ended } = newtonSolve(([u]) => [Math.log(u)], [3])
    expect(ended).toBe('converged')
    expect(x[0]).toBeCloseTo(1, 13)
  })

  test('has differences to the other side', () => {
    // from the very edge u = 1 only smaller u can be seen
    const equations: Equations = ([u]) => [u <= 1 ? u * u - 0.25 : Number.NaN]
    const { x, ended } = newtonSolve(equations, [1])
    expect(ended).toBe('converged')
    expect(x[0]).toBeCloseTo(0.5, 13)
  })

  test('may be infinite', () => {
    const equations: Equations = ([u]) => [u > 0 ? 1 / u - 2 : Number.POSITIVE_INFINITY]
    const { x, ended } = newtonSolve(equations, [0.9])
    expect(ended).toBe('converged')
    expect(x[0]).toBeCloseTo(0.5, 13)
  })

  test('is no place to start', () => {
    expect(newtonSolve(([u]) => [Math.log(u)], [-1])).toMatchObject({ ended: 'nonfinite', evaluations: 1 })
    expect(newtonSolve(([u, v]) => [u, Math.sqrt(v)], [1, -1]).ended).toBe('nonfinite')
    expect(newtonSolve(([u]) => [1 / u], [0]).ended).toBe('stalled')
  })
})

describe('it stalls', () => {
  test('where there is no root', () => {
    const { ended, norm, x } = newtonSolve(([u]) => [u * u + 1], [3])
    expect(ended).toBe('stalled')
    expect(norm).toBeGreaterThanOrEqual(1)
    expect(Number.isFinite(x[0])).toBe(true)
  })

  test('where the Jacobian is singular', () => {
    expect(newtonSolve(([u, v]) => [u + v - 1, u + v - 2], [0, 0]).ended).toBe('stalled')
    expect(newtonSolve(() => [1], [0]).ended).toBe('stalled')
  })

  test('when the evaluations are spent', () => {
    const { equations, count } = counting(([u]) => [u ** 9])
    const state = newtonSolve(equations, [1], { maxEvaluations: 10, tolerance: 1e-300 })
    expect(state.ended).toBe('stalled')
    // one more step may have been under way
    expect(count()).toBeGreaterThanOrEqual(10)
    expect(count()).toBeLessThan(30)
    expect(state.evaluations).toBe(count())
  })
})

describe("a neighbour's Jacobian", () => {
  const shifted =
    (by: number): Equations =>
    (x) =>
      conics(x).map((value) => value - by)
  const neighbour = newtonSolve(shifted(0), [0.8, 2.1])

  test('saves the differences', () => {
    const cold = counting(shifted(0.01))
    const warm = counting(shifted(0.01))
    const alone = newtonSolve(cold.equations, neighbour.x)
    const led = newtonSolve(warm.equations, neighbour.x, { jacobian: neighbour.jacobian })
    expect(led.ended).toBe('converged')
    expect(warm.count()).toBeLessThan(cold.count())
    for (const [i, value] of alone.x.entries()) expect(led.x[i]).toBeCloseTo(value, 12)
  })

  test('that leads nowhere is replaced', () => {
    for (const jacobian of [
      [0, 0, 0, 0],
      [-1, 0, 0, -1],
      [Number.NaN, 1, 1, Number.NaN],
      [1e-9, 0, 0, 1e-9],
    ]) {
      const { x, ended } = newtonSolve(conics, [0.8, 2.1], { jacobian })
      expect(ended).toBe('converged')
      expect(x[0]).toBeCloseTo(1, 12)
      expect(x[1]).toBeCloseTo(2, 12)
    }
  })

  test('is not written to', () => {
    const jacobian = Object.freeze([2, 4, 2, 1])
    expect(newtonSolve(conics, [0.8, 2.1], { jacobian }).ended).toBe('converged')
    expect(jacobian).toEqual([2, 4, 2, 1])
  })
})

describe('as an iteration', () => {
  test('ends where the solve ends', () => {
    const { result, verdict, residual } = drive(newton(conics, [0.5, 3]))
    expect(verdict).toBe('converged')
    expect(result).toEqual(newtonSolve(conics, [0.5, 3]))
    expect(residual).toBe(result.norm)
  })

  test('hands its verdicts on', () => {
    expect(drive(newton(([u]) => [Math.log(u)], [-1])).verdict).toBe('nonfinite')
    expect(drive(newton(([u]) => [u * u + 1], [3])).verdict).toBe('stalled')
  })

  test('resumes from every step to the same bits', () => {
    const iteration = newton(conics, [0.5, 3])
    const whole = drive(iteration)
    expect(whole.step).toBeGreaterThan(3)
    for (let stop = 0; stop <= whole.step; stop++) {
      const part = drive(iteration, { maxSteps: stop })
      const resume = decodeCheckpoint<NewtonState>(encodeCheckpoint(part))
      expect(drive(newton(conics, [0.5, 3]), { resume })).toEqual(whole)
    }
  })
})
