import { estimateText, type Iteration, isAnswer } from '@gardner/numerics'
import { type Ansatz, checkAnsatz } from './ansatz.js'
import { unanswered } from './answer.js'
import { unsuitable } from './input/error.js'
import { inspectable } from './inspection.js'
import { checkMachine, type Machine, machineText } from './machine.js'
import type { OrderParameters } from './order-parameters.js'
import type { Threshold } from './threshold.js'

/**
 * The capacity, as a question: the load up to which the ansatz has solutions.
 *
 * @param machine a machine, with a load or without one
 * @param ansatz one that defines a `capacity`, such as `rs`
 * @returns an iteration whose answer is a {@link Threshold}; where there is no such load it is `absent`, with the value Infinity and the reason
 * @throws UNSUITABLE where the ansatz defines no capacity, or none for this machine; the answer throws NOT_CONVERGED where it was not found
 * @example const { value, error } = await answer(capacity(machine({ activation: relu, weights: spherical }), rs))
 */
export const capacity = <Q extends OrderParameters>(
  machine: Machine,
  ansatz: Ansatz<Q>,
): Iteration<unknown, Threshold<Q>> => critical(machine, ansatz, 'capacity')

/**
 * The first instability, as a question: the smallest load at which the form of the overlap matrix that the ansatz assumes becomes unstable.
 *
 * @param machine a machine, with a load or without one
 * @param ansatz one that defines an `instability`, such as `rs`
 * @returns an iteration whose answer is a {@link Threshold}; where the ansatz is stable at every load it is `absent`, with the value Infinity
 * @throws UNSUITABLE where the ansatz defines no instability, or none for this machine; the answer throws NOT_CONVERGED where it was not found
 * @example complete(instability(machine({ activation: relu, weights: spherical }), rs)).value // 1.721…
 */
export const instability = <Q extends OrderParameters>(
  machine: Machine,
  ansatz: Ansatz<Q>,
): Iteration<unknown, Threshold<Q>> => critical(machine, ansatz, 'instability')

/**
 * A critical value of an ansatz by its name, as a question.
 *
 * @param machine a machine; a {@link Problem} where the critical value is none of the load, such as a smallest distance
 * @param ansatz one whose table `critical` has the name
 * @param name `capacity`, `instability`, or another of the ansatz
 * @returns an iteration whose answer is a {@link Threshold}; where there is no such value it is `absent`, and `reason` says why
 * @throws UNSUITABLE where the ansatz has no such critical value, or none for this machine; the answer throws NOT_CONVERGED where it was not found
 * @example await answer(critical(machine({ activation: relu, weights: binary }), largeDeviation({ replicas: Infinity, distance: 0.05 }), 'breakUp'))
 */
export function critical<Q extends OrderParameters>(
  machine: Machine,
  ansatz: Ansatz<Q>,
  name: string,
): Iteration<unknown, Threshold<Q>> {
  checkMachine(machine)
  checkAnsatz(ansatz)
  const known = ansatz.critical ?? {}
  const value = Object.hasOwn(known, name) ? known[name] : undefined
  if (value === undefined) {
    const names = Object.keys(known)
    throw unsuitable(`${ansatz.name} defines no ${name}${names.length === 0 ? '' : `; it defines ${names.join(', ')}`}`)
  }
  const iteration = value.search(machine)
  // a verdict needs the numbers, and they are computed once
  const results = new WeakMap<object, Threshold<Q>>()
  const resultOf = (state: unknown): Threshold<Q> => {
    const found = results.get(state as object) ?? checkedFinite(iteration.result(state, 'converged'))
    results.set(state as object, found)
    return found
  }
  return {
    ...iteration,
    verdict: (state) => {
      const verdict = iteration.verdict(state)
      return verdict === 'converged' ? resultOf(state).verdict : verdict
    },
    result: (state, verdict) =>
      inspectable(
        verdict === 'converged' || verdict === 'nonfinite' ? resultOf(state) : iteration.result(state, verdict),
        thresholdText,
      ),
    answer: reached,
  }
}

/** A threshold as it is, or `nonfinite` where a number of one that converged is none; an ansatz without a replicon says NaN. */
function checkedFinite<Q extends OrderParameters>(threshold: Threshold<Q>): Threshold<Q> {
  const { name, verdict, value, error, residual = 0 } = threshold
  const wrong = Object.entries({ value, error, residual }).find(([, number]) => !Number.isFinite(number))
  if (verdict !== 'converged' || wrong === undefined) return threshold
  const [what, number] = wrong
  return { ...threshold, verdict: 'nonfinite', reason: `the ${what} of the ${name} is ${number}` }
}

function reached<Q extends OrderParameters>(threshold: Threshold<Q>): Threshold<Q> {
  const { name, ansatz, verdict, residual, reason } = threshold
  if (isAnswer(verdict)) return threshold
  throw unanswered(`${name} of ${ansatz}`, verdict, residual, `${reason}`)
}

/** `capacity 0.9039862812922 ± 6e-14 (relu · binary · κ = 0, rs; converged)` */
function thresholdText<Q extends OrderParameters>(threshold: Threshold<Q>): string {
  const { name, problem, ansatz, verdict, reason } = threshold
  const number = verdict === 'converged' ? `${estimateText(threshold)} ` : ''
  const because = verdict !== 'converged' && reason !== undefined ? `: ${reason}` : ''
  return `${name} ${number}(${machineText(problem)}, ${ansatz}; ${verdict}${because})`
}
