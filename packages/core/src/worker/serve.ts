import type { AsyncIteration } from '@gardner/numerics'
import { defer, filter, isObservable, type Observable, Subscription, tap } from 'rxjs'
import { GardnerError, invalid } from '../input/error.js'
import { type RunOptions, run } from '../run.js'
import { dataOf } from './data.js'
import type { Jobs } from './job.js'
import { type Failure, failureOf, type Reply, type Request } from './message.js'
import { isPort, listen, type Port } from './port.js'

/** Of the steps, no more than one is told in this time. */
const PERIOD_MS = 50

/**
 * Makes a worker of this thread: runs the jobs that a pool asks for at the other end of `port`, which is Node's
 * `parentPort` or a browser's `self`. What a job throws goes to its observer, with name, code and message.
 */
export function serve(port: Port | null, jobs: Jobs): void {
  if (!isPort(port)) throw invalid('port', port, 'parentPort or self inside a worker, or a MessagePort')
  for (const [name, job] of Object.entries(jobs)) {
    if (typeof job !== 'function') throw invalid(`job ${name}`, job, 'a function of an input')
  }
  const running = new Map<number, { readonly controller: AbortController; readonly subscription: Subscription }>()

  const end = (id: number, failure?: Failure) => {
    running.delete(id)
    tell(port, { kind: 'end', id, failure })
  }

  const start = ({ id, name, input, options, aborted }: Request & { kind: 'run' }) => {
    const controller = new AbortController()
    if (aborted) controller.abort()
    const subscription = new Subscription()
    running.set(id, { controller, subscription })
    const events = defer(() => work(jobs, name, input, { ...options, signal: controller.signal }))
    subscription.add(
      events
        .pipe(
          filter(seldom()),
          // within the stream, so that what cannot be copied is a failure of the job
          tap((event) => tell(port, { kind: 'event', id, event })),
        )
        .subscribe({ complete: () => end(id), error: (error) => end(id, failureOf(error)) }),
    )
  }

  listen(port, (request: Request) => {
    if (request.kind === 'run') start(request)
    const job = running.get(request.id)
    if (request.kind === 'abort') job?.controller.abort()
    if (request.kind === 'cancel' && job !== undefined) {
      job.subscription.unsubscribe()
      end(request.id)
    }
  })
  tell(port, { kind: 'ready' })
}

function work(jobs: Jobs, name: string, input: unknown, options: RunOptions<unknown>): Observable<unknown> {
  if (!Object.hasOwn(jobs, name)) {
    throw new GardnerError('UNKNOWN_NAME', `unknown job: ${name}; known: ${Object.keys(jobs).join(', ')}`)
  }
  const made = jobs[name](input, options)
  if (isObservable(made)) return made
  const iteration = made as AsyncIteration<unknown, unknown> | undefined
  if (typeof iteration?.step !== 'function') throw invalid(`work of job ${name}`, made, 'an iteration or an observable')
  return run(iteration, options)
}

/** Lets pass the first step, then one in a period, and whatever is not a step. */
function seldom() {
  let next = 0
  return (event: unknown): boolean => {
    if ((event as { readonly kind?: unknown } | null)?.kind !== 'step') return true
    const now = performance.now()
    if (now < next) return false
    next = now + PERIOD_MS
    return true
  }
}

/** Posts a reply; if it cannot be copied as it is, then without its functions. */
function tell(port: Port, reply: Reply): void {
  try {
    port.postMessage(reply)
  } catch {
    try {
      port.postMessage(dataOf(reply))
    } catch (cause) {
      const { name, message } = cause as Error
      if (name !== 'DataCloneError') throw cause
      throw new GardnerError('UNSUITABLE', `an event cannot be copied to another thread (${message}); use plain data`)
    }
  }
}
