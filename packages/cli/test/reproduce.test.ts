import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ports } from '../src/index.js'
import { bundled } from './bundle.js'
import { folderWith, inFolder, jsonOf, run } from './harness.js'
import { signalAt } from './signals.js'

let bundle: Awaited<ReturnType<typeof bundled>>
beforeAll(async () => {
  bundle = await bundled()
}, 120_000)
afterAll(() => bundle.remove())

const threaded: Partial<Ports> = {
  threads: { count: availableParallelism(), spawn: () => new Worker(bundle.thread) },
}

const files = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))

type Fields = Readonly<Record<string, unknown>>
type Bin = { readonly [name in 'width' | 'density' | 'theory']: number }

describe('reproduce', () => {
  it('prints the capacities', async () => {
    const { code, out, err } = await run('reproduce bmz2019')
    expect(code).toBe(0)
    expect(out).toMatch(/^C\. Baldassi, E\. M\. Malatesta, R\. Zecchina, Phys\. Rev\. Lett\. 123, 170602 \(2019\)\n/)
    expect(out).toMatch(/^binary +relu +rs +0\.903986/m)
    expect(out).toMatch(/^spherical +relu +1rsb +2\.66428/m)
    expect(err).toMatch(/^ *\d+ % {2}capacities · capacity · sign · binary · rs\n/)
    expect(err).toMatch(/100 % {2}capacities/)
  })

  it('has them as JSON and CSV', async () => {
    const { paper, rows } = await jsonOf('reproduce bmz2019')
    expect(paper).toBe('bmz2019')
    const of = (weights: string, activation: string, ansatz: string) =>
      rows.find(
        (row: { weights: string; activation: string; ansatz: string }) =>
          row.weights === weights && row.activation === activation && row.ansatz === ansatz,
      )
    expect(of('binary', 'sign', 'rs').capacity.value).toBeCloseTo(0.94695, 5)
    expect(of('spherical', 'relu', '1rsb').capacity.value).toBeCloseTo(2.66428, 5)
    expect(of('spherical', 'sign', 'rs').capacity).toMatchObject({
      value: null,
      reason: expect.stringContaining('diverges'),
    })
    expect(of('spherical', 'sign', 'rs').instability.value).toBeCloseTo(2.98782, 5)
    const values = ['rs', '1rsb', '2rsb', '3rsb'].map((ansatz) => of('spherical', 'relu', ansatz).capacity.value)
    expect([...values].sort((a, b) => b - a)).toEqual(values)
    expect((await run('reproduce bmz2019 --format csv')).out).toMatch(
      /^activation,weights,ansatz,capacity,capacityError,/,
    )
  })

  it('writes the same files whoever computes them', { timeout: 300_000 }, async () => {
    const folder = folderWith()
    const here = await run('reproduce bmz2019 --out here --workers 0', inFolder(folder))
    expect(here.code).toBe(0)
    const there = await run('reproduce bmz2019 --out there', { ...inFolder(folder), ...threaded })
    expect(there.code).toBe(0)
    const written = files(join(folder, 'here'))
    expect(files(join(folder, 'there'))).toEqual(written)
    const names = ['capacities', 'figure-1', 'figure-2', 'figure-2-minimum', 'figure-3']
    const sampled = ['figure-3-simulation', 'figure-3-robustness', 'figure-3-instances']
    expect(Object.keys(written).sort()).toEqual(
      [
        'README.md',
        'figure-3-schedule.json',
        ...[...names, ...sampled].flatMap((name) => [`${name}.csv`, `${name}.json`]),
      ].sort(),
    )
    const withoutTime = (out: string) => out.replace(/^[\d.]+ m?s$/m, '')
    expect(withoutTime(there.out)).toBe(withoutTime(here.out))

    for (const [name, text] of Object.entries(written)) {
      if (name.endsWith('.csv')) {
        const [head, ...lines] = text.trimEnd().split('\n')
        expect(head).toMatch(/[eE]rror,/)
        if (name === 'figure-3-robustness.csv') continue
        expect(head).toMatch(/^command,/)
        for (const line of lines)
          expect(line).toMatch(/^"?gardner (capacity|instability|franz-parisi|local-entropy|stabilities|sample) /)
      } else if (name.endsWith('.json') && name !== 'figure-3-schedule.json') {
        expect(JSON.parse(text)).toMatchObject({ command: 'gardner reproduce bmz2019', title: expect.any(String) })
      }
    }

    // simulation and theory agree, and what is said of robustness holds
    const entriesOf = (name: string) => JSON.parse(written[`${name}.json`]).entries
    for (const activation of ['sign', 'relu']) {
      const bins = entriesOf('figure-3-simulation').filter((bin: Fields) => bin.activation === activation)
      const total = (of: (bin: Bin) => number) => bins.reduce((sum: number, bin: Bin) => sum + bin.width * of(bin), 0)
      expect(total((bin) => bin.density)).toBeCloseTo(1, 3)
      expect(total((bin) => bin.theory)).toBeCloseTo(1, 2)
      expect(0.5 * total((bin) => Math.abs(bin.density - bin.theory))).toBeLessThan(0.06)
    }
    const wrong = (activation: string, who: string): number =>
      entriesOf('figure-3-robustness').find(
        (row: Fields) => row.activation === activation && row.who === who && row.flipped === 0.1,
      ).wrong
    expect(wrong('relu', 'replicas')).toBeLessThan(wrong('sign', 'replicas') - 0.01)
    for (const activation of ['sign', 'relu']) {
      expect(wrong(activation, 'barycentre')).toBeLessThan(wrong(activation, 'replicas') - 0.005)
    }

    // each entry is what its command says
    for (const name of names) {
      const { entries } = JSON.parse(written[`${name}.json`])
      expect(entries.length).toBeGreaterThanOrEqual(12)
      const entry = entries[2]
      const { code, out } = await run(`${entry.command.replace(/^gardner /, '')} --format json`)
      expect(code).toBe(0)
      const { seconds: _, reason: _ignored, ...alone } = JSON.parse(out)
      expect(entry).toMatchObject({ ...alone, command: entry.command })
    }
  })

  it('interrupted leaves whole files and no others', { timeout: 120_000 }, async () => {
    const folder = folderWith()
    const signals = signalAt(join(folder, 'out', 'capacities.json'))
    const { code, out, err } = await run('reproduce bmz2019 --out out --workers 0', { ...inFolder(folder), signals })
    expect(code).toBe(130)
    expect(out).toMatch(/^spherical +relu +3rsb/m)
    expect(err).toMatch(/interrupted after \d+ of \d+ curves and loads; files that are not whole were not written\n$/)
    const written = files(join(folder, 'out'))
    expect(Object.keys(written)).toContain('capacities.json')
    expect(Object.keys(written)).not.toContain('README.md')
    expect(Object.keys(written)).not.toContain('figure-3.csv')
    for (const [name, text] of Object.entries(written)) if (name.endsWith('.json')) JSON.parse(text)
  })

  it('has no threads where it was given none', async () => {
    const { code, err } = await run('reproduce bmz2019 --workers 2')
    expect(code).toBe(2)
    expect(err).toContain('gardner: there are no threads here; expected --workers 0\n')
  })

  it('is refused where there is no place for its files', async () => {
    const folder = folderWith({ file: '' })
    for (const [argv, message] of [
      ['reproduce bmz2019 --out a/b', /there is no folder/],
      ['reproduce bmz2019 --out file', /file is a file; expected a folder/],
    ] as const) {
      const { code, out, err } = await run(argv, inFolder(folder))
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toMatch(message)
    }
  })
})
