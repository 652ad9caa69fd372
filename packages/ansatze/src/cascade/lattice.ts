import type { Crossover } from '@gardner/core'
import { crossoverSums, layMesh, type Rule, ruleBuffer } from '@gardner/numerics'

/** What a lattice has to resolve, besides the crossovers: Gaussians of these standard deviations below and above them. */
export interface Resolved {
  readonly crossovers: readonly Crossover[]
  readonly below: number
  readonly above: number
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
): Rule | undefined {
  const near = SPACING * below
  const far = SPACING * above
  const center = crossovers.length === 0 ? 0 : 0.5 * (crossovers[0].center + crossovers[crossovers.length - 1].center)
  const blend = crossovers.reduce(
    (widest, crossover) => Math.max(widest, crossover.width + Math.abs(crossover.center - center)),
    1e-300,
  )
  // crossovers wider than the Gaussians are none
  const thin = crossovers.filter(({ width }) => width < Math.max(near, far))
  const sums = crossoverSums(thin)
  const mean = 0.5 * (1 / near + 1 / far)
  const half = 0.5 * (1 / far - 1 / near)
  const density = (h: number) =>
    sums.density(h, half === 0 ? mean : mean + (half * (h - center)) / Math.sqrt((h - center) ** 2 + blend * blend))
  const position = (h: number) => {
    // from the first node: a narrow lattice far from the crossovers would lose its digits beside their distance
    const rest = mean * (h - from)
    return sums.position(h, half === 0 ? rest : rest + half * Math.sqrt((h - center) ** 2 + blend * blend))
  }
  const start = position(from)
  const length = Math.ceil((position(to) - start) / step) + 1
  if (!(length <= LONGEST)) return undefined
  const room = ruleBuffer(length)
  layMesh({ density, position, next: (k) => start + (k + 1) * step }, from, (_, k) => k < length, step, room)
  return { length, ...room }
}
