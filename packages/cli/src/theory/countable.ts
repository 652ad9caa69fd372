import { rs } from '@gardner/ansatze'
import {
  type CurvePoint,
  type CurveState,
  checkProblem,
  curve,
  drive,
  entropy,
  type Iteration,
  isSolved,
  type Machine,
  type OrderParameters,
  type Problem,
  type Quantity,
  saddlePoint,
} from '@gardner/core'
import type { Question } from '../option/settings.js'
import type { CurvePlan } from './curve-plan.js'

/** Whether the entropy counts weights that meet every constraint: where it is negative there are none. */
export const countable = ({ weights, constraint }: Machine): boolean =>
  weights.kind === 'site' && weights.counting && constraint.distance !== undefined

/** What a negative entropy of such weights says. */
export const negativeEntropy = ({ ansatz }: Pick<Question, 'ansatz'>): string =>
  ansatz.parameters?.distance === undefined
    ? 'the entropy is negative: this load lies beyond the capacity'
    : 'the entropy is negative: there are no such solutions at this distance'

const NO_REFERENCE = 'the entropy of typical solutions is negative: this load lies beyond the capacity'

/** What is measured at each point, with the entropy beside it where that tells whether there are solutions. */
function measured({ question, options }: CurvePlan): CurvePlan['options'] {
  const { quantities } = options
  if (quantities === undefined || !countable(question.problem)) return options
  const known = quantities.some(({ name }) => name === entropy.name)
  return known ? options : { ...options, quantities: [...quantities, entropy as Quantity] }
}

/** What finds the points of a curve. */
export const iterationOf = (plan: CurvePlan): Iteration<CurveState<OrderParameters>, readonly CurvePoint[]> => {
  const { question, iteration } = plan
  // the curve itself says where a load is missing
  return iteration ?? curve(question.problem as Problem, question.ansatz, measured(plan))
}

/** The points of a curve, each with what must be said of it: that there are no solutions, where there are none. */
export function remarked(plan: CurvePlan, points: readonly CurvePoint[]): readonly CurvePoint[] {
  const { question, options } = plan
  return (options.quantities === undefined || !countable(question.problem) ? points : counted(plan, points)).map(
    (point) => also(point, instability(question, point)),
  )
}

/** The point with one more thing that is to be said of it. */
const also = (point: CurvePoint, text: string | undefined): CurvePoint =>
  text === undefined ? point : { ...point, reason: point.reason === undefined ? text : `${point.reason}; ${text}` }

/** That the ansatz is unstable at a point, as `solve` says it. */
const instability = ({ ansatz }: Question, { along, replicon = 0, verdict }: CurvePoint): string | undefined =>
  verdict === 'converged' && replicon < -HIDDEN
    ? `${ansatz.name} is unstable at this ${along === 'alpha' ? 'load' : along}`
    : undefined

/** A replicon closer to 0 may be one that is 0. */
const HIDDEN = 1e-9

/** What a negative entropy says of weights that are counted. */
function counted({ question }: CurvePlan, points: readonly CurvePoint[]): readonly CurvePoint[] {
  // around a typical solution there is nothing if there is none
  const beyond = question.ansatz.name === 'franz-parisi' && lacksReference(question.problem)
  return points.map((point): CurvePoint => {
    const { values, verdict, reason } = point
    if (verdict !== 'converged') {
      const none = point.along === 'distance' && /overlap reaches 1/.test(reason ?? '')
      return none ? { ...point, reason: `there are no such solutions at this distance: ${reason}` } : point
    }
    const { value, error } = values.entropy
    const text = beyond ? NO_REFERENCE : value < -error ? negativeEntropy(question) : undefined
    if (text === undefined) return point
    return { ...point, reason: reason === undefined ? text : `${text}; ${reason}` }
  })
}

function lacksReference(problem: Machine): boolean {
  checkProblem(problem)
  const { result } = drive(saddlePoint(problem, rs))
  return isSolved(result) && result.entropy.value < -result.entropy.error
}
