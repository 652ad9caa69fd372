import { Command } from 'commander'
import type { PluginCommand } from '../plugin/plugin-command.js'
import type { Actions } from './actions.js'
import { givenAgain } from './again.js'
import { finiteMachines } from './finite.js'
import { examples, helpIn } from './help.js'
import type { Kit } from './kit.js'
import { pluginCommands } from './plugin-commands.js'
import { studies } from './studies.js'
import { largeMachines } from './theory.js'

/** The commands, those that plugins brought among them, and their options, without a default: a config file stands between the command line and those. */
export function program(
  actions: Actions,
  version: string,
  finish: (code: number) => void,
  width?: number,
  brought: readonly PluginCommand[] = [],
): Command {
  const root = new Command('gardner')
  root
    .description('Statistical physics of learning: capacities, stability limits and entropies of neural networks.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .configureHelp({ sortSubcommands: false, ...helpIn(width) })
    .addHelpText(
      'after',
      examples(
        'capacity --activation relu --weights spherical',
        'instability --activation sign --weights spherical --format json',
        'curve --activation linear --weights binary --alpha 0.1:0.8:0.1',
        'local-entropy --activation relu --weights binary --alpha 0.6 --distances 0.01:0.3:0.01',
        'sample --method rrr --activation relu --weights binary --units 32 --inputs 320 --alpha 0.3',
        'reproduce bmz2019',
        'list activations',
      ),
    )

  const command = (name: string, description: string) => {
    const made = root.command(name).description(description)
    made.helpOption('-h, --help', 'print this help')
    return made
  }
  const run =
    <A extends readonly unknown[]>(action: (...args: A) => Promise<number>) =>
    async (...args: A) =>
      finish(await action(...args))

  const kit: Kit = { actions, command, run }
  largeMachines(kit)
  finiteMachines(kit)
  studies(kit)
  pluginCommands(kit, brought)
  for (const own of root.commands) for (const option of own.options) givenAgain(own, option)
  return root
}
