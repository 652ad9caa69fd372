import { GardnerError, invalid, show } from '../input/error.js'
import { callable, finiteList, nameOf, onlyKeys } from '../input/option.js'
import { checkKernel, type Kernel } from './kernel.js'

/** The transfer function of a hidden unit. Everything else (kernel, moments, read-out) is derived from it. */
export interface Activation {
  readonly name: string
  /** g(u), finite for every finite u, square-integrable under the Gaussian measure. */
  readonly g: (u: number) => number
  /** Where g or a derivative of it jumps; Gaussian integrals are split there. `[]` states that g is smooth. */
  readonly kinks?: readonly number[]
  /** Closed form of C(q) = E[g(u)g(v)] − (E g)², if known. The law kit holds it against the derived one. */
  readonly kernel?: Kernel
  /**
   * A bound of |g(z) − g(u)| for complex z within `radius` of u, where g is continued from u as if it had no kinks; Infinity where none is
   * known. With it no feature of g is too narrow to be seen; without, g is looked at every 1/128. Needs `kinks`.
   */
  readonly spread?: (u: number, radius: number) => number
  /** What a member of a family was made with, in the order of its name: `{ slope: 0.01 }`, `{ expression: 'max(0, x)' }`. */
  readonly parameters?: Readonly<Record<string, number | string | readonly number[]>>
  /** The same activation with other parameters, of one whose numbers can change continuously: then curves go along them. */
  readonly at?: (change: Readonly<Record<string, number>>) => Activation
  readonly reference?: string
}

/** Every pair of kinks costs the derivation of a kernel. */
export const MOST_KINKS = 64

const fields = ['name', 'g', 'kinks', 'spread', 'kernel', 'parameters', 'at', 'reference'] as const

/**
 * Checks an activation and freezes it.
 *
 * Only `name` and `g` are needed. Leave `kinks` out and they are looked for (and found ones reported as a
 * warning of the problem); leave `kernel` out and it is derived by quadrature with a known error.
 *
 * @example defineActivation({ name: 'softsign', g: (u) => u / (1 + Math.abs(u)), kinks: [0] })
 */
export function defineActivation(activation: Activation): Activation {
  const { kinks } = checkActivation(activation)
  for (const u of [-3, -1, -0.25, 0, 0.25, 1, 3]) finiteValue(activation, u)
  return Object.freeze({ ...activation, ...(kinks === undefined ? {} : { kinks: Object.freeze(kinks) }) })
}

/** Checks all of an activation but its values; gives its kinks in order. */
export function checkActivation(activation: Activation): { readonly kinks: readonly number[] | undefined } {
  if (typeof activation !== 'object' || activation === null) {
    throw invalid('activation', activation, 'an object { name, g, kinks?, kernel? }, such as relu')
  }
  const { name } = activation
  nameOf('activation', name)
  callable(`g of ${name}`, activation.g)
  onlyKeys(`activation ${name}`, activation, fields)
  if (activation.kinks !== undefined && activation.kinks.length !== 0) finiteList(`kinks of ${name}`, activation.kinks)
  const kinks = activation.kinks && [...new Set(activation.kinks.map((kink) => kink + 0))].sort((a, b) => a - b)
  if (kinks !== undefined && kinks.length > MOST_KINKS) {
    throw invalid(`kinks of ${name}`, `${kinks.length} of them`, `at most ${MOST_KINKS}`)
  }
  if (activation.spread !== undefined) {
    callable(`spread of ${name}`, activation.spread)
    if (activation.kinks === undefined)
      throw invalid(`kinks of ${name}`, undefined, 'a list beside spread; [] if g is smooth')
  }
  if (activation.at !== undefined) callable(`at of ${name}`, activation.at)
  if (activation.kernel !== undefined) checkKernel(name, activation.kernel)
  return { kinks }
}

/** g(u), or an error that names the activation and the point. */
export function finiteValue(activation: Activation, u: number): number {
  let value: unknown
  try {
    value = activation.g(u)
  } catch (cause) {
    throw new GardnerError('PLUGIN_FAILURE', `activation ${activation.name} threw at g(${u}): ${String(cause)}`, {
      cause,
    })
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw invalid(`activation ${activation.name}`, `g(${u}) = ${show(value)}`, 'a finite number for every finite u')
  }
  return value
}
