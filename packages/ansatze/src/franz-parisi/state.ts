import { type Crossover, type FieldDistribution, type Machine, type SaddleState, unsuitable } from '@gardner/core'
import type { FranzParisi } from './order-parameters.js'
import type { Overlaps } from './overlaps.js'
import type { ShellPatterns } from './pattern-channel.js'
import type { ShellState, ShellWeights } from './weights-channel.js'

/** Everything at one point of the coordinates. */
export interface Point {
  readonly alpha: number
  readonly overlaps: Overlaps
  readonly ratio: number
  readonly own: number
  readonly state: ShellState
  readonly that: number
}

/** The physics at one point, computed as it is read. A class, as an object literal with getters is slow to make. */
export class FranzParisiState implements SaddleState<FranzParisi> {
  constructor(
    readonly machine: Machine,
    readonly distance: number,
    readonly weights: ShellWeights,
    readonly patterns: ShellPatterns,
    readonly point: Point,
  ) {}

  get alpha(): number {
    return this.point.alpha
  }

  get branch(): string {
    return 'franz-parisi'
  }

  get at(): FranzParisi {
    const { overlaps, state, that } = this.point
    return {
      p: 1 - 2 * this.distance,
      q: overlaps.q,
      gap: overlaps.gap,
      t: overlaps.t,
      qhat: state.qhat,
      that,
      phat: that + state.push,
      qref: state.qRef,
      qhatref: state.qhatRef,
    }
  }

  /** lim (1/N) E log Z of solutions at this distance, E over references too. */
  get freeEntropy(): number {
    const { state, overlaps } = this.point
    return this.weights.freeEntropy(state, this.point, overlaps) + this.alpha * this.energy
  }

  get entropy(): number {
    const { constraint } = this.machine
    if (constraint.distance === undefined && constraint.logWeight === undefined) {
      throw unsuitable(
        `the constraint ${constraint.name} is soft and has no logWeight, ⟨log ρ⟩; ask for the freeEntropy`,
      )
    }
    const { state, overlaps, alpha } = this.point
    const { gapRef } = state
    const soft = this.patterns.logWeight(gapRef, overlaps)
    return this.freeEntropy - this.weights.logWeight(state) - alpha * soft
  }

  /** G_E: the derivative of the free entropy in the load at a fixed reference, whose order parameters are not stationary. */
  get energy(): number {
    return this.patterns.energy(this.point.state.gapRef, this.point.overlaps)
  }

  /** 1 − α M_S [C'(q)² ⟨f''²⟩ + C''(q) ⟨f'²⟩] */
  get replicon(): number {
    const { state, overlaps, alpha } = this.point
    const { gapRef } = state
    const { kernel } = this.machine
    const { meanSquare } = this.patterns.scores(gapRef, overlaps)
    const stiffness =
      kernel.slope(overlaps.gap) ** 2 * this.patterns.meanSquareCurvature(gapRef, overlaps) +
      kernel.curvature(overlaps.gap) * meanSquare
    return 1 - alpha * this.weights.response(state, overlaps.gap) * stiffness
  }

  /** d(free entropy)/dp = α C'(p) ⟨f'(μ; τ²) f'⟩ − p̂ */
  get pull(): number {
    const { state, overlaps, alpha } = this.point
    return alpha * this.patterns.pull(state.gapRef, overlaps) - this.at.phat
  }

  fields(crossovers: readonly Crossover[]): FieldDistribution {
    return this.patterns.fields(this.point.state.gapRef, this.point.overlaps, crossovers)
  }
}
