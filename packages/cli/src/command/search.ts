import { GardnerError, isGardnerError } from '@gardner/core'
import type { Report } from '@gardner/results'
import { DONE, INTERRUPTED } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'

/** Within what something is searched for. */
export interface Limits {
  readonly signal: AbortSignal
  readonly budget?: number
}

/** What is searched for, and how. */
export interface Sought<T> {
  readonly name: string
  readonly budget?: number
  /** When the command began, if its budget counts from there. */
  readonly begun?: number
  find(limits: Limits): Promise<T>
}

/** What is searched for, and what is done with it. */
export interface Search<T> extends Sought<T> {
  /** The report of what was found in so many seconds. */
  report(found: T, elapsed: number): Report
  send(report: Report): Promise<void>
}

/** Finds one thing or nothing; of a search that was ended there is nothing to hand over. */
export function search<T>(session: Session, { report, send, ...sought }: Search<T>): Promise<number> {
  const { clock } = session
  return interruptible(session, async (signal) => {
    const start = sought.begun ?? clock()
    const found = await find(session, sought, signal)
    if (found === undefined) return INTERRUPTED
    await send(report(found, (clock() - start) / 1000))
    return DONE
  })
}

/** What was sought, or undefined where the signal came first, which is remarked on. */
export async function find<T>(session: Session, sought: Sought<T>, signal: AbortSignal): Promise<T | undefined> {
  const found = await findBefore(session, sought, signal)
  if (found === undefined) remark(session, `interrupted before the ${sought.name} was found`)
  return found
}

/** What was sought, or undefined where the signal came first. */
export async function findBefore<T>(
  session: Pick<Session, 'clock'>,
  sought: Sought<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  const { name, budget } = sought
  const { clock } = session
  const start = sought.begun ?? clock()
  try {
    return await sought.find({
      signal,
      ...(budget === undefined ? {} : { budget: Math.max(1e-9, budget - (clock() - start)) }),
    })
  } catch (error) {
    if (!isGardnerError(error) || error.code !== 'NOT_CONVERGED') throw error
    if (signal.aborted) return undefined
    if (budget === undefined || clock() - start < budget) throw error
    throw new GardnerError(error.code, `the budget of ${budget} ms ended before the ${name} was found`, {
      cause: error,
    })
  }
}
