import { type Random, randomWeights } from '@gardner/machines'
import type { Dynamics, Mover } from '../chain.js'
import { patternMatrix } from './pattern-matrix.js'
import { RotatedReplica } from './rotated-replica.js'
import { needSphere, sumOf } from './sphere.js'
import { mayAdapt, StepSize } from './step-size.js'

/** Angles are at most a right one: its half has tangent 1. */
const MOST_ANGLE = Math.PI / 2
const INITIAL_ANGLE = 0.1
/** Where a random walk with bounded steps goes farthest in a given number of proposals, roughly. */
const ACCEPTANCE = 0.4

/**
 * Metropolis moves on the sphere of each unit: two of its weights, (W_i, W_j), are rotated by a random angle |θ| ≤ ε. tan(θ/2) is
 * uniform, so that a rotation and its inverse are as probable, and sine and cosine are quotients. What is sampled is
 *
 *     exp(−β Σ_a E(W^a) + (γ/y) Σ_{a<b} W^a·W^b)
 *
 * relative to the uniform measure on the spheres. ε is adapted while nothing is measured in equilibrium.
 */
export const rotationDynamics: Dynamics = {
  name: 'sphere',
  check: (instance) => needSphere('sphere', instance),
  draw: randomWeights,
  mover: (instance, cost, y, weights, memory): Mover => {
    const { size, fan, units, patterns } = instance
    const matrix = patternMatrix(instance)
    const replicas = Array.from(
      { length: y },
      (_, a) => new RotatedReplica(instance, matrix, cost, weights.subarray(a * size, (a + 1) * size)),
    )
    const angle = new StepSize(memory, { initial: INITIAL_ANGLE, most: MOST_ANGLE, acceptance: ACCEPTANCE })

    /** As many proposals in one replica as it has weights; `sum` is that of all replicas. */
    const rotate = (replica: RotatedReplica, beta: number, pull: number, sum: Float64Array, random: Random): number => {
      const reach = Math.tan(0.5 * angle.value)
      let accepted = 0
      for (let k = 0; k < size; k++) {
        const unit = units === 1 ? 0 : random.below(units)
        const i = random.below(fan)
        const other = random.below(fan - 1)
        const j = other < i ? other : other + 1
        const t = reach * (2 * random.fine() - 1)
        const u = random.fine()
        const { weights } = replica
        const [atI, atJ] = [unit * fan + i, unit * fan + j]
        const [x, y] = [weights[atI], weights[atJ]]
        // by cos θ − 1 and sin θ, small as they are
        const turned = (2 * t) / (1 + t * t)
        const first = -turned * (t * x + y)
        const second = turned * (x - t * y)
        const change = replica.propose(unit, i, j, first, second)
        const drawn = pull === 0 ? 0 : pull * (first * (sum[atI] - x) + second * (sum[atJ] - y))
        if (u < Math.exp(drawn - beta * change)) {
          replica.accept(unit, i, j, first, second)
          sum[atI] += first
          sum[atJ] += second
          accepted++
        }
      }
      return accepted
    }

    return {
      sweepNs: y * size * patterns.count * (cost.kind === 'cross-entropy' ? 25 : 10),
      energy: (a) => replicas[a].energy,
      errors: (a) => replicas[a].errors,
      stabilities: (a) => replicas[a].stabilities,
      weights: (a) => replicas[a].weights.slice(),
      memory: () => angle.memory(),
      sweep: (now, gamma, random) => {
        for (const replica of replicas) replica.refresh()
        const sum = sumOf(replicas.map((replica) => replica.weights))
        let accepted = 0
        for (const replica of replicas) accepted += rotate(replica, now.beta, gamma / y, sum, random)
        const proposed = y * size
        if (mayAdapt(now)) angle.adapt(accepted / proposed)
        return [proposed, accepted]
      },
    }
  },
}
