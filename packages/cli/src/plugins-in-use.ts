import { type Config, loadConfig } from './config.js'
import { filesOfModule } from './file/module-text.js'
import { fileOfPlugin, type UsedModule, usePluginModule } from './plugin-module.js'
import { CATALOGUE, CLAIMS, type Container, resolve, SURROUNDINGS } from './ports.js'

/** What a config file says, and the plugins that it and the command line name. */
export interface PluginsInUse {
  readonly config: Omit<Config, 'plugins'>
  /** The folder that the paths of the config are relative to. */
  readonly folder: string
  readonly modules: readonly UsedModule[]
}

const used = new WeakMap<Container, Promise<PluginsInUse>>()

/** Reads the config and takes in the plugins, once for each run of the program. */
export function pluginsInUse(
  container: Container,
  named: { readonly config?: string; readonly plugin?: readonly string[] },
): Promise<PluginsInUse> {
  const found = used.get(container) ?? takenIn(container, named)
  used.set(container, found)
  return found
}

async function takenIn(
  container: Container,
  { config: path, plugin = [] }: Parameters<typeof pluginsInUse>[1],
): Promise<PluginsInUse> {
  const [catalogue, claims] = [resolve(container, CATALOGUE), resolve(container, CLAIMS)]
  const { config: found, folder } = await loadConfig(container, path)
  const { plugins = [], ...config } = found
  const { folder: here } = resolve(container, SURROUNDINGS)
  const named = [
    ...plugins.map((specifier) => ({ specifier, folder })),
    ...plugin.map((specifier) => ({ specifier, folder: here })),
  ]
  const modules: UsedModule[] = []
  for (const module of named) {
    modules.push(await usePluginModule(catalogue, module))
    for (const file of filesOfModule(fileOfPlugin(module))) claims.read(file, module.specifier, 'plugin')
  }
  return { config, folder, modules }
}
