import { type Estimate, estimateText, type NewtonState, type Verdict } from '@gardner/numerics'
import type { Ansatz } from './ansatz.js'
import { inspectable } from './inspection.js'
import { machineText, type Problem } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import type { Profile } from './profile.js'
import type { Quantity } from './quantity.js'
import { errorsOf, type Resolutions, refineAt } from './refinement.js'

/** A saddle point: its order parameters and the physics there, each number with its error. */
export interface Solution<Q extends OrderParameters = OrderParameters> {
  readonly problem: Problem
  readonly ansatz: string
  readonly alpha: number
  /** The order parameters by their symbols. */
  readonly at: Q
  /** Absolute errors of the order parameters. */
  readonly errors: { readonly [S in keyof Q]: number }
  readonly freeEntropy: Estimate
  readonly entropy: Estimate
  readonly energy: Estimate
  readonly replicon: Estimate
  /** What it is unstable against, where the ansatz looks at more than the replicon; computed when read. */
  readonly instabilities?: readonly string[]
  readonly branch: string
  readonly verdict: Verdict
  /** max |F| of the saddle-point equations in their coordinates. */
  readonly residual: number
  /** Evaluations of the equations. */
  readonly evaluations: number
  /** What there is to say of the solution: why it and no other, and which others there are. */
  readonly reason?: string
  /** Any other quantity of this solution. */
  measure(quantity: Quantity<Q>): Estimate
  /** A function of this solution at the given arguments. */
  profile(profile: Profile<Q>, at: readonly number[]): readonly Estimate[]
}

/**
 * What is left of a search that found no saddle: where it stood and why it ended. The verdict `absent` is an answer: there is no such
 * solution at this load.
 */
export interface Unsolved {
  readonly problem: Problem
  readonly ansatz: string
  readonly alpha: number
  readonly verdict: Exclude<Verdict, 'converged'>
  /** max |F| of the equations where the search stood; left out where it stood nowhere. */
  readonly residual?: number
  readonly evaluations: number
  readonly reason: string
}

export const isSolved = <Q extends OrderParameters>(outcome: Solution<Q> | Unsolved): outcome is Solution<Q> =>
  outcome.verdict === 'converged'

/** A converged root of the standard equations at a given load as a solution. */
export function solutionAt<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  saddles: Resolutions<Q>,
  alpha: number,
  root: NewtonState,
  evaluations: number,
  remark = '',
  reason?: string,
): Solution<Q> {
  const refinement = refineAt(saddles, alpha, root)
  const { state, estimate, estimates } = refinement
  const once = <T>(compute: () => T) => {
    let value: { readonly of: T } | undefined
    return () => {
      value ??= { of: compute() }
      return value.of
    }
  }
  const errors = once(() => errorsOf(state.at, estimate))
  const freeEntropy = once(() => estimate((at) => at.freeEntropy))
  const entropy = once(() => estimate((at) => at.entropy))
  const energy = once(() => estimate((at) => at.energy))
  const replicon = once(() => estimate((at) => at.replicon))
  // Each number costs integrals: it is computed when it is first read.
  const solution: Solution<Q> = {
    problem,
    ansatz: ansatz.name,
    alpha,
    at: state.at,
    get errors() {
      return errors()
    },
    get freeEntropy() {
      return freeEntropy()
    },
    get entropy() {
      return entropy()
    },
    get energy() {
      return energy()
    },
    get replicon() {
      return replicon()
    },
    get instabilities() {
      return state.instabilities ?? []
    },
    branch: state.branch + remark,
    verdict: 'converged',
    residual: refinement.residual,
    evaluations: evaluations + refinement.evaluations,
    ...(reason === undefined ? {} : { reason }),
    measure: (quantity) => estimate((at) => quantity.of(at)),
    profile: (profile, at) => estimates((state) => profile.of(state, at)),
  }
  return inspectable(solution, solutionText)
}

/** `entropy 0.33006865401315 ± 2e-14 at α = 0.5 (relu · binary · κ = 0, rs; converged)` */
const solutionText = <Q extends OrderParameters>({ problem, ansatz, alpha, entropy, verdict }: Solution<Q>): string =>
  `entropy ${estimateText(entropy)} at α = ${alpha} (${machineText(problem)}, ${ansatz}; ${verdict})`
