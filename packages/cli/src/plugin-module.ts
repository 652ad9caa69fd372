import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, isAbsolute, join, resolve as resolvePath } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from '@gardner/core'
import type { Catalogue } from '@gardner/core/registry'
import { messageOf, misuse } from './failure.js'
import { digestOfModule } from './file/module-text.js'

/** A plugin as it was named, and the folder where that was. */
export interface PluginModule {
  readonly specifier: string
  readonly folder: string
}

/** A plugin that is in use, and the text that it was then. */
export interface UsedModule extends PluginModule {
  /** Of its file and of those that it imports by relative paths. */
  readonly digest: string
}

/** The file of a plugin that was named. */
export const fileOfPlugin = ({ specifier, folder }: PluginModule): string =>
  fileURLToPath(addressOf(specifier, folder, blaming(specifier)))

/**
 * Takes in the plugin, or the list of them, that a module has as its default export. One that is in use elsewhere already must not have been
 * edited since: results of two texts do not belong together.
 */
export async function usePluginModule(catalogue: Catalogue, module: PluginModule | UsedModule): Promise<UsedModule> {
  const { specifier, folder } = module
  const blame = blaming(specifier)
  const url = addressOf(specifier, folder, blame)
  const digest = digestOfModule(fileURLToPath(url))
  if ('digest' in module && module.digest !== digest) throw blame('it was edited while the command was running')
  await taken(catalogue, await imported(url, blame), blame)
  return { specifier, folder, digest }
}

async function taken(catalogue: Catalogue, module: { default?: unknown }, blame: Blame): Promise<void> {
  if (module.default === undefined) {
    throw blame('the module has no default export; expected export default definePlugin(name, register)')
  }
  const plugins = (Array.isArray(module.default) ? module.default : [module.default]) as Plugin[]
  for (const plugin of plugins) {
    try {
      catalogue.use(plugin)
    } catch (error) {
      throw blame(messageOf(error), error)
    }
  }
}

type Blame = (message: string, cause?: unknown) => Error

const blaming =
  (specifier: string): Blame =>
  (message, cause) =>
    misuse(`plugin ${specifier}: ${message}`, cause)

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
