import { checkProblem, invalid, type Layer, type Problem, type SitePrior } from '@gardner/core'

/** The innermost function of a cascade: f(h; v) of the patterns, or A(λ, b) of the weights. */
export interface Channel {
  value(h: number): number
  /** Its derivative. */
  score(h: number): number
  /** Where it bends. */
  readonly layers: readonly Layer[]
  /** sup(−f'') well below and well above the layers: how much e^{mf} narrows a Gaussian there. 0 where f is convex. */
  readonly stiffness: readonly [number, number]
}

/** f(h; v) of the patterns at v = C(1) − C(1 − gap); `more` are layers that its averages shall resolve beside its own. */
export function patternField(problem: Problem, gap: number, more: readonly Layer[] = []): Channel {
  checkProblem(problem)
  const { kernel, constraint } = problem
  const v = kernel.deficit(gap)
  const layers = constraint.layers(v)
  const [lowest, highest] = extent(layers)
  const stiffness = (h: number) => Math.max(0, -constraint.curvature(h, v))
  return {
    value: (h) => constraint.logEvidence(h, v),
    score: (h) => constraint.score(h, v),
    layers: more.length === 0 ? layers : [...layers, ...more].sort((one, other) => one.center - other.center),
    stiffness: layers.length === 0 ? [stiffness(0), stiffness(0)] : [stiffness(lowest), stiffness(highest)],
  }
}

/** A(λ, b) of the weights. */
export function weightField(prior: SitePrior, lambda: number): Channel {
  if (prior?.kind !== 'site') throw invalid('weights', prior, 'the prior of single weights, such as binary')
  return {
    value: (b) => prior.logPartition(lambda, b),
    score: (b) => prior.mean(lambda, b),
    layers: prior.layers(lambda),
    stiffness: [0, 0],
  }
}

/** Twenty widths beyond the outermost layers. */
function extent(layers: readonly Layer[]): [number, number] {
  return [
    Math.min(...layers.map(({ center, width }) => center - 20 * width)),
    Math.max(...layers.map(({ center, width }) => center + 20 * width)),
  ]
}
