import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Parts, Work } from '@gardner/studies'
import { activations, planOf, runPlan } from '@gardner/studies'
import { describe, expect, it } from 'vitest'
import { folderDestination } from '../src/file/destination.js'
import { digestOfModule, filesOfModule } from '../src/file/module-text.js'
import { compose } from '../src/index.js'
import { fingerprintOfActivation } from '../src/simulation/fingerprint.js'
import { folderWith, inFolder, run } from './harness.js'

const pluginOf = (g: string) =>
  `export default { name: 'p', register: (r) => r.activation({ name: 'aaa', g: (u) => ${g}, kinks: [0] }) }\n`

describe('the digest of a module', () => {
  it('is another one where its text is, or that of a file it imports, directly or not', () => {
    const texts = {
      'p.mjs': "import { a } from './a.mjs'\nimport z from 'zod'\nexport default a\n",
      'a.mjs': 'export { b as a } from "./below/b.js"\nimport \'./below\'\n',
      'below/b.js': "const c = await import('../p.mjs')\nexport const b = 1\n",
      'below/index.js': "require('./data.json')\n",
      'below/data.json': '1',
    }
    const folder = folderWith()
    mkdirSync(join(folder, 'below'))
    const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
    for (const [file, text] of Object.entries(texts)) write(file, text)
    const entry = join(folder, 'p.mjs')
    const files = filesOfModule(entry).map((file) => file.slice(folder.length + 1))
    expect([...files].sort()).toEqual(Object.keys(texts).sort())
    const before = digestOfModule(entry)
    for (const [file, text] of Object.entries(texts)) {
      write(file, `${text} `)
      expect(digestOfModule(entry)).not.toBe(before)
      write(file, text)
    }
    expect(digestOfModule(entry)).toBe(before)
  })
})

describe('the fingerprint of an activation', () => {
  it('sees a step or a bump of a hundredth, wherever it is, and not the last bits', () => {
    const of = (g: (u: number) => number) => fingerprintOfActivation({ name: 'g', g, kinks: [] } as never)
    const plain = of((u) => u)
    for (const at of [-7.3, -1.234, 0.3, 0.615, 2.04, 5.5]) {
      expect(of((u) => (u > at ? u + 1e-3 : u))).not.toBe(plain)
      expect(of((u) => (Math.abs(u - at) < 0.005 ? u + 1e-3 : u))).not.toBe(plain)
    }
    expect(of((u) => u * (1 + 2 ** -52))).toBe(plain)
    expect(() =>
      of(() => {
        throw new Error('no')
      }),
    ).not.toThrow()
  })
})

describe('a plugin that was edited', () => {
  it('is not resumed from', async () => {
    const folder = folderWith({ 'p.mjs': pluginOf('Math.max(0, u)') })
    const machine = '--activation aaa --weights binary --units 4 --inputs 40 --alpha 0.3'
    const argv = `sample --method metropolis ${machine} --plugin ./p.mjs --sweeps 5 --beta 1 --workers 0 --checkpoint x.ckpt`
    expect((await run(argv, inFolder(folder))).code).toBe(0)
    expect((await run(`${argv} --resume`, inFolder(folder))).code).toBe(0)
    // Node has the module in memory: its text alone is another one
    writeFileSync(join(folder, 'p.mjs'), pluginOf('Math.max(0, u) + 0'))
    const { code, out, err } = await run(`${argv} --resume`, inFolder(folder))
    expect(err).toMatch(
      /^gardner: cannot resume from x\.ckpt: its plugins is \["[0-9a-f]{32}"\], and \["[0-9a-f]{32}"\] was asked for\n$/,
    )
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('makes other parts of a study, and so does another g of the same text', async () => {
    const asked = async (digest: string, g: (u: number) => number): Promise<readonly string[]> => {
      const session = compose({
        output: { out: () => {}, err: () => {} },
        terminal: { colour: false },
        surroundings: { folder: folderWith(), variables: {} },
        signals: { listen: () => () => {}, end: () => {} },
        clock: () => 0,
      })
      const { catalogue } = session
      catalogue.use({ name: 'p', register: (registry) => void registry.activation({ name: 'aaa', g } as never) })
      const study = activations(catalogue, [{ specifier: './p.mjs', folder: '/', digest }], fingerprintOfActivation)
      const keys: string[] = []
      const parts = {
        line: async (_: string, work: Work) => {
          if (work.options.activation === 'aaa') keys.push(JSON.stringify(work))
          return undefined
        },
      } as unknown as Parts
      await runPlan(
        planOf((path) => folderDestination(session, path), study, { out: 'o' }),
        parts,
      )
      return keys
    }
    const first = await asked('one', (u) => u)
    expect(first.length).toBeGreaterThan(0)
    expect(await asked('one', (u) => u)).toEqual(first)
    for (const other of [await asked('two', (u) => u), await asked('one', (u) => (u > 1.1 ? u + 1 : u))])
      for (const [i, key] of other.entries()) expect(key).not.toBe(first[i])
  })
})
