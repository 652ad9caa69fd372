import {
  type Ansatz,
  checkMachine,
  drive,
  errorsOf,
  type Iteration,
  isSolved,
  loadOf,
  type Machine,
  type Problem,
  type Resolutions,
  refine,
  resolutions,
  type SaddlePoint,
  saddlePoint,
  type Threshold,
  unsuitable,
  type Verdict,
} from '@gardner/core'
import { type Equations, type NewtonState, newtonSolve, STANDARD_STEP } from '@gardner/numerics'
import { rs } from '../rs/rs.js'
import type { FranzParisi } from './order-parameters.js'
import { franzParisiSaddlePoint } from './saddle-point.js'
import type { FranzParisiState } from './state.js'

/** A distance at which the equations were solved, and the entropy there. */
interface Visited {
  readonly distance: number
  readonly x: readonly number[]
  readonly entropy: number
}

/** Where the search for d_min stands: plain data. */
export interface MinimumState {
  readonly phase: 'start' | 'descend' | 'narrow' | 'ended'
  /** The smallest distance so far at which the entropy is positive, and the one before it. */
  readonly above: Visited | null
  readonly earlier: Visited | null
  /** The largest at which it is not. */
  readonly below: Visited | null
  /** By how much log d falls from one distance to the next. */
  readonly stride: number
  /** The zero in the coordinates (x, log d). */
  readonly root: readonly number[] | null
  readonly jacobian: readonly number[] | null
  readonly evaluations: number
  /** What it means that there is no zero, or why none was found. */
  readonly end: { readonly value: number; readonly error: number; readonly reason: string } | null
  readonly reason: string | null
}

const STRIDE = 0.2
const SHORTEST_STRIDE = 1e-4
/** Distances below this are not looked at: entropies there are below 1e-4. */
const SMALLEST = 1e-6
/** max |F| of a point on the way. */
const ON_THE_WAY = 1e-9
/** Width of the bracket, in log d, within which Newton's method for the zero starts. */
const NARROW = 0.02
const NARROWEST = 1e-9

/**
 * d_min: the distance at which the Franz–Parisi entropy of ±1 weights vanishes as d decreases from that of typical solutions. Between 0
 * and d_min there are no solutions around a typical one: it is isolated. Solved for together with the saddle-point equations, once by the
 * standard and once by the finer rule.
 *
 * The result has the form of a {@link Threshold} whose value is a distance. It is Infinity where there are no typical solutions, and 0 with
 * an error where d_min is too small to be seen; `reason` says so. Throws `UNSUITABLE` for spherical weights, whose entropy is that of a volume
 * and has no zero of meaning, and for soft constraints.
 */
export function minimumDistance(problem: Problem): Iteration<MinimumState, Threshold<FranzParisi>> {
  checkMinimum(problem)
  const alpha = loadOf(problem)
  const ansatz: Ansatz<FranzParisi> = {
    name: 'franz-parisi',
    saddlePoint: criticalSaddle,
  }
  const saddles: Resolutions<FranzParisi> = resolutions(problem, ansatz)
  const standard = franzParisiSaddlePoint(problem, 0.25, STANDARD_STEP)

  const visit = (distance: number, guess: readonly number[], jacobian: readonly number[] | null) => {
    const saddle = standard.at(distance)
    const root = newtonSolve((x) => saddle.residual(x, alpha), guess, { jacobian })
    const found = root.norm <= ON_THE_WAY
    const entropy = found ? saddle.state(root.x, alpha).entropy : Number.NaN
    return { root, visited: found ? { distance, x: root.x, entropy } : undefined }
  }

  const start = (state: MinimumState): MinimumState => {
    if (alpha === 0) return none(state, 0, 0, 'without patterns every weight vector is a solution')
    const reference = drive(saddlePoint(problem, rs)).result
    if (!isSolved(reference)) return failed(state, `the reference: ${reference.reason}`)
    if (!(reference.entropy.value > 0)) {
      return none(
        state,
        Number.POSITIVE_INFINITY,
        0,
        'the entropy of typical solutions is not positive: there are none',
      )
    }
    const gap = reference.at.gap
    const { root, visited } = visit(0.5 * gap, standard.typical(Math.log(gap)), null)
    const next = { ...state, evaluations: reference.evaluations + root.evaluations }
    return visited === undefined
      ? failed(next, 'the equations could not be solved at the distance of typical solutions')
      : { ...next, phase: 'descend', above: visited }
  }

  const descend = (state: MinimumState): MinimumState => {
    const above = state.above as Visited
    const distance = Math.max(SMALLEST, above.distance * Math.exp(-state.stride))
    const { root, visited } = visit(distance, extrapolated(above, state.earlier, distance), null)
    const next = { ...state, evaluations: state.evaluations + root.evaluations }
    if (visited === undefined || !near(root.x, above.x)) {
      const stride = 0.4 * state.stride
      return stride < SHORTEST_STRIDE
        ? failed(next, `the branch could not be followed below d = ${above.distance.toPrecision(6)}`)
        : { ...next, stride }
    }
    if (!(visited.entropy > 0)) return { ...next, phase: 'narrow', below: visited }
    if (distance === SMALLEST) {
      return none(next, 0, SMALLEST, `the entropy is still positive at d = ${SMALLEST}`)
    }
    return { ...next, above: visited, earlier: above, stride: Math.min(STRIDE, 1.5 * state.stride) }
  }

  const critical =
    (saddle: SaddlePoint<FranzParisi>): Equations =>
    (x) =>
      saddle.residual(x, alpha)

  const narrow = (state: MinimumState): MinimumState => {
    const [above, below] = [state.above as Visited, state.below as Visited]
    const [high, low] = [Math.log(above.distance), Math.log(below.distance)]
    const width = high - low
    const share = above.entropy / (above.entropy - below.entropy)
    const between = (part: number) => above.x.map((value, i) => value + part * (below.x[i] - value))
    if (width < NARROW) {
      const root = newtonSolve(critical(saddles.standard), [...between(share), high - share * width])
      const found = root.x[root.x.length - 1]
      const next = { ...state, evaluations: state.evaluations + root.evaluations }
      if (isZero(root) && found <= high && found >= low) {
        return { ...next, phase: 'ended', root: root.x, jacobian: root.jacobian }
      }
      if (width < NARROWEST) return failed(next, 'the zero was bracketed but could not be solved for')
      state = next
    }
    // where the secant points, but never next to an end
    const part = Math.min(0.9, Math.max(0.1, share))
    const { root, visited } = visit(Math.exp(high - part * width), between(part), null)
    const next = { ...state, evaluations: state.evaluations + root.evaluations }
    if (visited === undefined) return failed(next, 'the equations could not be solved within the bracket of the zero')
    return visited.entropy > 0 ? { ...next, above: visited } : { ...next, below: visited }
  }

  const steps = { start, descend, narrow, ended: (state: MinimumState) => state }
  return {
    name: 'franz-parisi minimum distance',
    init: () => ({
      phase: 'start',
      above: null,
      earlier: null,
      below: null,
      stride: STRIDE,
      root: null,
      jacobian: null,
      evaluations: 0,
      end: null,
      reason: null,
    }),
    step: (state) => steps[state.phase](state),
    residual: ({ above, below }) =>
      Math.min(Math.abs(above?.entropy ?? Infinity), Math.abs(below?.entropy ?? Infinity)),
    verdict: ({ phase, root, end }): Verdict | undefined =>
      phase !== 'ended'
        ? undefined
        : root !== null || Number.isFinite(end?.value)
          ? 'converged'
          : end !== null
            ? 'absent'
            : 'stalled',
    result: (state, verdict): Threshold<FranzParisi> => {
      const common = { name: 'minimum-distance', problem, ansatz: ansatz.name, verdict, routes: {} }
      if (state.root !== null && verdict === 'converged') {
        const {
          estimate,
          state: there,
          residual,
          evaluations,
        } = refine(saddles, critical, (saddle, x) => saddle.state(x, alpha), state.root, state.jacobian)
        return {
          ...common,
          ...estimate((at) => (at as FranzParisiState).distance),
          residual,
          at: there.at,
          errors: errorsOf(there.at, estimate),
          branch: there.branch,
          replicon: there.replicon,
          evaluations: state.evaluations + evaluations,
        }
      }
      return {
        ...common,
        value: state.end?.value ?? Number.NaN,
        error: state.end?.error ?? Number.POSITIVE_INFINITY,
        ...(Number.isFinite(state.end?.value) ? { residual: 0 } : {}),
        at: {} as FranzParisi,
        errors: {},
        branch: state.above === null ? 'none' : 'franz-parisi',
        evaluations: state.evaluations,
        reason: state.end?.reason ?? state.reason ?? `ended: ${verdict}`,
      }
    },
  }
}

/**
 * The equations together with S = 0, in the coordinates (x, log d): zero where d = d_min. They are solved from a guess: `origin` is that of a
 * distance.
 */
export function criticalSaddle(machine: Machine, step: number): SaddlePoint<FranzParisi> {
  const somewhere = franzParisiSaddlePoint(machine, 0.25, step)
  const there = (x: readonly number[]) => somewhere.at(Math.exp(x[x.length - 1]))
  return {
    ...somewhere,
    unknowns: [...somewhere.unknowns, 'log d'],
    residual: (x, alpha) => {
      const [saddle, inner] = [there(x), x.slice(0, -1)]
      return [...saddle.residual(inner, alpha), saddle.state(inner, alpha).entropy]
    },
    state: (x, alpha) => there(x).state(x.slice(0, -1), alpha),
  }
}

/** Refuses problems of which a zero of the entropy says nothing. */
export function checkMinimum(machine: Machine): void {
  checkMachine(machine)
  const { weights, constraint } = machine
  if (weights.kind === 'sphere') {
    throw unsuitable('the entropy of spherical weights is that of a volume: no distance is singled out by its zero')
  }
  if (constraint.distance === undefined) {
    throw unsuitable(`the constraint ${constraint.name} is soft: every weight vector is a solution, at any distance`)
  }
}

const failed = (state: MinimumState, reason: string): MinimumState => ({ ...state, phase: 'ended', reason })
const none = (state: MinimumState, value: number, error: number, reason: string): MinimumState => ({
  ...state,
  phase: 'ended',
  end: { value, error, reason },
})

/** Roots of neighbouring distances are near in every coordinate, which are logarithms of what may change much. */
const NEAR = 1
const near = (one: readonly number[], other: readonly number[]): boolean =>
  one.every((value, i) => Math.abs(value - other[i]) < NEAR)
const isZero = (root: NewtonState): boolean => root.norm <= 1e-11

/** On the line through the last two points in log d. */
function extrapolated(above: Visited, earlier: Visited | null, distance: number): readonly number[] {
  if (earlier === null) return above.x
  const share = Math.log(distance / above.distance) / Math.log(above.distance / earlier.distance)
  return above.x.map((value, i) => value + share * (value - earlier.x[i]))
}
