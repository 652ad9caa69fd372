import { linear, relu, sign } from '@gardner/activations'
import { capacity, complete, defineActivation, drive, instability, machine, problem, saddlePoint } from '@gardner/core'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { oneStepRsb, rs } from '../src/index.js'

describe('what does not exist is absent, not converged', () => {
  test('an instability of a branch that is not there has no residual and no replicon', () => {
    const found = complete(instability(machine({ activation: sign, weights: binary }), oneStepRsb))
    expect(found).toMatchObject({ verdict: 'absent', value: Number.POSITIVE_INFINITY, error: 0 })
    expect(found.residual).toBeUndefined()
    expect(found.replicon).toBeUndefined()
    expect(found.reason).toMatch(/no branch of one step/)
  })

  test('an instability of what is stable at every load has those of the branch where it ends', () => {
    const found = complete(instability(machine({ activation: linear, weights: spherical }), rs))
    expect(found).toMatchObject({ verdict: 'absent', value: Number.POSITIVE_INFINITY })
    expect(found.residual).toBeLessThan(1e-10)
    expect(found.replicon).toBeGreaterThanOrEqual(0)
  })

  test('a solution beyond the end of the branch has no residual', () => {
    const { result, verdict } = drive(saddlePoint(problem({ activation: relu, weights: spherical, alpha: 5 }), rs))
    expect(verdict).toBe('absent')
    expect(result).toMatchObject({ verdict: 'absent', reason: expect.stringMatching(/overlap reaches 1/) })
    expect(result).not.toHaveProperty('residual')
  })

  test('a spherical capacity is refused where no number can be made of C′(1)', () => {
    for (const slope of [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]) {
      const steep = defineActivation({
        ...linear,
        name: 'steep',
        kernel: { ...linear.kernel, slope: (gap: number) => (gap === 0 ? slope : 1) } as NonNullable<
          typeof linear.kernel
        >,
      })
      const committee = machine({ activation: steep, weights: spherical })
      for (const ansatz of [rs, oneStepRsb])
        expect(() => complete(capacity(committee, ansatz as typeof rs))).toThrow(
          /C'\(1\) = ∞: its spherical .*capacity diverges/,
        )
    }
  })
})
