import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fixture, folderWith, inFolder, jsonOf, run } from './harness.js'

const softsign = `export default {
  name: 'softsign',
  register: (registry) => registry.activation({ name: 'softsign', g: (u) => u / (1 + Math.abs(u)), kinks: [0] }),
}
`

describe('a plugin', () => {
  it('brings an activation in a file of under ten lines', async () => {
    const found = await jsonOf(`capacity --plugin ${fixture('softsign.js')} --activation softsign --weights binary`)
    expect(found.problem.activation).toBe('softsign')
    expect(found.value).toBeCloseTo(0.8639687, 6)
    expect(found.error).toBeLessThan(1e-9)
  })

  it('may be a plain object, named without a folder', async () => {
    const folder = folderWith({ 'softsign.mjs': softsign })
    const found = await jsonOf('list activations --plugin softsign.mjs', inFolder(folder))
    expect(found.activations).toContainEqual({ name: 'softsign', plugin: 'softsign' })
  })

  it('may be a list of plugins', async () => {
    const text = `const plugin = (name) => ({ name, register: (r) => r.activation({ name, g: Math.atan, kinks: [] }) })
      export default [plugin('one'), plugin('two')]`
    const found = await jsonOf('list plugins --plugin ./many.mjs', inFolder(folderWith({ 'many.mjs': text })))
    expect(found.plugins.map(({ name }: { name: string }) => name).slice(-2)).toEqual(['one', 'two'])
  })

  it('may be an installed package, also one for import only', async () => {
    const folder = folderWith()
    for (const [name, exports] of [
      ['plain', './index.js'],
      ['esm-only', { '.': { types: './index.d.ts', import: './index.js' } }],
    ] as const) {
      const place = join(folder, 'node_modules', name)
      mkdirSync(place, { recursive: true })
      writeFileSync(join(place, 'package.json'), JSON.stringify({ name, type: 'module', exports }))
      writeFileSync(join(place, 'index.js'), softsign.replaceAll('softsign', name))
      const found = await jsonOf(`list plugins --plugin ${name}`, inFolder(folder))
      expect(found.plugins).toContainEqual({ name, plugin: name })
    }
  })

  it('brings weights, a constraint and a family too', async () => {
    const argv = '--activation power:3 --weights ising --constraint half --alpha 0.5'
    const found = await jsonOf(`solve --plugin ${fixture('every-kind.js')} ${argv}`)
    expect(found.problem).toMatchObject({ activation: 'power', weights: 'ising', constraint: 'half' })
    const known = await jsonOf('solve --activation monomial:3 --weights binary --margin 0.5 --alpha 0.5')
    expect(found.entropy).toBeCloseTo(known.entropy, 10)
    expect((await run(`list constraints --plugin ${fixture('every-kind.js')}`)).out).toMatch(/half +every-kind/)
  })

  it('that does not declare a kink earns a warning', async () => {
    const folder = folderWith({ 'softsign.mjs': softsign.replace(', kinks: [0]', '') })
    const { code, err } = await run(
      'solve --plugin ./softsign.mjs --activation softsign --weights binary --alpha 0.5',
      inFolder(folder),
    )
    expect(code).toBe(0)
    expect(err).toMatch(/^warning: activation softsign has a kink at 0 .*\n$/)
  })
})

describe('a broken plugin', () => {
  it.each([
    ['export const x = 1', /^plugin \.\/p\.mjs: the module has no default export; expected/],
    ['export default 3', /^plugin \.\/p\.mjs: invalid plugin: 3; expected/],
    ['export default { register() {} }', /^plugin \.\/p\.mjs: invalid name of plugin: undefined/],
    ['export default { name: "p" }', /^plugin \.\/p\.mjs: invalid register of plugin p/],
    ['throw new Error("broken")', /^plugin \.\/p\.mjs: broken/],
    ['export default {', /^plugin \.\/p\.mjs: .+/],
    [
      'export default { name: "p", register() { throw new TypeError("oops") } }',
      /^plugin \.\/p\.mjs: plugin p threw: oops/,
    ],
    [
      'export default { name: "p", register(r) { r.activation({ name: "relu", g: (u) => u }) } }',
      /^plugin \.\/p\.mjs: activation relu of plugin p is taken by plugin activations/,
    ],
    ['export default { name: "weights", register() {} }', /^plugin \.\/p\.mjs: plugin weights is in use already/],
  ])('%s', async (text, message) => {
    const folder = folderWith({ 'p.mjs': text })
    const { code, out, err } = await run(
      'capacity --plugin ./p.mjs --activation relu --weights binary',
      inFolder(folder),
    )
    expect(err.replace(/^gardner: /, '')).toMatch(message)
    expect(err.trimEnd()).not.toContain('\n')
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it.each([
    ['./nowhere.mjs', /^gardner: plugin \.\/nowhere\.mjs: there is no file /],
    ['no-such-package', /^gardner: plugin no-such-package: there is no such package; expected a path/],
  ])('%s', async (specifier, message) => {
    const { code, err } = await run(`list --plugin ${specifier}`, inFolder(folderWith()))
    expect(err).toMatch(message)
    expect(code).toBe(2)
  })

  it('that throws while solving is a failure, not a misuse', async () => {
    const folder = folderWith({
      'p.mjs': `let calls = 0
        const g = (u) => { if (++calls > 50) throw new RangeError('too deep'); return u ** 3 }
        export default { name: 'p', register: (r) => r.activation({ name: 'boom', g }) }`,
    })
    const { code, out, err } = await run(
      'capacity --plugin ./p.mjs --activation boom --weights binary',
      inFolder(folder),
    )
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^gardner: activation boom threw at .*too deep\n$/)
  })
})
