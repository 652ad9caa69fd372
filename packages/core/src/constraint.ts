import { type Crossover, density, hazard, hazardExcess, hazardSlope, logTail, tail } from '@gardner/numerics'
import { invalid } from './input/error.js'
import { callable, crossoversIn, finite, finiteAt, nameOf } from './input/option.js'

/**
 * What is asked of a pattern's stability Δ, seen through f(h; v) = log E_u ρ(h + √v u) and its h-derivatives.
 * The margin is the built-in one; ρ = e^{−βℓ} makes any other.
 */
export interface Constraint {
  readonly name: string
  /**
   * `margin` is Gardner's Δ ≥ κ with κ in `parameters.margin`, for which closed forms and finite machines are there; a copy of it that is
   * changed is of no kind. Any other is `hard`, a set of Δ with a `distance`, or `soft` (default: what `distance` says).
   */
  readonly kind?: 'margin' | 'hard' | 'soft'
  /** Shown beside the name: `{ margin: 0 }`. */
  readonly parameters: Readonly<Record<string, number>>
  /** The same constraint with other parameters: then curves go along them. */
  at?(change: Readonly<Record<string, number>>): Constraint
  /** f(h; v), v > 0 */
  logEvidence(h: number, v: number): number
  /** f'(h; v) */
  score(h: number, v: number): number
  /** f''(h; v) */
  curvature(h: number, v: number): number
  /** Where f bends in h at given v ≥ 0: for the margin at κ, on the scale √v. */
  crossovers(v: number): readonly Crossover[]
  /**
   * dist(h, {ρ = 1}) of a hard constraint, ρ ∈ {0, 1}: lim_{v→0} −2v f = dist². It gives the q → 1 capacity. A soft
   * constraint, for which every weight vector is a solution, has none.
   */
  distance?(h: number): number
  /** ∫Dz dist(√C z)² in closed form, if known. */
  meanSquareDistance?(variance: number): number
  /** ρ(Δ) of a soft constraint, for the distribution of stabilities; of a hard one it is 1 at distance 0. */
  weight?(stability: number): number
  /** ⟨log ρ⟩ under ρ(h + √v u), of a soft constraint: by it the entropy differs from the free entropy. */
  logWeight?(h: number, v: number): number
}

/** Gardner's constraint Δ ≥ κ for a κ of either sign: f = log H((κ − h)/√v). */
export function margin(value: number): Constraint {
  const kappa = finite('margin', value)
  const made: Constraint = {
    name: 'margin',
    parameters: Object.freeze({ margin: kappa }),
    crossovers: (v: number) => [{ center: kappa, width: Math.sqrt(v) }],
    logEvidence: (h: number, v: number) => logTail((kappa - h) / Math.sqrt(v)),
    score: (h: number, v: number) => {
      const width = Math.sqrt(v)
      return hazard((kappa - h) / width) / width
    },
    curvature: (h: number, v: number) => -hazardSlope((kappa - h) / Math.sqrt(v)) / v,
    distance: (h: number) => Math.max(0, kappa - h),
    meanSquareDistance: (variance: number) => {
      const t = kappa / Math.sqrt(variance)
      // ∫_{−∞}^t Dz (t − z)² = (1 + t²) H(−t) + t φ(t), for t < 0 as (1 − |t|(R − |t|)) H(|t|)
      return variance * (t < 0 ? (1 + t * hazardExcess(-t)) * tail(-t) : (1 + t * t) * tail(-t) + t * density(t))
    },
  }
  // not copied by { ...margin(0), score: … }, which is another constraint
  return Object.freeze(Object.defineProperty(made, 'kind', { value: 'margin' }))
}

const KINDS: readonly unknown[] = ['margin', 'hard', 'soft', undefined]

/** κ of Gardner's constraint, undefined of any other. */
export const marginOf = ({ kind, parameters }: Constraint): number | undefined =>
  kind === 'margin' ? parameters.margin : undefined

/** Checks a constraint of a user. */
export function checkConstraint(constraint: Constraint): Constraint {
  if (typeof constraint !== 'object' || constraint === null) {
    throw invalid('constraint', constraint, 'a constraint such as margin(0)')
  }
  nameOf('constraint', constraint.name)
  if (typeof constraint.parameters !== 'object' || constraint.parameters === null) {
    throw invalid(`parameters of ${constraint.name}`, constraint.parameters, 'an object of numbers')
  }
  if (!KINDS.includes(constraint.kind)) {
    throw invalid(`kind of ${constraint.name}`, constraint.kind, 'margin, hard or soft')
  }
  if (constraint.kind === 'margin') finite(`margin of ${constraint.name}`, constraint.parameters.margin)
  if (constraint.kind === 'hard')
    callable(`distance of constraint ${constraint.name}, which is hard`, constraint.distance)
  for (const method of ['logEvidence', 'score', 'curvature'] as const) {
    callable(`${method} of constraint ${constraint.name}`, constraint[method])
  }
  crossoversIn(`constraint ${constraint.name}`, constraint)
  for (const method of ['at', 'distance', 'meanSquareDistance', 'weight', 'logWeight'] as const) {
    if (constraint[method] !== undefined) callable(`${method} of constraint ${constraint.name}`, constraint[method])
  }
  for (const [name, value] of Object.entries(constraint.parameters)) {
    finite(`${name} of ${constraint.name}`, value)
  }
  for (const method of ['logEvidence', 'score', 'curvature'] as const) {
    finiteAt(`constraint ${constraint.name}`, `${method}(0, 1)`, () => constraint[method](0, 1))
  }
  return constraint
}
