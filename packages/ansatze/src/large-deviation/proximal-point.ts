import { type Constraint, marginOf } from '@gardner/core'
import { hazard, hazardExcess, logTail } from '@gardner/numerics'

/** A channel at one field, with what a displacement Δ makes of it. Overwritten by the next evaluation. */
export interface ProximalPoint {
  /** f */
  value: number
  /** f' */
  score: number
  /** f'' */
  curvature: number
  /** Δ f', of full accuracy also where f' is below the smallest double */
  shift: number
  /** Δ f'' */
  bend: number
}

/** f, f', f'' of a constraint at variance v, and their products with Δ = e^{logDelta}. */
export interface ProximalChannel {
  readonly point: ProximalPoint
  /** The largest log Δ at which Δ f' has its digits. */
  readonly reach: number
  /** Sets Δ. */
  displace(logDelta: number): void
  /** Writes the values at a field into `point`. */
  evaluate(field: number): void
}

const newPoint = (): ProximalPoint => ({ value: 0, score: 0, curvature: 0, shift: 0, bend: 0 })

/** Above this log Δ the product is formed from logarithms. */
const LARGE = 600
const HALF_LOG_2PI = 0.9189385332046728

export function proximalChannel(constraint: Constraint, v: number): ProximalChannel {
  const kappa = marginOf(constraint)
  return kappa === undefined ? anyChannel(constraint, v) : marginChannel(kappa, v)
}

/** Any constraint, through its interface: where f' underflows, Δ f' is 0. */
function anyChannel(constraint: Constraint, v: number): ProximalChannel {
  const point = newPoint()
  let delta = 0
  return {
    point,
    reach: LARGE,
    displace: (logDelta) => {
      delta = Math.exp(logDelta)
    },
    evaluate: (field) => {
      point.value = constraint.logEvidence(field, v)
      point.score = constraint.score(field, v)
      point.curvature = constraint.curvature(field, v)
      point.shift = delta * point.score
      point.bend = delta * point.curvature
    },
  }
}

/**
 * The margin, f = log H(x) with x = (κ − h)/√v: Δ f' = √v ρ and Δ f'' = −ρ (R − x) with ρ = (Δ/v) R(x), which is of order 1 where
 * R(x) is e^{−1000} if Δ/v is e^{1000}.
 */
function marginChannel(kappa: number, v: number): ProximalChannel {
  const point = newPoint()
  const width = Math.sqrt(v)
  let logRatio = 0
  let ratio = 0
  return {
    point,
    reach: 1e5,
    displace: (logDelta) => {
      logRatio = logDelta - Math.log(v)
      ratio = logRatio < LARGE ? Math.exp(logRatio) : Number.POSITIVE_INFINITY
    },
    evaluate: (field) => {
      const x = (kappa - field) / width
      const excess = hazardExcess(x)
      const rate = x > 0 ? x + excess : hazard(x)
      const rho =
        logRatio < LARGE ? ratio * rate : Math.exp(logRatio + (x < -37 ? -0.5 * x * x - HALF_LOG_2PI : Math.log(rate)))
      point.value = logTail(x)
      point.score = rate / width
      point.curvature = (-rate * excess) / v
      point.shift = width * rho
      point.bend = -rho * excess
    },
  }
}
