import { type Cost, type Instance, momentsOf, unsuitable } from '@gardner/core'
import { errorsAt, machineMargin, type Random, randomWeights } from '@gardner/machines'
import type { Dynamics, Mover } from '../chain.js'
import { kineticEnergy, leapfrog, makeTangent, potentialAt } from './geodesic-leapfrog.js'
import { Landscape } from './landscape.js'
import { needSphere } from './sphere.js'
import { mayAdapt, StepSize } from './step-size.js'

/** Steps of a trajectory are of a size drawn from this range around ε, so that no oscillation fits into it as a whole. */
const SPREAD = 0.2
const INITIAL = 0.02

/**
 * Hybrid Monte Carlo on the product of spheres (S. Duane et al., Phys. Lett. B 195, 216, 1987; S. Byrne, M. Girolami, Scand. J. Stat. 40,
 * 825, 2013). A sweep is one trajectory of each replica: a normal tangent momentum, so many leapfrog steps with
 *
 *     H = βE(W^a) − (γ/y) W^a·Σ_{b≠a} W^b + ½|p|²
 *
 * and a Metropolis test on ΔH, by which the stationary measure is exact whatever the step size. That is adapted to the given mean
 * acceptance while nothing is measured in equilibrium.
 */
export function hamiltonianDynamics(name: string, steps: number, acceptance: number): Dynamics {
  return {
    name,
    check: (instance, _schedule, cost) => {
      needSphere(name, instance)
      needCrossEntropy(name, cost)
      needContinuous(name, instance)
    },
    draw: randomWeights,
    mover: (instance, cost, y, weights, memory): Mover => {
      const { size, fan, units, patterns } = instance
      const landscape = new Landscape(instance, needCrossEntropy(name, cost))
      const points = Array.from({ length: y }, (_, a) => landscape.at(weights.subarray(a * size, (a + 1) * size)))
      let trial = landscape.at(weights)
      const kappa = machineMargin(instance.problem)
      const momentum = new Float64Array(size)
      // a quarter of a great circle in all, at the speed of a free point: from there nothing is left of where it began
      const step = new StepSize(memory, { initial: INITIAL, most: Math.PI / 2 / steps, acceptance })

      /** Gives min(1, e^{−ΔH}) and whether the trajectory was accepted. */
      const trajectory = (a: number, beta: number, coupling: number, random: Random): readonly [number, boolean] => {
        const point = points[a]
        const pull = coupling === 0 || y === 1 ? undefined : pullOn(a, coupling)
        const potential = { landscape, beta, pull, fan }
        for (let i = 0; i < size; i++) momentum[i] = random.normal()
        makeTangent(point.weights, momentum, fan)
        const length = step.value * (1 + SPREAD * (2 * random.fine() - 1))
        const before = potentialAt(potential, point) + kineticEnergy(momentum)
        trial.weights.set(point.weights)
        trial.gradient.set(point.gradient)
        leapfrog(potential, trial, momentum, length, steps)
        const gain = before - potentialAt(potential, trial) - kineticEnergy(momentum)
        const accepted = random.fine() < Math.exp(gain)
        if (accepted) {
          points[a] = trial
          trial = point
        }
        return [Math.exp(Math.min(0, gain)) || 0, accepted]
      }

      /** (γ/y) Σ_{b≠a} W^b */
      const pullOn = (a: number, coupling: number): Float64Array => {
        const pull = new Float64Array(size)
        for (let b = 0; b < y; b++) {
          if (b !== a) for (let i = 0; i < size; i++) pull[i] += coupling * points[b].weights[i]
        }
        return pull
      }

      return {
        sweepNs: y * steps * patterns.count * ((patterns.kind === 'real' ? 6 : 1) * size + 100 * units),
        energy: (a) => points[a].energy,
        errors: (a) => errorsAt(points[a].stabilities, kappa, instance.ties),
        stabilities: (a) => points[a].stabilities.slice(),
        weights: (a) => points[a].weights.slice(),
        memory: () => step.memory(),
        sweep: (now, gamma, random) => {
          let accepted = 0
          let mean = 0
          for (let a = 0; a < y; a++) {
            const [probability, taken] = trajectory(a, now.beta, gamma / y, random)
            mean += probability / y
            if (taken) accepted++
          }
          if (mayAdapt(now)) step.adapt(mean)
          return [y, accepted]
        },
      }
    },
  }
}

type CrossEntropy = Extract<Cost, { kind: 'cross-entropy' }>

function needCrossEntropy(name: string, cost: Cost): CrossEntropy {
  if (cost.kind === 'cross-entropy') return cost
  throw unsuitable(
    `${name} needs a cost that has a gradient everywhere, and ${cost.kind} has none; use cross-entropy, or the sampler sphere`,
  )
}

/** What g changes by over 2 NEAR is a jump if it is more than that, in standard deviations of g. */
const NEAR = 1e-6
const JUMP = 1e-2

function needContinuous(name: string, { problem }: Instance): void {
  const { activation } = problem
  const least = JUMP * Math.sqrt(problem.kernel.deficit(1))
  for (const kink of [0, ...momentsOf(activation).kinks]) {
    if (Math.abs(activation.g(kink + NEAR) - activation.g(kink - NEAR)) > least) {
      throw unsuitable(`${name} needs an activation without jumps, and ${activation.name} jumps at ${kink}; use sphere`)
    }
  }
}
