import { type Ansatz, checkAnsatz } from './ansatz.js'
import { type Constraint, checkConstraint } from './constraint.js'
import type { Family } from './family.js'
import { nameOf } from './input/option.js'
import { type Activation, checkActivation } from './kernel/activation.js'
import { checkSampler, type Sampler } from './sampler.js'
import { checkPrior, type WeightPrior } from './weight-prior.js'

declare const named: unique symbol
/** A container key that knows what it names. `Symbol.for`, so that it survives two copies of the core. */
export type Token<T> = symbol & { readonly [named]?: T }
export const token = <T>(name: string): Token<T> => Symbol.for(`@gardner/core/${name}`) as Token<T>

/** What a plugin registered: a value or a family of them, and who did. */
export interface Entry<T> {
  readonly name: string
  readonly plugin: string
  readonly value: T | Family<T>
}

/**
 * A kind of thing that plugins bring, such as activations. The package that needs such things defines the role and exports it; a
 * catalogue holds the values of any role.
 */
export interface Role<T> {
  /** The word for one of its values in messages: `activation`. Roles of one name are one role. */
  readonly name: string
  readonly token: Token<Entry<T>>
  /** Throws where a value is none of this role. */
  check(value: T): void
}

/**
 * Defines a role.
 *
 * @param name the word for one of its values: `learning-rule`
 * @param check throws a GardnerError where a value is none; members of families are checked when they are made
 * @example export const UPDATE = defineRole<Update>('update', ({ name, apply }) => callable(`apply of update ${name}`, apply))
 */
export function defineRole<T>(name: string, check: (value: T) => unknown = () => {}): Role<T> {
  return Object.freeze({
    name: nameOf('role', name),
    token: token<Entry<T>>(name),
    check: (value: T) => void check(value),
  })
}

export const ACTIVATION = defineRole<Activation>('activation', checkActivation)
export const WEIGHTS = defineRole<WeightPrior>('weights', checkPrior)
export const CONSTRAINT = defineRole<Constraint>('constraint', checkConstraint)
// biome-ignore lint/suspicious/noExplicitAny: an ansatz is invariant in its order parameters
export const ANSATZ = defineRole<Ansatz<any>>('ansatz', checkAnsatz)
// biome-ignore lint/suspicious/noExplicitAny: as of ansätze, in its state
export const SAMPLER = defineRole<Sampler<any>>('sampler', checkSampler)
