import { wholeNumber } from '@gardner/core'
import { type Port, pool } from '@gardner/core/worker'
import { concat, type Observable, scan } from 'rxjs'
import type { Engine, Thresholds } from '../engine/engine.js'
import type { jobs } from './jobs.js'

export interface EngineOptions {
  /** Makes a worker of `worker.ts`. */
  readonly spawn: () => Port
  /** How many threads the machine runs at once, such as `navigator.hardwareConcurrency`. */
  readonly size: number
}

/**
 * Milliseconds that cancelled work has to end. A worker that is lost takes along the kernels it has derived and the code that has become
 * fast: where the processors are busy a step of 50 ms may take several times as long, and should not cost that.
 */
const PATIENCE_MS = 200

/**
 * The engine on workers. What is quick, what takes up to a second, what takes longer, and what goes on until it is stopped each have
 * lanes of their own, so that none waits for another: the system shares the processors between them. A worker is started when it is first
 * needed.
 *
 * @throws INVALID_OPTION
 */
export function engineOf({ spawn, size }: EngineOptions): Engine {
  const cores = wholeNumber('size', size, 1)
  const lane = (workers: number) =>
    pool<typeof jobs>({ spawn, size: Math.max(1, Math.floor(workers)), patience: PATIENCE_MS })
  // four machines are compared at most
  const quick = lane(Math.min(2, cores / 4))
  // a core is left to the page: where these took all of them a handle that is dragged would stutter
  const curves = lane(Math.min(4, cores - 1))
  const deep = lane(Math.min(4, cores / 2))
  const finite = lane(1)

  const thresholds: Engine['thresholds'] = (machine) =>
    concat(
      quick.submit('thresholds', { machine, steps: 0 }),
      deep.submit('thresholds', { machine, steps: 1 }),
      deep.submit('thresholds', { machine, steps: 2 }),
    ).pipe(
      scan((known, more): Thresholds => ({ ...known, ...more, capacity: { ...known.capacity, ...more.capacity } })),
    ) as Observable<Thresholds>

  return {
    shape: (machine) => quick.submit('shape', { machine }),
    thresholds,
    entropy: (machine, to) => quick.submit('entropy', to === undefined ? { machine } : { machine, to }),
    franzParisi: (machine, alpha) => curves.submit('franz-parisi', { machine, alpha }),
    localEntropy: (machine, alpha) => curves.submit('local-entropy', { machine, alpha }),
    stabilities: (machine, alpha, dense) =>
      (dense === undefined ? quick : curves).submit('stabilities', {
        machine,
        alpha,
        ...(dense === undefined ? {} : { dense }),
      }),
    live: (options) => finite.submit('live', options),
    close: async () => {
      await Promise.all([quick, curves, deep, finite].map((one) => one.close()))
    },
  }
}
