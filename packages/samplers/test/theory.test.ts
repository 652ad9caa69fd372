import { linear, relu, sign } from '@gardner/activations'
import { largeDeviation, rs, stabilities } from '@gardner/ansatze'
import {
  type Activation,
  type Constraint,
  complete,
  defineActivation,
  drive,
  freeEntropy,
  problem,
  type Sample,
  type Stage,
  saddlePoint,
} from '@gardner/core'
import { fanKernel, instance, levelsOf, meanDensity, meanOf, overlap } from '@gardner/machines'
import { density, legendreRule, tail } from '@gardner/numerics'
import { binary } from '@gardner/weights'
import { describe, expect, it } from 'vitest'
import { representatives } from '../../../vitest.grid.ts'
import { metropolis, replicated } from '../src/index.js'

// Machines of a thousand weights and more against replica theory, of which they know nothing. Averages are over instances, and the
// standard error between them is the statistical error; what is left is of the order stated beside each test.

/** ρ = e^{−β θ(κ − Δ)}: what Metropolis at inverse temperature β samples. */
const errorsAtBeta = (beta: number, kappa: number): Constraint => {
  const weight = Math.exp(-beta)
  const parts = (h: number, v: number) => {
    const width = Math.sqrt(v)
    const x = (kappa - h) / width
    return {
      x,
      evidence: weight + (1 - weight) * tail(x),
      first: ((1 - weight) * density(x)) / width,
      second: ((1 - weight) * density(x) * x) / v,
    }
  }
  return {
    name: 'errors',
    parameters: { beta, kappa },
    crossovers: (v) => [{ center: kappa, width: Math.sqrt(v) }],
    logEvidence: (h, v) => Math.log(parts(h, v).evidence),
    score: (h, v) => {
      const { evidence, first } = parts(h, v)
      return first / evidence
    },
    curvature: (h, v) => {
      const { evidence, first, second } = parts(h, v)
      return second / evidence - (first / evidence) ** 2
    },
    weight: (stability) => (stability < kappa ? weight : 1),
    logWeight: (h, v) => {
      const { x, evidence } = parts(h, v)
      return (-beta * weight * tail(-x)) / evidence
    },
  }
}

interface Machine {
  readonly activation: Activation
  readonly units: number
  readonly inputs: number
  readonly alpha: number
  readonly kappa: number
}

const machines: readonly Machine[] = [
  { activation: linear, units: 1, inputs: 2001, alpha: 0.5, kappa: 0 },
  { activation: linear, units: 1, inputs: 2001, alpha: 0.5, kappa: 0.5 },
  { activation: sign, units: 33, inputs: 33 * 61, alpha: 0.5, kappa: 0 },
  { activation: relu, units: 32, inputs: 32 * 61, alpha: 0.5, kappa: 0 },
]
const titleOf = ({ activation, units, kappa }: Machine) => `${activation.name}, K = ${units}, κ = ${kappa}`

const instanceOf = ({ activation, units, inputs, alpha, kappa }: Machine, seed: number) =>
  instance({ problem: problem({ activation, weights: binary, margin: kappa, alpha }), inputs, units, seed })

const sampled = (machine: Machine, seed: number, chain: number, stages: readonly Stage[]): Sample => {
  const { verdict, result } = drive(
    metropolis.iterate(instanceOf(machine, seed), { seed: chain, schedule: { stages, every: 5 } }),
    {
      maxSteps: 1e9,
    },
  )
  expect(verdict).toBe('converged')
  return result
}

/**
 * Stabilities of ReLU machines lie on a lattice of spacing 1/√N, and those that are κ exactly are errors: in the middle between two of
 * its points is the margin of a machine without a lattice. Those of sign have none of their points near κ = 0.
 */
const machineMargin = (machine: Machine): number => {
  const made = instanceOf(machine, 1)
  const { table, quantum, threshold } = levelsOf(made)
  const steps = Array.from(table.slice(1), (value, p) => Math.abs(value - table[p]))
  const step = steps.reduce(function divisor(a: number, b: number): number {
    return b === 0 ? a : divisor(b, a % b)
  }, 0)
  // the lowest sum that is stored and the highest that is not
  const parity = (((machine.units * table[0] - threshold) % step) + step) % step
  return ((threshold + parity - 0.5 * step) * quantum) / Math.sqrt(machine.units)
}

const theoryAt = ({ activation, alpha }: Machine, beta: number, kappa: number) => {
  const solution = complete(
    saddlePoint(problem({ activation, weights: binary, constraint: errorsAtBeta(beta, kappa), alpha }), rs),
  )
  return solution
}

const average = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
const seeds = [1, 2, 3, 4, 5]

describe.each(representatives([...machines].reverse(), 2))('a machine at rest', (machine) => {
  const kappa = machineMargin(machine)
  const size = machine.inputs

  it(`${titleOf(machine)}: energy and overlap at β = 1`, () => {
    const beta = 1
    const stages = [
      { sweeps: 200, beta: [0, beta] },
      { sweeps: 400, beta },
      { sweeps: 600, beta },
    ] as const
    const pairs = seeds.map((seed) => [sampled(machine, seed, 1, stages), sampled(machine, seed, 2, stages)])
    const energy = meanOf(
      pairs.map((pair) => pair.reduce((sum, { trace }) => sum + average(trace.energy), 0) / 2 / size),
    )
    const h = 1e-3
    const theory = theoryAt(machine, beta, kappa)
    const expected =
      (theoryAt(machine, beta - h, kappa).measure(freeEntropy).value -
        theoryAt(machine, beta + h, kappa).measure(freeEntropy).value) /
      (2 * h)
    // finite size: 1/N, and for a committee what K → ∞ leaves out, 1/K of α
    expect(Math.abs(energy.value - expected)).toBeLessThan(
      3.5 * energy.error + 2 / size + (machine.units > 1 ? 1e-3 : 0),
    )
    expect(energy.error).toBeLessThan(3e-3)

    const q = meanOf(pairs.map(([one, other]) => overlap(one.weights[0], other.weights[0])))
    expect(Math.abs(q.value - theory.at.q)).toBeLessThan(3.5 * q.error + 1 / Math.sqrt(size * seeds.length))
  })
})

describe('thermodynamic integration', () => {
  it.each(representatives([machines[2], machines[1]], 2).map((machine) => [titleOf(machine), machine] as const))(
    '%s',
    (_, machine) => {
      const kappa = machineMargin(machine)
      const { nodes, weights } = legendreRule(4)
      const betas = [...nodes].map((node) => 0.5 * (1 + node))
      // Φ(1) = log 2 − ∫₀¹ e(β) dβ; the rule of four nodes is exact to 1e-7 for so smooth an e
      const integrals = seeds.slice(0, 4).map((seed) =>
        betas.reduce((sum, beta, k) => {
          const { trace } = sampled(machine, seed, 1, [
            { sweeps: 200, beta },
            { sweeps: 400, beta },
          ])
          return sum + (0.5 * weights[k] * average(trace.energy)) / machine.inputs
        }, 0),
      )
      const integral = meanOf(integrals)
      const expected = Math.LN2 - theoryAt(machine, 1, kappa).measure(freeEntropy).value
      expect(Math.abs(integral.value - expected)).toBeLessThan(3.5 * integral.error + 2 / machine.inputs + 5e-4)
      expect(integral.error).toBeLessThan(3e-3)
    },
  )
})

/** ½∫|P − P_theory| over the bins of histograms, the theory averaged over each bin. */
function deviation(
  samples: readonly Sample[],
  theory: (at: readonly number[]) => readonly { readonly value: number }[],
): number {
  const { width } = samples[0].histogram
  const PLACES = 6
  const points = meanDensity(samples.map(({ histogram }) => histogram))
  const values = theory(
    points.flatMap(({ at }) => Array.from({ length: PLACES }, (_, k) => at + ((k + 0.5) / PLACES - 0.5) * width)),
  )
  return points.reduce((sum, { value }, b) => {
    const inside = values.slice(b * PLACES, (b + 1) * PLACES)
    return sum + 0.5 * width * Math.abs(value - inside.reduce((total, point) => total + point.value, 0) / PLACES)
  }, 0)
}

describe('stabilities', () => {
  it('of a perceptron at β = 1 are those of RS', () => {
    const machine = machines[0]
    const stages = [
      { sweeps: 700, beta: 1 },
      { sweeps: 700, beta: 1 },
    ]
    const samples = seeds.map((seed) => sampled(machine, seed, 1, stages))
    const theory = theoryAt(machine, 1, 0)
    const off = deviation(samples, (at) => theory.profile(stabilities(theory.problem), at))
    // 6 · 1000 patterns that hardly move: half the sum of 100 Poisson errors is 0.03
    expect(off).toBeLessThan(0.045)
    const wrong = theoryAt(machine, 2, 0)
    expect(deviation(samples, (at) => wrong.profile(stabilities(wrong.problem), at))).toBeGreaterThan(0.06)
  })

  const regions = [
    ['sign', sign, 33],
    ['relu', relu, 32],
  ] as const
  it.each(representatives(regions, 2))(
    'of ten replicas of %s are those of the dense region at their distance',
    (_, activation, units) => {
      const schedule = {
        stages: [
          { sweeps: 1200, beta: [0.8, 4], gamma: [0.8, 1.8], replicas: 10 },
          { sweeps: 1000, beta: [4, 10], overlap: 0.9, tolerance: 0.02 },
          { sweeps: 500, beta: 10 },
        ],
        every: 10,
      } as const
      const samples = [1, 2, 3].map((seed) => {
        const made = instanceOf({ activation, units, inputs: units * 15, alpha: 0.4, kappa: 0 }, seed)
        return drive(replicated().iterate(made, { seed, schedule }), { maxSteps: 1e9 }).result
      })
      for (const { errors, trace } of samples) {
        expect(errors.every((count) => count <= 1)).toBe(true)
        expect(average(trace.overlap)).toBeCloseTo(0.9, 1)
      }
      const distance = (1 - meanOf(samples.map(({ trace }) => average(trace.overlap))).value) / 2
      const at = (replicas: number, d: number) => {
        const machine = problem({ activation, weights: binary, alpha: 0.4 })
        const solution = complete(saddlePoint(machine, largeDeviation({ replicas, distance: d })))
        return deviation(samples, (places) => solution.profile(stabilities(machine), places))
      }
      // the spread of three instances of 200 patterns
      expect(at(10, distance)).toBeLessThan(0.06)
      if (activation === relu) {
        // what is left is of finite size: units of 15 inputs have another kernel, and Δ > κ is Δ ≥ κ + ½ spacing
        const few = defineActivation({ ...relu, name: 'relu-15', kernel: fanKernel(relu, 15) })
        const shifted = (spacings: number) => {
          const margin = spacings / Math.sqrt(units * 15)
          const machine = problem({ activation: few, weights: binary, alpha: 0.4, margin })
          const finite = complete(saddlePoint(machine, largeDeviation({ replicas: 10, distance })))
          return deviation(samples, (places) => finite.profile(stabilities(machine), places))
        }
        const corrected = shifted(0.5)
        expect(corrected).toBeLessThan(0.025)
        expect(corrected).toBeLessThan(0.9 * at(10, distance))
        // not at κ, and not half a spacing below it, where it would be if ties were stored
        expect(corrected).toBeLessThan(0.8 * shifted(0))
        expect(corrected).toBeLessThan(0.5 * shifted(-0.5))
      }
      // typical solutions are another thing
      const typical = complete(saddlePoint(problem({ activation, weights: binary, alpha: 0.4 }), rs))
      expect(deviation(samples, (places) => typical.profile(stabilities(typical.problem), places))).toBeGreaterThan(
        0.09,
      )
    },
  )
})
