import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fixture, folderWith, inFolder, jsonOf, run } from './harness.js'

const machine = { activation: 'linear', weights: 'spherical' }

describe('a config', () => {
  it.each([
    ['gardner.config.json', JSON.stringify(machine)],
    ['.gardnerrc', JSON.stringify(machine)],
    ['.gardnerrc', 'activation: linear # as YAML\nweights: spherical\n'],
    ['.gardnerrc', `\uFEFF${JSON.stringify(machine)}`],
    ['.gardnerrc.json', JSON.stringify(machine)],
    ['gardner.config.mjs', `export default ${JSON.stringify(machine)}`],
    ['package.json', JSON.stringify({ name: 'x', gardner: machine })],
  ])('%s is found', async (name, text) => {
    const found = await jsonOf('capacity', inFolder(folderWith({ [name]: text })))
    expect(found.value).toBeCloseTo(2, 12)
  })

  it('is found in a folder above', async () => {
    const folder = folderWith({ '.gardnerrc': JSON.stringify(machine) })
    mkdirSync(join(folder, 'below'))
    expect((await jsonOf('capacity', inFolder(join(folder, 'below')))).value).toBeCloseTo(2, 12)
  })

  it('can be named, and then no other is read', async () => {
    const folder = folderWith({ '.gardnerrc': '{', 'mine.json': JSON.stringify(machine) })
    expect((await jsonOf('capacity --config mine.json', inFolder(folder))).value).toBeCloseTo(2, 12)
  })

  it('gives way to the command line', async () => {
    const folder = folderWith({ '.gardnerrc': JSON.stringify({ ...machine, margin: 1, format: 'csv' }) })
    const found = await jsonOf('capacity --margin 0 --activation relu', inFolder(folder))
    expect(found.problem).toMatchObject({ activation: 'relu', weights: 'spherical', margin: 0 })
    expect((await run('capacity', inFolder(folder))).out).toMatch(/^command,activation/)
  })

  it('has numbers, lists and plugins relative to it', async () => {
    const folder = folderWith({
      '.gardnerrc': JSON.stringify({
        activation: 'softsign',
        weights: 'binary',
        alpha: [0.1, 0.2],
        quantity: ['entropy', 'q'],
        plugins: ['./softsign.mjs'],
      }),
      'softsign.mjs': `export default { name: 's', register: (r) => r.activation({ name: 'softsign', g: (u) => u / (1 + Math.abs(u)), kinks: [0] }) }`,
    })
    mkdirSync(join(folder, 'below'))
    const found = await jsonOf('curve', inFolder(join(folder, 'below')))
    expect(found.rows.map((row: { alpha: number }) => row.alpha)).toEqual([0.1, 0.2])
    expect(found.quantities).toEqual(['entropy', 'q'])
  })

  it('gives way to an ansatz that was typed, whatever replicas it has', async () => {
    const folder = folderWith({ '.gardnerrc': JSON.stringify({ ...machine, alpha: 0.5, replicas: 5, distance: 0.1 }) })
    expect(await jsonOf('stabilities', inFolder(folder))).toMatchObject({ ansatz: 'large-deviation', replicas: 5 })
    const typical = await jsonOf('stabilities --ansatz rs', inFolder(folder))
    expect(typical.ansatz).toBe('rs')
    expect(typical).not.toHaveProperty('replicas')
  })

  it('of another command does no harm', async () => {
    const folder = folderWith({ '.gardnerrc': JSON.stringify({ ...machine, alpha: 0.5, quantity: 'q' }) })
    expect((await jsonOf('capacity', inFolder(folder))).value).toBeCloseTo(2, 12)
    const found = await jsonOf('curve --quantity capacity --margin 0', inFolder(folder))
    expect(found.along).toBe('margin')
  })

  it('of a broken package.json is nobody’s', async () => {
    expect((await run('list plugins', inFolder(folderWith({ 'package.json': '{' })))).code).toBe(0)
  })
})

describe('a wrong config', () => {
  it.each([
    ['{', /cannot read config .*\.gardnerrc: /],
    ['activation: [', /cannot read config .*\.gardnerrc: /],
    ['[]', /invalid config .*\.gardnerrc: expected an object/],
    ['3', /invalid config .*\.gardnerrc: expected an object/],
    [
      '{ "actvation": "relu" }',
      /invalid config .*: unknown key: actvation; did you mean activation\? known: activation, /,
    ],
    ['{ "plugin": ["x"] }', /unknown key: plugin; did you mean plugins\?/],
    ['{ "activation": 3 }', /invalid config .*: activation: expected a text/],
    ['{ "margin": true }', /invalid config .*: margin: expected a number/],
    ['{ "plugins": "x" }', /invalid config .*: plugins: expected a list of texts/],
    ['{ "plugins": ["./none.mjs"] }', /plugin \.\/none\.mjs: there is no file/],
    ['{ "activation": "rleu", "weights": "binary" }', /unknown activation: rleu; did you mean relu\?/],
    [
      '{ "activation": "relu", "weights": "binary", "margin": "inf" }',
      /invalid margin: Infinity; expected a finite number/,
    ],
  ])('%s', async (text, message) => {
    const { code, out, err } = await run('capacity', inFolder(folderWith({ '.gardnerrc': text })))
    expect(err).toMatch(message)
    expect(err.replace(/^gardner: using config \.gardnerrc\n/, '')).toMatch(/^gardner: [^\n]*\n$/)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('is named when it is missing or throws', async () => {
    const folder = folderWith({ 'gardner.config.mjs': 'throw new Error("no")' })
    expect((await run('list --config none.json', inFolder(folder))).err).toMatch(
      /^gardner: cannot read config none\.json: no such file or directory \(ENOENT\)/,
    )
    expect((await run('list', inFolder(folder))).err).toMatch(
      /^gardner: cannot read config .*gardner\.config\.mjs: no\n$/,
    )
    expect((await run(`list --config ${fixture('.')}`, inFolder(folder))).code).toBe(2)
  })
})
