import type { MachineSpec } from '@gardner/core'

/** A machine as it is chosen on the page and written into its address: that of the core, and the form in which a reader thinks of it. */
export interface Machine extends MachineSpec {
  /** A perceptron, or a tree committee of K → ∞ units. The activation of a perceptron is not used. */
  readonly architecture: 'perceptron' | 'committee'
  /** κ. */
  readonly margin: number
}

/** The machine as the core has it: a perceptron is a committee of linear units. */
export const machineSpec = ({ architecture, activation, weights, margin }: Machine) =>
  ({ activation: architecture === 'perceptron' ? 'linear' : activation, weights, margin }) satisfies MachineSpec
