import { extname, resolve as resolvePath } from 'node:path'
import { type Ansatz, finite, invalid, type Machine, machine, type Problem, positive } from '@gardner/core'
import { ACTIVATION, ANSATZ, type Catalogue, CONSTRAINT, type Role, WEIGHTS } from '@gardner/core/registry'
import type { Format } from '@gardner/results'
import { usageError } from '../session/failure.js'
import type { UsedModule } from '../session/plugin-source.js'
import type { Session, Vocabulary } from '../session/session.js'
import type { Config } from './config.js'
import { chosen, type Options } from './declared.js'
import { numeral } from './numeral.js'
import { pluginsInUse } from './plugins-in-use.js'

export type { Options } from './declared.js'

/** Options of the command line, else of the config file. */
export interface Settings extends Options {
  /** The options that were typed, not read from a file. */
  readonly typed: Options
  /** When the work began, on the clock of the program, if something of it was done before. */
  readonly begun?: number
  /** The plugins in use beside the standard ones, for threads that need them too. */
  readonly modules: readonly UsedModule[]
}

/** Reads the config and takes in the plugins. */
export async function readSettings(session: Session, typed: Options): Promise<Settings> {
  const { config, folder, modules } = await pluginsInUse(session, typed)
  return { ...config, ...paths(config, folder), ...typed, typed, modules }
}

/** Files that a config names are relative to it. */
function paths({ schedule, patterns, labels }: Config, folder: string): Partial<Config> {
  return {
    ...(schedule === undefined ? {} : { schedule: resolvePath(folder, schedule) }),
    ...(patterns === undefined || !isPatternFile(patterns) ? {} : { patterns: resolvePath(folder, patterns) }),
    ...(labels === undefined || !/\.npy$/i.test(labels) ? {} : { labels: resolvePath(folder, labels) }),
  }
}

/** `binary` and `gaussian` are drawn; whatever else is a file. */
export const isPatternFile = (patterns: string): boolean => patterns !== 'binary' && patterns !== 'gaussian'

/** `--format`, else what the ending of `--out` says, else a table. */
export function formatOf({ format, out = '', typed }: Settings): Format {
  const last = extname(out).slice(1).toLowerCase()
  const ending = typed.format !== undefined ? undefined : ['json', 'csv'].includes(last) ? last : undefined
  // the 5 of relu-0.5 is no ending
  if (typed.format === undefined && !/^(json|csv|txt|\d*)$/.test(last)) {
    throw usageError(`invalid out: ${out}; expected a file that ends in .json, .csv or .txt (a table), or a --format`)
  }
  return chosen('format', ending ?? format ?? 'table')
}

/** Milliseconds, if there is a limit. */
export const budgetOf = ({ budget }: Settings): { readonly budget?: number } =>
  budget === undefined ? {} : { budget: positive('budget', numeral('budget', budget)) }

/** The same, with when its work began. */
export const limitsOf = (settings: Settings): { readonly budget?: number; readonly begun?: number } => ({
  ...budgetOf(settings),
  ...(settings.begun === undefined ? {} : { begun: settings.begun }),
})

/** A single number; a range or a list is for `gardner curve`. */
export function numberOf(name: 'alpha' | 'margin' | 'distance', text: string): number {
  if (text.includes(':')) throw invalid(name, text, 'a single number; ranges are for gardner curve')
  return finite(name, numeral(name, text))
}

/** The load and the margin, where the command has one of each. */
export function placeOf({ alpha, margin }: Settings): { readonly alpha: number; readonly margin?: number } {
  if (alpha === undefined) throw usageError('missing alpha: give --alpha or a config file with "alpha"')
  return { alpha: numberOf('alpha', alpha), ...(margin === undefined ? {} : { margin: numberOf('margin', margin) }) }
}

/** The number of replicas: positive, or `inf`. */
export function replicasOf({ replicas }: Settings): number | undefined {
  if (replicas === undefined) return undefined
  const expected = 'a positive number, or inf'
  const y = numeral('replicas', replicas, expected)
  if (!(y > 0)) throw invalid('replicas', y, expected)
  return y
}

/** As it can be typed again. */
export const replicasText = (replicas: number): number | string =>
  replicas === Number.POSITIVE_INFINITY ? 'inf' : replicas

/** A machine, at a load where there is one, and an ansatz, and the words that chose them. */
export interface Question<P extends Machine = Machine> {
  readonly problem: P
  // biome-ignore lint/suspicious/noExplicitAny: the command line reads order parameters by their symbols
  readonly ansatz: Ansatz<any>
  /** How the user called the activation and the weights: names that can be typed again. */
  readonly activation: string
  readonly weights: string
}

/** The machine or the problem that the settings describe, and the ansatz unless one is given. Warnings go to stderr. */
export function questionOf(
  vocabulary: Vocabulary,
  settings: Settings,
  change: Change & { readonly alpha: number },
  given?: Question['ansatz'],
): Question<Problem>
export function questionOf(
  vocabulary: Vocabulary,
  settings: Settings,
  change?: Change,
  given?: Question['ansatz'],
): Question
export function questionOf(
  vocabulary: Vocabulary,
  settings: Settings,
  change: Change = {},
  given?: Question['ansatz'],
): Question {
  const ansatz = given ?? vocabulary.catalogue.get(ANSATZ, settings.ansatz ?? 'rs')
  return { ...problemOf(vocabulary, settings, change), ansatz }
}

interface Change {
  readonly alpha?: number
  readonly margin?: number
}

/** The machine or the problem that the settings describe, and the words that chose it. Warnings go to stderr. */
export function problemOf(
  vocabulary: Vocabulary,
  settings: Settings,
  change: Change & { readonly alpha: number },
): Omit<Question<Problem>, 'ansatz'>
export function problemOf(vocabulary: Vocabulary, settings: Settings, change?: Change): Omit<Question, 'ansatz'>
export function problemOf(
  { catalogue, err }: Vocabulary,
  settings: Settings,
  change: Change = {},
): Omit<Question, 'ansatz'> {
  const named = (name: 'activation' | 'weights', kind: Role<unknown>): string => {
    const text = settings[name]
    if (text !== undefined) return text
    const known = catalogue.all(kind).map((entry) => entry.name)
    throw usageError(`missing ${name}: give --${name} or a config file with "${name}"; known: ${known.join(', ')}`)
  }
  const activation = named('activation', ACTIVATION)
  const weights = named('weights', WEIGHTS)
  const bare = machine({
    activation: catalogue.activation(activation),
    weights: catalogue.get(WEIGHTS, weights),
    ...constraintOf(catalogue, settings, change.margin),
  })
  const made = change.alpha === undefined ? bare : bare.at({ alpha: change.alpha })
  for (const warning of made.warnings) err(`warning: ${warning}\n`)
  return { problem: made, activation, weights }
}

/** The constraint of a plugin, or a margin. */
function constraintOf(catalogue: Catalogue, settings: Settings, margin: number | undefined) {
  const { typed } = settings
  if (typed.constraint !== undefined && typed.margin !== undefined) {
    throw usageError('--constraint and --margin exclude each other: give one of them')
  }
  const constraint = typed.margin === undefined ? settings.constraint : undefined
  if (constraint === undefined) {
    return margin === undefined ? {} : { margin }
  }
  return { constraint: catalogue.get(CONSTRAINT, constraint) }
}
