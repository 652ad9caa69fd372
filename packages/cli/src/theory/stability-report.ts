import type { DensityTable } from '@gardner/ansatze'
import type { Solution, Verdict } from '@gardner/core'
import type { Report, Sheet } from '@gardner/results'
import { digits, fieldsOf, headingOf, outcome, scalars, seconds, symbolOf, uncertainty } from '@gardner/results'
import { replicasText } from '../option/settings.js'
import type { StabilityPlan } from './stability-plan.js'

/** The rows of a distribution of stabilities, its mode and its integral. */
export function stabilityReport(
  { question, replicas }: StabilityPlan,
  solution: Solution,
  { at, values, integral, mode }: DensityTable,
  verdict: Verdict,
  elapsed: number,
): Report {
  const { ansatz, problem } = question
  const rows = values.map(({ value, error }, i) => ({ stability: at[i], density: value, error }))
  const chosen = {
    alpha: problem.alpha,
    ...(replicas === undefined ? {} : { replicas: replicasText(replicas) }),
    ...(ansatz.parameters?.distance === undefined ? {} : { distance: ansatz.parameters.distance }),
  }
  const title = [headingOf(question), ...(replicas === undefined ? [] : [`y = ${digits(replicas)}`])].join(' · ')
  return {
    json: () => ({
      command: 'stabilities',
      problem: problem.toJSON(),
      ansatz: ansatz.name,
      ...chosen,
      mode: mode?.value ?? null,
      integral: integral?.value ?? null,
      errors: { mode: mode?.error ?? null, integral: integral?.error ?? null },
      rows,
      orderParameters: solution.at,
      verdict,
      residual: solution.residual,
      branch: solution.branch,
      ...(solution.reason === undefined ? {} : { reason: solution.reason }),
      seconds: elapsed,
    }),
    records: () =>
      rows.map(({ stability, density, error }) => ({
        ...fieldsOf(question),
        ...chosen,
        stability,
        density,
        densityError: error,
        ...Object.fromEntries(scalars(solution.at).filter(([symbol]) => !(symbol in chosen))),
        branch: solution.branch,
        reason: solution.reason,
      })),
    shared: () => [
      { title, ...densities(rows) },
      {
        title,
        columns: [
          { heading: 'mode', align: 'decimal' },
          { heading: '±' },
          { heading: '∫ P(Δ) dΔ', align: 'decimal' },
          { heading: '±' },
          { heading: '' },
        ],
        rows: [
          [
            ...[mode, integral].flatMap((one) =>
              one === undefined ? ['', ''] : [digits(one.value, one.error), uncertainty(one.error)],
            ),
            solution.branch,
          ],
        ],
      },
    ],
    sheets: () => [
      {
        title,
        ...densities(rows),
        notes: [
          ...(mode === undefined ? [] : [`mode ${digits(mode.value, mode.error)} ${plusMinus(mode.error)}`.trimEnd()]),
          ...(integral === undefined
            ? []
            : [`∫ P(Δ) dΔ = ${digits(integral.value, integral.error)} ${plusMinus(integral.error)}`]),
          ...(solution.reason === undefined ? [] : [solution.reason]),
          `${solution.branch}; ${outcome(verdict, solution.residual)}, ${seconds(elapsed)}`,
        ],
      },
    ],
  }
}

/** Each density with its error and a bar. */
const densities = (rows: readonly { stability: number; density: number; error: number }[]): Sheet => ({
  columns: [
    { heading: symbolOf('stability'), align: 'decimal' },
    { heading: symbolOf('density'), align: 'decimal' },
    { heading: '±' },
    { heading: '' },
  ],
  rows: rows.map(({ stability, density, error }) => [
    digits(stability),
    digits(density, error),
    uncertainty(error),
    bar(density / Math.max(...rows.map((row) => row.density))),
  ]),
})

const plusMinus = (error: number): string => (error > 0 ? `± ${uncertainty(error)}` : '')

/** Columns of the longest bar. */
const WIDTH = 32

/** A share as a bar of eighths of a character. */
const bar = (share: number): string => {
  const eighths = Math.round(8 * WIDTH * Math.max(0, share))
  return '█'.repeat(eighths >> 3) + ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths & 7]
}
