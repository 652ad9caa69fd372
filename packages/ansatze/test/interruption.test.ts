import { erf, relu, tanh } from '@gardner/activations'
import { type Activation, capacity, complete, drive, machine } from '@gardner/core'
import { spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { kStepRsb } from '../src/index.js'

// What takes seconds is done in pieces of one evaluation, so that budgets and signals are obeyed between them.

describe('the capacity of k steps on the sphere', () => {
  test.each([1, 2, 3, 5, 7, 9])('of %d steps, given one step of work, ends after it', (k) => {
    const threshold = capacity(machine({ activation: relu, weights: spherical }), kStepRsb({ steps: k }))
    const { verdict, step, result } = drive(threshold, { maxSteps: 1 })
    expect({ verdict, step }).toEqual({ verdict: 'exhausted', step: 1 })
    expect(result).toMatchObject({ name: 'capacity', verdict: 'exhausted', value: Number.NaN })
    expect(result.reason).toMatch(/ended before/)
  })

  test.each<{ activation: Activation; k: number }>([
    { activation: erf, k: 1 },
    { activation: relu, k: 2 },
    { activation: tanh, k: 2 },
  ])('of $k for $activation.name, interrupted and resumed, is the same to the last bit', ({ activation, k }) => {
    const asked = () => capacity(machine({ activation, weights: spherical }), kStepRsb({ steps: k }))
    const whole = complete(capacity(machine({ activation, weights: spherical }), kStepRsb({ steps: k })))
    const part = drive(asked(), { maxSteps: 100 })
    expect(part.verdict).toBe('exhausted')
    const state = JSON.parse(JSON.stringify(part.state))
    const { result } = drive(asked(), { resume: { step: part.step, state } })
    expect([result.value, result.error, result.at]).toEqual([whole.value, whole.error, whole.at])
  })
})
