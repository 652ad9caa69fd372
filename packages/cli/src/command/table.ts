import type { Report } from '@gardner/results'
import { csv, type Fields, Footnotes, json, loadCells, seconds } from '@gardner/results'
import { folderDestination } from '../file/destination.js'
import { type Options, readSettings } from '../option/settings.js'
import { DONE, FAILED, INTERRUPTED } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import { runTasks } from '../session/tasks.js'
import { answer } from './answer.js'
import { deriveKernel } from './kernel.js'
import { type Found, findThreshold, type Machine, machinesOf, namesOfMachines, traceEntropy } from './machine.js'

/** `gardner table`: the capacities and stability limits of several machines, and their entropy curves. */
export async function table(session: Session, options: Options): Promise<number> {
  const { out, ...rest } = options
  const settings = await readSettings(session, rest)
  const send = answer(session, settings)
  const fileIn = out === undefined ? undefined : folderDestination(session, out)
  const files = fileIn === undefined ? [] : outputs.map((output) => ({ ...output, place: fileIn(output.name) }))
  const { clock } = session
  return interruptible(session, async (signal) => {
    const start = clock()
    const named = namesOfMachines(session.catalogue, settings)
    for (const machine of named) {
      if (await deriveKernel(session, machine, signal)) continue
      await send(tableReport([], (clock() - start) / 1000))
      remark(session, `interrupted after 0 of ${named.length} machines; no files were written`)
      return INTERRUPTED
    }
    const machines = machinesOf(session.catalogue, settings)
    const tasks = machines.map((machine) => ({
      title: `${machine.title}, ${machine.weights}`,
      run: async () => {
        for (const name of ['capacity', 'instability'] as const) {
          machine.thresholds[name] = await findThreshold(machine, name, signal, clock)
        }
        if (files.length > 0) machine.curve = await traceEntropy(machine, signal)
      },
    }))
    try {
      await runTasks(session, tasks, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
    const finished = machines.filter(({ thresholds }) => thresholds.instability !== undefined)
    await send(tableReport(finished, (clock() - start) / 1000))
    if (signal.aborted) {
      remark(session, `interrupted after ${finished.length} of ${machines.length} machines; no files were written`)
      return INTERRUPTED
    }
    for (const { place, text } of files) await place.write(await text(machines, (clock() - start) / 1000))
    const all = machines.flatMap(({ thresholds }) => Object.values(thresholds))
    return all.some(({ value }) => Number.isNaN(value)) ? FAILED : DONE
  })
}

interface OutputFile {
  readonly name: string
  text(machines: readonly Machine[], elapsed: number): Promise<string>
}

const outputs: readonly OutputFile[] = [
  { name: 'capacities.csv', text: (machines, elapsed) => csv(tableReport(machines, elapsed).records()) },
  { name: 'capacities.json', text: async (machines, elapsed) => json(tableReport(machines, elapsed).json()) },
  { name: 'entropy.csv', text: (machines) => csv(machines.flatMap(curveRecords)) },
  {
    name: 'entropy.json',
    text: async (machines) => json({ command: 'table', quantity: 'entropy', curves: machines.map(curveJson) }),
  },
]

const curveRecords = ({ activation, weights, curve }: Machine): Fields[] =>
  curve.map(({ parameter, values, at, branch }) => ({
    activation,
    weights,
    alpha: parameter,
    entropy: values.entropy.value,
    entropyError: values.entropy.error,
    replicon: values.replicon.value,
    repliconError: values.replicon.error,
    q: at.q as number,
    branch,
  }))

const curveJson = ({ problem, ansatz, curve }: Machine) => ({
  problem: problem.toJSON(),
  ansatz: ansatz.name,
  rows: curve.map(({ parameter, values, at, verdict, residual, branch }) => ({
    alpha: parameter,
    entropy: values.entropy.value,
    error: values.entropy.error,
    replicon: values.replicon.value,
    verdict,
    residual,
    branch,
    ...at,
  })),
})

function tableReport(machines: readonly Machine[], elapsed: number): Report {
  return {
    json: () => ({
      command: 'table',
      rows: machines.map(({ problem, ansatz, thresholds }) => ({
        problem: problem.toJSON(),
        ansatz: ansatz.name,
        ...Object.fromEntries(Object.entries(thresholds).map(([name, found]) => [name, jsonOf(found)])),
      })),
      seconds: elapsed,
    }),
    records: () =>
      machines.map(({ activation, weights, ansatz, thresholds: { capacity, instability } }) => ({
        activation,
        weights,
        ansatz: ansatz.name,
        capacity: capacity?.value,
        capacityError: capacity?.error,
        capacityReason: capacity?.reason,
        instability: instability?.value,
        instabilityError: instability?.error,
        instabilityReason: instability?.reason,
        seconds: (capacity?.seconds ?? 0) + (instability?.seconds ?? 0),
      })),
    sheets: () => {
      const footnotes = new Footnotes()
      return [
        {
          title: 'Critical loads α = P/N of the replica-symmetric ansatz at margin κ = 0',
          columns: [
            { heading: 'machine' },
            { heading: 'activation' },
            { heading: 'weights' },
            { heading: 'α_c', align: 'decimal' },
            { heading: '±' },
            { heading: 'α_AT', align: 'decimal' },
            { heading: '±' },
            { heading: 'time', align: 'right' },
          ],
          rows: machines.map(({ title, activation, weights, thresholds: { capacity, instability } }) => [
            title,
            activation,
            weights,
            ...loadCells(capacity, '∞', footnotes),
            ...loadCells(instability, 'stable', footnotes),
            seconds((capacity?.seconds ?? 0) + (instability?.seconds ?? 0)),
          ]),
          notes: [
            ...footnotes.lines,
            'α_c: capacity, where the entropy of binary weights vanishes and the overlap of spherical weights reaches 1',
            'α_AT: load at which the ansatz becomes unstable (de Almeida–Thouless)',
          ],
        },
      ]
    },
  }
}

/** A load that is not there is null, and its reason says why. */
const jsonOf = ({ value, error, reason, seconds: time }: Found) => ({
  value,
  error,
  ...(reason === undefined ? {} : { reason }),
  seconds: time,
})
