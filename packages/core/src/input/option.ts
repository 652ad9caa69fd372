import { invalid, isGardnerError, pluginFailure, show } from './error.js'

// The checks at the door: each returns the value it was given or throws `invalid NAME: VALUE; expected …`.

/** A finite number. */
export function finite(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid(name, value, 'a finite number')
  return value + 0
}

/** A finite number above zero. */
export function positive(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    throw invalid(name, value, 'a positive number')
  return value
}

/** A finite number, zero or above. */
export function nonNegative(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw invalid(name, value, 'a finite number, zero or above')
  }
  // −0 is 0
  return value + 0
}

/** A whole number not below `least`. */
export function wholeNumber(name: string, value: unknown, least = 0): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    throw invalid(name, value, `a whole number, ${least} or above`)
  }
  return value
}

/** A name: letters, digits and hyphens, starting with a letter or digit, so that it can stand on a command line. */
export function nameOf(kind: string, value: unknown): string {
  if (typeof value !== 'string' || !/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(value)) {
    throw invalid(`name of ${kind}`, value, 'letters, digits, ".", "_" or "-", starting with a letter or digit')
  }
  return value
}

/** A value of a function that a user wrote: `invalid OWNER: WHAT = VALUE; expected a finite number`. */
export function finiteAt(owner: string, what: string, compute: () => unknown): void {
  let value: unknown
  try {
    value = compute()
  } catch (cause) {
    throw isGardnerError(cause) ? cause : pluginFailure(owner, cause)
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw invalid(owner, `${what} = ${show(value)}`, 'a finite number')
  }
}

/** A function. */
export function callable<F>(name: string, value: F, expected = 'a function'): F {
  if (typeof value !== 'function') throw invalid(name, value, expected)
  return value
}

/** The crossovers of a constraint or prior; whoever still has them under the name of 0.1 is told the new one. */
export function crossoversIn(owner: string, value: { readonly crossovers: unknown }): void {
  const expected = 'layers' in value ? 'a function, the one that is named layers here' : 'a function'
  callable(`crossovers of ${owner}`, value.crossovers, expected)
}

/** A non-empty list of finite numbers. */
export function finiteList(name: string, value: unknown): readonly number[] {
  if (!Array.isArray(value) || value.length === 0) throw invalid(name, value, 'a non-empty list of finite numbers')
  for (const entry of value) finite(`${name} entry`, entry)
  return value as readonly number[]
}

/** An object that has only keys from `known`: a mistyped option is an error, not silence. */
export function onlyKeys(name: string, value: object, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw invalid(`options of ${name}`, value, `{ ${known.join(', ')} }`)
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw invalid(`option of ${name}`, key, `one of ${known.join(', ')}`)
  }
}
