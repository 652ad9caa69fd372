import type { Ansatz, Estimate, Machine, Threshold } from '@gardner/core'
import { estimated, FINE_STEP, roundingFloor } from '@gardner/numerics'
import { patternChannel } from '../pattern-channel.js'
import type { Rs } from './saddle-point.js'

/** A share of C(1) below which C''(0) is the rounding of a g without a quadratic Hermite term. */
const LEAST_CURVATURE = 1e-13

/** The branch q = 0 of an even activation, where everything is in closed form. */
export interface TrivialBranch {
  /** Where q = 0 becomes unstable: 1 = α C''(0) f'²; Infinity where C''(0) = 0. */
  readonly bifurcation: Estimate
  /** Where the entropy A(0, 0) + α f(0; C₁) of a product prior vanishes. */
  readonly vanishing: Estimate
  at(rs: Ansatz<Rs>, name: string, load: Estimate): Threshold<Rs>
}

export function trivialBranch(machine: Machine): TrivialBranch {
  const { kernel, weights } = machine
  const withKernelError = ({ value, error }: Estimate): Estimate => ({
    value,
    error: error + 2 * kernel.error * value + roundingFloor(value),
  })
  const mass = weights.kind === 'site' ? weights.logPartition(0, 0) : 0
  const curvature = kernel.curvature(1)
  const bent = curvature > LEAST_CURVATURE * kernel.deficit(1)
  const replicon = (load: number) =>
    bent ? 1 - load * curvature * patternChannel(machine, FINE_STEP).meanSquareScore(1) : 1
  return {
    bifurcation: bent
      ? withKernelError(estimated((step) => 1 / (curvature * patternChannel(machine, step).meanSquareScore(1))))
      : { value: Number.POSITIVE_INFINITY, error: 0 },
    vanishing: withKernelError(estimated((step) => -mass / patternChannel(machine, step).energy(1))),
    at: (rs, name, load) => ({
      name,
      problem: machine,
      ansatz: rs.name,
      ...load,
      ...(Number.isFinite(load.value)
        ? { verdict: 'converged', residual: 0, replicon: replicon(load.value) }
        : { verdict: 'absent', reason: "C''(0) = 0: q = 0 is stable at every load" }),
      at: { q: 0, gap: 1, qhat: 0, Q: weights.kind === 'site' ? weights.variance(0, 0) : 1 },
      errors: { q: 0, gap: 0, qhat: 0, Q: 0 },
      branch: 'replica-symmetric, q = 0',
      evaluations: 0,
      routes: {},
    }),
  }
}
