import {
  type Ansatz,
  complete,
  type Equations,
  type Estimate,
  errorsOf,
  isRoot,
  newtonSolve,
  type Problem,
  pathEquations,
  type Resolutions,
  refine,
  resolutions,
  type SaddlePoint,
  type Threshold,
} from '@gardner/core'
import { isBounded, loadAtOverlapOne, rsCapacity } from '../rs/capacity.js'
import { rs } from '../rs/rs.js'
import type { Rs } from '../rs/saddle-point.js'
import { parisiAtBirth, rsThreshold } from './birth.js'
import { clusterEquations, crestOf, type Force, forceAtOne, isPopulated, type Zero, zerosOf } from './potential.js'
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

/** Where solutions of a problem begin to form clusters, and how. */
export interface ClusterTransitions {
  /**
   * `continuous`: one step leaves the replica-symmetric solution where that becomes unstable; a branch at a distance may condense later.
   * `discontinuous`: clusters appear at a distance before, at α_d, and dominate from α_K on. `frozen`: those of discrete weights are single solutions, from where the entropy vanishes.
   * `none`: the replica-symmetric solution is stable as far as it exists, without clusters.
   */
  readonly kind: 'continuous' | 'discontinuous' | 'frozen' | 'none'
  /** The load at which the replica-symmetric solution becomes unstable, Infinity if it does not. */
  readonly instability: Estimate
  /** m of the branch that would be born there; above 1 there is none. */
  readonly birth?: Estimate
  /** α_d: from here on there are clusters at m = 1, exponentially many. */
  readonly dynamical?: ClusterLoad
  /** α_K: from here on few clusters hold all solutions, m < 1. */
  readonly kauzmann?: ClusterLoad
}

/** Shares of the largest load of interest at which clusters are looked for. */
const LOADS = [1, 0.9, 0.75, 0.5]
/** Where a branch is born continuously, clusters before it are unlikely. */
const FEWER_LOADS = [1, 0.85]
/** Loads beyond a continuous birth at which clusters at a distance are looked for, up to where solutions end. */
const LOOKS_BEYOND = 10
/** A load is bracketed to this share before it is solved for. */
const NARROW = 2e-3
/** Above α_d the Kauzmann load is looked for in steps of this ratio, so many at the most. */
const RISE = 1.04
const RISES = 120

/**
 * The loads at which clusters appear and condense, from the one-dimensional potential at m = 1 around typical solutions: α_d where the force
 * F(q_1) on an overlap first vanishes at a distance from q_0, and α_K where the complexity Σ = −½∫F of the clusters does.
 *
 * Reference: T. R. Kirkpatrick and D. Thirumalai, Phys. Rev. B 36, 5388 (1987); S. Franz and G. Parisi, J. Phys. I 5, 1401 (1995); F. Krzakala et al.,
 * PNAS 104, 10318 (2007).
 *
 * @example clusterTransitions(problem({ activation: polynomial([0, -3, 0, 1]), weights: spherical })).kauzmann?.value // 2.02431…
 */
export function clusterTransitions(problem: Problem): ClusterTransitions {
  const { kernel, weights, constraint } = problem
  const key = `${constraint.name} ${JSON.stringify(constraint.parameters)}`
  const lists = remembered.get(kernel) ?? []
  const known = lists.find(
    (entry) => entry.weights === weights && entry.key === key && sameConstraint(entry.problem, problem),
  )
  if (known !== undefined) return known.found
  const found = transitionsOf(problem)
  remembered.set(kernel, [{ weights, key, problem, found }, ...lists].slice(0, REMEMBERED))
  return found
}

interface Entry {
  readonly weights: unknown
  readonly key: string
  readonly problem: Problem
  readonly found: ClusterTransitions
}

/** How many margins and priors of one activation are remembered. */
const REMEMBERED = 16
const remembered = new WeakMap<object, readonly Entry[]>()
/** A margin is made anew for every load; any other constraint has to be the same object. */
const sameConstraint = (one: Problem, other: Problem): boolean =>
  one.constraint === other.constraint || (one.constraint.kind === 'margin' && other.constraint.kind === 'margin')

function transitionsOf(problem: Problem): ClusterTransitions {
  const threshold = rsThreshold(problem)
  const instability = { value: threshold.value, error: threshold.error }
  const birth = Number.isFinite(threshold.value) ? parisiAtBirth(problem, threshold) : undefined
  const common = { instability, ...(birth === undefined ? {} : { birth }) }
  const limit = largestLoad(problem, threshold)
  const seed =
    limit === undefined
      ? undefined
      : firstClusters(problem, limit.load, birth !== undefined && birth.value < 1 ? FEWER_LOADS : LOADS)
  const dynamical =
    seed === undefined ? undefined : solvedFor(problem, seed.x, seed.alpha, ({ replicons }) => replicons[1])
  const born = birth !== undefined && birth.value < 1 && !limit?.frozen
  if (dynamical !== undefined && limit !== undefined) {
    const kauzmann = condensation(problem, dynamical, limit.load)
    const first = born && !((kauzmann?.value ?? Number.POSITIVE_INFINITY) < threshold.value)
    const kind = first ? 'continuous' : 'discontinuous'
    return { ...common, kind, dynamical, ...(kauzmann === undefined ? {} : { kauzmann }) }
  }
  if (limit?.frozen) return { ...common, kind: 'frozen' }
  return {
    ...common,
    ...(born ? { kind: 'continuous', ...clustersBeyond(problem, threshold.value) } : { kind: 'none' }),
  }
}

/** Clusters at m = 1 that appear at a distance beyond a continuous birth: there a barrier lies between them and the overlaps that grow from 0. */
function clustersBeyond(problem: Problem, birth: number): Pick<ClusterTransitions, 'dynamical' | 'kauzmann'> {
  const end = endOfSolutions(problem) ?? 3 * birth
  const isSplit = (alpha: number) => clusterBehindBarrier(forceAtOne(problem, alpha, 'coarse')) !== undefined
  const loads = Array.from({ length: LOOKS_BEYOND }, (_, i) => birth * (end / birth) ** ((i + 0.5) / LOOKS_BEYOND))
  const at = loads.findIndex(isSplit)
  if (at < 0 || !(end > birth)) return {}
  let [low, high] = [at === 0 ? birth : loads[at - 1], loads[at]]
  while (high - low > NARROW * high) {
    const middle = 0.5 * (low + high)
    if (isSplit(middle)) high = middle
    else low = middle
  }
  const cluster = clusterBehindBarrier(forceAtOne(problem, high))
  if (cluster === undefined || !isPopulated(problem, cluster)) return {}
  const dynamical = solvedFor(problem, cluster.x, high, ({ replicons }) => replicons[1])
  const kauzmann = dynamical === undefined ? undefined : condensation(problem, dynamical, end)
  return { ...(dynamical === undefined ? {} : { dynamical }), ...(kauzmann === undefined ? {} : { kauzmann }) }
}

/** The cluster that a barrier separates from the overlaps that grow from 0: a barrier further in is one to frozen ones, q_1 = 1. */
function clusterBehindBarrier(force: Force | undefined): Zero | undefined {
  const zeros = force === undefined ? [] : zerosOf(force)
  return zeros.find(({ stable }, i) => stable && zeros.slice(i).some((outer) => !outer.stable))
}

/** Where the replica-symmetric solution ends or its entropy vanishes. */
function endOfSolutions(problem: Problem): number | undefined {
  const { weights, kernel, constraint } = problem
  if (constraint.distance === undefined) return undefined
  if (weights.kind === 'sphere') return isBounded(kernel.slope(0)) ? loadAtOverlapOne(problem) : undefined
  const capacity = weights.counting ? complete(rsCapacity(problem, rs)).result : undefined
  return capacity?.verdict === 'converged' ? capacity.value : undefined
}

/** Up to where clusters at m = 1 are of interest: RS becomes unstable, its entropy or its volume vanishes. */
function largestLoad(
  problem: Problem,
  { value }: Threshold<Rs>,
): { readonly load: number; readonly frozen: boolean } | undefined {
  const { weights, kernel, constraint } = problem
  if (weights.kind === 'sphere') {
    const bounded = isBounded(kernel.slope(0)) && constraint.distance !== undefined
    const load = Math.min(value, bounded ? loadAtOverlapOne(problem) : Number.POSITIVE_INFINITY)
    return Number.isFinite(load) && load > 0 ? { load, frozen: false } : undefined
  }
  if (!weights.counting || constraint.distance === undefined)
    return Number.isFinite(value) ? { load: value, frozen: false } : undefined
  const capacity = complete(rsCapacity(problem, rs)).result
  if (capacity.verdict !== 'converged') return Number.isFinite(value) ? { load: value, frozen: false } : undefined
  return { load: Math.min(value, capacity.value), frozen: !(value < capacity.value) }
}

/** A point next to where clusters first appear below a load, by bisection. */
function firstClusters(problem: Problem, largest: number, loads: readonly number[]) {
  const crestAt = (alpha: number) => {
    const force = forceAtOne(problem, alpha, 'coarse')
    const crest = force === undefined ? undefined : crestOf(force)
    return crest === undefined ? undefined : { ...crest, alpha }
  }
  const isCluster = (crest: ReturnType<typeof crestAt>): crest is NonNullable<typeof crest> =>
    crest !== undefined && crest.force > 1e-9 && populatedAt(problem, crest.alpha)
  let high: ReturnType<typeof crestAt>
  let low = 0
  for (const share of loads) {
    const crest = crestAt(share * largest)
    if (isCluster(crest)) high = crest
    else if (high !== undefined) {
      low = share * largest
      break
    }
  }
  if (high === undefined) return undefined
  if (low === 0) low = 0.5 * high.alpha
  for (let guard = 0; guard < 20 && isCluster(crestAt(low)); guard++) low *= 0.5
  while (high.alpha - low > NARROW * high.alpha) {
    const middle = crestAt(0.5 * (low + high.alpha))
    if (isCluster(middle)) high = middle
    else low = 0.5 * (low + high.alpha)
  }
  return high
}

/** Are there clusters of more than one solution? */
function populatedAt(problem: Problem, alpha: number): boolean {
  if (problem.weights.kind === 'sphere') return true
  const force = forceAtOne(problem, alpha)
  return force !== undefined && zerosOf(force).some((zero) => zero.stable && isPopulated(problem, zero))
}

/** The innermost clusters at m = 1 and a load. */
export function clustersAt(problem: Problem, alpha: number): Zero | undefined {
  const force = forceAtOne(problem, alpha)
  return force === undefined ? undefined : zerosOf(force).find((zero) => zero.stable && isPopulated(problem, zero))
}

/** Where the complexity vanishes, above α_d. */
function condensation(problem: Problem, { value, complexity }: ClusterLoad, limit: number): ClusterLoad | undefined {
  if (!(complexity.value > 0)) return undefined
  let before = { alpha: value, sigma: complexity.value }
  // RS may become unstable while clusters condense beyond
  const last = 4 * limit
  for (let rise = 0; rise < RISES && before.alpha < last; rise++) {
    const alpha = before.alpha * RISE
    const clusters = clustersAt(problem, alpha)
    if (clusters === undefined) return undefined
    const sigma = clusters.state.complexity(1)
    if (sigma <= 0) {
      const guess = before.alpha + ((alpha - before.alpha) * before.sigma) / (before.sigma - sigma)
      return solvedFor(problem, clustersAt(problem, guess)?.x ?? clusters.x, guess, (state) => state.complexity(1))
    }
    before = { alpha, sigma }
  }
  return undefined
}

/** The load at which a condition on the clusters at m = 1 vanishes. */
const solvedFor = (
  problem: Problem,
  x: readonly number[],
  alpha: number,
  condition: (state: KrsbState) => number,
): ClusterLoad | undefined => {
  const saddles: Resolutions<Krsb> = resolutions(problem, clusterEquations(1) as Ansatz<Krsb>)
  const stateAt = (saddle: SaddlePoint<Krsb>, y: readonly number[]) =>
    saddle.state(y.slice(0, -1), Math.exp(y[y.length - 1])) as KrsbState
  const critical =
    (saddle: SaddlePoint<Krsb>): Equations =>
    (y) => [...pathEquations(saddle)(y), condition(stateAt(saddle, y))]
  const root = newtonSolve(critical(saddles.standard), [...x, Math.log(alpha)])
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

/** The transitions in a sentence. */
export function describe({ kind, instability, birth, dynamical, kauzmann }: ClusterTransitions): string {
  const at = ({ value, error }: Estimate) => digitsOf(value, error)
  const condense =
    kauzmann === undefined ? 'their complexity does not vanish' : `condensed from alpha_K = ${at(kauzmann)}`
  const clusters = dynamical === undefined ? '' : `clusters at m = 1 from alpha_d = ${at(dynamical)}, ${condense}`
  const born = birth === undefined ? '' : `one step is born at α = ${at(instability)} with m = ${at(birth)}`
  if (kind === 'discontinuous')
    return `discontinuous: ${clusters}${birth !== undefined && birth.value < 1 ? `; another ${born}` : ''}`
  if (kind === 'continuous') return `continuous: ${born}${clusters === '' ? '' : `; at a distance ${clusters}`}`
  if (kind === 'frozen')
    return 'frozen: the clusters of discrete weights are single solutions, from where the entropy vanishes'
  return 'no clusters were found where the replica-symmetric solution is stable'
}

/** To the digits that the error leaves, ten at the most. */
const digitsOf = (value: number, error: number): string =>
  value === 0
    ? '0'
    : value.toPrecision(Math.max(3, Math.min(10, Math.floor(Math.log10(Math.abs(value) / Math.max(error, 1e-300))))))
