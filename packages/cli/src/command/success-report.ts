import type { Instance } from '@gardner/core'
import type { Report, Sheet } from '@gardner/results'
import { digits, seconds } from '@gardner/results'
import { type SuccessPoint, successPoint, successThreshold } from '@gardner/samplers'
import { machineHeading, machineJson } from '../simulation/machine-report.js'
import type { SuccessPlan } from '../simulation/success-plan.js'
import { countsAs, exactly } from '../simulation/ties.js'

/** How an attempt at an instance ended. */
export interface Attempt {
  readonly solved: boolean
  readonly sweeps: number
  /** Of the best replica. */
  readonly errors: number
  /** Patterns of Δ = κ in it. */
  readonly tied: number
}

interface Row extends SuccessPoint {
  readonly patterns: number
  /** Means over the attempts that found a solution, and over those that did not. */
  readonly sweeps?: number
  readonly errors?: number
}

/** Success against the load, of the loads whose attempts are all done, and where it becomes failure. */
export function successReport(plan: SuccessPlan, attempts: readonly (Attempt | undefined)[], elapsed: number): Report {
  const { loads, seeds, method, machine, schedule, cost } = plan
  const rows = loads.flatMap(({ alpha, patterns }, i): Row[] => {
    const own = attempts.slice(i * seeds.length, (i + 1) * seeds.length)
    const done = own.filter((attempt) => attempt !== undefined)
    if (done.length < seeds.length) return []
    const [won, lost] = [true, false].map((solved) => done.filter((attempt) => attempt.solved === solved))
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    return [
      {
        ...successPoint(alpha, won.length, seeds.length),
        patterns,
        ...(won.length === 0 ? {} : { sweeps: mean(won.map(({ sweeps }) => sweeps)) }),
        ...(lost.length === 0 ? {} : { errors: mean(lost.map(({ errors }) => errors)) }),
      },
    ]
  })
  const threshold = rows.length === 0 ? undefined : successThreshold(rows)
  const { alpha: _, ...problem } = machineJson(machine).problem
  const { patterns, ...instance } = machineJson(machine).instance
  return {
    json: () => ({
      command: 'success',
      method,
      problem,
      instance: { ...instance, patterns: { kind: patterns.kind, origin: patterns.origin }, seeds: seeds.length },
      ...(schedule === undefined ? {} : { schedule }),
      ...(cost === undefined ? {} : { cost }),
      rows: rows.map(({ value, ...row }) => ({ ...row, probability: value })),
      ...(threshold === undefined ? {} : { threshold: { ...threshold, value: threshold.value ?? null } }),
      seconds: elapsed,
    }),
    records: () =>
      rows.map(({ alpha, patterns, trials, successes, value, low, high, sweeps, errors }) => ({
        alpha,
        patterns,
        trials,
        successes,
        probability: value,
        low,
        high,
        sweeps,
        errors,
        ties: machine.instance.ties,
      })),
    shared: (footnotes) => {
      const { columns, rows: lines, notes = [], ...sheet } = rowsSheet()
      const marks = threshold === undefined ? [] : thresholdNotes(threshold).map((text) => footnotes.mark(text))
      // what is said of all loads stands at the first
      const marked = lines.map((line, i) => [...line, i === 0 ? marks.join(' ') : ''])
      return [{ ...sheet, columns: [...columns, { heading: '' }], rows: marked, notes }]
    },
    sheets: () => {
      const { notes = [], ...sheet } = rowsSheet()
      return [
        {
          ...sheet,
          notes: [...(threshold === undefined ? [] : thresholdNotes(threshold)), ...notes, seconds(elapsed)],
        },
      ]
    },
  }

  function rowsSheet(): Sheet {
    return {
      title: `${machineHeading(machine, 'alpha')} · ${method} · ${seeds.length} instances at each load`,
      columns: [
        { heading: 'α', align: 'decimal' },
        { heading: 'P', align: 'right' },
        { heading: 'solved', align: 'right' },
        { heading: 'share', align: 'decimal' },
        { heading: 'from' },
        { heading: 'to' },
        { heading: 'sweeps', align: 'decimal' },
        { heading: 'errors', align: 'decimal' },
      ],
      rows: rows.map(({ alpha, patterns, successes, value, low, high, sweeps, errors }) => [
        digits(Number(alpha.toPrecision(6))),
        String(patterns),
        String(successes),
        value.toFixed(3),
        low.toFixed(3),
        high.toFixed(3),
        sweeps === undefined ? '' : digits(Number(sweeps.toPrecision(3))),
        errors === undefined ? '' : digits(Number(errors.toPrecision(3))),
      ]),
      notes: [
        ...tiedNotes(machine.instance, attempts),
        'share: of instances that were solved, with its interval of one standard deviation (Wilson)',
        'sweeps: mean until a solution was found; errors: mean where none was, of the best replica',
      ],
    }
  }
}

/** In how many attempts there were patterns of Δ = κ, and how many of them. */
function tiedNotes({ problem, ties }: Instance, attempts: readonly (Attempt | undefined)[]): string[] {
  const tied = attempts.flatMap((attempt) => (attempt === undefined || attempt.tied === 0 ? [] : [attempt]))
  if (tied.length === 0) return []
  const solved = tied.filter((attempt) => attempt.solved).length
  const mean = tied.reduce((sum, attempt) => sum + attempt.tied, 0) / tied.length
  const which = `in ${tied.length} attempts, ${solved} of them solved, ${digits(Number(mean.toPrecision(3)))} patterns on average have`
  return [`${which} ${exactly(problem)}, which ${countsAs(ties)}`]
}

function thresholdNotes({ value, low, high, reason }: ReturnType<typeof successThreshold>): string[] {
  const shown = (load: number) => digits(Number(load.toPrecision(4)))
  const load =
    value === undefined
      ? []
      : [`half of the instances are solved at α = ${shown(value)}, from ${shown(low)} to ${shown(high)}`]
  return [...load, ...(reason === undefined ? [] : [reason])]
}
