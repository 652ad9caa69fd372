import { createHash } from 'node:crypto'
import { invalid, isGardnerError, positive } from '@gardner/core'
import { reasonOf } from '../file/reason.js'
import { numeral } from '../option/numeral.js'
import type { Settings } from '../option/settings.js'
import { usageError } from '../session/failure.js'
import { remark } from '../session/remark.js'
import type { Session } from '../session/session.js'
import type { Kept } from '../session/store.js'

/** Writing takes this share of the time at most. */
const SHARE = 0.05

const FORMAT = 'gardner-checkpoint-file-1'

/** What a command was asked for, as far as its results depend on it: named values that a checkpoint must share. */
export type Asked = Readonly<Record<string, unknown>>

/** A file where a command keeps what it has, so that it can go on after whatever ended it. */
export interface CheckpointFile {
  /** Milliseconds from one checkpoint to the next; more where writing takes long. */
  readonly every: number
  /** What there was to go on from: a line for each piece of the work, empty where there is none. */
  readonly lines: readonly string[]
  /** Replaces the file, whole or not at all, if it is time to. What goes wrong is told and does not end the work. */
  offer(lines: readonly string[]): void
  /** The same at once. */
  save(lines: readonly string[]): void
  /** Could the file not be written the last time? */
  readonly failed: boolean
}

/** The file of `--checkpoint`, read where there is `--resume`; undefined without that option. */
export async function checkpointFile(
  session: Pick<Session, 'store' | 'clock' | 'err' | 'which' | 'version'>,
  settings: Settings,
  command: string,
  asked: Asked,
): Promise<CheckpointFile | undefined> {
  const { checkpoint, resume = false } = settings
  if (checkpoint === undefined) {
    if (resume) throw usageError('missing checkpoint: --resume goes on from the file of --checkpoint')
    if (settings.checkpointEvery !== undefined)
      throw usageError('missing checkpoint: --checkpoint-every needs --checkpoint')
    return undefined
  }
  const kept = session.store.at(checkpoint, 'checkpoint')
  const every = 1000 * positive('checkpoint-every', numeral('checkpoint-every', settings.checkpointEvery ?? '5'))
  const plugins = settings.modules.map(({ digest }) => digest)
  const head = { format: FORMAT, version: session.version, command, ...asked, plugins }
  const exists = kept.exists()
  if (exists && !resume) {
    throw usageError(`checkpoint ${checkpoint} is there already; give --resume to go on from it, or remove it`)
  }
  const lines = exists ? read(kept, checkpoint, head) : []
  if (resume && !exists) remark(session, `there is no checkpoint ${checkpoint} yet: starting from the beginning`)
  const { clock } = session
  let failed = false
  const begun = clock()
  let next = begun + every
  const save = (texts: readonly string[]) => {
    const start = clock()
    try {
      kept.write(written(head, texts))
      failed = false
    } catch (error) {
      if (!failed) remark(session, `cannot write checkpoint ${checkpoint}: ${reasonOf(error)}`)
      failed = true
    }
    const end = clock()
    // a grid of times: a chain that offers as often, each time a little late, is written each time
    const earliest = Math.max(end, start + (end - start) / SHARE)
    next = begun + every * (Math.floor((earliest - begun) / every) + 1)
  }
  return {
    every,
    lines,
    save,
    offer: (texts) => {
      if (clock() >= next) save(texts)
    },
    get failed() {
      return failed
    },
  }
}

/** A line that says whose checkpoint it is and what the rest must hash to, and a line for each piece of work. */
function written(head: object, lines: readonly string[]): string {
  const body = lines.map((line) => `${line}\n`).join('')
  return `${JSON.stringify({ ...head, digest: digest(body) })}\n${body}`
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

function read(kept: Kept, shown: string, head: Asked): readonly string[] {
  const refuse = (reason: string, cause?: unknown) => usageError(`cannot resume from ${shown}: ${reason}`, cause)
  let text: string
  try {
    text = kept.read()
  } catch (error) {
    throw refuse(reasonOf(error), error)
  }
  const end = text.indexOf('\n')
  let found: Record<string, unknown>
  try {
    found = JSON.parse(text.slice(0, end))
    if (found.format !== FORMAT) throw invalid('format', found.format, FORMAT)
  } catch (error) {
    throw refuse(`it is no checkpoint of gardner${isGardnerError(error) ? ` (${error.message})` : ''}`, error)
  }
  for (const [name, wanted] of Object.entries(head)) {
    const [before, now] = [JSON.stringify(found[name]), JSON.stringify(wanted)]
    if (before !== now) throw refuse(`its ${name} is ${short(before)}, and ${short(now)} was asked for`)
  }
  const body = text.slice(end + 1)
  if (found.digest !== digest(body)) throw refuse('it is damaged: its lines are not those that were written')
  return body.split('\n').slice(0, -1)
}

const short = (text: string | undefined): string =>
  text === undefined ? 'none' : text.length > 100 ? `${text.slice(0, 97)}...` : text
