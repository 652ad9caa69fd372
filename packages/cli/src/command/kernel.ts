import { type Done, GardnerError, type Machine, machineSearch, run, type SearchState, searching } from '@gardner/core'
import { WEIGHTS } from '@gardner/core/registry'
import type { Report } from '@gardner/results'
import { lastValueFrom, tap } from 'rxjs'
import { budgetOf, type Settings } from '../option/settings.js'
import { INTERRUPTED } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { progress } from '../session/progress.js'
import type { Session } from '../session/session.js'
import { find, type Limits } from './search.js'

/** Does the work of a command, and sends what it finds. */
export type Work = (session: Session, settings: Settings, send: (report: Report) => Promise<void>) => Promise<number>

/**
 * The same work with the kernel of the activation derived before it, in pieces: deriving one takes up to some seconds, which the budget and
 * Ctrl-C end as they end the work. A kernel that is known costs nothing.
 */
export const withKernel =
  (work: Work): Work =>
  async (session, settings, send) => {
    const begun = session.clock()
    const known = await interruptible(session, (signal) => deriveKernel(session, settings, signal))
    return !known ? INTERRUPTED : work(session, { ...settings, begun }, send)
  }

/** Derives the kernel of the activation in question, if it has none; false where the signal came first. */
export async function deriveKernel(session: Session, settings: Settings, signal: AbortSignal): Promise<boolean> {
  const { activation: name, weights: prior } = settings
  // what is missing is said by the work
  if (name === undefined || prior === undefined) return true
  const { catalogue } = session
  const activation = catalogue.activation(name)
  if (activation.kernel !== undefined) return true
  const weights = catalogue.get(WEIGHTS, prior)
  const search = searching<Machine | undefined>(
    'kernel',
    () => machineSearch({ activation, weights }),
    () => undefined,
  )
  const line = progress(session)
  const shown = tap(() => line.show(() => `kernel of ${name}`))
  const found = async (limits: Limits): Promise<Machine> => {
    const { verdict, result } = (await lastValueFrom(run(search, limits).pipe(shown))) as Done<
      SearchState<Machine | undefined>,
      Machine | undefined
    >
    if (result === undefined)
      throw new GardnerError('NOT_CONVERGED', `the kernel of ${name} was not derived: ${verdict}`)
    return result
  }
  try {
    return (await find(session, { name: 'kernel', ...budgetOf(settings), find: found }, signal)) !== undefined
  } finally {
    line.clear()
  }
}
