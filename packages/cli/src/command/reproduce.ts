import { setMaxListeners } from 'node:events'
import { isGardnerError } from '@gardner/core'
import { lastValueFrom, tap } from 'rxjs'
import { choose } from '../choice.js'
import { type Destination, folderDestination } from '../destination.js'
import { DONE, FAILED, INTERRUPTED, misuse } from '../failure.js'
import { interruptible } from '../interruption.js'
import { CLOCK, type Container, OUTPUT, resolve } from '../ports.js'
import { progress } from '../progress.js'
import { bmz2019, type Dataset, type Reproduction } from '../reproduction/bmz2019.js'
import { denseFiles, denseTitles } from '../reproduction/dense-files.js'
import {
  type DenseRegions,
  type DenseResult,
  denseRegions,
  denseResult,
  sampleRegion,
} from '../reproduction/dense-regions.js'
import { datasetFiles, type Outcome, readme, typed } from '../reproduction/folder.js'
import type { Line } from '../reproduction/job.js'
import { type Options, settle } from '../settings.js'
import { type Workers, workersFor, workersOf } from '../workers.js'
import { answer, remark } from './answer.js'
import { reproductionReport } from './reproduction-report.js'

const reproductions: Readonly<Record<string, Reproduction>> = { bmz2019 }
export const papers = Object.keys(reproductions)

/** `gardner reproduce`: the capacities and the curves of a paper, on all processors. */
export async function reproduce(container: Container, paper: string, options: Options): Promise<number> {
  const { out, full, quick, ...rest } = options
  if (full && quick) throw misuse('--full and --quick exclude each other: give one of them')
  const study = full ? denseRegions.full : denseRegions.quick
  const settings = await settle(container, rest)
  const chosen = choose('paper', reproductions, paper)
  const count = workersOf(container, settings, Number.POSITIVE_INFINITY)
  const send = answer(container, settings)
  const fileIn = out === undefined ? undefined : folderDestination(container, out)
  // without a place for the curves there is no use in computing them
  const datasets = fileIn === undefined ? chosen.datasets.slice(0, 1) : chosen.datasets
  const places = placesOf(chosen, datasets, study, fileIn)
  const clock = resolve(container, CLOCK)
  return interruptible(container, async (signal) => {
    const start = clock()
    // all lines wait for the one signal
    setMaxListeners(0, signal)
    const workers = await workersFor(container, count)
    const lines = datasets.reduce((sum, dataset) => sum + dataset.lines.length, 0)
    const watch = watching(container, lines + (fileIn === undefined ? 0 : piecesOf(study).length))
    try {
      const whole = Promise.all(
        datasets.map(async (dataset) => {
          const outcomes = await Promise.all(
            dataset.lines.map((line) => outcomeOf(workers, line, signal, watch(line, titleOf(dataset, line)))),
          )
          if (outcomes.every((outcome) => outcome !== undefined)) {
            for (const { name, text } of datasetFiles(chosen, dataset, outcomes))
              await places.get(name)?.write(await text())
          }
          return outcomes
        }),
      )
      const sampled = fileIn === undefined ? Promise.resolve([]) : regions(workers, study, signal, watch)
      const [all, results] = await Promise.all([whole, sampled])
      if (results.length > 0) {
        for (const { name, text } of denseFiles(chosen, study, results)) await places.get(name)?.write(await text())
      }
      if (!signal.aborted) await places.get(README)?.write(readme(chosen, denseTitles))
      await send(reproductionReport(chosen, all[0], results, (clock() - start) / 1000))
      return ending(container, datasets, all, signal)
    } finally {
      await workers.close()
    }
  })
}

const README = 'README.md'

/** A place for every file, looked at before anything is computed. */
function placesOf(
  reproduction: Reproduction,
  datasets: readonly Dataset[],
  study: DenseRegions,
  fileIn: ((name: string) => Destination) | undefined,
): ReadonlyMap<string, Destination> {
  if (fileIn === undefined) return new Map()
  const names = datasets.flatMap((dataset) => datasetFiles(reproduction, dataset, []).map(({ name }) => name))
  const sampled = denseFiles(reproduction, study, []).map(({ name }) => name)
  return new Map([...names, ...sampled, README].map((name) => [name, fileIn(name)]))
}

/** An instance of a machine of which dense regions are sampled. */
interface Piece {
  readonly machine: DenseRegions['machines'][number]
  readonly seed: number
}

const piecesOf = ({ machines, instances }: DenseRegions): readonly Piece[] =>
  machines.flatMap((machine) => Array.from({ length: instances }, (_, k) => ({ machine, seed: k + 1 })))

/** The dense regions of all instances; none of a study that was ended before its end. */
async function regions(
  workers: Workers,
  study: DenseRegions,
  signal: AbortSignal,
  watch: Watch,
): Promise<readonly DenseResult[]> {
  const results = await Promise.all(
    study.machines.map(async (machine) => {
      const found = await Promise.all(
        piecesOf({ ...study, machines: [machine] }).map(({ seed }) => {
          const title = `figure-3-simulation · ${machine.activation} · N = ${machine.inputs} · seed ${seed}`
          return sampleRegion(workers, study, machine, seed, signal, watch(`${machine.activation} ${seed}`, title))
        }),
      )
      const whole = found.filter((region) => region !== undefined)
      return whole.length < found.length ? undefined : denseResult(workers, study, machine, whole, signal)
    }),
  )
  return results.some((result) => result === undefined) ? [] : (results as readonly DenseResult[])
}

/** What a line gives; undefined where it was ended before that. */
async function outcomeOf(
  workers: Workers,
  line: Line,
  signal: AbortSignal,
  watch: (share: number) => void,
): Promise<Outcome> {
  let outcome: Outcome
  try {
    const watched = tap((told: { kind: string; share?: number }) => watch(told.share ?? 0))
    outcome = (await lastValueFrom(workers.submit('command', line, { signal }).pipe(watched))) as Outcome
  } catch (error) {
    if (!isGardnerError(error) || error.code !== 'NOT_CONVERGED') throw error
    if (signal.aborted) return undefined
    outcome = { kind: 'failed', reason: error.message }
  }
  if (outcome?.kind === 'done' && outcome.verdict === 'interrupted') return undefined
  watch(1)
  return outcome
}

type Watch = (key: unknown, title: string) => (share: number) => void

/** Tells of each piece of work when it is done, and on a terminal of how far those are that are not. */
function watching(container: Container, all: number): Watch {
  const { err } = resolve(container, OUTPUT)
  const line = progress(container)
  const shares = new Map<unknown, number>()
  const percent = () => Math.floor((100 * [...shares.values()].reduce((sum, share) => sum + share, 0)) / all)
  return (key, title) => (share) => {
    if (shares.get(key) === 1) return
    shares.set(key, share)
    if (share < 1) return line.show(() => `${percent()} % ${title} (${Math.floor(100 * share)} %)`)
    line.clear()
    err(`${String(percent()).padStart(3)} %  ${title}\n`)
  }
}

const titleOf = ({ name }: Dataset, { command, options, flags = [] }: Line): string =>
  [name, command, ...Object.entries(options).flatMap(shownOption), ...flags].join(' · ')

const shownOption = ([name, value]: [string, string]): string[] =>
  name === 'distances'
    ? []
    : name === 'alpha'
      ? [`α = ${value}`]
      : name === 'replicas'
        ? [`y = ${value.replace('inf', '∞')}`]
        : name === 'distance'
          ? [`d = ${value}`]
          : [value]

function ending(
  container: Container,
  datasets: readonly Dataset[],
  all: readonly (readonly Outcome[])[],
  signal: AbortSignal,
): number {
  const outcomes = all.flat()
  if (signal.aborted && outcomes.includes(undefined)) {
    const done = outcomes.filter((outcome) => outcome !== undefined).length
    remark(
      container,
      `interrupted after ${done} of ${outcomes.length} curves and loads; files that are not whole were not written`,
    )
    return INTERRUPTED
  }
  const failed = datasets.flatMap(({ lines }, i) =>
    lines.flatMap((line, j) => {
      const outcome = all[i][j]
      if (outcome?.kind === 'failed') return [{ line, reason: outcome.reason }]
      return outcome === undefined || outcome.verdict === 'converged' ? [] : [{ line, reason: outcome.verdict }]
    }),
  )
  if (failed.length === 0) return DONE
  const [{ line, reason }] = failed
  remark(
    container,
    `${failed.length} of ${outcomes.length} curves and loads not found, the first \`${typed(line)}\`: ${reason}`,
  )
  return FAILED
}
