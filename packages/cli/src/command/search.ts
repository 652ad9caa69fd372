import { GardnerError, isGardnerError } from '@gardner/core'
import { DONE, INTERRUPTED } from '../failure.js'
import { interruptible } from '../interruption.js'
import { CLOCK, type Container, resolve } from '../ports.js'
import type { Report } from '../report/report.js'
import { remark } from './answer.js'

/** What is searched for, within which limits, and what is done with it. */
export interface Search<T> {
  readonly name: string
  readonly budget?: number
  find(limits: { readonly signal: AbortSignal; readonly budget?: number }): Promise<T>
  /** The report of what was found in so many seconds. */
  report(found: T, elapsed: number): Report
  send(report: Report): Promise<void>
}

/** Finds one thing or nothing; of a search that was ended there is nothing to hand over. */
export function search<T>(container: Container, { name, budget, find, report, send }: Search<T>): Promise<number> {
  const clock = resolve(container, CLOCK)
  return interruptible(container, async (signal) => {
    const start = clock()
    let found: T
    try {
      found = await find({ signal, ...(budget === undefined ? {} : { budget }) })
    } catch (error) {
      if (!isGardnerError(error) || error.code !== 'NOT_CONVERGED') throw error
      if (signal.aborted) {
        remark(container, `interrupted before the ${name} was found`)
        return INTERRUPTED
      }
      if (budget === undefined || clock() - start < budget) throw error
      throw new GardnerError(error.code, `the budget of ${budget} ms ended before the ${name} was found`, {
        cause: error,
      })
    }
    await send(report(found, (clock() - start) / 1000))
    return DONE
  })
}
