import {
  GardnerError,
  type Iteration,
  invalid,
  isAnswer,
  isGardnerError,
  pluginFailure,
  run as runIteration,
} from '@gardner/core'
import type { Fields, Report } from '@gardner/results'
import { digits, symbolOf } from '@gardner/results'
import { lastValueFrom } from 'rxjs'
import { budgetOf, type Options, readSettings } from '../option/settings.js'
import type { CommandRun, PluginCommand } from '../plugin/plugin-command.js'
import { DONE, INTERRUPTED } from '../session/failure.js'
import { interruptible } from '../session/interruption.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import { answer } from './answer.js'
import { find } from './search.js'

/** A command that a plugin brings. */
export async function ofPlugin(session: Session, command: PluginCommand, options: Options): Promise<number> {
  const settings = await readSettings(session, options)
  const send = answer(session, settings)
  const { clock } = session
  const { budget } = budgetOf(settings)
  return interruptible(session, async (signal) => {
    const start = clock()
    const within = () => ({
      signal,
      ...(budget === undefined ? {} : { budget: Math.max(1e-9, budget - (clock() - start)) }),
    })
    const found = await find(
      session,
      {
        name: `answer of ${command.name}`,
        ...(budget === undefined ? {} : { budget }),
        find: () =>
          awake(
            session,
            command.name,
            rowsOf(command, {
              options: ownOptions(command, { ...settings, ...options }),
              catalogue: session.catalogue,
              remark: (text) => remark(session, text),
              answer: async <S, R>(what: string, iteration: Iteration<S, R>): Promise<R> => {
                const done = await lastValueFrom(runIteration(iteration, within()))
                if (done.kind === 'done' && isAnswer(done.verdict)) return done.result
                throw new GardnerError('NOT_CONVERGED', `${what} ${done.kind === 'done' ? done.verdict : 'unfinished'}`)
              },
            }),
          ),
      },
      signal,
    )
    if (found === undefined) return INTERRUPTED
    await send(rowsReport(command.name, found.rows))
    return DONE
  })
}

/** Work that fails where nothing is left that could end it. */
async function awake<T>({ signals }: Pick<Session, 'signals'>, name: string, work: Promise<T>): Promise<T> {
  let stop: (() => void) | undefined
  const idle = new Promise<never>((_, fail) => {
    stop = signals.idle?.(() =>
      fail(
        new GardnerError('PLUGIN_FAILURE', `command ${name} never ends: it waits for what nothing is left to bring`),
      ),
    )
  })
  try {
    return await Promise.race([work, idle])
  } finally {
    stop?.()
  }
}

/** The options that the command declares. */
const ownOptions = ({ options = [] }: PluginCommand, given: object): CommandRun['options'] => {
  const names = options.map(({ flags }) =>
    flags.replace(/^.*--(no-)?| <.*$/g, '').replace(/-+([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  )
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name, value]) => names.includes(name) && ['string', 'boolean'].includes(typeof value),
    ),
  )
}

/** What the command gives back, if that is rows of cells. */
async function rowsOf({ name, run }: PluginCommand, asked: CommandRun): Promise<{ readonly rows: readonly Fields[] }> {
  let rows: unknown
  try {
    rows = await run(asked)
  } catch (error) {
    throw isGardnerError(error) ? error : pluginFailure(`command ${name}`, error)
  }
  const wrong = (what: string, value: unknown, expected: string) =>
    new GardnerError('PLUGIN_FAILURE', invalid(`${what} of command ${name}`, value, expected).message)
  if (!Array.isArray(rows)) throw wrong('rows', rows, 'a list such as [{ name: "rs", value: 0.5 }]')
  for (const [i, row] of rows.entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw wrong(`row ${i + 1}`, row, 'an object such as { name: "rs", value: 0.5 }')
    }
    for (const [column, cell] of Object.entries(row)) {
      if (!CELLS.includes(typeof cell))
        throw wrong(`${column} in row ${i + 1}`, cell, 'a text, a number, true or false')
    }
  }
  return { rows }
}

const CELLS: readonly string[] = ['string', 'number', 'boolean', 'undefined']

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
