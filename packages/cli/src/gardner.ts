import { ACTIVATION, ANSATZ, type Role, SAMPLER, WEIGHTS } from '@gardner/core/registry'
import { type Command, CommanderError } from 'commander'
import { withTodaysNames } from './former-names.js'
import { choose } from './option/choice.js'
import { pluginsInUse } from './option/plugins-in-use.js'
import { severalIn } from './option/several.js'
import { COMMAND, type PluginCommand } from './plugin/plugin-command.js'
import type { Actions } from './program/actions.js'
import { program } from './program/program.js'
import { DONE, exitCodeOf, MISUSED, messageOf, stackOf } from './session/failure.js'
import type { Session } from './session/session.js'

/** The command line: reads the arguments, does the work, and returns the exit code. Nothing is thrown. */
export async function gardner(typed: readonly string[], session: Session): Promise<number> {
  const { argv, remarks } = withTodaysNames(typed)
  const { variables, version } = session
  const verbose = argv.includes('--verbose') || Boolean(variables.GARDNER_DEBUG)
  for (const remark of remarks) session.err(`gardner: ${remark}\n`)
  let code = DONE
  const completing = argv[0] === 'complete'
  let commands: readonly Command[] = []
  const actions: Actions = {
    capacity: async (options) => (await import('./command/threshold.js')).threshold(session, 'capacity', options),
    instability: async (options) => (await import('./command/threshold.js')).threshold(session, 'instability', options),
    critical: async (name, options) => (await import('./command/critical.js')).critical(session, name, options),
    solve: async (options) => (await import('./command/solve.js')).solve(session, options),
    curve: async (options) => {
      const { curvePlan, severalCurves } = await import('./theory/curve-plan.js')
      return trace(session, options, curvePlan, severalCurves)
    },
    franzParisi: async (options) => {
      const { franzParisiPlan, severalDistances } = await import('./theory/distance-plan.js')
      return trace(session, options, franzParisiPlan, severalDistances)
    },
    localEntropy: async (options) => {
      const { localEntropyPlan } = await import('./theory/distance-plan.js')
      return trace(session, options, localEntropyPlan, () => severalIn['local-entropy'])
    },
    stabilities: async (options) => (await import('./command/stabilities.js')).stabilities(session, options),
    instance: async (file, options) => (await import('./command/instance.js')).instance(session, file, options),
    sample: async (options) => (await import('./command/sample.js')).sample(session, options),
    robustness: async (options) => (await import('./command/robustness.js')).robustness(session, options),
    success: async (options) => (await import('./command/success.js')).success(session, options),
    reproduce: async (study, options) => (await import('./command/reproduce.js')).reproduce(session, study, options),
    plot: async (files, options) => (await import('./command/plot.js')).plot(session, files, options),
    explore: async (options) => (await import('./command/explore.js')).explore(session, options),
    list: async (section, options) => (await import('./command/list.js')).list(session, section, options),
    ofPlugin: async (command, options) => (await import('./command/of-plugin.js')).ofPlugin(session, command, options),
    table: async (options) => (await import('./command/table.js')).table(session, options),
    // the library of completions brings a command of its own
    ...(completing ? {} : { complete: () => {} }),
  }
  try {
    // COLUMNS also where help is read through a pager
    const width = session.terminal.width ?? (Number(variables.COLUMNS) || undefined)
    const finish = (result: number) => {
      code = result
    }
    const built = program(actions, version, finish, width)
    const root = isUnknown(built, argv)
      ? program(actions, version, finish, width, await commandsOfPlugins(session, argv))
      : built
    commands = root.commands
    for (const command of [root, ...root.commands]) {
      command.exitOverride().configureOutput({ writeOut: session.out, writeErr: () => {}, outputError: () => {} })
    }
    if (argv.length === 0) {
      session.err(root.helpInformation())
      return MISUSED
    }
    if (argv[0] === 'help' && argv[1] !== undefined) {
      choose('command', Object.fromEntries(root.commands.map((command) => [command.name(), command])), argv[1])
    }
    const parse = () => root.parseAsync(argv, { from: 'user' })
    if (completing) {
      const { complete, printing } = await import('./program/complete.js')
      complete(root, session)
      await printing(session, parse)
    } else await parse()
    return code
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return DONE
      const command = commands.find((one) => one.name() === argv[0])
      session.err(`gardner: ${usageMessage(error, command, session)}\n`)
      return MISUSED
    }
    session.err(`gardner: ${messageOf(error)}\n`)
    if (verbose) session.err(`${stackOf(error)}\n`)
    return exitCodeOf(error)
  }
}

/** Whether the first word is no command of the program's own. */
function isUnknown(root: Command, argv: readonly string[]): boolean {
  const word = argv[0] === 'help' ? argv[1] : argv[0]
  if (word === undefined || word.startsWith('-') || ['help', 'complete'].includes(word)) return false
  return !root.commands.some((command) => command.name() === word)
}

/** The commands that the plugins of the command line and of the config bring. */
async function commandsOfPlugins(session: Session, argv: readonly string[]): Promise<readonly PluginCommand[]> {
  const valuesOf = (flag: string) =>
    argv.flatMap((word, i) =>
      word === flag ? argv.slice(i + 1, i + 2) : word.startsWith(`${flag}=`) ? [word.slice(flag.length + 1)] : [],
    )
  const [config] = valuesOf('--config')
  await pluginsInUse(session, { plugin: valuesOf('--plugin'), ...(config === undefined ? {} : { config }) })
  return session.catalogue.all(COMMAND).map(({ value }) => value as PluginCommand)
}

const trace = async (...args: Parameters<typeof import('./command/trace.js').trace>): Promise<number> =>
  (await import('./command/trace.js')).trace(...args)

/** `error: unknown option '--alhpa'\n(Did you mean --alpha?)` as one line in the style of all messages. */
function usageMessage({ code, message }: CommanderError, command: Command | undefined, session: Session): string {
  if (code === 'commander.excessArguments' && command !== undefined) return excess(command, session)
  return message
    .replace(/^error: /, '')
    .replace(/\s*\(Did you mean (one of )?(.*?)\?\)/s, '; did you mean $2?')
    .replace(/\s*\n\s*/g, ' ')
}

/** Words that belong to no option; those that are names say which option they are for. */
function excess(command: Command, session: Session): string {
  const words = command.args.slice(command.registeredArguments.length)
  const { catalogue } = session
  const kinds: Readonly<Record<string, Role<unknown>>> = {
    activation: ACTIVATION,
    weights: WEIGHTS,
    ansatz: ANSATZ,
    method: SAMPLER,
  }
  const options = words.map((word) => {
    const own = Object.entries(kinds).find(
      ([option, kind]) =>
        command.options.some((one) => one.attributeName() === option) &&
        catalogue.all(kind).some(({ name }) => name === word.split(':')[0]),
    )
    return own === undefined ? undefined : `--${own[0]} ${word}`
  })
  const advice = options.every((option) => option !== undefined)
    ? `give ${options.join(' ')}`
    : `see gardner help ${command.name()}`
  return `unexpected ${words.join(' ')} after ${command.name()}; ${advice}`
}
