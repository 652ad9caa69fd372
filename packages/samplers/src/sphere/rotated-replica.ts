import type { Cost, Instance } from '@gardner/core'
import { errorsAt, machineMargin } from '@gardner/machines'
import type { PatternMatrix } from './pattern-matrix.js'
import { ontoSpheres } from './sphere.js'
import { type TotalCost, totalCost } from './total-cost.js'

/**
 * One replica: its weights, and the fields, outputs of units, stabilities and energy that follow from them. All lists of P numbers
 * lie in one block and are known by where they begin: loops over one array take three quarters of the time of loops over eight.
 */
export class RotatedReplica {
  readonly weights: Float64Array
  readonly #instance: Instance
  readonly #matrix: PatternMatrix
  readonly #total: TotalCost
  readonly #kappa: number
  readonly #g: (u: number) => number
  readonly #block: Float64Array
  /** σ^μ c_l/√K: what an output of a unit adds to a stability. */
  readonly #shares: number[]
  readonly #fields: number[]
  readonly #outputs: number[]
  #stabilities: number
  #energy = 0
  // the same after the rotation that was proposed last
  #newFields: number
  #newOutputs: number
  #newStabilities: number
  #newEnergy = 0

  constructor(instance: Instance, matrix: PatternMatrix, cost: Cost, weights: Float64Array) {
    const { units, patterns, labels, readout, problem } = instance
    const { count } = patterns
    this.#instance = instance
    this.#matrix = matrix
    this.#kappa = machineMargin(problem)
    this.#total = totalCost(cost, this.#kappa, instance.ties)
    this.#g = problem.activation.g
    this.weights = weights.slice()
    this.#block = new Float64Array((3 * units + 4) * count)
    let lists = 0
    const list = () => lists++ * count
    this.#shares = Array.from({ length: units }, list)
    this.#fields = Array.from({ length: units }, list)
    this.#outputs = Array.from({ length: units }, list)
    this.#stabilities = list()
    this.#newFields = list()
    this.#newOutputs = list()
    this.#newStabilities = list()
    for (let l = 0; l < units; l++) {
      for (let mu = 0; mu < count; mu++)
        this.#block[this.#shares[l] + mu] = (labels[mu] * readout[l]) / Math.sqrt(units)
    }
    this.#evaluate()
  }

  get energy(): number {
    return this.#energy
  }

  get errors(): number {
    return errorsAt(this.#list(this.#stabilities), this.#kappa, this.#instance.ties)
  }

  get stabilities(): Float64Array {
    return this.#list(this.#stabilities).slice()
  }

  #list(from: number): Float64Array {
    return this.#block.subarray(from, from + this.#instance.patterns.count)
  }

  /** Takes out of norms and fields what rounding has added to them. */
  refresh(): void {
    ontoSpheres(this.weights, this.#instance.fan)
    this.#evaluate()
  }

  #evaluate(): void {
    const { units, fan, patterns } = this.#instance
    const { count } = patterns
    const g = this.#g
    const block = this.#block
    const at = this.#stabilities
    block.fill(0, at, at + count)
    for (let l = 0; l < units; l++) {
      const [fields, outputs, shares] = [this.#fields[l], this.#outputs[l], this.#shares[l]]
      this.#matrix.fields(l, this.weights.subarray(l * fan, (l + 1) * fan), this.#list(fields))
      for (let mu = 0; mu < count; mu++) {
        block[outputs + mu] = g(block[fields + mu])
        block[at + mu] += block[shares + mu] * block[outputs + mu]
      }
    }
    this.#energy = this.#total(block, at, count)
  }

  /** What adding `first` to weight i and `second` to weight j of unit l would add to the energy. */
  propose(unit: number, i: number, j: number, first: number, second: number): number {
    const { patterns, fan, inputs } = this.#instance
    const { count } = patterns
    const block = this.#block
    const scale = 1 / Math.sqrt(fan)
    const from = (unit * fan) % inputs
    const [a, b] = [first * scale, second * scale]
    const to = this.#newFields
    if (patterns.kind === 'real') {
      realSteps(patterns.values, (from + i) * count, (from + j) * count, a, b, block, to, count)
    } else {
      signSteps(patterns.words, (from + i) * patterns.stride, (from + j) * patterns.stride, a, b, block, to, count)
    }
    addOutputs(
      this.#g,
      block,
      this.#shares[unit],
      this.#fields[unit],
      this.#outputs[unit],
      this.#stabilities,
      to,
      this.#newOutputs,
      this.#newStabilities,
      count,
    )
    this.#newEnergy = this.#total(block, this.#newStabilities, count)
    return this.#newEnergy - this.#energy
  }

  /** Makes the rotation that was proposed last. */
  accept(unit: number, i: number, j: number, first: number, second: number): void {
    const from = unit * this.#instance.fan
    this.weights[from + i] += first
    this.weights[from + j] += second
    const [fields, outputs] = [this.#fields[unit], this.#outputs[unit]]
    this.#fields[unit] = this.#newFields
    this.#outputs[unit] = this.#newOutputs
    this.#newFields = fields
    this.#newOutputs = outputs
    ;[this.#stabilities, this.#newStabilities] = [this.#newStabilities, this.#stabilities]
    this.#energy = this.#newEnergy
  }
}

/** The outputs and stabilities after steps in the fields of a unit; new fields take the place of the steps. */
function addOutputs(
  g: (u: number) => number,
  block: Float64Array,
  shares: number,
  fields: number,
  outputs: number,
  stabilities: number,
  steps: number,
  newOutputs: number,
  newStabilities: number,
  count: number,
): void {
  for (let mu = 0; mu < count; mu++) {
    const field = block[fields + mu] + block[steps + mu]
    const output = g(field)
    block[steps + mu] = field
    block[newOutputs + mu] = output
    block[newStabilities + mu] = block[stabilities + mu] + block[shares + mu] * (output - block[outputs + mu])
  }
}

/** a ξ_i + b ξ_j at every pattern. */
function realSteps(
  values: Float64Array,
  one: number,
  other: number,
  a: number,
  b: number,
  block: Float64Array,
  to: number,
  count: number,
): void {
  for (let mu = 0; mu < count; mu++) block[to + mu] = a * values[one + mu] + b * values[other + mu]
}

/** The same with ξ = ±1 in columns of bits. */
function signSteps(
  words: Uint32Array,
  one: number,
  other: number,
  a: number,
  b: number,
  block: Float64Array,
  to: number,
  count: number,
): void {
  const sums = [-a - b, a - b, b - a, a + b]
  for (let mu = 0; mu < count; mu += 32) {
    let x = words[one + (mu >>> 5)]
    let y = words[other + (mu >>> 5)]
    const end = Math.min(count, mu + 32)
    for (let k = mu; k < end; k++) {
      block[to + k] = sums[(x & 1) | ((y & 1) << 1)]
      x >>>= 1
      y >>>= 1
    }
  }
}
