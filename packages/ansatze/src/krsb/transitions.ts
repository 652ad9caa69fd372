import {
  checkMachine,
  driveSearch,
  type Estimate,
  type Machine,
  type Search,
  searchNow,
  type Threshold,
} from '@gardner/core'
import { isBounded, loadAtOverlapOne, rsCapacity } from '../rs/capacity.js'
import { rs } from '../rs/rs.js'
import type { Rs } from '../rs/saddle-point.js'
import { parisiAtBirth, rsThreshold } from './birth.js'
import { type ClusterLoad, clusterLoad, condensation } from './cluster-load.js'
import { firstClusters, NARROW } from './first-clusters.js'
import { type Force, forceAtOne, isPopulated, type Zero, zerosOf } from './potential.js'

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
/**
 * The loads at which clusters appear and condense, from the one-dimensional potential at m = 1 around typical solutions: α_d where the force
 * F(q_1) on an overlap first vanishes at a distance from q_0, and α_K where the complexity Σ = −½∫F of the clusters does.
 *
 * Reference: T. R. Kirkpatrick and D. Thirumalai, Phys. Rev. B 36, 5388 (1987); S. Franz and G. Parisi, J. Phys. I 5, 1401 (1995); F. Krzakala et al.,
 * PNAS 104, 10318 (2007).
 *
 * @example clusterTransitions(problem({ activation: polynomial([0, -3, 0, 1]), weights: spherical })).kauzmann?.value // 2.02431…
 */
export const clusterTransitions = (machine: Machine): ClusterTransitions => searchNow(transitionsSearch(machine))

/** {@link clusterTransitions} in pieces of one evaluation; at once where they are known. */
export function* transitionsSearch(machine: Machine): Search<ClusterTransitions> {
  checkMachine(machine)
  const { kernel, weights, constraint } = machine
  const key = `${constraint.name} ${JSON.stringify(constraint.parameters)}`
  const lists = remembered.get(kernel) ?? []
  const known = lists.find(
    (entry) => entry.weights === weights && entry.key === key && sameConstraint(entry.problem, machine),
  )
  if (known !== undefined) return known.found
  const found = yield* transitionsOf(machine)
  // another search may have been at it meanwhile
  const others = remembered.get(kernel) ?? []
  remembered.set(kernel, [{ weights, key, problem: machine, found }, ...others].slice(0, REMEMBERED))
  return found
}

interface Entry {
  readonly weights: unknown
  readonly key: string
  readonly problem: Machine
  readonly found: ClusterTransitions
}

/** How many margins and priors of one activation are remembered. */
const REMEMBERED = 16
const remembered = new WeakMap<object, readonly Entry[]>()
/** A margin is made anew for every load; any other constraint has to be the same object. */
const sameConstraint = (one: Machine, other: Machine): boolean =>
  one.constraint === other.constraint || (one.constraint.kind === 'margin' && other.constraint.kind === 'margin')

function* transitionsOf(machine: Machine): Search<ClusterTransitions> {
  const threshold = yield* rsThreshold(machine)
  const instability = { value: threshold.value, error: threshold.error }
  const birth = Number.isFinite(threshold.value) ? yield* parisiAtBirth(machine, threshold) : undefined
  const common = { instability, ...(birth === undefined ? {} : { birth }) }
  const limit = yield* largestLoad(machine, threshold)
  const seed =
    limit === undefined
      ? undefined
      : yield* firstClusters(machine, limit.load, birth !== undefined && birth.value < 1 ? FEWER_LOADS : LOADS)
  const dynamical =
    seed === undefined ? undefined : yield* clusterLoad(machine, seed.x, seed.alpha, ({ replicons }) => replicons[1])
  const born = birth !== undefined && birth.value < 1 && !limit?.frozen
  if (dynamical !== undefined && limit !== undefined) {
    const kauzmann = yield* condensation(machine, dynamical, limit.load)
    const first = born && !((kauzmann?.value ?? Number.POSITIVE_INFINITY) < threshold.value)
    const kind = first ? 'continuous' : 'discontinuous'
    return { ...common, kind, dynamical, ...(kauzmann === undefined ? {} : { kauzmann }) }
  }
  if (limit?.frozen) return { ...common, kind: 'frozen' }
  return {
    ...common,
    ...(born ? { kind: 'continuous', ...(yield* clustersBeyond(machine, threshold.value)) } : { kind: 'none' }),
  }
}

/** Clusters at m = 1 that appear at a distance beyond a continuous birth: there a barrier lies between them and the overlaps that grow from 0. */
function* clustersBeyond(machine: Machine, birth: number): Search<Pick<ClusterTransitions, 'dynamical' | 'kauzmann'>> {
  const end = (yield* endOfSolutions(machine)) ?? 3 * birth
  const isSplit = function* (alpha: number): Search<boolean> {
    return (yield* clusterBehindBarrier(yield* forceAtOne(machine, alpha, 'coarse'))) !== undefined
  }
  const loads = Array.from({ length: LOOKS_BEYOND }, (_, i) => birth * (end / birth) ** ((i + 0.5) / LOOKS_BEYOND))
  let at = 0
  while (at < loads.length && !(yield* isSplit(loads[at]))) at++
  if (at === loads.length || !(end > birth)) return {}
  let [low, high] = [at === 0 ? birth : loads[at - 1], loads[at]]
  while (high - low > NARROW * high) {
    const middle = 0.5 * (low + high)
    if (yield* isSplit(middle)) high = middle
    else low = middle
  }
  const cluster = yield* clusterBehindBarrier(yield* forceAtOne(machine, high))
  if (cluster === undefined || !isPopulated(machine, cluster)) return {}
  const dynamical = yield* clusterLoad(machine, cluster.x, high, ({ replicons }) => replicons[1])
  const kauzmann = dynamical === undefined ? undefined : yield* condensation(machine, dynamical, end)
  return { ...(dynamical === undefined ? {} : { dynamical }), ...(kauzmann === undefined ? {} : { kauzmann }) }
}

/** The cluster that a barrier separates from the overlaps that grow from 0: a barrier further in is one to frozen ones, q_1 = 1. */
function* clusterBehindBarrier(force: Force | undefined): Search<Zero | undefined> {
  const zeros = force === undefined ? [] : yield* zerosOf(force)
  return zeros.find(({ stable }, i) => stable && zeros.slice(i).some((outer) => !outer.stable))
}

/** Where the replica-symmetric solution ends or its entropy vanishes. */
function* endOfSolutions(machine: Machine): Search<number | undefined> {
  const { weights, kernel, constraint } = machine
  if (constraint.distance === undefined) return undefined
  if (weights.kind === 'sphere') return isBounded(kernel.slope(0)) ? loadAtOverlapOne(machine) : undefined
  const capacity = weights.counting ? (yield* driveSearch(rsCapacity(machine, rs))).result : undefined
  return capacity?.verdict === 'converged' ? capacity.value : undefined
}

/** Up to where clusters at m = 1 are of interest: RS becomes unstable, its entropy or its volume vanishes. */
function* largestLoad(
  machine: Machine,
  { value }: Threshold<Rs>,
): Search<{ readonly load: number; readonly frozen: boolean } | undefined> {
  const { weights, kernel, constraint } = machine
  if (weights.kind === 'sphere') {
    const bounded = isBounded(kernel.slope(0)) && constraint.distance !== undefined
    const load = Math.min(value, bounded ? loadAtOverlapOne(machine) : Number.POSITIVE_INFINITY)
    return Number.isFinite(load) && load > 0 ? { load, frozen: false } : undefined
  }
  if (!weights.counting || constraint.distance === undefined)
    return Number.isFinite(value) ? { load: value, frozen: false } : undefined
  const capacity = (yield* driveSearch(rsCapacity(machine, rs))).result
  if (capacity.verdict !== 'converged') return Number.isFinite(value) ? { load: value, frozen: false } : undefined
  return { load: Math.min(value, capacity.value), frozen: !(value < capacity.value) }
}
