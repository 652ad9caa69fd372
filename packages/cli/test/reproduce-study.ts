import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DenseRegions, Line, Study } from '@gardner/studies'
import { bmz2019, denseSimulation } from '@gardner/studies'
import { carriedOut, type StudyOptions } from '../src/command/reproduce.js'
import { compose, type Ports } from '../src/index.js'
import { inFolder, type Outcome } from './harness.js'

const dense: DenseRegions = {
  name: 'quick',
  machines: [
    { activation: 'sign', units: 3, inputs: 45 },
    { activation: 'relu', units: 4, inputs: 60 },
  ],
  alpha: 0.4,
  schedule: {
    stages: [
      { sweeps: 40, beta: [0.8, 4], gamma: [0.8, 1.8], replicas: 10 },
      { sweeps: 40, beta: [4, 10], overlap: 0.9, tolerance: 0.02 },
      { sweeps: 40, beta: 10 },
    ],
    every: 10,
  },
  instances: 2,
  flips: [0, 0.1, 0.5],
  robust: 1,
}

/** Of a line at a few distances or stabilities, so that it takes no time. */
const short = ({ options, ...line }: Line): Line => ({
  ...line,
  options: {
    ...options,
    ...(options.distances === undefined ? {} : { distances: '0.05,0.2' }),
    ...(line.command === 'stabilities' ? { stabilities: '0,0.5,1' } : {}),
  },
})

/** Of the table those that are found at once. */
const quick = ({ command, options }: Line): boolean =>
  options.ansatz === 'rs' || (options.ansatz === '1rsb' && command === 'capacity')

/** The paper with a few lines of each figure, and machines of a few weights. */
export const tiny: Study = {
  ...bmz2019,
  name: 'tiny',
  title: 'A <tiny> study & its "report"',
  simulation: { quick: denseSimulation(dense), full: denseSimulation({ ...dense, name: 'full', instances: 3 }) },
  datasets: bmz2019.datasets.map((dataset, i) => {
    const lines =
      i === 0 ? dataset.lines.filter(quick) : dataset.lines.filter(({ options }) => options.weights === 'binary')
    return { ...dataset, lines: (i === 0 ? lines : lines.slice(0, 3)).map(short) }
  }),
}

/** Does a study in a folder, as the command line would. */
export async function runStudy(
  folder: string,
  options: StudyOptions = {},
  ports: Partial<Ports> = {},
  study: Parameters<typeof carriedOut>[1] = () => tiny,
): Promise<Outcome> {
  const text = { out: '', err: '' }
  const session = compose({
    output: {
      out: (more) => {
        text.out += more
      },
      err: (more) => {
        text.err += more
      },
    },
    terminal: { colour: false },
    signals: { listen: () => () => {}, end: () => {} },
    clock: () => performance.now(),
    ...(inFolder(folder) as Pick<Ports, 'surroundings'>),
    ...ports,
  })
  const code = await carriedOut(session, study, { workers: '0', ...options })
  return { code, ...text }
}

/** What the files of a folder hash to, without the times that are in them. */
export const filesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder).map((name) => {
      const content = readFileSync(join(folder, name))
      const timeless = name === 'report.html' ? content.toString().replace(TIMES, '$1') : content
      return [name, createHash('sha256').update(timeless).digest('hex')]
    }),
  )

const TIMES = /(<td class="number time">)[^<]*/g
