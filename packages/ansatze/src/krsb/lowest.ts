import {
  type Ansatz,
  driveSearch,
  type Machine,
  type Origin,
  originSearch,
  type SaddlePoint,
  type Search,
  saddlePoint,
} from '@gardner/core'
import { newtonSearch, STANDARD_STEP } from '@gardner/numerics'
import { krsbSaddlePoint } from './saddle-point.js'
import { type Krsb, KrsbState } from './state.js'

/** A branch of one step, by where it starts. */
export interface Branch {
  readonly name: string
  readonly origin: Origin
  /** True to hold q_0 = 0. */
  readonly atZero?: boolean
  /** Looked for only where the branch of this name does not reach the load. */
  readonly unless?: string
}

interface Found {
  readonly name: string
  readonly origin: Origin
  readonly state: KrsbState
}

/** q_0/q_1 from which a solution with q_0 > 0 is looked for. */
export const OVERLAP_SHARES = [0.1, 0.03, 0.2, 0.01, 0.35]
/** Solutions whose entropies differ by less, relative to 1, are one. */
const SAME = 1e-9

/**
 * Of several branches of one step the solution that is lowest in S at a load; the others are named in the remark. Undefined where no branch reaches the load.
 */
export function* lowestAt(
  machine: Machine,
  alpha: number,
  branches: readonly Branch[],
  remark = '',
  parisi?: readonly number[],
): Search<Origin | undefined> {
  const all: Found[] = []
  for (const branch of branches) {
    if (all.some(({ name }) => name === branch.unless)) continue
    const found = yield* solutionOf(machine, alpha, branch, parisi)
    if (found !== undefined) all.push(found)
  }
  // one that two branches lead to goes by the name of the first
  const distinct = all.filter(({ state }, i) => !all.slice(0, i).some((before) => isSame(before.state, state)))
  const [best, ...others] = distinct.sort((one, other) => one.state.freeEntropy - other.state.freeEntropy)
  if (best === undefined) return undefined
  const said = others.map(
    ({ name, state: { at, freeEntropy } }) =>
      `${name}: q1 = ${at.q1.toPrecision(6)}, S = ${freeEntropy.toPrecision(9)}`,
  )
  const chosen = said.length === 0 ? '' : `the branch ${best.name} has the lowest S; besides it ${said.join(', ')}`
  const whole = [remark, chosen].filter((part) => part !== '').join('; ')
  return whole === '' ? best.origin : remarked(best.origin, whole)
}

/** An origin with something to say of it, also where another form answers. */
function remarked(origin: Origin, remark: string): Origin {
  if (origin.hold !== 'nowhere' || origin.instead === undefined) return { ...origin, remark }
  const { instead } = origin
  const point: Ansatz<Krsb>['saddlePoint'] = (machine, step) => {
    const saddle = instead.saddlePoint(machine, step)
    return {
      ...saddle,
      origin: function* (alpha): Search<Origin> {
        return { ...(yield* originSearch(saddle, alpha)), remark }
      },
    }
  }
  return { ...origin, instead: { saddlePoint: point } }
}

function* solutionOf(
  machine: Machine,
  alpha: number,
  branch: Branch,
  parisi: readonly number[] | undefined,
): Search<Found | undefined> {
  const { name, origin, atZero = false } = branch
  const instead = origin.hold === 'nowhere' ? origin.instead : undefined
  const held = parisi === undefined ? {} : { parisi }
  const point = (of: Machine, step: number): SaddlePoint<Krsb> =>
    krsbSaddlePoint(of, { k: 1, ...held, atZero, origin: () => origin }, step)
  const ansatz: Ansatz<Krsb> = { name, saddlePoint: point, ...instead }
  const { root } = (yield* driveSearch(saddlePoint(machine.at({ alpha }), ansatz))).state
  if (root === null) return undefined
  const state = ansatz.saddlePoint(machine, STANDARD_STEP).state(root.x, alpha)
  if (!(state instanceof KrsbState)) return undefined
  const found = { name, origin: instead === undefined ? ({ hold: 'alpha', x: root.x, alpha } as const) : origin, state }
  if (!(atZero && state.replicons[0] < 0)) return found
  // a maximum in q_0: beside it there is a minimum
  return (yield* besideZero(machine, alpha, root.x, name, held)) ?? found
}

/** From a solution with q_0 = 0 that is unstable against q_0 > 0 to that. */
function* besideZero(
  machine: Machine,
  alpha: number,
  x: readonly number[],
  name: string,
  held: { readonly parisi?: readonly number[] },
): Search<Found | undefined> {
  const nowhere = { hold: 'nowhere', reason: '' } as const
  const free = krsbSaddlePoint(machine, { k: 1, ...held, origin: () => nowhere }, STANDARD_STEP)
  for (const share of OVERLAP_SHARES) {
    const guess = x.map((value, i) => (i === 1 ? value + Math.log1p(-share) : value))
    const root = yield* newtonSearch((y) => free.residual(y, alpha), guess)
    const state = free.state(root.x, alpha)
    const isNear = Math.abs(root.x[0] - x[0]) < 0.5 && free.end(root.x) === undefined
    if (root.norm < 1e-10 && isNear && state instanceof KrsbState && state.at.q0 > 1e-4)
      return { name, origin: { hold: 'alpha', x: root.x, alpha }, state }
  }
  return undefined
}

const isSame = (one: KrsbState, other: KrsbState): boolean =>
  Math.abs(one.freeEntropy - other.freeEntropy) < SAME * (1 + Math.abs(one.freeEntropy)) &&
  Math.abs(one.at.q1 - other.at.q1) < 1e-4
