/** A machine as it is chosen on the page and written into its address. */
export interface Machine {
  /** A perceptron, or a tree committee of K → ∞ units; a perceptron has no activation. */
  readonly architecture: 'perceptron' | 'committee'
  /** As on the command line: `relu`, `leaky-relu:0.2`, `formula:max(0, x) + 0.1*x`. */
  readonly activation: string
  /** `binary` or `spherical`. */
  readonly weights: string
  /** κ. */
  readonly margin: number
}
