import { type Crossover, type FieldDistribution, type Machine, type SaddleState, unsuitable } from '@gardner/core'
import { type Cascade, cascade } from '../cascade/cascade.js'
import { patternField } from '../cascade/channel.js'
import { distantStep } from '../cascade/overlap-function.js'
import type { Level } from '../cascade/transition.js'
import type { Hierarchy } from './hierarchy.js'
import { fallingDirections } from './longitudinal.js'
import type { Forces, WeightsState } from './weights-channel.js'

/** The order parameters of k steps: q0 … qk, gap = 1 − q_k, m1 … mk, qhat0 … qhatk and Q. */
export type Krsb = { readonly [symbol: string]: number } & { readonly gap: number; readonly Q: number }

/** A q_0 below this is 0, to within rounding. */
export const NO_Q0 = 1e-6
/** A replicon above this is not negative. */
const UNSTABLE = 1e-9

/** All that is known at one point of the equations. */
export interface Evaluation {
  readonly alpha: number
  /** Of the quadrature. */
  readonly step: number
  readonly levels: readonly Level[]
  readonly hierarchy: Hierarchy
  readonly patterns: Cascade
  readonly weights: WeightsState
  readonly Q: number
  readonly forces: Forces
}

/** The physics at one point, computed as it is read. */
export class KrsbState implements SaddleState<Krsb> {
  readonly at: Krsb
  readonly #problem: Machine
  readonly #found: Evaluation | undefined
  constructor(
    machine: Machine,
    readonly alpha: number,
    readonly steps: number,
    found: Evaluation | undefined,
    /** False where the m_i are held. */
    readonly free: boolean,
    readonly named?: string,
  ) {
    this.#problem = machine
    this.#found = found
    const at: Record<string, number> = {}
    const { hierarchy, forces, Q } = found ?? {}
    const gaps = hierarchy?.gaps ?? []
    for (let i = 0; i <= steps; i++)
      at[`q${i}`] = i === 0 ? Math.max(0, hierarchy?.q0 ?? Number.NaN) : 1 - (gaps[i] ?? Number.NaN)
    at.gap = gaps[steps] ?? Number.NaN
    for (let i = 1; i <= steps; i++) at[`m${i}`] = hierarchy?.parisi[i - 1] ?? Number.NaN
    let qhat = (forces?.root ?? Number.NaN) / (Q ?? 1)
    for (let i = 0; i <= steps; i++) {
      if (i > 0) qhat += (forces?.pulls[i - 1] ?? Number.NaN) / (Q ?? 1)
      at[`qhat${i}`] = qhat
    }
    this.at = { ...at, gap: at.gap, Q: Q ?? Number.NaN }
  }

  /** q_k − q_0 beside 1 − q_k: how far the saddle is from the replica-symmetric one. */
  get breaking(): number {
    const { gaps = [Number.NaN] } = this.#found?.hierarchy ?? {}
    return (gaps[0] - gaps[this.steps]) / gaps[this.steps]
  }

  get branch(): string {
    if (this.named !== undefined) return this.named
    return `${this.steps}-step, (q${this.steps} − q0)/(1 − q${this.steps}) = ${this.breaking.toPrecision(3)}`
  }

  get freeEntropy(): number {
    return (this.#found?.weights.freeEntropy ?? Number.NaN) + this.alpha * this.energy
  }

  get energy(): number {
    return this.#found?.patterns.mean ?? Number.NaN
  }

  get entropy(): number {
    const { constraint, kernel } = this.#problem
    const found = this.#found
    if (found === undefined) return Number.NaN
    if (constraint.distance !== undefined) return found.weights.entropy + this.alpha * this.energy
    if (constraint.logWeight === undefined) {
      throw unsuitable(
        `the constraint ${constraint.name} is soft and has no logWeight, ⟨log ρ⟩; ask for the freeEntropy`,
      )
    }
    const v = kernel.deficit(found.hierarchy.gaps[this.steps])
    const { nodes, weights } = found.patterns
    let logWeight = 0
    for (let j = 0; j < nodes.length; j++) logWeight += weights[j] * constraint.logWeight(nodes[j], v)
    return found.weights.entropy + this.alpha * (this.energy - logWeight)
  }

  /** The smallest of {@link replicons}. */
  get replicon(): number {
    return Math.min(...this.replicons)
  }

  /** r_i = 1 − α ⟨(g_i'')²⟩ [C'(q_i)² ⟨(f_i'')²⟩ + C''(q_i) ⟨(f_i')²⟩], i = 0 … k. */
  get replicons(): readonly number[] {
    const found = this.#found
    if (found === undefined) return [Number.NaN]
    const { kernel, constraint } = this.#problem
    const { gaps } = found.hierarchy
    const v = kernel.deficit(gaps[this.steps])
    const squares = found.patterns.meanSquareCurvature((h) => constraint.curvature(h, v))
    const response = found.weights.response()
    return gaps.map((gap, i) => {
      const stiffness = kernel.slope(gap) ** 2 * squares[i] + kernel.curvature(gap) * found.patterns.meanSquareScore[i]
      return 1 - this.alpha * response[i] * stiffness
    })
  }

  /**
   * What the solution is unstable against: a split of a level (r_i < 0), overlaps and m_i of the same number of steps (S no
   * minimum in them), or, on the sphere, a further step at a distance.
   */
  get instabilities(): readonly string[] {
    const found = this.#found
    if (found === undefined) return []
    const { hierarchy } = found
    const splits = this.replicons.flatMap((r, i) =>
      r < -UNSTABLE ? [`r${i} = ${r.toPrecision(3)}${i === 0 && hierarchy.q0 < NO_Q0 ? ' (q0 > 0)' : ''}`] : [],
    )
    // at m = 1 S does not depend on q_1, whose second derivative is r_1
    if (this.named !== undefined) return splits
    const maximum = this.#falling === 0 ? [] : [`S is no minimum in ${this.free ? 'q and m' : 'q'}`]
    if (splits.length > 0 || maximum.length > 0 || this.#problem.weights.kind === 'site' || !this.free)
      return [...splits, ...maximum]
    const distant = distantStep(this.#problem, this.alpha, hierarchy)
    return distant === undefined ? [] : [`a further step at a distance, to overlaps of about ${distant.toPrecision(3)}`]
  }

  get #falling(): number {
    const hierarchy = this.#found?.hierarchy
    if (hierarchy === undefined) return 0
    const conjugates = Array.from({ length: this.steps + 1 }, (_, i) => this.at[`qhat${i}`])
    return fallingDirections({ problem: this.#problem, alpha: this.alpha, hierarchy, conjugates, free: this.free }) ?? 0
  }

  /** Σ_i = −m_i² ∂S/∂m_i: the complexity of the clusters of level i = 1 … k. */
  complexity(i: number): number {
    const found = this.#found
    if (found === undefined) return Number.NaN
    const m = found.hierarchy.parisi[i - 1]
    return m * m * (found.weights.parisiSlope[i - 1] - this.alpha * found.patterns.parisiSlope[i - 1])
  }

  fields(crossovers: readonly Crossover[]): FieldDistribution {
    const found = this.#found
    if (found === undefined) return { nodes: [], weights: [], variance: Number.NaN }
    const { kernel } = this.#problem
    const { gaps } = found.hierarchy
    const gap = gaps[this.steps]
    const channel = patternField(this.#problem, gap, crossovers)
    const { nodes, weights } = cascade(channel, kernel.covariance(gaps[0]), found.levels, found.step) ?? {
      nodes: [],
      weights: [],
    }
    return { nodes, weights, variance: kernel.deficit(gap) }
  }
}
