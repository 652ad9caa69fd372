import { estimateText, type Iteration, isAnswer } from '@gardner/numerics'
import { lastValueFrom } from 'rxjs'
import { type Ansatz, checkAnsatz } from './ansatz.js'
import { GardnerError, unsuitable } from './error.js'
import { inspectable } from './inspection.js'
import type { OrderParameters } from './order-parameters.js'
import { checkProblem, machineText, type Problem } from './problem.js'
import { complete, type RunOptions, run } from './run.js'
import { residualRemark } from './solve.js'
import type { Threshold } from './threshold.js'

/** The capacity, or an error that says why there is none. */
export const capacity = async <Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  options: RunOptions<unknown> = {},
): Promise<Threshold<Q>> => reached(thresholdOf(problem, ansatz, 'capacity'), options)

/** The first instability of the ansatz; absent, with the value Infinity, if it is stable at every load. */
export const instability = async <Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  options: RunOptions<unknown> = {},
): Promise<Threshold<Q>> => reached(thresholdOf(problem, ansatz, 'instability'), options)

/** {@link capacity} without breathing. */
export const capacityNow = <Q extends OrderParameters>(problem: Problem, ansatz: Ansatz<Q>): Threshold<Q> =>
  expectReached(complete(thresholdOf(problem, ansatz, 'capacity')).result)

/** {@link instability} without breathing. */
export const instabilityNow = <Q extends OrderParameters>(problem: Problem, ansatz: Ansatz<Q>): Threshold<Q> =>
  expectReached(complete(thresholdOf(problem, ansatz, 'instability')).result)

/** Any critical value of an ansatz by its name, or an error that says why there is none. */
export const critical = async <Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  name: string,
  options: RunOptions<unknown> = {},
): Promise<Threshold<Q>> => reached(thresholdOf(problem, ansatz, name), options)

/** {@link critical} without breathing. */
export const criticalNow = <Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  name: string,
): Threshold<Q> => expectReached(complete(thresholdOf(problem, ansatz, name)).result)

/** The iteration that finds a critical value of an ansatz, for {@link run}. Throws `UNSUITABLE` where the ansatz has none of this name. */
export function thresholdOf<Q extends OrderParameters>(
  problem: Problem,
  ansatz: Ansatz<Q>,
  name: string,
): Iteration<unknown, Threshold<Q>> {
  checkProblem(problem)
  checkAnsatz(ansatz)
  const known = ansatz.critical ?? {}
  const value = Object.hasOwn(known, name) ? known[name] : undefined
  if (value === undefined) {
    const names = Object.keys(known)
    throw unsuitable(`${ansatz.name} defines no ${name}${names.length === 0 ? '' : `; it defines ${names.join(', ')}`}`)
  }
  const iteration = value.search(problem)
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

async function reached<Q extends OrderParameters>(
  iteration: Iteration<unknown, Threshold<Q>>,
  options: RunOptions<unknown>,
): Promise<Threshold<Q>> {
  const last = await lastValueFrom(run(iteration, options))
  return expectReached((last as { result: Threshold<Q> }).result)
}

function expectReached<Q extends OrderParameters>(threshold: Threshold<Q>): Threshold<Q> {
  const { name, ansatz, verdict, residual, reason } = threshold
  if (isAnswer(verdict)) return threshold
  throw new GardnerError('NOT_CONVERGED', `${name} of ${ansatz} ${verdict}${residualRemark(residual)}: ${reason}`)
}

/** `capacity 0.9039862812922 ± 6e-14 (relu · binary · κ = 0, rs; converged)` */
function thresholdText<Q extends OrderParameters>(threshold: Threshold<Q>): string {
  const { name, problem, ansatz, verdict, reason } = threshold
  const number = verdict === 'converged' ? `${estimateText(threshold)} ` : ''
  const because = verdict !== 'converged' && reason !== undefined ? `: ${reason}` : ''
  return `${name} ${number}(${machineText(problem)}, ${ansatz}; ${verdict}${because})`
}
