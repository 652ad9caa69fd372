import { linear } from '@gardner/activations'
import { problem } from '@gardner/core'
import { instance, Random, seeded } from '@gardner/machines'
import { spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import type { Dynamics } from '../../src/chain.js'
import { hamiltonianDynamics } from '../../src/sphere/hamiltonian.js'
import { rotationDynamics } from '../../src/sphere/rotations.js'
import { schedulePoint } from './equilibrium.js'

const fan = 12
const units = 2
const size = units * fan
const machine = instance({
  problem: problem({ activation: linear, weights: spherical, alpha: 0.5 }),
  inputs: size,
  units,
  seed: 3,
})
const cost = { kind: 'cross-entropy', temperature: 0.3 } as const

/** Two independent chains at β = 0, from weights all in one corner. */
function* chains(dynamics: Dynamics, samples: number, thin: number) {
  const random = new Random(seeded(17))
  const corner = Float64Array.from({ length: 2 * size }, (_, i) => (i % fan === 0 ? Math.sqrt(fan) : 0))
  const mover = dynamics.mover(machine, cost, 2, corner, new Float64Array(0))
  for (let k = 0; k < 200; k++) mover.sweep(schedulePoint(0, false), 0, random)
  for (let n = 0; n < samples; n++) {
    for (let k = 0; k < thin; k++) mover.sweep(schedulePoint(0, true), 0, random)
    yield [mover.weights(0), mover.weights(1)] as const
  }
}

const routes = [
  [rotationDynamics, 3],
  [hamiltonianDynamics('hmc', 4, 0.8), 1],
  [hamiltonianDynamics('langevin', 1, 0.57), 2],
] as const

describe('β = 0: the uniform measure on the spheres', () => {
  for (const [dynamics, thin] of routes) {
    test(dynamics.name, () => {
      const samples = 3000
      const [second, fourth, mean] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
      let [overlap, overlapSquare, mixed] = [0, 0, 0]
      for (const [one, other] of chains(dynamics, samples, thin)) {
        let q = 0
        for (let i = 0; i < size; i++) {
          mean[i] += one[i] / samples
          second[i] += one[i] ** 2 / samples
          fourth[i] += one[i] ** 4 / samples
          if (i < fan) q += (one[i] * other[i]) / fan
        }
        overlap += q / samples
        overlapSquare += q ** 2 / samples
        mixed += (one[0] ** 2 * one[1] ** 2) / samples
      }
      // n = fan: ⟨W²⟩ = 1, ⟨W⁴⟩ = 3n/(n + 2), ⟨W_i²W_j²⟩ = n/(n + 2), ⟨q²⟩ = 1/n. A sum over 3000 nearly independent samples has the
      // deviations √(1/3000) = 0.018 for W, 0.024 for W² and 0.14 for W⁴; five of them, on all coordinates
      const n = fan
      for (let i = 0; i < size; i++) {
        expect(Math.abs(mean[i])).toBeLessThan(5 * 0.018)
        expect(Math.abs(second[i] - 1)).toBeLessThan(5 * 0.024)
        expect(Math.abs(fourth[i] - (3 * n) / (n + 2))).toBeLessThan(5 * 0.14)
      }
      // a Gaussian in the place of the sphere has ⟨W⁴⟩ = 3: of the mean over coordinates the deviation is 0.02
      const all = fourth.reduce((sum, m) => sum + m / size, 0)
      expect(Math.abs(all - (3 * n) / (n + 2))).toBeLessThan(5 * 0.02)
      expect(Math.abs(mixed - n / (n + 2))).toBeLessThan(5 * 0.03)
      expect(Math.abs(overlap)).toBeLessThan(5 / Math.sqrt(n * samples))
      expect(Math.abs(n * overlapSquare - 1)).toBeLessThan(5 * Math.sqrt(2 / samples))
    })
  }
})

test('norms are kept to 1e-12', () => {
  for (const [dynamics] of routes) {
    const random = new Random(seeded(4))
    // more than rounding adds up to in any run: it has to be taken out
    const start = dynamics.draw(machine, random).map((w) => w * (1 + 1e-9))
    const mover = dynamics.mover(machine, cost, 1, start, new Float64Array(0))
    for (let k = 0; k < 3000; k++) mover.sweep(schedulePoint(2, k < 100), 0, random)
    const weights = mover.weights(0)
    for (let l = 0; l < units; l++) {
      let square = 0
      for (let i = l * fan; i < (l + 1) * fan; i++) square += weights[i] ** 2
      expect(Math.abs(square / fan - 1)).toBeLessThan(1e-12)
    }
  }
})
