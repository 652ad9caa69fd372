import type { Crossover } from './crossover.js'
import type { RuleBuffer } from './rule.js'

/** How dense a mesh is: its nodes are equally far apart in a monotone function t(x). */
export interface Grading {
  /** t'(x) > 0. */
  density(x: number): number
  /** t(x) from any origin; `node`, the last node laid, may be one where the digits of t itself would not last. */
  position(x: number, node: number): number
  /** t of the node after node k, from the same origin. Asked for once for each k, in order. */
  next(k: number): number
}

/** The residual in t at which a node lies well enough: a crossover is one unit of t, and the next step of Newton's method squares it. */
const TOLERANCE = 1e-8
const MOST_STEPS = 20

/**
 * The trapezoid rule in t: nodes x_k that are `step` apart in t, with the weights step/t'(x_k), so that
 *
 *     ∫dx F(x) = ∫dt F(x(t))/t'(x(t)) ≈ Σ_k weights[k] F(nodes[k])
 *
 * Each node is predicted by the midpoint rule for dx/dt = 1/t' and found by Newton's method.
 *
 * @param from the first node
 * @param lies true for node k at x if it belongs to the mesh; the first for which it is false ends it
 * @param room long enough for the nodes, which are written into it
 * @returns the number of nodes
 *
 * @example
 * // t = asinh(x/w): nodes w sinh(k step), dense at 0
 * const room = ruleBuffer(1000)
 * const { density, position } = crossoverSums([{ center: 0, width: 1e-6 }])
 * const start = position(-1)
 * const grading = { density, position: (x) => position(x), next: (k) => start + (k + 1) * step }
 * const length = layMesh(grading, -1, (x) => x < 1, step, room)
 */
export function layMesh(
  grading: Grading,
  from: number,
  lies: (x: number, k: number) => boolean,
  step: number,
  { nodes, weights }: RuleBuffer,
): number {
  let x = from
  let k = 0
  for (; lies(x, k); k++) {
    const slope = grading.density(x)
    nodes[k] = x
    weights[k] = step / slope
    const t = grading.next(k)
    let next = x + step / grading.density(x + (0.5 * step) / slope)
    for (let newton = 0; newton < MOST_STEPS; newton++) {
      const left = t - grading.position(next, x)
      next += left / grading.density(next)
      if (Math.abs(left) < TOLERANCE) break
    }
    x = next
  }
  return k
}

/**
 * The sums that make a mesh dense in crossovers: t' = Σ_j 1/√((x − c_j)² + w_j²) and t = Σ_j asinh((x − c_j)/w_j), each added to `rest`,
 * the rest of t' or t.
 */
export function crossoverSums(crossovers: readonly Crossover[]): {
  density(x: number, rest?: number): number
  position(x: number, rest?: number): number
} {
  const centers = crossovers.map(({ center }) => center)
  const widths = crossovers.map(({ width }) => width)
  const count = crossovers.length
  return {
    density: (x, rest = 0) => {
      let sum = rest
      for (let j = 0; j < count; j++) sum += 1 / Math.sqrt((x - centers[j]) ** 2 + widths[j] * widths[j])
      return sum
    },
    position: (x, rest = 0) => {
      let sum = rest
      for (let j = 0; j < count; j++) sum += Math.asinh((x - centers[j]) / widths[j])
      return sum
    },
  }
}

/** More panels than any integral needs: a density that is not finite ends here. */
const MOST_PANELS = 20_000

/**
 * A mesh of panels, for a rule on each: breaks on [from, to] such that each panel holds about one unit of `density`, which may change by
 * orders of magnitude. A panel that would hold more than two at its far end is shortened. `points` (ascending) are breaks too: a peak of the
 * density inside a panel would go unseen. At most 20 000 panels.
 *
 * @example gradedBreaks((x) => 1 / Math.hypot(x, 1e-3), -1, 1, [0]) // 21 panels, the narrowest at 0
 */
export function gradedBreaks(
  density: (x: number) => number,
  from: number,
  to: number,
  points: readonly number[] = [],
): number[] {
  const breaks = [from]
  let x = from
  for (const point of points) {
    if (!(point > x && point < to)) continue
    addBreaks(density, x, point, breaks)
    x = point
  }
  addBreaks(density, x, to, breaks)
  return breaks
}

function addBreaks(density: (x: number) => number, from: number, to: number, breaks: number[]): void {
  let x = from
  let here = density(x)
  while (x < to && breaks.length < MOST_PANELS) {
    let length = 1 / here
    let there = density(Math.min(x + length, to))
    while (there * length > 2 && length > 1e-12 * (to - from)) {
      length *= 0.7
      there = density(Math.min(x + length, to))
    }
    // no sliver at the end
    if (x + 1.25 * length >= to) break
    x += length
    here = there
    breaks.push(x)
  }
  breaks.push(to)
}
