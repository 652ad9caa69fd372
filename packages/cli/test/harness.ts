import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { compose, gardner, type Ports } from '../src/index.js'

export const here = dirname(fileURLToPath(import.meta.url))
export const fixture = (name: string): string => join(here, 'fixtures', name)

/** A folder that is gone when the test is over, with some files in it. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'gardner-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command line in this process, in a session of its own, and catches what it prints. */
export async function run(argv: string | readonly string[], ports: Partial<Ports> = {}): Promise<Outcome> {
  let out = ''
  let err = ''
  const session = compose({
    output: {
      out: (text) => {
        out += text
      },
      err: (text) => {
        err += text
      },
    },
    terminal: { colour: false },
    surroundings: { folder: tmpdir(), variables: {} },
    signals: { listen: () => () => {}, end: () => {} },
    clock: () => performance.now(),
    ...ports,
  })
  const code = await gardner(typeof argv === 'string' ? argv.split(' ').filter(Boolean) : argv, session)
  return { code, out, err }
}

export const inFolder = (folder: string): Partial<Ports> => ({ surroundings: { folder, variables: {} } })

/** Runs a command line that must succeed, and reads its JSON. */
// biome-ignore lint/suspicious/noExplicitAny: the tests say what is in it
export async function jsonOf(argv: string, ports: Partial<Ports> = {}): Promise<any> {
  const { code, out, err } = await run(`${argv} --format json`, ports)
  if (code !== 0) throw new Error(`gardner ${argv} ended with ${code}: ${err}`)
  return JSON.parse(out)
}
