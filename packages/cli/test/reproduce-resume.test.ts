import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Signals } from '../src/index.js'
import { type Bundle, bundled } from './bundle.js'
import { folderWith } from './harness.js'
import { filesIn, runStudy, tiny } from './reproduce-study.js'

const LOG = 'unfinished.log'
const logIn = (folder: string) => join(folder, 'out', 'tiny', LOG)

/** Whole lines after the first. */
const partsIn = (log: string): number => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 2 : 0)

/** A signal when so many parts are done. */
const atPart = (log: string, count: number): Signals => ({
  listen: (interrupted) => {
    const timer = setInterval(() => {
      if (partsIn(log) < count) return
      clearInterval(timer)
      interrupted()
    }, 1)
    return () => clearInterval(timer)
  },
  end: () => {},
})

let whole: Readonly<Record<string, string>>
let parts: number
beforeAll(async () => {
  const folder = folderOf()
  const { code, err } = await runStudy(folder)
  expect(code).toBe(0)
  parts = err.split('\n').filter((line) => /^ *\d+ % /.test(line)).length
  whole = filesIn(join(folder, 'out', 'tiny'))
}, 120_000)

const made: string[] = []
function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gardner-study-'))
  made.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

describe('a study that was interrupted', () => {
  it('goes on from what was found, again and again, to the same files', async () => {
    const folder = folderWith()
    const done: string[] = []
    for (const count of [1, 8, 16]) {
      const { code, err } = await runStudy(folder, {}, { signals: atPart(logIn(folder), count) })
      expect(code).toBe(130)
      expect(err).toMatch(/interrupted after \d+ of \d+ parts; the same line goes on from there\n$/)
      expect(existsSync(join(folder, 'out', 'tiny', 'report.html'))).toBe(false)
      done.push(...err.split('\n').filter((line) => /^ *\d+ % /.test(line)))
    }
    const { code, err } = await runStudy(folder)
    expect(code).toBe(0)
    expect(err).toMatch(/^gardner: going on with \d+ parts that out\/tiny\/unfinished\.log has; --fresh computes/)
    done.push(...err.split('\n').filter((line) => /^ *\d+ % /.test(line)))
    // no part was done twice
    const titles = done.map((line) => line.replace(/^ *\d+ % +/, ''))
    expect(new Set(titles).size).toBe(titles.length)
    expect(titles.length).toBe(parts)
    expect(filesIn(join(folder, 'out', 'tiny'))).toEqual(whole)
  })

  it('takes no line that is damaged, half, or of another version', async () => {
    const folder = folderWith()
    const log = logIn(folder)
    await runStudy(folder, {}, { signals: atPart(log, 12) })
    const text = readFileSync(log, 'utf8')
    const kept = partsIn(log)
    // the second part is changed, the last is cut short
    const lines = text.trimEnd().split('\n')
    lines[2] = lines[2].replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    writeFileSync(log, lines.join('\n').slice(0, -7))
    const { code, err } = await runStudy(folder)
    expect(code).toBe(0)
    expect(err).toContain(`going on with ${kept - 2} parts`)
    expect(existsSync(log)).toBe(false)
    expect(filesIn(join(folder, 'out', 'tiny'))).toEqual(whole)

    writeFileSync(log, text.replace(/"node":"[^"]*"/, '"node":"v1.2.3"'))
    const other = await runStudy(folder, { only: 'capacities' })
    expect(other.err).toContain(
      'gardner: out/tiny/unfinished.log is of another study or version (tiny, @gardner/cli 0.1.0): starting anew\n',
    )
  })

  it('is begun anew where that is asked for, and goes on in part', async () => {
    const folder = folderWith()
    const log = logIn(folder)
    await runStudy(folder, {}, { signals: atPart(log, 20) })
    // a part by itself takes what is its own and leaves the rest
    const before = partsIn(log)
    const only = await runStudy(folder, { only: 'capacities' })
    expect(only.code).toBe(0)
    expect(only.err).not.toMatch(/^ *\d+ % /m)
    expect(partsIn(log)).toBe(before - tiny.datasets[0].lines.length)
    const fresh = await runStudy(folder, { fresh: true, only: 'capacities' })
    expect(fresh.err).not.toContain('going on')
    expect(fresh.err).toMatch(/100 % {2}capacities/)
    expect(existsSync(log)).toBe(false)
  })
})

describe('the process', () => {
  let bundle: Bundle
  beforeAll(async () => {
    bundle = await bundled()
  })

  it('that was killed leaves what the next goes on from', async () => {
    const line = ['reproduce', 'bmz2019', '--only', 'capacities', '--workers', '1']
    const start = (cwd: string, ...more: string[]) => {
      const child = spawn(process.execPath, [bundle.main, ...line, ...more], {
        cwd,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let err = ''
      child.stderr.setEncoding('utf8').on('data', (chunk) => (err += chunk))
      return { child, ended: new Promise<string>((resolve) => child.on('close', (code) => resolve(`${code} ${err}`))) }
    }
    const calm = folderWith()
    expect(await start(calm).ended).toMatch(/^0 /)
    const folder = folderWith()
    const log = join(folder, 'out', 'bmz2019', LOG)
    for (const count of [2, 7]) {
      const { child, ended } = start(folder)
      const timer = setInterval(() => void (partsIn(log) >= count && child.kill('SIGKILL')), 2)
      expect(await ended).toMatch(/^null /)
      clearInterval(timer)
    }
    // a record that was being written
    appendFileSync(log, '0123456789abcdef /w8')
    const end = await start(folder).ended
    expect(end).toMatch(/^0 gardner: going on with \d+ parts/)
    const out = join('out', 'bmz2019')
    expect(filesIn(join(folder, out))).toEqual(filesIn(join(calm, out)))
  })
})
