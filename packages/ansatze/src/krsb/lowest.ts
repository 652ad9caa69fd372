import {
  type Ansatz,
  complete,
  newtonSolve,
  type Origin,
  type Problem,
  type SaddlePoint,
  STANDARD_STEP,
  solving,
} from '@gardner/core'
import { krsbSaddlePoint } from './saddle-point.js'
import { type Krsb, KrsbState } from './state.js'

/** A branch of one step, by where it starts. */
export interface Branch {
  readonly name: string
  readonly origin: Origin
  /** True to hold q_0 = 0. */
  readonly atZero?: boolean
}

interface Found {
  readonly name: string
  readonly x: readonly number[]
  readonly state: KrsbState
}

/** q_0/q_1 from which a solution with q_0 > 0 is looked for. */
const OVERLAP_SHARES = [0.1, 0.03, 0.2, 0.01, 0.35]
/** Solutions whose entropies differ by less, relative to 1, are one. */
const SAME = 1e-9

/**
 * Of several branches of one step the solution that is lowest in S at a load; the others are named in the remark. Undefined where no branch reaches the load.
 */
export function lowestAt(
  problem: Problem,
  alpha: number,
  branches: readonly Branch[],
  remark = '',
): Origin | undefined {
  const all = branches.flatMap((branch) => solutionOf(problem, alpha, branch) ?? [])
  const lowest = [...all].sort((one, other) => one.state.freeEntropy - other.state.freeEntropy)
  const [best, ...others] = lowest.filter(
    ({ state }, i) => !lowest.slice(0, i).some((before) => isSame(before.state, state)),
  )
  if (best === undefined) return undefined
  const said = others.map(
    ({ name, state: { at, freeEntropy } }) =>
      `${name}: q1 = ${at.q1.toPrecision(6)}, S = ${freeEntropy.toPrecision(9)}`,
  )
  const chosen = said.length === 0 ? '' : `the branch ${best.name} has the lowest S; besides it ${said.join(', ')}`
  return {
    hold: 'alpha',
    x: best.x,
    alpha,
    ...(remark === '' && chosen === '' ? {} : { remark: [remark, chosen].filter((part) => part !== '').join('; ') }),
  }
}

function solutionOf(problem: Problem, alpha: number, branch: Branch): Found | undefined {
  const { name, origin, atZero = false } = branch
  const ansatz: Ansatz<Krsb> = {
    name,
    saddlePoint: (of, step): SaddlePoint<Krsb> => krsbSaddlePoint(of, { k: 1, atZero, origin: () => origin }, step),
  }
  const { root } = complete(solving(problem.at({ alpha }), ansatz)).state
  if (root === null) return undefined
  const state = ansatz.saddlePoint(problem, STANDARD_STEP).state(root.x, alpha)
  if (!(state instanceof KrsbState)) return undefined
  const found = { name, x: root.x, state }
  if (!(atZero && state.replicons[0] < 0)) return found
  // a maximum in q_0: beside it there is a minimum
  return besideZero(problem, alpha, root.x, name) ?? found
}

/** From a solution with q_0 = 0 that is unstable against q_0 > 0 to that. */
function besideZero(problem: Problem, alpha: number, x: readonly number[], name: string): Found | undefined {
  const free = krsbSaddlePoint(problem, { k: 1, origin: () => ({ hold: 'nowhere', reason: '' }) }, STANDARD_STEP)
  for (const share of OVERLAP_SHARES) {
    const guess = x.map((value, i) => (i === 1 ? value + Math.log1p(-share) : value))
    const root = newtonSolve((y) => free.residual(y, alpha), guess)
    const state = free.state(root.x, alpha)
    const isNear = Math.abs(root.x[0] - x[0]) < 0.5 && free.end(root.x) === undefined
    if (root.norm < 1e-10 && isNear && state instanceof KrsbState && state.at.q0 > 1e-4)
      return { name, x: root.x, state }
  }
  return undefined
}

const isSame = (one: KrsbState, other: KrsbState): boolean =>
  Math.abs(one.freeEntropy - other.freeEntropy) < SAME * (1 + Math.abs(one.freeEntropy)) &&
  Math.abs(one.at.q1 - other.at.q1) < 1e-4
