import { dirname, relative, resolve as resolvePath } from 'node:path'
import { isGardnerError } from '@gardner/core'
import { plain } from '../file/reading.js'
import { reasonOf } from '../file/reason.js'
import { distrusted, edgeOf } from '../file/trust.js'
import { messageOf, misuse } from '../session/failure.js'
import type { Session } from '../session/session.js'
import { choose } from './choice.js'

/** What a config file may say: the long names of options. The command line wins over it. */
export interface Config {
  readonly activation?: string
  readonly weights?: string
  readonly constraint?: string
  readonly ansatz?: string
  readonly margin?: string
  readonly alpha?: string
  readonly distances?: string
  readonly distance?: string
  readonly replicas?: string
  readonly stabilities?: string
  readonly quantity?: string
  readonly format?: string
  readonly budget?: string
  readonly inputs?: string
  readonly units?: string
  readonly wiring?: string
  readonly patterns?: string
  readonly labels?: string
  readonly ties?: string
  readonly seed?: string
  readonly method?: string
  readonly cost?: string
  readonly schedule?: string
  readonly sweeps?: string
  readonly warmup?: string
  readonly beta?: string
  readonly gamma?: string
  readonly overlap?: string
  readonly until?: string
  readonly chains?: string
  readonly seeds?: string
  readonly flips?: string
  readonly plugins?: readonly string[]
}

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
      throw misuse(`cannot read config ${file}: ${messageOf(error)}`, error)
    }
  }
  const text = async (file: string, content: string): Promise<unknown> => {
    if (/^\s*[{[]/.test(plain(content))) return json(file, content)
    try {
      return (await import('yaml')).parse(plain(content))
    } catch (error) {
      // without the lines that it points at
      throw misuse(`cannot read config ${file}: ${String((error as Error).message).split('\n')[0]}`, error)
    }
  }
  const trusted = (file: string): void => {
    const why = path === undefined ? distrusted(file) : undefined
    if (why !== undefined) {
      throw misuse(`the config ${file} has code, and ${why}; expected a file of your own, or --config ${file}`)
    }
  }
  const module = async (file: string, content: string): Promise<unknown> => {
    trusted(file)
    try {
      return await defaultLoaders['.mjs'](file, content)
    } catch (error) {
      throw misuse(`cannot read config ${file}: ${messageOf(error)}`, error)
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
    throw misuse(`cannot read config ${path ?? ''}: ${reasonOf(error)}`, error)
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
  const numeric = z.union([z.number(), z.string()], { error: 'expected a number, or a text such as "0.1:0.9:0.1"' })
  const text = z.string({ error: 'expected a text' })
  const texts = z.array(text, { error: 'expected a list of texts' })
  const names = z.union([text, texts], { error: 'expected a text or a list of texts' })
  const several = z.union([numeric, z.array(z.number())], { error: 'expected a number, a list of numbers or a text' })
  const schema = z.strictObject(
    {
      activation: names,
      weights: names,
      constraint: text,
      ansatz: names,
      margin: several,
      alpha: several,
      distances: several,
      distance: several,
      replicas: several,
      stabilities: several,
      quantity: names,
      format: text,
      budget: numeric,
      inputs: several,
      units: several,
      wiring: text,
      patterns: text,
      labels: text,
      ties: text,
      seed: numeric,
      method: names,
      cost: text,
      schedule: text,
      sweeps: numeric,
      warmup: numeric,
      beta: numeric,
      gamma: numeric,
      overlap: numeric,
      until: text,
      chains: numeric,
      seeds: numeric,
      flips: several,
      plugins: texts,
    },
    { error: (issue) => (issue.code === 'invalid_type' ? 'expected an object of options' : undefined) },
  )
  const result = schema.partial().safeParse(config)
  if (!result.success) {
    const issue = result.error.issues[0]
    try {
      if (issue.code === 'unrecognized_keys') choose('key', schema.shape, issue.keys[0])
    } catch (error) {
      throw misuse(`invalid config ${file}: ${messageOf(error)}`, error)
    }
    const key = issue.path.join('.')
    throw misuse(`invalid config ${file}: ${key === '' ? '' : `${key}: `}${issue.message}`, result.error)
  }
  const { plugins, ...options } = result.data
  const typed = Object.entries(options).map(([key, value]) => [key, `${value}`])
  return { ...Object.fromEntries(typed), ...(plugins === undefined ? {} : { plugins }) }
}
