import type { Threshold } from '@gardner/core'
import type { Report, Sheet } from '@gardner/results'
import {
  digits,
  fieldsOf,
  headingOf,
  meaningOf,
  oriented,
  outcome,
  scalars,
  seconds,
  symbolOf,
  uncertainty,
} from '@gardner/results'
import type { Question } from '../option/settings.js'

/** The report of a critical value, which the ansatz knows by a name. */
export function thresholdReport(question: Question, found: Threshold, elapsed: number, name = found.name): Report {
  const { value, error, verdict, residual, at, errors, branch, replicon, routes, reason, evaluations } = found
  const own = question.ansatz.critical?.[name]
  const symbol = own?.symbol ?? symbolOf(name)
  const meaning = own?.meaning ?? meaningOf(name) ?? ''
  return {
    json: () => ({
      ...commandOf(name),
      problem: found.problem.toJSON(),
      ansatz: found.ansatz,
      value,
      error,
      verdict,
      ...(residual === undefined ? {} : { residual }),
      orderParameters: at,
      errors,
      branch,
      ...(replicon === undefined ? {} : { replicon }),
      routes,
      ...(reason === undefined ? {} : { reason }),
      evaluations,
      seconds: elapsed,
    }),
    records: () => [
      {
        ...commandOf(name),
        ...fieldsOf(question),
        value,
        error,
        verdict,
        residual,
        ...Object.fromEntries(scalars(at)),
        replicon,
        branch,
        reason,
        evaluations,
        seconds: elapsed,
      },
    ],
    shared: (footnotes) => [
      sharedSheet(question, found, symbol, meaning, reason === undefined ? '' : footnotes.mark(reason)),
    ],
    sheets: () => [
      {
        title: headingOf(question),
        columns: [{ heading: '' }, { heading: '', align: 'decimal' }, { heading: '' }, { heading: '' }],
        rows: Number.isFinite(value) ? rowsOf(found, symbol, meaning) : [[symbol, 'none', '', meaning]],
        notes: [
          ...Object.entries(routes).map(
            ([route, other]) => `${symbol} by ${route}: ${digits(other.value, other.error)} ${plusMinus(other.error)}`,
          ),
          ...(reason === undefined ? [] : [reason]),
          `${branch}; ${outcome(verdict, residual)}, ${seconds(elapsed)}`,
        ],
      },
    ],
  }
}

/** Two critical loads have commands of their own names. */
const commandOf = (name: string) =>
  name === 'capacity' || name === 'instability' ? { command: name } : { command: 'critical', quantity: name }

/** One row: the load with its error, the state there for orientation. */
function sharedSheet(
  question: Question,
  { value, error, at, branch }: Threshold,
  symbol: string,
  meaning: string,
  mark: string,
): Sheet {
  const symbols = Number.isFinite(value) ? scalars(at) : []
  return {
    title: headingOf(question),
    columns: [
      { heading: symbol, align: 'decimal' },
      { heading: '±' },
      ...symbols.map(([parameter]) => ({ heading: symbolOf(parameter), align: 'decimal' as const })),
      { heading: '' },
    ],
    rows: [
      [
        Number.isFinite(value) ? digits(value, error) : 'none',
        Number.isFinite(value) ? uncertainty(error) : '',
        ...symbols.map(([, entry]) => oriented(entry)),
        `${branch} ${mark}`,
      ],
    ],
    notes: [`${symbol}: ${meaning}`],
  }
}

/** The load and the state there; where a search for nothing ended is of no interest. */
function rowsOf({ value, error, at, errors, replicon }: Threshold, symbol: string, meaning: string): string[][] {
  return [
    [symbol, digits(value, error), plusMinus(error), meaning],
    ...scalars(at).map(([parameter, entry]) => {
      const own = (errors as Record<string, number>)[parameter]
      return [symbolOf(parameter), digits(entry, own), plusMinus(own), meaningOf(parameter) ?? '']
    }),
    // it comes without an error: as many digits as are of use
    ...(replicon === undefined ? [] : [['replicon', digits(replicon, 1e-6), '', meaningOf('replicon') ?? '']]),
  ]
}

const plusMinus = (error: number | undefined): string => {
  const text = uncertainty(error)
  return text === '' ? '' : `± ${text}`
}
