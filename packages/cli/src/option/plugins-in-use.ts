import { COMMAND, type PluginCommand } from '../plugin/plugin-command.js'
import { usePlugins } from '../plugin/plugin-module.js'
import { messageOf, usageError } from '../session/failure.js'
import type { UsedModule } from '../session/plugin-source.js'
import type { Session } from '../session/session.js'
import { type Config, loadConfig } from './config.js'

/** What a config file says, and the plugins that it and the command line name. */
export interface PluginsInUse {
  readonly config: Omit<Config, 'plugins'>
  /** The folder that the paths of the config are relative to. */
  readonly folder: string
  readonly modules: readonly UsedModule[]
}

const used = new WeakMap<Session['catalogue'], Promise<PluginsInUse>>()

/** Reads the config and takes in the plugins, once for each run of the program. */
export function pluginsInUse(
  session: Session,
  named: { readonly config?: string; readonly plugin?: readonly string[] },
): Promise<PluginsInUse> {
  const found = used.get(session.catalogue) ?? takenIn(session, named)
  used.set(session.catalogue, found)
  return found
}

async function takenIn(
  session: Session,
  { config: path, plugin = [] }: Parameters<typeof pluginsInUse>[1],
): Promise<PluginsInUse> {
  const { config: found, folder } = await loadConfig(session, path)
  const { plugins = [], ...config } = found
  const { folder: here, plugins: source, catalogue, claims } = session
  const named = [
    ...plugins.map((specifier) => ({ specifier, folder })),
    ...plugin.map((specifier) => ({ specifier, folder: here })),
  ]
  const modules: UsedModule[] = []
  for (const module of named) {
    const { files, ...used } = await usePlugins(source, catalogue, module)
    modules.push(used)
    for (const file of files) claims.read(file, module.specifier, 'plugin')
  }
  // a plugin may bring a role of the same token, without the checks
  for (const { plugin: owner, value } of catalogue.all(COMMAND)) {
    try {
      COMMAND.check(value as PluginCommand)
    } catch (error) {
      throw usageError(`${messageOf(error)} (plugin ${owner})`, error)
    }
  }
  return { config, folder, modules }
}
