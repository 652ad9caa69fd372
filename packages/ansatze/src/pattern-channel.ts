import { gaussianMean, type Layer, type Problem } from '@gardner/core'

/** The averages of f(h; v) over h = √C(q) z at v = C(1) − C(q): all an RS-like ansatz asks of the patterns. */
export interface PatternChannel {
  /** G_E = ∫Dz f */
  energy(gap: number): number
  /** ∫Dz (f')² */
  meanSquareScore(gap: number): number
  /** ∫Dz (f'')² */
  meanSquareCurvature(gap: number): number
}

export function patternChannel({ kernel, constraint }: Problem, step: number): PatternChannel {
  const average = (gap: number, f: (h: number, v: number) => number): number => {
    const v = kernel.deficit(gap)
    const root = Math.sqrt(kernel.covariance(gap))
    const layer: Layer = { center: root > 0 ? constraint.edge / root : 0, width: Math.sqrt(v) / root }
    return gaussianMean((z) => f(root * z, v), layer, step)
  }
  return {
    energy: (gap) => average(gap, constraint.logEvidence),
    meanSquareScore: (gap) =>
      average(gap, (h, v) => {
        const score = constraint.score(h, v)
        return score * score
      }),
    meanSquareCurvature: (gap) =>
      average(gap, (h, v) => {
        const curvature = constraint.curvature(h, v)
        return curvature * curvature
      }),
  }
}
