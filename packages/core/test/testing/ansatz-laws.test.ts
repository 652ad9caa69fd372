import { relu } from '@gardner/activations'
import { type Rs, rs } from '@gardner/ansatze'
import { type Ansatz, problem, type SaddlePoint } from '@gardner/core'
import { ansatzLaws } from '@gardner/core/testing'
import { binary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'

const machine = problem({ activation: relu, weights: binary, alpha: 0.5 })

/** The replica-symmetric ansatz, but for one thing. */
const but = (change: (saddle: SaddlePoint<Rs>, step: number) => Partial<SaddlePoint<Rs>>): Ansatz<Rs> => ({
  ...rs,
  saddlePoint: (of, step) => {
    const saddle = rs.saddlePoint(of, step)
    return { ...saddle, ...change(saddle, step) }
  },
})

/** With a number of the state changed. */
const stating = (
  name: 'freeEntropy' | 'energy' | 'replicon',
  change: (value: number, x: readonly number[], step: number) => number,
): Ansatz<Rs> =>
  but(({ state }, step) => ({
    // other numbers of the state are made from the true one
    state: (x, alpha) =>
      new Proxy(state(x, alpha), {
        get: (there, key) => (key === name ? change(there[name], x, step) : Reflect.get(there, key)),
      }),
  }))

/** The laws that do not hold. */
const broken = (ansatz: Ansatz<Rs>): string[] =>
  ansatzLaws(ansatz, machine)
    .filter(({ verify }) => {
      try {
        verify()
        return false
      } catch {
        return true
      }
    })
    .map(({ name }) => name.replace(/^[^:]*: /, ''))

describe('the laws of an ansatz', () => {
  test('pass for what is right', () => expect(broken(rs)).toEqual([]))

  test.each([
    ['a factor 2 in the energy', stating('energy', (energy) => 2 * energy), /^the energy is the derivative/],
    ['an energy off by 1e-7', stating('energy', (energy) => energy + 1e-7), /^the energy is the derivative/],
    [
      'a free entropy of other equations',
      stating('freeEntropy', (s, [x]) => s + 1e-6 * x),
      /^the free entropy is stat/,
    ],
    ['a number that is none', stating('replicon', () => Number.NaN), /^every number is finite/],
    [
      'an integral that the rules miss alike',
      stating('freeEntropy', (s, _, step) => (step < 0.07 ? s + 1e-9 : s)),
      /^the claimed errors bound/,
    ],
    [
      'an update with another fixed point',
      but(({ update }) => ({ update: (x, alpha) => update(x, alpha).map((value) => value + 1e-9) })),
      /^the update stands still/,
    ],
    [
      'equations that remember how often they were asked',
      but(({ residual }) => {
        let calls = 0
        return { residual: (x, alpha) => residual(x, alpha).map((f) => f * (1 + 1e-6 * (calls++ % 7))) }
      }),
      /^a solve resumed from any step/,
    ],
  ] as const)('catch %s', (_, mutant, law) => {
    expect(broken(mutant)).toContainEqual(expect.stringMatching(law))
  })
})
