import { type Constraint, type Cost, costOf } from '@gardner/core'
import { density, tail } from '@gardner/numerics'

/** ρ(Δ) = e^{−β θ(κ − Δ)}, in closed form. */
export function errorsConstraint(beta: number, kappa = 0): Constraint {
  const paid = -Math.expm1(-beta)
  const parts = (h: number, v: number) => {
    const x = (kappa - h) / Math.sqrt(v)
    const f = x < 0 ? Math.log1p(-paid * tail(-x)) : Math.log(Math.exp(-beta) + paid * tail(x))
    return { x, f, edge: paid * density(x) * Math.exp(-f) }
  }
  return {
    name: 'errors',
    parameters: { beta, margin: kappa },
    logEvidence: (h, v) => parts(h, v).f,
    score: (h, v) => parts(h, v).edge / Math.sqrt(v),
    curvature: (h, v) => {
      const { x, edge } = parts(h, v)
      return (edge * (x - edge)) / v
    },
    logWeight: (h, v) => {
      const { x, f } = parts(h, v)
      return -beta * tail(-x) * Math.exp(-beta - f)
    },
    crossovers: (v) => [
      { center: kappa, width: Math.sqrt(v) },
      { center: kappa - Math.sqrt(2 * beta * v), width: Math.sqrt(v / (2 * beta)) },
    ],
  }
}

/** ρ = e^{−βℓ} of a smooth cost, by the trapezoidal rule in u: right to 1e-12 where ℓ is smooth on the scale √v/8. */
export function smoothConstraint(cost: Cost, beta: number, kappa = 0): Constraint {
  const [step, reach] = [1 / 16, 9]
  const moments = (h: number, v: number) => {
    const width = Math.sqrt(v)
    let [norm, first, second, loss] = [0, 0, 0, 0]
    for (let u = -reach; u <= reach; u += step) {
      const cost1 = costOf(cost, kappa - h - width * u)
      const weight = step * density(u) * Math.exp(-beta * cost1)
      norm += weight
      first += weight * u
      second += weight * (u * u - 1)
      loss += weight * cost1
    }
    return { norm, score: first / norm / width, second: second / norm / v, loss: loss / norm }
  }
  return {
    name: 'smooth',
    parameters: { beta, margin: kappa },
    logEvidence: (h, v) => Math.log(moments(h, v).norm),
    score: (h, v) => moments(h, v).score,
    curvature: (h, v) => {
      const { score, second } = moments(h, v)
      return second - score * score
    },
    logWeight: (h, v) => -beta * moments(h, v).loss,
    crossovers: (v) => [{ center: kappa, width: Math.sqrt(v) }],
  }
}
