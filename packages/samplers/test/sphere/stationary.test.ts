import { linear, relu, sign, tanh } from '@gardner/activations'
import type { Activation, Cost } from '@gardner/core'
import { problem } from '@gardner/core'
import { instance } from '@gardner/machines'
import { spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { hamiltonianDynamics } from '../../src/sphere/hamiltonian.js'
import { rotationDynamics } from '../../src/sphere/rotations.js'
import {
  cellCounts,
  cellProbabilities,
  circles,
  excessOfChiSquare,
  globe,
  type Plane,
  type Target,
} from './equilibrium.js'

// The density over all weights of machines with two coordinates, in 64 cells, against e^{−βE + interaction} by quadrature.
// Independent samples of the right measure give an excess of 0 ± 1. Every case also says what it would notice: against another
// temperature, and against another coupling where there is one, the excess is several times the threshold.

const crossEntropy: Cost = { kind: 'cross-entropy', temperature: 0.4 }

interface Case {
  readonly plane: Plane
  readonly g: Activation
  readonly units: number
  readonly fan: number
  readonly margin?: number
  readonly wiring?: 'full'
  readonly patterns?: 'binary'
  readonly beta: number
  readonly gamma?: number
  readonly y?: number
  readonly cost: Cost
}

const target = ({ g, units, fan, margin = 0, wiring, patterns, beta, gamma = 0, y = 1, cost }: Case): Target => ({
  instance: instance({
    problem: problem({ activation: g, weights: spherical, margin, alpha: wiring === 'full' ? 1 : 6 / (units * fan) }),
    inputs: wiring === 'full' ? fan : units * fan,
    units,
    seed: 5,
    patterns: patterns ?? 'gaussian',
    ...(wiring === undefined ? {} : { wiring }),
  }),
  cost,
  beta,
  gamma,
  y,
})

/** Standard deviations of χ²; the right measure has 0 ± 1. */
const THRESHOLD = 5

const errors: Cost = { kind: 'errors' }
const deficit: Cost = { kind: 'deficit' }
const one = { units: 1, y: 1 }

const discontinuous: Record<string, Case> = {
  'errors, linear, S², κ = 0.5': { ...one, plane: globe, g: linear, fan: 3, margin: 0.5, beta: 0.8, cost: errors },
  'errors, sign, S²': { ...one, plane: globe, g: sign, fan: 3, beta: 0.8, cost: errors },
  'errors, relu, two circles, κ = 0.3': {
    plane: circles,
    g: relu,
    units: 2,
    fan: 2,
    margin: 0.3,
    beta: 1,
    cost: errors,
  },
  'errors, tanh, two fully connected units': {
    plane: circles,
    g: tanh,
    units: 2,
    fan: 2,
    wiring: 'full',
    beta: 1,
    cost: errors,
  },
  'errors, sign, two replicas': {
    plane: circles,
    g: sign,
    units: 1,
    fan: 2,
    y: 2,
    gamma: 0.6,
    beta: 0.7,
    cost: errors,
  },
  'deficit, relu, ±1 patterns': {
    plane: circles,
    g: relu,
    units: 2,
    fan: 2,
    patterns: 'binary',
    beta: 1,
    cost: deficit,
  },
}

const smooth: Record<string, Case> = {
  'cross-entropy, linear, S², κ = −0.4': {
    ...one,
    plane: globe,
    g: linear,
    fan: 3,
    margin: -0.4,
    beta: 2,
    cost: crossEntropy,
  },
  'cross-entropy, tanh, S², ±1 patterns': {
    ...one,
    plane: globe,
    g: tanh,
    fan: 3,
    patterns: 'binary',
    beta: 2,
    cost: crossEntropy,
  },
  'cross-entropy, relu, two circles, κ = 0.5': {
    plane: circles,
    g: relu,
    units: 2,
    fan: 2,
    margin: 0.5,
    beta: 2,
    cost: crossEntropy,
  },
  'cross-entropy, tanh, two replicas': {
    plane: circles,
    g: tanh,
    units: 1,
    fan: 2,
    y: 2,
    gamma: 0.6,
    beta: 1.5,
    cost: crossEntropy,
  },
}

const check = (dynamics: typeof rotationDynamics, one: Case, samples: number, thin: number) => {
  const right = target(one)
  const counts = cellCounts(one.plane, dynamics, right, { samples, thin, seed: 11 })
  const excess = (there: Target) => excessOfChiSquare(counts, cellProbabilities(one.plane, there))
  expect(excess(right)).toBeLessThan(THRESHOLD)
  expect(excess({ ...right, beta: 0.6 * right.beta })).toBeGreaterThan(3 * THRESHOLD)
  if (right.gamma !== 0) expect(excess({ ...right, gamma: 2 * right.gamma })).toBeGreaterThan(3 * THRESHOLD)
}

describe('rotations', () => {
  for (const [name, one] of Object.entries({ ...discontinuous, ...smooth })) {
    test(name, () => check(rotationDynamics, one, 5000, 6))
  }
})

describe('hybrid Monte Carlo', () => {
  for (const [name, one] of Object.entries(smooth)) {
    test(name, () => check(hamiltonianDynamics('hmc', 8, 0.8), one, 5000, 2))
  }
})

describe('Langevin', () => {
  for (const [name, one] of Object.entries(smooth)) {
    test(name, () => check(hamiltonianDynamics('langevin', 1, 0.57), one, 5000, 9))
  }
})
