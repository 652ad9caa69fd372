import { leakyRelu, linear, relu, sign, tanh } from '@gardner/activations'
import { type Activation, type Cost, type Instance, problem } from '@gardner/core'
import { binary } from '@gardner/weights'
import { type InstanceOptions, instance } from '../../src/index.js'

/** A machine so small that all of its weight vectors can be gone through. */
export interface Small {
  readonly name: string
  readonly instance: Instance
  readonly cost: Cost
}

export const errors: Cost = { kind: 'errors' }

export interface Plan {
  readonly activation: Activation
  readonly inputs: number
  readonly units: number
  /** P */
  readonly patterns: number
  readonly margin?: number
  readonly cost?: Cost
  readonly seed?: number
  readonly options?: Partial<InstanceOptions>
}

export function machine(plan: Plan): Instance {
  const { activation, inputs, units, patterns, margin = 0, seed = 1, options = {} } = plan
  const size = options.wiring === 'full' ? inputs * units : inputs
  const asked = problem({ activation, weights: binary, margin, alpha: patterns / size })
  return instance({ problem: asked, inputs, units, seed, ...options })
}

export const small = (name: string, plan: Plan): Small => ({
  name,
  instance: machine(plan),
  cost: plan.cost ?? errors,
})

const stored = { ties: 'stored' } as const

/** One of every kernel, wiring, label, pattern, cost and mode of the bits, and both ties where there are any. */
export const smallMachines: readonly Small[] = [
  small('sign, tree, bits', { activation: sign, inputs: 9, units: 3, patterns: 7 }),
  small('sign, fully connected, bits', {
    activation: sign,
    inputs: 3,
    units: 3,
    patterns: 6,
    options: { wiring: 'full' },
  }),
  small('sign, labels of a teacher', {
    activation: sign,
    inputs: 9,
    units: 3,
    patterns: 9,
    options: { labels: 'teacher' },
  }),
  small('relu, even fan, bits', { activation: relu, inputs: 8, units: 2, patterns: 6 }),
  small('relu, odd fan, bits', { activation: relu, inputs: 10, units: 2, patterns: 8, margin: 0.2 }),
  small('relu, fully connected, bits', {
    activation: relu,
    inputs: 4,
    units: 2,
    patterns: 6,
    options: { wiring: 'full' },
  }),
  small('perceptron of positive margin, bits', { activation: linear, inputs: 9, units: 1, patterns: 5, margin: 0.4 }),
  small('perceptron, a margin that is reached exactly', {
    activation: linear,
    inputs: 9,
    units: 1,
    patterns: 6,
    margin: 1 / 3,
  }),
  small('tanh, table', { activation: tanh, inputs: 8, units: 2, patterns: 6, margin: 0.1 }),
  small('leaky relu, table', { activation: leakyRelu({ slope: 0.5 }), inputs: 8, units: 2, patterns: 6 }),
  small('sign, deficits, table', {
    activation: sign,
    inputs: 9,
    units: 3,
    patterns: 7,
    cost: { kind: 'deficit' },
  }),
  small('relu, cross-entropy, table', {
    activation: relu,
    inputs: 8,
    units: 2,
    patterns: 6,
    margin: 0.3,
    cost: { kind: 'cross-entropy', temperature: 0.3 },
  }),
  small('sign, normal patterns', {
    activation: sign,
    inputs: 8,
    units: 1,
    patterns: 6,
    options: { patterns: 'gaussian' },
  }),
  small('relu, normal patterns, deficits', {
    activation: relu,
    inputs: 8,
    units: 2,
    patterns: 6,
    margin: -0.1,
    cost: { kind: 'deficit' },
    options: { patterns: 'gaussian' },
  }),
  // patterns of Δ = κ, the other way
  small('relu, even fan, bits, ties stored', { activation: relu, inputs: 8, units: 2, patterns: 6, options: stored }),
  small('relu, odd fan, bits, ties stored', { activation: relu, inputs: 10, units: 2, patterns: 8, options: stored }),
  small('perceptron, a margin that is reached exactly, ties stored', {
    activation: linear,
    inputs: 9,
    units: 1,
    patterns: 6,
    margin: 1 / 3,
    options: stored,
  }),
  small('leaky relu, table, ties stored', {
    activation: leakyRelu({ slope: 0.5 }),
    inputs: 8,
    units: 2,
    patterns: 6,
    options: stored,
  }),
  small('relu, normal patterns', {
    activation: relu,
    inputs: 8,
    units: 2,
    patterns: 6,
    options: { patterns: 'gaussian' },
  }),
  small('relu, normal patterns, ties stored', {
    activation: relu,
    inputs: 8,
    units: 2,
    patterns: 6,
    options: { ...stored, patterns: 'gaussian' },
  }),
]

/** A machine of the smallest size, for states of several replicas. */
export const tiny = {
  sign: small('sign', { activation: sign, inputs: 3, units: 1, patterns: 4, seed: 5 }),
  relu: small('relu', { activation: relu, inputs: 4, units: 2, patterns: 5, seed: 2 }),
  stored: small('relu, ties stored', {
    activation: relu,
    inputs: 4,
    units: 2,
    patterns: 5,
    seed: 2,
    options: stored,
  }),
  tanh: small('tanh', {
    activation: tanh,
    inputs: 4,
    units: 2,
    patterns: 5,
    margin: 0.2,
    cost: { kind: 'deficit' },
  }),
  normal: small('normal patterns', {
    activation: sign,
    inputs: 4,
    units: 1,
    patterns: 5,
    options: { patterns: 'gaussian' },
  }),
}
