import { isGardnerError } from '@gardner/core'
import type { Pool } from '@gardner/core/worker'
import { lastValueFrom, tap } from 'rxjs'
import type { StudyJobs } from './jobs.js'
import type { Journal } from './journal.js'
import type { Told, Work } from './line.js'
import type { RegionEvent, RegionInput } from './region.js'
import type { TheoryEvent, TheoryInput } from './theory.js'
import { turnstile } from './turnstile.js'
import type { Watch } from './watch.js'

/** What was found of a command line; undefined where the work was ended first. */
export type Outcome =
  | Extract<Told, { kind: 'done' }>
  | { readonly kind: 'failed'; readonly reason: string; readonly seconds: number }
  | undefined

/** An instance that was sampled, and the seconds that took. */
export type Sampled = Extract<RegionEvent, { kind: 'done' }>

/** A theory beside a simulation, and the seconds that took. */
export type Theorised = Extract<TheoryEvent, { kind: 'done' }>

/** Does the parts of a study, those that are not in its journal. */
export interface Parts {
  line(title: string, work: Work): Promise<Outcome>
  region(title: string, input: RegionInput): Promise<Sampled | undefined>
  theory(title: string, input: TheoryInput): Promise<Theorised | undefined>
}

/** What has not begun when the signal comes is not begun. */
export function parts(
  workers: Pool<StudyJobs>,
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
    region: (title, input) =>
      once(title, input, async (share) => {
        const watched = tap((event: RegionEvent) => void (event.kind === 'step' && share(event.share)))
        const last = await lastValueFrom(workers.submit('region', input, { signal }).pipe(watched))
        return last.kind === 'done' ? (last as Sampled) : undefined
      }),
    theory: (title, input) =>
      once(title, input, async () => {
        const found = await lastValueFrom(workers.submit('theory', input, { signal }))
        return found.kind === 'done' ? (found as Theorised) : undefined
      }),
  }
}

/** What a line gives; undefined where it was ended before that. */
async function outcomeOf(
  workers: Pool<StudyJobs>,
  work: Work,
  signal: AbortSignal,
  share: (share: number) => void,
): Promise<Outcome> {
  let outcome: Outcome
  try {
    const watched = tap((told: Told) => void (told.kind === 'step' && share(told.share)))
    outcome = (await lastValueFrom(workers.submit('command', work, { signal }).pipe(watched))) as Outcome
  } catch (error) {
    if (!isGardnerError(error) || error.code !== 'NOT_CONVERGED') throw error
    if (signal.aborted) return undefined
    return { kind: 'failed', reason: error.message, seconds: 0 }
  }
  return outcome?.kind === 'done' && outcome.verdict === 'interrupted' ? undefined : outcome
}
