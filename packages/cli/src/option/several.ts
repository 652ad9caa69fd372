import { GardnerError } from '@gardner/core'
import type { Catalogue } from '@gardner/core/registry'
import { usageError } from '../session/failure.js'
import { type ConfigName, declarationOf, roleOf } from './declared.js'
import { grid, isGrid } from './grid.js'
import type { Settings } from './settings.js'

/** Between the values of an option that was given again: no name has a line end. */
export const AGAIN = '\n'

/** The options of which one command can be given several values: it answers for each of them. */
export type Several = ConfigName

const machine = ['activation', 'weights', 'constraint', 'margin'] as const
const finiteMachine = ['method', 'activation', 'weights', 'margin', 'alpha', 'units', 'inputs'] as const

/** By commands. What is a list in itself, such as the loads of a curve, is none of them. */
export const severalIn: Readonly<Record<string, readonly Several[]>> = {
  capacity: [...machine, 'ansatz'],
  instability: [...machine, 'ansatz'],
  critical: [...machine, 'alpha'],
  solve: [...machine, 'ansatz', 'alpha'],
  curve: [...machine, 'ansatz'],
  'franz-parisi': [...machine, 'alpha'],
  'local-entropy': [...machine, 'alpha', 'replicas'],
  stabilities: [...machine, 'ansatz', 'alpha', 'replicas', 'distance'],
  sample: finiteMachine,
  robustness: finiteMachine,
  success: finiteMachine.filter((option) => option !== 'alpha'),
  table: ['activation', 'weights'],
}

/** One of the answers that were asked for. */
export interface Variant {
  readonly settings: Settings
  /** What tells it from the others, in the order of the options. */
  readonly values: readonly (readonly [Several, string])[]
}

/** All combinations of the values, the last option changing fastest. */
export function variantsOf(catalogue: Catalogue, settings: Settings, options: readonly Several[]): readonly Variant[] {
  let variants: readonly Variant[] = [{ settings, values: [] }]
  for (const option of options) {
    const values = valuesOf(catalogue, option, settings[option])
    if (values.length < 2) continue
    variants = variants.flatMap((variant) =>
      values.map((value): Variant => {
        const { typed } = variant.settings
        return {
          settings: {
            ...variant.settings,
            [option]: value,
            typed: typed[option] === undefined ? typed : { ...typed, [option]: value },
          },
          values: [...variant.values, [option, value]],
        }
      }),
    )
  }
  return variants
}

/** Refuses several values where there is one thing to make of them. */
export function expectOne(catalogue: Catalogue, settings: Settings, options: readonly Several[], what: string): void {
  for (const option of options) {
    const values = valuesOf(catalogue, option, settings[option])
    if (values.length > 1) throw usageError(`invalid ${option}: ${values.join(' and ')}; expected one, ${what}`)
  }
}

/** The values of an option, each once. Names of a list must be known, so that a mistake in the last of them costs nothing. */
function valuesOf(catalogue: Catalogue, option: Several, text: string | undefined): readonly string[] {
  if (text === undefined) return []
  const kind = roleOf(option)
  if (kind === undefined) return isGrid(text) ? [...new Set(numbersIn(option, text))] : [text]
  const known = catalogue.all(kind).map(({ name }) => name)
  const values = [...new Set(text.split(AGAIN).flatMap((one) => namesIn(one, known)))]
  if (values.length > 1) for (const value of values) catalogue.get(kind, value)
  return values
}

/** Two whole numbers may be one with a decimal comma. */
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/

function numbersIn(option: Several, text: string): readonly string[] {
  if (DECIMAL_COMMA.test(text.trim()) && declarationOf(option)?.whole !== true) {
    const [one, other] = text.trim().split(',')
    throw new GardnerError(
      'INVALID_OPTION',
      `invalid ${option}: "${text}"; expected a number with a decimal point, ${one}.${other}, or a list, --${option} ${one} --${option} ${other}`,
    )
  }
  // inf is a number of replicas, and of nothing else
  if (option === 'replicas') return text.split(',').map((entry) => entry.trim())
  return grid(option, text).map(String)
}

/**
 * The names of a list: `relu,tanh`. A name with parameters goes on at a comma, unless what follows is a known name:
 * `polynomial:0,-3,0,1,tanh`; and a comma in brackets is one of a formula.
 */
export function namesIn(text: string, known: readonly string[]): readonly string[] {
  const names: string[] = []
  let current = ''
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]
    if ('([{'.includes(letter)) depth++
    if (')]}'.includes(letter)) depth--
    if (letter === ',' && depth === 0 && (!current.includes(':') || begins(text.slice(i + 1), known))) {
      names.push(current.trim())
      current = ''
    } else current += letter
  }
  return [...names, current.trim()]
}

/** Whether a text begins with a known name, alone, before a comma or before its parameters. */
const begins = (text: string, known: readonly string[]): boolean =>
  known.includes(/^\s*([^,:\s]*)\s*(?=[,:]|$)/.exec(text)?.[1] ?? '')
