import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type Port, pool } from '@gardner/core/worker'
import { lastValueFrom } from 'rxjs'
import type { jobs } from './chain-worker.ts'

export interface Scaling {
  readonly count: number
  readonly ms: number
}

/** Four chains, one after the other and on as many threads as there are processors. Starting the threads is not counted. */
export async function threads(quick: boolean): Promise<Scaling[]> {
  const found: Scaling[] = []
  for (const count of [...new Set([1, 2, Math.min(4, availableParallelism())])]) {
    const workers = pool<typeof jobs>({
      size: count,
      spawn: () => new Worker(new URL('./chain-worker.js', import.meta.url)) as Port,
    })
    const all = (sweeps: number) =>
      Promise.all(
        [1, 2, 3, 4].map((seed) => lastValueFrom(workers.submit('chain', { seed, sweeps }, { maxSteps: 1e9 }))),
      )
    await all(100)
    const start = performance.now()
    await all(quick ? 3000 : 20000)
    found.push({ count, ms: performance.now() - start })
    await workers.close()
  }
  return found
}
