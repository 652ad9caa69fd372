import type { Sample } from '@gardner/core'
import { digits, seconds } from '@gardner/results'
import { lastValueFrom, tap } from 'rxjs'
import { progress } from '../session/progress.js'
import type { Session } from '../session/session.js'
import type { ChainPlan } from './chain-plan.js'
import type { CheckpointFile } from './checkpoint-file.js'
import { inTurn } from './in-turn.js'
import type { ChainEvent, ChainProgress, SimulationWorkers } from './job.js'

/** What a chain found. */
export interface ChainOutcome {
  readonly seed: number
  readonly sample: Sample
}

/**
 * Runs the chains of a plan, so many at a time, each from its checkpoint if there is one. At the signal those that have begun hand over
 * what they have, the first of them in any case.
 */
export async function chains(
  session: Session,
  plan: ChainPlan,
  workers: SimulationWorkers,
  atOnce: number,
  signal: AbortSignal,
  file: CheckpointFile | undefined,
): Promise<readonly ChainOutcome[]> {
  const texts = plan.seeds.map((_, k) => file?.lines[k] ?? '')
  const watch = watching(session, plan)
  try {
    const one = async (seed: number, k: number): Promise<ChainOutcome> => {
      const input = {
        ...plan.inputOf(seed),
        ...(texts[k] === '' ? {} : { resume: texts[k] }),
        ...(file === undefined ? {} : { saveEvery: file.every }),
      }
      const watched = tap((event: ChainEvent) => {
        if (event.kind === 'step') watch.step(k, event)
        if (event.kind === 'checkpoint') {
          texts[k] = event.text
          file?.offer(texts)
        }
        if (event.kind === 'done') {
          texts[k] = event.checkpoint ?? ''
          watch.done(k)
        }
      })
      const last = await lastValueFrom(workers.submit('sample', input, { signal }).pipe(watched))
      // a job tells of its end last
      const { sample } = last as Extract<ChainEvent, { kind: 'done' }>
      return { seed, sample }
    }
    const found = await inTurn(plan.seeds, atOnce, signal, one)
    const outcomes = found.filter((outcome) => outcome !== undefined)
    // and what a checkpoint brought along is told whether or not its turn came
    for (const [k, seed] of plan.seeds.entries()) {
      if (found[k] === undefined && texts[k] !== '') outcomes.push(await one(seed, k))
    }
    if (outcomes.length === 0) outcomes.push(await one(plan.seeds[0], 0))
    file?.save(texts)
    return outcomes
  } finally {
    watch.clear()
  }
}

/** A line on the terminal: the chain that was heard of last, and how long all of them will take. */
function watching(session: Session, plan: ChainPlan) {
  const count = plan.seeds.length
  const line = progress(session)
  const { clock } = session
  const start = clock()
  const shares = new Map<number, number>()
  const begun = new Map<number, number>()
  const finished = new Set<number>()
  const left = (): string => {
    const sum = (of: Map<number, number>) => [...of.values()].reduce((total, share) => total + share, 0)
    // what a checkpoint brought along took no time now
    const done = sum(shares) - sum(begun)
    const rest = count - sum(shares)
    return done > 0 ? `${seconds(((clock() - start) / 1000) * (rest / done))} left` : ''
  }
  return {
    step: (k: number, at: ChainProgress) => {
      const share = at.sweep / at.sweeps
      if (!begun.has(k)) begun.set(k, share)
      shares.set(k, share)
      const name = count === 1 ? '' : `chain ${k + 1} (${finished.size} of ${count} done)`
      line.show(() => progressLine(plan, at, name, left()))
    },
    done: (k: number) => {
      shares.set(k, 1)
      finished.add(k)
    },
    clear: () => line.clear(),
  }
}

/** What fits into a narrow terminal first. */
const progressLine = (
  { cost }: ChainPlan,
  { sweep, sweeps, beta, gamma, energy, acceptance }: ChainProgress,
  name: string,
  left: string,
): string =>
  [
    ...(name === '' ? [] : [name]),
    `${Math.floor((100 * sweep) / sweeps)} %`,
    ...(left === '' ? [] : [left]),
    `sweep ${sweep}/${sweeps}`,
    `${cost?.kind === 'errors' ? 'errors' : 'energy'} ${rounded(energy)}`,
    `acceptance ${rounded(acceptance)}`,
    `β ${rounded(beta)}`,
    ...(gamma === 0 ? [] : [`γ ${rounded(gamma)}`]),
  ].join(' · ')

const rounded = (value: number): string => digits(Number(value.toPrecision(3)))
