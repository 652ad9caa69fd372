import type { Crossover } from '@gardner/core'

/** What a lattice has to resolve, besides the crossovers: Gaussians of these standard deviations below and above them. */
export interface Resolved {
  readonly crossovers: readonly Crossover[]
  readonly below: number
  readonly above: number
}

/** Nodes h_k and weights with ∫dh F(h) ≈ Σ_k weights[k] F(nodes[k]). */
export interface Lattice {
  readonly length: number
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/** Spacing far from the crossovers, in units of step times the standard deviation: half a one at 1/7. */
const SPACING = 3.5
/** A lattice longer than this would resolve what no double can tell apart. */
const LONGEST = 200_000

/**
 * The trapezoid rule in t(h) = Σ_j asinh((h − c_j)/w_j) + h/(3.5 b) on [from, to], where b passes from `below` to
 * `above` within the crossovers: dense in every crossover, and nowhere too wide for the Gaussians. Undefined where it would be too long.
 */
export function lattice(
  { crossovers, below, above }: Resolved,
  from: number,
  to: number,
  step: number,
): Lattice | undefined {
  const near = SPACING * below
  const far = SPACING * above
  const center = crossovers.length === 0 ? 0 : 0.5 * (crossovers[0].center + crossovers[crossovers.length - 1].center)
  const blend = crossovers.reduce(
    (widest, crossover) => Math.max(widest, crossover.width + Math.abs(crossover.center - center)),
    1e-300,
  )
  // crossovers wider than the Gaussians are none
  const thin = crossovers.filter(({ width }) => width < Math.max(near, far))
  const centers = thin.map((crossover) => crossover.center)
  const widths = thin.map((crossover) => crossover.width)
  const count = thin.length
  const mean = 0.5 * (1 / near + 1 / far)
  const half = 0.5 * (1 / far - 1 / near)
  const density = (h: number) => {
    let sum = mean
    if (half !== 0) sum += (half * (h - center)) / Math.sqrt((h - center) ** 2 + blend * blend)
    for (let j = 0; j < count; j++) sum += 1 / Math.sqrt((h - centers[j]) ** 2 + widths[j] * widths[j])
    return sum
  }
  const position = (h: number) => {
    // from the first node: a narrow lattice far from the crossovers would lose its digits beside their distance
    let sum = mean * (h - from)
    if (half !== 0) sum += half * Math.sqrt((h - center) ** 2 + blend * blend)
    for (let j = 0; j < count; j++) sum += Math.asinh((h - centers[j]) / widths[j])
    return sum
  }
  const start = position(from)
  const length = Math.ceil((position(to) - start) / step) + 1
  if (!(length <= LONGEST)) return undefined
  const nodes = new Float64Array(length)
  const weights = new Float64Array(length)
  let h = from
  for (let k = 0; k < length; k++) {
    const slope = density(h)
    nodes[k] = h
    weights[k] = step / slope
    const t = start + (k + 1) * step
    // midpoint prediction, then Newton's method on the monotone t(h)
    let next = h + step / density(h + (0.5 * step) / slope)
    for (let newton = 0; newton < 20; newton++) {
      const left = t - position(next)
      next += left / density(next)
      if (Math.abs(left) < 1e-8) break
    }
    h = next
  }
  return { length, nodes, weights }
}
