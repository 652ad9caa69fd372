// What the jobs compute, held against the library, which the command line asks too.
import { relu, sign } from '@gardner/activations'
import { franzParisi, kStepRsb, largeDeviation, normalised, rs, stabilities } from '@gardner/ansatze'
import {
  type Ansatz,
  capacity,
  complete,
  curve,
  defineQuantity,
  instability,
  machine,
  type Problem,
  problem,
  saddlePoint,
} from '@gardner/core'
import { formula } from '@gardner/formula'
import { binary, spherical } from '@gardner/weights'
import { lastValueFrom, type Observable, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Curve, Thresholds } from '../../src/engine/engine.js'
import type { Machine } from '../../src/engine/machine.js'
import { jobs } from '../../src/job/jobs.js'
import { gridText } from '../../src/state/command.js'

const committee = (activation: string, weights: string, margin = 0): Machine => ({
  architecture: 'committee',
  activation,
  weights,
  margin,
})
const perceptron: Machine = { architecture: 'perceptron', activation: 'none', weights: 'spherical', margin: 0 }
const all = <T>(events: Observable<T>) => lastValueFrom(events.pipe(toArray()))
const found = ({ points }: Curve) => points.filter(({ verdict }) => verdict === 'converged')

/** Snapshots are sorted and only grow, but for points that turn out to lie beyond the branch; the last one is whole. */
function expectSnapshots(curves: readonly Curve[]) {
  let before: readonly number[] = []
  for (const [k, { points, done }] of curves.entries()) {
    const xs = points.map(({ x }) => x)
    expect(xs).toEqual([...xs].sort((a, b) => a - b))
    expect(new Set(xs).size).toBe(xs.length)
    expect(xs).toEqual(expect.arrayContaining([...before]))
    expect(done).toBe(k === curves.length - 1)
    before = xs
  }
}

/** One point of a curve, solved for by itself, as the command line would. */
const alone = (at: Problem, ansatz: Ansatz, distance: number) =>
  complete(curve(at, ansatz, { distance: [distance] }))[0].values.entropy.value

describe('S(α)', () => {
  for (const [name, asked, here, to] of [
    ['relu binary', committee('relu', 'binary'), machine({ activation: relu, weights: binary }), 1.2],
    [
      'sign spherical',
      committee('sign', 'spherical', 0.3),
      machine({ activation: sign, weights: spherical, margin: 0.3 }),
      4,
    ],
    [
      'a formula',
      committee('formula:max(0, x)', 'binary'),
      machine({ activation: formula('max(0, x)'), weights: binary }),
      0.9,
    ],
  ] as const) {
    test(`of ${name} is that of solutions found by themselves`, async () => {
      const curves = await all(jobs.entropy({ machine: asked, to }))
      expectSnapshots(curves)
      const { points } = curves[curves.length - 1]
      expect(points[0]).toMatchObject({ x: 0, verdict: 'converged' })
      expect(points[points.length - 1].x).toBe(to)
      expect(points.length).toBeGreaterThan(80)
      for (const { x, value, error } of points.filter((_, i) => i % 9 === 4)) {
        const { entropy } = complete(saddlePoint(here.at({ alpha: x }), rs))
        expect(Math.abs(value - entropy.value)).toBeLessThan(1e-10)
        expect(error).toBeLessThan(1e-8)
      }
    })
  }

  test('is coarse first, over the whole range', async () => {
    const curves = await all(jobs.entropy({ machine: committee('relu', 'binary'), to: 0.8 }))
    const coarse = curves.find(({ points }) => points.at(-1)?.x === 0.8)
    expect(coarse?.points).toHaveLength(15)
    for (const point of coarse?.points ?? []) {
      expect(curves.at(-1)?.points).toContainEqual(point)
    }
  })

  test('of spherical weights falls to where the overlap reaches 1, and ends there', async () => {
    const [line] = (await all(jobs.entropy({ machine: perceptron, to: 3 }))).slice(-1)
    expect(found(line)).toHaveLength(line.points.length)
    const end = line.points[line.points.length - 1]
    expect(end.x).toBeLessThan(2)
    expect(end.x).toBeGreaterThan(1.9999)
    expect(end.value).toBeLessThan(-4)
  })

  test('is asked for as a range by the command line', async () => {
    const [line] = (await all(jobs.entropy({ machine: committee('relu', 'binary') }))).slice(-1)
    expect(gridText(line.points.map(({ x }) => x))).toMatch(/^0:[\d.]+:0\.\d{1,5}$/)
    const [sphere] = (await all(jobs.entropy({ machine: perceptron }))).slice(-1)
    for (const { x } of sphere.points) expect(String(x).length).toBeLessThan(12)
  })

  test('says why there is none beyond the end of the branch', async () => {
    const [line] = (await all(jobs.entropy({ machine: committee('linear', 'binary'), to: 100 }))).slice(-1)
    const { x, value } = found(line)[found(line).length - 1]
    expect(x).toBeLessThan(1.2733)
    expect(value).toBeLessThan(0)
    const beyond = line.points.filter((point) => point.x > x)
    expect(beyond).not.toHaveLength(0)
    for (const point of beyond) {
      expect(point).toMatchObject({ value: Number.NaN, error: Number.NaN, verdict: 'absent' })
      expect(point.reason).toMatch(/the overlap reaches 1/)
    }
  })

  test('refuses a machine or a load that is none', async () => {
    for (const [asked, message] of [
      [committee('rleu', 'binary'), /^unknown activation: rleu; did you mean relu\?/],
      [committee('formula:max(0, x', 'binary'), /formula|expected/],
      [committee('relu', 'cubic'), /^unknown weights: cubic/],
      [committee('relu', 'binary', Number.NaN), /^invalid margin: NaN/],
    ] as const) {
      await expect(all(jobs.entropy({ machine: asked, to: 1 }))).rejects.toThrow(message)
    }
    await expect(all(jobs.entropy({ machine: committee('relu', 'binary'), to: -1 }))).rejects.toThrow(
      /^invalid .*load: -1/,
    )
  })
})

describe('at a distance', () => {
  const asked = committee('relu', 'binary')
  const here = problem({ activation: relu, weights: binary, alpha: 0.6 })
  const typical = complete(saddlePoint(here, rs))

  test('from typical solutions there are as many as the library finds', async () => {
    const curves = await all(jobs['franz-parisi']({ machine: asked, alpha: 0.6 }))
    expectSnapshots(curves)
    const { points, at } = curves[curves.length - 1]
    expect(at).toEqual({ q: typical.at.q, distance: typical.at.gap / 2, entropy: typical.entropy.value })
    expect(points).toHaveLength(29)
    for (const point of points.filter((_, i) => i % 5 === 2)) {
      expect(Math.abs(point.value - alone(here, franzParisi({ distance: 0.25 }), point.x))).toBeLessThan(1e-10)
      expect(point.value).toBeLessThan(point.bound as number)
    }
    // as many as there are at all where typical ones are
    expect(Math.max(...points.map(({ value }) => value))).toBeCloseTo(typical.entropy.value, 3)
  })

  test('the bound is what there is without patterns', async () => {
    for (const weights of ['binary', 'spherical']) {
      const [line] = (await all(jobs['franz-parisi']({ machine: committee('relu', weights), alpha: 1e-7 }))).slice(-1)
      for (const { value, bound = Number.NaN } of line.points) expect(Math.abs(value - bound)).toBeLessThan(1e-6)
    }
  })

  test('there are dense regions of the entropy that the library finds', async () => {
    const curves = await all(jobs['local-entropy']({ machine: asked, alpha: 0.6 }))
    expectSnapshots(curves)
    const { points } = curves[curves.length - 1]
    expect(points).toHaveLength(29)
    const unloaded = defineQuantity('unloaded', (state) => state.freeEntropy - normalised.of(state as never))
    for (const { x, value, bound = Number.NaN } of points.filter((_, i) => i % 5 === 2)) {
      const ansatz = largeDeviation({ replicas: Number.POSITIVE_INFINITY, distance: x })
      expect(Math.abs(value - alone(here, ansatz as Ansatz, x))).toBeLessThan(1e-10)
      const solution = complete(saddlePoint(here, ansatz as Ansatz))
      expect(Math.abs(bound - solution.measure(unloaded).value)).toBeLessThan(1e-10)
      expect(value).toBeLessThan(bound + 1e-12)
    }
    const [first, last] = [points[0], points[points.length - 1]]
    expect(first.x).toBeLessThan(0.001)
    expect(last.x / (typical.at.gap / 2)).toBeCloseTo(0.999, 3)
    // typical solutions where the branch ends
    expect(last.value).toBeCloseTo(typical.entropy.value, 3)
  })

  test('beyond the load where solutions end there is nothing, in one answer', async () => {
    for (const job of ['franz-parisi', 'local-entropy'] as const) {
      const curves = await all(jobs[job]({ machine: asked, alpha: 3 }))
      expect(curves).toHaveLength(1)
      expect(curves[0].done).toBe(true)
      for (const { value, reason } of curves[0].points) {
        expect(value).toBeNaN()
        expect(reason).toMatch(/the overlap reaches 1, at α = 1\.86777/)
      }
    }
  })

  test('where there is less than one typical solution there is nothing, whatever the equations say', async () => {
    for (const job of ['franz-parisi', 'local-entropy', 'stabilities'] as const) {
      const curves = await all<Curve>(jobs[job]({ machine: asked, alpha: 1.5 }))
      expect(curves).toHaveLength(1)
      const [{ points, at, done }] = curves
      expect(done).toBe(true)
      if (job !== 'stabilities') expect(at?.entropy).toBeLessThan(0)
      for (const { value, reason } of points) {
        expect(value).toBeNaN()
        expect(reason).toMatch(/beyond the capacity.*entropy of typical solutions is negative/)
      }
    }
    const dense = { replicas: Number.POSITIVE_INFINITY, distance: 0.02 }
    const [{ points }] = await all(jobs.stabilities({ machine: asked, alpha: 1.5, dense }))
    expect(points.every(({ value, reason }) => Number.isNaN(value) && /no dense region/.test(reason ?? ''))).toBe(true)
  })

  test('weights that have none say so', async () => {
    await expect(
      all(jobs['franz-parisi']({ machine: committee('relu', 'ternary'), alpha: 0.3 })),
    ).rejects.toMatchObject({
      code: 'UNSUITABLE',
    })
  })
})

describe('P(Δ)', () => {
  for (const margin of [-3, -0.5, 0, 1]) {
    test(`is shown where its mass is, at κ = ${margin}`, async () => {
      const [line] = (await all(jobs.stabilities({ machine: committee('relu', 'binary', margin), alpha: 0.1 }))).slice(
        -1,
      )
      const mass = line.points.slice(1).reduce((sum, { x, value }, i) => {
        const before = line.points[i]
        return sum + ((x - before.x) * (value + before.value)) / 2
      }, 0)
      expect(mass).toBeGreaterThan(0.99)
      expect(mass).toBeLessThan(1.01)
    })
  }

  const here = problem({ activation: relu, weights: binary, margin: 0.1, alpha: 0.4 })
  for (const [name, dense, ansatz] of [
    ['typical solutions', undefined, rs],
    ['dense regions', { replicas: 10, distance: 0.05 }, largeDeviation({ replicas: 10, distance: 0.05 })],
    [
      'the densest',
      { replicas: Number.POSITIVE_INFINITY, distance: 0.05 },
      largeDeviation({ replicas: Number.POSITIVE_INFINITY, distance: 0.05 }),
    ],
  ] as const) {
    test(`of ${name} is that of the library`, async () => {
      const input = { machine: committee('relu', 'binary', 0.1), alpha: 0.4, ...(dense === undefined ? {} : { dense }) }
      const curves = await all(jobs.stabilities(input))
      expectSnapshots(curves)
      const { points, at } = curves[curves.length - 1]
      const places = points.map(({ x }) => x)
      expect(places[0]).toBe(0.1)
      expect(places[places.length - 1]).toBeCloseTo(0.1 + 4 * Math.sqrt(here.kernel.deficit(1)), 1)
      const solution = complete(saddlePoint(here, ansatz as Ansatz))
      const expected = solution.profile(stabilities(here), places)
      for (const [i, { value }] of points.entries()) expect(Math.abs(value - expected[i].value)).toBeLessThan(1e-10)
      expect(at?.q).toBe(dense === undefined ? solution.at.q : undefined)
    })
  }
})

describe('thresholds', () => {
  const of = async (asked: Machine, steps: 0 | 1 | 2): Promise<Thresholds> => {
    const told = await all(jobs.thresholds({ machine: asked, steps }))
    return {
      ...Object.assign({}, ...told),
      capacity: Object.assign({}, ...told.map(({ capacity: threshold }) => threshold)),
    }
  }

  test('are those of the library', async () => {
    const here = machine({ activation: relu, weights: spherical })
    const [zero, one, two] = [
      await of(committee('relu', 'spherical'), 0),
      await of(committee('relu', 'spherical'), 1),
      await of(committee('relu', 'spherical'), 2),
    ]
    const { value, error, verdict, reason } = complete(capacity(here, rs))
    expect(zero.capacity.rs).toMatchObject({ value, error, verdict, reason })
    expect(zero.instability?.value).toBe(complete(instability(here, rs)).value)
    expect(one.capacity['1rsb']?.value).toBe(complete(capacity(here, kStepRsb({ steps: 1 }))).value)
    expect(two.capacity['2rsb']?.value).toBe(complete(capacity(here, kStepRsb({ steps: 2 }))).value)
  })

  test('may diverge, or never come', async () => {
    for (const steps of [0, 1, 2] as const) {
      const [threshold] = Object.values((await of(committee('sign', 'spherical'), steps)).capacity)
      expect(threshold).toMatchObject({ value: Number.POSITIVE_INFINITY, error: 0, verdict: 'absent' })
      expect(threshold.reason).toMatch(/C'\(1\) = ∞/)
    }
    const { capacity: threshold, instability: unstable } = await of(perceptron, 0)
    expect(threshold.rs?.value).toBe(2)
    expect(unstable).toMatchObject({ value: Number.POSITIVE_INFINITY, verdict: 'absent' })
  })

  test('of what cannot be computed are a reason', async () => {
    const { capacity: threshold, instability: unstable } = await of(committee('relu', 'binary', -6), 0)
    for (const found of [threshold.rs, unstable]) {
      expect(found).toMatchObject({ value: Number.NaN, error: Number.NaN, verdict: 'stalled' })
      expect(found?.reason).toMatch(/ask for a margin above −8/)
    }
  })
})

describe('a shape', () => {
  test('has g with its jump, and C(q)/C(1)', async () => {
    const [{ g, kernel, warnings }] = await all(jobs.shape({ machine: committee('sign', 'binary') }))
    expect(g.points.filter(({ x }) => x === 0).map(({ value }) => value)).toEqual([-1, 1])
    expect([g.points[0], g.points[g.points.length - 1]]).toMatchObject([
      { x: -4, value: -1 },
      { x: 4, value: 1 },
    ])
    expect(kernel.points[0]).toMatchObject({ x: 0, value: 0 })
    expect(kernel.points[kernel.points.length - 1]).toMatchObject({ x: 1, value: 1 })
    for (const { x, value, error } of kernel.points) {
      expect(Math.abs(value - (2 / Math.PI) * Math.asin(x))).toBeLessThan(1e-14)
      expect(error).toBeLessThan(1e-12)
    }
    expect(warnings).toEqual([])
  })

  test('that is continuous has one value at each place', async () => {
    const [{ g }] = await all(jobs.shape({ machine: committee('relu', 'binary') }))
    const places = g.points.map(({ x }) => x)
    expect(new Set(places).size).toBe(places.length)
    for (const { x, value } of g.points) expect(value).toBe(Math.max(0, x))
  })
})

describe('g(u)', () => {
  for (const [text, g] of [
    ['sin(100*x)', (u: number) => Math.sin(100 * u)],
    ['tanh(50*x)', (u: number) => Math.tanh(50 * u)],
    ['sign', Math.sign],
  ] as const) {
    test(`of ${text} is drawn as it is`, async () => {
      const asked = committee(text === 'sign' ? text : `formula:${text}`, 'binary')
      const [{ g: drawn }] = await all(jobs.shape({ machine: asked }))
      const { points } = drawn
      expect([points[0].x, points[points.length - 1].x]).toEqual([-4, 4])
      for (let i = 0; i < 1000; i++) {
        const u = -4 + (8 * (i + 0.5)) / 1000
        const k = points.findIndex(({ x }) => x >= u)
        const [a, b] = [points[k - 1], points[k]]
        // a plot 300 pixels wide and 150 high
        const slope = (((b.value - a.value) / (b.x - a.x)) * 75) / 37.5
        const off = 75 * (a.value + ((b.value - a.value) * (u - a.x)) / (b.x - a.x) - g(u))
        expect(Math.abs(off) / Math.hypot(1, slope)).toBeLessThan(0.5)
      }
    })
  }
})
