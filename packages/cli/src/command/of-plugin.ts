import { GardnerError, type Iteration, isAnswer, run as runIteration } from '@gardner/core'
import { lastValueFrom } from 'rxjs'
import { DONE, INTERRUPTED } from '../failure.js'
import { interruptible } from '../interruption.js'
import type { PluginCommand } from '../plugin-command.js'
import { CATALOGUE, CLOCK, type Container, resolve } from '../ports.js'
import { remark } from '../remark.js'
import type { Fields } from '../report/csv.js'
import { digits } from '../report/digits.js'
import type { Report } from '../report/report.js'
import { symbolOf } from '../report/symbol.js'
import { budgetOf, type Options, settle } from '../settings.js'
import { answer } from './answer.js'
import { find } from './search.js'

/** A command that a plugin brings. */
export async function ofPlugin(container: Container, command: PluginCommand, options: Options): Promise<number> {
  const settings = await settle(container, options)
  const send = answer(container, settings)
  const clock = resolve(container, CLOCK)
  const { budget } = budgetOf(settings)
  return interruptible(container, async (signal) => {
    const start = clock()
    const within = () => ({
      signal,
      ...(budget === undefined ? {} : { budget: Math.max(1e-9, budget - (clock() - start)) }),
    })
    const { typed: _, modules: __, ...rest } = settings
    const rows = await find(
      container,
      {
        name: `answer of ${command.name}`,
        ...(budget === undefined ? {} : { budget }),
        find: () =>
          command.run({
            options: rest as Readonly<Record<string, string | boolean | undefined>>,
            catalogue: resolve(container, CATALOGUE),
            remark: (text) => remark(container, text),
            answer: async <S, R>(what: string, iteration: Iteration<S, R>): Promise<R> => {
              const done = await lastValueFrom(runIteration(iteration, within()))
              if (done.kind === 'done' && isAnswer(done.verdict)) return done.result
              throw new GardnerError('NOT_CONVERGED', `${what} ${done.kind === 'done' ? done.verdict : 'unfinished'}`)
            },
          }),
      },
      signal,
    )
    if (rows === undefined) return INTERRUPTED
    await send(rowsReport(command.name, rows))
    return DONE
  })
}

/** Rows as they are. */
function rowsReport(command: string, rows: readonly Fields[]): Report {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const numeric = (column: string) => rows.every((row) => ['number', 'undefined'].includes(typeof row[column]))
  return {
    json: () => ({ command, rows }),
    records: () => rows,
    sheets: () => [
      {
        title: command,
        columns: columns.map((column) => ({
          heading: symbolOf(column),
          ...(numeric(column) ? { align: 'decimal' as const } : {}),
        })),
        rows: rows.map((row) => columns.map((column) => cell(row[column]))),
      },
    ],
  }
}

const cell = (value: Fields[string]): string =>
  value === undefined ? '' : typeof value === 'number' ? digits(value) : String(value)
