import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, isAbsolute, join, resolve as resolvePath } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from '@gardner/core'
import type { Catalogue } from '@gardner/core/registry'
import { digestOfModule, filesOfModule } from '../file/module-text.js'
import { messageOf, usageError } from '../session/failure.js'
import type { FoundModule, PluginModule, PluginSource, UsedModule } from '../session/plugin-source.js'

/** Files and packages that Node imports; their plugin, or a list of plugins, is the default export. */
export const nodeModules: PluginSource = {
  find: async (module) => {
    const { specifier, folder } = module
    const blame = blaming(specifier)
    const url = addressOf(specifier, folder, blame)
    const file = fileURLToPath(url)
    const digest = digestOfModule(file)
    // results of two texts do not belong together
    if ('digest' in module && module.digest !== digest) throw blame('it was edited while the command was running')
    const { default: plugins } = await imported(url, blame)
    if (plugins === undefined) {
      throw blame('the module has no default export; expected export default definePlugin(name, register)')
    }
    return { plugins, digest, files: filesOfModule(file) }
  },
}

/** Takes in what a name leads to: a plugin, or a list of plugins. */
export async function usePlugins(
  source: PluginSource,
  catalogue: Catalogue,
  module: PluginModule | UsedModule,
): Promise<UsedModule & Pick<FoundModule, 'files'>> {
  const { specifier, folder } = module
  const { plugins, digest, files } = await source.find(module)
  for (const plugin of Array.isArray(plugins) ? plugins : [plugins]) {
    try {
      catalogue.use(plugin as Plugin)
    } catch (error) {
      throw blaming(specifier)(messageOf(error), error)
    }
  }
  return { specifier, folder, digest, files }
}

type Blame = (message: string, cause?: unknown) => Error

const blaming =
  (specifier: string): Blame =>
  (message, cause) =>
    usageError(`plugin ${specifier}: ${message}`, cause)

const addressOf = (specifier: string, folder: string, blame: Blame): string =>
  isPath(specifier, folder) ? pathOf(specifier, folder, blame) : packageEntry(specifier, folder, blame)

async function imported(url: string, blame: Blame): Promise<{ default?: unknown }> {
  try {
    return await importedWithCore(url)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION') {
      const hint = /\.m?ts$/.test(url) ? 'compile it to .js, or use Node 22.18 or newer' : 'expected .js or .mjs'
      throw blame(`Node ${process.versions.node} does not import ${extname(url)} files; ${hint}`, error)
    }
    throw blame(messageOf(error), error)
  }
}

/** A module that does not find Gardner's packages beside it is given those of this program. */
async function importedWithCore(url: string): Promise<{ default?: unknown }> {
  try {
    return await import(url)
  } catch (error) {
    const missing =
      (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' && /'@gardner\//.test(messageOf(error))
    if (!missing) throw error
    const { shareCore } = await import('./shared-core.js')
    if (!shareCore()) throw error
    try {
      // another address, since Node remembers that the first one failed
      return await import(`${url}?with-core`)
    } catch (again) {
      throw (again as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' ? error : again
    }
  }
}

const isPath = (specifier: string, folder: string): boolean =>
  /^\.{1,2}([/\\]|$)/.test(specifier) ||
  isAbsolute(specifier) ||
  existsSync(resolvePath(folder, specifier)) ||
  /\.[cm]?[jt]s$/.test(specifier)

function pathOf(specifier: string, folder: string, blame: Blame): string {
  const file = resolvePath(folder, specifier)
  if (!existsSync(file)) throw blame(`there is no file ${file}`)
  return pathToFileURL(file).href
}

/** The entry of a package as seen from a folder, or else from here. */
function packageEntry(name: string, folder: string, blame: Blame): string {
  const require = createRequire(join(folder, 'noop.js'))
  try {
    return pathToFileURL(require.resolve(name)).href
  } catch (error) {
    // a package for import only has no entry for require
    if ((error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
      const entry = importEntry(require.resolve.paths(name) ?? [], name)
      if (entry !== undefined) return pathToFileURL(entry).href
    }
  }
  try {
    return import.meta.resolve(name)
  } catch (error) {
    throw blame('there is no such package; expected a path such as ./softsign.js or an installed package', error)
  }
}

function importEntry(places: readonly string[], name: string): string | undefined {
  for (const place of places) {
    const manifest = join(place, name, 'package.json')
    if (!existsSync(manifest)) continue
    const { exports } = JSON.parse(readFileSync(manifest, 'utf8')) as { exports?: unknown }
    const entry = conditional((exports as Record<string, unknown> | undefined)?.['.'] ?? exports)
    return entry === undefined ? undefined : join(dirname(manifest), entry)
  }
  return undefined
}

/** The target of conditional exports for `import` in Node. */
function conditional(target: unknown): string | undefined {
  if (typeof target === 'string') return target
  if (typeof target !== 'object' || target === null) return undefined
  for (const [condition, nested] of Object.entries(target)) {
    if (!['node', 'import', 'module-sync', 'default'].includes(condition)) continue
    const found = conditional(nested)
    if (found !== undefined) return found
  }
  return undefined
}
