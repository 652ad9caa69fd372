import {
  type Ansatz,
  chosen,
  closedForm,
  crossing,
  drive,
  driveSearch,
  type Iteration,
  type Machine,
  type Search,
  searching,
  type Threshold,
  unsuitable,
} from '@gardner/core'
import { differencesSearch, FINE_STEP, luSolve, newtonSearch, roundingFloor } from '@gardner/numerics'
import { isBounded, loadAtOverlapOne, rsCapacity } from '../rs/capacity.js'
import { rs } from '../rs/rs.js'
import { checkReach, startsAtZero } from '../rs/saddle-point.js'
import { unfound } from '../unfound.js'
import { rsThreshold } from './birth.js'
import { clustersAt } from './first-clusters.js'
import { limitAt } from './limit.js'
import { type LimitRoot, limitRoots } from './limit-search.js'
import type { Krsb } from './state.js'
import { atZeroOverlap } from './zero-overlap.js'

/** Up to this ratio of the two loads a capacity is next to the birth of the branch. */
const NEXT_TO_BIRTH = 1.015

/**
 * The capacity of k steps: on the sphere the load where q_k → 1, for discrete weights where the entropy vanishes. Where no
 * non-trivial branch gets there first it is that of fewer steps, and the branch says so.
 */
export function krsbCapacity(machine: Machine, ansatz: Ansatz<Krsb>, k: number): Iteration<unknown, Threshold<Krsb>> {
  checkReach(machine)
  const { weights, constraint, activation, kernel } = machine
  if (weights.kind === 'sphere') {
    if (constraint.distance === undefined) {
      throw unsuitable(
        `the constraint ${constraint.name} is soft: every weight vector is a solution, and there is no capacity`,
      )
    }
    if (!isBounded(kernel.slope(0))) {
      throw unsuitable(
        `${activation.name} has C'(1) = ∞: its spherical capacity diverges with K in every ansatz; ask for the instability`,
      )
    }
    return searching(
      `${ansatz.name} capacity`,
      () => sphericalCapacity(machine, ansatz, k),
      (verdict) => unfound('capacity', machine, ansatz, verdict),
      ({ residual }) => residual,
    )
  }
  // refuses what has none
  rsCapacity(machine, rs)
  return chosen(
    `${ansatz.name} capacity`,
    () => discreteCapacity(machine, ansatz, k),
    (verdict) => unfound('capacity', machine, ansatz, verdict),
  )
}

/** Where the entropy of discrete weights vanishes: that of the replica-symmetric solution, where the clusters freeze; or else that of the branch. */
function* discreteCapacity(
  machine: Machine,
  ansatz: Ansatz<Krsb>,
  k: number,
): Search<Iteration<unknown, Threshold<Krsb>>> {
  const replicaSymmetric = (yield* driveSearch(rsCapacity(machine, rs))).result
  const instability = yield* rsThreshold(machine)
  const condensed = function* (): Search<boolean> {
    const clusters = yield* clustersAt(machine, replicaSymmetric.value)
    return clusters !== undefined && clusters.state.complexity(1) < 0
  }
  if (!(instability.value < replicaSymmetric.value) && !(yield* condensed())) {
    return closedForm(
      `${ansatz.name} capacity`,
      () => frozen(ansatz, replicaSymmetric, instability.value, k),
      ({ residual }) => residual,
    )
  }
  return crossing(machine, ansatz, {
    name: 'capacity',
    condition: ({ entropy }) => entropy,
    branchOf: startOfBranch(machine, instability.value, replicaSymmetric.value),
    remark: ({ replicon, at }) => {
      const zero = k === 1 && startsAtZero(machine) && at.q0 > 0 ? capacityAtZero(machine, replicaSymmetric.value) : ''
      return replicon < 0 ? { reason: `${zero}${stepsAre(k)} unstable there: this capacity is an upper bound` } : {}
    },
  })
}

/**
 * A branch that leaves q = 0 may do so next to the capacity. It starts halfway between; or where that is within a few percent at the capacity of RS,
 * from which its own differs by a power of its overlaps.
 */
function startOfBranch(machine: Machine, birth: number, capacity: number): number {
  if (!startsAtZero(machine) || !(birth < capacity)) return capacity
  return capacity < NEXT_TO_BIRTH * birth ? capacity : 0.5 * (birth + capacity)
}

/** What there is to say of the solution with q_0 = 0, whose capacity is higher. */
function capacityAtZero(machine: Machine, branchOf: number): string {
  const condition = ({ entropy }: { readonly entropy: number }) => entropy
  const { result } = drive(crossing(machine, atZeroOverlap(), { name: 'capacity', condition, branchOf }))
  return Number.isFinite(result.value)
    ? `q0 = 0 is unstable against q0 > 0, it would give ${result.value.toPrecision(10)}; `
    : ''
}

/** The load where q → 1 replica-symmetrically, and the roots of 1, 2, …, k steps below it. */
export function* sphericalLimit(
  machine: Machine,
  k: number,
): Search<{ readonly ceiling: number; readonly roots: readonly LimitRoot[] }> {
  const ceiling = loadAtOverlapOne(machine)
  return { ceiling, roots: yield* limitRoots(machine, k, ceiling) }
}

function* sphericalCapacity(machine: Machine, ansatz: Ansatz<Krsb>, k: number): Search<Threshold<Krsb>> {
  const { ceiling, roots } = yield* sphericalLimit(machine, k)
  const found = roots[roots.length - 1]
  if (found === undefined) {
    const replicaSymmetric = (yield* driveSearch(rsCapacity(machine, rs))).result
    return {
      ...replicaSymmetric,
      ansatz: ansatz.name,
      at: { ...replicaSymmetric.at },
      errors: {},
      branch: 'replica-symmetric, q → 1',
      reason:
        (replicaSymmetric.replicon ?? 0) < -1e-9
          ? 'no branch of one step was found below it, but it is unstable: the capacity is an upper bound'
          : `no branch of ${k} ${k === 1 ? 'step' : 'steps'} lies below it: the capacity is the replica-symmetric one`,
    }
  }
  const steps = roots.length
  const fine = yield* refined(machine, found)
  const { point, root } = fine
  const value = point.alpha
  const at: Record<string, number> = {}
  const errors: Record<string, number> = {}
  const coarse = found.point
  let gap = 0
  let uncertain = 0
  at[`q${steps}`] = 1
  errors[`q${steps}`] = 0
  for (let i = steps; i >= 1; i--) {
    // x lists the steps from the innermost, each by its logarithm
    gap += point.steps[i - 1]
    uncertain += Math.abs(point.steps[i - 1] - coarse.steps[i - 1]) + point.steps[i - 1] * fine.reach[steps - i]
    at[`q${i - 1}`] = i === 1 ? Math.max(0, point.q0) : 1 - gap
    errors[`q${i - 1}`] = uncertain + roundingFloor(1)
  }
  for (let i = 1; i <= steps; i++) {
    const m = point.parisi[i - 1]
    at[`mtilde${i}`] = m
    errors[`mtilde${i}`] = Math.abs(m - coarse.parisi[i - 1]) + m * fine.reach[steps + i - 1] + roundingFloor(m)
  }
  return {
    name: 'capacity',
    problem: machine,
    ansatz: ansatz.name,
    value,
    // α is stationary at the root, so an error of the root enters squared; that of the rules and the kernel does not
    error:
      Math.abs(value - coarse.alpha) +
      Math.abs(value - fine.moved) +
      2 * machine.kernel.error * value +
      4 * roundingFloor(value),
    verdict: 'converged',
    residual: root.norm,
    at: { ...at, gap: 0, Q: 1 },
    errors,
    branch: `${steps}-step, q${steps} → 1, ${(100 * (1 - value / ceiling)).toPrecision(3)} % below the replica-symmetric one`,
    replicon: fine.replicon,
    evaluations: roots.reduce((sum, each) => sum + each.root.evaluations, 0) + root.evaluations,
    routes: {},
    ...reasonAt(steps, k, fine.replicon < 0),
  }
}

function reasonAt(steps: number, k: number, unstable: boolean): { readonly reason?: string } {
  const bound = unstable ? `${stepsAre(steps)} unstable there: this capacity is an upper bound` : undefined
  if (steps === k) return bound === undefined ? {} : { reason: bound }
  const missing = `no stationary point of ${steps + 1} steps was found below that of ${steps}`
  return { reason: bound === undefined ? missing : `${missing}, but ${bound}` }
}

const stepsAre = (steps: number): string => (steps === 1 ? '1 step is' : `${steps} steps are`)

/**
 * The root by the finer rule, how far from it the exact one may be (what the equations leave undone and what their rounding
 * hides, through the inverse of their slopes, twice for what those are uncertain by), and the load there.
 */
function* refined(machine: Machine, { root }: LimitRoot) {
  const nowhere = root.x.map(() => Number.NaN)
  const equations = (x: readonly number[]) => limitAt(machine, x, FINE_STEP)?.residual ?? nowhere
  const fine = yield* newtonSearch(equations, root.x, { jacobian: root.jacobian, tolerance: 1e-15 })
  const point = limitAt(machine, fine.x, FINE_STEP)
  if (point === undefined) throw new Error('the finer rule left the domain')
  const slopes = yield* differencesSearch(equations, fine.x, fine.f)
  const undone = fine.f.map((f, i) => Math.abs(f) + point.rounding[i])
  const reach = nowhere.map(() => 0)
  for (const [i, size] of undone.entries()) {
    const column = luSolve(slopes, unit(undone.length, i)) ?? nowhere
    for (const [j, entry] of column.entries()) reach[j] += 2 * Math.abs(entry) * size
  }
  const shifted = fine.x.map((value, i) => value + reach[i])
  return {
    root: fine,
    point,
    reach,
    moved: limitAt(machine, shifted, FINE_STEP)?.alpha ?? Number.NaN,
    replicon: point.replicon,
  }
}

const unit = (size: number, index: number): number[] => Array.from({ length: size }, (_, i) => (i === index ? 1 : 0))

/**
 * Discrete weights whose RS entropy vanishes while RS is stable: there the clusters have frozen to single solutions, q_k = 1
 * and m = 1, and the one-step solution has the entropy of the RS one.
 */
const frozen = (
  ansatz: Ansatz<Krsb>,
  threshold: Threshold<{ readonly q: number; readonly gap: number; readonly qhat: number; readonly Q: number }>,
  instability: number,
  k: number,
): Threshold<Krsb> => ({
  ...threshold,
  ansatz: ansatz.name,
  at: {
    q0: threshold.at.q,
    ...Object.fromEntries(Array.from({ length: k }, (_, i) => [`q${i + 1}`, 1])),
    gap: 0,
    ...Object.fromEntries(Array.from({ length: k }, (_, i) => [`m${i + 1}`, 1])),
    Q: threshold.at.Q,
  },
  errors: { q0: threshold.errors.q ?? 0 },
  branch: `frozen: q${k} = 1, m${k} = 1`,
  reason: Number.isFinite(instability)
    ? `the replica-symmetric solution is stable up to α = ${instability.toPrecision(6)}, beyond the zero of its entropy: the clusters freeze to single solutions there`
    : 'the replica-symmetric solution is stable at every load: the clusters freeze to single solutions where its entropy vanishes',
})
