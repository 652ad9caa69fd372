import {
  type Ansatz,
  type Estimate,
  errorsOf,
  isRoot,
  type Machine,
  pathEquations,
  type Resolutions,
  refine,
  resolutions,
  type SaddlePoint,
  type Search,
} from '@gardner/core'
import { type Equations, newtonSearch } from '@gardner/numerics'
import { clustersAt } from './first-clusters.js'
import { clusterEquations } from './potential.js'
import type { Krsb, KrsbState } from './state.js'

/** A load at which clusters of solutions change, with the clusters there. */
export interface ClusterLoad extends Estimate {
  /** q0, q1, m1 and the conjugates. */
  readonly at: Krsb
  readonly errors: { readonly [symbol: string]: number }
  /** Σ, the logarithm of the number of clusters per weight. */
  readonly complexity: Estimate
  /** S of the replica-symmetric solution at m = 1; of the clusters otherwise. */
  readonly entropy: Estimate
  /** max |F| of the equations. */
  readonly residual: number
  /** The coordinates of the equations there. */
  readonly x: readonly number[]
}

/** Above α_d the Kauzmann load is looked for in steps of this ratio, so many at the most. */
const RISE = 1.04
const RISES = 120

/** The load at which a condition on the clusters at m = 1 vanishes. */
export function* clusterLoad(
  machine: Machine,
  x: readonly number[],
  alpha: number,
  condition: (state: KrsbState) => number,
): Search<ClusterLoad | undefined> {
  const saddles: Resolutions<Krsb> = resolutions(machine, clusterEquations(1) as Ansatz<Krsb>)
  const stateAt = (saddle: SaddlePoint<Krsb>, y: readonly number[]) =>
    saddle.state(y.slice(0, -1), Math.exp(y[y.length - 1])) as KrsbState
  const critical =
    (saddle: SaddlePoint<Krsb>): Equations =>
    (y) => [...pathEquations(saddle)(y), condition(stateAt(saddle, y))]
  const root = yield* newtonSearch(critical(saddles.standard), [...x, Math.log(alpha)])
  if (!isRoot(root) || Math.abs(root.x[root.x.length - 1] - Math.log(alpha)) > 0.1) return undefined
  const {
    load,
    state,
    estimate,
    residual,
    x: fine,
  } = refine(saddles, critical, stateAt, root.x, root.jacobian, (saddle, y) =>
    saddle.rounding?.(y.slice(0, -1), Math.exp(y[y.length - 1])),
  )
  return {
    ...load(),
    at: state.at,
    errors: errorsOf(state.at, estimate),
    complexity: estimate((there) => (there as KrsbState).complexity(1)),
    entropy: estimate((there) => there.freeEntropy),
    residual,
    x: fine.slice(0, -1),
  }
}

/** Where the complexity vanishes, above α_d. */
export function* condensation(
  machine: Machine,
  { value, complexity }: ClusterLoad,
  limit: number,
): Search<ClusterLoad | undefined> {
  if (!(complexity.value > 0)) return undefined
  let before = { alpha: value, sigma: complexity.value }
  // RS may become unstable while clusters condense beyond
  const last = 4 * limit
  for (let rise = 0; rise < RISES && before.alpha < last; rise++) {
    const alpha = before.alpha * RISE
    const clusters = yield* clustersAt(machine, alpha)
    if (clusters === undefined) return undefined
    const sigma = clusters.state.complexity(1)
    if (sigma <= 0) {
      const guess = before.alpha + ((alpha - before.alpha) * before.sigma) / (before.sigma - sigma)
      const near = (yield* clustersAt(machine, guess))?.x ?? clusters.x
      return yield* clusterLoad(machine, near, guess, (state) => state.complexity(1))
    }
    before = { alpha, sigma }
  }
  return undefined
}
