import type { Random } from '../random.js'

/**
 * Replicas of a machine with ±1 weights, and the flips of these weights. The change of the energy in a flip is known without making it.
 * Whatever is kept beside the weights follows from them, so that the weights are the state. {@link flipsOf} makes the fastest kind that an
 * instance allows.
 *
 * Weights of a replica a = 0 … replicas − 1 are numbered i = 0 … size − 1. These numbers are not checked: flips are made by the million.
 */
export interface Flips {
  readonly name: string
  /** Weights of a replica. */
  readonly size: number
  readonly replicas: number
  /** Sets the weights of a replica. */
  load(a: number, weights: ArrayLike<number>): void
  /** Computes anew the sums in which rounding piles up. Called before each sweep, so that a sweep follows from the weights alone. */
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
  /** The change of the energy of replica a if its weight i were flipped. */
  delta(a: number, i: number): number
  /** Flips weight i of replica a; `change` is the {@link delta} of this flip. */
  flip(a: number, i: number, change: number): void
  /** Flips weight i of replica a and gives the change of its energy: `delta` and `flip` at once. */
  turn(a: number, i: number): number
  /** From this share of accepted proposals on, `turn` and flipping back what is not accepted costs less than `delta` and `flip`. */
  readonly revertAbove: number
  /**
   * Proposes flips of random weights of replica a and accepts each with min(1, r e^{−β ΔE}), where r is the ratio of the interaction
   * weights after and before. Returns the number of accepted ones. {@link prepare} sets β and the interaction.
   */
  metropolis(a: number, proposals: number, random: Random): number
  /** Sets the inverse temperature and the interaction of {@link metropolis}. */
  prepare(beta: number, interaction: Interaction): void
  /** e^{−β ΔE} at the temperature that was prepared. */
  weigh(change: number): number
  /** Moves of the reduced rejection rate, where they are compiled: the same as those of the class `Reduced` of the samplers. */
  reduced?(groups: SiteGroups, moves: number, random: Random): number
  /** The class of each weight: with {@link Interaction.follow}, the number of replicas in which it is +1; else what the caller says. */
  readonly classes: Uint8Array
  /** Nanoseconds of a proposal, roughly. Samplers choose by it how many sweeps make a step. */
  readonly proposalNs: number
}

/** Sites in the order of the number k of replicas in which they are +1: those of k from starts[k] to starts[k + 1]. */
export interface SiteGroups {
  readonly order: Int32Array
  /** Where each site stands in the order. */
  readonly ranks: Int32Array
  readonly starts: Int32Array
  /** The weights of a site of class k: for a flip down, and for any flip. */
  readonly downs: Float64Array
  readonly eithers: Float64Array
}

/** How replicas interact: through the class of each weight, a number up to 255. */
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

/** That of replicas that do not interact. */
export const noInteraction: Interaction = { ratios: new Float64Array(2 * CLASS_COUNT).fill(1), follow: false }

/** Uniform in (0, 1), the middles of 2³² cells: never 0, so that what is impossible does not happen. */
export const WORD_UNIT = 2 ** -32
