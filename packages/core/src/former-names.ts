import { GardnerError } from './input/error.js'

// Names of 0.1.0. Each says what is called in its place.

const former =
  (name: string, now: string) =>
  (..._: readonly unknown[]): never => {
    throw new GardnerError('INVALID_OPTION', `${name} of 0.1.0 is ${now} now`)
  }

/** @deprecated `saddlePoint(problem, ansatz)` */
export const solving = former('solving(problem, ansatz)', 'saddlePoint(problem, ansatz)')
/** @deprecated `run(saddlePoint(problem, ansatz), options)` */
export const solve = former('solve(problem, ansatz, options)', 'run(saddlePoint(problem, ansatz), options)')
/** @deprecated `await answer(saddlePoint(problem, ansatz), options)` */
export const solved = former('solved(problem, ansatz, options)', 'answer(saddlePoint(problem, ansatz), options)')
/** @deprecated `complete(saddlePoint(problem, ansatz))` */
export const solveNow = former('solveNow(problem, ansatz)', 'complete(saddlePoint(problem, ansatz))')
/** @deprecated `curve(machine, ansatz, options)` */
export const tracing = former('tracing(problem, ansatz, options)', 'curve(machine, ansatz, options)')
/** @deprecated `complete(curve(machine, ansatz, options))` */
export const curveNow = former('curveNow(problem, ansatz, options)', 'complete(curve(machine, ansatz, options))')
/** @deprecated `critical(machine, ansatz, name)`, or `capacity`, `instability` */
export const thresholdOf = former('thresholdOf(problem, ansatz, name)', 'critical(machine, ansatz, name)')
/** @deprecated `complete(capacity(machine, ansatz))` */
export const capacityNow = former('capacityNow(problem, ansatz)', 'complete(capacity(machine, ansatz))')
/** @deprecated `complete(instability(machine, ansatz))` */
export const instabilityNow = former('instabilityNow(problem, ansatz)', 'complete(instability(machine, ansatz))')
