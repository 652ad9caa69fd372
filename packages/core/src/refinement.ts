import {
  differences,
  type Equations,
  type Estimate,
  FINE_STEP,
  luSolve,
  type NewtonState,
  newtonSolve,
  roundingFloor,
  STANDARD_STEP,
} from '@gardner/numerics'
import { type Ansatz, checkAnsatz } from './ansatz.js'
import { CLOSED_FORM_ERROR, shiftedKernel } from './kernel/kernel.js'
import { checkMachine, type Machine } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import type { SaddlePoint, SaddleState } from './saddle-point.js'

/** The same saddle-point equations three times: as they are solved, and twice to learn what was missed. */
export interface Resolutions<Q extends OrderParameters> {
  readonly standard: SaddlePoint<Q>
  /** Every integral by the finer rule. */
  readonly fine: SaddlePoint<Q>
  /** By the finer rule, with the kernel moved by its error. */
  readonly shifted: SaddlePoint<Q>
}

export function resolutions<Q extends OrderParameters>(machine: Machine, ansatz: Ansatz<Q>): Resolutions<Q> {
  checkMachine(machine)
  checkAnsatz(ansatz)
  const fine = ansatz.saddlePoint(machine, FINE_STEP)
  return {
    standard: ansatz.saddlePoint(machine, STANDARD_STEP),
    fine,
    shifted:
      machine.kernel.error > CLOSED_FORM_ERROR
        ? ansatz.saddlePoint({ ...machine, kernel: shiftedKernel(machine.kernel) }, FINE_STEP)
        : fine,
  }
}

/** A root of the standard equations, the root of the fine ones, and where the remaining errors could move it. */
export interface Refinement<Q extends OrderParameters> {
  readonly x: readonly number[]
  /** max |F| of the fine equations. */
  readonly residual: number
  readonly evaluations: number
  /** The value of the fine equations; its distance from the standard ones, and from the moved root, is its error. */
  estimate(quantity: (state: SaddleState<Q>) => number): Estimate
  /** The same for every entry of a list. */
  estimates(quantities: (state: SaddleState<Q>) => ArrayLike<number>): readonly Estimate[]
  /** The load, which is an unknown at a threshold. */
  load(): Estimate
  readonly state: SaddleState<Q>
}

/** A root of the standard saddle-point equations at a load, refined. */
export const refineAt = <Q extends OrderParameters>(
  saddles: Resolutions<Q>,
  alpha: number,
  { x, jacobian }: Pick<NewtonState, 'x' | 'jacobian'>,
): Refinement<Q> =>
  refine(
    saddles,
    (saddle) => (at) => saddle.residual(at, alpha),
    (saddle, at) => saddle.state(at, alpha),
    x,
    jacobian,
    (saddle, at) => saddle.rounding?.(at, alpha),
  )

/**
 * Solves again from a root of the standard equations. `equationsOf` says which equations; `stateAt` reads the
 * physics off their unknowns.
 */
export function refine<Q extends OrderParameters>(
  { standard, fine, shifted }: Resolutions<Q>,
  equationsOf: (saddle: SaddlePoint<Q>) => Equations,
  stateAt: (saddle: SaddlePoint<Q>, x: readonly number[]) => SaddleState<Q>,
  coarse: readonly number[],
  jacobian: readonly number[] | null,
  roundingOf?: (saddle: SaddlePoint<Q>, x: readonly number[]) => readonly number[] | undefined,
): Refinement<Q> {
  const root = newtonSolve(equationsOf(fine), coarse, { jacobian })
  const left = shifted === fine ? root.f : equationsOf(shifted)(root.x)
  // Newton's method that had nothing to do leaves no Jacobian, but what it left undone must be known
  const slopes = root.jacobian ?? differences(equationsOf(fine), root.x, root.f)
  // what is left undone, and what the rounding of the equations hides, divided by their slope
  const known = roundingOf?.(fine, root.x) ?? []
  const undone = left.map((f, i) => {
    const hidden = Math.max(4 * Number.EPSILON * (1 + Math.abs(root.x[i])), known[i] ?? 0)
    return f < 0 ? f - hidden : f + hidden
  })
  const shift = luSolve(slopes, undone)
  // Twice that, for what the slope itself is uncertain by. Where nothing can be said of the slope (a fold), the step
  // between the rules stands in.
  const reach = (i: number) => {
    const rounding = 8 * Number.EPSILON * (1 + Math.abs(root.x[i]))
    const by = shift === undefined ? coarse[i] - root.x[i] : 2 * shift[i]
    return Math.abs(by) > rounding ? by : rounding
  }
  // at the edge of the domain there is only one side to move to, coordinate by coordinate
  const moved = [...root.x]
  for (const [i, value] of root.x.entries()) {
    for (const target of [value - reach(i), value + reach(i), value]) {
      moved[i] = target
      if (equationsOf(shifted)(moved).every(Number.isFinite)) break
    }
  }
  const state = stateAt(fine, root.x)
  const coarseState = stateAt(standard, coarse)
  const movedState = stateAt(shifted, moved)
  const difference = (quantity: (state: SaddleState<Q>) => number, size: number): Estimate => {
    const value = quantity(state)
    const error = Math.abs(quantity(coarseState) - value) + Math.abs(quantity(movedState) - value)
    return { value, error: error + roundingFloor(value, size) }
  }
  // entropies and stabilities are sums of terms of order 1 and of α G_E, which may cancel
  let size: number | undefined
  const terms = () => {
    size ??= 1 + Math.abs(state.alpha * state.energy)
    return size
  }
  return {
    x: root.x,
    residual: root.norm,
    evaluations: root.evaluations,
    state,
    estimate: (quantity) => difference(quantity, terms()),
    estimates: (quantities) => {
      const [values, coarser, movedTo] = [state, coarseState, movedState].map(quantities)
      return Array.from(values, (value, i) => ({
        value,
        error: Math.abs(coarser[i] - value) + Math.abs(movedTo[i] - value) + roundingFloor(value),
      }))
    },
    load: () => difference(({ alpha }) => alpha, 16 * state.alpha),
  }
}

/** The error of each order parameter, or the largest along one that is a function. */
export function errorsOf<Q extends OrderParameters>(
  at: Q,
  estimate: (quantity: (state: { readonly at: Q }) => number) => { readonly error: number },
): { readonly [S in keyof Q]: number } {
  const errors: Record<string, number> = {}
  for (const [symbol, value] of Object.entries(at)) {
    const indices = typeof value === 'number' ? [-1] : [...value.keys()]
    errors[symbol] = Math.max(
      ...indices.map(
        (index) =>
          estimate((state) => (index < 0 ? state.at[symbol] : (state.at[symbol] as Float64Array)[index]) as number)
            .error,
      ),
    )
  }
  return errors as { readonly [S in keyof Q]: number }
}

/** Residual of a root that counts, unless its equation rounds worse: rounding may keep the norm above Newton's own tolerance. */
const ACCEPTED = 1e-11
export const isRoot = (root: NewtonState, rounding: readonly number[] = []): boolean =>
  root.f.every((f, i) => Math.abs(f) <= Math.max(ACCEPTED, 4 * (rounding[i] ?? 0)))
