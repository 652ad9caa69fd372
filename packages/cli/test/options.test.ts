import type { Option } from 'commander'
import { describe, expect, it } from 'vitest'
import { declared } from '../src/option/declared.js'
import type { Actions } from '../src/program/actions.js'
import { program } from '../src/program/program.js'
import { takenAs } from '../src/program/take.js'
import { folderWith, inFolder, run } from './harness.js'

const { commands } = program({ complete: () => {} } as unknown as Actions, '', () => {})
const all = commands.flatMap((command) => command.options.map((option) => [command.name(), option] as const))

describe('the declaration of options', () => {
  it('has every option that a command takes', () => {
    const others = all.filter(([, option]) => takenAs(option) === undefined)
    expect(others.map(([command, { flags }]) => `${command} ${flags}`)).toEqual([])
  })

  it('has no option that no command takes', () => {
    const taken = new Set(all.map(([, option]) => option.attributeName()))
    expect(Object.keys(declared).filter((name) => !taken.has(name))).toEqual([])
  })

  it('gives an option the name of its flag', () => {
    const wrong = all.filter(
      ([, option]: readonly [string, Option]) => !Object.hasOwn(declared, option.attributeName()),
    )
    expect(wrong.map(([, { flags }]) => flags)).toEqual([])
    for (const [name, { flags }] of Object.entries(declared)) {
      const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      expect(flags.split(' ')[0]).toBe(`--${kebab}`)
    }
  })

  it('lets config files have the options that say so, and no others', async () => {
    for (const [name, { config, key = name }] of Object.entries<{ flags: string; config?: string; key?: string }>(
      declared,
    )) {
      const value = config === 'list' ? [] : 'text'
      const folder = folderWith({ '.gardnerrc.json': JSON.stringify({ [key]: value }) })
      const { code, err } = await run('list weights --format json', inFolder(folder))
      if (config === undefined)
        expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`unknown key: ${key};`) })
      else expect(err).not.toMatch(/unknown key|invalid config/)
    }
  })
})

describe('--from', () => {
  it.each(['checkpoint-every 3', 'checkpoint x', 'beta 2', 'method rrr'])('excludes --%s', async (option) => {
    const { code, err } = await run(`robustness --instance i.json --from w.npy --${option}`)
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining(`--from and --${option.split(' ')[0]} exclude`),
    })
  })
})
