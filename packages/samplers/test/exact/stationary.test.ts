import { sign } from '@gardner/activations'
import { describe, expect, test } from 'vitest'
import { representatives } from '../../../../vitest.grid.ts'
import { type Small, small, smallMachines, tiny } from '../../../machines/test/exact/machines.js'
import {
  boltzmann,
  energies,
  normalised,
  replicatedMeasure,
  weightsOf,
} from '../../../machines/test/exact/reference.js'
import { chiSquare, chiSquareTail, kolmogorov, together } from '../../../machines/test/exact/statistics.js'
import { binaryDynamics } from '../../src/binary.js'
import type { Dynamics } from '../../src/index.js'
import { nFoldDynamics } from '../../src/n-fold.js'
import { temperingDynamics } from '../../src/tempering.js'
import { drawn, type Run } from './sampling.js'

const tails: number[] = []

/** What a state is counted as; by default every state is a cell. */
type Cells = (state: number) => number

const gathered = (of: Float64Array, cells: Cells): Float64Array => {
  const made: number[] = []
  for (const [state, value] of of.entries()) made[cells(state)] = (made[cells(state)] ?? 0) + value
  return Float64Array.from(made, (value) => value ?? 0)
}

/**
 * Chains of many seeds against the exact measure. The sum of χ² over seeds is held to 4 standard deviations, which a wrong measure
 * misses by far: `wrong`, that of a β or γ off by a half or so, is 8 of them away at least. One seed may have a tail of 1e-5.
 */
function compare(run: Run, right: Float64Array, wrong: Float64Array, seeds = 6, cells: Cells = (state) => state): void {
  // real patterns are slow
  const runs = Array.from({ length: run.instance.patterns.kind === 'real' ? 3 : seeds }, (_, k) => drawn(run, k + 1))
  const against = (measure: Float64Array) =>
    runs.map(({ counts }) => chiSquare(gathered(counts, cells), gathered(measure, cells)))
  const found = together(against(right))
  expect(Math.abs(found.deviation)).toBeLessThan(4)
  expect(found.least).toBeGreaterThan(1e-5)
  expect(found.spread).toBeLessThan(2)
  expect(together(against(wrong)).deviation).toBeGreaterThan(8)
  // samples that depend on each other would have a χ² of their own
  const correlation = runs.reduce((sum, one) => sum + one.correlation, 0) / seeds
  expect(correlation).toBeLessThan(2.5 / Math.sqrt(run.samples))
  tails.push(...against(right).map(({ value, freedom }) => chiSquareTail(value, freedom)))
}

const metropolis = binaryDynamics('metropolis', 'metropolis', 'pairs')
const beta = 1.2

function alone(dynamics: Dynamics, { instance, cost }: Small, seeds?: number, cells?: Cells): void {
  const energy = energies(instance, cost)
  const run = { dynamics, instance, cost, beta, thin: 8, samples: 1500 }
  compare(run, boltzmann(energy, beta), boltzmann(energy, 1.5 * beta), seeds, cells)
}

describe('one machine: e^{−βE}', () => {
  for (const one of representatives(smallMachines, 2)) {
    test(`metropolis: ${one.name}`, () => alone(metropolis, one))
  }
  test('metropolis: fifteen weights, by energy and magnetisation', () => {
    const large = small('sign', { activation: sign, inputs: 15, units: 3, patterns: 8 })
    const energy = energies(large.instance, large.cost)
    alone(metropolis, large, 5, (state) => 16 * energy[state] + weightsOf(state, 15).filter((w) => w > 0).length)
  })
  for (const k of [0, 4, 8, 11]) {
    test(`n-fold: ${smallMachines[k].name}`, () => alone(nFoldDynamics, smallMachines[k], 4))
  }
  for (const k of [1, 10]) {
    test(`reduced rejection of one replica: ${smallMachines[k].name}`, () => {
      alone(binaryDynamics('rrr', 'reduced', 'pairs'), smallMachines[k], 4)
      alone(binaryDynamics('rrr', 'reduced', 'traced'), smallMachines[k], 4)
    })
  }
})

describe('replicas: Π e^{−βE} and the interaction', () => {
  const gamma = 0.7
  const of = (moves: 'metropolis' | 'reduced', coupling: 'pairs' | 'traced', small: Small, replicas: number) => {
    const { instance, cost } = small
    const { size } = instance
    const energy = energies(instance, cost)
    const measure = (g: number) => replicatedMeasure(energy, size, replicas, beta, g, coupling)
    const run: Run = {
      dynamics: binaryDynamics(moves, moves, coupling),
      instance,
      cost,
      beta,
      gamma,
      replicas,
      // held together, replicas of this one remember longer
      thin: small === tiny.relu ? 20 : 8,
      samples: 1500,
    }
    // of many states, those of the same energies and the same overlaps are one cell
    const bits = size * replicas
    const mask = 2 ** size - 1
    const cells: Cells = (state) => {
      if (bits <= 9) return state
      let [square, sum] = [0, 0]
      for (let i = 0; i < size; i++) {
        let s = -replicas
        for (let a = 0; a < replicas; a++) s += 2 * ((state >> (a * size + i)) & 1)
        square += s * s
      }
      for (let a = 0; a < replicas; a++) sum += energy[(state >> (a * size)) & mask]
      return 64 * Math.round(4 * sum) + square
    }
    compare(run, measure(gamma), measure(1.6 * gamma), 6, cells)
  }
  for (const moves of ['metropolis', 'reduced'] as const) {
    for (const coupling of ['pairs', 'traced'] as const) {
      const two = coupling === 'pairs' ? Object.values(tiny) : [tiny.sign, tiny.tanh]
      for (const small of representatives(two, 2)) {
        test(`${moves}, ${coupling}, two replicas, ${small.name}`, () => of(moves, coupling, small, 2))
      }
      test(`${moves}, ${coupling}, three replicas`, () => {
        of(moves, coupling, tiny.sign, 3)
        of(moves, coupling, tiny.relu, 3)
      })
    }
  }
  for (const [small, replicas] of [
    [tiny.sign, 1],
    [tiny.sign, 2],
    [tiny.relu, 1],
    [tiny.normal, 1],
  ] as const) {
    test(`metropolis with a centre, ${replicas} of ${small.name}: the joint measure`, () => {
      const { instance, cost } = small
      const { size } = instance
      const energy = energies(instance, cost)
      const measure = (g: number) =>
        normalised(
          Float64Array.from({ length: 2 ** (size * (replicas + 1)) }, (_, state) => {
            const bit = (a: number, i: number) => ((state >> (a * size + i)) & 1 ? 1 : -1)
            let log = 0
            for (let a = 0; a < replicas; a++) log -= beta * energy[(state >> (a * size)) & (2 ** size - 1)]
            for (let a = 0; a < replicas; a++) for (let i = 0; i < size; i++) log += g * bit(a, i) * bit(replicas, i)
            return log
          }),
        )
      const dynamics = binaryDynamics('centre', 'metropolis', 'centre')
      const run: Run = { dynamics, instance, cost, beta, gamma, replicas, thin: 20, samples: 1500 }
      compare(run, measure(gamma), measure(1.6 * gamma))
    })
  }
  test('with a centre, summed over it, is the traced measure', () => {
    const { instance, cost } = tiny.sign
    const { size } = instance
    const energy = energies(instance, cost)
    const measure = (g: number) => {
      const made = new Float64Array(2 ** (3 * size))
      made.set(replicatedMeasure(energy, size, 2, beta, g, 'traced'))
      return made
    }
    const dynamics = binaryDynamics('centre', 'metropolis', 'centre')
    const run: Run = { dynamics, instance, cost, beta, gamma, replicas: 2, thin: 20, samples: 1500 }
    compare(run, measure(gamma), measure(1.6 * gamma), 6, (state) => state & (2 ** (2 * size) - 1))
  })
})

describe('tempering: Π_r e^{−β_r E_r}', () => {
  const ladder = [0.4, 2] as const
  const joint = (energy: Float64Array, size: number, replicas: number, shift: number) =>
    normalised(
      Float64Array.from({ length: 2 ** (size * replicas) }, (_, state) => {
        let log = 0
        for (let r = 0; r < replicas; r++) {
          const there = ladder[0] + ((ladder[1] - ladder[0]) * r) / (replicas - 1)
          log -= shift * there * energy[(state >> (r * size)) & (2 ** size - 1)]
        }
        return log
      }),
    )
  for (const small of representatives([tiny.sign, tiny.relu, tiny.tanh], 2)) {
    test(`${small.name}: two replicas together`, () => {
      const { instance, cost } = small
      const energy = energies(instance, cost)
      const run: Run = {
        dynamics: temperingDynamics,
        instance,
        cost,
        beta: ladder,
        replicas: 2,
        thin: 8,
        samples: 1500,
      }
      compare(run, joint(energy, instance.size, 2, 1), joint(energy, instance.size, 2, 1.4))
    })
  }
  test('four replicas together, by their energies', () => {
    const { instance, cost } = tiny.sign
    const { size } = instance
    const energy = energies(instance, cost)
    const run: Run = { dynamics: temperingDynamics, instance, cost, beta: ladder, replicas: 4, thin: 8, samples: 1500 }
    const cells: Cells = (state) => {
      let cell = 0
      for (let r = 0; r < 4; r++) cell = 5 * cell + energy[(state >> (r * size)) & (2 ** size - 1)]
      return cell
    }
    compare(run, joint(energy, size, 4, 1), joint(energy, size, 4, 1.4), 6, cells)
  })
  for (const k of representatives([2, 3, 10], 2)) {
    test(`the coldest of two, ${smallMachines[k].name}`, () => {
      const { instance, cost } = smallMachines[k]
      const { size } = instance
      const energy = energies(instance, cost)
      const wide = (measure: Float64Array) => {
        const made = new Float64Array(2 ** (2 * size))
        for (const [state, p] of measure.entries()) made[state << size] = p
        return made
      }
      const run: Run = {
        dynamics: temperingDynamics,
        instance,
        cost,
        beta: ladder,
        replicas: 2,
        thin: 20,
        samples: 1500,
      }
      const cells: Cells = (state) => state >> size
      compare(run, wide(boltzmann(energy, 2)), wide(boltzmann(energy, 2.8)), 5, cells)
    })
  }
})

test('all tails together are uniform', () => {
  expect(tails.length).toBeGreaterThan(100)
  // exceeded with probability 2 e^{−2t²} = 7e-4
  expect(kolmogorov(tails, (p) => p)).toBeLessThan(2)
})
