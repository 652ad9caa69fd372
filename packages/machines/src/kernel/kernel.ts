import type { Random } from '../random.js'

/**
 * Replicas of a machine of ±1 weights that can be flipped. What a flip does to the energy is known without making it. Everything it
 * keeps beside the weights follows from them, so that the weights are the state.
 */
export interface Kernel {
  readonly name: string
  /** Weights of a replica. */
  readonly size: number
  readonly replicas: number
  /** Sets the weights of a replica. */
  load(a: number, weights: ArrayLike<number>): void
  /** Computes anew what rounding could have added up to; called before each sweep, so that a sweep follows from the weights alone. */
  refresh?(a: number): void
  /** The weights of a replica, ±1. */
  weights(a: number): Float64Array
  /** W_i of replica a. */
  spin(a: number, i: number): number
  /** The energy of a replica, and its number of errors. */
  energy(a: number): number
  errors(a: number): number
  /** Δ of all patterns. */
  stabilities(a: number): Float64Array
  /** What flipping weight i of replica a would add to its energy. */
  delta(a: number, i: number): number
  /** Flips weight i of replica a, of which it is known that it adds `change`. */
  flip(a: number, i: number, change: number): void
  /** Both at once: flips weight i of replica a and gives what that added. */
  turn(a: number, i: number): number
  /** From this share of accepted proposals on, `turn` and flipping back what is not accepted costs less than `delta` and `flip`. */
  readonly revertAbove: number
  /**
   * So many proposals of random weights of replica a, accepted with min(1, r e^{−β ΔE}), r being the ratio of the interaction
   * weights after and before. Gives how many were accepted.
   */
  metropolis(a: number, proposals: number, random: Random): number
  /** The temperature and the interaction that {@link metropolis} knows. */
  prepare(beta: number, interaction: Interaction): void
  /** e^{−β ΔE} at the temperature that was prepared. */
  weigh(change: number): number
  /** Moves of the reduced rejection rate, if the kernel makes them itself: exactly those that Reduced makes. */
  reduced?(groups: Groups, moves: number, random: Random): number
  /** The class of each weight: with {@link Interaction.follow}, the number of replicas in which it is +1; else what the caller says. */
  readonly classes: Uint8Array
  /** Nanoseconds that a proposal takes, roughly: for how many make a step. */
  readonly pace: number
}

/** Sites in the order of the number k of replicas in which they are +1: those of k from starts[k] to starts[k + 1]. */
export interface Groups {
  readonly order: Int32Array
  /** Where each site stands in the order. */
  readonly ranks: Int32Array
  readonly starts: Int32Array
  /** The weights of a site of class k: for a flip down, and for any flip. */
  readonly downs: Float64Array
  readonly eithers: Float64Array
}

/** How replicas see each other: by the class of a weight, a number up to 255. */
export interface Interaction {
  /**
   * The ratio of the interaction weights after and before a flip: at `class` for a weight that is −1 and at `256 + class` for one that
   * is +1.
   */
  readonly ratios: Float64Array
  /** Is the class the number of replicas in which the weight is +1, which a flip changes? */
  readonly follow: boolean
}

export const CLASS_COUNT = 256

/** Replicas that do not see each other. */
export const free: Interaction = { ratios: new Float64Array(2 * CLASS_COUNT).fill(1), follow: false }

/** Uniform in (0, 1), the middles of 2³² cells: never 0, so that what is impossible does not happen. */
export const UNIT = 2 ** -32
