import { Observable } from 'rxjs'
import { GardnerError, invalid } from '../input/error.js'
import { callable, onlyKeys, positive, wholeNumber } from '../input/option.js'
import { checkRunOptions, type RunOptions } from '../run.js'
import type { EventOf, InputOf, Jobs, StateOf } from './job.js'
import { isPort, type Port } from './port.js'
import { type Task, type Thread, threadOn } from './thread.js'

export interface PoolOptions {
  /** Makes a worker whose code calls {@link serve}. */
  readonly spawn: () => Port
  /** How many workers there are at most. Each is started when it is first needed, and kept. */
  readonly size: number
  /**
   * Milliseconds that a cancelled job has to end (default: any number). A worker in which one goes on for longer, in a step that
   * cannot be interrupted, is ended, and the next job gets another.
   */
  readonly patience?: number
}

/** Runs jobs elsewhere, first come first served, one at a time on each worker. */
export interface Pool<J extends Jobs = Jobs> {
  /**
   * A job as an observable of what `run` would tell, of its steps at most one in 50 ms. Cold: each subscription is a job of
   * its own, in the queue until a worker is free. Unsubscribing takes it out, or ends its work. Aborting the signal asks
   * for what there is, also from the queue. `budget` is the time of the work, not of the queue.
   *
   * @throws INVALID_OPTION; what the job throws, UNKNOWN_NAME, and WORKER_FAILURE if the worker ends, go to the observer
   */
  submit<K extends keyof J & string>(
    name: K,
    input: InputOf<J[K]>,
    options?: RunOptions<StateOf<J[K]>>,
  ): Observable<EventOf<J[K]>>
  /** Ends the workers. Jobs that are not done fail with WORKER_FAILURE. */
  close(): Promise<void>
}

export function pool<J extends Jobs = Jobs>(options: PoolOptions): Pool<J> {
  onlyKeys('pool', options, ['spawn', 'size', 'patience'])
  const spawn = callable('spawn', options.spawn)
  const size = wholeNumber('size', options.size, 1)
  const patience = options.patience === undefined ? undefined : positive('patience', options.patience)
  const threads = new Set<Thread>()
  const queue = new Set<Task>()
  let count = 0
  let closed = false

  const started = (): Thread => {
    const port = spawn()
    if (!isPort(port)) throw invalid('worker that spawn made', port, 'a Worker or a MessagePort')
    const thread = threadOn(port, dispatch, () => threads.delete(thread), patience)
    threads.add(thread)
    return thread
  }
  const place = (task: Task, thread: Thread) => {
    queue.delete(task)
    task.thread = thread
    thread.give(task)
  }
  function dispatch() {
    for (const task of queue) {
      try {
        const thread = [...threads].find(({ idle }) => idle) ?? (threads.size < size ? started() : undefined)
        if (thread === undefined) return
        place(task, thread)
      } catch (error) {
        queue.delete(task)
        task.subscriber.error(error)
      }
    }
  }

  return {
    submit: (name, input, runOptions = {}) => {
      checkRunOptions(runOptions)
      return new Observable((subscriber) => {
        if (closed) throw new GardnerError('WORKER_FAILURE', `job ${name} came after the pool was closed`)
        const task: Task = { id: count++, name, input, options: runOptions, subscriber }
        const abort = () => {
          // in the queue: all workers are busy, but what has no more work to do can share one
          const [thread] = threads
          if (!queue.has(task)) task.thread?.abort(task)
          else if (thread !== undefined) place(task, thread)
        }
        const { signal } = runOptions
        queue.add(task)
        dispatch()
        signal?.addEventListener('abort', abort)
        if (signal?.aborted) abort()
        return () => {
          signal?.removeEventListener('abort', abort)
          if (!queue.delete(task)) task.thread?.cancel(task)
        }
      })
    },
    close: async () => {
      closed = true
      const reason = 'the pool was closed'
      for (const { name, subscriber } of queue) {
        subscriber.error(new GardnerError('WORKER_FAILURE', `job ${name} was not begun: ${reason}`))
      }
      await Promise.all([...threads].map((thread) => thread.end(reason)))
    },
  }
}
