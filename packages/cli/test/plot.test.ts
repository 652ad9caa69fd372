import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { png } from '@gardner/viz/node'
import { describe, expect, it } from 'vitest'
import { fixture, folderWith, inFolder, run } from './harness.js'

const relu = '--activation relu --weights binary'
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')

/** What is drawn in an SVG text that a reader of SVG takes. */
function drawn(svg: string) {
  expect(png(svg).length).toBeGreaterThan(1000)
  const count = (kind: string) => svg.split(`aria-roledescription="${kind} mark container"`).length - 1
  const symbols = /class="mark-symbol role-mark[^"]*"[^>]*>(.*?)<\/g>/s.exec(svg)?.[1] ?? ''
  return { lines: count('line'), points: symbols.split('<path').length - 1, areas: count('area') }
}

/** The texts of a drawing. */
const texts = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text\b[^>]*[^/]>([^<]*)</g)].map(([, text]) => text)

async function done(argv: string | readonly string[], folder: string): Promise<string> {
  const { code, err, out } = await run(argv, inFolder(folder))
  expect({ code, err }).toEqual({ code: 0, err })
  return out
}

describe('--plot', () => {
  const sample = `--instance ${fixture('relu.json')} --sweeps 40`
  it.each<[string, string, { lines?: number; points?: number }, string]>([
    ['an entropy', `curve ${relu} --alpha 0.2,0.4,0.6`, { lines: 1, points: 0 }, 'Entropy of the solutions'],
    [
      'several quantities',
      `curve ${relu} --alpha 0.2,0.4 --quantity entropy,q,replicon`,
      { lines: 3 },
      'Quantities along the load',
    ],
    ['order parameters', `curve ${relu} --alpha 0.2,0.4 --quantity q`, { lines: 1 }, 'Order parameters'],
    [
      'critical loads against the margin',
      'curve --activation linear --weights spherical --quantity capacity,instability --margin -1,-0.5',
      { lines: 2 },
      'Phase diagram',
    ],
    [
      'an entropy against the margin',
      `curve ${relu} --alpha 0.3 --margin -0.5,0`,
      { lines: 1 },
      'Quantities along the margin',
    ],
    [
      'Franz–Parisi',
      `franz-parisi ${relu} --alpha 0.6 --distances 0.1,0.2 --minimum`,
      { lines: 1 },
      'Solutions around a typical one',
    ],
    ['d_min alone', `franz-parisi ${relu} --alpha 0.6 --minimum`, { points: 1 }, 'Distance to the next solution'],
    [
      'a local entropy',
      `local-entropy ${relu} --alpha 0.6 --distances 0.1,0.2`,
      { lines: 1 },
      'Solutions around dense regions',
    ],
    [
      'stabilities',
      `stabilities ${relu} --alpha 0.6 --stabilities 0:2:0.25`,
      { lines: 1 },
      'Stabilities of the patterns',
    ],
    ['traces', `sample --method rrr ${sample} --beta 1:4 --gamma 1 --replicas 3`, { lines: 2 }, 'Monte Carlo traces'],
    [
      'traces of chains',
      `sample --method metropolis ${sample} --beta 2 --chains 2`,
      { lines: 2 },
      'Monte Carlo traces',
    ],
    [
      'robustness',
      `robustness --instance ${fixture('relu.json')} --from ${fixture('relu.npy')} --flips 0,0.1,0.2`,
      { points: 6 },
      'Robustness against noise',
    ],
    [
      'success',
      'success --method anneal --activation sign --weights binary --units 3 --inputs 21 --alpha 0.2,0.4 --seeds 2 --sweeps 50 --beta 1:5',
      { points: 2 },
      'Probability of success',
    ],
  ])('draws %s', async (_, argv, expected, title) => {
    const folder = folderWith()
    const { code, out, err } = await run(`${argv} --plot x.svg`, inFolder(folder))
    expect({ code, err }).toEqual({ code: 0, err: 'wrote x.svg\n' })
    expect(out).not.toBe('')
    const svg = read(folder, 'x.svg')
    expect(drawn(svg)).toMatchObject(expected)
    expect(texts(svg)).toContain(title)
  })

  it('writes the report and the picture, as PNG too', async () => {
    const folder = folderWith()
    const curve = `curve ${relu} --alpha 0.2,0.4`
    const { err } = await run(`${curve} --out x.json --plot x.png`, inFolder(folder))
    expect(err).toBe('wrote x.json\nwrote x.png\n')
    expect([...readFileSync(join(folder, 'x.png')).subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
  })

  it('writes a page of print, the same bytes for the same numbers', async () => {
    const folder = folderWith()
    await done(`curve ${relu} --alpha 0.2,0.4 --out x.json --plot x.pdf`, folder)
    await done('plot x.json --out y.pdf', folder)
    expect(read(folder, 'x.pdf')).toMatch(/^%PDF-/)
    expect(
      Buffer.compare(...(['x.pdf', 'y.pdf'].map((name) => readFileSync(join(folder, name))) as [Buffer, Buffer])),
    ).toBe(0)
  })

  it('makes pictures as wide as a column or a page of a journal', async () => {
    const folder = folderWith()
    const width = (name: string) => Number(/^<svg[^>]*? width="([\d.]+)"/.exec(read(folder, name))?.[1])
    await done(`curve ${relu} --alpha 0.2,0.4 --out x.json --plot x.svg --width column`, folder)
    expect(width('x.svg')).toBeCloseTo((86 * 96) / 25.4, 1)
    await done('plot x.json --out y.svg --width page', folder)
    expect(width('y.svg')).toBeCloseTo((178 * 96) / 25.4, 1)
    // a title is in the caption of a paper, but one that was given is meant
    expect(texts(read(folder, 'y.svg'))).not.toContain('Entropy of the solutions')
    await done('plot x.json --out z.svg --width page --title Mine', folder)
    expect(texts(read(folder, 'z.svg'))).toContain('Mine')
  })

  it('draws what was found of a curve that has no end', async () => {
    const folder = folderWith()
    const half = await run(
      'curve --activation linear --weights spherical --alpha 1,1.5,3 --plot x.svg',
      inFolder(folder),
    )
    expect(half.code).toBe(1)
    expect(half.err).toMatch(/wrote x\.svg\ngardner: 1 of 3 points not found/)
    expect(drawn(read(folder, 'x.svg')).lines).toBe(1)
  })

  it.each([
    ['curve', '--width column', /--width is that of a picture: give --plot too/],
    [
      'curve',
      '--plot x.svg --width wide',
      /invalid width: "?wide"?; expected column, page or a whole number of pixels/,
    ],
    [
      'curve',
      '--plot x.html --width column',
      /--width column is for \.svg, \.pdf and \.png; x\.html is as wide as its window/,
    ],
    ['curve', '--plot x.eps', /invalid plot: x\.eps; expected a file that ends in \.svg, \.pdf, \.png or \.html/],
    ['curve', '--plot nowhere/x.svg', /invalid plot: nowhere\/x\.svg; there is no folder/],
    ['curve', '--plot x.svg --out ./x.svg', /invalid plot: x\.svg is the file of --out, too; expected another one/],
    ['curve', '--plot x.svg --out x.svg', /invalid plot: x\.svg is the file of --out, too; expected another one/],
  ])('refuses %s %s before it computes', async (command, options, message) => {
    const folder = folderWith()
    const { code, out, err } = await run(`${command} ${relu} --alpha 0.2,0.4 ${options}`, inFolder(folder))
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
    expect(readdirSync(folder)).toEqual([])
  })

  it('names the file that is wrong among several', async () => {
    const folder = folderWith()
    await run(`curve ${relu} --alpha 0.2,0.4 --out good.csv`, inFolder(folder))
    writeFileSync(join(folder, 'bad.csv'), read(folder, 'good.csv').replace(',0.4,', ',"1.000,5",'))
    writeFileSync(join(folder, 'empty.csv'), read(folder, 'good.csv').replace(/,0\.[0-9]{6,}/g, ',NaN'))
    expect((await run('plot good.csv bad.csv', inFolder(folder))).err).toBe(
      'gardner: cannot plot bad.csv: invalid alpha: "1.000,5"; expected a number, such as 1000.5\n',
    )
    expect((await run('plot empty.csv', inFolder(folder))).err).toMatch(/^gardner: cannot plot empty\.csv: nothing /)
  })

  it('writes over no file that it reads', async () => {
    const folder = folderWith()
    await run(`curve ${relu} --alpha 0.2,0.4 --out x.csv`, inFolder(folder))
    const before = read(folder, 'x.csv')
    const { code, err } = await run('plot ./x.csv --data', inFolder(folder))
    expect(code).toBe(2)
    expect(err).toMatch(/^gardner: invalid data: x\.csv would replace the file \.\/x\.csv; expected another file\n$/)
    expect(read(folder, 'x.csv')).toBe(before)
  })

  it('refuses a picture that fits into no memory', async () => {
    const folder = folderWith()
    await run(`curve ${relu} --alpha 0.2,0.4 --out x.csv`, inFolder(folder))
    const { code, err } = await run('plot x.csv --width 10000 --height 10000 --scale 20 --out x.png', inFolder(folder))
    expect(code).toBe(2)
    expect(err).toMatch(/million pixels; expected at most 100 million/)
    expect(readdirSync(folder)).toEqual(['x.csv'])
  })

  it('is not for a single number', async () => {
    const { code, err } = await run(`capacity ${relu} --plot x.svg`)
    expect(code).toBe(2)
    expect(err).toMatch(/unknown option '--plot'/)
  })
})

describe('gardner plot', () => {
  /** What the commands write, made where it is needed first. */
  const files: Record<string, string> = {}
  const commands: Readonly<Record<string, string>> = {
    'rs.json': `curve ${relu} --alpha 0.2,0.4,0.6`,
    'rs.csv': `curve ${relu} --alpha 0.2,0.4,0.6`,
    'tanh.csv': 'curve --activation tanh --weights binary --alpha 0.2,0.4',
    'many.json': `curve ${relu} --alpha 0.2,0.4 --quantity entropy,q`,
    'typed.csv': '',
    'theory.json': `stabilities ${relu} --alpha 0.6 --stabilities 0:2:0.25`,
    'sample.json': `sample --method metropolis --instance ${fixture('relu.json')} --sweeps 200 --beta 4`,
    'sample.csv': `sample --method metropolis --instance ${fixture('relu.json')} --sweeps 40 --beta 4`,
    'local.json': `local-entropy ${relu} --alpha 0.6 --distances 0.1,0.2`,
    'local-10.csv': `local-entropy ${relu} --alpha 0.6 --distances 0.1,0.2 --replicas 10`,
    'franz.csv': `franz-parisi ${relu} --alpha 0.6 --distances 0.1,0.2 --minimum`,
    'nearest.json': `franz-parisi ${relu} --alpha 0.4 --minimum`,
    'capacity.json': `capacity ${relu}`,
    'capacity.csv': 'capacity --activation sign --weights binary',
    'infinite.json': 'capacity --activation linear --weights spherical --ansatz rs',
    'unstable.json': 'instability --activation relu --weights spherical',
    'saddle.json': `solve ${relu} --alpha 0.5`,
    'success.csv':
      'success --method anneal --activation sign --weights binary --units 3 --inputs 21 --alpha 0.2,0.4 --seeds 2 --sweeps 50 --beta 1:5',
    'robust.csv': `robustness --instance ${fixture('relu.json')} --from ${fixture('relu.npy')} --flips 0,0.1`,
  }

  /** A folder with some of the files. */
  async function folderOf(...names: readonly string[]): Promise<string> {
    for (const name of names) {
      if (files[name] !== undefined) continue
      const own =
        name === 'typed.csv'
          ? ['curve', '--activation', 'formula:max(0, x) + 0.1*x', '--weights', 'binary', '--alpha', '0.2,0.4']
          : commands[name].split(' ')
      const { code, out } = await run([...own, '--format', name.endsWith('csv') ? 'csv' : 'json'])
      expect(code).toBe(0)
      files[name] = out
    }
    return folderWith(Object.fromEntries(names.map((name) => [name, files[name]])))
  }

  it('writes beside the file', async () => {
    const folder = await folderOf('rs.json')
    const { code, out, err } = await run('plot rs.json', inFolder(folder))
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: 'wrote rs.svg\n' })
    expect(drawn(read(folder, 'rs.svg'))).toMatchObject({ lines: 1 })
    expect(texts(read(folder, 'rs.svg'))).toEqual(expect.arrayContaining(['relu · binary · κ = 0 · RS']))
  })

  it('draws the same from JSON and from CSV', async () => {
    const folder = await folderOf('rs.json', 'rs.csv')
    await done('plot rs.json --out json.svg', folder)
    await done('plot rs.csv --out csv.svg', folder)
    expect(read(folder, 'csv.svg')).toBe(read(folder, 'json.svg'))
  })

  it.each<[string, { lines?: number; points?: number; areas?: number }, readonly string[]]>([
    ['rs.json tanh.csv typed.csv', { lines: 3 }, ['relu', 'tanh', 'max(0, x) + 0.1*x', 'binary · κ = 0 · RS']],
    ['rs.json many.json', { lines: 2 }, ['rs.json', 'many.json', 'file']],
    ['theory.json sample.json', { lines: 2 }, ['κ', 'relu · binary · κ = 0 · α = 0.6']],
    ['local.json local-10.csv', { lines: 2 }, ['y = ∞', 'y = 10']],
    ['franz.csv nearest.json', { lines: 1 }, ['Distance to the next solution']],
    ['capacity.json capacity.csv infinite.json unstable.json', { points: 2 }, ['relu', 'sign', 'linear', 'RS']],
    ['sample.csv', { lines: 1 }, ['sweeps']],
    ['success.csv', { points: 2 }, []],
    ['robust.csv', { points: 4 }, ['replicas', 'barycentre']],
  ])('overlays %s', async (names, expected, words) => {
    const folder = await folderOf(...names.split(' '))
    await done(`plot ${names} --out x.svg`, folder)
    const svg = read(folder, 'x.svg')
    expect(drawn(svg)).toMatchObject(expected)
    expect(texts(svg)).toEqual(expect.arrayContaining([...words]))
  })

  it('of chosen quantities, with a title, its numbers beside it', async () => {
    const folder = await folderOf('many.json')
    await done(['plot', 'many.json', '--quantity', 'q,qhat', '--title', 'Mine <&>', '--data', '--out', 'x.svg'], folder)
    expect(texts(read(folder, 'x.svg'))).toEqual(expect.arrayContaining(['Mine &lt;&amp;&gt;', 'q', 'q̂']))
    expect(read(folder, 'x.csv')).toMatch(
      /^quantity,machine,alpha,value,valueError\r\nq,"relu, binary",0\.2,0\.0939917/,
    )
    expect(readdirSync(folder).sort()).toEqual(['many.json', 'x.csv', 'x.svg'])
  })

  it('in a size, a theme, and at a scale', async () => {
    const folder = await folderOf('rs.json')
    await done('plot rs.json --out x.png --width 300 --height 100 --scale 1 --theme dark', folder)
    await done('plot rs.json --out y.png --width 300 --height 100 --scale 3', folder)
    const size = (name: string) => readFileSync(join(folder, name)).readUInt32BE(16)
    expect(size('x.png')).toBeGreaterThan(300)
    expect(size('x.png')).toBeLessThan(420)
    expect(Math.abs(size('y.png') - 3 * size('x.png'))).toBeLessThan(4)
  })

  it('as a page that needs nothing beside it', async () => {
    const folder = await folderOf('sample.json')
    const argv = `sample --method rrr --instance ${fixture('relu.json')} --sweeps 40 --beta 1:4 --gamma 1 --replicas 3`
    await done(`${argv} --plot x.html`, folder)
    const text = read(folder, 'x.html')
    expect(text.match(/<figure /g)).toHaveLength(2)
    expect(text).toContain('Monte Carlo traces')
    expect(text).toContain('Stabilities of the patterns')
    expect(text).not.toMatch(/(src|href)="https?:/)
  })

  it('reads the entries of a study, a plot for each machine where there are many', async () => {
    const entries = await Promise.all(
      ['relu', 'sign'].flatMap((activation) =>
        ['binary', 'spherical'].flatMap((weights) =>
          [0.2, 0.3, 0.4].map(async (alpha) => {
            const line = `franz-parisi --activation ${activation} --weights ${weights} --alpha ${alpha} --distances 0.2,0.3`
            const { out } = await run(`${line} --format json`)
            return { ...JSON.parse(out), command: `gardner ${line}` }
          }),
        ),
      ),
    )
    const missing = { command: 'gardner franz-parisi --activation tanh', verdict: 'stalled', reason: 'nothing there' }
    const content = JSON.stringify({ command: 'gardner reproduce x', entries: [...entries, missing] })
    const folder = folderWith({ 'figure.json': content })
    await done('plot figure.json', folder)
    const svg = read(folder, 'figure.svg')
    expect(drawn(svg).lines).toBe(12)
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['binary', 'spherical', 'relu, α = 0.2', 'relu, α = 0.4', 'sign, α = 0.3']),
    )
  })

  it.each<[string, Record<string, string>, RegExp]>([
    ['nothing.json', {}, /cannot read file nothing\.json/],
    ['empty.json', { 'empty.json': ' \n' }, /cannot plot empty\.json: it is empty; expected JSON or CSV of gardner/],
    ['x.json', { 'x.json': '{"command": "curve"' }, /cannot plot x\.json: it is no JSON \(.*\); expected/],
    ['x.json', { 'x.json': '{"a": 1}' }, /cannot plot x\.json: there is no "command" in it; expected/],
    ['x.json', { 'x.json': '[1, 2]' }, /cannot plot x\.json: there is no "command" in it/],
    ['x.json', { 'x.json': '{"command": "curv"}' }, /unknown command in x\.json: curv; did you mean curve\?/],
    [
      'x.json',
      { 'x.json': '{"command": "curve"}' },
      /cannot plot x\.json: problem: expected the description of a machine/,
    ],
    [
      'x.json',
      { 'x.json': '{"command": "gardner reproduce", "entries": []}' },
      /cannot plot x\.json: it has no entries/,
    ],
    ['x.json', { 'x.json': '{"entries": [{"reason": "none"}]}' }, /cannot plot x\.json: nothing was found in it/],
    ['x.csv', { 'x.csv': 'a,b\n1,2\n' }, /cannot plot x\.csv: its columns are a, b; expected/],
    ['x.csv', { 'x.csv': 'hello' }, /cannot plot x\.csv: no columns in its first line/],
    ['x.csv', { 'x.csv': 'activation,weights,alpha\n' }, /cannot plot x\.csv: there are no rows below its header/],
    ['x.csv', { 'x.csv': 'activation,weights,alpha\nrelu,binary\n' }, /row 1 has 2 cells; expected 3/],
    ['x.csv', { 'x.csv': 'activation,weights,alpha\nrelu,binary,1\n' }, /there is nothing in it to draw/],
    [
      'relu.json',
      { 'relu.json': readFileSync(fixture('relu.json'), 'utf8') },
      /it holds a machine; plot what gardner sample/,
    ],
  ])('refuses %s', async (name, content, message) => {
    const folder = folderWith(content)
    const { code, out, err } = await run(`plot ${name} --out x.svg`, inFolder(folder))
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(readdirSync(folder)).not.toContain('x.svg')
  })

  it.each<[string, RegExp]>([
    ['saddle.json', /it holds a saddle point at one load; plot what gardner curve writes/],
    [
      'rs.json theory.json',
      /these do not belong together: rs\.json holds the entropy against the load, theory\.json the distribution of the stabilities; plot them one by one/,
    ],
    ['rs.json rs.json', /a file is given twice/],
    ['theory.json --quantity q', /--quantity is for curves; theory\.json holds the distribution of the stabilities/],
    ['rs.json --quantity volume', /invalid quantity: "volume"; expected some of those in rs\.json: entropy, /],
    ['rs.json --out x.eps', /invalid out: x\.eps; expected a file that ends in/],
    ['rs.json --out x.html --theme dark', /--theme is for \.svg, \.pdf and \.png/],
    ['rs.json --out x.svg --scale 2', /--scale is for \.png/],
    ['rs.json --out x.png --scale 0', /invalid scale: 0/],
    ['rs.json --theme drak', /unknown theme: drak; did you mean dark\?/],
    ['rs.json --width 0', /invalid width: 0/],
    ['rs.json --width 20000', /invalid width: 20000; expected at most 10000 pixels/],
  ])('refuses %s too', async (argv, message) => {
    const names = argv.split(' ').filter((word) => /\.(json|csv)$/.test(word))
    const folder = await folderOf(...new Set(names))
    const { code, err } = await run(`plot ${argv}`, inFolder(folder))
    expect(err).toMatch(message)
    expect(code).toBe(2)
    expect(readdirSync(folder).sort()).toEqual([...new Set(names)].sort())
  })

  it('needs a file', async () => {
    const { code, err } = await run('plot')
    expect(code).toBe(2)
    expect(err).toMatch(/missing required argument 'files'/)
  })
})
