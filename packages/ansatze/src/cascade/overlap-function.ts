import { increment, type Machine } from '@gardner/core'
import { legendreRule, STANDARD_STEP } from '@gardner/numerics'
import { cascade } from './cascade.js'
import { patternField } from './channel.js'
import { sphere } from './sphere.js'

/** A spherical solution of k ≥ 0 steps: 1 − q_i and m_i. */
export interface Overlaps {
  readonly gaps: readonly number[]
  readonly parisi: readonly number[]
}

/** An m so small that it stands for the plain average below q_0. */
const PLAIN = 1e-6
const rule = legendreRule(10)
const PANELS = 3
/** 1 − p of the innermost place looked at, beside 1 − q_k. */
const INNERMOST = 1e-4
/** Two overlaps nearer to each other than this have nothing between them. */
const NO_STRETCH = 1e-9
/** An integral below this share of that of |F| is rounding. */
const NEGLIGIBLE = 1e-4

/**
 * F(p) = α C'(p) ⟨f'²⟩_p − B(p), the first variation of S in x(p) but for a factor, of a solution of the sphere:
 * B(p) = ∫_0^p dq/λ(q)², λ(q) = 1 − q_k + ∫_q^{q_k} x.
 */
export function overlapFunction(machine: Machine, alpha: number, { gaps, parisi }: Overlaps) {
  const { kernel } = machine
  const k = parisi.length
  const steps = parisi.map((_, i) => gaps[i] - gaps[i + 1])
  const { lambda, qhat } = sphere(gaps[k], steps, parisi, 1 - gaps[0])
  return (gap: number): number => {
    const level = gaps.findIndex((outer) => outer <= gap)
    // the level p lies below: 0 … k, or above all of them
    const at = level < 0 ? k + 1 : level
    const all = [...gaps.slice(0, at), gap, ...gaps.slice(at)]
    const m =
      at === 0 ? [PLAIN, ...parisi] : at > k ? [...parisi, 1] : [...parisi.slice(0, at), ...parisi.slice(at - 1)]
    const levels = m.map((each, i) => ({ parisi: each, variance: increment(kernel, all[i + 1], all[i] - all[i + 1]) }))
    const field = patternField(machine, all[k + 1])
    const found = cascade(field, kernel.covariance(all[0]), levels, STANDARD_STEP)
    if (found === undefined) return Number.NaN
    const own = at > k ? gap : at === 0 ? lambda[0] : lambda[at] + parisi[at - 1] * (gap - gaps[at])
    // ∫ dq/λ² over a stretch of constant x
    const b = at === 0 ? (1 - gap) / lambda[0] ** 2 : qhat[at - 1] + (gaps[at - 1] - gap) / (own * lambda[at - 1])
    return alpha * kernel.slope(gap) * found.meanSquareScore[at] - b
  }
}

/**
 * Whether a solution of the sphere whose replicons are positive gives way to one with a further step at a distance: F integrated
 * from p to q_k is negative somewhere, or positive beyond q_k. Returns the overlap where it is worst.
 */
export function distantStep(machine: Machine, alpha: number, overlaps: Overlaps): number | undefined {
  const { gaps } = overlaps
  const F = overlapFunction(machine, alpha, overlaps)
  const innermost = gaps[gaps.length - 1]
  const inward = walk(F, innermost, INNERMOST * innermost, -1)
  // from the innermost level outward, level by level
  const ends = [...gaps.slice(0, -1), 1].filter((end) => end > 0).sort((one, other) => one - other)
  let from = innermost
  const outward = ends.map((end) => {
    const found = end > from * (1 + NO_STRETCH) ? walk(F, from, end, 1) : undefined
    from = end
    return found
  })
  const worst = [inward, ...outward]
    .filter((found) => found !== undefined && found.lowest < -NEGLIGIBLE * found.size)
    .sort((one, other) => (one?.lowest ?? 0) - (other?.lowest ?? 0))[0]
  return worst === undefined ? undefined : 1 - worst.gap
}

/** The lowest of sign ∫F from one gap to another, evenly in the logarithm of 1 − p, beside ∫|F|. */
function walk(F: (gap: number) => number, from: number, to: number, sign: 1 | -1) {
  const [start, width] = [Math.log(from), Math.log(to / from) / PANELS]
  let total = 0
  let size = 0
  let lowest = 0
  let gap = from
  for (let panel = 0; panel < PANELS; panel++) {
    for (let i = 0; i < rule.nodes.length; i++) {
      const at = Math.exp(start + width * (panel + 0.5 * (1 + rule.nodes[i])))
      const term = 0.5 * Math.abs(width) * rule.weights[i] * at * F(at)
      total += sign * term
      size += Math.abs(term)
      if (total < lowest) {
        lowest = total
        gap = at
      }
    }
  }
  return { lowest, size, gap }
}
