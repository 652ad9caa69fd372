import { type Search, searchNow } from '@gardner/numerics'
import { type Activation, checkActivation } from './activation.js'
import { type Constraint, checkConstraint, margin } from './constraint.js'
import { invalid, pluginFailure } from './error.js'
import { inspectable } from './inspection.js'
import { momentsSearch } from './kernel/derive-kernel.js'
import { checkKernel, type Kernel } from './kernel/kernel.js'
import { nonNegative, onlyKeys } from './option.js'
import { checkPrior, type WeightPrior } from './weight-prior.js'

/** The choices that make a problem of the literature. */
export interface ProblemOptions {
  readonly activation: Activation
  readonly weights: WeightPrior
  /** κ of the built-in constraint Δ ≥ κ (default 0). Give this or `constraint`, not both. */
  readonly margin?: number
  readonly constraint?: Constraint
  /** The load α = P/N. Ansätze that look for a critical load do not need it. */
  readonly alpha?: number
}

/**
 * A tree committee machine with K → ∞ hidden units (with the linear activation: the perceptron), to store αN
 * random patterns. Immutable; {@link Problem.at} makes a neighbour.
 */
export interface Problem {
  readonly activation: Activation
  readonly weights: WeightPrior
  readonly constraint: Constraint
  readonly alpha: number | undefined
  /** C(q) of the activation, closed or derived. */
  readonly kernel: Kernel
  /** E g(z); where it is not 0 half of the read-out weights are −1, so that the mean output vanishes. */
  readonly mean: number
  readonly readout: 'uniform' | 'balanced'
  /** What was noticed about the input, such as kinks that were found but not declared. */
  readonly warnings: readonly string[]
  /** The same at another load or margin, or with another part. */
  at(change: Partial<ProblemOptions>): Problem
  /** The choices as plain data, by name. */
  toJSON(): ProblemDescription
}

export interface ProblemDescription {
  readonly architecture: 'tree-committee'
  readonly units: 'infinite'
  readonly activation: string
  readonly weights: string
  readonly constraint: string
  readonly readout: 'uniform' | 'balanced'
  readonly alpha?: number
  readonly [parameter: string]: unknown
}

/** A kernel that is less certain than this is none. */
const LARGEST_KERNEL_ERROR = 1e-4

/** E g below this share of the standard deviation counts as zero: the read-out can be uniform. */
const ZERO_MEAN = 1e-12

/**
 * Makes a problem of an activation and weights, at a margin or with another constraint, and at a load if one is given.
 *
 * @throws INVALID_OPTION for options out of range and for an activation that is none, UNSUITABLE for one whose kernel takes too long to derive
 * @example problem({ activation: relu, weights: binary, margin: 0.1, alpha: 0.5 })
 */
export const problem = (options: ProblemOptions): Problem => searchNow(problemSearch(options))

/**
 * Makes a problem in pieces of a few milliseconds. An activation without a kernel in closed form has one derived, once, which takes up to some
 * seconds; where the kernel is known there is one piece.
 *
 * @throws what {@link problem} throws
 * @example run(searching('problem', () => problemSearch({ activation, weights: binary }), () => undefined), { budget: 100 })
 */
export function* problemSearch(options: ProblemOptions): Search<Problem> {
  if (typeof options !== 'object' || options === null) throw invalid('problem', options, '{ activation, weights, … }')
  onlyKeys('problem', options, ['activation', 'weights', 'margin', 'constraint', 'alpha'])
  // a default stands for undefined only: null is what JSON makes of NaN
  const { activation, weights, margin: kappa = 0 } = options
  const alpha = options.alpha === undefined ? undefined : nonNegative('alpha', options.alpha)
  checkActivation(activation)
  checkPrior(weights)
  if (options.margin !== undefined && options.constraint !== undefined) {
    throw invalid('margin', options.margin, 'either margin or constraint, not both')
  }
  const constraint = options.constraint === undefined ? margin(kappa) : checkConstraint(options.constraint)
  const { kernel, mean, warnings, variance } = yield* guarded(`activation ${activation.name}`, function* () {
    const moments = yield* momentsSearch(activation)
    return { ...moments, variance: moments.kernel.deficit(1) }
  })
  if (!(kernel.error < LARGEST_KERNEL_ERROR)) {
    throw invalid(
      `activation ${activation.name}`,
      `a kernel of relative error ${kernel.error.toExponential(1)}`,
      'g smooth between its kinks; declare all of them with kinks: [...]',
    )
  }
  const readout = Math.abs(mean) <= ZERO_MEAN * Math.sqrt(variance) ? 'uniform' : 'balanced'
  const found: Problem = {
    activation,
    weights,
    constraint,
    alpha,
    kernel,
    mean,
    readout,
    warnings,
    at: (change) => {
      onlyKeys('problem.at', change, ['activation', 'weights', 'margin', 'constraint', 'alpha'])
      // a margin that was given as a constraint is a margin
      const given = change.constraint === undefined && constraint.kind !== 'margin'
      if (change.margin !== undefined && given) {
        throw invalid('margin', change.margin, `no margin: the constraint ${constraint.name} was given in its place`)
      }
      const load = change.alpha === undefined ? alpha : change.alpha
      return problem({
        activation: change.activation === undefined ? activation : change.activation,
        weights: change.weights === undefined ? weights : change.weights,
        ...(change.constraint !== undefined
          ? { constraint: change.constraint, ...(change.margin === undefined ? {} : { margin: change.margin }) }
          : given
            ? { constraint }
            : { margin: change.margin === undefined ? constraint.parameters.margin : change.margin }),
        ...(load === undefined ? {} : { alpha: load }),
      })
    },
    toJSON: () => ({
      architecture: 'tree-committee',
      units: 'infinite',
      activation: activation.name,
      ...(activation.parameters === undefined ? {} : { activationParameters: activation.parameters }),
      weights: weights.name,
      ...(weights.parameters === undefined ? {} : { weightsParameters: weights.parameters }),
      constraint: constraint.name,
      ...constraint.parameters,
      readout,
      ...(alpha === undefined ? {} : { alpha }),
    }),
  }
  const frozen = Object.freeze(inspectable(found, problemText))
  checked.add(frozen)
  return frozen
}

/** `relu · binary · κ = 0`: a problem without its load. */
export const machineText = ({ activation, weights, constraint }: Problem): string => {
  const { margin } = constraint.parameters ?? {}
  return `${activation.name} · ${weights.name} · ${margin === undefined ? constraint.name : `κ = ${margin}`}`
}

const problemText = (of: Problem): string => `${machineText(of)}${of.alpha === undefined ? '' : ` · α = ${of.alpha}`}`

const checked = new WeakSet<object>()

/**
 * Checks that a value passed as a problem is one, not its options or its JSON. Every function that takes a problem calls it first.
 *
 * @throws INVALID_OPTION
 */
export function checkProblem(value: unknown): void {
  if (typeof value === 'object' && value !== null && checked.has(value)) return
  const { at, activation, kernel, weights, constraint, alpha } = (value ?? {}) as {
    readonly [K in keyof Problem]?: unknown
  }
  if (typeof at !== 'function' || typeof (kernel as Kernel | undefined)?.deficit !== 'function') {
    throw invalid('problem', value, 'a problem; make one with problem({ activation, weights, … })')
  }
  // a copy of a problem, or that of another copy of this package
  checkActivation(activation as Activation)
  checkKernel((activation as Activation).name, kernel)
  checkPrior(weights as WeightPrior)
  checkConstraint(constraint as Constraint)
  if (alpha !== undefined) nonNegative('alpha', alpha)
  checked.add(value as object)
}

/** The load of a problem that must have one. */
export function loadOf(problem: Problem): number {
  if (problem.alpha === undefined) throw invalid('alpha', undefined, 'a load; set it with problem.at({ alpha: 0.5 })')
  return problem.alpha
}

function* guarded<T>(owner: string, work: () => Search<T>): Search<T> {
  try {
    return yield* work()
  } catch (error) {
    if (error instanceof Error && error.name === 'GardnerError') throw error
    throw pluginFailure(owner, error)
  }
}
