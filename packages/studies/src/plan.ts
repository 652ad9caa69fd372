import { join } from 'node:path'
import { GardnerError } from '@gardner/core'
import type { Simulation } from './simulation.js'
import type { Dataset, Study } from './study.js'

/** What of a study is done, and where it is written. */
export interface Plan {
  readonly study: Study
  readonly datasets: readonly Dataset[]
  /** What is sampled, if anything is. */
  readonly simulation?: Simulation
  /** Without it nothing is written. */
  readonly folder?: Folder
  /** The line that was typed. */
  readonly command: string
}

export interface Folder {
  readonly path: string
  fileIn(name: string): Destination
}

/** Where a file goes, whole or not at all. */
export interface Destination {
  write(content: string | Uint8Array): Promise<void>
}

/** Makes a folder if only its last part is missing, and refuses what cannot be written; then the destinations of files in it. */
export type Folders = (path: string) => (name: string) => Destination

/** How a study was asked for. */
export interface Asked {
  /** A folder, false for none; by default `out/` and the name of the study. */
  readonly out?: string | false
  readonly full?: boolean
  readonly quick?: boolean
  readonly only?: string
}

export const REPORT = 'report.html'
export const README = 'README.md'

/** The parts that can be asked for by themselves. */
export const partNames = ({ datasets, simulation }: Study): readonly string[] => [
  ...datasets.map(({ name }) => name),
  ...(simulation === undefined ? [] : ['theory', 'simulation']),
]

/** What is to be done, with every place for a file looked at; what of that is made is the folder. */
export function planOf(folders: Folders, study: Study, asked: Asked): Plan {
  const { full = false, quick = false, out, only } = asked
  if (full && quick) throw new GardnerError('INVALID_OPTION', '--full and --quick exclude each other: give one of them')
  if ((full || quick) && study.simulation === undefined) {
    throw new GardnerError(
      'INVALID_OPTION',
      `--${full ? 'full' : 'quick'} is of what is sampled, and ${study.name} samples nothing`,
    )
  }
  if (out === false && only !== undefined) {
    throw new GardnerError(
      'INVALID_OPTION',
      '--only and --no-out exclude each other: without a folder the table is all there is',
    )
  }
  const parts = partsOf(study, only)
  // without a place for the curves there is no use in computing them
  const datasets = out === false ? study.datasets.slice(0, 1) : study.datasets.filter(({ name }) => parts.has(name))
  const sampled = out !== false && parts.has('simulation')
  const simulation = sampled ? study.simulation?.[full ? 'full' : 'quick'] : undefined
  const command = ['gardner reproduce', study.name, ...(full ? ['--full'] : []), ...(only ? ['--only', only] : [])]
  return {
    study,
    datasets,
    ...(simulation === undefined ? {} : { simulation }),
    ...(out === false ? {} : { folder: folderOf(folders, study, out, fileNames(datasets, simulation)) }),
    command: command.join(' '),
  }
}

function partsOf(study: Study, only: string | undefined): ReadonlySet<string> {
  const known = partNames(study)
  const theory = study.datasets.map(({ name }) => name)
  if (only === undefined) return new Set(known)
  const asked = only.split(',').map((name) => name.trim())
  for (const name of asked) {
    if (!known.includes(name))
      throw new GardnerError('INVALID_OPTION', `unknown part: ${name}; known: ${known.join(', ')}`)
  }
  return new Set(asked.flatMap((name) => (name === 'theory' ? theory : [name])))
}

const ENDINGS = ['csv', 'json', 'svg', 'png'] as const

function fileNames(datasets: readonly Dataset[], simulation: Simulation | undefined): readonly string[] {
  const drawn = [...datasets.map(({ name }) => name), ...Object.keys(simulation?.titles ?? {})]
  return [
    ...drawn.flatMap((name) => ENDINGS.map((ending) => `${name}.${ending}`)),
    ...(simulation?.others ?? []),
    README,
    REPORT,
  ]
}

function folderOf(folders: Folders, study: Study, out: string | undefined, names: readonly string[]): Folder {
  // of a folder that was named only its last part is made
  if (out === undefined) folders('out')
  const path = out ?? join('out', study.name)
  const fileIn = folders(path)
  for (const name of names) fileIn(name)
  return { path, fileIn }
}
