import type { WeightPrior } from '@gardner/core'
import { bracketedRoot } from '@gardner/numerics'
import { checkNorm, type ShellFields, type ShellSite, shellSite } from './site.js'

/** Where weights stand: what the pattern channel says to them, the push along the reference, and the reference. */
export interface ShellState extends ShellFields {
  readonly qRef: number
  readonly gapRef: number
}

/** What the fields on the weights make, in the coordinates of the equations. */
export interface ShellResponse {
  /** X = s/√(1 − q) */
  readonly ratio: number
  /** Y = ν²/(1 − q) */
  readonly own: number
  /** atanh p */
  readonly logit: number
}

/** What the ansatz asks of the weights at a distance from a reference. */
export interface ShellWeights {
  /** True if the push b follows from nothing in closed form, and p = 1 − 2d is an equation for it. */
  readonly pushed: boolean
  /** b at α = 0, where fields are B = b w̃. */
  readonly firstPush: number
  /** −d log(1 − q)/dq̂ at α = 0, about. */
  readonly softness: number
  /** `gapRef` is the 1 − q̃ that q̃̂ makes, which is that of the state where the reference is at its saddle. */
  respond(state: ShellState, gapRef: number): ShellResponse
  /** b = p̂ − t̂ from the overlaps, where it has a closed form. */
  push(state: Pick<ShellState, 'gapRef'>, overlaps: { readonly t: number; readonly gap: number }): number
  /** G_S */
  freeEntropy(
    state: ShellState,
    at: { readonly ratio: number; readonly own: number },
    overlaps: { readonly t: number; readonly gap: number },
  ): number
  /** ⟨⟨log p(w)⟩⟩ of a non-uniform prior. */
  logWeight(state: ShellState): number
  /** M_S of the stability condition. */
  response(state: ShellState, gap: number): number
}

export function shellWeights(prior: WeightPrior, distance: number, step: number): ShellWeights {
  if (prior.kind === 'sphere') return sphere(distance)
  checkNorm(prior)
  return sites(shellSite(prior, step), distance)
}

/**
 *     G_S = ½ [log(1 − q) + (ν² + s²/(1 − q̃))/(1 − q)]
 *     s = (t̂/√q̃̂) √(1 − q̃) (1 − q),   ν² = (q̂ − t̂²/q̃̂) (1 − q)²,   b = (p − t)/((1 − q̃)(1 − q))
 */
function sphere(distance: number): ShellWeights {
  const p = 1 - 2 * distance
  const across = 4 * distance * (1 - distance)
  const logit = Math.atanh(p)
  return {
    pushed: false,
    firstPush: p / across,
    softness: across,
    respond: ({ shared, qhat }, gapRef) => {
      const own = qhat - shared * shared
      // the root of (1 − p²) − (1 − q) = s² + ν²
      const gap = (2 * across) / (1 + Math.sqrt(1 + 4 * across * (shared * shared * gapRef + own)))
      return { ratio: shared * Math.sqrt(gapRef * gap), own: own * gap, logit }
    },
    push: ({ gapRef }, { t, gap }) => (p - t) / (gapRef * gap),
    freeEntropy: ({ gapRef }, { ratio, own }, { gap }) => 0.5 * (Math.log(gap) + own + (ratio * ratio) / gapRef),
    logWeight: () => 0,
    response: (_, gap) => gap * gap,
  }
}

/**
 *     G_S = −½ q̂ (1 − q) − p b − t̂ (p − t) + ⟨A(0, B)⟩
 */
function sites(site: ShellSite, distance: number): ShellWeights {
  const p = 1 - 2 * distance
  const target = logitOf(distance)
  const idle = { qhatRef: 0, qhat: 0, shared: 0 }
  const logitAt = (push: number) => {
    const { plus, minus } = site.respond({ ...idle, push })
    return 0.5 * Math.log(plus / minus)
  }
  return {
    pushed: true,
    get firstPush() {
      // the logit is the push, up to what a biased prior adds
      let reach = 1
      while (!(logitAt(target - reach) < target && logitAt(target + reach) > target) && reach < 1e6) reach *= 2
      return bracketedRoot((push) => logitAt(push) - target, target - reach, target + reach).root
    },
    softness: 1,
    respond: (state, gapRef) => {
      // s and ν² of the overlaps that the fields make, p and q̃ among them: so ν² is that of a vector
      const { plus, minus, gap, t } = site.respond(state)
      const qRef = 1 - gapRef
      const s = qRef > 0 ? (t - 0.5 * qRef * (plus - minus)) / Math.sqrt(qRef * gapRef) : 0
      return { ratio: s / Math.sqrt(gap), own: (plus * minus - s * s) / gap - 1, logit: 0.5 * Math.log(plus / minus) }
    },
    push: () => Number.NaN,
    freeEntropy: (state, _, { t, gap }) => {
      const that = state.shared * Math.sqrt(state.qhatRef)
      return site.freeEntropy(state, distance) - 0.5 * state.qhat * gap - that * (p - t)
    },
    logWeight: (state) => site.logWeight(state),
    response: (state) => site.meanSquareVariance(state),
  }
}

/** atanh p = ½ log((1 − d)/d) */
export const logitOf = (distance: number): number => 0.5 * Math.log((1 - distance) / distance)
