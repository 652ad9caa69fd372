import { type Crossover, checkMachine, invalid, type Machine, type SitePrior } from '@gardner/core'

/** The innermost function of a cascade: f(h; v) of the patterns, or A(λ, b) of the weights. */
export interface Channel {
  value(h: number): number
  /** Its derivative. */
  score(h: number): number
  /** Where it bends. */
  readonly crossovers: readonly Crossover[]
  /** sup(−f'') well below and well above the crossovers: how much e^{mf} narrows a Gaussian there. 0 where f is convex. */
  readonly stiffness: readonly [number, number]
}

/** f(h; v) of the patterns at v = C(1) − C(1 − gap); `more` are crossovers that its averages shall resolve beside its own. */
export function patternField(machine: Machine, gap: number, more: readonly Crossover[] = []): Channel {
  checkMachine(machine)
  const { kernel, constraint } = machine
  const v = kernel.deficit(gap)
  const crossovers = constraint.crossovers(v)
  const [lowest, highest] = extent(crossovers)
  const stiffness = (h: number) => Math.max(0, -constraint.curvature(h, v))
  return {
    value: (h) => constraint.logEvidence(h, v),
    score: (h) => constraint.score(h, v),
    crossovers:
      more.length === 0 ? crossovers : [...crossovers, ...more].sort((one, other) => one.center - other.center),
    stiffness: crossovers.length === 0 ? [stiffness(0), stiffness(0)] : [stiffness(lowest), stiffness(highest)],
  }
}

/** A(λ, b) of the weights. */
export function weightField(prior: SitePrior, lambda: number): Channel {
  if (prior?.kind !== 'site') throw invalid('weights', prior, 'the prior of single weights, such as binary')
  return {
    value: (b) => prior.logPartition(lambda, b),
    score: (b) => prior.mean(lambda, b),
    crossovers: prior.crossovers(lambda),
    stiffness: [0, 0],
  }
}

/** Twenty widths beyond the outermost crossovers. */
function extent(crossovers: readonly Crossover[]): [number, number] {
  return [
    Math.min(...crossovers.map(({ center, width }) => center - 20 * width)),
    Math.max(...crossovers.map(({ center, width }) => center + 20 * width)),
  ]
}
