import type { Jobs } from './job.js'
import { type Pool, pool } from './pool.js'
import { serve } from './serve.js'

/** A pool that works in this thread, one job at a time, for where there are no workers. */
export const inline = <J extends Jobs>(jobs: J): Pool<J> =>
  pool<J>({
    size: 1,
    spawn: () => {
      const { port1, port2 } = new MessageChannel()
      serve(port2, jobs)
      // only the watched end may keep a program alive
      const { unref } = port2 as { unref?: () => void }
      unref?.call(port2)
      return port1
    },
  })
