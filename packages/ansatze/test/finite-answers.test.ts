import { hardTanh, linear, polynomial, quadratic, relu, sine } from '@gardner/activations'
import { type Activation, type Ansatz, capacity, drive, instability, machine, type WeightPrior } from '@gardner/core'
import { formula } from '@gardner/formula'
import { binary, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { kStepRsb, oneStepRsb, rs } from '../src/index.js'

const third = polynomial([0, -3, 0, 1])
const twoSteps = kStepRsb({ steps: 2 })
const instabilityOf = (activation: Activation, weights: WeightPrior, ansatz: Ansatz) =>
  drive(instability(machine({ activation, weights }), ansatz)).result

describe('an instability is a finite load, or absent, or a failure, and says which', () => {
  test.each([
    [third, binary, rs, 'absent', /C''\(0\) = 0: q = 0 is stable at every load/],
    [third, spherical, rs, 'absent', /C''\(0\) = 0/],
    [third, ternary, rs, 'absent', /C''\(0\) = 0/],
    [linear, spherical, rs, 'absent', /stable at every load up to q → 1/],
    [relu, binary, oneStepRsb, 'absent', /no branch of one step that could become unstable/],
    [relu, binary, twoSteps, 'absent', /no branch of 2 steps .* frozen/],
    [linear, spherical, twoSteps, 'absent', /no branch of 2 steps/],
    // where it was not found out whether RS becomes unstable, nothing is known of steps
    // its jump shows only where 1 − q < 1e-40
    [formula('x>10?0:x'), spherical, oneStepRsb, 'stalled', /could not be solved for/],
    [formula('x>10?0:x'), spherical, rs, 'stalled', /could not be solved for/],
    [sine({ frequency: 2 }), spherical, twoSteps, 'stalled', /followed from q2 → 1/],
  ] as const)('%#: $3', (activation, weights, ansatz, verdict, reason) => {
    const found = instabilityOf(activation, weights, ansatz as Ansatz)
    expect(found.verdict).toBe(verdict)
    expect(found.reason).toMatch(reason)
    expect(found.value).toBe(Number.POSITIVE_INFINITY)
    expect(found.error).toBe(verdict === 'absent' ? 0 : Number.POSITIVE_INFINITY)
    expect(Number.isNaN(found.replicon ?? 0)).toBe(false)
  })

  test.each([
    [quadratic, binary, oneStepRsb, Math.PI / 4],
    [quadratic, spherical, oneStepRsb, Math.PI / 4],
    [quadratic, spherical, twoSteps, Math.PI / 4],
    [hardTanh, spherical, twoSteps, 1.729765783678],
  ] as const)('%#: from birth on, at $3', (activation, weights, ansatz, load) => {
    const found = instabilityOf(activation, weights, ansatz as Ansatz)
    expect(found.verdict).toBe('converged')
    expect(Math.abs(found.value - load)).toBeLessThan(1e-12)
    expect(found.reason).toMatch(/continuous: .*unstable from where it leaves/)
  })
})

test('numbers that are none are no answer, whoever makes them', () => {
  for (const wrong of [{ value: Number.NaN }, { error: Number.NaN }, { residual: Number.POSITIVE_INFINITY }]) {
    const broken: Ansatz = {
      ...(rs as Ansatz),
      critical: {
        capacity: {
          search: (of) => {
            const iteration = capacity(of, rs as Ansatz)
            return { ...iteration, result: (state, verdict) => ({ ...iteration.result(state, verdict), ...wrong }) }
          },
        },
      },
    }
    const { result } = drive(capacity(machine({ activation: relu, weights: binary }), broken))
    expect(result.verdict).toBe('nonfinite')
    expect(result.reason).toMatch(/^the (value|error|residual) of the capacity is (NaN|Infinity)$/)
  }
})
