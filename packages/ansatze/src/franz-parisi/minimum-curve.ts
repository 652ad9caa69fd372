import {
  ALPHA,
  type Ansatz,
  type CurvePoint,
  type CurveState,
  capacity,
  checkPlaces,
  complete,
  defineQuantity,
  driveSearch,
  type Iteration,
  isAnswer,
  isGardnerError,
  type Machine,
  nonNegative,
  type Reached,
  reach,
  resolutions,
  type SaddleState,
  type Search,
  type Span,
  walk,
} from '@gardner/core'
import { rs } from '../rs/rs.js'
import { checkMinimum, criticalSaddle, minimumDistance } from './minimum-distance.js'
import type { FranzParisi } from './order-parameters.js'
import type { FranzParisiState } from './state.js'

/** d, which is an unknown here. */
const minimum = defineQuantity<FranzParisi>(
  'minimum',
  (state: SaddleState<FranzParisi>) => (state as FranzParisiState).distance,
)

/**
 * d_min of {@link minimumDistance} against the load: at each of these, or at as many of a span as it takes to draw it. Points are predicted
 * from their neighbours, as those of `curve` are; their only value is `minimum`, missing where there are no typical solutions.
 */
export function minimumCurve(
  machine: Machine,
  alpha: readonly number[] | Span,
): Iteration<CurveState<FranzParisi>, readonly CurvePoint<FranzParisi>[]> {
  checkMinimum(machine)
  for (const load of checkPlaces('alpha', alpha)) nonNegative('alpha', load)
  const ansatz: Ansatz<FranzParisi> = { name: 'franz-parisi', saddlePoint: criticalSaddle }
  const saddles = resolutions(machine, ansatz)
  // beyond it the equations go on, but there are no typical solutions
  const end = capacityOf(machine)
  const anew = function* (load: number): Search<Reached<FranzParisi>> {
    const { state, result } = yield* driveSearch(minimumDistance(machine.at({ alpha: load })))
    const { value, error, at, verdict, residual, branch, reason, replicon } = result
    const point: CurvePoint<FranzParisi> = {
      along: 'alpha',
      parameter: load,
      values: isAnswer(verdict) && Number.isFinite(value) ? { minimum: { value, error } } : {},
      at,
      ...(replicon === undefined ? {} : { replicon }),
      verdict,
      ...(residual === undefined ? {} : { residual }),
      branch,
      ...(reason === undefined ? {} : { reason }),
    }
    const { root, jacobian } = state
    return { point, root: root === null ? null : { parameter: load, x: root, jacobian, fold: null } }
  }
  const course = {
    along: 'alpha',
    at: (load: number) => ({ alpha: load, saddles, anew: () => anew(load) }),
    coordinate: (load: number) => load,
  }
  return walk({
    name: 'franz-parisi minimum distance along alpha',
    control: ALPHA,
    places: alpha,
    reach: (load, roots) => (load < end ? reach(course, load, roots, [minimum]) : anew(load)),
  })
}

/** The capacity of typical solutions; Infinity where there is none. */
function capacityOf(machine: Machine): number {
  try {
    return complete(capacity(machine, rs)).value
  } catch (error) {
    if (isGardnerError(error) && ['UNSUITABLE', 'NOT_CONVERGED'].includes(error.code)) return Number.POSITIVE_INFINITY
    throw error
  }
}
