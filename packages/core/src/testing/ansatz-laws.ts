import { FINE_STEP, STANDARD_STEP } from '@gardner/numerics'
import type { Ansatz } from '../ansatz.js'
import { decodeCheckpoint, encodeCheckpoint } from '../checkpoint.js'
import type { OrderParameters } from '../order-parameters.js'
import { loadOf, type Problem } from '../problem.js'
import { complete } from '../run.js'
import { isSolved, type Solution } from '../solution.js'
import { type SolveState, solving } from '../solve.js'
import { difference } from './difference.js'
import { atMost, finiteNumber, type Law, law, near } from './law.js'

/** A rule finer than the two that results are computed with. */
const FINEST_STEP = 1 / 16
const READ = ['freeEntropy', 'entropy', 'energy', 'replicon'] as const

/**
 * The laws of an ansatz at one problem (with a load on its branch): what the saddle-point equations, the free
 * entropy and the errors must have to do with each other. A dropped factor of 2 shows as 0.1 where 1e-8 is due.
 *
 * @example for (const law of ansatzLaws(rs, problem({ activation: relu, weights: binary, alpha: 0.5 }))) test(law.name, law.verify)
 */
export function ansatzLaws<Q extends OrderParameters>(ansatz: Ansatz<Q>, problem: Problem): Law[] {
  const alpha = loadOf(problem)
  const where = `${ansatz.name}, ${problem.activation.name}, ${problem.weights.name}, ${problem.constraint.name} ${Object.values(problem.constraint.parameters).join(' ')}, alpha ${alpha}`
  const solved = once(() => solutionOf(ansatz, problem))
  const saddle = () => ansatz.saddlePoint(problem, FINE_STEP)
  const entropyAt = (load: number) => solutionOf(ansatz, problem.at({ alpha: load })).solution.freeEntropy.value
  return [
    law(`${where}: converges with a residual of at most 1e-11`, () => {
      atMost('residual', solved().solution.residual, 1e-11)
    }),
    law(`${where}: every number is finite and has a finite error`, () => {
      const { solution } = solved()
      for (const name of READ) {
        finiteNumber(name, solution[name].value)
        finiteNumber(`error of ${name}`, solution[name].error)
      }
      for (const [symbol, error] of Object.entries(solution.errors)) finiteNumber(`error of ${symbol}`, error)
    }),
    law(`${where}: the update stands still where the residual vanishes`, () => {
      const { x } = solved()
      const standard = ansatz.saddlePoint(problem, STANDARD_STEP)
      for (const [i, value] of standard.update(x, alpha).entries()) {
        near(standard.unknowns[i], value, x[i], 1e-11 * (1 + Math.abs(x[i])))
      }
    }),
    law(`${where}: the free entropy is stationary at the saddle`, () => {
      const { x } = solved()
      for (let i = 0; i < x.length; i++) {
        // at the edge of the domain there is only one side, and no derivative to speak of
        const h = Math.min(1e-4, 0.1 * Math.abs(x[i]))
        if (h < 1e-7) continue
        const at = (shift: number) =>
          saddle().state(
            x.map((value, k) => (k === i ? value + shift : value)),
            alpha,
          ).freeEntropy
        const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
        const size = Math.abs(at(0)) + alpha * Math.abs(saddle().state(x, alpha).energy)
        near(`dS/d ${saddle().unknowns[i]}`, slope, 0, 1e-9 + (1e-13 * size) / h)
      }
    }),
    law(`${where}: the energy is the derivative of the free entropy along the branch`, () => {
      const { value, error } = difference(entropyAt, alpha, 3e-4 * alpha)
      const { energy } = solved().solution
      near('dS/dα', value, energy.value, error + 1e-9 * (1 + Math.abs(energy.value)))
    }),
    law(`${where}: the claimed errors bound the distance from a finer rule`, () => {
      const { solution } = solved()
      const finest = solutionOf({ ...ansatz, saddlePoint: (p) => ansatz.saddlePoint(p, FINEST_STEP) }, problem).solution
      for (const name of READ)
        near(name, solution[name].value, finest[name].value, solution[name].error + finest[name].error)
    }),
    law(`${where}: a solve resumed from any step gives the same bits`, () => {
      const iteration = solving(problem, ansatz)
      const whole = complete(iteration)
      for (const stop of [1, 2, 5]) {
        const part = complete(iteration, { maxSteps: Math.min(stop, whole.step) })
        const resume = decodeCheckpoint<SolveState>(encodeCheckpoint(part))
        const rest = complete(solving(problem, ansatz), { resume })
        for (const [i, value] of (rest.state.root?.x ?? []).entries()) {
          near(`x[${i}] resumed after ${stop} steps`, value, whole.state.root?.x[i] ?? Number.NaN, 0)
        }
      }
    }),
  ]
}

function solutionOf<Q extends OrderParameters>(
  ansatz: Ansatz<Q>,
  problem: Problem,
): { solution: Solution<Q>; x: readonly number[] } {
  const { result, state } = complete(solving(problem, ansatz))
  if (!isSolved(result) || state.root === null)
    throw new Error(`not solved: ${'reason' in result ? result.reason : result.verdict}`)
  return { solution: result, x: state.root.x }
}

function once<T>(compute: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: compute() }
    return made.value
  }
}
