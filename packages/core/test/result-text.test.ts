import { inspect } from 'node:util'
import { relu } from '@gardner/activations'
import { type Rs, rs } from '@gardner/ansatze'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, it } from 'vitest'
import { type Ansatz, capacity, closedForm, complete, curve, machine, saddlePoint } from '../src/index.js'

describe('a result', () => {
  const committee = machine({ activation: relu, weights: binary })

  it('is one line on the console and in a text', () => {
    const threshold = complete(capacity(committee, rs))
    const solution = complete(saddlePoint(committee.at({ alpha: 0.5 }), rs))
    const [point] = complete(curve(committee, rs, { alpha: [0.2] }))
    expect(inspect(threshold)).toBe('capacity 0.90398628129219 ± 6e-14 (relu · binary · κ = 0, rs; converged)')
    expect(String(threshold)).toBe(inspect(threshold))
    expect(inspect(solution)).toMatch(
      /^entropy 0\.33006865\d+ ± \de-14 at α = 0.5 \(relu · binary · κ = 0, rs; converged\)$/,
    )
    expect(inspect(point)).toMatch(/^entropy 0\.\d+ ± \de-1\d at α = 0.2 \(converged\)$/)
    expect(inspect(committee.at({ alpha: 0.5 }))).toBe('relu · binary · κ = 0 · α = 0.5')
    expect(inspect(complete(capacity(machine({ activation: relu, weights: spherical }), rs)))).toMatch(
      /^capacity 2\.93388441/,
    )
  })

  it('may be handed over twice, and frozen by who made it', () => {
    const result = Object.freeze({ ...complete(capacity(committee, rs)) })
    const iteration = closedForm(
      'capacity',
      () => result,
      () => 0,
    )
    const plugin: Ansatz<Rs> = { ...rs, critical: { capacity: { search: () => iteration } } }
    expect(complete(capacity(committee, plugin)).value).toBe(result.value)
    const thawed: Ansatz<Rs> = {
      ...rs,
      critical: {
        capacity: {
          search: () =>
            closedForm(
              'capacity',
              () => ({ ...result }),
              () => 0,
            ),
        },
      },
    }
    const { init, result: hand } = capacity(committee, thawed)
    const state = init()
    hand(state, 'converged')
    expect(String(hand(state, 'converged'))).toMatch(/^capacity 0\.90/)
  })

  it('is the same to everything else', () => {
    const [point] = complete(curve(committee, rs, { alpha: [0.2] }))
    expect(Object.keys(point)).not.toContain('toString')
    expect(structuredClone({ ...point })).toEqual(point)
    expect(JSON.parse(JSON.stringify(point)).parameter).toBe(0.2)
  })
})
