/**
 * The overlaps of k steps as coordinates: x = log(1 − q_k), log(q_k − q_{k−1}), …, log(q_1 − q_0), then, where they are
 * unknowns, log m_1, …, log m_k. All differences are coordinates of their own, so none of them cancels.
 */
export interface Hierarchy {
  /** 1 − q_i, i = 0 … k */
  readonly gaps: readonly number[]
  /** q_i − q_{i−1}, at i − 1 for i = 1 … k */
  readonly steps: readonly number[]
  /** 1 less all the others: where q_0 = 0 solves the equations, to within rounding. */
  readonly q0: number
  /** m_1 … m_k */
  readonly parisi: readonly number[]
}

/** How far below 0 a solver may take q_0 on its way; the patterns see q_0 = 0 there, and no root lies beyond it. */
export const LARGEST_OVERSHOOT = 0.2

/** The hierarchy at x, its m_i given or read off x; undefined outside the domain. */
export function hierarchyAt(x: readonly number[], k: number, given?: readonly number[]): Hierarchy | undefined {
  const gaps = [Math.exp(x[0])]
  const steps: number[] = []
  for (let i = 1; i <= k; i++) {
    steps.unshift(Math.exp(x[i]))
    gaps.unshift(gaps[0] + steps[0])
  }
  const q0 = 1 - gaps[0]
  const parisi = given ?? x.slice(k + 1, 2 * k + 1).map(Math.exp)
  const inside = q0 > -LARGEST_OVERSHOOT && parisi.every((m) => m > 0 && m < Number.POSITIVE_INFINITY)
  if (gaps[0] > 1) gaps[0] = 1
  return inside ? { gaps, steps, q0, parisi } : undefined
}
