import { definePlugin } from '@gardner/core'
import { Catalogue } from '@gardner/core/registry'
import { describe, expect, it } from 'vitest'
import { COMMAND, type PluginCommand } from '../src/index.js'
import { commandNames } from '../src/plugin/command-names.js'
import type { Actions } from '../src/program/actions.js'
import { program } from '../src/program/program.js'
import { fixture, folderWith, inFolder, jsonOf, run } from './harness.js'

const plugin = `--plugin ${fixture('bounds.js')}`

describe('a command that a plugin brings', () => {
  it('is there where the plugin is named, with its role and its values', async () => {
    const { code, out, err } = await run(`bounds ${plugin} --activation sign --weights binary`)
    expect({ code, err }).toEqual({ code: 0, err: 'gardner: 1 bound of sign\n' })
    expect(out).toMatch(/^bounds\n\nbound +value\nannealed +1\n/)
    const { rows } = await jsonOf(`bounds ${plugin} --activation linear --rs`)
    expect(rows).toEqual([
      { bound: 'annealed', value: 1 },
      { bound: 'rs', value: expect.closeTo(0.83307859974, 10) },
    ])
  })

  it('is there where a config file names the plugin', async () => {
    const folder = folderWith({ '.gardnerrc': JSON.stringify({ plugins: [fixture('bounds.js')], weights: 'ternary' }) })
    const { rows } = await jsonOf('bounds --activation linear', inFolder(folder))
    expect(rows[0].value).toBeCloseTo(Math.log2(3), 12)
  })

  it('writes CSV and files, and is listed with its role', async () => {
    const { out } = await run(`bounds ${plugin} --activation linear --format csv`)
    expect(out).toBe('bound,value\nannealed,1\n')
    const listed = await jsonOf(`list ${plugin}`)
    expect(listed.bound).toEqual([{ name: 'annealed', plugin: 'bounds' }])
    expect(listed.command.map(({ name }: { name: string }) => name)).toEqual(['bounds'])
  })

  it('has help of its own', async () => {
    const { code, out } = await run(`help bounds ${plugin}`)
    expect(code).toBe(0)
    expect(out).toMatch(/Usage: gardner bounds/)
    expect(out).toMatch(/--rs +the replica-symmetric capacity beside them/)
    expect(out).toMatch(/\$ gardner bounds --plugin/)
  })

  it('obeys the budget, and says what was mistyped', async () => {
    const spent = await run(`bounds ${plugin} --activation relu --rs --budget 1e-6`)
    expect(spent.code).toBe(1)
    expect(spent.err).toMatch(/the budget of 0.000001 ms ended before the answer of bounds was found/)
    const missing = await run('bounds --activation relu')
    expect({ code: missing.code, err: missing.err }).toEqual({
      code: 2,
      err: "gardner: unknown command 'bounds'\n",
    })
    const mistyped = await run(`bounds ${plugin} --activaton relu`)
    expect(mistyped.code).toBe(2)
    expect(mistyped.err).toMatch(/unknown option '--activaton'; did you mean --activation\?/)
  })

  it.each([
    ['() => undefined', /^gardner: invalid rows of command mine: undefined; expected a list such as/],
    ['async () => ({ a: 1 })', /^gardner: invalid rows of command mine: {"a":1}; expected a list/],
    ['async () => [{ a: 1 }, null]', /^gardner: invalid row 2 of command mine: null; expected an object/],
    ['async () => [{ a: { b: 1 } }]', /^gardner: invalid a in row 1 of command mine: {"b":1}; expected a text/],
    ['() => { throw undefined }', /^gardner: command mine threw: undefined$/],
    ['async () => { throw new Error("no bound") }', /^gardner: command mine threw: no bound$/],
  ])('that is %s fails under its name', async (source, expected) => {
    const folder = folderWith({
      'mine.mjs': `export default { name: 'mine', register: (r) => r.add({ name: 'command', token: Symbol.for('@gardner/core/command'), check() {} },
        { name: 'mine', description: 'd', run: ${source} }) }`,
    })
    const { code, out, err } = await run('mine --plugin ./mine.mjs', inFolder(folder))
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err.trimEnd()).toMatch(expected)
  })

  it('is given the options that it declares', async () => {
    const folder = folderWith({
      'mine.mjs': `export default { name: 'mine', register: (r) => r.add({ name: 'command', token: Symbol.for('@gardner/core/command'), check() {} },
        { name: 'mine', description: 'd', options: [{ flags: '-m, --many-words <n>' }, { flags: '--typed' }, { flags: '--no-colour' }], run: async ({ options }) => [options] }) }`,
    })
    const { rows } = await jsonOf('mine --plugin ./mine.mjs -m 3', inFolder(folder))
    expect(rows).toEqual([{ manyWords: '3', colour: true }])
  })

  it('must be one, with a name that is free', async () => {
    const added = (command: unknown) => () =>
      new Catalogue().use(definePlugin('mine', (registry) => registry.add(COMMAND, command as PluginCommand)))
    expect(added({ name: 'mine', description: 'x' })).toThrow(
      /^invalid run of command mine: undefined; expected a function \(plugin mine\)$/,
    )
    expect(added({ name: 'mine', description: 'x', options: [{ flags: 'x' }], run: async () => [] })).toThrow(
      /^invalid flags of an option of command mine: "x"; expected such as/,
    )
    const flags = (...options: readonly string[]) =>
      added({ name: 'mine', description: 'x', options: options.map((one) => ({ flags: one })), run: async () => [] })
    for (const flag of ['--format <x>', '--help', '--plugin <x>', '--budget <x>', '-h, --hot']) {
      expect(flags(flag)).toThrow(
        /^invalid flag of an option of command mine: "-.*"; expected another, as every command/,
      )
    }
    expect(flags('-o, --hot', '-o, --hit')).toThrow(/mine: "-o"; expected each of them once/)
    for (const name of commandNames) {
      expect(added({ name, description: 'x', run: async () => [] })).toThrow(
        `invalid name of a command: "${name}"; expected another one, as gardner has a command of this name (plugin mine)`,
      )
    }
    // whether or not the program looks for the command of a plugin
    for (const line of ['anything', 'list', 'solve --activation linear --weights binary --alpha 0.5']) {
      const { code, err } = await run(`${line} --plugin ${fixture('taken-command.js')}`)
      expect({ code, err }).toEqual({
        code: 2,
        err: expect.stringMatching(/invalid name of a command: "solve"; expected another one.*\(plugin .+\)/),
      })
    }
  })

  it('knows the commands of the program', () => {
    const { commands } = program({ complete: () => {} } as unknown as Actions, '', () => {})
    expect([...commandNames].sort()).toEqual([...commands.map((command) => command.name()), 'help'].sort())
  })

  it('fails where it waits for what nothing can bring', async () => {
    const folder = folderWith({
      'mine.mjs': `export default { name: 'mine', register: (r) => r.add({ name: 'command', token: Symbol.for('@gardner/core/command'), check() {} },
        { name: 'mine', description: 'd', run: () => new Promise(() => {}) }) }`,
    })
    const { code, out, err } = await run('mine --plugin ./mine.mjs', {
      ...inFolder(folder),
      signals: {
        listen: () => () => {},
        end: () => {},
        idle: (ended) => {
          const timer = setTimeout(ended, 1)
          return () => clearTimeout(timer)
        },
      },
    })
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: 'gardner: command mine never ends: it waits for what nothing is left to bring\n',
    })
  })
})
