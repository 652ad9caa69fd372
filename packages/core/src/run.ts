import type { AsyncIteration, Iteration, Search, StepInPieces, Verdict } from '@gardner/numerics'
import { Observable } from 'rxjs'
import { invalid, unsuitable } from './input/error.js'
import { onlyKeys, positive, wholeNumber } from './input/option.js'
import { yieldToEventLoop } from './yield-to-event-loop.js'

/** Where a run stands: an event for every step, and one at the end. */
export type Progress<S, R> =
  | {
      readonly kind: 'step'
      readonly step: number
      readonly residual: number
      /** The share of the work that is done, from 0 to 1, where the iteration knows it. */
      readonly share: number | undefined
      readonly state: S
    }
  | Done<S, R>

export interface Done<S, R> {
  readonly kind: 'done'
  readonly step: number
  readonly residual: number
  readonly state: S
  readonly verdict: Verdict
  readonly result: R
}

/** A state and the number of steps that led to it: all that a run needs to go on. */
export interface Checkpoint<S> {
  readonly step: number
  readonly state: S
}

export interface RunOptions<S> {
  /** Aborting means "hand me what you have": a last event of verdict `interrupted`. Unsubscribing means silence. */
  readonly signal?: AbortSignal
  /** Steps in all, those before a resumed checkpoint included (default 100 000). */
  readonly maxSteps?: number
  /** Milliseconds of wall time for this run (default none). */
  readonly budget?: number
  readonly resume?: Checkpoint<S>
}

/** A slice of work between two breaths: long beside the 10 µs a breath costs, short beside a frame. */
const SLICE_MS = 8
const MAX_STEPS = 100_000

/**
 * Runs a question, or any other iteration, as an observable of its progress: an event for each step, and one at the end. Cold: each
 * subscription is a run of its own. Whatever the verdict, the last event has the result.
 *
 * @param iteration what a noun such as `saddlePoint`, `curve` or `capacity` makes, or any other iteration
 * @param options `signal`: aborting it ends the run with what it has; `budget`: milliseconds of wall time, above 0 (default none); `maxSteps`: a
 * whole number (default 100 000); `resume`: a checkpoint to go on from
 * @throws INVALID_OPTION for options that are mistyped or out of range; what a step throws is the error of the observable
 * @example run(capacity(machine, rs), { budget: 1000 }).subscribe((event) => console.log(event.kind, event.residual))
 */
export function run<S, R>(
  iteration: AsyncIteration<S, R, unknown>,
  options: RunOptions<S> = {},
): Observable<Progress<S, R>> {
  checkRunOptions(options)
  return new Observable((subscriber) => {
    const { advance, handOver, deadline } = driver(iteration, options)
    let cancel = () => {}
    const tell = (event: Progress<S, R>) => {
      subscriber.next(event)
      if (event.kind === 'done') subscriber.complete()
    }
    const fail = (error: unknown) => subscriber.error(error)
    const slice = () => {
      try {
        const until = now() + SLICE_MS
        while (now() < until && !subscriber.closed) {
          const event = advance()
          if (event === undefined) continue
          if (isPromise(event)) {
            cancel = waiting(event, { signal: options.signal, deadline, handOver }, fail, (late) => {
              tell(late)
              if (!subscriber.closed) slice()
            })
            return
          }
          tell(event)
        }
        if (!subscriber.closed) cancel = yieldToEventLoop(slice)
      } catch (error) {
        fail(error)
      }
    }
    cancel = yieldToEventLoop(slice)
    return () => cancel()
  })
}

/**
 * Drives an iteration to its end at once and returns the last event of its run, whatever the verdict: for solvers that contain others, and for
 * tests. What it answers is {@link complete} of `answer.ts`.
 */
export function drive<S, R>(iteration: Iteration<S, R, unknown>, options: RunOptions<S> = {}): Done<S, R> {
  checkRunOptions(options)
  const { advance } = driver(iteration, options)
  for (;;) {
    const made = advance()
    if (made === undefined) continue
    const event = atOnce(iteration, made)
    if (event.kind === 'done') return event
  }
}

/** {@link drive} in pieces of one step, or of a piece of one. */
export function* driveSearch<S, R>(
  iteration: Iteration<S, R, unknown>,
  options: Pick<RunOptions<S>, 'maxSteps'> = {},
): Search<Done<S, R>> {
  const { advance } = driver(iteration, options)
  for (;;) {
    const made = advance()
    if (made !== undefined) {
      const event = atOnce(iteration, made)
      if (event.kind === 'done') return event
    }
    yield
  }
}

function atOnce<S, R>(
  { name }: Iteration<S, R, unknown>,
  event: Progress<S, R> | Promise<Progress<S, R>>,
): Progress<S, R> {
  if (!isPromise(event)) return event
  // nobody waits for it any more
  event.catch(() => {})
  throw unsuitable(`${name} has a step that has to be waited for: run it, or await its answer`)
}

/** Waits for a step; where the signal or the deadline comes first, what there was before the step is handed over. Returns a cancel. */
function waiting<S, R>(
  step: Promise<Progress<S, R>>,
  { signal, deadline, handOver }: Pick<RunOptions<S>, 'signal'> & Pick<Driver<S, R>, 'deadline' | 'handOver'>,
  fail: (error: unknown) => void,
  then: (event: Progress<S, R>) => void,
): () => void {
  let over = false
  const end = () => {
    over = true
    signal?.removeEventListener('abort', interrupted)
    clearTimeout(timer)
  }
  const once = <T>(work: (value: T) => void) => {
    return (value: T) => {
      if (over) return
      end()
      try {
        work(value)
      } catch (error) {
        fail(error)
      }
    }
  }
  const interrupted = once(() => then(handOver('interrupted')))
  const exhausted = once(() => then(handOver('exhausted')))
  const timer = deadline < Infinity ? setTimeout(exhausted, Math.min(deadline - now(), LONGEST_TIMER)) : undefined
  signal?.addEventListener('abort', interrupted)
  step.then(once(then), once(fail))
  return end
}

const LONGEST_TIMER = 2 ** 31 - 1

const isPromise = <T extends object, P>(value: T | Promise<P>): value is Promise<P> =>
  typeof (value as { then?: unknown }).then === 'function'

interface Driver<S, R> {
  /** Makes one step and tells of it, or a piece of one, of which there is nothing to tell. */
  advance(): Progress<S, R> | Promise<Progress<S, R>> | undefined
  /** What there is before the step that is waited for. */
  handOver(verdict: Verdict): Done<S, R>
  readonly deadline: number
}

/** The one place that decides when a run ends. */
function driver<S, R>(iteration: AsyncIteration<S, R, unknown>, options: RunOptions<S>): Driver<S, R> {
  const { signal, maxSteps = MAX_STEPS, budget, resume } = options
  const deadline = budget === undefined ? Infinity : now() + budget
  let step = resume?.step ?? 0
  let state: S | undefined = resume?.state
  /** Of the step that is being made. */
  let search: Search<S> | undefined
  const done = (at: S, verdict: Verdict): Done<S, R> => ({
    kind: 'done',
    step,
    residual: iteration.residual(at),
    state: at,
    verdict,
    result: iteration.result(at, verdict),
  })
  const arrived = (next: S): Progress<S, R> => {
    state = next
    step++
    const residual = iteration.residual(state)
    if (Number.isNaN(residual)) return done(state, 'nonfinite')
    return { kind: 'step', step, residual, share: iteration.share?.(state), state }
  }
  const advance = () => {
    state ??= iteration.init()
    const ended = iteration.verdict(state)
    if (ended !== undefined) return done(state, ended)
    if (signal?.aborted) return done(state, 'interrupted')
    if (step >= maxSteps || now() > deadline) return done(state, 'exhausted')
    const { search: inPieces } = iteration.step as Partial<StepInPieces<S>>
    if (inPieces !== undefined) {
      search ??= inPieces(state)
      const piece = search.next()
      if (!piece.done) return undefined
      search = undefined
      return arrived(piece.value)
    }
    const next = iteration.step(state)
    // a state may be a number
    return typeof next === 'object' && next !== null && isPromise(next) ? next.then(arrived) : arrived(next as S)
  }
  return { advance, handOver: (verdict) => done(state as S, verdict), deadline }
}

export function checkRunOptions(options: RunOptions<never> | RunOptions<unknown>): void {
  onlyKeys('run', options, ['signal', 'maxSteps', 'budget', 'resume'])
  if (options.maxSteps !== undefined) wholeNumber('maxSteps', options.maxSteps)
  if (options.budget !== undefined) positive('budget', options.budget)
  if (options.signal !== undefined && typeof options.signal.aborted !== 'boolean') {
    throw invalid('signal', options.signal, 'an AbortSignal')
  }
  const { resume } = options
  if (resume === undefined) return
  if (typeof resume !== 'object' || resume === null) throw invalid('resume', resume, 'a checkpoint { step, state }')
  wholeNumber('resume.step', resume.step)
  // else the run would start anew, its steps already spent
  if (resume.state === undefined) throw invalid('resume', resume, 'a checkpoint { step, state }')
}

const now = () => performance.now()
