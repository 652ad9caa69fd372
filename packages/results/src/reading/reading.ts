import { unknownName } from '@gardner/core'
import { messageOf, usageError } from '../refusal.js'
import type { Document } from './document.js'
import { commandToday } from './former-names.js'
import { csvRecords, type Fields } from './records.js'

/** What the commands write that no figure shows, and what to plot in its place. */
const unplotted: Readonly<Record<string, string>> = {
  solve: 'a saddle point at one load; plot what gardner curve writes',
  list: 'a list of names',
  critical: 'critical values; plot what gardner curve writes of them along another parameter',
  instance: 'a machine; plot what gardner sample or robustness finds in it',
}

const expected =
  'expected JSON or CSV of gardner capacity, instability, curve, franz-parisi, local-entropy, stabilities, sample, success, robustness, table or reproduce'

/** A file as documents: one, or those of a whole study; throws INVALID_OPTION that says what was wrong where it is none. */
export async function readDocuments(text: string, file: string): Promise<readonly Document[]> {
  const plain = text.replace(/^\uFEFF/, '')
  if (plain.trim() === '') throw usageError(`cannot plot ${file}: it is empty; ${expected}`)
  if (!/^\s*[{[]/.test(plain)) return [csvDocument(csvRecords(plain, file), file)]
  let content: unknown
  try {
    content = JSON.parse(plain)
  } catch (error) {
    throw usageError(`cannot plot ${file}: it is no JSON (${messageOf(error)}); ${expected}`, error)
  }
  return jsonDocuments(content, file)
}

/** What a command found, as it writes it in JSON. */
export async function jsonDocuments(content: unknown, file: string): Promise<readonly Document[]> {
  const { schemas } = await import('./schema.js')
  const fail = (why: string) => usageError(`cannot plot ${file}: ${why}`)
  // of several values of an option there is an answer for each
  if (Array.isArray(content)) return documentsOf(content)
  const known = typeof content === 'object' && content !== null && !Array.isArray(content)
  const { command, entries, curves, rows, format } = (known ? content : {}) as Readonly<Record<string, unknown>>
  if (typeof format === 'string' && format.startsWith('gardner-instance')) throw fail(`it holds ${unplotted.instance}`)
  if (command === 'table') return documentsOf(curves ?? rows, curves === undefined ? 'critical loads' : 'entropy')
  // those of a study each say how they were made
  if (Array.isArray(entries) && entries.length > 0 && entries.every(isRow))
    return [csvDocument(entries.map(cellsOf), file)]
  if (entries !== undefined) return documentsOf(entries)
  return [documentOf(content, typeof command === 'string' ? command : undefined)]

  function documentsOf(list: unknown, name?: string): readonly Document[] {
    if (!Array.isArray(list) || list.length === 0) throw fail(`it has no entries; ${expected}`)
    const found = list.filter((entry) => !missing(entry))
    if (found.length === 0) throw fail('nothing was found in it: all of its entries give a reason in place of numbers')
    return found.map((entry) =>
      documentOf(entry, name ?? /^(?:gardner )?(\S+)/.exec(String(entry?.command ?? ''))?.[1]),
    )
  }

  function documentOf(one: unknown, called: string | undefined): Document {
    const name = called === undefined ? undefined : commandToday(called)
    if (name === undefined) throw fail(`there is no "command" in it; ${expected}`)
    if (Object.hasOwn(unplotted, name)) throw fail(`it holds ${unplotted[name]}`)
    if (!Object.hasOwn(schemas, name)) throw unknownName(`command in ${file}`, name, Object.keys(shown(schemas)))
    const found = schemas[name].safeParse(one)
    if (found.success) return { file, ...found.data }
    const [{ path, message }] = found.error.issues
    throw fail(`${[...path.map(String), message].join(': ')}; ${expected}`)
  }
}

/** What says of which machine it is in its own cells. */
const isRow = (entry: unknown): boolean =>
  typeof entry === 'object' && entry !== null && 'activation' in entry && !('problem' in entry)

const cellsOf = (entry: object): Fields =>
  Object.fromEntries(
    Object.entries(entry).filter(([, value]) => ['number', 'string', 'boolean'].includes(typeof value)),
  )

/** A part of a study that came to nothing. */
const missing = (entry: unknown): boolean => {
  const { problem, reason } = (entry ?? {}) as Readonly<Record<string, unknown>>
  return problem === undefined && typeof reason === 'string'
}

/** Names of commands have no blanks. */
const shown = (schemas: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(schemas).filter(([name]) => !name.includes(' ')))

/** What the columns of rows say they are. */
const contents: readonly (readonly [Document['content'], readonly string[]])[] = [
  ['stabilities', ['stability', 'density', 'activation']],
  ['trace', ['seed', 'sweep', 'errors']],
  ['success', ['alpha', 'trials', 'probability']],
  ['robustness', ['flips', 'replicas', 'barycentre']],
  ['robustness', ['activation', 'who', 'flipped', 'wrong']],
  ['loads', ['activation', 'weights', 'value']],
  ['loads', ['activation', 'weights', 'capacityReason']],
  ['curve', ['activation', 'weights']],
]

function csvDocument(records: readonly Fields[], file: string): Document {
  if (records.length === 0) throw usageError(`cannot plot ${file}: there are no rows below its header`)
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const content = contents.find(([, needed]) => needed.every((column) => columns.includes(column)))?.[0]
  if (content === undefined) {
    const some = columns.slice(0, 8).join(', ')
    throw usageError(`cannot plot ${file}: its columns are ${some}${columns.length > 8 ? ', …' : ''}; ${expected}`)
  }
  // a distance is no load, and the load at which regions break up no capacity
  const loads = content === 'loads' ? records.filter(({ command }) => command !== 'critical') : records
  if (loads.length === 0) throw usageError(`cannot plot ${file}: it holds ${unplotted.critical}`)
  return { file, content, records: loads }
}
