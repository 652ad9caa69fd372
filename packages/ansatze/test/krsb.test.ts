import { readFileSync } from 'node:fs'
import { erf, linear, monomial, polynomial, quadratic, relu, sign, tanh } from '@gardner/activations'
import {
  type Activation,
  type Ansatz,
  complete,
  drive,
  instability,
  isSolved,
  type Machine,
  machine,
  problem,
  type SaddleState,
  saddlePoint,
  type WeightPrior,
} from '@gardner/core'
import { ansatzLaws } from '@gardner/core/testing'
import { FINE_STEP } from '@gardner/numerics'
import { binary, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { breaking, complexity, type Krsb, kStepRsb, oneStepRsb, rs } from '../src/index.js'

const steps = (k: number, parisi?: readonly number[]) =>
  kStepRsb({ steps: k, ...(parisi === undefined ? {} : { parisi }) })

describe('laws', () => {
  const even = polynomial([0, 0.3, 1])
  type Row = readonly [Activation, WeightPrior, margin: number, alpha: number, Ansatz<Krsb>]
  const quick: readonly Row[] = [
    [relu, spherical, 0, 2.6, steps(1)],
    [sign, spherical, 0, 3.2, steps(1)],
    [monomial(3), spherical, 0.2, 2, steps(1)],
    [linear, spherical, -1, 11, steps(2)],
    // with m held
    [relu, spherical, 0, 2.2, steps(1, [0.3])],
    [sign, spherical, 0, 3.5, steps(1, [1])],
  ]
  const dear: readonly Row[] = [
    // weights whose cascade is none of Gaussians, with and without a free norm
    [even, binary, 0.5, 0.66, steps(1, [0.5])],
    [even, binary, 0.5, 0.66, steps(1)],
    [sign, spherical, 0, 4, steps(3)],
    [relu, spherical, 0, 2, steps(1)],
    [monomial(3), ternary, 0, 1.43, steps(1)],
    [relu, spherical, 0, 2.5, steps(2, [0.05, 0.2])],
    [tanh, spherical, 0, 2.2, steps(1)],
  ]
  const rows = [...quick, ...representatives(dear, 4)]
  test.each(
    rows.map(
      (row) => [`${row[0].name}, ${row[1].name}, margin ${row[2]}, alpha ${row[3]}, ${row[4].name}`, row] as const,
    ),
  )('%s', (_, [activation, weights, margin, alpha, ansatz]) => {
    for (const law of ansatzLaws(ansatz, problem({ activation, weights, margin, alpha }))) law.verify()
  })
})

describe('a table of saddles by Newton’s method on the free entropy in another language', () => {
  interface Row {
    readonly kind: string
    readonly activation: 'relu' | 'sign'
    readonly margin: string
    readonly alpha?: string
    readonly values: Readonly<Record<string, string>>
  }
  const table = new URL('../../../bench/reference-ansatze.json', import.meta.url)
  const { rows } = JSON.parse(readFileSync(table, 'utf8')) as { rows: Row[] }
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  const named = { relu, sign }
  const machineOf = ({ activation, margin }: Row) =>
    machine({ activation: named[activation], weights: spherical, margin: Number(margin) })

  test.each(of('1rsb').map((row) => [row.activation, row.alpha, row] as const))('%s at %s', (_, alpha, row) => {
    const { at, errors, entropy } = complete(saddlePoint(machineOf(row).at({ alpha: Number(alpha) }), oneStepRsb))
    expect(Math.abs(entropy.value - Number(row.values.entropy))).toBeLessThanOrEqual(entropy.error)
    expect(entropy.error).toBeLessThan(1e-12)
    for (const [symbol, name] of [
      ['q0', 'q0'],
      ['q1', 'q1'],
      ['gap', 'gap1'],
      ['m1', 'm'],
    ] as const) {
      const off = Math.abs(at[symbol] - Number(row.values[name]))
      expect(off).toBeLessThanOrEqual(errors[symbol] + 1e-12)
      expect(off).toBeLessThan(5e-11)
    }
  })

  test.each(of('1rsb-onset').map((row) => [row.activation, row] as const))('where %s breaks', (_, row) => {
    const committee = machineOf(row)
    const onset = Number(row.values.alpha)
    const { result } = drive(saddlePoint(committee.at({ alpha: 0.99 * onset }), oneStepRsb))
    expect(result).toMatchObject({ verdict: 'converged', branch: 'no clusters: replica-symmetric' })
    expect('reason' in result && result.reason).toContain(onset.toFixed(12).slice(0, 7))
    // q0, q1 → q and m → its value there, linearly in the load
    const [near, nearer] = [2e-3, 1e-3].map(
      (by) => complete(saddlePoint(committee.at({ alpha: onset * (1 + by) }), oneStepRsb)).at,
    )
    const limit = (symbol: string) => 2 * nearer[symbol] - near[symbol]
    expect(limit('q0')).toBeCloseTo(Number(row.values.q), 3)
    expect(limit('q1')).toBeCloseTo(Number(row.values.q), 3)
    expect(limit('m1')).toBeCloseTo(Number(row.values.m), 3)
    expect(nearer.q1 - nearer.q0).toBeLessThan(0.6 * (near.q1 - near.q0))
  })
})

describe('steps that make no difference', () => {
  const alpha = 1.7
  const state = (committee: Machine, k: number, x: readonly number[]): SaddleState<Krsb> =>
    steps(k).saddlePoint(committee, FINE_STEP).state(x, alpha)
  const symmetric = (committee: Machine, gap: number) =>
    rs.saddlePoint(committee, FINE_STEP).state([Math.log(gap)], alpha)
  const near = (one: number, other: number, within = 1e-13) =>
    expect(Math.abs(one - other)).toBeLessThanOrEqual(within * (1 + Math.abs(other)))

  for (const activation of representatives([relu, erf, sign, linear], 2)) {
    describe(activation.name, () => {
      const committee = machine({ activation, weights: spherical, margin: 0.2 })
      const [outer, inner, m] = [0.45, 0.12, 0.35]
      const one = state(committee, 1, [Math.log(inner), Math.log(outer - inner), Math.log(m)])

      test('q1 = q0 is RS', () => {
        const { freeEntropy, energy } = symmetric(committee, outer)
        const values = [1e-4, 1e-5].map((share) =>
          state(committee, 1, [Math.log(outer), Math.log(share * outer), Math.log(m)]),
        )
        // linear in the step: what is left is of second order
        const limit = (of: (state: SaddleState<Krsb>) => number) => (10 * of(values[1]) - of(values[0])) / 9
        near(
          limit((at) => at.freeEntropy),
          freeEntropy,
          1e-7,
        )
        near(
          limit((at) => at.energy),
          energy,
          1e-7,
        )
      })

      test('m = 1 is RS at q0, whatever q1', () => {
        const { energy, freeEntropy } = symmetric(committee, outer)
        for (const share of [0.1, 0.5, 0.9]) {
          const at = state(committee, 1, [Math.log(share * outer), Math.log((1 - share) * outer), 0])
          near(at.energy, energy)
          near(at.freeEntropy, freeEntropy)
        }
      })

      test('m → 0 is RS at q1, whatever q0', () => {
        const { energy, freeEntropy } = symmetric(committee, inner)
        const values = [1e-5, 1e-6].map((m) =>
          state(committee, 1, [Math.log(inner), Math.log(outer - inner), Math.log(m)]),
        )
        const limit = (of: (state: SaddleState<Krsb>) => number) => (10 * of(values[1]) - of(values[0])) / 9
        near(
          limit((at) => at.energy),
          energy,
          1e-8,
        )
        near(
          limit((at) => at.freeEntropy),
          freeEntropy,
          1e-8,
        )
      })

      test('two steps of equal m are one', () => {
        const middle = 0.3
        const two = state(committee, 2, [
          Math.log(inner),
          Math.log(middle - inner),
          Math.log(outer - middle),
          Math.log(m),
          Math.log(m),
        ])
        near(two.freeEntropy, one.freeEntropy)
        near(two.energy, one.energy)
      })

      test('two steps, one of them of no width, are one', () => {
        for (const [widths, parisi] of [
          [
            [outer - inner, 1e-6 * inner],
            [m, 0.8],
          ],
          [
            [1e-6 * inner, outer - inner],
            [0.1, m],
          ],
        ]) {
          const two = state(committee, 2, [
            Math.log(inner),
            ...[...widths].reverse().map(Math.log),
            ...parisi.map(Math.log),
          ])
          // of first order in the width: these points are no saddles
          near(two.freeEntropy, one.freeEntropy, 1e-4)
          expect(Math.abs(two.freeEntropy - one.freeEntropy)).toBeGreaterThan(0)
        }
      })
    })
  }

  test('nor for binary weights', () => {
    const committee = machine({ activation: relu, weights: binary, margin: 0.1 })
    const { at } = complete(saddlePoint(committee.at({ alpha: 0.5 }), rs))
    const saddle = steps(1, [1]).saddlePoint(committee, FINE_STEP)
    // at m = 1 q0 is that of RS, and so is the entropy
    const found = saddle.state([Math.log(0.5 * at.gap), Math.log(0.5 * at.gap)], 0.5)
    near(found.energy, complete(saddlePoint(committee.at({ alpha: 0.5 }), rs)).energy.value)
  })
})

describe('the free entropy', () => {
  const falling = [
    ['relu', relu, 0, [1.8, 2.2, 2.6]],
    ['erf', erf, 0, [1.9, 2.3]],
    ['sign', sign, 0, [3.1, 3.6, 5]],
    ['linear', linear, -1, [9, 12]],
  ] as const
  test.each(representatives(falling, 2))(
    'of %s falls from RS to one step and further to two',
    (_, activation, margin, loads) => {
      const committee = machine({ activation, weights: spherical, margin })
      for (const alpha of loads) {
        const of = (ansatz: Ansatz<Krsb> | typeof rs) =>
          complete(saddlePoint(committee.at({ alpha }), ansatz as Ansatz))
        const [symmetric, one, two] = [rs, steps(1), steps(2)].map(of)
        expect(one.entropy.value).toBeLessThan(symmetric.entropy.value - one.entropy.error - symmetric.entropy.error)
        expect(two.entropy.value).toBeLessThan(one.entropy.value - two.entropy.error - one.entropy.error)
        // the breaking of one step is next to that of two, and each is less unstable than the one before
        expect(one.replicon.value).toBeGreaterThan(symmetric.replicon.value)
        expect(two.replicon.value).toBeGreaterThan(one.replicon.value)
        expect(symmetric.replicon.value).toBeLessThan(0)
        expect(two.measure(breaking as never).value).toBeGreaterThan(one.measure(breaking as never).value)
      }
    },
  )

  test('is that of RS, to all digits, where the step has just begun', () => {
    const committee = machine({ activation: relu, weights: spherical })
    const onset = complete(instability(committee, rs)).value
    const differences = [1.004, 1.008].map((share) => {
      const at = committee.at({ alpha: share * onset })
      return complete(saddlePoint(at, rs)).entropy.value - complete(saddlePoint(at, oneStepRsb)).entropy.value
    })
    // third order in the distance from the instability
    expect(differences[0]).toBeGreaterThan(0)
    expect(differences[1] / differences[0]).toBeCloseTo(8, 0)
  })
})

describe('the complexity', () => {
  const committee = problem({ activation: sign, weights: spherical, alpha: 4 })
  const held = (m: number) => complete(saddlePoint(committee, steps(1, [m])))

  test('is −m² ∂S/∂m, along m and at the saddle of each', () => {
    for (const m of representatives([0.4, 0.6, 0.9], 2)) {
      const h = 2e-3
      const at = (shift: number) => held(m + shift).freeEntropy.value
      const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
      expect(Math.abs(held(m).measure(complexity()).value + m * m * slope)).toBeLessThan(1e-9)
    }
  })

  test('falls with m, and vanishes where m is free', () => {
    const { at, measure } = complete(saddlePoint(committee, oneStepRsb))
    const values = [0.6, at.m1, 0.75, 0.9].map((m) => held(m).measure(complexity()).value)
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeLessThan(values[i - 1])
    expect(values[0]).toBeGreaterThan(0)
    expect(Math.abs(values[1])).toBeLessThan(1e-12)
    expect(values[2]).toBeLessThan(0)
    const { value, error } = measure(complexity())
    expect(Math.abs(value)).toBeLessThanOrEqual(error + 1e-14)
    // there the free entropy, as a function of m, is lowest
    const lowest = held(at.m1).freeEntropy.value
    for (const m of [0.5, 0.6, 0.75, 0.9]) expect(held(m).freeEntropy.value).toBeGreaterThan(lowest)
  })

  test('of two steps is one for each, named in order', () => {
    expect(oneStepRsb.quantities?.map(({ name }) => name)).toEqual(['breaking', 'complexity'])
    expect(steps(2).quantities?.map(({ name }) => name)).toEqual(['breaking', 'complexity1', 'complexity2'])
    const { result: two, state } = drive(saddlePoint(committee, steps(2, [0.6, 0.7])))
    if (!isSolved(two) || state.root === null) throw new Error('not solved')
    const { x } = state.root
    const h = 2e-3
    for (const [level, at] of [
      [1, (shift: number) => [0.6 + shift, 0.7]],
      [2, (shift: number) => [0.6, 0.7 + shift]],
    ] as const) {
      // S is stationary in all that moves with m
      const of = (shift: number) => steps(2, at(shift)).saddlePoint(committee, FINE_STEP).state(x, 4).freeEntropy
      const slope = (8 * (of(h) - of(-h)) - (of(2 * h) - of(-2 * h))) / (12 * h)
      const m = at(0)[level - 1]
      expect(Math.abs(two.measure(complexity(level, 2)).value + m * m * slope)).toBeLessThan(1e-8)
    }
  })
})

describe('instabilities', () => {
  test('of one step with sign: a window of stability, and two steps beyond it', () => {
    const committee = machine({ activation: sign, weights: spherical })
    const { value, error, at, replicon } = complete(instability(committee, oneStepRsb))
    expect(Math.abs(value - 3.0388907195)).toBeLessThanOrEqual(error + 5e-11)
    expect(Math.abs(replicon ?? 1)).toBeLessThan(1e-9)
    expect(at.q1 - at.q0).toBeGreaterThan(0.01)
    // below it a second step collapses onto the first, beyond it it does not
    const below = drive(saddlePoint(committee.at({ alpha: 0.99 * value }), steps(2))).result
    expect(below).toMatchObject({ verdict: 'absent' })
    expect('reason' in below && below.reason).toMatch(/q2 − q1 vanishes/)
    const beyond = complete(saddlePoint(committee.at({ alpha: 1.02 * value }), steps(2)))
    expect(beyond.at.q2 - beyond.at.q1).toBeGreaterThan(1e-3)
    expect(beyond.replicon.value).toBeLessThan(0)
  })

  test.each([relu, erf, tanh].map((activation) => [activation.name, activation] as const))(
    'of one step with %s are that of RS',
    (_, activation) => {
      const committee = machine({ activation, weights: spherical })
      const found = complete(instability(committee, oneStepRsb))
      expect(found.value).toBe(complete(instability(committee, rs)).value)
      expect(found.reason).toMatch(/unstable from where it leaves the replica-symmetric one/)
      expect(found.at.q1).toBe(found.at.q0)
      // and so it is just beyond
      expect(
        complete(saddlePoint(committee.at({ alpha: 1.02 * found.value }), oneStepRsb)).replicon.value,
      ).toBeLessThan(0)
    },
  )

  test('are infinite where there are no steps', () => {
    for (const [activation, weights] of [
      [linear, spherical],
      [relu, binary],
    ] as const) {
      const found = complete(instability(machine({ activation, weights }), oneStepRsb))
      expect(found.value).toBe(Number.POSITIVE_INFINITY)
      expect(found.verdict).toBe('absent')
      expect(found.reason).toMatch(/there is no branch of one step that could become unstable/)
    }
  })
})

describe('where there are no steps, the answer says why', () => {
  const outcome = (activation: Activation, weights: WeightPrior, alpha: number, k: number, margin = 0) => {
    const { result } = drive(saddlePoint(problem({ activation, weights, alpha, margin }), steps(k)))
    if (isSolved(result)) throw new Error('solved')
    return result
  }
  test.each([
    ['not yet, of two', relu, spherical, 1.5, 2, /there are no 2 steps: .* born at α = 1\.721196784/],
    ['not any more', relu, spherical, 2.7, 1, /overlap reaches 1, at α = 2\.664/],
    ['not any more, of two', relu, spherical, 2.66, 2, /q2 reaches 1 at α = 2\.653274, the capacity of 2 steps/],
  ] as const)('%s', (_, activation, weights, alpha, k, reason) => {
    const found = outcome(activation, weights, alpha, k)
    expect(found).toMatchObject({ verdict: 'absent' })
    expect(found.reason).toMatch(reason)
  })

  test.each([
    ['not yet', relu, spherical, 1.5, /one step is born at α = 1\.721196784/],
    ['never', linear, spherical, 1, /no clusters were found where the replica-symmetric solution is stable/],
    ['not for these weights', linear, binary, 0.5, /frozen: the clusters of discrete weights are single solutions/],
    [
      'not yet, with an even g',
      quadratic,
      spherical,
      0.7,
      /continuous: one step is born at α = 0\.7853981634 with m = 0$/,
    ],
  ] as const)('%s: the replica-symmetric solution answers', (_, activation, weights, alpha, reason) => {
    const committee = problem({ activation, weights, alpha })
    const found = complete(saddlePoint(committee, oneStepRsb))
    const symmetric = complete(saddlePoint(committee, rs))
    expect(found).toMatchObject({ ansatz: '1rsb', verdict: 'converged', branch: 'no clusters: replica-symmetric' })
    expect(found.reason).toMatch(reason)
    expect(found.entropy.value).toBeCloseTo(symmetric.entropy.value, 12)
    expect(found.replicon.value).toBeCloseTo(symmetric.replicon.value, 12)
    expect([found.at.q0, found.at.q1, found.at.m1]).toEqual([found.at.q1, found.at.q1, 1])
    expect(found.at.q0).toBeCloseTo(symmetric.at.q, 12)
    expect(found.measure(complexity()).value).toBe(0)
    expect(found.measure(breaking).value).toBe(0)
  })
})

describe('options', () => {
  test.each([
    [{ steps: 0 }, /a number of steps from 1 to 12/],
    [{ steps: 13 }, /a number of steps from 1 to 12/],
    [{ steps: 1.5 }, /steps/],
    [{ steps: 2, parisi: [0.3] }, /2 increasing numbers in \(0, 1\]/],
    [{ steps: 2, parisi: [0.5, 0.5] }, /2 increasing numbers/],
    [{ steps: 1, parisi: [0] }, /a number in \(0, 1\]/],
    [{ steps: 1, parisi: [Number.NaN] }, /a number in \(0, 1\]/],
    [{ steps: 1, m: 0.3 }, /m/],
  ])('%j is refused', (options, message) => {
    expect(() => kStepRsb(options as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringMatching(message) }),
    )
  })

  test('the name says what is held', () => {
    expect(steps(3).name).toBe('3rsb')
    expect(steps(2, [0.3, 0.6]).name).toBe('2rsb:0.3,0.6')
    expect(steps(1, [0.3]).critical).toBeUndefined()
  })
})
