import type { Origin, Problem } from '@gardner/core'
import { forceAt, isPopulated, type Zero, zerosOf } from './potential.js'

/**
 * One step at an m that is held: of all zeros of the force on q_1, q_0 following, the local minimum of S in q_1, of several the lowest. The
 * maximum between two of them is the barrier and no solution. S may lie above the replica-symmetric one: there clusters are metastable.
 */
export function heldOrigin(problem: Problem, m: number, alpha: number): Origin {
  const force = forceAt(problem, alpha, m)
  const zeros = force === undefined ? [] : zerosOf(force).filter(isDistinct)
  const minima = zeros
    .filter((zero) => zero.stable && isPopulated(problem, zero))
    .sort((one, other) => one.state.freeEntropy - other.state.freeEntropy)
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

/** q_1 − q_0 above what is a step at all. */
const isDistinct = ({ state }: Zero): boolean => state.breaking > 1e-3

const placeOf = ({ state: { at, freeEntropy } }: Zero): string =>
  `q1 = ${at.q1.toPrecision(8)}, S = ${freeEntropy.toPrecision(9)}`
