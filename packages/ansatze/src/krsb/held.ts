import type { Machine, Origin, SaddlePoint, Search } from '@gardner/core'
import { newtonSearch } from '@gardner/numerics'
import { rsThreshold } from './birth.js'
import { expansionOf } from './birth-expansion.js'
import { forceAt, isPopulated, type Zero, zerosOf } from './potential.js'
import { type Krsb, KrsbState } from './state.js'

/** Solutions whose logarithms of q_1 − q_0 are as near as this are one. */
const SAME = 0.1
/** Up to this share of the load of birth a solution of an m may be too near to the replica-symmetric one to be seen. */
const NEAR_BIRTH = 1.1

/**
 * One step at an m that is held: of all zeros of the force on q_1, q_0 following, the local minimum of S in q_1, of several the lowest. The
 * maximum between two of them is the barrier and no solution. S may lie above the replica-symmetric one: there clusters are metastable.
 */
export function* heldOrigin(machine: Machine, saddle: SaddlePoint<Krsb>, m: number, alpha: number): Search<Origin> {
  const { weights } = machine
  if (weights.kind === 'site' && !weights.unitNorm) {
    // every look takes a cascade of the weights for each value of their norm: where a branch is born it is followed
    const { value } = yield* rsThreshold(machine)
    const expansion = alpha > value ? yield* expansionOf(machine, saddle, m) : undefined
    if (expansion !== undefined)
      return alpha < expansion.end
        ? { hold: 'alpha', x: expansion.at(alpha).x, alpha }
        : { hold: 1, x: expansion.at(expansion.end).x, alpha: value, towards: 1 }
  }
  const zeros = yield* zerosAt(machine, saddle, m, alpha)
  const minima = minimaOf(machine, zeros)
  const [best, ...others] = minima
  if (best === undefined) {
    return { hold: 'nowhere', reason: `there are no clusters at m = ${m} and this load`, absent: true }
  }
  const barriers = zeros.filter(({ stable }) => !stable)
  const said = [
    ...others.map((zero) => `a higher minimum at ${placeOf(zero)}`),
    ...barriers.map((zero) => `the barrier at ${placeOf(zero)}`),
  ]
  return {
    hold: 'alpha',
    x: best.x,
    alpha,
    ...(said.length === 0 ? {} : { remark: `the lowest minimum of S in q1; besides it ${said.join(', ')}` }),
  }
}

/** The clusters of an m, from the lowest in S upwards: of those with q_0 = 0, where that solves the equations. */
export function* heldMinima(
  machine: Machine,
  saddle: SaddlePoint<Krsb>,
  m: number,
  alpha: number,
): Search<readonly Zero[]> {
  return minimaOf(machine, yield* zerosAt(machine, saddle, m, alpha))
}

function* zerosAt(machine: Machine, saddle: SaddlePoint<Krsb>, m: number, alpha: number): Search<readonly Zero[]> {
  const force = yield* forceAt(machine, alpha, m)
  const zeros = force === undefined ? [] : (yield* zerosOf(force)).filter(isDistinct)
  const born = yield* justBorn(machine, saddle, m, alpha)
  const isNew = born !== undefined && !zeros.some(({ x }) => Math.abs(x[1] - born.x[1]) < SAME)
  return isNew ? [...zeros, born] : zeros
}

const minimaOf = (machine: Machine, zeros: readonly Zero[]): readonly Zero[] =>
  zeros
    .filter((zero) => zero.stable && isPopulated(machine, zero))
    .sort((one, other) => one.state.freeEntropy - other.state.freeEntropy)

/** The solution that left the replica-symmetric one a little before, nearer to it than any place that is looked at. */
function* justBorn(machine: Machine, saddle: SaddlePoint<Krsb>, m: number, alpha: number): Search<Zero | undefined> {
  const { value } = yield* rsThreshold(machine)
  const expansion = alpha > value && alpha < NEAR_BIRTH * value ? yield* expansionOf(machine, saddle, m) : undefined
  if (expansion === undefined || !(alpha < expansion.end)) return undefined
  const root = yield* newtonSearch((x) => saddle.residual(x, alpha), expansion.at(alpha).x)
  const state = saddle.state(root.x, alpha)
  return root.norm < 1e-9 && state instanceof KrsbState ? { x: root.x, state, stable: true } : undefined
}

/** q_1 − q_0 above what is a step at all. */
const isDistinct = ({ state }: Zero): boolean => state.breaking > 1e-3

const placeOf = ({ state: { at, freeEntropy } }: Zero): string =>
  `q1 = ${at.q1.toPrecision(8)}, S = ${freeEntropy.toPrecision(9)}`
