import { callable, defineRole, type Iteration, invalid, nameOf } from '@gardner/core'
import type { Catalogue } from '@gardner/core/registry'
import type { Fields } from '@gardner/results'
import { commandNames } from './command-names.js'

/** An option of a command, declared once: `--words <number>` takes a text, `--loud` is true where it is given. */
export interface CommandOption {
  readonly flags: string
  readonly description: string
}

/** A command that a plugin brings. It is there where its plugin is named by `--plugin` or a config file. */
export interface PluginCommand {
  /** The word behind `gardner`. */
  readonly name: string
  /** One line for the help. */
  readonly description: string
  /** Its own options, beside `--format`, `--out`, `--plugin`, `--config` and `--budget`. */
  readonly options?: readonly CommandOption[]
  /** Command lines without `gardner`, for the help. */
  readonly examples?: readonly string[]
  /** Does the work and gives back rows, which are printed as a table, JSON or CSV. */
  run(asked: CommandRun): Promise<readonly Fields[]>
}

/** What a command of a plugin has to work with. */
export interface CommandRun {
  /** The options as they were typed, or as a config file has them, by their long names in camelCase. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  /** Everything that can be named, that of the plugin included. */
  readonly catalogue: Catalogue
  /** A line on stderr. */
  remark(text: string): void
  /**
   * The result of an iteration, which obeys `--budget` and Ctrl-C.
   *
   * @param what stands in messages: `capacity`
   * @throws NOT_CONVERGED where it ended without an answer
   */
  answer<S, R>(what: string, iteration: Iteration<S, R>): Promise<R>
}

/** What every command has. */
const GENERAL: readonly string[] = [
  '--format',
  '--out',
  '--config',
  '--plugin',
  '--verbose',
  '--budget',
  '--help',
  '-h',
]

/** The role of commands: `registry.add(COMMAND, { name, description, run })`. */
export const COMMAND = defineRole<PluginCommand>('command', ({ name, description, options = [], run }) => {
  nameOf('command', name)
  if (commandNames.includes(name))
    throw invalid('name of a command', name, 'another one, as gardner has a command of this name')
  callable(`run of command ${name}`, run)
  if (typeof description !== 'string') throw invalid(`description of command ${name}`, description, 'a text')
  if (!Array.isArray(options)) throw invalid(`options of command ${name}`, options, 'a list of { flags, description }')
  const taken = [...GENERAL]
  for (const option of options) {
    if (!/^(-\w, )?--[a-z][a-z-]*( <[^<>]+>)?$/.test(option?.flags)) {
      throw invalid(`flags of an option of command ${name}`, option?.flags, 'such as "--words <number>" or "--loud"')
    }
    for (const flag of flagsOf(option)) {
      if (taken.includes(flag)) {
        const expected = GENERAL.includes(flag) ? 'another, as every command has this one' : 'each of them once'
        throw invalid(`flag of an option of command ${name}`, flag, expected)
      }
      taken.push(flag)
    }
  }
})

/** `-w` and `--words` of `-w, --words <number>`. */
const flagsOf = ({ flags }: CommandOption): readonly string[] => flags.replace(/ <.*/, '').split(', ')
