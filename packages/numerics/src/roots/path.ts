import { type Search, searchNow } from '../search.js'
import { bracketedRoot } from './bracket.js'
import { determinantSign, luSolve } from './lu.js'
import { type Equations, type NewtonState, newtonSearch } from './newton.js'

/** A point of a curve F(X) = 0, n equations in n + 1 coordinates, and how the curve was followed to it. */
export interface PathPoint {
  readonly x: readonly number[]
  /** Unit vector along the curve. */
  readonly direction: readonly number[]
  /** Arc length to try next. */
  readonly step: number
  /** Of F and the hyperplane across the curve, row-major (n + 1) × (n + 1), by differences at x. */
  readonly jacobian: readonly number[]
  readonly residual: number
  readonly evaluations: number
}

export interface PathOptions {
  /** Arc length of the longest step (default 0.7). */
  readonly longest?: number
  /** max |F| at which a point counts as on the curve (default 1e-10). */
  readonly tolerance?: number
}

const LONGEST = 0.7
const SHORTEST = 1e-7
/** A step below which a change of orientation is taken for a crossing of two curves. */
const CROSSING = 1e-3
const TOLERANCE = 1e-10
/** Cosine of the angle between successive steps below which the curve bends too much for the step. */
const STRAIGHT = 0.85

/**
 * The first point: F = 0 with coordinate `held` fixed at its value in `guess`. The curve is followed towards
 * larger `towards` (an index) if `sign` is 1, smaller if −1. Undefined if no solution was found.
 *
 * @param equations n equations in n + 1 coordinates
 * @param guess where to look for the point
 * @param options `tolerance` of max |F| (default 1e-10)
 *
 * @example
 * // x³ − x + load = 0, from load = 0.5 towards smaller loads
 * const first = pathStart(([x, load]) => [x ** 3 - x + load], [-1.2, 0.5], 1, 1, -1)
 */
export const pathStart = (
  equations: Equations,
  guess: readonly number[],
  held: number,
  towards: number,
  sign: 1 | -1,
  options: PathOptions = {},
): PathPoint | undefined => searchNow(pathStartSearch(equations, guess, held, towards, sign, options))

/** {@link pathStart} in pieces of one evaluation, its Jacobian as one of them. */
export function* pathStartSearch(
  equations: Equations,
  guess: readonly number[],
  held: number,
  towards: number,
  sign: 1 | -1,
  options: PathOptions = {},
): Search<PathPoint | undefined> {
  const size = guess.length
  const root = yield* newtonSearch(holding(equations, guess, held), guess, {
    tolerance: options.tolerance ?? TOLERANCE,
  })
  if (root.ended !== 'converged') return undefined
  const along = unit(size, towards).map((value) => sign * value)
  const jacobian = yield* differenceJacobian(equations, root.x, along, root.f.slice(0, -1))
  const direction = tangentFrom(jacobian)
  if (direction === undefined) return undefined
  return { x: root.x, direction, step: 0.1, jacobian, residual: root.norm, evaluations: root.evaluations + size }
}

/**
 * The next point: tangent predictor, and Newton–Broyden correction on the hyperplane across it, which passes
 * folds. The step is cut until the correction succeeds, down to 1e-7. Undefined if it never does: the curve ends here.
 *
 * @param options `longest` arc length of a step (default 0.7), `tolerance` of max |F| (default 1e-10)
 */
export const pathAdvance = (equations: Equations, point: PathPoint, options: PathOptions = {}): PathPoint | undefined =>
  searchNow(pathAdvanceSearch(equations, point, options))

/** {@link pathAdvance} in pieces of one evaluation. */
export function* pathAdvanceSearch(
  equations: Equations,
  point: PathPoint,
  options: PathOptions = {},
): Search<PathPoint | undefined> {
  const { x } = point
  const size = x.length
  let { direction, evaluations } = point
  let jacobian: readonly number[] | null = withRow(point.jacobian, direction)
  for (let step = Math.min(point.step, options.longest ?? LONGEST); step > SHORTEST; step *= 0.4) {
    const guess = x.map((value, i) => value + step * direction[i])
    const root = yield* correct(equations, guess, direction, jacobian, options)
    evaluations += root.evaluations
    if (root.ended === 'converged') {
      const moved = root.x.map((value, i) => value - x[i])
      const length = Math.hypot(...moved)
      const chord = moved.map((value) => value / length)
      const across = yield* differenceJacobian(equations, root.x, chord, root.f.slice(0, -1))
      evaluations += size
      const next = tangentFrom(across) ?? chord
      // Along a curve the determinant keeps its sign, through folds too: where it changes the correction has landed on
      // another sheet. Only a short step may change it, at a point where two curves cross.
      const sameSheet = step < CROSSING || determinantSign(across) * determinantSign(point.jacobian) >= 0
      // the chord of a short step is the tangent, so that this is met at some step however sharp the bend
      if (sameSheet && Math.min(dot(chord, direction), dot(next, chord)) > STRAIGHT) {
        // Broyden's method needs more steps the more unknowns there are
        const smooth = root.evaluations <= 3 + size / 2 && dot(next, direction) > 0.98
        const growth = smooth ? 2 : root.evaluations <= 5 + size ? 1.2 : 0.7
        return {
          x: root.x,
          direction: next,
          step: Math.min(step * growth, options.longest ?? LONGEST),
          jacobian: across,
          residual: root.norm,
          evaluations,
        }
      }
    }
    // Broyden's updates may have led the correction astray: begin again from differences
    if (jacobian !== null) {
      direction = (yield* tangentSearch(equations, x, direction)) ?? direction
      evaluations += size + 1
      jacobian = null
    }
  }
  return undefined
}

/** The point of the curve on the hyperplane through x0 + share (x1 − x0), across x1 − x0, with `share` in [0, 1]: to 1e-13 by default. */
export function pathBetween(
  equations: Equations,
  from: PathPoint,
  to: PathPoint,
  share: number,
  options: PathOptions = {},
): NewtonState {
  const chord = to.x.map((value, i) => value - from.x[i])
  const length = Math.hypot(...chord)
  const direction = chord.map((value) => value / length)
  const guess = from.x.map((value, i) => value + share * chord[i])
  return searchNow(
    correct(equations, guess, direction, withRow(to.jacobian, direction), { tolerance: 1e-13, ...options }),
  )
}

/** The point between two where coordinate `index` is stationary along the curve: the fold in it. */
export function pathFold(equations: Equations, from: PathPoint, to: PathPoint, index: number): readonly number[] {
  const at = (share: number) => pathBetween(equations, from, to, share).x
  const rise = (share: number) => tangent(equations, at(share), from.direction)?.[index] ?? Number.NaN
  return at(bracketedRoot(rise, 0, 1, { tolerance: 1e-7 }).root)
}

/** The unit tangent at x, on the side of `along`. */
export const tangent = (equations: Equations, x: readonly number[], along: readonly number[]): number[] | undefined =>
  searchNow(tangentSearch(equations, x, along))

function* tangentSearch(
  equations: Equations,
  x: readonly number[],
  along: readonly number[],
): Search<number[] | undefined> {
  const f = equations(x)
  yield
  return tangentFrom(yield* differenceJacobian(equations, x, along, f))
}

function* correct(
  equations: Equations,
  guess: readonly number[],
  direction: readonly number[],
  jacobian: readonly number[] | null,
  { tolerance = TOLERANCE }: PathOptions,
): Search<NewtonState> {
  const across: Equations = (x) => [...equations(x), dot(direction, x) - dot(direction, guess)]
  return yield* newtonSearch(across, guess, { tolerance, jacobian, maxEvaluations: 40 })
}

const holding =
  (equations: Equations, guess: readonly number[], held: number): Equations =>
  (x) => [...equations(x), x[held] - guess[held]]

const unit = (size: number, index: number): number[] => Array.from({ length: size }, (_, i) => (i === index ? 1 : 0))

/** The Jacobian of F with `row` as its last row. */
function* differenceJacobian(
  equations: Equations,
  x: readonly number[],
  row: readonly number[],
  f: readonly number[],
): Search<number[]> {
  const size = x.length
  const jacobian = new Array<number>(size * size)
  for (let column = 0; column < size; column++) {
    const shifted = x.slice()
    shifted[column] += 1e-6 * Math.max(1, Math.abs(x[column]))
    let image = equations(shifted)
    if (!image.every(Number.isFinite)) {
      shifted[column] = 2 * x[column] - shifted[column]
      image = equations(shifted)
    }
    for (let k = 0; k < size - 1; k++) jacobian[k * size + column] = (image[k] - f[k]) / (shifted[column] - x[column])
    jacobian[(size - 1) * size + column] = row[column]
    yield
  }
  return jacobian
}

/** The unit tangent of the curve whose Jacobian, with a row that points along it, is given. */
function tangentFrom(jacobian: readonly number[]): number[] | undefined {
  const size = Math.sqrt(jacobian.length)
  const solved = luSolve(jacobian, unit(size, size - 1))
  if (solved === undefined) return undefined
  const length = Math.hypot(...solved)
  return solved.map((value) => value / length)
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0)

function withRow(jacobian: readonly number[], row: readonly number[]): number[] {
  const size = row.length
  return [...jacobian.slice(0, size * (size - 1)), ...row]
}
