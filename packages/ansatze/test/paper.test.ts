import { relu, sign } from '@gardner/activations'
import {
  type Activation,
  complete,
  curve,
  entropy,
  type Problem,
  problem,
  type Solution,
  saddlePoint,
  type WeightPrior,
} from '@gardner/core'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { franzParisi, largeDeviation, normalised, rs, stabilities } from '../src/index.js'

// What Baldassi, Malatesta and Zecchina (2019) state of the geometry of solutions, on computed curves.

/** S(d) around a typical solution, d ascending. */
const around = (activation: Activation, alpha: number, distances: readonly number[]) =>
  complete(
    curve(problem({ activation, weights: binary, alpha }), franzParisi({ distance: 0.1 }), {
      distance: distances,
      quantities: [entropy],
    }),
  )
    .slice()
    .reverse()
    .map(({ values }) => values.entropy.value)

/** The distance below which typical solutions have no neighbours, by interpolation on a fine grid. */
function smallestDistance(activation: Activation, alpha: number): number {
  const distances = Array.from({ length: 45 }, (_, i) => 0.0018 * 1.1 ** i)
  const entropies = around(activation, alpha, distances)
  const i = entropies.findIndex((s) => s > 0)
  const [s0, s1] = [entropies[i - 1], entropies[i]]
  return distances[i - 1] + ((distances[i] - distances[i - 1]) * -s0) / (s1 - s0)
}

describe('typical binary solutions are isolated', () => {
  const loads = [0.5, 0.6, 0.7]
  const found = Object.fromEntries([sign, relu].map((g) => [g.name, loads.map((alpha) => smallestDistance(g, alpha))]))
  test.each([sign, relu])('$name: nothing within a distance that grows with the load', ({ name }) => {
    expect(found[name][0]).toBeGreaterThan(0.0018)
    for (let i = 1; i < loads.length; i++) expect(found[name][i]).toBeGreaterThan(found[name][i - 1])
  })
  test('less so with ReLU than with sign at the same load', () => {
    for (let i = 0; i < loads.length; i++) expect(found.relu[i]).toBeLessThan(found.sign[i])
  })
})

/** F(α) − F(0) at y = ∞. */
const density = (activation: Activation, weights: WeightPrior, alpha: number, distance: number) =>
  complete(
    saddlePoint(
      problem({ activation, weights, alpha }),
      largeDeviation({ replicas: Number.POSITIVE_INFINITY, distance }),
    ),
  ).measure(normalised)

describe('dense regions', () => {
  test.each([
    { activation: sign, weights: binary, alpha: 0.5 },
    { activation: relu, weights: binary, alpha: 0.5 },
    { activation: sign, weights: spherical, alpha: 1 },
    { activation: relu, weights: spherical, alpha: 1 },
  ])('$activation.name, $weights.name: all of the space near d = 0, less further out', (machine) => {
    const { activation, weights, alpha } = machine
    const values = [0.002, 0.01, 0.05, 0.1].map((distance) => density(activation, weights, alpha, distance))
    expect(Math.abs(values[0].value)).toBeLessThan(1e-9)
    for (let i = 1; i < values.length; i++) {
      expect(values[i].value).toBeLessThan(values[i - 1].value + values[i].error + values[i - 1].error)
    }
    expect(values[3].value).toBeLessThan(-1e-3)
  })
  test.each([
    { weights: binary, small: 0.4, large: 0.7 },
    { weights: spherical, small: 0.6, large: 1.6 },
  ])(
    '$weights.name: denser with ReLU than with sign at small load, the other way round at large',
    ({ weights, small, large }) => {
      const difference = (alpha: number) => {
        const [one, other] = [relu, sign].map((activation) => density(activation, weights, alpha, 0.01))
        const gap = one.value - other.value
        expect(Math.abs(gap)).toBeGreaterThan(one.error + other.error)
        return gap
      }
      expect(difference(small)).toBeGreaterThan(0)
      expect(difference(large)).toBeLessThan(0)
    },
  )
})

describe('stabilities', () => {
  const alpha = 0.4
  const grid = Array.from({ length: 151 }, (_, i) => 0.02 * i)
  /** Mode, height there and width at half of it. */
  // biome-ignore lint/suspicious/noExplicitAny: of whatever ansatz
  const shape = (activation: Activation, solve: (machine: Problem) => Solution<any>) => {
    const machine = problem({ activation, weights: binary, alpha })
    const densities = solve(machine)
      .profile(stabilities(machine), grid)
      .map(({ value }) => value)
    const height = Math.max(...densities)
    const wide = grid.filter((_, i) => densities[i] > 0.5 * height)
    return { mode: grid[densities.indexOf(height)], atMargin: densities[0], width: wide[wide.length - 1] - wide[0] }
  }
  const dense = largeDeviation({ replicas: Number.POSITIVE_INFINITY, distance: 0.05 })
  test('of typical solutions are most likely at the margin', () => {
    for (const activation of [sign, relu])
      expect(shape(activation, (machine) => complete(saddlePoint(machine, rs))).mode).toBe(0)
  })
  test('in dense regions away from it; with ReLU nearer to it and narrower than with sign', () => {
    const [one, other] = [relu, sign].map((activation) =>
      shape(activation, (machine) => complete(saddlePoint(machine, dense))),
    )
    for (const { mode, atMargin } of [one, other]) {
      expect(mode).toBeGreaterThan(0.1)
      expect(atMargin).toBeLessThan(0.2)
    }
    expect(one.mode).toBeLessThan(other.mode)
    expect(one.width).toBeLessThan(other.width)
  })
})
