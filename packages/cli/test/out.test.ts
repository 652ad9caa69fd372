import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, inFolder, run } from './harness.js'

const capacity = 'capacity --activation linear --weights spherical'

describe('--out', () => {
  it('writes the file, says so on stderr, and prints nothing', async () => {
    const folder = folderWith()
    const { code, out, err } = await run(`${capacity} --format json --out x.json`, inFolder(folder))
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: 'wrote x.json\n' })
    expect(JSON.parse(readFileSync(join(folder, 'x.json'), 'utf8')).value).toBeCloseTo(2, 12)
    expect(readdirSync(folder)).toEqual(['x.json'])
  })

  it.each([
    ['x.json', /^\{"command"/],
    ['x.csv', /^command,activation/],
    ['x.txt', /^linear · spherical/],
  ])('%s tells the format', async (name, start) => {
    const folder = folderWith()
    await run(`${capacity} --out ${name}`, inFolder(folder))
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(start)
  })

  it('leaves to --format the last word', async () => {
    const folder = folderWith()
    await run(`${capacity} --out x.json --format csv`, inFolder(folder))
    expect(readFileSync(join(folder, 'x.json'), 'utf8')).toMatch(/^command,/)
  })

  it('replaces an old file whole', async () => {
    const folder = folderWith({ 'x.json': 'old'.repeat(10_000) })
    await run(`${capacity} --out x.json`, inFolder(folder))
    expect(JSON.parse(readFileSync(join(folder, 'x.json'), 'utf8')).command).toBe('capacity')
  })

  it('leaves an old file untouched when the run fails', async () => {
    const folder = folderWith({ 'x.json': 'old' })
    const { code } = await run('capacity --activation sign --weights spherical --out x.json', inFolder(folder))
    expect(code).toBe(1)
    expect(readFileSync(join(folder, 'x.json'), 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['x.json'])
  })

  it.each([
    ['none/x.json', /^gardner: invalid out: none\/x\.json; there is no folder .*none; make it first\n$/],
    ['folder', /^gardner: invalid out: folder is a folder; expected a file, such as folder\/result\.json\n$/],
    ['x/', /^gardner: invalid out: x\/ is a folder/],
    [
      'x.xlsx',
      /^gardner: invalid out: x\.xlsx; expected a file that ends in \.json, \.csv or \.txt \(a table\), or a --format\n$/,
    ],
    ['/dev/null', /^gardner: invalid out: \/dev\/null is no regular file/],
  ])('%s is refused before anything is computed', async (path, message) => {
    const folder = folderWith({
      'boom.mjs':
        "export default { name: 'b', register: (r) => r.activation({ name: 'boom', g: () => { throw new Error('computed') } }) }",
    })
    mkdirSync(join(folder, 'folder'))
    const { code, out, err } = await run(
      `capacity --plugin ./boom.mjs --activation boom --weights binary --out ${path}`,
      inFolder(folder),
    )
    expect(err).toMatch(message)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  // the superuser may write anywhere
  it.skipIf(process.getuid?.() === 0)('a read-only folder or file is refused', async () => {
    const folder = folderWith({ 'x.json': 'old' })
    chmodSync(join(folder, 'x.json'), 0o444)
    expect((await run(`${capacity} --out x.json`, inFolder(folder))).err).toMatch(/x\.json is not writable/)
    mkdirSync(join(folder, 'shut'))
    chmodSync(join(folder, 'shut'), 0o555)
    expect((await run(`${capacity} --out shut/x.json`, inFolder(folder))).err).toMatch(/is not writable/)
  })
})

describe('table', () => {
  it('prints the machines and writes capacities and curves', async () => {
    const folder = folderWith()
    const { code, out, err } = await run('table --out out', inFolder(folder))
    expect(code).toBe(0)
    expect(err).toBe(
      ['capacities.csv', 'capacities.json', 'entropy.csv', 'entropy.json']
        .map((name) => `wrote out/${name}\n`)
        .join(''),
    )
    expect(out).toMatch(/sign machine +sign +spherical +∞ ³ /)
    expect(out).toMatch(/perceptron +linear +spherical +2\.0+ .* stable ²/)
    const read = (name: string) => readFileSync(join(folder, 'out', name), 'utf8')
    const { rows } = JSON.parse(read('capacities.json'))
    expect(rows).toHaveLength(8)
    expect(rows[0].capacity.value).toBeCloseTo(0.8330786, 6)
    expect(rows[3].capacity).toMatchObject({ value: null, reason: expect.stringContaining("C'(1) = ∞") })
    expect(rows[3].instability.value).toBeCloseTo(2.98782, 5)
    expect(read('capacities.csv').split('\n')).toHaveLength(10)
    const { curves } = JSON.parse(read('entropy.json'))
    for (const { rows: points } of curves) {
      expect(points[0].alpha).toBe(0)
      expect(points.length).toBeGreaterThan(80)
      for (const point of points) expect(point).toMatchObject({ verdict: 'converged', error: expect.any(Number) })
    }
    // the entropy of binary weights ends at zero, at the capacity
    const last = curves[0].rows.at(-1)
    expect(last.alpha).toBe(rows[0].capacity.value)
    expect(Math.abs(last.entropy)).toBeLessThan(1e-10)
    expect(read('entropy.csv')).toMatch(/^activation,weights,alpha,entropy,entropyError,replicon,/)
  })

  it('writes nothing without --out', async () => {
    const folder = folderWith()
    const { code, out, err } = await run('table --format csv', inFolder(folder))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^activation,weights,ansatz,capacity,/)
    expect(readdirSync(folder)).toEqual([])
  })

  it('refuses a folder it cannot make, and a file', async () => {
    const folder = folderWith({ file: '' })
    writeFileSync(join(folder, 'file'), '')
    expect(await run('table --out a/b', inFolder(folder))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/there is no folder/),
    })
    expect(await run('table --out file', inFolder(folder))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/file is a file; expected a folder/),
    })
  })
})
