import {
  checkProblem,
  finite,
  identityOf,
  invalid,
  nonNegative,
  onlyKeys,
  type Problem,
  type ProblemSpec,
  problemSpec,
} from '@gardner/core'
import { machineMargin } from '../instance.js'

/** Makes problems from the names in a file. A catalogue is one. */
export interface ProblemLookup {
  problem(spec: ProblemSpec): Problem
}

/** The problem of an instance as a file has it. */
export function storedProblem(problem: Problem): ProblemSpec {
  machineMargin(problem)
  return problemSpec(problem)
}

/**
 * The problem that a file describes. What its names stand for has to be the same as when the file was written.
 *
 * @param current false for files of 0.1.0 and before, whose names are those that a user typed, with a description beside them
 */
export function problemFrom(stored: unknown, lookup: ProblemLookup, current: boolean): Problem {
  if (typeof lookup?.problem !== 'function') {
    throw invalid('lookup', lookup, '{ problem(spec) }, such as a catalogue, which makes the problem from its names')
  }
  if (typeof stored !== 'object' || stored === null) throw invalid('problem of the instance file', stored, 'an object')
  const { activation, weights, margin, alpha, ...rest } = stored as Readonly<Record<string, unknown>>
  if (typeof activation !== 'string' || typeof weights !== 'string') {
    throw invalid('problem of the instance file', stored, 'the names of an activation and of weights')
  }
  if (current) onlyKeys('problem of the instance file', rest, [])
  const spec: ProblemSpec = {
    activation,
    weights,
    margin: finite('margin of the instance file', margin),
    alpha: nonNegative('alpha of the instance file', alpha),
  }
  const problem = lookup.problem(spec)
  checkProblem(problem)
  // through text, in which Infinity is null
  const found = identityOf(JSON.parse(JSON.stringify(current ? storedProblem(problem) : described(problem))))
  const expected = identityOf(current ? spec : { ...rest, margin, alpha })
  if (found === expected) return problem
  throw invalid(
    `problem of ${activation} and ${weights}`,
    JSON.parse(found),
    `what these names stood for when the instance file was written, ${expected}`,
  )
}

/** What files of 0.1.0 say about the problem that their names stand for. */
function described(problem: Problem) {
  const { activation, weights, readout, alpha } = problem
  return {
    activationName: activation.name,
    activationParameters: activation.parameters,
    weightsName: weights.name,
    weightsParameters: weights.parameters,
    readout,
    margin: machineMargin(problem),
    alpha,
  }
}
