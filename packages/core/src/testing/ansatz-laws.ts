import { FINE_STEP, type Iteration, STANDARD_STEP } from '@gardner/numerics'
import type { Ansatz } from '../ansatz.js'
import { decodeCheckpoint, encodeCheckpoint } from '../checkpoint.js'
import type { Problem } from '../machine.js'
import type { OrderParameters } from '../order-parameters.js'
import { refineAt, resolutions } from '../refinement.js'
import { isSolved, type Solution } from '../solution.js'
import { type SolveState, saddlePoint } from '../solve.js'
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
  const { alpha } = problem
  const where = `${ansatz.name}, ${problem.activation.name}, ${problem.weights.name}, ${problem.constraint.name} ${Object.values(problem.constraint.parameters).join(' ')}, alpha ${alpha}`
  const solved = once(() => solutionOf(ansatz, problem))
  const saddle = () => ansatz.saddlePoint(problem, FINE_STEP)
  const saddles = once(() => resolutions(problem, ansatz))
  /** The branch is followed from the saddle to loads beside it, and from its start only where that fails. */
  const entropyAt = (load: number) => {
    const { residual, state } = refineAt(saddles(), load, { x: solved().x, jacobian: null })
    if (residual < 1e-11) return state.freeEntropy
    return solutionOf(ansatz, problem.at({ alpha: load })).solution.freeEntropy.value
  }
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
      const { states } = solved()
      const written = (state: SolveState) => encodeCheckpoint({ step: 0, state })
      const begun = states.findIndex(({ phase }) => phase !== 'start')
      const resumed = (n: number, iteration: Iteration<SolveState, unknown>) => {
        let { state } = decodeCheckpoint<SolveState>(written(states[n]))
        // pieces of the search for the start of the branch may be known from before: fewer are left then
        do state = iteration.step(state)
        while (state.phase === 'start')
        if (written(state) === written(states[Math.max(n + 1, begun)])) return
        throw new Error(`the solve goes on otherwise from the written state ${n}`)
      }
      // by one that has made no step before, and by one that has made other steps
      for (const n of [1, 2, 5]) if (n + 1 < states.length) resumed(n, saddlePoint(problem, ansatz))
      const other = saddlePoint(problem, ansatz)
      for (let n = begun; n + 1 < states.length; n++) resumed(n, other)
    }),
  ]
}

/** A solve with all its states. */
function solutionOf<Q extends OrderParameters>(
  ansatz: Ansatz<Q>,
  problem: Problem,
): { solution: Solution<Q>; x: readonly number[]; states: readonly SolveState[] } {
  const iteration = saddlePoint(problem, ansatz)
  const states = [iteration.init()]
  let last = states[0]
  while (iteration.verdict(last) === undefined && !Number.isNaN(iteration.residual(last))) {
    last = iteration.step(last)
    states.push(last)
  }
  const result = iteration.result(last, iteration.verdict(last) ?? 'nonfinite')
  if (!isSolved(result) || last.root === null)
    throw new Error(`not solved: ${'reason' in result ? result.reason : result.verdict}`)
  return { solution: result, x: last.root.x, states }
}

function once<T>(compute: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: compute() }
    return made.value
  }
}
