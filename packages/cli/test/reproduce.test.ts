import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Line } from '@gardner/studies'
import { activations, bmz2019 } from '@gardner/studies'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Ports } from '../src/index.js'
import { type Bundle, bundled } from './bundle.js'
import { folderWith, inFolder, jsonOf, run } from './harness.js'
import { filesIn, runStudy, tiny } from './reproduce-study.js'

let bundle: Bundle
beforeAll(async () => {
  bundle = await bundled()
})

const threaded: Partial<Ports> = {
  threads: { count: availableParallelism(), spawn: () => new Worker(bundle.thread) },
}

type Fields = Readonly<Record<string, unknown>>
type Bin = { readonly [name in 'width' | 'density' | 'theory' | 'fanTheory']: number }

const drawn = ['capacities', 'figure-1', 'figure-2', 'figure-2-minimum', 'figure-3']
const sampled = ['figure-3-simulation', 'figure-3-robustness']

describe('the table of a paper', () => {
  it('has the capacities beside those that were published', async () => {
    const { code, out, err } = await run('reproduce bmz2019 --no-out')
    expect(code).toBe(0)
    expect(out).toMatch(/^C\. Baldassi, E\. M\. Malatesta, R\. Zecchina, Phys\. Rev\. Lett\. 123, 170602 \(2019\)\n/)
    expect(out).toMatch(/^binary +relu +rs +0\.903986\d+ +\S+ +0\.90399 ✓/m)
    expect(out).toMatch(/^spherical +relu +1rsb +2\.66428\d+ ⁸ +\S+ +2\.66428 ✓/m)
    expect(err).toMatch(/^ *\d+ % {2}capacities · capacity · sign · binary · rs\n/)
    expect(err).toMatch(/100 % {2}capacities/)
  })

  it('is there as JSON and CSV', async () => {
    const { paper, rows } = await jsonOf('reproduce bmz2019 --no-out')
    expect(paper).toBe('bmz2019')
    const of = (weights: string, activation: string, ansatz: string) =>
      rows.find(
        (row: { weights: string; activation: string; ansatz: string }) =>
          row.weights === weights && row.activation === activation && row.ansatz === ansatz,
      )
    expect(of('binary', 'sign', 'rs').capacity.value).toBeCloseTo(0.94695, 5)
    expect(of('spherical', 'relu', '1rsb').capacity.value).toBeCloseTo(2.66428, 5)
    expect(of('spherical', 'relu', '1rsb').capacity.published).toMatchObject({ digits: '2.66428', agrees: true })
    expect(of('spherical', 'relu', '2rsb').capacity.published).toBeUndefined()
    expect(of('spherical', 'sign', 'rs').capacity).toMatchObject({
      value: null,
      reason: expect.stringContaining('diverges'),
    })
    expect(of('spherical', 'sign', 'rs').instability.value).toBeCloseTo(2.98782, 5)
    const values = ['rs', '1rsb', '2rsb', '3rsb'].map((ansatz) => of('spherical', 'relu', ansatz).capacity.value)
    expect([...values].sort((a, b) => b - a)).toEqual(values)
    expect((await run('reproduce bmz2019 --no-out --format csv')).out).toMatch(
      /^activation,weights,ansatz,capacity,capacityError,/,
    )
  })
})

describe('a paper', () => {
  it('is written whole, and simulation and theory agree', async () => {
    const folder = folderWith()
    const { code, out } = await run('reproduce bmz2019', { ...inFolder(folder), ...threaded })
    expect(code).toBe(0)
    const place = join(folder, 'out', 'bmz2019')
    expect(readdirSync(place).sort()).toEqual(
      [
        'README.md',
        'report.html',
        'figure-3-schedule.json',
        'figure-3-instances.csv',
        'figure-3-instances.json',
        ...[...drawn, ...sampled].flatMap((name) => ['csv', 'json', 'svg', 'png'].map((ending) => `${name}.${ending}`)),
      ].sort(),
    )
    const textOf = (name: string) => readFileSync(join(place, name), 'utf8')
    expect(out).toContain('dense regions of finite machines')

    for (const name of readdirSync(place)) {
      if (name.endsWith('.csv')) {
        const [head, ...lines] = textOf(name).trimEnd().split('\n')
        expect(head).toMatch(/[eE]rror,/)
        if (name === 'figure-3-robustness.csv') continue
        expect(head).toMatch(/^command,/)
        for (const line of lines)
          expect(line).toMatch(/^"?gardner (capacity|instability|franz-parisi|local-entropy|stabilities|sample) /)
      } else if (name.endsWith('.json') && name !== 'figure-3-schedule.json') {
        expect(JSON.parse(textOf(name))).toMatchObject({
          command: 'gardner reproduce bmz2019',
          title: expect.any(String),
        })
      }
    }

    const entriesOf = (name: string) => JSON.parse(textOf(`${name}.json`)).entries
    for (const activation of ['sign', 'relu']) {
      const bins = entriesOf('figure-3-simulation').filter((bin: Fields) => bin.activation === activation)
      const total = (of: (bin: Bin) => number) => bins.reduce((sum: number, bin: Bin) => sum + bin.width * of(bin), 0)
      const apart = (of: (bin: Bin) => number) => 0.5 * total((bin) => Math.abs(bin.density - of(bin)))
      expect(total((bin) => bin.density)).toBeCloseTo(1, 3)
      expect(total((bin) => bin.theory)).toBeCloseTo(1, 3)
      expect(total((bin) => bin.fanTheory)).toBeCloseTo(1, 4)
      expect(apart((bin) => bin.theory)).toBeLessThan(0.06)
      // units of as many inputs as there are explain most of the rest
      expect(apart((bin) => bin.fanTheory)).toBeLessThan(0.7 * apart((bin) => bin.theory))
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
    for (const name of drawn) {
      const entries = entriesOf(name)
      expect(entries.length).toBeGreaterThanOrEqual(2)
      const entry = entries[Math.min(2, entries.length - 1)]
      const alone = await run(`${entry.command.replace(/^gardner /, '')} --format json`)
      expect(alone.code).toBe(0)
      const { seconds: _, ...told } = JSON.parse(alone.out)
      expect(entry).toMatchObject({ ...told, command: entry.command })
    }
    // where there are no solutions rows say so, as those of the command do
    const rows = entriesOf('figure-1').flatMap((entry: { rows: readonly Fields[] }) => entry.rows)
    for (const { entropy, distance, weights, reason } of rows as readonly Fields[]) {
      if (weights === 'binary' && Number(entropy) < 0 && Number(distance) > 0)
        expect(reason).toContain('no such solutions')
    }
    const reasons = rows.map(({ reason }: Fields) => String(reason))
    expect(reasons.some((reason: string) => reason.startsWith('the entropy is negative'))).toBe(true)
    expect(reasons).toContain('franz-parisi is unstable at this distance')
  })
})

describe('a study', () => {
  it('comes to the same files whoever computes it', async () => {
    const folder = folderWith()
    const here = await runStudy(folder, { out: 'here' })
    expect(here.code).toBe(0)
    const there = await runStudy(folder, { out: 'there', workers: '2' }, threaded)
    expect(there.code).toBe(0)
    expect(filesIn(join(folder, 'there'))).toEqual(filesIn(join(folder, 'here')))
    const withoutTime = (out: string) => out.replace(/^[\d.]+ m?s$/m, '')
    expect(withoutTime(there.out)).toBe(withoutTime(here.out))
  })

  it('is done in part, with a report of that part', async () => {
    const folder = folderWith()
    const { code, out } = await runStudy(folder, { out: 'part', only: 'figure-2, figure-1' })
    expect(code).toBe(0)
    expect(out).toMatch(/^C\. Baldassi[^\n]*\n\n\n?[\d.]+ m?s\n$/)
    expect(readdirSync(join(folder, 'part')).sort()).toEqual(
      [
        'README.md',
        'report.html',
        ...['figure-1', 'figure-2'].flatMap((name) => ['csv', 'json', 'svg', 'png'].map((end) => `${name}.${end}`)),
      ].sort(),
    )
    const report = readFileSync(join(folder, 'part', 'report.html'), 'utf8')
    expect(report).toContain('<figure id="figure-2">')
    expect(report).not.toContain('id="numbers"')
  })

  it('is of the sizes that are asked for', async () => {
    const folder = folderWith()
    expect((await runStudy(folder, { full: true, only: 'simulation' })).code).toBe(0)
    const place = join(folder, 'out', 'tiny')
    const { command, entries } = JSON.parse(readFileSync(join(place, 'figure-3-instances.json'), 'utf8'))
    expect(command).toBe('gardner reproduce tiny --full')
    expect(entries.map(({ seed }: Fields) => seed)).toEqual([1, 2, 3, 1, 2, 3])
    const report = readFileSync(join(place, 'report.html'), 'utf8')
    expect(report).toContain('<code>gardner reproduce tiny --full --only simulation</code>')
    expect(report).not.toContain('id="numbers"')
  })

  it('says what did not converge, draws what there is, and ends with 1', async () => {
    const folder = folderWith()
    const [capacities] = bmz2019.datasets
    const [, figure] = tiny.datasets
    const hurried = (line: Line): Line => ({ ...line, options: { ...line.options, budget: '0.001' } })
    const long = capacities.lines.filter(
      ({ command, options }) => command === 'instability' && options.ansatz === '1rsb',
    )
    const hopeless = { ...figure, lines: figure.lines.map(hurried) }
    const lines = [hurried(long[0]), capacities.lines[0]]
    const study = { ...tiny, datasets: [{ ...capacities, lines }, hopeless] }
    const { code, err, out } = await runStudy(folder, { only: 'theory' }, {}, () => study)
    expect(code).toBe(1)
    expect(err).toMatch(/[34] of 5 parts not found, the first `gardner instability .*`: exhausted\n$/)
    expect(out).toMatch(/^spherical +sign +1rsb +— ¹/m)
    const place = join(folder, 'out', 'tiny')
    const report = readFileSync(join(place, 'report.html'), 'utf8')
    expect(report).toMatch(/[34] of 5 parts did not converge:/)
    expect(report).toContain('not found')
    expect(existsSync(join(place, 'capacities.svg'))).toBe(true)
    expect(existsSync(join(place, 'unfinished.log'))).toBe(false)
  })

  it('is refused where there is no place for its files, before anything is computed', async () => {
    const folder = folderWith({ file: '' })
    mkdirSync(join(folder, 'taken', 'figure-1.svg'), { recursive: true })
    for (const [argv, message] of [
      ['reproduce bmz2019 --out a/b', /there is no folder/],
      ['reproduce bmz2019 --out file', /file is a file; expected a folder/],
      ['reproduce bmz2019 --out taken', /taken\/figure-1\.svg is a folder; expected a file/],
    ] as const) {
      const { code, out, err } = await run(argv, inFolder(folder))
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toMatch(message)
    }
    expect(readdirSync(join(folder, 'taken'))).toEqual(['figure-1.svg'])
    writeFileSync(join(folder, 'out'), '')
    const { code, err } = await run('reproduce bmz2019', inFolder(folder))
    expect(code).toBe(2)
    expect(err).toMatch(/out is a file; expected a folder/)
  })

  it('has no threads where it was given none', async () => {
    const { code, err } = await run('reproduce bmz2019 --no-out --workers 2')
    expect(code).toBe(2)
    expect(err).toContain('gardner: there are no threads here; expected --workers 0\n')
  })
})

describe('the capacities of activations', () => {
  const softsign =
    "export default { name: 's', register: (r) => r.activation({ name: 'softsign', g: (u) => u / (1 + Math.abs(u)), kinks: [0] }) }"

  it('are of all that are registered, those of plugins too, here and in threads', async () => {
    const folder = folderWith({ 'softsign.mjs': softsign })
    const few = ['sign', 'softsign']
    const study: Parameters<typeof runStudy>[3] = (...given) => {
      const whole = activations(...given)
      const names = [...new Set(whole.datasets[0].lines.map(({ options }) => options.activation))]
      expect(names).toEqual(expect.arrayContaining(['linear', 'relu', 'leaky-relu', 'monomial:3', 'softsign']))
      expect(whole.notes).toContain('monomial is a family: monomial:3 stands for it.')
      const [dataset] = whole.datasets
      const lines = dataset.lines.filter(({ options }) => few.includes(options.activation))
      return { ...whole, datasets: [{ ...dataset, lines }] }
    }
    const options = { plugin: ['./softsign.mjs'] }
    const { code, out } = await runStudy(folder, { ...options, workers: '2' }, threaded, study)
    // that a capacity diverges is an answer
    expect(code).toBe(0)
    expect(out).toMatch(/^binary +softsign +rs +0\.86396/m)
    expect(out).toMatch(/^spherical +sign +2rsb +∞/m)
    expect(readdirSync(join(folder, 'out', 'activations')).sort()).toEqual(
      ['README.md', ...['csv', 'json', 'png', 'svg'].map((ending) => `capacities.${ending}`), 'report.html'].sort(),
    )
    const report = readFileSync(join(folder, 'out', 'activations', 'report.html'), 'utf8')
    expect(report).toContain('diverges with K')
    expect(report).not.toContain('overview of critical loads')
  })
})
