import { invalid } from './input/error.js'
import { nonNegative, onlyKeys } from './input/option.js'
import { assembled, CHOICES, checkMachine, type Machine, type Problem, type ProblemOptions } from './machine.js'

/**
 * Makes a problem: a machine and the load at which it is asked for its saddle points.
 *
 * @param options those of {@link machine}, and `alpha`, a finite number, zero or above
 * @throws INVALID_OPTION for an option that is missing, mistyped or out of range, PLUGIN_FAILURE where code of a plugin throws
 * @example problem({ activation: relu, weights: binary, alpha: 0.5 })
 */
export function problem(options: ProblemOptions): Problem {
  if (typeof options !== 'object' || options === null) {
    throw invalid('problem', options, '{ activation, weights, alpha, … }')
  }
  onlyKeys('problem', options, [...CHOICES, 'alpha'])
  const { alpha, ...choices } = options
  if (alpha === undefined) {
    throw invalid('alpha', alpha, 'a load; without one it is a machine: machine({ activation, weights, … })')
  }
  return assembled(choices, nonNegative('alpha', alpha))
}

/**
 * Checks that a value passed as a problem is one: a machine with a load. Every function that takes a problem calls it first.
 *
 * @throws INVALID_OPTION
 */
export function checkProblem(value: unknown): asserts value is Problem {
  checkMachine(value)
  loadOf(value as Machine)
}

/** The load of a machine that is a problem; undefined where it is none. */
export const loadIn = (machine: Machine): number | undefined => (machine as Partial<Problem>).alpha

/**
 * The load of a machine that must be a problem.
 *
 * @throws INVALID_OPTION where it has none
 */
export function loadOf(machine: Machine): number {
  const alpha = loadIn(machine)
  if (alpha === undefined) throw invalid('alpha', undefined, 'a load; set it with machine.at({ alpha: 0.5 })')
  return alpha
}
