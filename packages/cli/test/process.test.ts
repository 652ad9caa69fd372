import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fixture, folderWith, here } from './harness.js'

// The program as a process, run from its source.
const main = join(here, '..', 'src', 'main.ts')
const tsx = import.meta.resolve('tsx')

function start(argv: string, folder: string) {
  const env = { ...process.env, NO_COLOR: '1', GARDNER_DEBUG: undefined, NODE_OPTIONS: undefined }
  const child = spawn(process.execPath, ['--import', tsx, '--conditions=@gardner/source', main, ...argv.split(' ')], {
    cwd: folder,
    env,
  })
  const text = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text.out += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk) => (text.err += chunk))
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...text }))
  })
  return { child, ended }
}

describe('the process', () => {
  it('ends with the code of the outcome', async () => {
    const folder = folderWith()
    const outcomes = await Promise.all(
      [
        'capacity --activation relu --weights spherical --format json',
        'capacity --activation sign --weights spherical',
        'capacity --activation rleu --weights spherical',
      ].map((argv) => start(argv, folder).ended),
    )
    expect(outcomes.map(({ code }) => code)).toEqual([0, 1, 2])
    expect(JSON.parse(outcomes[0].out).value).toBeCloseTo(2.93388, 5)
    expect(outcomes[1].err).toMatch(/^gardner: sign has/)
  })

  it('hands over a curve at SIGINT, as valid JSON in a whole file', async () => {
    const folder = folderWith({ 'x.json': 'old' })
    const { child, ended } = start(
      `curve --plugin ${fixture('slow.js')} --constraint slow --activation linear --weights binary --alpha 0.000004:0.8:0.000004 --out x.json`,
      folder,
    )
    child.stderr.on('data', (chunk) => {
      if (String(chunk).includes('begun')) child.kill('SIGINT')
    })
    const { code, out, err } = await ended
    expect({ code, out }).toEqual({ code: 130, out: '' })
    const found = JSON.parse(readFileSync(join(folder, 'x.json'), 'utf8'))
    expect(found.verdict).toBe('interrupted')
    expect(found.rows.length).toBeGreaterThan(0)
    expect(found.rows.length).toBeLessThan(200_000)
    expect(err).toContain('wrote x.json')
    expect(err).toMatch(/interrupted after \d+ of 200000 points/)
  })

  it('ends quietly when nobody reads on', async () => {
    const { child, ended } = start(
      'curve --activation linear --weights binary --alpha 0.0005:0.8:0.0005 --format csv',
      folderWith(),
    )
    child.stdout.destroy()
    expect(await ended).toMatchObject({ code: 0, err: '' })
  })

  it('gives a plugin file anywhere the packages of Gardner', async () => {
    const folder = folderWith({ 'softsign.mjs': readFileSync(join(here, 'fixtures', 'softsign.js'), 'utf8') })
    const { code, out } = await start('list activations --plugin ./softsign.mjs --format csv', folder).ended
    expect(code).toBe(0)
    expect(out).toContain('softsign')
  })
})
