import { type NewtonState, newtonSolve, type Search } from '@gardner/numerics'
import { foldRemark } from './branch.js'
import type { Control, Posed } from './control.js'
import { type CurvePoint, refinedPoint, solvedPoint } from './curve-point.js'
import type { Problem } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import { loadOf } from './problem.js'
import type { Quantity } from './quantity.js'
import { isRoot, type Resolutions, resolutions } from './refinement.js'
import { driveSearch } from './run.js'
import { saddlePoint } from './solve.js'

/** A curve whose neighbouring points are near in the unknowns: what is solved at each parameter. */
export interface Course<Q extends OrderParameters> {
  readonly along: string
  at(parameter: number): Station<Q>
  /** In what the predictor interpolates. */
  coordinate(parameter: number): number
}

/** What is solved at one parameter. */
export interface Station<Q extends OrderParameters> {
  readonly alpha: number
  readonly saddles: Resolutions<Q>
  /** The point found without any other. */
  anew(): Search<Reached<Q>>
}

/** A root, and where on the curve it was found. */
export interface Rooted {
  readonly parameter: number
  readonly x: readonly number[]
  readonly jacobian: readonly number[] | null
  /** The load of the fold beyond which it lies, if it does. */
  readonly fold: number | null
}

/** A point and its root; none where nothing was found, or where what was found is of another form of the overlap matrix. */
export interface Reached<Q extends OrderParameters> {
  readonly point: CurvePoint<Q>
  readonly root: Rooted | null
}

/** How a point is found where no other leads to it. */
interface Limits<Q extends OrderParameters> {
  readonly quantities: readonly Quantity<Q>[]
  readonly maxSteps?: number
}

/** Along a control parameter that has a coordinate, from the problem and the ansatz at any value of it. */
export function courseAlong<Q extends OrderParameters>(
  control: Control,
  coordinate: (parameter: number) => number,
  posed: Posed<Q>,
  limits: Limits<Q>,
): Course<Q> {
  // the equations are the same at every load
  const common = control.name === 'alpha' ? resolutions(posed.problem, posed.ansatz) : undefined
  return {
    along: control.name,
    at: (parameter) => {
      if (common !== undefined) {
        const anew = () => followed(control, parameter, control.at(posed, parameter), common, limits)
        return { alpha: parameter, saddles: common, anew }
      }
      const here = control.at(posed, parameter)
      const saddles = resolutions(here.problem, here.ansatz)
      return { alpha: loadOf(here.problem), saddles, anew: () => followed(control, parameter, here, saddles, limits) }
    },
    coordinate,
  }
}

/** The point at the end of the branch that is followed to there. */
function* followed<Q extends OrderParameters>(
  { name: along }: Control,
  parameter: number,
  { problem, ansatz }: Posed<Q>,
  { standard }: Resolutions<Q>,
  { quantities, maxSteps }: Limits<Q>,
): Search<Reached<Q>> {
  const done = yield* driveSearch(saddlePoint(problem as Problem, ansatz), maxSteps === undefined ? {} : { maxSteps })
  const point = solvedPoint(along, parameter, done.result, quantities)
  const { root: found, fold } = done.state
  // the root of another form of the overlap matrix, which answered instead, predicts nothing of this one
  const own = found !== null && found.x.length === standard.unknowns.length
  return { point, root: own ? { parameter, x: found.x, jacobian: found.jacobian, fold } : null }
}

/** Roots that a point is predicted from, where they are all on one side of it, and where they are not. */
const BEHIND = 3
const AROUND = 4

/** The point at a parameter, from the roots that are known, or else anew. */
export function* reach<Q extends OrderParameters>(
  course: Course<Q>,
  parameter: number,
  roots: readonly Rooted[],
  quantities: readonly Quantity<Q>[],
): Search<Reached<Q>> {
  const { alpha, saddles, anew } = course.at(parameter)
  const near = nearest(course, parameter, roots)
  // a neighbour's branch may be another than the one that answers here
  if (saddles.standard.several?.()) return yield* anew()
  const root = predicted(course, saddles, alpha, parameter, near)
  if (root === undefined) return yield* anew()
  const { fold } = near[0]
  const point = refinedPoint(course.along, parameter, saddles, alpha, root, quantities, foldRemark(fold))
  return { point, root: { parameter, x: root.x, jacobian: root.jacobian, fold } }
}

/** The roots from which a point is predicted, the nearest first. */
function nearest<Q extends OrderParameters>(
  { coordinate }: Course<Q>,
  parameter: number,
  roots: readonly Rooted[],
): readonly Rooted[] {
  const here = coordinate(parameter)
  const by = (root: Rooted) => Math.abs(coordinate(root.parameter) - here)
  const sides = new Set(roots.map((root) => root.parameter < parameter))
  return [...roots].sort((a, b) => by(a) - by(b)).slice(0, sides.size > 1 ? AROUND : BEHIND)
}

/** Roots that were predicted must lie this near to the prediction, in the coordinates of the equations. */
const NEAR = 0.3
const MOST_EVALUATIONS = 12

/** Newton's method from the polynomial in the coordinate through roots, the nearest first. */
function predicted<Q extends OrderParameters>(
  { coordinate }: Course<Q>,
  { standard }: Resolutions<Q>,
  alpha: number,
  parameter: number,
  roots: readonly Rooted[],
): NewtonState | undefined {
  if (roots.length < 2 || parameter === roots[0].parameter) return undefined
  const [here, newest, before] = [parameter, roots[0].parameter, roots[1].parameter].map(coordinate)
  if ((here - newest) / (newest - before) > 2) return undefined
  const guess = roots[0].x.map((_, i) =>
    extrapolated(
      roots.map(({ parameter: at, x }) => [coordinate(at), x[i]]),
      here,
    ),
  )
  const root = newtonSolve((x) => standard.residual(x, alpha), guess, {
    jacobian: roots[0].jacobian,
    maxEvaluations: MOST_EVALUATIONS,
  })
  const near = root.x.every((value, i) => Math.abs(value - guess[i]) < NEAR)
  return isRoot(root, standard.rounding?.(root.x, alpha)) && near ? root : undefined
}

/** Lagrange's polynomial through the points, at `at`. */
function extrapolated(points: readonly (readonly [number, number])[], at: number): number {
  let sum = 0
  for (const [i, [x, y]] of points.entries()) {
    let weight = 1
    for (const [j, [other]] of points.entries()) if (j !== i) weight *= (at - other) / (x - other)
    sum += weight * y
  }
  return sum
}
