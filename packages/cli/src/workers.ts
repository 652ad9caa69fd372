import { wholeNumber } from '@gardner/core'
import { inline, type Pool, pool } from '@gardner/core/worker'
import { numeral } from './numeral.js'
import { type Container, resolve, THREADS } from './ports.js'
import type { jobs } from './reproduction/job.js'
import type { Settings } from './settings.js'

export type Workers = Pool<typeof jobs>

/** How many threads were asked for: by default one for each processor, and no more than there is work for. */
export function workersOf(container: Container, { workers }: Settings, most: number): number {
  if (workers !== undefined) {
    return Math.min(most, wholeNumber('workers', numeral('workers', workers, 'a whole number, 0 or above')))
  }
  // one piece of work needs no second thread
  return most === 1 ? 0 : Math.min(most, resolve(container, THREADS).count)
}

/** Threads for the jobs; none of them: this one. */
export async function workersFor(container: Container, count: number): Promise<Workers> {
  if (count > 0) return pool<typeof jobs>({ size: count, spawn: () => resolve(container, THREADS).spawn() })
  return inline((await import('./reproduction/job.js')).jobs)
}
