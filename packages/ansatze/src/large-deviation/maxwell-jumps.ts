import type { Crossover } from '@gardner/core'
import { gradedBreaks, luSolve } from '@gardner/numerics'
import type { ProximalChannel } from './proximal-point.js'

/** An interval of h' that holds no maximiser, because at the field `at` the maximiser jumps across it. */
export interface MaxwellJump {
  readonly below: number
  readonly above: number
  /** h at the jump. */
  readonly at: number
  /** f'(above) − f'(below) */
  readonly jump: number
}

/** Grid points for each crossover, and for each √C. */
const DENSE = 12
/** Standard deviations of h that matter. */
const REACH = 9

/**
 * Where the maximiser of f(h') − (h' − h)²/(2Δ) jumps: up to a function of h this is φ(h') + h h'/Δ with φ = f − h'²/(2Δ), so the maximisers
 * are the points of φ on its concave hull, and each straight piece of the hull above a stretch where φ is convex is a jump
 * (Maxwell's construction). Found on a grid, then solved for: h and the maximum agree at its two ends.
 */
export function maxwellJumps(
  channel: ProximalChannel,
  crossovers: readonly Crossover[],
  root: number,
  delta: number,
): MaxwellJump[] {
  const { point, evaluate } = channel
  const spacing = (field: number) => {
    let sum = DENSE / root
    for (const { center, width } of crossovers)
      sum += DENSE / Math.sqrt((field - center) * (field - center) + width * width)
    return sum
  }
  const grid = gradedBreaks(spacing, edge(channel, -REACH * root, -1, root), edge(channel, REACH * root, 1, root))
  const heights: number[] = []
  const convex: boolean[] = []
  for (const field of grid) {
    evaluate(field)
    heights.push(point.value - (0.5 * field * field) / delta)
    convex.push(point.bend > 1)
  }
  const hull: number[] = []
  for (let i = 0; i < grid.length; i++) {
    while (hull.length > 1) {
      const [a, b] = [hull[hull.length - 2], hull[hull.length - 1]]
      const below = (heights[b] - heights[a]) * (grid[i] - grid[a]) <= (heights[i] - heights[a]) * (grid[b] - grid[a])
      if (!below) break
      hull.pop()
    }
    hull.push(i)
  }
  const found: MaxwellJump[] = []
  for (let k = 1; k < hull.length; k++) {
    const [a, b] = [hull[k - 1], hull[k]]
    if (b - a < 2 || !convex.slice(a, b + 1).some((is) => is)) continue
    found.push(tangent(channel, grid[a], grid[b]))
  }
  return found
}

/** A field so far out that nothing beyond it maps to |h| < |h at it|. */
function edge({ evaluate, point }: ProximalChannel, h: number, side: 1 | -1, root: number): number {
  let field = h
  for (let reach = root; reach < 1e6 * root; reach *= 2) {
    evaluate(field)
    if (side * (field - point.shift - h) >= 0) return field
    field = h + side * reach
  }
  return field
}

/** Newton's method for h(a) = h(b), F(a) = F(b) with F = f − Δ f'²/2, whose derivatives are 1 − Δ f'' and f' (1 − Δ f''). */
function tangent({ evaluate, point }: ProximalChannel, from: number, to: number): MaxwellJump {
  let [below, above] = [from, to]
  const read = (field: number) => {
    evaluate(field)
    const { value, score, shift, bend } = point
    return { h: field - shift, best: value - 0.5 * score * shift, score, slope: 1 - bend }
  }
  let [a, b] = [read(below), read(above)]
  for (let newton = 0; newton < 30; newton++) {
    const step = luSolve([a.slope, -b.slope, a.score * a.slope, -b.score * b.slope], [a.h - b.h, a.best - b.best])
    if (step === undefined) break
    const next = [below - step[0], above - step[1]]
    // the ends stay outside the stretch between them, at most its length away
    const length = to - from
    if (!(next[0] < next[1] && Math.abs(next[0] - from) < length && Math.abs(next[1] - to) < length)) break
    const moved = Math.abs(next[0] - below) + Math.abs(next[1] - above)
    ;[below, above] = next
    ;[a, b] = [read(below), read(above)]
    if (moved < 1e-14 * (Math.abs(below) + Math.abs(above))) break
  }
  return { below, above, at: 0.5 * (a.h + b.h), jump: b.score - a.score }
}
