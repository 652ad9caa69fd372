/**
 * The hierarchy of overlaps q_0 < … < q_k on the sphere, seen through λ_k = 1 − q_k and
 * λ_{i−1} = λ_i + m_i (q_i − q_{i−1}): all that the closed Gaussian cascade of the weights consists of.
 */
export interface Sphere {
  /** λ_0 … λ_k */
  readonly lambda: readonly number[]
  /** q̂_0 … q̂_k of the stationary cascade: q̂_0 = q_0/λ_0², q̂_i = q̂_{i−1} + δ_i/(λ_i λ_{i−1}) */
  readonly qhat: readonly number[]
  /** G_S = ½ [log λ_k + Σ_i (1/m_i) log(λ_{i−1}/λ_i) + q_0/λ_0] */
  readonly freeEntropy: number
  /**
   * (log(1 + x) − x/(1 + x))/m_i² with x = m_i δ_i/λ_i, at i − 1 for i = 1 … k: −2 ∂G_S/∂m_i is this and δ_i q̂_{i−1}.
   */
  readonly bend: readonly number[]
}

/** From the innermost gap λ_k, the steps δ_i = q_i − q_{i−1} and the m_i, i = 1 … k. */
export function sphere(gap: number, steps: readonly number[], parisi: readonly number[], q0: number): Sphere {
  const k = steps.length
  const lambda = new Array<number>(k + 1)
  lambda[k] = gap
  let logs = Math.log(gap)
  for (let i = k; i >= 1; i--) {
    const x = (parisi[i - 1] * steps[i - 1]) / lambda[i]
    lambda[i - 1] = lambda[i] * (1 + x)
    logs += Math.log1p(x) / parisi[i - 1]
  }
  const qhat = [q0 / (lambda[0] * lambda[0])]
  const bends: number[] = []
  for (let i = 1; i <= k; i++) {
    const step = steps[i - 1]
    const m = parisi[i - 1]
    bends.push(bend((m * step) / lambda[i]) / (m * m))
    qhat.push(qhat[i - 1] + step / (lambda[i] * lambda[i - 1]))
  }
  return { lambda, qhat, freeEntropy: 0.5 * (logs + q0 / lambda[0]), bend: bends }
}

/** log(1 + x) − x/(1 + x) = ½x² − …, by its series where the two cancel. */
function bend(x: number): number {
  if (x > 0.1) return Math.log1p(x) - x / (1 + x)
  let sum = 0
  let power = x * x
  for (let n = 2; n < 20; n++, power *= -x) sum += (power * (n - 1)) / n
  return sum
}
