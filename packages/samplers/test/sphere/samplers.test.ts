import { linear, relu, sign, tanh } from '@gardner/activations'
import {
  type Activation,
  decodeCheckpoint,
  defineActivation,
  drive,
  encodeCheckpoint,
  problem,
  type Schedule,
} from '@gardner/core'
import { instance } from '@gardner/machines'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import type { ChainState } from '../../src/chain.js'
import { hamiltonian, hamiltonianFamily, hmc, langevin, sphere } from '../../src/sphere/samplers.js'

const machineOf = (g: Activation, inputs: number, units: number, alpha = 1, seed = 1) =>
  instance({ problem: problem({ activation: g, weights: spherical, alpha }), inputs, units, seed })

const coupled: Schedule = {
  stages: [
    { sweeps: 30, beta: [0.5, 2], gamma: 0.2 },
    { sweeps: 40, beta: 2, replicas: 3, overlap: 0.5, tolerance: 1 },
    { sweeps: 30, beta: 2 },
  ],
}

describe('a run that is taken up again is the same run', () => {
  for (const sampler of [sphere, hmc, langevin]) {
    test(sampler.name, () => {
      const machine = machineOf(tanh, 60, 3, 3)
      const options = { seed: 7, schedule: coupled, cost: { kind: 'cross-entropy', temperature: 0.2 } } as const
      const whole = drive(sampler.iterate(machine, options))
      expect(whole.verdict).toBe('converged')
      let { step, state } = { step: 0, state: sampler.iterate(machine, options).init() }
      for (;;) {
        // another iteration each time: nothing but the text of the state is handed on
        const iteration = sampler.iterate(machine, options)
        if (iteration.verdict(state) !== undefined) break
        state = iteration.step(state)
        const text = encodeCheckpoint({ step: ++step, state })
        state = decodeCheckpoint<ChainState>(text).state
      }
      expect(step).toBeGreaterThan(3)
      expect(step).toBe(whole.step)
      expect(state).toEqual(whole.state)
    })
  }
})

describe('proposals', () => {
  for (const sampler of [sphere, hmc, langevin]) {
    test(`${sampler.name}: the size is adapted where nothing is measured, and not where it is`, () => {
      const iteration = sampler.iterate(machineOf(tanh, 60, 3, 3), {
        seed: 7,
        schedule: {
          stages: [
            { sweeps: 60, beta: 20 },
            { sweeps: 60, beta: 5 },
          ],
        },
        cost: { kind: 'cross-entropy', temperature: 0.2 },
      })
      const sizes = new Set<number>()
      let state = iteration.init()
      while (iteration.verdict(state) === undefined) {
        state = iteration.step(state)
        if (state.sweep >= 60) sizes.add(state.memory[0])
        else sizes.clear()
      }
      expect(sizes.size).toBe(1)
      expect(state.memory[1]).toBe(60)
    })

    test(`${sampler.name}: the size is adapted while β or γ move, measured or not`, () => {
      for (const stage of [{ beta: [2, 4] as const }, { beta: 3, gamma: [0, 1] as const, replicas: 2 }]) {
        const { state } = drive(
          sampler.iterate(machineOf(tanh, 60, 3), {
            seed: 7,
            schedule: { stages: [{ sweeps: 20, ...stage }] },
            cost: { kind: 'cross-entropy', temperature: 0.2 },
          }),
        )
        expect(state.memory[1]).toBe(20)
      }
    })

    test(`${sampler.name}: the acceptance that is aimed at is reached`, () => {
      const target = { sphere: 0.4, hmc: 0.8, langevin: 0.57 }[sampler.name] as number
      const done = drive(
        sampler.iterate(machineOf(tanh, 60, 3, 3), {
          seed: 7,
          schedule: {
            stages: [
              { sweeps: 400, beta: 60 },
              { sweeps: 300, beta: 60 },
            ],
          },
          cost: { kind: 'cross-entropy', temperature: 0.05 },
        }),
      )
      const { proposed, accepted } = done.state
      expect(Math.abs(accepted / proposed - target)).toBeLessThan(0.1)
    })
  }
})

describe('what there is no sampler for', () => {
  const schedule: Schedule = { stages: [{ sweeps: 1, beta: 1 }] }
  const refusal = (sampler: typeof sphere, machine: ReturnType<typeof machineOf>, cost?: 'errors' | 'deficit') => {
    try {
      sampler.iterate(machine, { seed: 1, schedule, ...(cost === undefined ? {} : { cost: { kind: cost } }) })
    } catch (error) {
      return error as { code: string; message: string }
    }
    return undefined
  }

  test('weights that are no sphere, and spheres without room', () => {
    const signs = instance({
      problem: problem({ activation: linear, weights: binary, alpha: 1 }),
      inputs: 11,
      units: 1,
      seed: 1,
    })
    for (const sampler of [sphere, hmc, langevin]) {
      expect(refusal(sampler, signs)).toMatchObject({
        code: 'UNSUITABLE',
        message: expect.stringContaining('metropolis'),
      })
      const narrow = machineOf(tanh, 3, 3)
      expect(refusal(sampler, narrow)).toMatchObject({
        code: 'UNSUITABLE',
        message: expect.stringContaining('two inputs'),
      })
    }
  })

  test('costs and activations without a gradient', () => {
    for (const sampler of [hmc, langevin]) {
      for (const cost of ['errors', 'deficit'] as const) {
        expect(refusal(sampler, machineOf(tanh, 30, 3), cost)).toMatchObject({
          code: 'UNSUITABLE',
          message: expect.stringContaining('cross-entropy'),
        })
      }
      expect(refusal(sampler, machineOf(sign, 33, 3))).toMatchObject({
        code: 'UNSUITABLE',
        message: expect.stringContaining('sign jumps at 0'),
      })
      const stairs = defineActivation({
        name: 'stairs',
        g: (u) => u + (u > 0.5 ? 1 : 0) + (u > -0.5 ? 1 : 0),
        kinks: [-0.5, 0.5],
      })
      expect(refusal(sampler, machineOf(stairs, 32, 2))?.message).toContain('stairs jumps at -0.5')
      expect(refusal(sampler, machineOf(relu, 32, 2))).toBeUndefined()
    }
    expect(refusal(sphere, machineOf(sign, 33, 3), 'errors')).toBeUndefined()
  })

  test('steps that are no number of steps', () => {
    expect(() => hamiltonian({ steps: 0.5 })).toThrow(/invalid steps: 0.5; expected a whole number/)
    expect(() => hamiltonian({ steps: 1e9 })).toThrow(/invalid steps: 1000000000; expected at most 1000/)
    expect(() => hamiltonianFamily.make(['1e9'])).toThrow(/invalid steps: 1000000000; expected at most 1000/)
    expect(() => hamiltonian({ step: 3 } as object)).toThrow(/step/)
    expect(() => hamiltonianFamily.make(['4', '5'])).toThrow(/invalid hmc: 2 parameters/)
    expect(hamiltonianFamily.make(['4']).name).toBe('hmc')
    expect(hamiltonianFamily.make([])).toBe(hmc)
  })
})

describe('without a schedule', () => {
  // α = 1 is far below the capacities, 2 and 2.66
  for (const [g, inputs, units] of [
    [linear, 100, 1],
    [relu, 104, 8],
  ] as const) {
    for (const sampler of [sphere, hmc, langevin]) {
      test(`${sampler.name} solves ${g.name}`, () => {
        const { result } = drive(sampler.iterate(machineOf(g, inputs, units), { seed: 3 }))
        expect(result.verdict).toBe('converged')
        expect(result.errors).toEqual([0])
      })
    }
  }
})
