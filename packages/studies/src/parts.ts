import { isGardnerError } from '@gardner/core'
import type { Pool } from '@gardner/core/worker'
import { lastValueFrom, type Observable, tap } from 'rxjs'
import type { Journal } from './journal.js'
import type { LineEvent, Work } from './line.js'
import { turnstile } from './turnstile.js'
import type { Watch } from './watch.js'

/** What was found of a command line; undefined where the work was ended first. */
export type Outcome =
  | Extract<LineEvent, { kind: 'done' }>
  | { readonly kind: 'failed'; readonly reason: string; readonly seconds: number }
  | undefined

/** What a job of a study tells: how far it is, then what it found; nothing where the signal came first. */
export type JobEvent =
  | { readonly kind: 'step'; readonly share: number }
  | { readonly kind: 'done'; readonly seconds: number }
  | { readonly kind: 'interrupted' }

/** Does the parts of a study, those that are not in its journal. */
export interface Parts {
  line(title: string, work: Work): Promise<Outcome>
  /** A job by its name, whose last event is a `T`; undefined where the work was ended first. */
  job<T extends Extract<JobEvent, { kind: 'done' }>>(
    title: string,
    name: string,
    input: unknown,
  ): Promise<T | undefined>
}

/** What has not begun when the signal comes is not begun. */
export function parts(
  workers: Pool,
  atOnce: number,
  journal: Journal | undefined,
  watch: Watch,
  signal: AbortSignal,
): Parts {
  const through = turnstile(atOnce)

  /** What the journal has, or else what is found now and then kept. */
  const once = async <T>(
    title: string,
    asked: unknown,
    find: (watch: (share: number) => void) => Promise<T | undefined>,
    lasting: (found: T) => boolean = () => true,
  ): Promise<T | undefined> => {
    const key = JSON.stringify(asked)
    const known = journal?.find(key) as T | undefined
    if (known !== undefined) {
      watch.known()
      return known
    }
    return through(async () => {
      if (signal.aborted) return undefined
      const share = watch.part(title)
      const found = await find(share)
      if (found === undefined) return undefined
      if (lasting(found)) journal?.add(key, found)
      share(1)
      return found
    })
  }

  return {
    line: (title, work) =>
      once(
        title,
        work,
        (share) => outcomeOf(workers, work, signal, share),
        // how far a budget reaches is a matter of the day
        (outcome) => outcome?.kind !== 'done' || outcome.verdict !== 'exhausted',
      ),
    job: <T>(title: string, name: string, input: unknown) =>
      once(title, input, async (share) => {
        const watched = tap((event: JobEvent) => void (event.kind === 'step' && share(event.share)))
        const events = workers.submit(name, input, { signal }) as Observable<JobEvent>
        const last = await lastValueFrom(events.pipe(watched))
        return last.kind === 'done' ? (last as T) : undefined
      }),
  }
}

/** What a line gives; undefined where it was ended before that. */
async function outcomeOf(
  workers: Pool,
  work: Work,
  signal: AbortSignal,
  share: (share: number) => void,
): Promise<Outcome> {
  let outcome: Outcome
  try {
    const watched = tap((told: LineEvent) => void (told.kind === 'step' && share(told.share)))
    const events = workers.submit('command', work, { signal }) as Observable<LineEvent>
    outcome = (await lastValueFrom(events.pipe(watched))) as Outcome
  } catch (error) {
    if (!isGardnerError(error) || error.code !== 'NOT_CONVERGED') throw error
    if (signal.aborted) return undefined
    return { kind: 'failed', reason: error.message, seconds: 0 }
  }
  return outcome?.kind === 'done' && outcome.verdict === 'interrupted' ? undefined : outcome
}
