import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'

/** The name of a journal in the folder of its study. */
export const JOURNAL = 'unfinished.log'
const FORMAT = 'gardner-study-1'

/** What a study that was not finished has found, part by part, so that it can be gone on with. */
export interface Journal {
  /** What was found of a part, by what it was asked; undefined where it was not, or has been handed over already. */
  find(key: string): unknown
  /** Keeps what was found, at once. What goes wrong is told and does not end the work. */
  add(key: string, value: unknown): void
  /** What was asked for is finished, and the next time computed anew: what is kept is what was found of other parts. */
  close(): void
}

/** The file of a journal. What cannot be written throws an error that names it. */
export interface JournalFile {
  /** Its name, for messages. */
  readonly shown: string
  /** Its text, empty where there is no file. */
  read(): string
  /** Adds to its end, whole or not at all. */
  append(text: string): void
  /** Writes it anew, whole or not at all. */
  write(text: string): void
  remove(): void
}

/**
 * The journal of a folder, a line for each part, written as it is found. Lines that were not written whole, or that have been changed,
 * are left out, and so are all of them where they are of another study, of other versions, or `fresh` is asked for.
 */
export function journalIn(
  file: JournalFile,
  asked: Readonly<Record<string, unknown>>,
  fresh: boolean,
  remark: (text: string) => void,
): Journal {
  const { shown } = file
  const head = JSON.stringify({ format: FORMAT, ...asked })
  const text = fresh ? '' : file.read()
  const [first, ...lines] = text.split('\n')
  const goesOn = first === head
  if (text !== '' && !goesOn) remark(`${shown} is of another study or version${whoseIs(first)}: starting anew`)
  const left = new Map(goesOn ? lines.flatMap(entryOf) : [])
  if (left.size > 0) {
    const count = `${left.size} ${left.size === 1 ? 'part' : 'parts'}`
    remark(`going on with ${count} that ${shown} has; --fresh computes all anew`)
  }
  // what is written from now on must not be joined to half a line
  if (goesOn) file.append(text.endsWith('\n') ? '' : '\n')
  else file.write(`${head}\n`)
  let failed = false
  return {
    find: (key) => {
      const found = left.get(key)
      left.delete(key)
      return found
    },
    add: (key, value) => {
      try {
        file.append(lineOf(key, value))
        failed = false
      } catch (error) {
        if (!failed)
          remark(`${error instanceof Error ? error.message : error}; what cannot be kept is lost if interrupted`)
        failed = true
      }
    },
    close: () => {
      if (left.size === 0) file.remove()
      else file.write([`${head}\n`, ...[...left].map((entry) => lineOf(...entry))].join(''))
    },
  }
}

/** The study and the version that a journal says it is of, in brackets; nothing where it says neither. */
function whoseIs(head: string): string {
  try {
    const { study, versions } = JSON.parse(head)
    const version = versions?.['@gardner/cli']
    const said = [study, ...(version === undefined ? [] : [`@gardner/cli ${version}`])].filter(Boolean)
    return said.length === 0 ? '' : ` (${said.join(', ')})`
  } catch {
    return ''
  }
}

/** A digest, then all that structured cloning keeps: numbers to the bit, typed arrays, NaN. */
function lineOf(key: string, value: unknown): string {
  const body = serialize([key, value]).toString('base64')
  return `${digest(body)} ${body}\n`
}

function entryOf(line: string): [string, unknown][] {
  const [mark, body = ''] = line.split(' ')
  return body !== '' && mark === digest(body) ? [deserialize(Buffer.from(body, 'base64'))] : []
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
