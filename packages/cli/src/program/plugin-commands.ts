import type { Options } from '../option/settings.js'
import type { PluginCommand } from '../plugin/plugin-command.js'
import { examples } from './help.js'
import type { Kit } from './kit.js'
import { general } from './options.js'
import { take } from './take.js'

/** The commands that plugins bring. */
export function pluginCommands({ command, run, actions }: Kit, commands: readonly PluginCommand[]): void {
  for (const own of commands) {
    const made = command(own.name, own.description)
    for (const { flags, description } of own.options ?? []) made.option(flags, description)
    take(made, 'budget')
    general(made)
    if (own.examples !== undefined) made.addHelpText('after', examples(...own.examples))
    made.action(run((options: Options) => actions.ofPlugin(own, options)))
  }
}
