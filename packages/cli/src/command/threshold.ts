import { capacity, instability, type Threshold } from '@gardner/core'
import { DONE, INTERRUPTED } from '../failure.js'
import { interruptible } from '../interruption.js'
import { CLOCK, type Container, resolve } from '../ports.js'
import { digits, roughly, seconds, uncertainty } from '../report/digits.js'
import { fieldsOf, headingOf, scalars } from '../report/heading.js'
import type { Report } from '../report/report.js'
import { meanings, symbolOf } from '../report/symbol.js'
import { budgetOf, numberOf, type Options, type Question, questionOf, settle } from '../settings.js'
import { answer, remark } from './answer.js'

const finders = { capacity, instability }

/** `gardner capacity` and `gardner instability`: a critical load. */
export async function threshold(
  container: Container,
  name: 'capacity' | 'instability',
  options: Options,
): Promise<number> {
  const settings = await settle(container, options)
  const send = answer(container, settings)
  const budget = budgetOf(settings)
  const margin = settings.margin === undefined ? undefined : numberOf('margin', settings.margin)
  const clock = resolve(container, CLOCK)
  return interruptible(container, async (signal) => {
    const start = clock()
    const question = questionOf(container, settings, margin === undefined ? {} : { margin })
    try {
      const found = await finders[name](question.problem, question.ansatz, {
        signal,
        ...(budget === undefined ? {} : { budget }),
      })
      await send(thresholdReport(question, found, (clock() - start) / 1000))
      return DONE
    } catch (error) {
      if (!signal.aborted) throw error
      remark(container, `interrupted before the ${name} was found`)
      return INTERRUPTED
    }
  })
}

function thresholdReport(question: Question, found: Threshold, elapsed: number): Report {
  const { name, value, error, verdict, residual, at, errors, branch, replicon, routes, reason, evaluations } = found
  return {
    json: () => ({
      command: name,
      problem: found.problem.toJSON(),
      ansatz: found.ansatz,
      value,
      error,
      verdict,
      residual,
      orderParameters: at,
      errors,
      branch,
      replicon,
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
    sheets: () => [
      {
        title: headingOf(question),
        columns: [{ heading: '' }, { heading: '', align: 'decimal' }, { heading: '' }, { heading: '' }],
        rows: [
          [symbolOf(name), digits(value, error), plusMinus(error), meanings[name]],
          ...scalars(at).map(([symbol, entry]) => {
            const own = (errors as Record<string, number>)[symbol]
            return [symbolOf(symbol), digits(entry, own), plusMinus(own), meanings[symbol] ?? '']
          }),
          ['replicon', Number.isFinite(replicon) ? replicon.toPrecision(6) : digits(replicon), '', meanings.replicon],
        ],
        notes: [
          ...Object.entries(routes).map(
            ([route, other]) =>
              `${symbolOf(name)} by ${route}: ${digits(other.value, other.error)} ${plusMinus(other.error)}`,
          ),
          ...(reason === undefined ? [] : [reason]),
          `${branch}; ${verdict}, residual ${roughly(residual)}, ${seconds(elapsed)}`,
        ],
      },
    ],
  }
}

const plusMinus = (error: number | undefined): string => {
  const text = uncertainty(error)
  return text === '' ? '' : `± ${text}`
}
