import { createHash } from 'node:crypto'
import { readdirSync, readlinkSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** A name within the 255 bytes of a file system, whatever the letters. */
const LONGEST = 40

/** `.NAME.gardner-MACHINE-PID-COUNT.tmp`: whose file it is, and which process of which machine was writing it. */
const MARK = /\.gardner-([0-9a-f]{8})-(\d+)-\d+\.tmp$/

/** Where numbers of processes mean the same: a host, or a session on it. */
const machine = createHash('sha256').update(`${hostname()} ${processSpace()}`).digest('hex').slice(0, 8)

let count = 0

/** A name that no other process gives, for what will be called `name` when it is whole. */
export const temporaryName = (name: string): string =>
  `.${name.slice(0, LONGEST)}.gardner-${machine}-${process.pid}-${++count}.tmp`

/** Removes from a folder what processes of this program have left there that are no more, and nothing else. */
export function tidy(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, where, pid] = MARK.exec(name) ?? []
    if (where === machine && name.startsWith('.') && !alive(Number(pid))) remove(join(folder, name))
  }
}

/** Removes a file if it is there and can be. */
export function remove(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // of another user, or in a folder that is not to be changed
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}
