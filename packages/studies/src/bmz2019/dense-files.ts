import { csv, type Fields, json } from '@gardner/results'
import { typed } from '../folder.js'
import type { FolderFile } from '../folder-file.js'
import type { Study } from '../study.js'
import type { DenseRegions, DenseResult } from './dense-regions.js'
import type { Region } from './region.js'

export const SCHEDULE = 'figure-3-schedule.json'

/** What is written of the dense regions of finite machines, and what each file shows. */
export const denseTitles: Readonly<Record<string, string>> = {
  'figure-3-simulation': 'P(Δ) of replicas in finite machines, beside the theory at their distance',
  'figure-3-robustness': 'how often training patterns with flipped inputs are misclassified',
  'figure-3-instances': 'what each instance came to',
}

/** The files of the sampled half of Figure 3. */
export const denseFiles = (
  { name: paper, reference }: Pick<Study, 'name' | 'reference'>,
  study: DenseRegions,
  results: readonly DenseResult[],
): readonly FolderFile[] => {
  const tables: Readonly<Record<string, readonly Fields[]>> = {
    'figure-3-simulation': results.flatMap((result) => densityRows(study, result)),
    'figure-3-robustness': results.flatMap((result) => robustnessRows(study, result)),
    'figure-3-instances': results.flatMap((result) => result.regions.map((region) => regionRow(study, result, region))),
  }
  return [
    ...Object.entries(tables).flatMap(([name, rows]): FolderFile[] => [
      { name: `${name}.csv`, text: () => csv(rows) },
      {
        name: `${name}.json`,
        text: async () =>
          json({
            command: `gardner reproduce ${paper}${study.name === 'quick' ? '' : ` --${study.name}`}`,
            reference,
            title: denseTitles[name],
            entries: rows,
          }),
      },
    ]),
    { name: SCHEDULE, text: async () => `${JSON.stringify(study.schedule, null, 2)}\n` },
  ]
}

const machineFields = (study: DenseRegions, { machine, distance, regions }: DenseResult): Fields => ({
  activation: machine.activation,
  weights: 'binary',
  units: machine.units,
  inputs: machine.inputs,
  alpha: study.alpha,
  replicas: study.schedule.stages[0].replicas,
  distance: distance.value,
  distanceError: distance.error,
  instances: regions.length,
})

const densityRows = (study: DenseRegions, result: DenseResult): readonly Fields[] =>
  result.density.map(({ at, value, error, theory, fanTheory }) => ({
    command: typed(result.line),
    ...machineFields(study, result),
    stability: at,
    width: result.width,
    density: value,
    densityError: error,
    theory: theory.value,
    theoryError: theory.error,
    fan: result.fan.fan,
    fanMargin: result.fan.margin,
    fanTheory: fanTheory.value,
    fanTheoryError: fanTheory.error,
  }))

const robustnessRows = (study: DenseRegions, result: DenseResult): readonly Fields[] =>
  (['replicas', 'barycentre'] as const).flatMap((who) =>
    result.robustness.map(({ eta, [who]: wrong }) => ({
      ...machineFields(study, result),
      who,
      flipped: eta,
      wrong: wrong.value,
      wrongError: wrong.error,
    })),
  )

const regionRow = (study: DenseRegions, { machine }: DenseResult, { seed, sample, overlap }: Region): Fields => ({
  command: typed({
    command: 'sample',
    options: {
      method: 'replicated',
      activation: machine.activation,
      weights: 'binary',
      units: String(machine.units),
      inputs: String(machine.inputs),
      alpha: String(study.alpha),
      seed: String(seed),
      schedule: SCHEDULE,
    },
  }),
  activation: machine.activation,
  seed,
  verdict: sample.verdict,
  errors: sample.errors.reduce((sum, errors) => sum + errors, 0) / sample.errors.length,
  barycentreErrors: sample.barycentreErrors,
  overlap: overlap.value,
  overlapError: overlap.error,
  gamma: sample.gamma,
  acceptance: sample.acceptance,
  sweeps: sample.sweeps,
})
