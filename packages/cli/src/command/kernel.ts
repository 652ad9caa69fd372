import { type Done, GardnerError, type Machine, machineSearch, run, type SearchState, searching } from '@gardner/core'
import { WEIGHTS } from '@gardner/core/registry'
import type { Report } from '@gardner/results'
import { lastValueFrom, tap } from 'rxjs'
import { budgetOf, type Settings } from '../option/settings.js'
import { INTERRUPTED } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { progress } from '../session/progress.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import { findBefore, type Limits } from './search.js'

/** Does the work of a command, and sends what it finds. */
export type Work = (session: Session, settings: Settings, send: (report: Report) => Promise<void>) => Promise<number>

/**
 * The same work with the kernel of the activation derived before it, in pieces: deriving one takes up to some seconds, which the budget and
 * Ctrl-C end as they end the work. A kernel that is known costs nothing.
 */
export const withKernel =
  (work: Work): Work =>
  async (session, settings, send) => {
    if (kernelIsKnown(session, settings)) return work(session, settings, send)
    const begun = session.clock()
    const known = await interruptible(
      session,
      async (signal) => (await deriveKernel(session, settings, signal)) && !signal.aborted,
    )
    if (known) return work(session, { ...settings, begun }, send)
    remark(session, 'interrupted before the kernel was found')
    return INTERRUPTED
  }

/** Whether there is no kernel to derive: the activation has one, or what is asked for is not said, which the work will say. */
const kernelIsKnown = ({ catalogue }: Session, { activation, weights }: Settings): boolean =>
  activation === undefined || weights === undefined || catalogue.activation(activation).kernel !== undefined

/** Derives the kernel of the activation in question, if it has none; false where the signal came first. */
export async function deriveKernel(session: Session, settings: Settings, signal: AbortSignal): Promise<boolean> {
  const { activation: name, weights: prior } = settings
  if (name === undefined || prior === undefined || kernelIsKnown(session, settings)) return true
  const { catalogue } = session
  const activation = catalogue.activation(name)
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
    return (await findBefore(session, { name: 'kernel', ...budgetOf(settings), find: found }, signal)) !== undefined
  } finally {
    line.clear()
  }
}
