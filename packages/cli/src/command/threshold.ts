import { capacity, instability, type Threshold } from '@gardner/core'
import type { Container } from '../ports.js'
import { digits, oriented, outcome, seconds, uncertainty } from '../report/digits.js'
import { fieldsOf, headingOf, scalars } from '../report/heading.js'
import type { Report } from '../report/report.js'
import { meaningOf, symbolOf } from '../report/symbol.js'
import type { Sheet } from '../report/table.js'
import { budgetOf, numberOf, type Options, type Question, questionOf, type Settings, settle } from '../settings.js'
import { severalIn } from '../several.js'
import { each } from './each.js'
import { search } from './search.js'

const finders = { capacity, instability }

/** `gardner capacity` and `gardner instability`: a critical load. */
export async function threshold(
  container: Container,
  name: 'capacity' | 'instability',
  options: Options,
): Promise<number> {
  return each(container, await settle(container, options), severalIn[name], (place, settings, send) =>
    found(place, settings, send, name),
  )
}

async function found(
  container: Container,
  settings: Settings,
  send: (report: Report) => Promise<void>,
  name: 'capacity' | 'instability',
): Promise<number> {
  const margin = settings.margin === undefined ? {} : { margin: numberOf('margin', settings.margin) }
  return search(container, {
    name,
    ...budgetOf(settings),
    find: async (limits) => {
      const question = questionOf(container, settings, margin)
      return { question, found: await finders[name](question.problem, question.ansatz, limits) }
    },
    report: ({ question, found }, elapsed) => thresholdReport(question, found, elapsed),
    send,
  })
}

export function thresholdReport(question: Question, found: Threshold, elapsed: number): Report {
  const { name, value, error, verdict, residual, at, errors, branch, replicon, routes, reason, evaluations } = found
  return {
    json: () => ({
      command: name,
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
        command: name,
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
    shared: (footnotes) => [sharedSheet(question, found, reason === undefined ? '' : footnotes.mark(reason))],
    sheets: () => [
      {
        title: headingOf(question),
        columns: [{ heading: '' }, { heading: '', align: 'decimal' }, { heading: '' }, { heading: '' }],
        rows: Number.isFinite(value) ? rowsOf(found) : [[symbolOf(name), 'none', '', meaningOf(name) ?? '']],
        notes: [
          ...Object.entries(routes).map(
            ([route, other]) =>
              `${symbolOf(name)} by ${route}: ${digits(other.value, other.error)} ${plusMinus(other.error)}`,
          ),
          ...(reason === undefined ? [] : [reason]),
          `${branch}; ${outcome(verdict, residual)}, ${seconds(elapsed)}`,
        ],
      },
    ],
  }
}

/** One row: the load with its error, the state there for orientation. */
function sharedSheet(question: Question, { name, value, error, at, branch }: Threshold, mark: string): Sheet {
  const symbols = Number.isFinite(value) ? scalars(at) : []
  return {
    title: headingOf(question),
    columns: [
      { heading: symbolOf(name), align: 'decimal' },
      { heading: '±' },
      ...symbols.map(([symbol]) => ({ heading: symbolOf(symbol), align: 'decimal' as const })),
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
    notes: [`${symbolOf(name)}: ${meaningOf(name)}`],
  }
}

/** The load and the state there; where a search for nothing ended is of no interest. */
function rowsOf({ name, value, error, at, errors, replicon }: Threshold): string[][] {
  return [
    [symbolOf(name), digits(value, error), plusMinus(error), meaningOf(name) ?? ''],
    ...scalars(at).map(([symbol, entry]) => {
      const own = (errors as Record<string, number>)[symbol]
      return [symbolOf(symbol), digits(entry, own), plusMinus(own), meaningOf(symbol) ?? '']
    }),
    // it comes without an error: as many digits as are of use
    ...(replicon === undefined ? [] : [['replicon', digits(replicon, 1e-6), '', meaningOf('replicon') ?? '']]),
  ]
}

const plusMinus = (error: number | undefined): string => {
  const text = uncertainty(error)
  return text === '' ? '' : `± ${text}`
}
