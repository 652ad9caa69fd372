import { linear } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import { complete, curve, machine, saddlePoint } from '@gardner/core'
import { binary } from '@gardner/weights'
import { lastValueFrom, take, toArray } from 'rxjs'
import { expect, test } from 'vitest'
import { refining } from '../../src/engine/refining.js'

const perceptron = machine({ activation: linear, weights: binary })
/** The branch of the binary perceptron ends at α = 1.2732. */
const loads = (most: number, count: number) => Array.from({ length: count + 1 }, (_, i) => (most * i) / count)

/** All that is told, and which places were visited in which pass. */
async function followed(places: readonly number[], stride: number, tracingAt = plain) {
  const passes: (readonly number[])[] = []
  const told = await lastValueFrom(
    refining(places, stride, (visited) => {
      passes.push(visited)
      return tracingAt(visited)
    }).pipe(toArray()),
  )
  return { told, passes, points: told[told.length - 1].points }
}
const plain = (alpha: readonly number[]) => curve(perceptron, rs, { alpha })

test('goes over the whole range, then halfway between, and each place is visited once', async () => {
  const places = loads(0.8, 16)
  const { told, passes, points } = await followed(places, 8)
  const at = (indices: readonly number[]) => indices.map((i) => places[i])
  expect(passes).toEqual([at([0, 8, 16]), at([4, 12]), at([2, 6, 10, 14]), at([1, 3, 5, 7, 9, 11, 13, 15])])
  expect(points.map(({ parameter }) => parameter)).toEqual(places)
  const stages = told.map(({ stage }) => stage)
  expect(stages.filter((stage) => stage !== 'partial')).toEqual(['coarse', 'done'])
  expect(told[stages.indexOf('coarse')].points.map(({ parameter }) => parameter)).toEqual(at([0, 8, 16]))
  expect(stages[stages.length - 1]).toBe('done')
})

test('has the branch and the values that a curve in order has', async () => {
  const { points } = await followed(loads(1.2, 24), 8)
  for (const [i, { parameter, verdict, branch, values }] of complete(
    curve(perceptron, rs, {
      alpha: loads(1.2, 24),
    }),
  ).entries()) {
    expect(points[i]).toMatchObject({ parameter, verdict, branch })
    expect(Math.abs(points[i].values.entropy.value - values.entropy.value)).toBeLessThan(1e-12)
    expect(points[i].values.entropy.value).toBeCloseTo(
      complete(saddlePoint(perceptron.at({ alpha: parameter }), rs)).entropy.value,
      12,
    )
  }
})

test('looks for the end of a branch twice, and not beyond', async () => {
  const places = loads(4, 32)
  const visited: number[] = []
  const { points, passes } = await followed(places, 8, (alpha) => {
    const iteration = plain(alpha)
    return {
      ...iteration,
      step: (state) => {
        visited.push(alpha[state.count])
        return iteration.step(state)
      },
    }
  })
  // of 0, 1, 2, 3, 4 the third is the first beyond; then what lies between 1 and 2 up to the first beyond
  const end = 1.2732
  expect(passes[0]).toEqual([0, 1, 2, 3, 4])
  expect(visited.filter((alpha) => alpha > end)).toEqual([2, 1.375])
  expect(points.map(({ parameter }) => parameter)).toEqual(places)
  for (const { parameter, verdict, reason } of points) {
    expect(verdict).toBe(parameter < end ? 'converged' : 'absent')
    if (parameter > end) expect(reason).toMatch(/the overlap reaches 1/)
  }
})

test('where nothing is found tries the coarse places only', async () => {
  const places = loads(4, 16).map((alpha) => alpha + 2)
  const { points, passes } = await followed(places, 8)
  expect(passes).toEqual([[2, 4, 6]])
  expect(points).toHaveLength(17)
  for (const { verdict, reason } of points) expect([verdict, reason]).toEqual(['absent', points[0].reason])
})

test('has the branch to its near end too', async () => {
  // from the far side of the end, as along distances
  const places = loads(2, 16)
  const there = new Set(places.filter((alpha) => alpha < 1.2732))
  const mirrored = (visited: readonly number[]) => plain(visited.map((x) => 2 - x).reverse())
  const reversed = (visited: readonly number[]) => {
    const iteration = mirrored(visited)
    // visited from where there is nothing to where there is something
    return {
      ...iteration,
      step: (state: ReturnType<typeof iteration.init>) => {
        const parameter = visited[state.count]
        const [point] = complete(curve(perceptron, rs, { alpha: [2 - parameter] }))
        const count = state.count + 1
        return { ...state, points: [...state.points, { ...point, parameter }], count, ended: count === visited.length }
      },
    }
  }
  const { points } = await followed(places, 4, reversed)
  expect(
    points
      .filter(({ verdict }) => verdict === 'converged')
      .map(({ parameter }) => 2 - parameter)
      .sort(),
  ).toEqual([...there].sort())
})

test('stops when it is unsubscribed', async () => {
  let steps = 0
  const counted = (alpha: readonly number[]) => {
    const iteration = plain(alpha)
    return {
      ...iteration,
      step: (state: ReturnType<typeof iteration.init>) => {
        steps++
        return iteration.step(state)
      },
    }
  }
  await lastValueFrom(refining(loads(0.8, 64), 8, counted).pipe(take(3)))
  const at = steps
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(steps).toBe(at)
})
