import { type Ansatz, complete, newtonSolve, type Origin, type Problem, STANDARD_STEP, solving } from '@gardner/core'
import { sphericalLimit } from './capacity.js'
import { hierarchyAt } from './hierarchy.js'
import { onset } from './onset.js'
import { type Krsb, krsbSaddlePoint } from './saddle-point.js'

/** 1 − q_k of the first point beside the limit q_k → 1, as a share of q_k − q_{k−1}. */
const NEAR_LIMIT = 1e-2
/** A difference of overlaps below this share of 1 − q, or of m below this share of itself, is none. */
const DISTINCT = 1e-3
/** Where a level is split: the share of the inner part, and the ratio of its m to that of the outer. */
const SPLITS = [
  [0.2, 1.5],
  [0.1, 2],
  [0.4, 1.2],
  [0.05, 3],
  [0.7, 1.2],
] as const

/** The equations of k steps and where their branch starts. */
export const krsbBranch = (name: string, k: number, parisi?: readonly number[]): Ansatz<Krsb> => ({
  name,
  saddlePoint: (problem, step) =>
    krsbSaddlePoint(
      problem,
      { k, ...(parisi === undefined ? {} : { parisi }), origin: (of, alpha) => origin(of, alpha, k, parisi) },
      step,
    ),
})

/**
 * Where the branch of k steps starts: one step at the RS instability; more of them next to the limit q_k → 1, where the sphere
 * has one, and otherwise at the load itself, from the solution of k − 1 steps with a level split in two.
 */
function origin(problem: Problem, alpha: number, k: number, parisi: readonly number[] | undefined): Origin {
  const equations = krsbSaddlePoint(
    problem,
    { k, ...(parisi === undefined ? {} : { parisi }), origin: () => ({ hold: 'nowhere', reason: '' }) },
    STANDARD_STEP,
  )
  if (k === 1) return onset(problem, equations, parisi)
  if (parisi === undefined && problem.weights.kind === 'sphere' && problem.kernel.slope(0) < Number.POSITIVE_INFINITY) {
    const { roots } = sphericalLimit(problem, k)
    const root = roots[k - 1]
    if (root === undefined) {
      return { hold: 'nowhere', reason: `no branch of ${k} steps reaches q${k} → 1: ${roots.length} are all there are` }
    }
    const gap = NEAR_LIMIT * root.point.steps[k - 1]
    const x = [
      Math.log(gap),
      ...root.point.steps.map((step, i) => Math.log(i === k - 1 ? step - gap : step)).reverse(),
      ...root.point.parisi.map((m) => Math.log(m * gap)),
    ]
    return { hold: 0, x, alpha: root.point.alpha, towards: 1 }
  }
  const before = krsbBranch(`${k - 1} steps`, k - 1, parisi?.slice(1))
  const { state, result } = complete(solving(problem.at({ alpha }), before))
  if (state.root === null) {
    return {
      hold: 'nowhere',
      reason: `no branch of ${k - 1} steps to go on from: ${'reason' in result ? result.reason : ''}`,
    }
  }
  for (let level = 0; level < k - 1; level++) {
    for (const [share, ratio] of SPLITS) {
      const guess = split(state.root.x, k - 1, level, share, ratio, parisi === undefined)
      const root = newtonSolve((x) => equations.residual(x, alpha), guess, { maxEvaluations: 150 })
      const found = root.norm < 1e-10 ? hierarchyAt(root.x, k, parisi) : undefined
      if (found === undefined) continue
      const distinct = found.steps.every((step, i) => step > DISTINCT * found.gaps[i + 1])
      const ordered = found.parisi.every((m, i) => i === 0 || m > found.parisi[i - 1] * (1 + DISTINCT))
      if (distinct && ordered && found.parisi[k - 1] <= 1) return { hold: 'alpha', x: root.x, alpha }
    }
  }
  return { hold: 'nowhere', reason: `no solution of ${k} steps was found beside the one of ${k - 1}` }
}

/** The coordinates of k steps with the step at `level` (from the innermost) in two. */
function split(
  x: readonly number[],
  k: number,
  level: number,
  share: number,
  ratio: number,
  free: boolean,
): readonly number[] {
  const width = Math.exp(x[1 + level])
  const widths = [
    ...x.slice(0, 1 + level),
    Math.log(width * share),
    Math.log(width * (1 - share)),
    ...x.slice(2 + level, 1 + k),
  ]
  if (!free) return [...widths, ...x.slice(1 + k)]
  const at = 2 * k - level
  const m = x[at]
  return [
    ...widths,
    ...x.slice(1 + k, at),
    m - 0.5 * Math.log(ratio),
    Math.min(-1e-3, m + 0.5 * Math.log(ratio)),
    ...x.slice(at + 1),
  ]
}
