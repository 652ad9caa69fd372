import { describe, expect, test } from 'vitest'
import { bfgs, type Objective } from '../../src/index.js'
import { seededUniform } from '../seeded-uniform.js'

/** ½ (x − c)ᵀ A (x − c) */
const bowl =
  (matrix: readonly (readonly number[])[], center: readonly number[]): Objective =>
  (x) => {
    const off = x.map((value, i) => value - center[i])
    const gradient = matrix.map((row) => row.reduce((sum, entry, j) => sum + entry * off[j], 0))
    return { value: 0.5 * gradient.reduce((sum, value, i) => sum + value * off[i], 0), gradient }
  }

const rosenbrock: Objective = ([x, y]) => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
})

/** An objective that counts how often it is asked, and remembers where. */
function watched(objective: Objective) {
  const places: (readonly number[])[] = []
  return {
    places,
    objective: (x: readonly number[]) => {
      places.push(x)
      return objective(x)
    },
  }
}

describe('a minimum', () => {
  test('of random convex quadratics in 1 to 8 variables is found', () => {
    const uniform = seededUniform(7)
    for (let n = 1; n <= 8; n++) {
      for (let trial = 0; trial < 10; trial++) {
        const root = Array.from({ length: n }, () => Array.from({ length: n }, () => 2 * uniform() - 1))
        const matrix = root.map((row, i) =>
          root.map((other, j) => row.reduce((sum, entry, k) => sum + entry * other[k], 0) + (i === j ? 0.1 : 0)),
        )
        const center = Array.from({ length: n }, () => 4 * uniform() - 2)
        const found = bfgs(bowl(matrix, center), new Array<number>(n).fill(0), { tolerance: 1e-10 })
        expect(found.ended).toBe('converged')
        expect(Math.max(...found.gradient.map(Math.abs))).toBeLessThanOrEqual(1e-10)
        for (const [i, value] of found.x.entries()) expect(Math.abs(value - center[i])).toBeLessThan(1e-8)
      }
    }
  })

  test('at the end of a bent valley is found', () => {
    const found = bfgs(rosenbrock, [-1.2, 1])
    expect(found.ended).toBe('converged')
    expect(found.x[0]).toBeCloseTo(1, 7)
    expect(found.x[1]).toBeCloseTo(1, 7)
    expect(found.evaluations).toBeLessThan(120)
  })

  test('of badly scaled variables is found, as the curvature is learnt', () => {
    const found = bfgs(
      bowl(
        [
          [1e4, 0],
          [0, 1e-2],
        ],
        [0.3, -2],
      ),
      [1, 1],
    )
    expect(found.ended).toBe('converged')
    expect(found.x[0]).toBeCloseTo(0.3, 9)
    expect(found.x[1]).toBeCloseTo(-2, 5)
    expect(found.evaluations).toBeLessThan(100)
  })

  test('too shallow for the values to tell is found by its slopes', () => {
    // 1 + 1e-11 times a bent valley: beside 1 the last digits of the value are worth 1e-5 of a step
    const shallow: Objective = (at) => {
      const { value, gradient } = rosenbrock(at)
      return { value: 1 + 1e-11 * value, gradient: gradient.map((slope) => 1e-11 * slope) }
    }
    const found = bfgs(shallow, [0.8, 0.6], { tolerance: 1e-19 })
    expect(found.x[0]).toBeCloseTo(1, 6)
    expect(found.x[1]).toBeCloseTo(1, 6)
  })

  test('is the one of the basin it starts in', () => {
    const wells: Objective = ([x]) => ({ value: (x * x - 1) ** 2 + 0.1 * x, gradient: [4 * x * (x * x - 1) + 0.1] })
    expect(bfgs(wells, [0.6]).x[0]).toBeGreaterThan(0.9)
    expect(bfgs(wells, [-0.6]).x[0]).toBeLessThan(-0.9)
  })

  test('that is where it starts costs one evaluation', () => {
    const found = bfgs(bowl([[2]], [0.5]), [0.5])
    expect(found).toMatchObject({ x: [0.5], evaluations: 1, ended: 'converged' })
  })
})

describe('on the way', () => {
  test('the value never goes up', () => {
    const { places, objective } = watched(rosenbrock)
    const { x, value } = bfgs(objective, [-1.2, 1])
    let lowest = rosenbrock([-1.2, 1]).value
    expect(rosenbrock(x).value).toBe(value)
    for (const place of places) lowest = Math.min(lowest, rosenbrock(place).value)
    expect(value).toBe(lowest)
  })

  test('no step is longer than the longest', () => {
    for (const longest of [0.05, 0.5]) {
      const { places, objective } = watched(
        bowl(
          [
            [3, 1],
            [1, 2],
          ],
          [30, -20],
        ),
      )
      const found = bfgs(objective, [0, 0], { longest, maxEvaluations: 2000 })
      expect(found.ended).toBe('converged')
      // a trial begins at the last accepted point, which is among those before it
      for (let i = 1; i < places.length; i++) {
        const from = places.slice(0, i).map((place) => Math.hypot(...places[i].map((value, j) => value - place[j])))
        expect(Math.min(...from)).toBeLessThanOrEqual(longest * (1 + 1e-12))
      }
    }
  })

  test('what lies outside the domain is stepped back from', () => {
    // −log x + x, defined for x > 0
    const half: Objective = ([x]) =>
      x > 0 ? { value: x - Math.log(x), gradient: [1 - 1 / x] } : { value: Number.NaN, gradient: [Number.NaN] }
    const found = bfgs(half, [3], { longest: 100 })
    expect(found.ended).toBe('converged')
    expect(found.x[0]).toBeCloseTo(1, 7)
    const wall: Objective = ([x]) =>
      x < 2 ? { value: x * x, gradient: [2 * x] } : { value: Number.POSITIVE_INFINITY, gradient: [0] }
    expect(bfgs(wall, [1.9]).x[0]).toBeCloseTo(0, 7)
  })

  test('a saddle point is left where its gradient is not zero', () => {
    const saddle: Objective = ([x, y]) => ({ value: x ** 4 - x * x + y * y, gradient: [4 * x ** 3 - 2 * x, 2 * y] })
    expect(Math.abs(bfgs(saddle, [1e-3, 1]).x[0])).toBeCloseTo(Math.SQRT1_2, 6)
  })

  test('the start is left as it is', () => {
    const start = Object.freeze([-1.2, 1])
    bfgs(rosenbrock, start)
    expect(start).toEqual([-1.2, 1])
  })
})

describe('no minimum', () => {
  test('a start outside the domain', () => {
    const found = bfgs(() => ({ value: Number.NaN, gradient: [Number.NaN] }), [1])
    expect(found).toMatchObject({ ended: 'nonfinite', x: [1], evaluations: 1 })
  })

  test('a slope without end', () => {
    const { places, objective } = watched(([x]) => ({ value: -x, gradient: [-1] }))
    const found = bfgs(objective, [0], { maxEvaluations: 40 })
    expect(found.ended).toBe('stalled')
    expect(found.evaluations).toBe(places.length)
    expect(found.evaluations).toBeLessThanOrEqual(40)
    expect(found.x[0]).toBeGreaterThan(1)
  })

  test('a gradient that points the wrong way', () => {
    const found = bfgs(([x]) => ({ value: x * x, gradient: [-2 * x] }), [1])
    expect(found.ended).toBe('stalled')
    expect(found.x).toEqual([1])
  })

  test('a kink, where the gradient does not vanish', () => {
    const found = bfgs(([x]) => ({ value: Math.abs(x), gradient: [x < 0 ? -1 : 1] }), [0.3])
    expect(found.ended).toBe('stalled')
    expect(Math.abs(found.x[0])).toBeLessThan(1e-6)
  })
})
