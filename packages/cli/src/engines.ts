import { inline, type Jobs, type Pool, type Port, pool } from '@gardner/core/worker'
import type { Engine } from './session/engine.js'
import { usageError } from './session/failure.js'

/** Threads beside this one. */
export interface Threads {
  /** As many as there are processors. */
  readonly count: number
  /** Starts one that serves the jobs. */
  spawn(): Port
}

/** Jobs run in this thread, one at a time. `load` gives the jobs that threads would serve. */
export const inThisThread = (load: () => Promise<Jobs>): Engine => ({
  parallel: 0,
  workers: async <J extends Jobs>(count: number): Promise<Pool<J>> => {
    if (count > 0) throw usageError('there are no threads here; expected --workers 0')
    // threads serve the same jobs, whose types their callers know
    return inline((await load()) as J)
  },
})

/** Jobs run in threads, or in this one where none are asked for. */
export function inThreads({ count: parallel, spawn }: Threads, load: () => Promise<Jobs>): Engine {
  const alone = inThisThread(load)
  return {
    parallel,
    workers: async <J extends Jobs>(count: number): Promise<Pool<J>> =>
      count > 0 ? pool<J>({ size: count, spawn: () => spawn() }) : alone.workers<J>(count),
  }
}
