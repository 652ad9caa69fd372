import { type Ansatz, checkMachine, type Estimate, invalid, type Machine, type Search, searchNow } from '@gardner/core'
import { FINE_STEP, newtonSearch, roundingFloor, STANDARD_STEP } from '@gardner/numerics'
import { startsAtZero } from '../rs/saddle-point.js'
import { leavesUpwards } from './birth-expansion.js'
import { OVERLAP_SHARES } from './lowest.js'
import { besideZero, clusterEquations, crestOf, forceAt, type Look } from './potential.js'
import type { Krsb, KrsbState } from './state.js'
import { transitionsSearch } from './transitions.js'

/** The load at which the clusters of a given m appear, where their minimum of S in q_1 meets the barrier. */
export interface Spinodal extends Estimate {
  readonly at: Krsb
  readonly entropy: Estimate
  readonly complexity: Estimate
}

/** From the smallest load of interest upwards in steps of this ratio, so many at the most. */
const RISE = 1.08
const RISES = 16
const NARROW = 1e-3
/** A q_0 below this is that of the solution with q_0 = 0. */
const SMALLEST_Q0 = 1e-5
/** Spacing of fourth-order differences in log(1 − q_1). */
const SPACINGS = [0.1, 0.03, 0.01] as const

/**
 * The spinodal of one step at an m held: the smallest load α(q_1) at which the equations have a solution with that q_1, the others following.
 * Undefined where the clusters of that m appear continuously, or are not found. At m = 1 it is α_d.
 */
export const spinodal = (machine: Machine, m: number): Spinodal | undefined => searchNow(spinodalSearch(machine, m))

/** {@link spinodal} in pieces of one evaluation. */
export function* spinodalSearch(machine: Machine, m: number): Search<Spinodal | undefined> {
  checkMachine(machine)
  if (typeof m !== 'number' || !(m > 0 && m <= 1)) throw invalid('m of spinodal', m, 'a number in (0, 1]')
  const { instability, dynamical, birth } = yield* transitionsSearch(machine)
  if (birth !== undefined && leavesUpwards(m, birth.value) && dynamical === undefined) return undefined
  const start = dynamical === undefined ? 0.6 * instability.value : 0.97 * dynamical.value
  if (!Number.isFinite(start)) return undefined
  const limit = instability.value
  const crestAt = function* (alpha: number): Search<Crest | undefined> {
    const force = yield* forceAt(machine, alpha, m)
    const crest = force === undefined ? undefined : yield* crestOf(force)
    return crest !== undefined && crest.force > 1e-9 ? { ...crest, alpha } : undefined
  }
  let low = start
  let high: Crest | undefined = yield* crestAt(low)
  for (let rise = 0; rise < RISES && high === undefined; rise++) {
    // next to the instability the two may be close
    const alpha = low < limit * (1 - 1e-9) ? Math.min(low * RISE, limit) : low * RISE
    high = yield* crestAt(alpha)
    if (high === undefined) low = alpha
  }
  if (high === undefined) return undefined
  while (high.alpha - low > NARROW * high.alpha) {
    const middle: Crest | undefined = yield* crestAt(0.5 * (low + high.alpha))
    if (middle === undefined) low = 0.5 * (low + high.alpha)
    else high = middle
  }
  const atZero = yield* lowest(machine, clusterEquations(m), STANDARD_STEP, high.x, high.alpha)
  if (atZero === undefined) return undefined
  // a maximum in q_0: beside it there is a minimum
  const isBeside = startsAtZero(machine) && atZero.state.replicons[0] < 0
  const equations = isBeside ? besideZero(m) : clusterEquations(m)
  const standard = isBeside ? yield* lowestBeside(machine, equations, atZero) : atZero
  const fine =
    standard === undefined ? undefined : yield* lowest(machine, equations, FINE_STEP, standard.x, standard.alpha)
  if (standard === undefined || fine === undefined) return undefined
  const estimate = (of: (state: KrsbState) => number, moved: number): Estimate => {
    const value = of(fine.state)
    return { value, error: Math.abs(of(standard.state) - value) + moved + 64 * roundingFloor(value, 1) }
  }
  const { kernel } = machine
  return {
    ...estimate((state) => state.alpha, fine.missed + 4 * kernel.error * fine.alpha),
    at: fine.state.at,
    // along α(q_1) these are not stationary where the load is
    entropy: estimate((state) => state.freeEntropy, 4 * fine.off + 4 * kernel.error),
    complexity: estimate((state) => state.complexity(1), 4 * fine.off + 4 * kernel.error),
  }
}

/** Where the force is largest, at a load. */
interface Crest extends Look {
  readonly alpha: number
}

/** A solution of a given q_1. */
interface Point {
  readonly load: number
  readonly x: readonly number[]
}

interface Minimum {
  readonly x: readonly number[]
  readonly alpha: number
  readonly state: KrsbState
  /** What the load may be off by. */
  readonly missed: number
  /** The last move of log(1 − q_1). */
  readonly off: number
}

/** The same with q_0 > 0, where q_0 = 0 solves the equations too. */
function* lowestBeside(machine: Machine, equations: Ansatz<Krsb>, { x, alpha }: Minimum): Search<Minimum | undefined> {
  for (const share of OVERLAP_SHARES) {
    const start = x.map((value, i) => (i === 1 ? value + Math.log1p(-share) : value))
    const found = yield* lowest(machine, equations, STANDARD_STEP, start, alpha)
    if (found !== undefined && found.state.at.q0 > SMALLEST_Q0) return found
  }
  return undefined
}

/** The minimum of α over q_1 from a point near it. */
function* lowest(
  machine: Machine,
  equations: Ansatz<Krsb>,
  step: number,
  x: readonly number[],
  alpha: number,
): Search<Minimum | undefined> {
  const saddle = equations.saddlePoint(machine, step)
  let y: readonly number[] = [...x.slice(1), Math.log(alpha)]
  const at = function* (log: number): Search<Point | undefined> {
    const root = yield* newtonSearch((z) => saddle.residual([log, ...z.slice(0, -1)], Math.exp(z[z.length - 1])), y, {
      tolerance: 1e-13,
    })
    if (!(root.norm < 1e-9)) return undefined
    y = root.x
    return { load: root.x[root.x.length - 1], x: [log, ...root.x.slice(0, -1)] }
  }
  let center = x[0]
  let bend = 0
  let off = 0
  for (const spacing of SPACINGS) {
    for (let move = 0; move < 8; move++) {
      const points: (Point | undefined)[] = []
      for (const j of [-2, -1, 0, 1, 2]) points.push(yield* at(center + j * spacing))
      if (!points.every((point) => point !== undefined)) return undefined
      const [a, b, c, d, e] = points.map(({ load }) => load)
      const slope = (a - 8 * b + 8 * d - e) / (12 * spacing)
      bend = (-a + 16 * b - 30 * c + 16 * d - e) / (12 * spacing * spacing)
      if (!(bend > 0)) return undefined
      const by = Math.max(-2 * spacing, Math.min(2 * spacing, -slope / bend))
      center += by
      off = Math.abs(by)
      if (off < (spacing === SPACINGS[SPACINGS.length - 1] ? 1e-8 : 1e-2 * spacing)) break
    }
  }
  const found = yield* at(center)
  if (found === undefined) return undefined
  const load = Math.exp(found.load)
  // the load is stationary in what is left of the way, and in what the differences miss
  const missed = load * (bend * off * off + 1e-14)
  return { x: found.x, alpha: load, state: saddle.state(found.x, load) as KrsbState, missed, off }
}
