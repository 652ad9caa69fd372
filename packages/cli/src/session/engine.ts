import type { Jobs, Pool } from '@gardner/core/worker'

/** Where jobs run: in this thread, in threads beside it, or elsewhere. */
export interface Engine {
  /** How many jobs are worth running at once; 0 where there is this thread alone. */
  readonly parallel: number
  /**
   * Workers for the jobs of the command line, so many at once; 0 works in this thread.
   *
   * @throws INVALID_OPTION where there are no workers beside this thread
   */
  workers<J extends Jobs>(count: number): Promise<Pool<J>>
}
