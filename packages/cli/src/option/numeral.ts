import { GardnerError, invalid } from '@gardner/core'

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const INFINITE = /^([+-]?)(inf|infinity|∞)$/i

/**
 * The number a text says. NaN and infinities are numbers here: what refuses them is the check of the option,
 * in the words of the library.
 */
export function numeral(name: string, text: string, expected = 'a finite number'): number {
  const trimmed = text.trim().replace('−', '-')
  if (DECIMAL.test(trimmed)) return Number(trimmed)
  const infinite = INFINITE.exec(trimmed)
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity
  if (/^nan$/i.test(trimmed)) return Number.NaN
  if (/^[+-]?\d+,\d+$/.test(trimmed)) {
    throw new GardnerError(
      'INVALID_OPTION',
      `invalid ${name}: ${JSON.stringify(text)}; expected a number with a decimal point, ${trimmed.replace(',', '.')}`,
    )
  }
  throw invalid(name, text, expected)
}

/** Digits behind the decimal point of a number as it was typed. */
export function decimalsOf(text: string): number {
  const [digits, exponent = '0'] = text.trim().toLowerCase().split('e')
  return Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent))
}
