import { digits, seconds } from '@gardner/results'
import { lastValueFrom, tap } from 'rxjs'
import { workersOf } from '../option/workers.js'
import { DONE, FAILED, INTERRUPTED, unsuitableIsUsageError } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { progress } from '../session/progress.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import { type CheckpointFile, checkpointFile } from '../simulation/checkpoint-file.js'
import { inTurn } from '../simulation/in-turn.js'
import type { AttemptEvent, SimulationWorkers, simulationJobs } from '../simulation/job.js'
import { limits } from '../simulation/limits.js'
import { askedOf, type SuccessPlan, successPlan } from '../simulation/success-plan.js'
import { answering } from './each.js'
import { type Attempt, successReport } from './success-report.js'

/** `gardner success`: how often a method finds solutions, against the load. */
export const success = answering('success', async (session, settings, send) => {
  const { clock } = session
  return interruptible(session, async (signal) => {
    const start = clock()
    const plan = await unsuitableIsUsageError(() => successPlan(session, settings))
    const file = await checkpointFile(session, settings, 'success', askedOf(plan))
    const all = plan.loads.length * plan.seeds.length
    const count = workersOf(session, settings, all)
    const workers = await session.engine.workers<typeof simulationJobs>(count)
    const within = limits(signal, plan.budget)
    let attempts: readonly (Attempt | undefined)[]
    try {
      attempts = await unsuitableIsUsageError(() => attempted(session, plan, workers, count, within.signal, file))
    } finally {
      within.release()
      await workers.close()
    }
    const done = attempts.filter((attempt) => attempt !== undefined).length
    const told = plan.loads.some((_, i) =>
      attempts.slice(i * plan.seeds.length, (i + 1) * plan.seeds.length).every(Boolean),
    )
    // a table without rows says nothing
    if (told) await send(successReport(plan, attempts, (clock() - start) / 1000))
    if (done === all) return file?.failed ? FAILED : DONE
    const why = within.expired() ? `the budget of ${plan.budget} ms ended` : 'interrupted'
    remark(session, `${why} after ${done} of ${all} attempts; loads that lack some are left out`)
    return within.expired() ? FAILED : INTERRUPTED
  })
})

/** All attempts, load by load, each seed in turn; undefined where one was ended before it knew. */
async function attempted(
  session: Session,
  { loads, seeds, inputOf }: SuccessPlan,
  workers: SimulationWorkers,
  atOnce: number,
  signal: AbortSignal,
  file: CheckpointFile | undefined,
): Promise<readonly (Attempt | undefined)[]> {
  const pairs = loads.flatMap((load) => seeds.map((seed) => ({ load, seed })))
  const lines = pairs.map((_, k) => file?.lines[k] ?? '')
  const watch = watching(session, lines)
  try {
    const attempts = await inTurn(pairs, atOnce, signal, async ({ load, seed }, k): Promise<Attempt | undefined> => {
      if (lines[k] !== '') return JSON.parse(lines[k])
      const watched = tap((event: AttemptEvent) => {
        if (event.kind === 'step') watch(load.alpha)
      })
      const last = await lastValueFrom(workers.submit('attempt', inputOf(load, seed), { signal }).pipe(watched))
      const { verdict, solved, sweeps, errors, tied } = last as Extract<AttemptEvent, { kind: 'done' }>
      if (verdict === 'interrupted') return undefined
      const attempt = { solved, sweeps, errors, tied }
      lines[k] = JSON.stringify(attempt)
      file?.offer(lines)
      return attempt
    })
    file?.save(lines)
    // what a checkpoint brought along is there whether or not its turn came
    return attempts.map((attempt, k) => attempt ?? (lines[k] === '' ? undefined : JSON.parse(lines[k])))
  } finally {
    watch.clear()
  }
}

/** A line on the terminal: how many attempts are done, and how long the rest will take. */
function watching(session: Session, lines: readonly string[]) {
  const line = progress(session)
  const { clock } = session
  const start = clock()
  const count = () => lines.reduce((sum, text) => sum + (text === '' ? 0 : 1), 0)
  const before = count()
  const show = (alpha: number) =>
    line.show(() => {
      const done = count()
      const rate = (done - before) / (clock() - start)
      const left = done > before ? `, ${seconds((lines.length - done) / rate / 1000)} left` : ''
      const share = Math.floor((100 * done) / lines.length)
      return `${done} of ${lines.length} attempts (${share} %), α = ${digits(Number(alpha.toPrecision(4)))}${left}`
    })
  return Object.assign(show, { clear: () => line.clear() })
}
