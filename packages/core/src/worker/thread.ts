import type { Subscriber } from 'rxjs'
import { GardnerError, invalid } from '../input/error.js'
import type { RunOptions } from '../run.js'
import { errorOf, type Reply, type Request } from './message.js'
import { listen, onFailure, type Port } from './port.js'

/** A job that was asked for, and who watches it. */
export interface Task {
  readonly id: number
  readonly name: string
  readonly input: unknown
  readonly options: RunOptions<unknown>
  readonly subscriber: Subscriber<unknown>
  /** Where it is, once it is no longer in the queue. */
  thread?: Thread
}

/** A worker at work, seen from the thread that started it. */
export interface Thread {
  /** Nothing to do; not yet so while a cancelled job is still ending. */
  readonly idle: boolean
  give(task: Task): void
  abort(task: Task): void
  cancel(task: Task): void
  /** Ends the worker, and whatever it has, for a reason. */
  end(reason: string): unknown
}

/** An answer may wait as long as this thread was busy when time was up. */
const SECOND_LOOK_MS = 20

/**
 * Watches over a worker. `freed` is called when it has become idle, `lost` when it is no more; a cancelled job has `patience`
 * milliseconds to end, or any number.
 */
export function threadOn(port: Port, freed: () => void, lost: () => void, patience?: number): Thread {
  const tasks = new Map<number, Task>()
  let ready = false
  let gone = false

  const post = (request: Request) => port.postMessage(request)
  const send = (task: Task) => {
    const { id, name, input } = task
    const { signal, ...options } = task.options
    try {
      post({ kind: 'run', id, name, input, options, aborted: signal?.aborted ?? false })
    } catch {
      settle(task, invalid(`input of job ${name}`, input, 'plain data, which can be copied to a worker'))
    }
  }
  /** An idle worker does not keep a program alive. */
  const keepAlive = () => {
    if (tasks.size > 0) port.ref?.()
    else port.unref?.()
  }
  const settle = (task: Task, error?: Error) => {
    tasks.delete(task.id)
    if (error === undefined) task.subscriber.complete()
    else task.subscriber.error(error)
    keepAlive()
    freed()
  }
  const end = (reason: string) => {
    if (gone) return
    gone = true
    const left = [...tasks.values()]
    tasks.clear()
    const ended = port.terminate === undefined ? port.close?.() : port.terminate()
    lost()
    for (const { name, subscriber } of left) {
      subscriber.error(new GardnerError('WORKER_FAILURE', `job ${name} was lost with its worker: ${reason}`))
    }
    freed()
    return ended
  }

  listen(port, (reply: Reply) => {
    if (reply.kind === 'ready') {
      ready = true
      for (const task of [...tasks.values()]) send(task)
      return
    }
    const task = tasks.get(reply.id)
    if (task === undefined) return
    if (reply.kind === 'event') task.subscriber.next(reply.event)
    else settle(task, reply.failure && errorOf(reply.failure))
  })
  onFailure(port, end)

  return {
    get idle() {
      return tasks.size === 0
    },
    give: (task) => {
      tasks.set(task.id, task)
      keepAlive()
      if (ready) send(task)
    },
    abort: ({ id }) => {
      if (ready && tasks.has(id)) post({ kind: 'abort', id })
    },
    cancel: (task) => {
      if (!tasks.has(task.id)) return
      if (ready) post({ kind: 'cancel', id: task.id })
      else tasks.delete(task.id)
      if (ready && patience !== undefined) {
        const look = () => tasks.has(task.id) && end(`the cancelled job ${task.name} did not end in ${patience} ms`)
        setTimeout(() => setTimeout(look, SECOND_LOOK_MS), patience)
      }
      keepAlive()
      if (!ready) freed()
    },
    end,
  }
}
