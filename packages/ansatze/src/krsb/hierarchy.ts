/**
 * The overlaps of k steps as coordinates: x = log(1 − q_k), log(q_k − q_{k−1}), …, log(q_1 − q_0), then, where they are
 * unknowns, log m_1, …, log m_k. All differences are coordinates of their own, so none of them cancels.
 */
export interface Hierarchy {
  /** 1 − q_i, i = 0 … k */
  readonly gaps: readonly number[]
  /** q_i − q_{i−1}, at i − 1 for i = 1 … k */
  readonly steps: readonly number[]
  readonly q0: number
  /** m_1 … m_k */
  readonly parisi: readonly number[]
}

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
  // q_0 = 0 is admitted to within the rounding of the sum
  const inside = q0 >= -4 * Number.EPSILON && parisi.every((m) => m > 0 && m < Number.POSITIVE_INFINITY)
  return inside ? { gaps, steps, q0: Math.max(0, q0), parisi } : undefined
}
