import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { remark } from '../command/answer.js'
import { fileAt } from '../destination.js'
import { messageOf } from '../failure.js'
import type { Container } from '../ports.js'

const FILE = 'unfinished.log'
const FORMAT = 'gardner-study-1'

/** What a study that was not finished has found, part by part, so that it can be gone on with. */
export interface Journal {
  /** What was found of a part, by what it was asked; undefined where it was not. */
  find(key: string): unknown
  /** Keeps what was found, at once. What goes wrong is told and does not end the work. */
  add(key: string, value: unknown): void
  /** The study is finished: the next is computed anew. */
  remove(): void
}

/**
 * The journal of a folder, a line for each part, written as it is found. Lines that were not written whole, or that have been changed,
 * are left out, and so are all of them where they are of another study, of other versions, or `fresh` is asked for.
 */
export function journalIn(
  container: Container,
  folder: string,
  asked: Readonly<Record<string, unknown>>,
  fresh: boolean,
): Journal {
  const shown = join(folder, FILE)
  const file = fileAt(container, shown, 'out')
  const head = JSON.stringify({ format: FORMAT, ...asked })
  const text = !fresh && existsSync(file) ? readFileSync(file, 'utf8') : ''
  const [first, ...lines] = text.split('\n')
  const goesOn = first === head && lines.length > 0
  if (text !== '' && !goesOn) remark(container, `${shown} is of another study or version: starting anew`)
  const found = new Map(goesOn ? lines.flatMap(entryOf) : [])
  // what follows must not be joined to half a line
  if (!goesOn) writeFileSync(file, `${head}\n`)
  else if (!text.endsWith('\n')) appendFileSync(file, '\n')
  let failed = false
  return {
    find: (key) => found.get(key),
    add: (key, value) => {
      try {
        if (!failed) appendFileSync(file, lineOf(key, value))
      } catch (error) {
        failed = true
        remark(
          container,
          `cannot write ${shown}: ${messageOf(error)}; what is found from now on is lost if interrupted`,
        )
      }
    },
    remove: () => rmSync(file, { force: true }),
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
