import { complete, isSolved, newtonSolve, type Origin, type Problem, STANDARD_STEP, solving } from '@gardner/core'
import { rs } from '../rs/rs.js'
import { KrsbState, krsbSaddlePoint } from './saddle-point.js'

/** How many values of 1 − q_1 are looked at, evenly in its logarithm, down to the smallest. */
const LOOKS = 48
const SMALLEST_GAP = 1e-7

/**
 * Clusters that appear at a distance from the RS solution: at m = 1, where q_0 and the entropy are those of RS, the equation
 * for q_1 alone is looked through for a solution above q_0. Undefined where there is none; otherwise where the branch with m < 1
 * starts, or, while their complexity is not negative, that they do not change the RS entropy.
 */
export function clustersAt(problem: Problem, alpha: number): Origin | undefined {
  const { result } = complete(solving(problem.at({ alpha }), rs))
  if (!isSolved(result)) return undefined
  const { gap, Q } = result.at
  const nowhere = { hold: 'nowhere', reason: '' } as const
  const atOne = krsbSaddlePoint(problem, { k: 1, parisi: [1], origin: () => nowhere }, STANDARD_STEP)
  const free = atOne.unknowns.includes('log Q')
  const norm = free ? [Math.log(Q)] : []
  /** log of the ratio of the q_1 − q_0 that the weights make to the one the patterns saw. */
  const at = (log: number) => {
    const inner = Math.exp(log)
    const x = [log, Math.log(gap - inner), ...norm]
    return { x, excess: atOne.residual(x, alpha)[1] }
  }
  const highest = Math.log(0.95 * gap)
  const lowest = Math.log(SMALLEST_GAP)
  // from small 1 − q_1 upwards: of several solutions the innermost is the stable one
  let before = at(lowest)
  for (let look = 1; look < LOOKS; look++) {
    const here = at(lowest + ((highest - lowest) * look) / (LOOKS - 1))
    const crossed = before.excess < 0 && here.excess > 0
    const root = crossed
      ? newtonSolve((x) => atOne.residual(x, alpha), before.excess > -here.excess ? before.x : here.x)
      : undefined
    before = here
    if (root === undefined || !(root.norm < 1e-10)) continue
    const state = atOne.state(root.x, alpha)
    const complexity = state instanceof KrsbState ? state.complexity(1) : Number.NaN
    if (state.at.q1 - state.at.q0 < 0.05 * gap) continue
    // clusters of less than one solution are none: discrete weights freeze instead
    if (problem.weights.kind === 'site' && problem.weights.counting && state.entropy < complexity) continue
    return complexity < 0
      ? condensed(problem, alpha, root.x)
      : {
          hold: 'nowhere',
          absent: true,
          reason:
            `solutions are clustered, with q1 = ${state.at.q1.toPrecision(6)} inside a cluster, but at m = 1 with the ` +
            `complexity ${complexity.toPrecision(4)}: typical solutions are those of the replica-symmetric ansatz`,
        }
  }
  return undefined
}

/** The branch of m < 1 at this load, from the clusters at m = 1. */
function condensed(problem: Problem, alpha: number, x: readonly number[]): Origin | undefined {
  const nowhere = { hold: 'nowhere', reason: '' } as const
  const saddle = krsbSaddlePoint(problem, { k: 1, origin: () => nowhere }, STANDARD_STEP)
  for (const m of [0.97, 0.9, 0.8, 0.6, 0.4]) {
    const root = newtonSolve((y) => saddle.residual(y, alpha), [x[0], x[1], Math.log(m), ...x.slice(2)])
    if (root.norm < 1e-10 && saddle.end(root.x) === undefined) return { hold: 'alpha', x: root.x, alpha }
  }
  return undefined
}
