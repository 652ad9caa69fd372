import type { Parts } from '../parts.js'
import type { Sampling, Simulation, SimulationResult } from '../simulation.js'
import { denseFiles, denseTitles, SCHEDULE } from './dense-files.js'
import { type DenseRegions, denseResult, regionInput, summaryOf, THEORIES } from './dense-regions.js'
import { regionSheet } from './dense-sheet.js'
import type { Sampled, Simulated } from './simulated.js'
import type { TheoryEvent } from './theory.js'

/** A theory beside a simulation, and the seconds that took. */
type Theorised = Extract<TheoryEvent, { kind: 'done' }>

type Unfinished = Omit<Simulated, 'result'> & { readonly result: Simulated['result'] | undefined }

/** The dense regions of finite machines as a simulation of a study. */
export const denseSimulation = (dense: DenseRegions): Simulation => ({
  name: dense.name,
  parts: dense.machines.length * (dense.instances + THEORIES),
  titles: denseTitles,
  others: [SCHEDULE],
  readme: `Of finite machines, which are sampled, a column that ends in \`Error\` is a standard error between instances, but \`theoryError\` and
\`fanTheoryError\`, bounds as above, and \`overlapError\`, the standard error of a single instance, Infinity where it was measured too few times to
tell. Each instance is one of \`figure-3-instances\`, sampled by the line in its \`command\` with the schedule in \`figure-3-schedule.json\`.
\`theory\` is that of units with infinitely many inputs; \`fanTheory\` that of the exact kernel of \`fan\` inputs at the margin \`fanMargin\`, half a
spacing of the lattice of stabilities below the lowest that is stored.
`,
  sample: async (parts): Promise<Sampling> => {
    const machines = await Promise.all(dense.machines.map((machine) => sampled(dense, machine, parts)))
    const whole = machines.flatMap((machine) => (machine.result === undefined ? [] : [machine as Simulated]))
    const done = machines.reduce(
      (sum, { sampled: found, result }) => sum + found.length + (result === undefined ? 0 : THEORIES),
      0,
    )
    return whole.length < machines.length ? { done } : { done, result: resultOf(dense, whole) }
  },
})

function resultOf(dense: DenseRegions, simulated: readonly Simulated[]): SimulationResult {
  const results = simulated.map(({ result }) => result)
  return {
    files: (study) => denseFiles(study, dense, results),
    figures: async () => {
      const { robustness, simulation } = await import('./dense-figures.js')
      return [simulation(dense, results), robustness(dense, results)]
    },
    summaries: results.map(summaryOf),
    sheet: (elapsed) => regionSheet(results, elapsed),
    page: async () => (await import('./dense-page.js')).densePage(dense, simulated),
  }
}

/** The dense regions of all instances of a machine, and the theory beside them. */
async function sampled(
  dense: DenseRegions,
  machine: DenseRegions['machines'][number],
  parts: Parts,
): Promise<Unfinished> {
  const where = `figure-3-simulation · ${machine.activation} · N = ${machine.inputs}`
  const found = await Promise.all(
    Array.from({ length: dense.instances }, (_, k) =>
      parts.job<Sampled>(`${where} · seed ${k + 1}`, 'region', regionInput(dense, machine, k + 1)),
    ),
  )
  const instances = found.filter((one) => one !== undefined)
  let theory = 0
  if (instances.length < found.length) return { sampled: instances, result: undefined, theory }
  const regions = instances.map(({ region }) => region)
  const result = await denseResult(dense, machine, regions, async (input) => {
    const title = input.fan === undefined ? 'theory' : `theory of units of ${input.fan} inputs`
    const found = await parts.job<Theorised>(`${where} · ${title}`, 'theory', input)
    theory += found?.seconds ?? 0
    return found?.density
  })
  return { sampled: instances, result, theory }
}
