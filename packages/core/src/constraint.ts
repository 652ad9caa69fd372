import { GardnerError } from './error.js'
import { density, hazard, hazardExcess, hazardSlope, logTail, tail } from './gaussian/normal.js'
import { finite } from './option.js'

/**
 * What is asked of a pattern's stability Δ, seen through f(h; v) = log E_u ρ(h + √v u) and its h-derivatives.
 * The margin is the built-in one; ρ = e^{−βℓ} makes any other.
 */
export interface Constraint {
  readonly name: string
  /** Shown beside the name: `{ margin: 0 }`. */
  readonly parameters: Readonly<Record<string, number>>
  /** f(h; v), v > 0 */
  logEvidence(h: number, v: number): number
  /** f'(h; v) */
  score(h: number, v: number): number
  /** f''(h; v) ≤ 0 */
  curvature(h: number, v: number): number
  /** Where ρ jumps: as v → 0, f has there a layer of width √v. */
  readonly edge: number
  /** dist(h, {ρ = 1}) of a hard constraint: lim_{v→0} −2v f = dist². It gives the q → 1 capacity. */
  distance(h: number): number
  /** ∫Dz dist(√C z)² in closed form, if known. */
  meanSquareDistance?(variance: number): number
}

/** Gardner's constraint Δ ≥ κ for a κ of either sign: f = log H((κ − h)/√v). */
export function margin(kappa: number): Constraint {
  finite('margin', kappa)
  return Object.freeze({
    name: 'margin',
    parameters: Object.freeze({ margin: kappa }),
    edge: kappa,
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
  })
}

/** Checks a constraint of a plugin. */
export function checkConstraint(constraint: Constraint): Constraint {
  const missing = (['logEvidence', 'score', 'curvature', 'distance'] as const).filter(
    (method) => typeof constraint?.[method] !== 'function',
  )
  if (missing.length > 0) {
    throw new GardnerError(
      'INVALID_OPTION',
      `invalid constraint: no ${missing.join(', ')}; expected a Constraint such as margin(0)`,
    )
  }
  return constraint
}
