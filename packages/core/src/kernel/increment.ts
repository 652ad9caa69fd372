import { legendreRule } from '@gardner/numerics'
import type { Kernel } from './kernel.js'

const rule = legendreRule(8)

/** A step below this share of the gap is integrated over, as the difference would lose its digits. */
const SMALL = 0.3

/** C(q₁) − C(q₀) ≥ 0 without cancellation, from 1 − q₁ = `gap` and q₁ − q₀ = `step`. */
export const increment = (kernel: Kernel, gap: number, step: number): number =>
  step < SMALL * gap
    ? mean((at) => kernel.slope(at), gap, step) * step
    : kernel.deficit(gap + step) - kernel.deficit(gap)

/** C'(q₁) − C'(q₀) without cancellation, from 1 − q₁ = `gap` and q₁ − q₀ = `step`. Infinity where C'(q₁) is. */
export const slopeIncrement = (kernel: Kernel, gap: number, step: number): number =>
  step < SMALL * gap
    ? mean((at) => kernel.curvature(at), gap, step) * step
    : kernel.slope(gap) - kernel.slope(gap + step)

/** The mean over [gap, gap + step]: the nearest singularity, at 0, is seven half-lengths away, and 8 nodes give 1e-17. */
function mean(f: (gap: number) => number, gap: number, step: number): number {
  let sum = 0
  for (let i = 0; i < rule.nodes.length; i++) sum += rule.weights[i] * f(gap + 0.5 * step * (1 + rule.nodes[i]))
  return 0.5 * sum
}
