import { dirname, relative, resolve as resolvePath } from 'node:path'
import { isGardnerError } from '@gardner/core'
import { plain } from '../file/reading.js'
import { reasonOf } from '../file/reason.js'
import { distrusted, edgeOf } from '../file/trust.js'
import { messageOf, usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'
import { choose } from './choice.js'
import { type ConfigName, type Declaration, declared } from './declared.js'

/** What a config file may say: the long names of options. The command line wins over it. */
export type Config = { readonly [K in ConfigName]?: string } & { readonly plugins?: readonly string[] }

/** A config and the folder that its paths are relative to. */
export interface FoundConfig {
  readonly config: Config
  readonly folder: string
}

const places = ['package.json', '.gardnerrc', '.gardnerrc.json', 'gardner.config.json', 'gardner.config.mjs']

/**
 * The config file that was named, or else the nearest one in the current folder and those above it, up to the edge of the project. One that was
 * not named is told of; where it has code or plugins and others can write it, it is refused.
 */
export async function loadConfig(
  session: Pick<Session, 'folder' | 'claims' | 'err'>,
  path: string | undefined,
): Promise<FoundConfig> {
  const { folder } = session
  const { lilconfig, defaultLoaders } = await import('lilconfig')
  const json = (file: string, content: string): unknown => {
    try {
      return JSON.parse(plain(content))
    } catch (error) {
      // a package.json that npm cannot read either is not ours to complain of
      if (file.endsWith('package.json') && path === undefined) return {}
      throw usageError(`cannot read config ${file}: ${messageOf(error)}`, error)
    }
  }
  const text = async (file: string, content: string): Promise<unknown> => {
    if (/^\s*[{[]/.test(plain(content))) return json(file, content)
    try {
      return (await import('yaml')).parse(plain(content))
    } catch (error) {
      // without the lines that it points at
      throw usageError(`cannot read config ${file}: ${String((error as Error).message).split('\n')[0]}`, error)
    }
  }
  const trusted = (file: string): void => {
    const why = path === undefined ? distrusted(file) : undefined
    if (why !== undefined) {
      throw usageError(`the config ${file} has code, and ${why}; expected a file of your own, or --config ${file}`)
    }
  }
  const module = async (file: string, content: string): Promise<unknown> => {
    trusted(file)
    try {
      return await defaultLoaders['.mjs'](file, content)
    } catch (error) {
      throw usageError(`cannot read config ${file}: ${messageOf(error)}`, error)
    }
  }
  const loaders = {
    '.json': json,
    noExt: text,
    '.yaml': text,
    '.yml': text,
    '.mjs': module,
    '.js': module,
    '.cjs': module,
  }
  const files = lilconfig('gardner', { searchPlaces: places, loaders, stopDir: edgeOf(folder) })
  let found: Awaited<ReturnType<typeof files.search>>
  try {
    found = path === undefined ? await files.search(folder) : await files.load(resolvePath(folder, path))
  } catch (error) {
    if (isGardnerError(error)) throw error
    throw usageError(`cannot read config ${path ?? ''}: ${reasonOf(error)}`, error)
  }
  if (found === null || (found.config === undefined && path === undefined)) return { config: {}, folder }
  const config = await checked(found.filepath, found.config)
  if (config.plugins !== undefined) trusted(found.filepath)
  const shown = path ?? (relative(folder, found.filepath) || found.filepath)
  session.claims.read(found.filepath, shown, 'config')
  if (path === undefined) {
    session.err(`gardner: using config ${shown}\n`)
  }
  return { config, folder: dirname(found.filepath) }
}

async function checked(file: string, config: unknown): Promise<Config> {
  const { z } = await import('zod')
  const number = z.union([z.number(), z.string()], { error: 'expected a number, or a text such as "0.1:0.9:0.1"' })
  const text = z.string({ error: 'expected a text' })
  const list = z.array(text, { error: 'expected a list of texts' })
  const kinds = {
    text,
    texts: z.union([text, list], { error: 'expected a text or a list of texts' }),
    number,
    numbers: z.union([number, z.array(z.number())], { error: 'expected a number, a list of numbers or a text' }),
    list,
  }
  const entries = Object.entries<Declaration>(declared).flatMap(([name, { config: kind, key = name }]) =>
    kind === undefined ? [] : [[key, kinds[kind]] as const],
  )
  const schema = z.strictObject(Object.fromEntries(entries), {
    error: (issue) => (issue.code === 'invalid_type' ? 'expected an object of options' : undefined),
  })
  const result = schema.partial().safeParse(config)
  if (!result.success) {
    const issue = result.error.issues[0]
    try {
      if (issue.code === 'unrecognized_keys') choose('key', schema.shape, issue.keys[0])
    } catch (error) {
      throw usageError(`invalid config ${file}: ${messageOf(error)}`, error)
    }
    const key = issue.path.join('.')
    throw usageError(`invalid config ${file}: ${key === '' ? '' : `${key}: `}${issue.message}`, result.error)
  }
  const { plugins, ...options } = result.data as { readonly plugins?: readonly string[] }
  const typed = Object.entries(options).map(([key, value]) => [key, `${value}`])
  return { ...Object.fromEntries(typed), ...(plugins === undefined ? {} : { plugins }) }
}
