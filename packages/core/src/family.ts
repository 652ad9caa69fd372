import { GardnerError, invalid } from './input/error.js'
import { nameOf } from './input/option.js'

/** Members of a kind that differ by numbers: `leaky-relu:0.2` is the family `leaky-relu` made with 0.2. */
export interface Family<T> {
  readonly name: string
  /** What stands behind the colon, for help and messages: `slope`, `c0,c1,c2,…`. */
  readonly usage: string
  /** The literature behind it, for lists. */
  readonly reference?: string
  /** A member from what was typed behind the colon, split at its commas. */
  make(parameters: readonly string[]): T
}

export function defineFamily<T>(family: Family<T>): Family<T> {
  nameOf('family', family?.name)
  if (typeof family.make !== 'function') throw invalid(`make of ${family.name}`, family.make, 'a function')
  if (typeof family.usage !== 'string') throw invalid(`usage of ${family.name}`, family.usage, 'a text')
  return Object.freeze({ ...family })
}

/** A decimal numeral, as on the rest of the command line: no 0x10, no blanks. */
const NUMERAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** The parameters as numbers, at least `least` and at most `most` of them. */
export function numbers(family: string, parameters: readonly string[], least: number, most: number): number[] {
  if (parameters.length < least || parameters.length > most) {
    const count = least === most ? `${least}` : `${least} to ${most}`
    throw new GardnerError('INVALID_OPTION', `invalid ${family}: ${parameters.length} parameters; expected ${count}`)
  }
  return parameters.map((text) => {
    const value = NUMERAL.test(text) ? Number(text) : Number.NaN
    if (!Number.isFinite(value)) throw invalid(`parameter of ${family}`, text, 'a finite number')
    return value
  })
}
