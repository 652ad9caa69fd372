import { describe, expect, test } from 'vitest'
import { type Equations, type PathPoint, pathAdvance, pathBetween, pathFold, pathStart } from '../../src/index.js'

/** The points of a curve from a start, at most `most` of them. */
function follow(equations: Equations, start: PathPoint, most: number): PathPoint[] {
  const points = [start]
  while (points.length < most) {
    const next = pathAdvance(equations, points[points.length - 1])
    if (next === undefined) break
    points.push(next)
  }
  return points
}

const circle: Equations = ([x, y]) => [x * x + y * y - 1]
/** x is a cubic of y, with folds in x at y = ±1/√3. */
const cubic: Equations = ([x, y]) => [x - y ** 3 + y]
const FOLD = 2 / (3 * Math.sqrt(3))

describe('the first point', () => {
  test('lies on the curve with the held coordinate where it was', () => {
    const point = pathStart(circle, [0.6, 0.7], 0, 0, 1)!
    expect(point.x[0]).toBeCloseTo(0.6, 12)
    expect(point.x[1]).toBeCloseTo(0.8, 9)
    expect(point.residual).toBeLessThanOrEqual(1e-10)
  })

  test('may be held on either coordinate and left to either side', () => {
    for (const [held, towards, sign] of [
      [0, 0, 1],
      [0, 0, -1],
      [0, 1, 1],
      [0, 1, -1],
      [1, 0, 1],
      [1, 1, -1],
    ] as const) {
      const point = pathStart(circle, [0.6, 0.8], held, towards, sign)!
      expect(Math.sign(point.direction[towards])).toBe(sign)
      expect(Math.hypot(...point.direction)).toBeCloseTo(1, 12)
      // across the radius
      expect(0.6 * point.direction[0] + 0.8 * point.direction[1]).toBeCloseTo(0, 5)
      const next = pathAdvance(circle, point)!
      expect(Math.sign(next.x[towards] - point.x[towards])).toBe(sign)
    }
  })

  test('is undefined where the curve has no such point', () => {
    expect(pathStart(circle, [2, 0.5], 0, 0, 1)).toBeUndefined()
    expect(pathStart(() => [Number.NaN], [0, 0], 0, 0, 1)).toBeUndefined()
  })

  test('counts its evaluations', () => {
    let count = 0
    const counted: Equations = (x) => {
      count++
      return circle(x)
    }
    const point = pathStart(counted, [0.6, 0.7], 0, 0, 1)!
    expect(point.evaluations).toBe(count)
    expect(pathAdvance(counted, point)!.evaluations).toBe(count)
  })
})

describe('a circle', () => {
  const points = follow(circle, pathStart(circle, [0, 1], 0, 0, 1)!, 40)

  test('is followed round and round, always the same way', () => {
    expect(points).toHaveLength(40)
    let turned = 0
    for (const [i, { x, residual, direction }] of points.entries()) {
      expect(residual).toBeLessThanOrEqual(1e-10)
      expect(Math.abs(Math.hypot(...x) - 1)).toBeLessThan(1e-10)
      expect(Math.hypot(...direction)).toBeCloseTo(1, 12)
      if (i === 0) continue
      const [[x0, y0], [x1, y1]] = [points[i - 1].x, x]
      const angle = Math.atan2(x1 * y0 - y1 * x0, x0 * x1 + y0 * y1)
      expect(angle).toBeGreaterThan(0)
      turned += angle
    }
    expect(turned).toBeGreaterThan(4 * Math.PI)
  })

  test('keeps its steps within the longest', () => {
    for (const longest of [0.05, 0.3]) {
      let point = pathStart(circle, [0, 1], 0, 0, 1)!
      for (let k = 0; k < 20; k++) {
        const next = pathAdvance(circle, point, { longest })!
        expect(Math.hypot(...next.x.map((value, i) => value - point.x[i]))).toBeLessThan(1.2 * longest)
        point = next
      }
    }
  })

  test('has its folds where a coordinate is stationary', () => {
    for (const index of [0, 1]) {
      let found = 0
      for (const [i, to] of points.entries()) {
        const from = points[i - 1]
        if (i === 0 || from.direction[index] * to.direction[index] >= 0) continue
        const fold = pathFold(circle, from, to, index)
        expect(Math.abs(Math.abs(fold[index]) - 1)).toBeLessThan(1e-10)
        expect(Math.abs(fold[1 - index])).toBeLessThan(1e-6)
        found++
      }
      expect(found).toBeGreaterThanOrEqual(4)
    }
  })
})

describe('a cubic fold', () => {
  const points = follow(cubic, pathStart(cubic, [-3, -1.7], 0, 0, 1)!, 60)

  test('is passed twice', () => {
    const turns = points.filter(({ direction }, i) => i > 0 && direction[0] * points[i - 1].direction[0] < 0)
    expect(turns).toHaveLength(2)
    const end = points[points.length - 1]
    expect(end.direction[0]).toBeGreaterThan(0)
    expect(end.x[0]).toBeGreaterThan(3)
    for (const [i, { x }] of points.entries()) if (i > 0) expect(x[1]).toBeGreaterThan(points[i - 1].x[1])
  })

  test('is located', () => {
    const folds = points.flatMap((to, i) =>
      i > 0 && to.direction[0] * points[i - 1].direction[0] < 0 ? [pathFold(cubic, points[i - 1], to, 0)] : [],
    )
    expect(folds).toHaveLength(2)
    expect(Math.abs(folds[0][0] - FOLD)).toBeLessThan(1e-8)
    expect(Math.abs(folds[0][1] + 1 / Math.sqrt(3))).toBeLessThan(1e-6)
    expect(Math.abs(folds[1][0] + FOLD)).toBeLessThan(1e-8)
    expect(Math.abs(folds[1][1] - 1 / Math.sqrt(3))).toBeLessThan(1e-6)
  })

  test('takes the same steps from a state as plain data', () => {
    const copied = JSON.parse(JSON.stringify(points[5])) as PathPoint
    expect(pathAdvance(cubic, copied)).toEqual(points[6])
  })
})

describe('a point between two', () => {
  const [from, to] = follow(circle, pathStart(circle, [0, 1], 0, 0, 1)!, 6).slice(4)

  test('lies on the curve, across the chord at its share', () => {
    const chord = to.x.map((value, i) => value - from.x[i])
    const square = chord[0] ** 2 + chord[1] ** 2
    for (const share of [0, 0.1, 0.5, 0.9, 1]) {
      const { x, ended } = pathBetween(circle, from, to, share)
      expect(ended).toBe('converged')
      expect(Math.abs(Math.hypot(...x) - 1)).toBeLessThan(1e-12)
      const along = (x[0] - from.x[0]) * chord[0] + (x[1] - from.x[1]) * chord[1]
      expect(along / square).toBeCloseTo(share, 11)
    }
  })
})

describe('sharp bends', () => {
  for (const radius of [1e-1, 1e-2, 1e-3]) {
    test(`of radius ${radius} are rounded, not cut`, () => {
      const equations: Equations = ([x, y]) => [y - Math.hypot(x, radius)]
      const start = pathStart(equations, [-1, 1], 0, 0, 1)!
      const points = follow(equations, start, 100)
      expect(points[points.length - 1].x[0]).toBeGreaterThan(1)
      for (const { x, residual } of points) {
        expect(residual).toBeLessThanOrEqual(1e-10)
        expect(Math.abs(x[1] - Math.hypot(x[0], radius))).toBeLessThan(1e-9)
      }
      for (const [i, { x }] of points.entries()) if (i > 0) expect(x[0]).toBeGreaterThan(points[i - 1].x[0])
    })

    test(`of radius ${radius} at the edge of the domain are rounded`, () => {
      // as of a branch that is about to leave q = 0: beyond the edge there is a second sheet, which is not ours
      const equations: Equations = ([x, y]) => [x > 0 ? x * y - radius * radius : Number.NaN]
      const points = follow(equations, pathStart(equations, [radius * radius, 1], 1, 1, -1)!, 100)
      expect(points[points.length - 1].x[0]).toBeGreaterThan(1)
      for (const { x } of points) expect(Math.min(...x)).toBeGreaterThan(0)
    })
  }

  test('of a thin ellipse are passed at both ends', () => {
    const thin: Equations = ([x, y]) => [x * x + 1e4 * y * y - 1]
    const points = follow(thin, pathStart(thin, [0, 0.01], 0, 0, 1)!, 300)
    const turns = points.flatMap(({ x, direction }, i) =>
      i > 0 && direction[0] * points[i - 1].direction[0] < 0 ? [Math.sign(x[0])] : [],
    )
    expect(turns.slice(0, 4)).toEqual([1, -1, 1, -1])
  })

  test('of a corner end the curve or turn it, but never leave it', () => {
    const corner: Equations = ([x, y]) => [Math.abs(x) + Math.abs(y) - 1]
    const points = follow(corner, pathStart(corner, [0.3, 0.7], 0, 0, 1)!, 200)
    expect(Math.max(...points.map(({ x }) => x[0]))).toBeGreaterThan(0.99)
    for (const { x } of points) expect(Math.abs(Math.abs(x[0]) + Math.abs(x[1]) - 1)).toBeLessThan(1e-9)
  })
})

describe('where the curve ends', () => {
  test('the next point is undefined', () => {
    // y = √(1 − x), followed from x = 0 to its end at x = 1, beyond which it is not a number
    const half: Equations = ([x, y]) => [x <= 1 && y >= 0.1 ? y - Math.sqrt(1 - x) : Number.NaN]
    const points = follow(half, pathStart(half, [0, 1], 0, 0, 1)!, 300)
    expect(points.length).toBeLessThan(300)
    const [x, y] = points[points.length - 1].x
    expect(y).toBeGreaterThanOrEqual(0.1)
    expect(Math.abs(x - 0.99)).toBeLessThan(1e-5)
  })
})

describe('two sheets of a hyperbola', () => {
  for (const r of [0.3, 0.1, 0.03]) {
    test(`xy = ${r}² are not mistaken for each other`, () => {
      const hyperbola: Equations = ([x, y]) => [x * y - r * r]
      let point = pathStart(hyperbola, [2, (r * r) / 2], 0, 0, -1)
      for (let step = 0; step < 60; step++) {
        if (point === undefined) throw new Error('the branch was lost')
        expect(point.x[0]).toBeGreaterThan(0)
        point = pathAdvance(hyperbola, point)
      }
      expect(point?.x[1]).toBeGreaterThan(2)
    })
  }
})

describe('two curves that cross', () => {
  // xy = 0: the axes
  const cross: Equations = ([x, y]) => [x * y]

  test('are each followed straight on', () => {
    const points = follow(cross, pathStart(cross, [-1, 0], 0, 0, 1)!, 40)
    const last = points[points.length - 1]
    expect(last.x[0]).toBeGreaterThan(1)
    for (const { x } of points) expect(Math.abs(x[1])).toBeLessThan(1e-5)
  })

  test('with sheets in three coordinates: a helix is not left for the turn above it', () => {
    for (const pitch of [0.5, 0.1, 0.03]) {
      // (cos t, sin t, pitch t): turns 2π pitch apart
      const helix: Equations = ([x, y, z]) => [x - Math.cos(z / pitch), y - Math.sin(z / pitch)]
      const points = follow(helix, pathStart(helix, [1, 0, 0], 2, 2, 1)!, 80)
      expect(points).toHaveLength(80)
      for (const [i, { x }] of points.entries()) {
        if (i === 0) continue
        const turned = (x[2] - points[i - 1].x[2]) / pitch
        expect(turned).toBeGreaterThan(0)
        expect(turned).toBeLessThan(1.2)
      }
    }
  })
})

describe('a fold of an exponential family', () => {
  test('far along, where the load stands still, keeps its direction', () => {
    // y = x e^{−x} in (x, y): the fold at x = 1, then a tail that falls for ever
    const tail: Equations = ([x, y]) => [y - x * Math.exp(-x)]
    const points = follow(tail, pathStart(tail, [0.01, 0.01], 0, 0, 1)!, 80)
    for (const [i, { x }] of points.entries()) if (i > 0) expect(x[0]).toBeGreaterThan(points[i - 1].x[0])
    expect(points[points.length - 1].x[0]).toBeGreaterThan(20)
    const turn = points.findIndex(({ direction }) => direction[1] < 0)
    const fold = pathFold(tail, points[turn - 1], points[turn], 1)
    expect(Math.abs(fold[0] - 1)).toBeLessThan(1e-5)
    expect(Math.abs(fold[1] - Math.exp(-1))).toBeLessThan(1e-10)
  })
})
