import { elu, leakyRelu, linear, polynomial, relu, sine } from '@gardner/activations'
import { franzParisi, kStepRsb, largeDeviation, rs } from '@gardner/ansatze'
import {
  type Ansatz,
  type Constraint,
  type Control,
  capacity,
  complete,
  controlOf,
  controlsOf,
  curve,
  entropy,
  instability,
  machine,
  margin,
  type Problem,
  type ProblemOptions,
  problem,
  saddlePoint,
} from '@gardner/core'
import { binary, spherical, ternaryOf } from '@gardner/weights'
import { describe, expect, test } from 'vitest'

/** Δ ≥ κ of either sign: |Δ| ≤ κ is another constraint with a parameter. */
const movable = (kappa: number): Constraint => {
  const { name: _, kind: __, ...rest } = margin(kappa)
  return { ...rest, name: 'movable', parameters: { level: kappa }, at: ({ level }) => movable(level) }
}

const committee = (more: Partial<ProblemOptions> = {}): Problem =>
  problem({ activation: relu, weights: binary, alpha: 0.3, ...more })
const namesOf = (of: Problem, ansatz: Ansatz = rs as Ansatz) =>
  controlsOf({ problem: of, ansatz }).map(({ name }) => name)

describe('control parameters', () => {
  test('are α, κ, and the numbers of the parts that can be made anew', () => {
    expect(namesOf(committee())).toEqual(['alpha', 'margin'])
    expect(namesOf(committee({ activation: leakyRelu({ slope: 0.2 }) }))).toEqual(['alpha', 'margin', 'slope'])
    expect(namesOf(committee({ weights: ternaryOf({ zero: 0.2 }) }))).toEqual(['alpha', 'margin', 'zero'])
    expect(namesOf(committee({ constraint: movable(0) }))).toEqual(['alpha', 'level'])
    expect(namesOf(committee(), franzParisi({ distance: 0.1 }) as Ansatz)).toEqual(['alpha', 'margin', 'distance'])
    expect(namesOf(committee(), kStepRsb({ steps: 2, parisi: [0.3, 0.6] }) as Ansatz)).toEqual([
      'alpha',
      'margin',
      'm1',
      'm2',
    ])
    expect(namesOf(committee(), largeDeviation({ replicas: 3, distance: 0.1 }) as Ansatz)).toContain('replicas')
    // coefficients are a list, and a degree is none that changes
    expect(namesOf(committee({ activation: polynomial([0, 1, 1]) }))).toEqual(['alpha', 'margin'])
  })

  test('set what they name and leave the rest', () => {
    const cases: readonly [Problem, Ansatz, string, number][] = [
      [committee(), rs as Ansatz, 'alpha', 0.5],
      [committee(), rs as Ansatz, 'margin', -0.25],
      [committee({ activation: leakyRelu({ slope: 0.2 }), margin: 0.1 }), rs as Ansatz, 'slope', 0.5],
      [committee({ activation: elu({ a: 0.2 }) }), rs as Ansatz, 'a', 0.7],
      [committee({ activation: sine({ frequency: 2 }) }), rs as Ansatz, 'frequency', 3],
      [committee({ weights: ternaryOf({ zero: 0.2 }) }), rs as Ansatz, 'zero', 0.6],
      [committee({ constraint: movable(0) }), rs as Ansatz, 'level', 0.5],
      [committee(), largeDeviation({ replicas: 3, distance: 0.1 }) as Ansatz, 'replicas', 7],
      [committee(), kStepRsb({ steps: 2, parisi: [0.3, 0.6] }) as Ansatz, 'm2', 0.9],
    ]
    for (const [asked, ansatz, name, value] of cases) {
      const posed = { problem: asked, ansatz }
      const control = controlOf(posed, name)
      const before = control.of(posed)
      const there = control.at(posed, value)
      expect(control.of(there)).toBe(value)
      for (const other of controlsOf(posed)) if (other.name !== name) expect(other.of(there)).toBe(other.of(posed))
      const back = control.at(there, before as number)
      expect(JSON.stringify(back.problem)).toBe(JSON.stringify(asked))
      expect(back.ansatz.name).toBe(ansatz.name)
    }
  })

  test('that do not exist are told, and those that cannot change', () => {
    const ask =
      (name: string, of = committee()) =>
      () =>
        controlOf({ problem: of, ansatz: rs }, name)
    expect(ask('alhpa')).toThrow(/^unknown control parameter: alhpa; did you mean alpha\? known: alpha, margin$/)
    const movableOne = { problem: committee({ constraint: movable(0) }), ansatz: rs }
    expect(() => controlOf(movableOne, 'margin').at(movableOne, 0.5)).toThrow(
      /^invalid margin: 0.5; expected no margin: the constraint movable was given in its place$/,
    )
    const given = { problem: committee({ constraint: margin(0.25) }), ansatz: rs }
    expect(controlOf(given, 'margin').at(given, 0.5).problem.constraint.parameters).toEqual({ margin: 0.5 })
    expect(ask('coefficients', committee({ activation: polynomial([0, 1, 1]) }))).toThrow(
      /^invalid control parameter: coefficients; polynomial cannot be made at another coefficients$/,
    )
  })

  test('refuse what is out of range', () => {
    const posed = { problem: committee(), ansatz: franzParisi({ distance: 0.1 }) }
    const at = (name: string, value: number) => () => (controlOf(posed, name) as Control).at(posed, value)
    expect(at('distance', 1)).toThrow(/^invalid distance: 1; expected a number above 0 and below 1$/)
    expect(at('alpha', -1)).toThrow(/^invalid alpha: -1/)
    expect(at('margin', Number.NaN)).toThrow(/^invalid margin: NaN/)
  })
})

describe('a curve along any of them', () => {
  test('has the solutions that are there one by one', () => {
    const of = committee({ activation: leakyRelu({ slope: 0.5 }) })
    const points = complete(curve(of, rs, { along: 'slope', at: [0.9, 0, 0.5] }))
    expect(points.map(({ parameter }) => parameter)).toEqual([0, 0.5, 0.9])
    for (const { along, parameter, values, at } of points) {
      const alone = complete(saddlePoint(committee({ activation: leakyRelu({ slope: parameter }) }), rs))
      expect(along).toBe('slope')
      expect(values.entropy).toEqual(alone.measure(entropy as never))
      expect(at).toEqual(alone.at)
    }
    // a slope of 0 is ReLU, by another kernel
    expect(points[0].values.entropy.value).toBeCloseTo(complete(saddlePoint(committee(), rs)).entropy.value, 12)
  })

  test('is that of alpha, margin and distance under these names', () => {
    const at = [0.1, 0.2, 0.3]
    expect(complete(curve(committee(), rs, { along: 'alpha', at }))).toEqual(
      complete(curve(committee(), rs, { alpha: at })),
    )
    expect(complete(curve(committee(), rs, { along: 'margin', at }))).toEqual(
      complete(curve(committee(), rs, { margin: at })),
    )
    const around = franzParisi({ distance: 0.1 })
    expect(complete(curve(committee(), around, { along: 'distance', at }))).toEqual(
      complete(curve(committee(), around, { distance: at })),
    )
  })

  test('of critical values, which go along all but what they are values of', () => {
    const of = machine({ activation: leakyRelu({ slope: 0.1 }), weights: binary })
    const [first, last] = complete(curve(of, rs, { along: 'slope', at: [0, 1], thresholds: ['capacity'] }))
    expect(first.values.capacity.value).toBeCloseTo(
      complete(capacity(machine({ activation: relu, weights: binary }), rs)).value,
      12,
    )
    expect(last.values.capacity.value).toBeCloseTo(
      complete(capacity(machine({ activation: linear, weights: binary }), rs)).value,
      12,
    )
    const around = franzParisi({ distance: 0.1 })
    const sphere = machine({ activation: relu, weights: spherical })
    const [point] = complete(curve(sphere, around, { distance: [0.1], thresholds: ['instability'] }))
    expect(point.values.instability.value).toBe(complete(instability(sphere, around)).value)
    expect(() => complete(curve(committee(), around, { distance: [0.1], thresholds: ['minimumDistance'] }))).toThrow(
      /expected quantities along distance, of which minimumDistance is a value itself$/,
    )
  })

  test('is refused where a part does not change, or fails to', () => {
    const made = (at: (change: Readonly<Record<string, number>>) => unknown) =>
      committee({ weights: { ...binary, parameters: { x: 7 }, at } as never })
    const along = (at: () => unknown) => () =>
      complete(curve(made(at), rs, { along: 'x', at: [1, 2], quantities: [entropy] }))
    for (const nothing of [() => undefined, () => null, () => binary, () => ({ ...binary, parameters: { x: 7 } })]) {
      expect(along(nothing)).toThrow(/^invalid at of binary: .*; expected binary at x = 1$/)
    }
    const failing = along(() => {
      throw new Error('no x')
    })
    expect(failing).toThrow(/^at of binary threw: no x$/)
    expect(() => controlOf({ problem: committee(), ansatz: rs }, undefined as never)).toThrow(
      /^invalid control parameter: undefined; expected a name/,
    )
  })

  test('needs a name and values', () => {
    for (const options of [{ along: 'slope' }, { at: [1] }, { along: 'slope', at: [1], alpha: [1] }]) {
      expect(() => complete(curve(committee(), rs, options))).toThrow(
        /^invalid curve: .*or a parameter in along and its values in at$/,
      )
    }
    expect(() => complete(curve(committee(), rs, { along: 1 as never, at: [1] }))).toThrow(
      /^invalid along: 1; expected the name/,
    )
  })
})
