import { leakyRelu, relu } from '@gardner/activations'
import { type Flips, flipsOf, metropolisMoves, Random, seeded } from '@gardner/machines'
import { describe, expect, test } from 'vitest'
import { machine, type Small, smallMachines, tiny } from '../../../machines/test/exact/machines.js'
import {
  boltzmann,
  energies,
  normalised,
  replicatedMeasure,
  stateOf,
  weightsOf,
} from '../../../machines/test/exact/reference.js'
import { chiSquare, chiSquareTail } from '../../../machines/test/exact/statistics.js'
import { binaryDynamics } from '../../src/binary.js'
import { type Coupling, type Dynamics, interactionOf } from '../../src/index.js'
import { nFoldDynamics } from '../../src/n-fold.js'
import { Reduced } from '../../src/reduced.js'
import { temperingDynamics } from '../../src/tempering.js'
import {
  after,
  certainly,
  distance,
  imbalance,
  interactionWeight,
  type Matrix,
  metropolisMatrix,
  reducedMatrix,
  sumOfEnergies,
} from './transition.js'

const beta = 0.9
const gamma = 0.6
const all = (bits: number) => Array.from({ length: bits }, (_, k) => k)

/** The matrix of one proposal in any replica, from what the kernel and the interaction say. */
function proposals({ instance, cost }: Small, replicas: number, coupling: 'pairs' | 'traced'): Matrix {
  const flips = flipsOf(instance, replicas, cost)
  const { size } = instance
  const { ratios } = interactionOf(coupling, gamma, replicas)
  const bits = size * replicas
  return Array.from({ length: 2 ** bits }, (_, state) => {
    for (let a = 0; a < replicas; a++) flips.load(a, weightsOf(state >> (a * size), size))
    const row = new Float64Array(2 ** bits)
    for (const bit of all(bits)) {
      const [a, i] = [Math.floor(bit / size), bit % size]
      let positive = 0
      for (let b = 0; b < replicas; b++) positive += (state >> (b * size + i)) & 1
      const ratio = ratios[((state >> bit) & 1 ? 256 : 0) + positive]
      const accepted = Math.min(1, ratio * Math.exp(-beta * flips.delta(a, i)))
      row[state ^ (1 << bit)] += accepted / bits
      row[state] += (1 - accepted) / bits
    }
    return row
  })
}

describe('metropolis is in detailed balance with Π e^{−βE} and the interaction', () => {
  // tables round, and interpolate the cross-entropy
  const roundOff = ({ name, cost }: Small) => (cost.kind === 'cross-entropy' || name.startsWith('tanh') ? 1e-8 : 1e-15)
  const check = (small: Small, replicas: number, coupling: 'pairs' | 'traced') => {
    const { instance, cost } = small
    const measure = replicatedMeasure(energies(instance, cost), instance.size, replicas, beta, gamma, coupling)
    const matrix = proposals(small, replicas, coupling)
    expect(imbalance(measure, matrix)).toBeLessThan(roundOff(small))
    expect(distance(after(measure, matrix), measure)).toBeLessThan(roundOff(small))
    const expected = metropolisMatrix(measure, all(instance.size * replicas))
    for (const [from, row] of matrix.entries())
      expect(distance(row, expected[from])).toBeLessThan(100 * roundOff(small))
    // and it would not be with another temperature
    const other = replicatedMeasure(energies(instance, cost), instance.size, replicas, beta + 0.01, gamma, coupling)
    expect(imbalance(other, matrix)).toBeGreaterThan(20 * roundOff(small))
  }
  for (const small of smallMachines.filter(({ instance }) => instance.size <= 9)) {
    test(small.name, () => check(small, 1, 'pairs'))
  }
  for (const coupling of ['pairs', 'traced'] as const) {
    for (const small of Object.values(tiny)) {
      test(`${coupling}, ${small.name}`, () => check(small, 2, coupling))
    }
    test(`${coupling}, three replicas`, () => check(tiny.sign, 3, coupling))
  }
})

describe('the reduced rejection rate', () => {
  const small = tiny.sign
  const { instance, cost } = small
  const { size } = instance
  const energy = energies(instance, cost)
  for (const coupling of ['pairs', 'traced'] as const) {
    for (const replicas of [1, 2, 3]) {
      const bits = size * replicas
      const phi = interactionWeight(size, replicas, gamma, coupling)
      const matrix = reducedMatrix(phi, sumOfEnergies(energy, size, replicas), beta, bits)
      test(`${coupling}, ${replicas} replicas: is in detailed balance`, () => {
        const measure = replicatedMeasure(energy, size, replicas, beta, gamma, coupling)
        expect(imbalance(measure, matrix)).toBeLessThan(1e-15)
        expect(distance(after(measure, matrix), measure)).toBeLessThan(1e-15)
      })
      test(`${coupling}, ${replicas} replicas: its moves have these probabilities, one by one and many in a row`, () => {
        const flips = flipsOf(instance, replicas, cost)
        const tails: number[] = []
        for (const [start, moves] of [
          [0, 1],
          [2 ** bits - 1, 1],
          [0b101101101 % 2 ** bits, 1],
          [0b010110001 % 2 ** bits, 1],
          [0b010110001 % 2 ** bits, 2],
          [0, 5],
          [0b101101101 % 2 ** bits, 9],
        ]) {
          const random = new Random(seeded(start, moves))
          const counts = new Float64Array(2 ** bits)
          for (let n = 0; n < 2500; n++) {
            for (let a = 0; a < replicas; a++) flips.load(a, weightsOf(start >> (a * size), size))
            new Reduced(flips).moves(moves, beta, coupling, gamma, random)
            let state = 0
            for (let a = 0; a < replicas; a++) state |= stateOf(flips.weights(a)) << (a * size)
            counts[state]++
          }
          const expected = after(certainly(start, 2 ** bits), matrix, moves)
          const { value, freedom } = chiSquare(counts, expected)
          expect(value).toBeLessThan(Number.POSITIVE_INFINITY)
          tails.push(chiSquareTail(value, Math.max(1, freedom)))
        }
        expect(Math.min(...tails)).toBeGreaterThan(1e-4)
        expect(Math.max(...tails)).toBeGreaterThan(0.1)
      })
    }
  }
  test('reaches states that Metropolis of the same number of moves hardly does', () => {
    // three replicas that stick together: what is proposed is what the interaction lets pass
    const [strong, replicas] = [4, 3]
    const flips = flipsOf(instance, replicas, cost)
    const random = new Random(seeded(3))
    for (let a = 0; a < replicas; a++) flips.load(a, weightsOf(0, size))
    flips.prepare(0, interactionOf('pairs', strong, replicas))
    const metropolis = flips.metropolis(0, 3000, random)
    for (let a = 0; a < replicas; a++) flips.load(a, weightsOf(0, size))
    expect(new Reduced(flips).moves(3000, 0, 'pairs', strong, random)).toBeGreaterThan(2 * metropolis)
  })
  test('with replicas that nothing can part it stays where it is', () => {
    for (const huge of [1000, 1e6]) {
      const flips = flipsOf(instance, 3, cost)
      for (let a = 0; a < 3; a++) flips.load(a, weightsOf(5, size))
      const random = new Random(seeded(3))
      expect(new Reduced(flips).moves(100, beta, 'pairs', huge, random)).toBe(0)
      for (let a = 0; a < 3; a++) expect(stateOf(flips.weights(a))).toBe(5)
    }
  })
})

describe('one sweep from a given state', () => {
  /** Frequencies of what a sweep leads to. */
  const frequencies = (
    dynamics: Dynamics,
    { instance, cost }: Small,
    replicas: number,
    start: number,
    sweep = 0,
    ladder: number | readonly [number, number] = beta,
    draws = 2000,
  ): Float64Array => {
    const { size } = instance
    const weights = new Float64Array(size * replicas)
    for (let a = 0; a < replicas; a++) weights.set(weightsOf(start >> (a * size), size), a * size)
    const centred = dynamics.name === 'centre'
    const memory = centred ? weightsOf(start >> (replicas * size), size) : new Float64Array(0)
    const counts = new Float64Array(2 ** (size * (replicas + (centred ? 1 : 0))))
    const random = new Random(seeded(start))
    const stage = { sweeps: 100, beta: ladder, gamma, replicas }
    const now = { stage, index: 0, sweep, beta, gamma, replicas, measured: true }
    for (let n = 0; n < draws; n++) {
      const mover = dynamics.mover(instance, cost, replicas, weights, memory)
      mover.sweep(now, gamma, random)
      let state = centred ? stateOf(mover.memory()) << (replicas * size) : 0
      for (let a = 0; a < replicas; a++) state |= stateOf(mover.weights(a)) << (a * size)
      counts[state]++
    }
    return counts
  }
  const fits = (counts: Float64Array, expected: Float64Array) => {
    const { value, freedom } = chiSquare(counts, expected)
    expect(chiSquareTail(value, freedom)).toBeGreaterThan(1e-3)
    // a χ² that could have shown something
    expect(freedom).toBeGreaterThan(4)
  }
  const starts = [0, 5]
  for (const small of [tiny.sign, tiny.relu, tiny.tanh, tiny.normal]) {
    const { size } = small.instance
    const energy = energies(small.instance, small.cost)
    const matrix = metropolisMatrix(boltzmann(energy, beta), all(size))
    for (const dynamics of [binaryDynamics('metropolis', 'metropolis', 'pairs'), nFoldDynamics]) {
      test(`${dynamics.name}, ${small.name}: N proposals of Metropolis`, () => {
        for (const start of starts) {
          fits(frequencies(dynamics, small, 1, start), after(certainly(start, 2 ** size), matrix, size))
        }
      })
    }
  }
  const { size } = tiny.sign.instance
  const energy = energies(tiny.sign.instance, tiny.sign.cost)
  const states = 2 ** size
  for (const moves of ['metropolis', 'reduced'] as const) {
    for (const coupling of ['pairs', 'traced'] as const) {
      test(`${moves}, ${coupling}, two replicas`, () => {
        const measure = replicatedMeasure(energy, size, 2, beta, gamma, coupling)
        const phi = interactionWeight(size, 2, gamma, coupling)
        for (const start of [0, 0b011101]) {
          let expected = certainly(start, states ** 2)
          if (moves === 'reduced') {
            expected = after(expected, reducedMatrix(phi, sumOfEnergies(energy, size, 2), beta, 2 * size), 2 * size)
          } else {
            for (const bits of [all(size), all(size).map((i) => i + size)]) {
              expected = after(expected, metropolisMatrix(measure, bits), size)
            }
          }
          fits(frequencies(binaryDynamics(moves, moves, coupling), tiny.sign, 2, start), expected)
        }
      })
    }
  }
  test('a centre: N proposals in each replica, then the centre anew', () => {
    const measure = normalised(
      Float64Array.from({ length: states ** 3 }, (_, state) => {
        let log = -beta * (energy[state % states] + energy[(state >> size) % states])
        const bit = (a: number, i: number) => ((state >> (a * size + i)) & 1 ? 1 : -1)
        for (const a of [0, 1]) for (let i = 0; i < size; i++) log += gamma * bit(a, i) * bit(2, i)
        return log
      }),
    )
    const dynamics = binaryDynamics('centre', 'metropolis', 'centre')
    for (const start of [0, 0b110011101]) {
      let moved = certainly(start, states ** 3)
      for (const a of [0, 1])
        moved = after(
          moved,
          metropolisMatrix(
            measure,
            all(size).map((i) => i + a * size),
          ),
          size,
        )
      const expected = new Float64Array(states ** 3)
      for (const [state, p] of moved.entries()) {
        const kept = state % states ** 2
        let total = 0
        for (let centre = 0; centre < states; centre++) total += measure[kept + centre * states ** 2]
        for (let centre = 0; centre < states; centre++) {
          expected[kept + centre * states ** 2] += (p * measure[kept + centre * states ** 2]) / total
        }
      }
      fits(frequencies(dynamics, tiny.sign, 2, start), expected)
    }
  })
  test('tempering: N proposals at each temperature, then exchanges of even or odd pairs', () => {
    const betas = [0.3, 1.1, 1.9]
    const matrices = betas.map((there) => metropolisMatrix(boltzmann(energy, there), all(size)))
    for (const sweep of [0, 1]) {
      for (const start of [0, 0b101000011]) {
        const rows = matrices.map((matrix, r) => after(certainly((start >> (r * size)) % states, states), matrix, size))
        const expected = new Float64Array(states ** 3)
        for (let state = 0; state < states ** 3; state++) {
          const of = betas.map((_, r) => (state >> (r * size)) % states)
          const p = rows[0][of[0]] * rows[1][of[1]] * rows[2][of[2]]
          const swap = Math.min(
            1,
            Math.exp((betas[sweep + 1] - betas[sweep]) * (energy[of[sweep + 1]] - energy[of[sweep]])),
          )
          expected[state] += p * (1 - swap)
          const [low, high] = [of[sweep], of[sweep + 1]]
          of[sweep] = high
          of[sweep + 1] = low
          expected[of[0] + states * of[1] + states ** 2 * of[2]] += p * swap
        }
        fits(frequencies(temperingDynamics, tiny.sign, 3, start, sweep, [betas[0], betas[2]]), expected)
      }
    }
  })
})

describe('looking first or flipping first', () => {
  const plans: readonly Small[] = [
    {
      name: 'leaky relu',
      cost: { kind: 'errors' },
      instance: machine({ activation: leakyRelu({ slope: 0.3 }), inputs: 40, units: 2, patterns: 10 }),
    },
    {
      name: 'relu, deficits',
      cost: { kind: 'deficit' },
      instance: machine({ activation: relu, inputs: 40, units: 2, patterns: 20 }),
    },
    {
      name: 'relu, normal patterns',
      cost: { kind: 'errors' },
      instance: machine({ activation: relu, inputs: 40, units: 2, patterns: 20, options: { patterns: 'gaussian' } }),
    },
  ]
  const replicas = 3
  const prepared = ({ instance, cost }: Small, revertAbove: number, coupling: Coupling): Flips => {
    const flips = { ...flipsOf(instance, replicas, cost), revertAbove }
    for (let a = 0; a < replicas; a++) flips.load(a, weightsOf(0x5a5a5a5a >> a, instance.size))
    for (let i = 0; i < instance.size; i++) {
      flips.classes[i] = 0
      for (let a = 0; a < replicas; a++) if (flips.spin(a, i) > 0) flips.classes[i]++
    }
    flips.prepare(0.2, interactionOf(coupling, 0.1, replicas))
    return flips
  }
  for (const small of plans) {
    test(`${small.name}: the same moves`, () => {
      const transcripts = [-1, 0.3, 0.5, 2].map((revertAbove) => {
        const flips = prepared(small, revertAbove, 'pairs')
        const random = new Random(seeded(1))
        const accepted = all(replicas).map((a) =>
          metropolisMoves(flips, a, 2000, random, 0.2, interactionOf('pairs', 0.1, replicas)),
        )
        const moved = new Reduced(flips).moves(4000, 0.2, 'traced', 0.1, random)
        const weights = all(replicas).map((a) => flips.weights(a).join())
        return JSON.stringify([accepted, moved, weights, [...random.state], [...flips.classes]])
      })
      expect(new Set(transcripts).size).toBe(1)
      const [accepted, moved] = JSON.parse(transcripts[0]) as [number[], number]
      // both happened
      expect(Math.min(...accepted)).toBeGreaterThan(600)
      expect(Math.max(...accepted)).toBeLessThan(1900)
      expect(moved).toBeLessThan(3900)
    })
  }
})
