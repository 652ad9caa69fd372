import type { AsyncIteration } from '@gardner/numerics'
import type { Observable } from 'rxjs'
import type { Progress, RunOptions } from '../run.js'
import type { Data } from './data.js'

/**
 * Work that can be done in another thread: from an input of plain data, names and numbers, it makes an iteration, which is
 * then run, or an observable. An observable is as stoppable as it is made: hand it the `options`.
 */
// biome-ignore lint/suspicious/noExplicitAny: a list of jobs holds inputs, states and results of every kind
export type Job<I = any, S = any, R = any> = (
  input: I,
  options: RunOptions<S>,
) => AsyncIteration<S, R> | Observable<R | Progress<S, R>>

/** Jobs by their names. */
export interface Jobs {
  readonly [name: string]: Job
}

export type InputOf<J extends Job> = Parameters<J>[0]

/** What is told of a job. */
export type EventOf<J extends Job> =
  ReturnType<J> extends Observable<infer E>
    ? Data<E>
    : ReturnType<J> extends AsyncIteration<infer S, infer R>
      ? Progress<Data<S>, Data<R>>
      : never

export type StateOf<J extends Job> = EventOf<J> extends { readonly state: infer S } ? S : unknown
