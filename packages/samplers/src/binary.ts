import { type Instance, type Schedule, unsuitable } from '@gardner/core'
import { type Flips, flipsOf, hasBinaryWeights, type Random, randomWeights } from '@gardner/machines'
import type { Dynamics, Mover } from './chain.js'
import { type Coupling, interactionOf, MOST_REPLICAS } from './coupling.js'
import { Reduced } from './reduced.js'

/** What moves ±1 weights: flips that are accepted or not, or the reduced rejection rate. */
export type Moves = 'metropolis' | 'reduced'

/** The dynamics of replicas of ±1 weights. */
export function binaryDynamics(name: string, moves: Moves, coupling: Coupling): Dynamics {
  const summed = coupling === 'centre' ? undefined : coupling
  if (moves === 'reduced' && summed === undefined) {
    throw unsuitable('the reduced rejection rate has the centre traced out; use traced')
  }
  return {
    name,
    check: (instance, { stages }) => {
      needBinary(name, instance)
      for (const { replicas = 1 } of stages) {
        if (replicas <= MOST_REPLICAS) continue
        throw unsuitable(`${replicas} replicas are too many for ${name}; use at most ${MOST_REPLICAS}`)
      }
    },
    draw: randomWeights,
    mover: (instance, cost, y, weights, memory) => {
      const flips = flipsOf(instance, y, cost)
      for (let a = 0; a < y; a++) flips.load(a, weights.subarray(a * flips.size, (a + 1) * flips.size))
      return moves === 'metropolis' || summed === undefined
        ? metropolisMover(flips, coupling, memory)
        : reducedMover(flips, summed)
    },
  }
}

export function needBinary(name: string, instance: Instance): Instance {
  if (hasBinaryWeights(instance.problem)) return instance
  throw unsuitable(
    `${name} flips ±1 weights, and those of ${instance.problem.weights.name} are others; use sphere, hmc or langevin`,
  )
}

/** Of a sampler whose replicas do not see each other. */
export function needAlone(name: string, { stages }: Schedule): void {
  for (const [i, { gamma = 0, overlap }] of stages.entries()) {
    const coupled = typeof gamma === 'number' ? gamma !== 0 : gamma.some((end) => end !== 0)
    if (!coupled && overlap === undefined) continue
    const asked = overlap === undefined ? 'gamma' : 'overlap'
    throw unsuitable(
      `replicas of ${name} do not see each other, so stage ${i + 1} can have no ${asked}; use rrr or replicated`,
    )
  }
}

const common = (flips: Flips) => ({
  energy: (a: number) => flips.energy(a),
  errors: (a: number) => flips.errors(a),
  stabilities: (a: number) => flips.stabilities(a),
  weights: (a: number) => flips.weights(a),
})

/** N proposals in one replica after the other, and then the centre if there is one. */
function metropolisMover(flips: Flips, coupling: Coupling, memory: Float64Array): Mover {
  const { size, replicas, classes } = flips
  const centred = coupling === 'centre'
  const sums = () => {
    const sum = new Int32Array(size)
    for (let a = 0; a < replicas; a++) for (let i = 0; i < size; i++) sum[i] += flips.spin(a, i)
    return sum
  }
  // a centre that is not there yet begins as the majority
  const known = centred && memory.length === size
  for (const [i, s] of sums().entries()) {
    if (!centred) classes[i] = (s + replicas) / 2
    else classes[i] = (known ? memory[i] : s) > 0 ? 1 : 0
  }
  let prepared: readonly [number, number] | undefined
  return {
    ...common(flips),
    sweepNs: flips.proposalNs * size * replicas,
    memory: () => (centred ? Float64Array.from(classes, (c) => 2 * c - 1) : new Float64Array(0)),
    sweep: ({ beta }, gamma, random) => {
      if (prepared?.[0] !== beta || prepared[1] !== gamma) {
        flips.prepare(beta, interactionOf(coupling, gamma, replicas))
        prepared = [beta, gamma]
      }
      let accepted = 0
      for (let a = 0; a < replicas; a++) {
        flips.refresh?.(a)
        accepted += flips.metropolis(a, size, random)
      }
      if (centred) drawCentre(classes, sums(), gamma, random)
      return [size * replicas, accepted]
    },
  }
}

/** Every weight of the centre anew, given the replicas: P(W̃ = 1) = 1/(1 + e^{−2γs}). */
function drawCentre(classes: Uint8Array, sums: Int32Array, gamma: number, random: Random): void {
  for (let i = 0; i < classes.length; i++) classes[i] = random.fine() < 1 / (1 + Math.exp(-2 * gamma * sums[i])) ? 1 : 0
}

function reducedMover(flips: Flips, coupling: 'pairs' | 'traced'): Mover {
  const reduced = new Reduced(flips)
  return {
    ...common(flips),
    sweepNs: 1.5 * (flips.proposalNs + 150) * flips.size * flips.replicas,
    memory: () => new Float64Array(0),
    sweep: ({ beta }, gamma, random) => {
      for (let a = 0; a < flips.replicas; a++) flips.refresh?.(a)
      const proposed = flips.size * flips.replicas
      return [proposed, reduced.moves(proposed, beta, coupling, gamma, random)]
    },
  }
}
