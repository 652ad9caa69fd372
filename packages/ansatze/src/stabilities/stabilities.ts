import { checkMachine, type Machine, type Profile, unsuitable } from '@gardner/core'

/**
 * The distribution of stabilities in a typical solution of whatever ansatz the state is of,
 *
 *     P(Δ) = ρ(Δ) ∫ dμ(h) N(Δ; h, v) e^{−f(h; v)},
 *
 * with μ the law of the innermost field: a density in Δ that integrates to 1, and for the margin vanishes below κ.
 * Throws `UNSUITABLE` for a soft constraint that does not give its ρ, and for an ansatz without fields.
 *
 * @example solveNow(machine.at({ alpha: 0.4 }), rs).profile(stabilities(machine), [0, 0.5, 1])
 */
export function stabilities(machine: Machine): Profile {
  checkMachine(machine)
  const { constraint } = machine
  const { distance, weight } = constraint
  const admitted = distance === undefined ? weight : (stability: number) => (distance(stability) === 0 ? 1 : 0)
  if (admitted === undefined) {
    throw unsuitable(`the constraint ${constraint.name} is soft and has no weight, ρ(Δ): stabilities need it`)
  }
  return {
    name: 'stabilities',
    of: (state, at) => {
      const { fields } = state
      if (fields === undefined) throw unsuitable(`the branch ${state.branch} does not tell its fields`)
      const { variance } = fields.call(state, [])
      return at.map((stability) => {
        const share = admitted.call(constraint, stability)
        if (!(share > 0)) return 0
        const { nodes, weights } = fields.call(state, [{ center: stability, width: Math.sqrt(variance) }])
        let sum = 0
        for (let j = 0; j < nodes.length; j++) {
          const off = stability - nodes[j]
          const exponent = (-0.5 * off * off) / variance - constraint.logEvidence(nodes[j], variance)
          sum += weights[j] * Math.exp(exponent)
        }
        return (share * sum) / Math.sqrt(2 * Math.PI * variance)
      })
    },
  }
}
