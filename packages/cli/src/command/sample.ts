import type { Verdict } from '@gardner/core'
import { type Options, readSettings, type Settings } from '../option/settings.js'
import { expectOne, severalIn } from '../option/several.js'
import { workersOf } from '../option/workers.js'
import { DONE, FAILED, INTERRUPTED, unsuitableIsUsageError, usageError } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import { askedOf, type ChainPlan, chainPlan } from '../simulation/chain-plan.js'
import { type ChainOutcome, chains } from '../simulation/chains.js'
import { checkpointFile } from '../simulation/checkpoint-file.js'
import type { simulationJobs } from '../simulation/job.js'
import { limits } from '../simulation/limits.js'
import { weightsDestination } from '../simulation/weights-file.js'
import { each } from './each.js'
import type { Work } from './kernel.js'
import { sampleReport, verdictOf } from './sample-report.js'

/** `gardner sample`: weights of one instance, by Monte Carlo. */
export async function sample(session: Session, options: Options): Promise<number> {
  const typed = weightsInPlaceOfReport(options)
  const settings = await readSettings(session, typed)
  const { save } = settings
  if (save !== undefined)
    expectOne(session.catalogue, settings, severalIn.sample, `as ${save} has the weights of one machine`)
  return each(session, settings, severalIn.sample, found)
}

const found: Work = async (session, settings, send) => {
  const keep = settings.save === undefined ? undefined : weightsDestination(session, settings.save)
  const { clock } = session
  return interruptible(session, async (signal) => {
    const start = clock()
    const plan = await unsuitableIsUsageError(() => chainPlan(session, settings))
    const found = await sampled(session, plan, settings, signal)
    const { outcomes } = found
    await keep?.(
      plan.machine.instance,
      outcomes.flatMap(({ sample }) => sample.weights),
    )
    await send(sampleReport(plan, outcomes, (clock() - start) / 1000))
    return ending(session, plan, found)
  })
}

/** `--out weights.npy` is where the weights go; the report has no such format. */
function weightsInPlaceOfReport(options: Options): Options {
  const { out, ...rest } = options
  if (out === undefined || !/\.npy$/i.test(out)) return options
  if (options.save !== undefined)
    throw usageError('--save and --out with a .npy file exclude each other: both are the weights')
  return { ...rest, save: out }
}

export interface Sampled {
  readonly outcomes: readonly ChainOutcome[]
  /** Was it the budget that ended them? */
  readonly expired: boolean
  /** Could their checkpoint not be written? */
  readonly unsaved: boolean
}

/** Runs the chains of a plan within its budget, in threads if there are several. */
export async function sampled(
  session: Session,
  plan: ChainPlan,
  settings: Settings,
  signal: AbortSignal,
): Promise<Sampled> {
  const file = await checkpointFile(session, settings, 'sample', askedOf(plan))
  const count = workersOf(session, settings, plan.seeds.length)
  const workers = await session.engine.workers<typeof simulationJobs>(count)
  const within = limits(signal, plan.budget)
  try {
    const outcomes = await unsuitableIsUsageError(() => chains(session, plan, workers, count, within.signal, file))
    return {
      outcomes: within.expired() ? outcomes.map(exhausted) : outcomes,
      expired: within.expired(),
      unsaved: file?.failed ?? false,
    }
  } finally {
    within.release()
    await workers.close()
  }
}

/** A chain that ran out of time. */
const exhausted = (outcome: ChainOutcome): ChainOutcome =>
  outcome.sample.verdict === 'interrupted'
    ? { ...outcome, sample: { ...outcome.sample, verdict: 'exhausted' } }
    : outcome

/** Says how chains ended that did not come to their end, and gives the exit code. */
export function ending(
  session: Session,
  { budget, seeds }: ChainPlan,
  { outcomes, expired, unsaved }: Sampled,
): number {
  const left = seeds.length - outcomes.length
  const verdict =
    left > 0 && verdictOf(outcomes) === 'converged' ? (expired ? 'exhausted' : 'interrupted') : verdictOf(outcomes)
  if (verdict === 'converged') return unsaved ? FAILED : DONE
  const ended = outcomes.filter(({ sample }) => sample.verdict === verdict)
  const begun = left === 0 ? '' : `; ${left} ${left === 1 ? 'chain was' : 'chains were'} not begun`
  const which = seeds.length === 1 ? '' : ` in ${ended.length} of ${seeds.length} chains`
  const why: Partial<Record<Verdict, string>> = {
    interrupted: 'interrupted',
    exhausted: expired ? `the budget of ${budget} ms ended` : 'the schedule ended without a solution',
    stalled: 'stalled: the overlap that was asked for was not reached',
    nonfinite: 'an energy is not a number',
  }
  const after = ended.length === 0 ? '' : `${which}, after ${ended[0].sample.sweeps} sweeps`
  remark(session, `${why[verdict]}${after}${begun}`)
  return verdict === 'interrupted' ? INTERRUPTED : FAILED
}
