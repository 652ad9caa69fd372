/** A quadrature rule: ∫ F ≈ Σ_{k < length} weights[k] F(nodes[k]). Not to be written to: some rules are kept. */
export interface Rule {
  readonly length: number
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/** Room for one rule after another: typed arrays cost more to make than to fill. Each rule overwrites the last. */
export interface RuleBuffer {
  nodes: Float64Array
  weights: Float64Array
}

export const ruleBuffer = (length = 256): RuleBuffer => ({
  nodes: new Float64Array(length),
  weights: new Float64Array(length),
})

/** The buffer, made longer where `length` does not fit; what was in it is lost then. */
export function roomIn(buffer: RuleBuffer | undefined, length: number): RuleBuffer {
  if (buffer === undefined) return ruleBuffer(length)
  if (buffer.nodes.length < length) Object.assign(buffer, ruleBuffer(2 * length))
  return buffer
}
