import { invalid } from '@gardner/core'
import { barycentre, type RobustnessPoint, robustness as robustnessOf } from '@gardner/machines'
import { lastValueFrom } from 'rxjs'
import { flagOf, optionsOf } from '../option/declared.js'
import { grid } from '../option/grid.js'
import type { Settings } from '../option/settings.js'
import { workersOf } from '../option/workers.js'
import { DONE, INTERRUPTED, unsuitableIsUsageError, usageError } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { progress } from '../session/progress.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import { chainPlan } from '../simulation/chain-plan.js'
import type { simulationJobs } from '../simulation/job.js'
import { limits } from '../simulation/limits.js'
import { given, type Machine } from '../simulation/machine.js'
import { seedOf } from '../simulation/machine-options.js'
import { machineOf } from '../simulation/machine-source.js'
import { readWeights } from '../simulation/weights-file.js'
import { answering } from './each.js'
import { type Robustness, robustnessReport, tiedOf } from './robustness-report.js'
import { ending, sampled } from './sample.js'

/** Replicas on an instance, and the chain that made them if they were not read. */
interface Replicas {
  readonly machine: Machine
  readonly replicas: readonly Float64Array[]
  readonly method?: string
  /** The exit code of the chain. */
  end(): number
}

/** `gardner robustness`: how often training patterns with flipped inputs are misclassified. */
export const robustness = answering('robustness', async (session, settings, send) => {
  const etas = flipsOf(settings)
  const { clock } = session
  return interruptible(session, async (signal) => {
    const start = clock()
    const { machine, replicas, method, end } = await (settings.from === undefined
      ? simulated(session, settings, signal)
      : unsuitableIsUsageError(() => loaded(session, settings)))
    const curves = await unsuitableIsUsageError(() => measured(session, settings, machine, replicas, etas, signal))
    if (curves === undefined) {
      remark(session, 'interrupted before the robustness was known')
      return INTERRUPTED
    }
    await send(robustnessReport(machine, method, curves, (clock() - start) / 1000))
    return end()
  })
})

const DEFAULT_FLIPS = '0:0.5:0.05'

function flipsOf({ flips = DEFAULT_FLIPS }: Settings): readonly number[] {
  const etas = grid('flips', flips)
  for (const eta of etas) if (!(eta >= 0 && eta <= 1)) throw invalid('flips', eta, 'probabilities from 0 to 1')
  return etas
}

async function loaded(session: Session, settings: Settings): Promise<Replicas> {
  const { typed, from = '' } = settings
  const other = optionsOf('chain').find((option) => typed[option] !== undefined)
  if (other !== undefined)
    throw usageError(`--from and ${flagOf(other)} exclude each other: the weights are there already`)
  const machine = await machineOf(session, settings)
  return { machine, replicas: readWeights(session, from, machine.instance), end: () => DONE }
}

async function simulated(session: Session, settings: Settings, signal: AbortSignal): Promise<Replicas> {
  const plan = await unsuitableIsUsageError(() => chainPlan(session, { ...settings, chains: '1' }))
  const { instance } = plan.machine
  // what cannot be measured need not be simulated
  await unsuitableIsUsageError(() => void robustnessOf(instance, new Float64Array(instance.size).fill(1), [0]))
  const found = await sampled(session, plan, settings, signal)
  return {
    machine: plan.machine,
    replicas: found.outcomes[0].sample.weights,
    method: plan.method,
    end: () => ending(session, plan, found),
  }
}

/** The curves of the replicas and of their barycentre, each a job; undefined if it was ended before. */
async function measured(
  session: Session,
  settings: Settings,
  machine: Machine,
  replicas: readonly Float64Array[],
  etas: readonly number[],
  signal: AbortSignal,
): Promise<Robustness | undefined> {
  const all = [...replicas, barycentre(machine.instance, replicas)]
  const workers = await session.engine.workers<typeof simulationJobs>(workersOf(session, settings, all.length))
  const input = given(machine)
  const line = progress(session)
  const within = limits(signal, undefined)
  let done = 0
  try {
    const curves = await Promise.all(
      all.map(async (vector): Promise<readonly RobustnessPoint[]> => {
        const job = { modules: settings.modules, machine: input, weights: vector, etas, seed: seedOf(settings) }
        const { points } = await lastValueFrom(workers.submit('robustness', job, { signal: within.signal }))
        done++
        line.show(() => `robustness of ${done} of ${all.length} weight vectors`)
        return points
      }),
    )
    if (curves.some((points) => points.length === 0)) return undefined
    return {
      replicas: curves.slice(0, -1),
      barycentre: curves[curves.length - 1],
      tied: replicas.map((weights) => tiedOf(machine, weights)),
    }
  } finally {
    line.clear()
    within.release()
    await workers.close()
  }
}
