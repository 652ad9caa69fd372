import {
  bracketedRoot,
  complete,
  type Equations,
  newtonSolve,
  type Origin,
  type Problem,
  type SaddlePoint,
  type Threshold,
} from '@gardner/core'
import { rsInstability } from '../rs/instability.js'
import { rs } from '../rs/rs.js'
import type { Rs } from '../rs/saddle-point.js'
import { clustersAt } from './clusters.js'
import type { Krsb } from './saddle-point.js'

/** (q_1 − q_0)/(1 − q) of the first point that is solved for: as small as rounding leaves the equations clean. */
const FIRST_STEP = 0.1
/** The m at which a sign change of ∂S/∂m is looked for, downwards. */
const LADDER = [1, 0.8, 0.6, 0.45, 0.3, 0.2, 0.12, 0.07, 0.04, 0.02, 0.01, 0.003, 0.001]

/** The RS solution at its de Almeida–Thouless instability. */
export function rsThreshold(problem: Problem): Threshold<Rs> {
  return complete(rsInstability(problem, rs)).result
}

/**
 * Where the one-step branch starts: at the RS instability, with q_1 − q_0 growing from 0; or else, if there are clusters at a
 * distance already at this load, in them.
 */
export function onset(
  problem: Problem,
  saddle: SaddlePoint<Krsb>,
  parisi: readonly number[] | undefined,
  alpha: number,
): Origin {
  const threshold = rsThreshold(problem)
  const origin = leaving(threshold, saddle, parisi, alpha)
  if (origin.hold !== 'nowhere' || parisi !== undefined || !Number.isFinite(alpha)) return origin
  // a branch with m < 1 starts at m = 1 where RS is stable; beyond its instability nothing is known of others
  return clustersAt(problem, alpha) ?? { ...origin, absent: alpha < threshold.value }
}

/**
 * Where the branch leaves the replica-symmetric one: at its instability, where m is free at the m for which the branch is
 * stationary in it.
 */
function leaving(
  { value, at, reason }: Threshold<Rs>,
  saddle: SaddlePoint<Krsb>,
  parisi: readonly number[] | undefined,
  alpha: number,
): Origin {
  if (!Number.isFinite(value)) {
    return {
      hold: 'nowhere',
      reason: `no one-step branch leaves the RS one: ${reason ?? 'it is stable at every load'}`,
    }
  }
  const freeNorm = saddle.unknowns.includes('log Q')
  const step = Math.log(FIRST_STEP * at.gap)
  const norm = freeNorm ? [Math.log(at.Q)] : []
  const overlaps = [Math.log(at.gap * (1 - FIRST_STEP)), step]
  if (parisi !== undefined) return { hold: 1, x: [...overlaps, ...norm], alpha: value, towards: 1 }
  /** The point of the branch at a given m and the first step, and the condition on m there. */
  let guess = [overlaps[0], ...norm, Math.log(value)]
  const pointAt = (logM: number) => {
    const full = (y: readonly number[]) => [y[0], step, logM, ...y.slice(1, -1)]
    const equations: Equations = (y) => saddle.residual(full(y), Math.exp(y[y.length - 1])).filter((_, i) => i !== 2)
    const root = newtonSolve(equations, guess, { tolerance: 1e-11 })
    if (!(root.norm < 1e-9)) return undefined
    guess = [...root.x]
    const alpha = Math.exp(root.x[root.x.length - 1])
    return { x: full(root.x), alpha, condition: saddle.residual(full(root.x), alpha)[2] }
  }
  let before: { readonly m: number; readonly condition: number } | undefined
  for (const m of LADDER) {
    const point = pointAt(Math.log(m))
    if (point === undefined) continue
    if (before !== undefined && before.condition > 0 && point.condition <= 0) {
      const logM = bracketedRoot((at) => pointAt(at)?.condition ?? Number.NaN, Math.log(m), Math.log(before.m), {
        tolerance: 1e-6,
      }).root
      const start = pointAt(logM)
      if (start === undefined) continue
      if (alpha < value && value < start.alpha) {
        const reason = `there is no one-step branch yet: it leaves the RS one at alpha = ${value.toPrecision(7)}`
        return { hold: 'nowhere', reason, absent: true }
      }
      return { hold: 1, x: start.x, alpha: value, towards: 1 }
    }
    before = { m, condition: point.condition }
  }
  return {
    hold: 'nowhere',
    reason:
      `no one-step branch with m in (0, 1) leaves the RS one at its instability, alpha = ${value.toPrecision(7)}` +
      (at.gap === 1 ? ' (q = 0)' : ''),
  }
}
