import { Observable } from 'rxjs'
import { breathe } from './breathe.js'
import { invalid } from './error.js'
import type { Iteration, Verdict } from './iteration.js'
import { onlyKeys, positive, wholeNumber } from './option.js'

/** Where a run stands: an event for every step, and one at the end. */
export type Progress<S, R> =
  | { readonly kind: 'step'; readonly step: number; readonly residual: number; readonly state: S }
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

/** Drives an iteration as an observable of its progress. Cold: each subscription is a run of its own. */
export function run<S, R>(iteration: Iteration<S, R>, options: RunOptions<S> = {}): Observable<Progress<S, R>> {
  checkRunOptions(options)
  return new Observable((subscriber) => {
    const drive = driver(iteration, options)
    let cancel = () => {}
    const slice = () => {
      try {
        const until = now() + SLICE_MS
        while (now() < until && !subscriber.closed) {
          const event = drive()
          subscriber.next(event)
          if (event.kind === 'done') {
            subscriber.complete()
            return
          }
        }
        if (!subscriber.closed) cancel = breathe(slice)
      } catch (error) {
        subscriber.error(error)
      }
    }
    cancel = breathe(slice)
    return () => cancel()
  })
}

/** Drives an iteration to its end without breathing: for short work, scripts and benchmarks. */
export function complete<S, R>(iteration: Iteration<S, R>, options: RunOptions<S> = {}): Done<S, R> {
  checkRunOptions(options)
  const drive = driver(iteration, options)
  for (;;) {
    const event = drive()
    if (event.kind === 'done') return event
  }
}

/** The one place that decides when a run ends. Each call makes one step and tells of it. */
function driver<S, R>(iteration: Iteration<S, R>, options: RunOptions<S>): () => Progress<S, R> {
  const { signal, maxSteps = MAX_STEPS, budget, resume } = options
  const deadline = budget === undefined ? Infinity : now() + budget
  let step = resume?.step ?? 0
  let state: S | undefined = resume?.state
  const done = (at: S, verdict: Verdict): Done<S, R> => ({
    kind: 'done',
    step,
    residual: iteration.residual(at),
    state: at,
    verdict,
    result: iteration.result(at, verdict),
  })
  return () => {
    state ??= iteration.init()
    const ended = iteration.verdict(state)
    if (ended !== undefined) return done(state, ended)
    if (signal?.aborted) return done(state, 'interrupted')
    if (step >= maxSteps || now() > deadline) return done(state, 'exhausted')
    state = iteration.step(state)
    step++
    const residual = iteration.residual(state)
    if (Number.isNaN(residual)) return done(state, 'nonfinite')
    return { kind: 'step', step, residual, state }
  }
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
