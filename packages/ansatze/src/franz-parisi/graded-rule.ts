import { layMesh, type Rule, type RuleBuffer, roomIn } from '@gardner/numerics'

/** A crossover whose center lies anywhere in center ± spread: an integrand that is averaged over where it changes. */
export interface SpreadCrossover {
  readonly center: number
  readonly width: number
  readonly spread: number
}

/** Spacing in units of step times the standard deviation of Gaussians, or the width of crossovers, on a uniform lattice. */
const SPACING = 4
const SPACING_IN_BAND = 3
/** Widths of a crossover over which the density falls at either end of its band: a sharper fall would itself have to be resolved. */
const FALL = 6
/** A crossover wider than this share of the Gaussian is cheaper to resolve by a uniform lattice. */
const WIDE = 0.6
/** A rule longer than this would resolve what no double can tell apart: far from any saddle, where numbers overflow. */
const MOST = 200_000
const NOTHING: Rule = { length: 1, nodes: Float64Array.of(Number.NaN), weights: Float64Array.of(Number.NaN) }
/** Widths of a crossover that its spread may hold. Where it holds more, off any saddle, the integral is rough, and says so at another step. */
const WIDEST_SPREAD = 300

/**
 * The trapezoid rule in t(h), on [from, to], with the density of nodes
 *
 *     t'(h) = 1/b + Σ_j 1/√((h − c_j)² + (w_j + s_j)²) + Σ_j (1/6w_j) [σ((h − c_j + s_j)/6w_j) − σ((h − c_j − s_j)/6w_j)]
 *
 * where σ(x) = x/√(1 + x²) and s_j is the spread of a crossover: with 1/b nowhere too wide for Gaussians of standard deviation `scale`, dense in
 * every crossover wherever in its spread it lies, and graded towards the band that it may lie in. The rule lasts until the buffer is used again.
 */
export function gradedRule(
  crossovers: readonly SpreadCrossover[],
  from: number,
  to: number,
  scale: number,
  step: number,
  buffer: RuleBuffer,
): Rule {
  const thin = crossovers
    .filter(({ width }) => width < WIDE * scale)
    .map(({ center, width, spread }) => ({ center, spread, width: Math.max(width, spread / WIDEST_SPREAD) }))
  const base = crossovers.reduce(
    (most, { width }) => (width < WIDE * scale ? most : Math.max(most, 1 / (SPACING_IN_BAND * width))),
    1 / (SPACING * scale),
  )
  const count = thin.length
  const density = (h: number) => {
    let sum = base
    for (let j = 0; j < count; j++) {
      const { center, width, spread } = thin[j]
      const x = h - center
      const band = width + spread
      sum += 1 / Math.sqrt(x * x + band * band)
      if (spread === 0) continue
      sum +=
        (0.5 / (SPACING_IN_BAND * width)) *
        (sigmoid((x + spread) / (FALL * width)) - sigmoid((x - spread) / (FALL * width)))
    }
    return sum
  }
  /** t(to) − t(from), term by term, as t itself is large and would lose the digits of a step. */
  const between = (from: number, to: number) => {
    let sum = base * (to - from)
    for (let j = 0; j < count; j++) {
      const { center, width, spread } = thin[j]
      const band = width + spread
      const [u, v] = [(to - center) / band, (from - center) / band]
      const [U, V] = [Math.abs(u) + Math.sqrt(1 + u * u), Math.abs(v) + Math.sqrt(1 + v * v)]
      sum += Math.log(u < 0 ? V / U : v < 0 ? U * V : U / V)
      if (spread === 0) continue
      const fall = FALL * width
      const above = mean((from - center + spread) / fall, (to - center + spread) / fall)
      const below = mean((from - center - spread) / fall, (to - center - spread) / fall)
      sum += (0.5 / (SPACING_IN_BAND * width)) * (above - below) * (to - from)
    }
    return sum
  }
  const most = Math.ceil(between(from, to) / step) + 2
  if (!(most <= MOST)) return NOTHING
  const room = roomIn(buffer, most)
  const grading = { density, position: (h: number, node: number) => between(node, h), next: () => step }
  const length = layMesh(grading, from, (h, k) => k < most && !(h > to), step, room)
  return { length, nodes: room.nodes, weights: room.weights }
}

/** The crossovers without those for which nodes graded towards a thinner one are dense enough. */
export function essential(crossovers: readonly SpreadCrossover[]): readonly SpreadCrossover[] {
  const kept: SpreadCrossover[] = []
  for (const crossover of [...crossovers].sort((a, b) => a.width - b.width)) {
    const covered = kept.some(({ center, width }) => crossover.width >= Math.hypot(crossover.center - center, width))
    if (!covered) kept.push(crossover)
  }
  return kept
}

const sigmoid = (x: number): number => x / Math.sqrt(1 + x * x)
/** The mean of the sigmoid between two arguments, [√(1 + b²) − √(1 + a²)]/(b − a). */
const mean = (a: number, b: number): number => (a + b) / (Math.sqrt(1 + a * a) + Math.sqrt(1 + b * b))
