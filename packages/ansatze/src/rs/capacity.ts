import {
  type Ansatz,
  branchStartSearch,
  closedForm,
  crossing,
  type Estimate,
  foldBetween,
  type Iteration,
  type Machine,
  originSearch,
  pathEquations,
  type Search,
  searching,
  type Threshold,
  unsuitable,
} from '@gardner/core'
import {
  FINE_STEP,
  gaussianIntegral,
  type PathPoint,
  pathAdvance,
  roundingFloor,
  STANDARD_STEP,
} from '@gardner/numerics'
import { patternChannel } from '../pattern-channel.js'
import { unfound } from '../unfound.js'
import { checkReach, hasTrivialBranch, type Rs } from './saddle-point.js'
import { trivialBranch } from './trivial-branch.js'
import { rsWeights } from './weights-channel.js'

/**
 * The RS capacity: where the entropy of a discrete prior vanishes, and where the overlap reaches 1 on the
 * sphere.
 */
export function rsCapacity(machine: Machine, rs: Ansatz<Rs>): Iteration<unknown, Threshold<Rs>> {
  checkReach(machine)
  const { weights } = machine
  const { name, distance } = machine.constraint
  if (distance === undefined) {
    throw unsuitable(`the constraint ${name} is soft: every weight vector is a solution, and there is no capacity`)
  }
  if (weights.kind === 'sphere') return sphericalCapacity(machine, rs, distance)
  if (!weights.counting) {
    throw unsuitable(
      `weights ${weights.name} have a density: a zero of their entropy is no capacity; ask for curves, or for spherical or discrete weights`,
    )
  }
  const options = {
    name: 'capacity',
    condition: (state: { entropy: number }) => state.entropy,
    remark: ({ replicon }: { replicon: number }) => remarkOn(replicon),
  }
  if (hasTrivialBranch(machine, rsWeights(weights, STANDARD_STEP).gapAtStart)) {
    const { bifurcation, vanishing, at } = trivialBranch(machine)
    if (vanishing.value <= bifurcation.value)
      return closedForm(
        'rs capacity',
        () => at(rs, 'capacity', vanishing),
        () => 0,
      )
    return crossing(machine, rs, { ...options, branchOf: 2 * bifurcation.value })
  }
  return crossing(machine, rs, { ...options, branchOf: Number.POSITIVE_INFINITY })
}

/** α_c = C'(1) / ∫Dz dist(√C₁ z)², with dist the distance to the constraint: for the margin (κ − h)₊. */
function sphericalCapacity(
  machine: Machine,
  rs: Ansatz<Rs>,
  distance: (h: number) => number,
): Iteration<unknown, Threshold<Rs>> {
  const { activation, kernel } = machine
  const slope = kernel.slope(0)
  if (!isBounded(slope)) {
    throw unsuitable(
      `${activation.name} has C'(1) = ∞: its spherical RS capacity diverges with K; ask for a finite K or for the instability`,
    )
  }
  return searching(
    'rs capacity',
    () => overlapOne(machine, rs, distance, slope),
    (verdict) => unfound('capacity', machine, rs, verdict),
    ({ residual }) => residual,
  )
}

/** Where q reaches 1. */
function* overlapOne(
  machine: Machine,
  rs: Ansatz<Rs>,
  distance: (h: number) => number,
  slope: number,
): Search<Threshold<Rs>> {
  const { kernel, constraint } = machine
  const variance = kernel.deficit(1)
  const root = Math.sqrt(variance)
  const kinks = constraint.crossovers(0).map(({ center }) => center / root)
  const byQuadrature = slope / gaussianIntegral((z) => distance(root * z) ** 2, kinks)
  const closed = constraint.meanSquareDistance?.(variance)
  const value = closed === undefined ? byQuadrature : slope / closed
  yield
  const limit = overlapLimit(machine)
  yield
  const error =
    (closed === undefined ? limit.error + Math.abs(limit.value - value) : Math.abs(byQuadrature - value)) +
    2 * kernel.error * value +
    roundingFloor(value)
  const violated = gaussianIntegral((z) => (distance(root * z) > 0 ? 1 : 0), kinks)
  // the limit of 1 − α (1 − q)² [C'² ∫f''² + C'' ∫f'²]
  const replicon = 1 - value * violated - kernel.curvature(0) / slope
  const fold = yield* foldAbove(machine, rs, value)
  return {
    name: 'capacity',
    problem: machine,
    ansatz: rs.name,
    value,
    error,
    verdict: 'converged',
    residual: Math.abs(byQuadrature / value - 1),
    at: { q: 1, gap: 0, qhat: Number.POSITIVE_INFINITY, Q: 1 },
    errors: {},
    branch: 'replica-symmetric, q → 1',
    replicon,
    // rounding may leave the marginal case, κ = 0 of the perceptron, on either side
    ...(fold === undefined ? remarkOn(replicon + 1e-12) : { reason: foldRemark(fold) }),
    evaluations: 0,
    routes: { quadrature: { value: byQuadrature, error: Math.abs(byQuadrature - value) + error }, limit },
  } satisfies Threshold<Rs>
}

/** True of a C'(1) that a number can be made of. A steeper g than doubles can tell from a jump has none. */
export const isBounded = (slope: number): boolean => slope > 0 && slope < Number.POSITIVE_INFINITY

/** The load where q reaches 1, without its error: a ceiling for what breaks the symmetry. */
export function loadAtOverlapOne({ kernel, constraint }: Machine): number {
  const variance = kernel.deficit(1)
  const root = Math.sqrt(variance)
  const kinks = constraint.crossovers(0).map(({ center }) => center / root)
  const { distance = () => Number.NaN } = constraint
  return (
    kernel.slope(0) /
    (constraint.meanSquareDistance?.(variance) ?? gaussianIntegral((z) => distance(root * z) ** 2, kinks))
  )
}

/** The load to which the branch rises before it turns back to q → 1, if that lies above. */
function* foldAbove(machine: Machine, rs: Ansatz<Rs>, end: number): Search<number | undefined> {
  const saddle = rs.saddlePoint(machine, STANDARD_STEP)
  const along = pathEquations(saddle)
  let point = yield* branchStartSearch(along, yield* originSearch(saddle, Number.POSITIVE_INFINITY))
  let highest = 0
  while (point !== undefined && saddle.end(point.x.slice(0, -1)) === undefined) {
    const next: PathPoint | undefined = pathAdvance(along, point)
    yield
    if (next !== undefined) highest = Math.max(highest, foldBetween(along, point, next) ?? 0)
    point = next
  }
  // next to q → 1 the load only trembles about its limit
  return highest > end * (1 + 1e-6) ? highest : undefined
}

const foldRemark = (fold: number) =>
  `the branch rises to a fold at α = ${fold.toPrecision(6)} before it turns back to this load at q → 1: solutions of smaller overlap exist beyond`

const remarkOn = (replicon: number) =>
  replicon < 0 ? { reason: 'the replica-symmetric solution is unstable there: its capacity is an upper bound' } : {}

/** lim_{q → 1} α(q), where α(q) solves the saddle point at a given q: extrapolated in powers of √(1 − q). */
function overlapLimit(machine: Machine): Estimate {
  const pattern = patternChannel(machine, FINE_STEP)
  const loadAt = (gap: number) => (1 - gap) / (gap * gap * machine.kernel.slope(gap) * pattern.meanSquareScore(gap))
  const rows: number[][] = []
  let best = { value: Number.NaN, error: Number.POSITIVE_INFINITY }
  for (let k = 0; k < 12; k++) {
    const row = [loadAt(1e-3 / 4 ** k)]
    for (let j = 1; j <= k; j++) row.push(row[j - 1] + (row[j - 1] - rows[k - 1][j - 1]) / (2 ** j - 1))
    rows.push(row)
    if (k < 2) continue
    // the last two corrections, so that one that vanishes by chance says nothing
    const error =
      2 * Math.abs(row[k] - row[k - 1]) +
      Math.abs(row[k] - rows[k - 1][k - 1]) +
      Math.abs(rows[k - 1][k - 1] - rows[k - 2][k - 2]) +
      10 * roundingFloor(row[k])
    if (error < best.error) best = { value: row[k], error }
  }
  return best
}
