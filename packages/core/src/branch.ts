import { type Equations, type PathPoint, pathFold, pathStartSearch, type Search, searchNow } from '@gardner/numerics'
import type { Ansatz } from './ansatz.js'
import type { Machine } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import { type Resolutions, resolutions } from './refinement.js'
import type { Origin, SaddlePoint } from './saddle-point.js'

// A branch of saddle points is a path in the coordinates (x, log α).

/** The saddle-point equations in the coordinates (x, log α). */
export const pathEquations =
  <Q extends OrderParameters>(saddle: SaddlePoint<Q>) =>
  (x: readonly number[]): readonly number[] =>
    saddle.residual(x.slice(0, -1), Math.exp(x[x.length - 1]))

/** Where the physical branch that reaches a load starts, in as many pieces as an ansatz takes to find it. */
export function* originSearch<Q extends OrderParameters>(saddle: SaddlePoint<Q>, alpha: number): Search<Origin> {
  const origin = saddle.origin(alpha)
  return 'hold' in origin ? origin : yield* origin
}

/** {@link originSearch} at once. */
export const originNow = <Q extends OrderParameters>(saddle: SaddlePoint<Q>, alpha: number): Origin =>
  searchNow(originSearch(saddle, alpha))

/** A branch whose start is known, and the equations that it solves. */
export interface Branch<Q extends OrderParameters> {
  readonly saddles: Resolutions<Q>
  readonly origin: Origin
}

/** The branch of an ansatz that reaches a load, or that of the form of the overlap matrix that answers in its place. */
export function* branchSearch<Q extends OrderParameters>(
  machine: Machine,
  saddles: Resolutions<Q>,
  alpha: number,
): Search<Branch<Q>> {
  const origin = yield* originSearch(saddles.standard, alpha)
  if (origin.hold !== 'nowhere' || origin.instead === undefined) return { saddles, origin }
  return yield* branchSearch(machine, resolutions(machine, origin.instead as Ansatz<Q>), alpha)
}

/** The first point of a branch. */
export const branchStart = (along: Equations, origin: Origin): PathPoint | undefined =>
  searchNow(branchStartSearch(along, origin))

/** {@link branchStart} in pieces. */
export function* branchStartSearch(along: Equations, origin: Origin): Search<PathPoint | undefined> {
  if (origin.hold === 'nowhere') return undefined
  const guess = [...origin.x, Math.log(origin.alpha)]
  const load = origin.x.length
  return origin.hold === 'alpha'
    ? yield* pathStartSearch(along, guess, load, load, origin.towards ?? 1)
    : yield* pathStartSearch(along, guess, origin.hold, origin.hold, origin.towards ?? -1)
}

/** The load at which a branch that was rising turns back between two points, if it does. */
export function foldBetween(along: Equations, before: PathPoint, point: PathPoint): number | undefined {
  const load = point.x.length - 1
  if (!(before.direction[load] > 0 && point.direction[load] < 0)) return undefined
  const fold = pathFold(along, before, point, load)[load]
  // next to q = 1 the load only trembles: a fold stands out from the points on both sides of it
  return fold - Math.max(logLoad(before), logLoad(point)) > 1e-12 &&
    fold - Math.min(logLoad(before), logLoad(point)) > 1e-9
    ? Math.exp(fold)
    : undefined
}

/** What a fold on the way means for what is found beyond it. */
export const foldRemark = (fold: number | null): string =>
  fold === null ? '' : `, beyond a fold at α = ${fold.toPrecision(6)}`

export const logLoad = (point: PathPoint): number => point.x[point.x.length - 1]
export const loadAt = (point: PathPoint): number => Math.exp(logLoad(point))

export const interpolate = (from: readonly number[], to: readonly number[], share: number): number[] =>
  from.map((value, i) => value + share * (to[i] - value))
