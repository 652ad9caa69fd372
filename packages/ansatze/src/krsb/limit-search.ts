import { descend, type NewtonState, newtonSolve, type Problem, STANDARD_STEP } from '@gardner/core'
import { type LimitPoint, limitAt } from './limit.js'

/** A stationary point of α in the limit q_k → 1. */
export interface LimitRoot {
  readonly root: NewtonState
  readonly point: LimitPoint
}

/** Coarse enough for a first look. */
const LOOK = 1 / 4
const TOLERANCE = 1e-13
/** Of the gradient of log α, where the descent has to lead all the way. */
const FLAT = 1e-12
/** A step that moves the load by less than this share is none. */
const DISTINCT = 1e-10
/** Where a level is split: the share of the inner part, and the ratio of its m to that of the outer. */
const SPLITS = [
  [0.1, 2],
  [0.05, 4],
  [0.2, 1.5],
  [0.1, 4],
  [0.03, 8],
  [0.4, 1.5],
  [0.7, 1.3],
  [0.01, 10],
] as const

/**
 * The non-trivial stationary points for 1, 2, …, k steps, each below the one before; shorter than k where a further step
 * changes nothing. `ceiling` is the RS capacity, below which a one-step point has to lie.
 */
export function limitRoots(problem: Problem, k: number, ceiling: number): readonly LimitRoot[] {
  const found: LimitRoot[] = []
  for (let steps = 1; steps <= k; steps++) {
    const next = steps === 1 ? firstStep(problem, ceiling) : furtherStep(problem, found[steps - 2])
    if (next === undefined) break
    found.push(next)
  }
  return found
}

/** A look over (log(1 − q_0), log m (1 − q_0)), and Newton's method from the lowest. */
function firstStep(problem: Problem, ceiling: number): LimitRoot | undefined {
  const looks: { readonly x: readonly number[]; readonly alpha: number }[] = []
  for (let gap = -7; gap < 0; gap += 0.7) {
    for (let product = -2; product < 7; product += 1) {
      const x = [gap, product - gap]
      const alpha = limitAt(problem, x, LOOK)?.alpha ?? Number.POSITIVE_INFINITY
      if (alpha < ceiling * (1 - 1e-6)) looks.push({ x, alpha })
    }
  }
  looks.sort((one, other) => one.alpha - other.alpha)
  for (const { x } of looks.slice(0, 4)) {
    const made = solved(problem, x, ceiling)
    if (made !== undefined) return made
  }
  return undefined
}

/** From the point of one step less with one of its levels split in two. */
function furtherStep(problem: Problem, { root, point }: LimitRoot): LimitRoot | undefined {
  const k = root.x.length / 2
  let best: LimitRoot | undefined
  for (let level = 0; level < k; level++) {
    for (const [share, ratio] of SPLITS) {
      // x lists steps from the innermost, m from the outermost
      const width = Math.exp(root.x[level])
      const m = root.x[2 * k - 1 - level]
      const widths = [
        ...root.x.slice(0, level),
        Math.log(width * share),
        Math.log(width * (1 - share)),
        ...root.x.slice(level + 1, k),
      ]
      const parisi = [
        ...root.x.slice(k, 2 * k - 1 - level),
        m - 0.2 * Math.log(ratio),
        m + 0.8 * Math.log(ratio),
        ...root.x.slice(2 * k - level),
      ]
      const made = solved(problem, [...widths, ...parisi], point.alpha)
      if (made !== undefined && (best === undefined || made.point.alpha < best.point.alpha * (1 - DISTINCT)))
        best = made
      if (best !== undefined) break
    }
    if (best !== undefined) break
  }
  return best
}

/** Downhill to a minimum, then Newton's method; undefined unless it is a new one. */
function solved(problem: Problem, x: readonly number[], below: number): LimitRoot | undefined {
  const nowhere = x.map(() => Number.NaN)
  const landscape = (step: number) => (at: readonly number[]) => {
    const { alpha = Number.NaN, gradient = nowhere } = limitAt(problem, at, step) ?? {}
    return { value: Math.log(alpha), gradient }
  }
  const finish = (start: readonly number[]) =>
    newtonSolve((at) => limitAt(problem, at, STANDARD_STEP)?.residual ?? nowhere, start, {
      tolerance: TOLERANCE,
      maxEvaluations: 12 * x.length,
    })
  let bottom = descend(landscape(LOOK), x, { tolerance: 1e-7 })
  let root = finish(bottom.x)
  let evaluations = bottom.evaluations + root.evaluations
  if (!(root.norm < 1e-10)) {
    // where the steps gain little the landscape is flat, and the coarse rule misleads
    bottom = descend(landscape(STANDARD_STEP), bottom.x, { tolerance: FLAT })
    root = finish(bottom.x)
    evaluations += bottom.evaluations + root.evaluations
  }
  if (!(root.norm < 1e-10)) return undefined
  const point = limitAt(problem, root.x, STANDARD_STEP)
  if (point === undefined || !(point.alpha > 0 && point.alpha < below * (1 - DISTINCT))) return undefined
  const ordered = point.parisi.every((m, i) => i === 0 || m > point.parisi[i - 1] * (1 + 1e-6))
  return ordered ? { root: { ...root, evaluations }, point } : undefined
}
