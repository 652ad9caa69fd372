import type { Cost, Instance } from '@gardner/core'
import { machineMargin } from '@gardner/machines'
import { patternMatrix } from './pattern-matrix.js'
import { totalCost } from './total-cost.js'

/** A point on the spheres of the units, and what follows from it. */
export interface Point {
  readonly weights: Float64Array
  readonly stabilities: Float64Array
  /** ∂E/∂W_li, with the part along the radius. */
  readonly gradient: Float64Array
  energy: number
}

/** Of the difference quotient of g: a power of two, so that u ± h loses nothing. Near the best there is, ε^{1/3}. */
const HALF_STEP = 2 ** -17

/**
 * The cross-entropy of an instance as a landscape over its weights:
 *
 *     E = Σ_μ T log(1 + e^{(κ − Δ)/T}),     ∂E/∂W_li = −Σ_μ σ^μ c_l g'(λ_l^μ) ξ_li^μ / (1 + e^{(Δ − κ)/T}) / √(K fan)
 *
 * g' is a central difference of g. The gradient is a function of the point alone, to the last bit.
 */
export class Landscape {
  readonly #instance: Instance
  readonly #matrix
  readonly #total
  readonly #temperature: number
  readonly #kappa: number
  readonly #g: (u: number) => number
  readonly #fields: Float64Array[]
  readonly #slopes: Float64Array
  readonly #back: Float64Array

  constructor(instance: Instance, cost: Extract<Cost, { kind: 'cross-entropy' }>) {
    const { units, patterns, problem } = instance
    this.#instance = instance
    this.#matrix = patternMatrix(instance)
    this.#temperature = cost.temperature
    this.#kappa = machineMargin(problem)
    this.#total = totalCost(cost, this.#kappa, instance.ties)
    this.#g = problem.activation.g
    this.#fields = Array.from({ length: units }, () => new Float64Array(patterns.count))
    this.#slopes = new Float64Array(patterns.count)
    this.#back = new Float64Array(patterns.count)
  }

  /** The point at the given weights, which are copied. */
  at(weights: Float64Array): Point {
    const { size, patterns } = this.#instance
    const point = {
      weights: weights.slice(0, size),
      stabilities: new Float64Array(patterns.count),
      gradient: new Float64Array(size),
      energy: 0,
    }
    this.evaluate(point)
    return point
  }

  /** Brings a point up to its weights. */
  evaluate(point: Point): void {
    const { units, fan, labels, readout, patterns } = this.#instance
    const { count } = patterns
    const { weights, stabilities, gradient } = point
    const g = this.#g
    const [kappa, temperature] = [this.#kappa, this.#temperature]
    const [slopes, back] = [this.#slopes, this.#back]
    stabilities.fill(0)
    for (let l = 0; l < units; l++) {
      const fields = this.#fields[l]
      this.#matrix.fields(l, weights.subarray(l * fan, (l + 1) * fan), fields)
      for (let mu = 0; mu < count; mu++) stabilities[mu] += readout[l] * g(fields[mu])
    }
    const share = 1 / Math.sqrt(units)
    for (let mu = 0; mu < count; mu++) {
      stabilities[mu] *= labels[mu] * share
      slopes[mu] = (-labels[mu] * share) / (1 + Math.exp((stabilities[mu] - kappa) / temperature))
    }
    point.energy = this.#total(stabilities, 0, count)
    for (let l = 0; l < units; l++) {
      const fields = this.#fields[l]
      const factor = readout[l] / (2 * HALF_STEP)
      for (let mu = 0; mu < count; mu++) {
        back[mu] = slopes[mu] * factor * (g(fields[mu] + HALF_STEP) - g(fields[mu] - HALF_STEP))
      }
      this.#matrix.transposed(l, back, gradient.subarray(l * fan, (l + 1) * fan))
    }
  }
}
