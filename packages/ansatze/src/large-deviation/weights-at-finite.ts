import { type SitePrior, unsuitable, type WeightPrior } from '@gardner/core'
import { bracketedRoot } from '@gardner/numerics'
import { replicatedIsing } from './replicated-ising.js'
import { averaged } from './state.js'

/** The overlaps of the patterns' side, each difference with its own digits. */
export interface Overlaps {
  readonly q0: number
  /** q₁ − q₀ */
  readonly rise: number
  /** α C'(q₀) ⟨f₀'²⟩ */
  readonly qhat0: number
}

/** The weights' side of y replicas at one point. */
export interface WeightsAtFiniteState {
  /** Zero where the weights agree with the patterns: one equation for q₀, and one for q̂₁ where that is an unknown. */
  readonly residual: readonly number[]
  /** q̂₁ − q̂₀ */
  readonly push: number
  /** G_S, and the same less ⟨log p⟩ of a non-uniform prior. */
  readonly freeEntropy: number
  readonly entropy: number
  /** M_S of the stability condition. */
  readonly response: number
}

/** The weights' side of y replicas at a distance. */
export interface WeightsAtFinite {
  /** Names of the unknowns beside q₀. */
  readonly unknowns: readonly string[]
  at(overlaps: Overlaps, rest: readonly number[]): WeightsAtFiniteState
  /** No load: F, q̂₁ − q̂₀, q₀, q₁ − q₀, the unknowns beside q₀, and the response dq₀/dq̂₀ to a small q̂₀. */
  readonly unloaded: {
    readonly freeEntropy: number
    readonly push: number
    readonly q0: number
    readonly rise: number
    readonly rest: readonly number[]
    readonly response: number
  }
}

export const weightsAtFinite = (
  prior: WeightPrior,
  replicas: number,
  distance: number,
  step: number,
): WeightsAtFinite =>
  prior.kind === 'sphere' ? onSphere(replicas, distance) : onIsing(prior, replicas, distance, step)

/** G_S = ½ [log(1 − q₁) + (1/y) log(λ/(1 − q₁)) + q₀/λ], λ = 1 − q₁ + y(q₁ − q₀); q₀/λ² = q̂₀ */
function onSphere(y: number, distance: number): WeightsAtFinite {
  const gap = 2 * distance
  const q1 = 1 - gap
  const freeEntropy = (rise: number, q0: number) =>
    0.5 * (Math.log(gap) + Math.log1p((y * rise) / gap) / y + q0 / (gap + y * rise))
  const push = (rise: number) => rise / (gap * (gap + y * rise))
  return {
    unknowns: [],
    at: ({ q0, rise, qhat0 }) => {
      const value = freeEntropy(rise, q0)
      return {
        residual: [(qhat0 * (gap + y * rise) ** 2 - q0) / q1],
        push: push(rise),
        freeEntropy: value,
        entropy: value,
        response: gap * gap,
      }
    },
    unloaded: {
      freeEntropy: freeEntropy(q1, 0),
      push: push(q1),
      q0: 0,
      rise: q1,
      rest: [],
      response: (gap + y * q1) ** 2,
    },
  }
}

/**
 * G_S = −½ q̂₁ (1 − q₁) − ½ y (q₁q̂₁ − q₀q̂₀) + (1/y) ∫Dz log ∫Dz₁ e^{y A(√q̂₀ z + √(q̂₁−q̂₀) z₁)}; 1 − q₁ = ⟨A''⟩,
 * q₁ − q₀ = ⟨A'²⟩ − ⟨A₀'²⟩.
 */
function onIsing(prior: SitePrior, y: number, distance: number, step: number): WeightsAtFinite {
  if (!prior.unitNorm) {
    throw unsuitable(
      `weights ${prior.name} have a free norm: a distance of replicas is defined here for w² = 1 and the sphere only`,
    )
  }
  const gap = 2 * distance
  const q1 = 1 - gap
  const sites = replicatedIsing(prior, y, step)
  const nearest = prior.variance(0, 0)
  if (!(gap < nearest)) {
    throw unsuitable(
      `weights ${prior.name} drawn at random are nearer to each other than the distance ${distance}; ask for one below ${(0.5 * nearest).toPrecision(4)}`,
    )
  }
  // no load: q̂₀ = 0, and q̂₁ from 1 − q₁ = ⟨A''⟩, which falls as q̂₁ grows; where y is large, y q̂₁ is about atanh(√q₁)/√q₁
  const excess = (logPush: number) => Math.log(gap / sites.at(0, Math.exp(logPush) / y).gap)
  let low = Math.log(Math.atanh(Math.sqrt(q1)) / Math.sqrt(q1))
  while (excess(low) > 0) low -= 1
  let high = low + 1
  while (excess(high) < 0) high += 1
  const { root } = bracketedRoot(excess, low, high)
  const push = Math.exp(root) / y
  const bare = sites.at(0, push)
  return {
    unknowns: ['asinh log y(q̂₁ − q̂₀)'],
    at: ({ rise, qhat0 }, [coordinate]) => {
      const push = Math.exp(Math.sinh(coordinate)) / y
      const averages = sites.at(qhat0, push)
      const freeEntropy = averages.mean - 0.5 * (qhat0 + push) * gap - 0.5 * y * (q1 * push + rise * qhat0)
      return {
        residual: [Math.log(averages.spread / rise), Math.log(averages.gap / gap)],
        push,
        freeEntropy,
        get entropy() {
          return freeEntropy - averaged(averages.law(), (b) => prior.logWeight(0, b))
        },
        get response() {
          return averaged(averages.law(), (b) => prior.variance(0, b) ** 2)
        },
      }
    },
    unloaded: {
      freeEntropy: bare.mean - 0.5 * push * gap - 0.5 * y * q1 * push,
      push,
      // exactly, where the weights are not biased
      q0: sites.bias === 0 ? 0 : bare.outerSquare,
      rise: sites.bias === 0 ? q1 : bare.spread,
      rest: [Math.asinh(root)],
      // A₀'' = ⟨A''⟩ + y(⟨A'²⟩ − ⟨A'⟩²)
      response: (gap + y * bare.spread) ** 2,
    },
  }
}
