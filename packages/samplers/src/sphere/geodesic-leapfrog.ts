import { ontoSphere } from '@gardner/machines'
import type { Landscape, Point } from './landscape.js'

/** The potential U(W) = βE(W) − W·pull of one replica; `pull` is undefined where no other replica is felt. */
export interface Potential {
  readonly landscape: Landscape
  readonly beta: number
  readonly pull: Float64Array | undefined
  readonly fan: number
}

/** U at a point. */
export function potentialAt({ beta, pull }: Potential, { weights, energy }: Point): number {
  let along = 0
  if (pull !== undefined) for (let i = 0; i < weights.length; i++) along += weights[i] * pull[i]
  return beta * energy - along
}

/** ½|p|² */
export function kineticEnergy(momentum: Float64Array): number {
  let square = 0
  for (const p of momentum) square += p * p
  return 0.5 * square
}

/**
 * Leapfrog steps on the product of spheres (S. Byrne, M. Girolami, Scand. J. Stat. 40, 825, 2013), changing point and momentum:
 * half a kick p ← p − (ε/2)∇U along the sphere, the geodesic of time ε, half a kick. For any force that is a function of the point alone
 * a step preserves the volume and is undone by the same step with −p, whether or not that force is the gradient; how close it
 * comes to it only decides how well the energy is kept.
 */
export function leapfrog(potential: Potential, point: Point, momentum: Float64Array, size: number, steps: number) {
  const { landscape, fan } = potential
  for (let k = 0; k < steps; k++) {
    kick(potential, point, momentum, 0.5 * size)
    for (let from = 0; from < momentum.length; from += fan) {
      drift(point.weights.subarray(from, from + fan), momentum.subarray(from, from + fan), size)
    }
    landscape.evaluate(point)
    kick(potential, point, momentum, 0.5 * size)
  }
}

/** p ← p − ε∇U, made tangent. */
function kick(
  { beta, pull, fan }: Potential,
  { weights, gradient }: Point,
  momentum: Float64Array,
  size: number,
): void {
  for (let i = 0; i < momentum.length; i++) momentum[i] -= size * beta * gradient[i]
  if (pull !== undefined) for (let i = 0; i < momentum.length; i++) momentum[i] += size * pull[i]
  makeTangent(weights, momentum, fan)
}

/** Takes from a momentum what would leave the sphere of each unit. */
export function makeTangent(weights: Float64Array, momentum: Float64Array, fan: number): void {
  for (let from = 0; from < weights.length; from += fan) {
    let along = 0
    for (let i = from; i < from + fan; i++) along += weights[i] * momentum[i]
    along /= fan
    for (let i = from; i < from + fan; i++) momentum[i] -= along * weights[i]
  }
}

/** The great circle of a unit: W cos ωt + (p/ω) sin ωt with ω = |p|/√fan. */
function drift(weights: Float64Array, momentum: Float64Array, time: number): void {
  let square = 0
  for (const p of momentum) square += p * p
  const omega = Math.sqrt(square / weights.length)
  if (omega === 0) return
  const cosine = Math.cos(omega * time)
  const sine = Math.sin(omega * time)
  for (let i = 0; i < weights.length; i++) {
    const [w, p] = [weights[i], momentum[i]]
    weights[i] = cosine * w + (sine / omega) * p
    momentum[i] = cosine * p - sine * omega * w
  }
  // what rounding has added
  ontoSphere(weights)
}
