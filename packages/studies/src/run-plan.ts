import { isGardnerError } from '@gardner/core'
import type { Fields } from '@gardner/results'
import type { Figure } from '@gardner/viz'
import { type Answered, type Findings, whole } from './findings.js'
import { datasetFiles, recordsOf, titleOf } from './folder.js'
import type { FolderFile } from './folder-file.js'
import type { Line, Work } from './line.js'
import type { Parts } from './parts.js'
import type { Folder, Plan } from './plan.js'
import type { Dataset, Study } from './study.js'

/** Does a plan, part by part, and writes the files of a dataset as soon as it is whole. */
export async function runPlan(plan: Plan, parts: Parts): Promise<Findings> {
  const { simulation, study, folder } = plan
  const [datasets, { done = 0, result } = {}] = await Promise.all([
    Promise.all(plan.datasets.map((dataset) => answered(plan, dataset, parts))),
    simulation?.sample(parts),
  ])
  const figures = result === undefined || folder === undefined ? [] : await result.figures()
  if (result !== undefined && folder !== undefined) {
    await write(folder, result.files(study))
    for (const figure of figures) await write(folder, await pictures(figure))
  }
  return {
    datasets,
    ...(result === undefined ? {} : { simulation: result }),
    figures,
    parts: partCount(plan),
    done:
      done +
      datasets.reduce((sum, { outcomes }) => sum + outcomes.filter((outcome) => outcome !== undefined).length, 0),
  }
}

/** Lines, and the parts of what is sampled. */
export const partCount = ({ datasets, simulation }: Plan): number =>
  datasets.reduce((sum, { lines }) => sum + lines.length, simulation?.parts ?? 0)

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
