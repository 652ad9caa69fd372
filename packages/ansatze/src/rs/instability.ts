import {
  type Ansatz,
  closedForm,
  crossing,
  type Iteration,
  type Machine,
  type SaddleState,
  type Threshold,
} from '@gardner/core'
import { STANDARD_STEP } from '@gardner/numerics'
import { checkReach, hasTrivialBranch, OVERLAP_REACHES_ONE, type Rs } from './saddle-point.js'
import { trivialBranch } from './trivial-branch.js'
import { rsWeights } from './weights-channel.js'

/** The de Almeida–Thouless load: the smallest α at which the replicon eigenvalue vanishes. */
export function rsInstability(machine: Machine, rs: Ansatz<Rs>): Iteration<unknown, Threshold<Rs>> {
  checkReach(machine)
  // For an even g the replicon at q = 0 is 1 − α C''(0) f'²: it vanishes where q = 0 ceases to be the solution.
  if (hasTrivialBranch(machine, rsWeights(machine.weights, STANDARD_STEP).gapAtStart)) {
    return closedForm(
      'rs instability',
      () => {
        const { bifurcation, at } = trivialBranch(machine)
        return at(rs, 'instability', bifurcation)
      },
      () => 0,
    )
  }
  const freeNorm = machine.weights.kind === 'site' && !machine.weights.unitNorm
  return crossing(machine, rs, {
    name: 'instability',
    condition: ({ replicon }) => replicon,
    branchOf: Number.POSITIVE_INFINITY,
    absent: (reason) => {
      // where C'(1) = ∞ the replicon is negative near enough to q = 1, however far from there the branch was followed
      const unseen = machine.weights.kind === 'sphere' && !Number.isFinite(machine.kernel.slope(0))
      if (reason !== OVERLAP_REACHES_ONE || unseen) return undefined
      return freeNorm
        ? 'the replica-symmetric solution is stable at every load up to 1 − q = 1e-6, where rounding ends the branch'
        : 'the replica-symmetric solution is stable at every load up to q → 1'
    },
    remark: (state) => remarkOn(machine, state),
  })
}

/** What there is to say of a load that lies beyond the capacity. */
function remarkOn({ weights, kernel, constraint }: Machine, state: SaddleState<Rs>): { readonly reason?: string } {
  if (weights.kind === 'site') {
    const negative = weights.counting && constraint.distance !== undefined && state.entropy < 0
    return negative ? { reason: 'the entropy is negative there: the instability lies beyond the capacity' } : {}
  }
  const distance = constraint.meanSquareDistance?.(kernel.deficit(1))
  const end = distance === undefined ? Number.POSITIVE_INFINITY : kernel.slope(0) / distance
  return state.alpha > end
    ? { reason: `the branch folds: it reaches q → 1 at α = ${end.toPrecision(6)}, below this load` }
    : {}
}
