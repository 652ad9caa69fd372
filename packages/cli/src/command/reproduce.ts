import { setMaxListeners } from 'node:events'
import { join } from 'node:path'
import type { Jobs } from '@gardner/core/worker'
import {
  type Asked,
  activations,
  bmz2019,
  type Findings,
  failures,
  JOURNAL,
  type Journal,
  journalIn,
  type Plan,
  partCount,
  parts,
  planOf,
  README,
  REPORT,
  readme,
  runPlan,
  type Study,
  typed,
  watching,
} from '@gardner/studies'
import { folderDestination } from '../file/destination.js'
import { journalFile } from '../file/journal-file.js'
import { choose } from '../option/choice.js'
import { type Options, readSettings } from '../option/settings.js'
import { workersOf } from '../option/workers.js'
import { DONE, FAILED, INTERRUPTED } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { progress } from '../session/progress.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import { versions } from '../session/versions.js'
import { fingerprintOfActivation } from '../simulation/fingerprint.js'
import { answer } from './answer.js'
import { reproductionReport } from './reproduction-report.js'

const studies = { bmz2019: () => bmz2019, activations } satisfies Record<string, (...given: never[]) => Study>

/** The studies that there are. */
export const studyNames = Object.keys(studies)

/** What `gardner reproduce` takes beside the options of every command. */
export type StudyOptions = Omit<Options, 'out'> & Asked & { readonly fresh?: boolean }

/** `gardner reproduce`: the numbers and the figures of a study, on all processors. */
export async function reproduce(session: Session, name: string, options: StudyOptions): Promise<number> {
  const make = choose('study', studies, name)
  return carriedOut(session, make, options)
}

/** A study from its options to its files. */
export async function carriedOut(
  session: Session,
  make: (...given: Parameters<typeof activations>) => Study,
  options: StudyOptions,
): Promise<number> {
  const { out, full, quick, only, fresh = false, ...rest } = options
  const settings = await readSettings(session, rest)
  const study = make(session.catalogue, settings.modules, fingerprintOfActivation)
  const count = workersOf(session, settings, Number.POSITIVE_INFINITY)
  const send = answer(session, settings)
  const plan = planOf((path) => folderDestination(session, path), study, {
    ...(out === undefined ? {} : { out }),
    ...(full === undefined ? {} : { full }),
    ...(quick === undefined ? {} : { quick }),
    ...(only === undefined ? {} : { only }),
  })
  const { folder } = plan
  const { clock } = session
  return interruptible(session, async (signal) => {
    const start = clock()
    // all parts wait for the one signal
    setMaxListeners(0, signal)
    const workers = await session.engine.workers<Jobs>(count)
    try {
      const say = (text: string) => remark(session, text)
      const journal =
        folder === undefined
          ? undefined
          : journalIn(journalFile(session.store, join(folder.path, JOURNAL)), askedOf(study), fresh, say)
      const watch = watching({ line: progress(session), err: session.err }, partCount(plan))
      const findings = await runPlan(plan, parts(workers, count, journal, watch, signal))
      const elapsed = (clock() - start) / 1000
      if (findings.done === findings.parts) await closing(plan, findings, journal, elapsed)
      const table = plan.datasets[0] === study.datasets[0] ? findings.datasets[0].outcomes : []
      await send(reproductionReport(study, table, findings.simulation, elapsed))
      return ending(session, findings, journal)
    } finally {
      await workers.close()
    }
  })
}

/** What results depend on beside the parts: what an edited plugin found before is of no use. */
const askedOf = ({ name, modules = [], fingerprints = new Map() }: Study): Readonly<Record<string, unknown>> => ({
  study: name,
  versions: versions(),
  ...(modules.length === 0
    ? {}
    : { plugins: modules.map(({ digest }) => digest), fingerprints: Object.fromEntries(fingerprints) }),
})

/** What is written when all is known; after it there is nothing to go on with. */
async function closing(
  { study, folder, command, simulation }: Plan,
  found: Findings,
  journal: Journal | undefined,
  elapsed: number,
): Promise<void> {
  if (folder === undefined) return
  const { datasets, figures } = found
  const sampled = found.simulation === undefined ? undefined : simulation
  const titles = [
    ...datasets.map(({ name, title, figure }) => ({ name, title, drawn: figure !== undefined })),
    ...Object.entries(sampled?.titles ?? {}).map(([name, title]) => ({
      name,
      title,
      drawn: figures.some((figure) => figure.name === name),
    })),
  ]
  await folder.fileIn(README).write(readme(study, titles, sampled?.readme))
  const { reportPage } = await import('@gardner/studies/report')
  const page = await reportPage({ study, command, found, versions: versions(), elapsed })
  await folder.fileIn(REPORT).write(page)
  journal?.close()
}

function ending(session: Session, { datasets, parts: all, done }: Findings, journal: Journal | undefined): number {
  if (done < all) {
    const further = journal === undefined ? '' : '; the same line goes on from there'
    remark(session, `interrupted after ${done} of ${all} parts${further}`)
    return INTERRUPTED
  }
  const failed = failures(datasets)
  if (failed.length === 0) return DONE
  const [{ line, reason }] = failed
  remark(session, `${failed.length} of ${all} parts not found, the first \`${typed(line)}\`: ${reason}`)
  return FAILED
}
