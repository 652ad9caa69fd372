import { type Ansatz, driveSearch, type Machine, type SaddlePoint, type Search, saddlePoint } from '@gardner/core'
import { bracketSearch, newtonSearch, STANDARD_STEP } from '@gardner/numerics'
import { rs } from '../rs/rs.js'
import { startsAtZero } from '../rs/saddle-point.js'
import { krsbSaddlePoint } from './saddle-point.js'
import { type Krsb, KrsbState } from './state.js'

/** So many values of 1 − p are looked at, evenly in its logarithm. */
const LOOKS = { fine: 60, coarse: 24 }
/** Coarse enough for a first look. */
const COARSE_STEP = 1 / 4
const SMALLEST_GAP = 1e-7
/** The largest 1 − p as a share of 1 − q_0: beside q_0 the force vanishes whatever the load. */
const LARGEST_GAP = 0.999

/** And at these shares of it: next to a birth of m near 1 clusters appear close to q_0. */
const BESIDE = [0.86, 0.92, 0.96, 0.985]

const nowhere = { hold: 'nowhere', reason: '' } as const

/** One step with m held, without a branch: the equations of clusters. */
export const clusterEquations = (m: number): Ansatz<Krsb> => ({
  name: `1rsb:${m}`,
  saddlePoint: (machine, step) =>
    krsbSaddlePoint(machine, { k: 1, parisi: [m], atZero: true, origin: () => nowhere }, step),
})

/** The same with q_0 solved for where it may be 0. */
export const besideZero = (m: number): Ansatz<Krsb> => ({
  name: `1rsb:${m}`,
  saddlePoint: (machine, step) => krsbSaddlePoint(machine, { k: 1, parisi: [m], origin: () => nowhere }, step),
})

/**
 * The force F(p) on an overlap p > q_0 of two solutions of one cluster at a given load and m, q_0 following: the slope of the potential, and
 * up to a positive factor 2/(m − 1) ∂S/∂q_1. Where it falls through 0 clusters are, where it rises through 0 the barrier to them.
 */
export interface Force {
  /** The coordinates of the k = 1 equations at this log(1 − p), and F there as the logarithm of a ratio; undefined outside the domain. */
  at(log: number): Search<Look | undefined>
  /** log(1 − p) from next to p = 1 to next to q_0. */
  readonly places: readonly number[]
  readonly saddle: SaddlePoint<Krsb>
  readonly alpha: number
}

/** A zero of the force. */
export interface Zero {
  readonly x: readonly number[]
  readonly state: KrsbState
  /** True of a cluster, a local minimum of S in q_1; false of a barrier. */
  readonly stable: boolean
}

/** At m = 1, where q_0 is that of the replica-symmetric solution whatever p is; undefined where that does not exist. */
export function* forceAtOne(
  machine: Machine,
  alpha: number,
  rule: 'fine' | 'coarse' = 'fine',
): Search<Force | undefined> {
  // where g has no linear term clusters are looked for around q = 0, which solves the equations at every load
  const start = startsAtZero(machine) ? startAtZero(machine) : yield* rsStart(machine, alpha)
  if (start === undefined) return undefined
  const { gap, Q } = start
  const saddle = clusterEquations(1).saddlePoint(machine, rule === 'fine' ? STANDARD_STEP : COARSE_STEP)
  const norm = saddle.unknowns.includes('log Q') ? [Math.log(Q)] : []
  const at = function* (log: number): Search<Look | undefined> {
    const x = [log, Math.log(gap - Math.exp(log)), ...norm]
    const force = saddle.residual(x, alpha)[1]
    yield
    return Number.isFinite(force) ? { x, force } : undefined
  }
  return { at, places: placesBelow(gap, LOOKS[rule]), saddle, alpha }
}

function* rsStart(machine: Machine, alpha: number): Search<{ readonly gap: number; readonly Q: number } | undefined> {
  const { root } = (yield* driveSearch(saddlePoint(machine.at({ alpha }), rs))).state
  return root === null ? undefined : rs.saddlePoint(machine, STANDARD_STEP).state(root.x, alpha).at
}

const startAtZero = ({ weights }: Machine) => ({ gap: 1, Q: weights.kind === 'site' ? weights.variance(0, 0) : 1 })

/** At any m held, q_0 solved for at each p, from the one before. */
export function* forceAt(machine: Machine, alpha: number, m: number): Search<Force | undefined> {
  if (m === 1) return yield* forceAtOne(machine, alpha)
  const { root } = (yield* driveSearch(saddlePoint(machine.at({ alpha }), rs))).state
  const gap = root === null ? 1 : Math.exp(root.x[0])
  const saddle = clusterEquations(m).saddlePoint(machine, STANDARD_STEP)
  const sphere = machine.weights.kind === 'sphere'
  /** What is left of the equation of q_0 (and that of the norm) at 1 − q_1 and log(q_1 − q_0). */
  const left = (log: number, y: readonly number[]) => {
    const [first, second, ...norm] = saddle.residual([log, ...y], alpha)
    const outer = Math.exp(log) * Math.expm1(first) + Math.exp(y[0]) * Math.expm1(second)
    return [sphere ? first : outer, ...norm]
  }
  const free = saddle.unknowns.includes('log Q')
  let last: readonly number[] = free ? [Number.NaN, 0] : [Number.NaN]
  const at = function* (log: number): Search<Look | undefined> {
    const inner = Math.exp(log)
    const starts = [
      [Math.log(Math.max(1e-3 * gap, Math.min(1, gap) - inner)), ...last.slice(1)],
      ...(Number.isFinite(last[0]) ? [last] : []),
      [Math.log1p(-inner), ...last.slice(1)],
    ].reverse()
    // q_0 near 0 first where it was so before
    for (const start of Number.isFinite(last[0]) ? [last, ...starts] : starts) {
      const { x: y, norm } = yield* newtonSearch((y) => left(log, y), start, { tolerance: 1e-12, maxEvaluations: 30 })
      if (!(norm < 1e-9)) continue
      last = y
      const x = [log, ...y]
      const force = saddle.residual(x, alpha)[1]
      if (Number.isFinite(force)) return { x, force }
    }
    return undefined
  }
  return { at, places: placesBelow(gap, LOOKS.fine), saddle, alpha }
}

function placesBelow(gap: number, looks: number): readonly number[] {
  const [lowest, highest] = [Math.log(SMALLEST_GAP), Math.log(LARGEST_GAP * gap)]
  const evenly = Array.from({ length: looks }, (_, i) => lowest + ((highest - lowest) * i) / (looks - 1))
  return [...evenly, ...BESIDE.map((share) => Math.log(share * gap))].sort((one, other) => one - other)
}

/** All zeros of the force, from p = 1 downwards. */
export function* zerosOf({ at, places, saddle, alpha }: Force): Search<readonly Zero[]> {
  const zeros: Zero[] = []
  const looks = yield* withCrests(
    at,
    (yield* eachOf(places, at)).filter((look) => look !== undefined),
  )
  let before = looks[0]
  for (const here of looks.slice(1)) {
    if (before.force > 0 !== here.force > 0) {
      const forceOf = function* (log: number): Search<number> {
        return (yield* at(log))?.force ?? Number.NaN
      }
      const { root } = yield* bracketSearch(forceOf, before.x[0], here.x[0], { tolerance: 1e-13 })
      const x = (yield* at(root))?.x
      if (x !== undefined) {
        // with all equations at once, to the last digit
        const exact = yield* newtonSearch((y) => saddle.residual(y, alpha), x)
        const best = exact.norm < 1e-9 && Math.abs(exact.x[0] - x[0]) < 1e-6 ? exact.x : x
        const state = saddle.state(best, alpha)
        if (state instanceof KrsbState) zeros.push({ x: best, state, stable: before.force < 0 })
      }
    }
    before = here
  }
  return zeros
}

/** With the tops between looks at which the force is positive: next to a spinodal both zeros lie between two looks. */
function* withCrests(at: Force['at'], looks: readonly Look[]): Search<readonly Look[]> {
  const all: Look[] = []
  for (const [i, here] of looks.entries()) {
    const [inner, outer] = [looks[i - 1], looks[i + 1]]
    const isTop = inner !== undefined && outer !== undefined && here.force >= inner.force && here.force >= outer.force
    const top = isTop && !(here.force > 0) ? yield* highest(at, inner.x[0], here, outer.x[0]) : undefined
    if (top !== undefined && top.force > 0) all.push(...[here, top].sort((one, other) => one.x[0] - other.x[0]))
    else all.push(here)
  }
  return all
}

/** The values of a search at each of several places. */
function* eachOf<T>(places: readonly number[], at: (place: number) => Search<T>): Search<T[]> {
  const values: T[] = []
  for (const place of places) values.push(yield* at(place))
  return values
}

/** Of discrete weights, clusters of less than one solution are none: they freeze instead. */
export const isPopulated = ({ weights }: Machine, { state }: Zero): boolean =>
  !(weights.kind === 'site' && weights.counting && state.entropy < state.complexity(1))

/**
 * Where the force is largest at a distance from both ends, and how large; undefined where it falls or rises all the way. It is positive
 * from the load on at which clusters appear.
 */
export function* crestOf({ at, places }: Force): Search<Look | undefined> {
  const looks = yield* eachOf(places, at)
  let best: Look | undefined
  for (let i = 1; i < looks.length - 1; i++) {
    const [inner, here, outer] = [looks[i - 1], looks[i], looks[i + 1]]
    if (inner === undefined || here === undefined || outer === undefined) continue
    if (!(here.force >= inner.force && here.force >= outer.force)) continue
    const top = yield* highest(at, inner.x[0], here, outer.x[0])
    if (best === undefined || top.force > best.force) best = top
  }
  return best
}

/** The coordinates of a place, and the force there. */
export type Look = { readonly x: readonly number[]; readonly force: number }

/** Three parabolas through the best point and its neighbours. */
function* highest(at: Force['at'], from: number, middle: Look, to: number): Search<Look> {
  let [left, best, right] = [(yield* at(from)) ?? middle, middle, (yield* at(to)) ?? middle]
  for (let i = 0; i < 6; i++) {
    const [a, b, c] = [left.x[0], best.x[0], right.x[0]]
    const [fa, fb, fc] = [left.force, best.force, right.force]
    const bend = (b - a) * (fb - fc) - (b - c) * (fb - fa)
    const vertex = b - (0.5 * ((b - a) ** 2 * (fb - fc) - (b - c) ** 2 * (fb - fa))) / bend
    if (!(vertex > a && vertex < c) || Math.abs(vertex - b) < 1e-6) break
    const next = yield* at(vertex)
    if (next === undefined) break
    if (next.force >= best.force) {
      if (vertex < b) right = best
      else left = best
      best = next
    } else if (vertex < b) left = next
    else right = next
  }
  return best
}
