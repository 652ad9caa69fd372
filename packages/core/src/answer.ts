import { type AsyncIteration, type Iteration, isAnswer } from '@gardner/numerics'
import { lastValueFrom } from 'rxjs'
import { GardnerError } from './input/error.js'
import { type Done, drive, type RunOptions, run } from './run.js'

/**
 * Runs a question and awaits its answer: the solution of a saddle point, the points of a curve, a critical value, a sample.
 *
 * @param question what a noun such as `saddlePoint`, `curve` or `capacity` makes, or any other iteration
 * @param options those of {@link run}: `signal`; `budget`, milliseconds (default none); `maxSteps` (default 100 000); `resume`
 * @throws NOT_CONVERGED where the run ended without an answer, with the verdict and the reason; whatever a step threw
 * @example const threshold = await answer(capacity(machine({ activation: relu, weights: spherical }), rs), { budget: 10_000 })
 */
export async function answer<S, R, A = R>(question: AsyncIteration<S, R, A>, options: RunOptions<S> = {}): Promise<A> {
  return answerOf(question, (await lastValueFrom(run(question, options))) as Done<S, R>)
}

/**
 * Runs a question to its end and returns its answer. Nothing else happens meanwhile: for scripts, and for questions that take milliseconds.
 *
 * @param question what a noun such as `saddlePoint`, `curve` or `capacity` makes, or any other iteration whose steps need not be waited for
 * @param options those of {@link run}: `budget`, milliseconds (default none); `maxSteps` (default 100 000); `resume`
 * @throws NOT_CONVERGED where the run ended without an answer, with the verdict and the reason; UNSUITABLE where a step has to be waited for;
 * whatever a step threw
 * @example complete(saddlePoint(problem({ activation: relu, weights: binary, alpha: 0.5 }), rs)).entropy
 */
export const complete = <S, R, A = R>(question: Iteration<S, R, A>, options: RunOptions<S> = {}): A =>
  answerOf(question, drive(question, options))

/** The answer in what a run handed over, or an error that says why it is none. */
function answerOf<S, R, A>(question: AsyncIteration<S, R, A>, { verdict, result, residual }: Done<S, R>): A {
  if (question.answer !== undefined) return question.answer(result, verdict)
  if (isAnswer(verdict)) return result as unknown as A
  const { reason } = (typeof result === 'object' && result !== null ? result : {}) as { readonly reason?: unknown }
  throw unanswered(question.name, verdict, residual, typeof reason === 'string' ? reason : undefined)
}

/** The error of a run that ended without an answer: `rs capacity stalled (residual 1e-3): REASON`. */
export function unanswered(what: string, how: string, residual: number | undefined, reason?: string): GardnerError {
  const left = residual !== undefined && Number.isFinite(residual) ? ` (residual ${residual.toExponential(1)})` : ''
  return new GardnerError('NOT_CONVERGED', `${what} ${how}${left}${reason === undefined ? '' : `: ${reason}`}`)
}
