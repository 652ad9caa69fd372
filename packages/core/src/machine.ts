import { type Search, searchNow } from '@gardner/numerics'
import { type Constraint, checkConstraint, margin } from './constraint.js'
import { invalid, pluginFailure } from './input/error.js'
import { nonNegative, onlyKeys } from './input/option.js'
import { inspectable } from './inspection.js'
import { type Activation, checkActivation } from './kernel/activation.js'
import { momentsSearch } from './kernel/derive-kernel.js'
import { checkKernel, type Kernel } from './kernel/kernel.js'
import { checkPrior, type WeightPrior } from './weight-prior.js'

/** The choices that make a machine of the literature. */
export interface MachineOptions {
  readonly activation: Activation
  readonly weights: WeightPrior
  /** κ of the built-in constraint Δ ≥ κ, any finite number (default 0). Give this or `constraint`, not both. */
  readonly margin?: number
  /** Another constraint on the stability of a pattern. */
  readonly constraint?: Constraint
}

/** The choices that make a machine, and its load. */
export interface ProblemOptions extends MachineOptions {
  /** The load α = P/N, zero or above. */
  readonly alpha: number
}

/**
 * A tree committee machine with K → ∞ hidden units (with the linear activation: the perceptron). It has a capacity and other critical loads; with a
 * load it is a {@link Problem}. Immutable; {@link Machine.at} makes a neighbour.
 */
export interface Machine {
  readonly activation: Activation
  readonly weights: WeightPrior
  readonly constraint: Constraint
  /** C(q) of the activation, closed or derived. */
  readonly kernel: Kernel
  /** E g(z); where it is not 0 half of the read-out weights are −1, so that the mean output vanishes. */
  readonly mean: number
  readonly readout: 'uniform' | 'balanced'
  /** What was noticed about the input, such as kinks that were found but not declared. */
  readonly warnings: readonly string[]
  /** The problem of this machine at a load, with another margin or another part where they are given as well. */
  at(change: Partial<MachineOptions> & { readonly alpha: number }): Problem
  /** The same at another margin, or with another part. */
  at(change: Partial<MachineOptions>): Machine
  /** The choices as plain data, by name. */
  toJSON(): MachineDescription
}

/** A machine that is to store αN random patterns. */
export interface Problem extends Machine {
  /** The load α = P/N. */
  readonly alpha: number
  /** The same at another load or margin, or with another part. */
  at(change: Partial<ProblemOptions>): Problem
  toJSON(): ProblemDescription
}

/** A machine as it is shown: names and parameters. What a catalogue reads is a `MachineSpec`. */
export interface MachineDescription {
  readonly architecture: 'tree-committee'
  readonly units: 'infinite'
  readonly activation: string
  readonly weights: string
  readonly constraint: string
  readonly readout: 'uniform' | 'balanced'
  readonly [parameter: string]: unknown
}

export interface ProblemDescription extends MachineDescription {
  readonly alpha: number
}

/** A kernel that is less certain than this is none. */
const LARGEST_KERNEL_ERROR = 1e-4

/** E g below this share of the standard deviation counts as zero: the read-out can be uniform. */
const ZERO_MEAN = 1e-12

/** The names of the choices. */
export const CHOICES: readonly string[] = ['activation', 'weights', 'margin', 'constraint']

/**
 * Makes a machine: checks the choices, and takes or derives the kernel of the activation.
 *
 * @param options `activation` and `weights`; `margin`, any finite number (default 0), or another `constraint` in its place
 * @throws INVALID_OPTION for an option that is missing, mistyped or out of range, PLUGIN_FAILURE where code of a plugin throws
 * @example machine({ activation: relu, weights: spherical, margin: 0.1 }).at({ alpha: 0.5 })
 */
export const machine = (options: MachineOptions): Machine => searchNow(machineSearch(options))

/**
 * Makes a machine in pieces of a few milliseconds. An activation without a kernel in closed form has one derived, once, which takes up to some
 * seconds; where the kernel is known there is one piece.
 *
 * @throws what {@link machine} throws
 * @example run(searching('machine', () => machineSearch({ activation, weights: binary }), () => undefined), { budget: 100 })
 */
export function* machineSearch(options: MachineOptions): Search<Machine> {
  if (typeof options !== 'object' || options === null) throw invalid('machine', options, '{ activation, weights, … }')
  if ('alpha' in options) {
    throw invalid('option of machine', 'alpha', 'no load; with one it is problem({ activation, weights, alpha, … })')
  }
  onlyKeys('machine', options, CHOICES)
  return yield* assembledSearch(options)
}

/** The machine of these choices, or with a load the problem; {@link machine} and `problem` check that the options are theirs. */
export function assembled(options: MachineOptions, alpha: number): Problem
export function assembled(options: MachineOptions, alpha?: number): Machine
export function assembled(options: MachineOptions, alpha?: number): Machine {
  return searchNow(assembledSearch(options, alpha))
}

function* assembledSearch(options: MachineOptions, alpha?: number): Search<Machine> {
  // a default stands for undefined only: null is what JSON makes of NaN
  const { activation, weights, margin: kappa = 0 } = options
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
  const at = (change: Partial<ProblemOptions>): Machine => {
    onlyKeys('machine.at', change, [...CHOICES, 'alpha'])
    const load = change.alpha === undefined ? alpha : nonNegative('alpha', change.alpha)
    return assembled(changed({ activation, weights, constraint }, change), load)
  }
  const found = {
    activation,
    weights,
    constraint,
    ...(alpha === undefined ? {} : { alpha }),
    kernel,
    mean,
    readout,
    warnings,
    at,
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
  } as Machine
  const frozen = Object.freeze(inspectable(found, problemText))
  checked.add(frozen)
  return frozen
}

/** The choices of a machine after a change of some. */
function changed(
  { activation, weights, constraint }: Pick<Machine, 'activation' | 'weights' | 'constraint'>,
  change: Partial<MachineOptions>,
): MachineOptions {
  // a margin that was given as a constraint is a margin
  const given = change.constraint === undefined && constraint.kind !== 'margin'
  if (change.margin !== undefined && given) {
    throw invalid('margin', change.margin, `no margin: the constraint ${constraint.name} was given in its place`)
  }
  return {
    activation: change.activation === undefined ? activation : change.activation,
    weights: change.weights === undefined ? weights : change.weights,
    ...(change.constraint !== undefined
      ? { constraint: change.constraint, ...(change.margin === undefined ? {} : { margin: change.margin }) }
      : given
        ? { constraint }
        : { margin: change.margin === undefined ? constraint.parameters.margin : change.margin }),
  }
}

/** `relu · binary · κ = 0`: a machine, or a problem without its load. */
export const machineText = ({ activation, weights, constraint }: Machine): string => {
  const { margin } = constraint.parameters ?? {}
  return `${activation.name} · ${weights.name} · ${margin === undefined ? constraint.name : `κ = ${margin}`}`
}

const problemText = (of: Machine): string => {
  const { alpha } = of as Partial<Problem>
  return `${machineText(of)}${alpha === undefined ? '' : ` · α = ${alpha}`}`
}

const checked = new WeakSet<object>()

/**
 * Checks that a value passed as a machine is one, not its options or its JSON. Every function that takes a machine calls it first.
 *
 * @throws INVALID_OPTION
 */
export function checkMachine(value: unknown): void {
  if (typeof value === 'object' && value !== null && checked.has(value)) return
  const { at, activation, kernel, weights, constraint, alpha } = (value ?? {}) as {
    readonly [K in keyof Problem]?: unknown
  }
  if (typeof at !== 'function' || typeof (kernel as Kernel | undefined)?.deficit !== 'function') {
    throw invalid('machine', value, 'a machine; make one with machine({ activation, weights, … })')
  }
  // a copy of a machine, or that of another copy of this package
  checkActivation(activation as Activation)
  checkKernel((activation as Activation).name, kernel)
  checkPrior(weights as WeightPrior)
  checkConstraint(constraint as Constraint)
  if (alpha !== undefined) nonNegative('alpha', alpha)
  checked.add(value as object)
}

function* guarded<T>(owner: string, work: () => Search<T>): Search<T> {
  try {
    return yield* work()
  } catch (error) {
    if (error instanceof Error && error.name === 'GardnerError') throw error
    throw pluginFailure(owner, error)
  }
}
