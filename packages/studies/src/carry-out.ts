import { isGardnerError } from '@gardner/core'
import type { Fields } from '@gardner/results'
import type { Figure } from '@gardner/viz'
import { denseFiles } from './dense-files.js'
import { type DenseRegions, denseResult, regionInput, THEORIES } from './dense-regions.js'
import { type Answered, type Findings, type Simulated, whole } from './findings.js'
import { datasetFiles, type FolderFile, recordsOf, titleOf } from './folder.js'
import type { Line, Work } from './line.js'
import type { Parts } from './parts.js'
import type { Folder, Plan } from './plan.js'
import type { Dataset, Study } from './study.js'

/** Does a plan, part by part, and writes the files of a dataset as soon as it is whole. */
export async function carryOut(plan: Plan, parts: Parts): Promise<Findings> {
  const [datasets, machines] = await Promise.all([
    Promise.all(plan.datasets.map((dataset) => answered(plan, dataset, parts))),
    plan.dense === undefined ? [] : sampled(plan.dense, parts),
  ])
  const results = machines.flatMap((machine) => (machine.result === undefined ? [] : [machine as Simulated]))
  const finished = plan.dense !== undefined && results.length === machines.length
  const figures = finished ? await densePictures(plan, results) : []
  return {
    datasets,
    simulated: finished ? results : [],
    figures,
    parts: partCount(plan),
    done:
      datasets.reduce((sum, { outcomes }) => sum + outcomes.filter((outcome) => outcome !== undefined).length, 0) +
      machines.reduce(
        (sum, { sampled: found, result }) => sum + found.length + (result === undefined ? 0 : THEORIES),
        0,
      ),
  }
}

/** Lines, instances, and the theories beside these. */
export const partCount = ({ datasets, dense }: Plan): number =>
  datasets.reduce((sum, { lines }) => sum + lines.length, 0) +
  (dense === undefined ? 0 : dense.machines.length * (dense.instances + THEORIES))

async function answered({ study, folder }: Plan, dataset: Dataset, parts: Parts): Promise<Answered> {
  const { name, title, lines } = dataset
  const outcomes = await Promise.all(lines.map((line) => parts.line(titleOf(dataset, line), workOf(study, line))))
  const answer = { name, title, lines, outcomes }
  if (folder === undefined || !whole(answer)) return answer
  const rows = lines.flatMap((line, i) => recordsOf(line, outcomes[i]))
  const figure = await drawn(dataset, rows)
  await write(folder, datasetFiles(study, dataset, outcomes))
  if (figure !== undefined) await write(folder, await pictures(figure))
  return { ...answer, ...(figure === undefined ? {} : { figure }) }
}

/** A line with the plugins that it may need. */
function workOf({ modules = [], fingerprints }: Study, line: Line): Work {
  const fingerprint = fingerprints?.get(line.options.activation)
  return modules.length === 0 ? line : { ...line, modules, ...(fingerprint === undefined ? {} : { fingerprint }) }
}

/** The figure, if there is anything to draw. */
async function drawn(dataset: Dataset, rows: readonly Fields[]): Promise<Figure | undefined> {
  try {
    return await dataset.draw(rows)
  } catch (error) {
    if (isGardnerError(error) && error.code === 'INVALID_OPTION') return undefined
    throw error
  }
}

type Unfinished = Omit<Simulated, 'result'> & { readonly result: Simulated['result'] | undefined }

/** The dense regions of all instances of each machine, and the theory beside them. */
const sampled = (dense: DenseRegions, parts: Parts): Promise<readonly Unfinished[]> =>
  Promise.all(
    dense.machines.map(async (machine): Promise<Unfinished> => {
      const where = `figure-3-simulation · ${machine.activation} · N = ${machine.inputs}`
      const found = await Promise.all(
        Array.from({ length: dense.instances }, (_, k) =>
          parts.region(`${where} · seed ${k + 1}`, regionInput(dense, machine, k + 1)),
        ),
      )
      const instances = found.filter((one) => one !== undefined)
      let theory = 0
      if (instances.length < found.length) return { sampled: instances, result: undefined, theory }
      const regions = instances.map(({ region }) => region)
      const result = await denseResult(dense, machine, regions, async (input) => {
        const title = input.fan === undefined ? 'theory' : `theory of units of ${input.fan} inputs`
        const found = await parts.theory(`${where} · ${title}`, input)
        theory += found?.seconds ?? 0
        return found?.density
      })
      return { sampled: instances, result, theory }
    }),
  )

async function densePictures(
  { study, dense, folder }: Plan,
  simulated: readonly Simulated[],
): Promise<readonly Figure[]> {
  if (dense === undefined || folder === undefined) return []
  const results = simulated.map(({ result }) => result)
  const { robustness, simulation } = await import('./dense-figures.js')
  const figures = [simulation(dense, results), robustness(dense, results)]
  await write(folder, denseFiles(study, dense, results))
  for (const figure of figures) await write(folder, await pictures(figure))
  return figures
}

/** A figure as a drawing and as a picture of it. */
async function pictures(figure: Figure): Promise<readonly FolderFile[]> {
  const [{ svg }, { png }] = await Promise.all([import('@gardner/viz'), import('@gardner/viz/node')])
  const drawing = await svg(figure)
  return [
    { name: `${figure.name}.svg`, text: async () => drawing },
    { name: `${figure.name}.png`, text: async () => png(drawing) },
  ]
}

const write = async (folder: Folder, files: readonly FolderFile[]): Promise<void> => {
  for (const { name, text } of files) await folder.fileIn(name).write(await text())
}
