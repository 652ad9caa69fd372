import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import writeFileAtomic from 'write-file-atomic'
import { remark } from '../command/answer.js'
import { fileAt } from '../destination.js'
import { messageOf } from '../failure.js'
import type { Container } from '../ports.js'

const FILE = 'unfinished.log'
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
  const goesOn = first === head
  if (text !== '' && !goesOn) remark(container, `${shown} is of another study or version: starting anew`)
  const left = new Map(goesOn ? lines.flatMap(entryOf) : [])
  if (left.size > 0) {
    const count = `${left.size} ${left.size === 1 ? 'part' : 'parts'}`
    remark(container, `going on with ${count} that ${shown} has; --fresh computes all anew`)
  }
  // what is written from now on must not be joined to half a line
  if (!goesOn) writeFileSync(file, `${head}\n`)
  else if (!text.endsWith('\n')) appendFileSync(file, '\n')
  let failed = false
  return {
    find: (key) => {
      const found = left.get(key)
      left.delete(key)
      return found
    },
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
    close: () => {
      if (left.size === 0) rmSync(file, { force: true })
      else writeFileAtomic.sync(file, [`${head}\n`, ...[...left].map(([key, value]) => lineOf(key, value))].join(''))
    },
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
