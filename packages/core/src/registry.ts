// The only file of the core that knows the container; the polyfill must come before it.
import 'reflect-metadata'
import { container, type DependencyContainer } from 'tsyringe'
import type { Activation } from './activation.js'
import type { Ansatz } from './ansatz.js'
import type { Constraint } from './constraint.js'
import { editDistance } from './edit-distance.js'
import { GardnerError, invalid, isGardnerError, pluginFailure, show } from './error.js'
import type { Family } from './family.js'
import { nameOf } from './option.js'
import { checkPlugin, type Plugin, type Registry } from './plugin.js'
import type { Sampler } from './sampler.js'
import type { WeightPrior } from './weight-prior.js'

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

export const ACTIVATION = token<Entry<Activation>>('activation')
export const WEIGHTS = token<Entry<WeightPrior>>('weights')
export const CONSTRAINT = token<Entry<Constraint>>('constraint')
// biome-ignore lint/suspicious/noExplicitAny: an ansatz is invariant in its order parameters
export const ANSATZ = token<Entry<Ansatz<any>>>('ansatz')
// biome-ignore lint/suspicious/noExplicitAny: as of ansätze, in its state
export const SAMPLER = token<Entry<Sampler<any>>>('sampler')

/** A fresh child container: one for each application, one for each test. Never register on the global one. */
export const createContainer = (): DependencyContainer => container.createChildContainer()

/**
 * The names an application knows. Filled once from plugins, then read. Several plugins add to one list; a name
 * that is taken twice is an error.
 */
export class Catalogue {
  readonly #container: DependencyContainer
  readonly #plugins: string[] = []

  constructor(container: DependencyContainer = createContainer()) {
    this.#container = container
  }

  /** The names of the plugins in use. */
  get plugins(): readonly string[] {
    return this.#plugins
  }

  /** Takes in a plugin whole or not at all. */
  use(candidate: Plugin): this {
    const plugin = checkPlugin(candidate)
    if (this.#plugins.includes(plugin.name)) {
      throw new GardnerError(
        'DUPLICATE_NAME',
        `plugin ${plugin.name} is in use already; give each plugin a name of its own`,
      )
    }
    const added: [Token<Entry<unknown>>, Entry<unknown>][] = []
    const add =
      <T>(kind: Token<Entry<T>>) =>
      (value: T | Family<T>) => {
        const name = nameOf(kindName(kind), (value as { name?: unknown } | null)?.name)
        const holder =
          this.#find(kind, name)?.plugin ?? added.find(([k, e]) => k === kind && e.name === name)?.[1].plugin
        if (holder !== undefined) {
          throw new GardnerError(
            'DUPLICATE_NAME',
            `${kindName(kind)} ${name} of plugin ${plugin.name} is taken by plugin ${holder}; choose another name`,
          )
        }
        added.push([kind, { name, plugin: plugin.name, value }])
      }
    const registry: Registry = {
      activation: add(ACTIVATION),
      weights: add(WEIGHTS),
      constraint: add(CONSTRAINT),
      ansatz: add(ANSATZ),
      sampler: add(SAMPLER),
    }
    let returned: unknown
    try {
      returned = plugin.register(registry)
    } catch (error) {
      throw isGardnerError(error) ? error : pluginFailure(`plugin ${plugin.name}`, error)
    }
    if (returned instanceof Promise) {
      // what it registers later would be lost, and so would its failure
      returned.catch(() => {})
      throw invalid(
        `register of plugin ${plugin.name}`,
        'a promise',
        'a function that has registered everything when it returns',
      )
    }
    for (const [kind, entry] of added) this.#container.register(kind, { useValue: entry })
    this.#plugins.push(plugin.name)
    return this
  }

  /** Everything registered of a kind, in the order of registration. */
  all<T>(kind: Token<Entry<T>>): readonly Entry<T>[] {
    // resolveAll of nothing throws
    return this.#container.isRegistered(kind) ? this.#container.resolveAll<Entry<T>>(kind) : []
  }

  /**
   * The value a user named: `relu`, or a member of a family such as `leaky-relu:0.2`. Plain family names make
   * the member of no parameters, if there is one.
   */
  get<T>(kind: Token<Entry<T>>, text: string): T {
    if (typeof text !== 'string') {
      throw new GardnerError('UNKNOWN_NAME', `unknown ${kindName(kind)}: ${show(text)}; expected a name`)
    }
    const colon = text.indexOf(':')
    const name = colon < 0 ? text : text.slice(0, colon)
    const entry = this.#find(kind, name)
    if (entry === undefined) throw this.#unknown(kind, name)
    const { value } = entry
    if (isFamily(value)) {
      const parameters = colon < 0 ? [] : text.slice(colon + 1).split(',')
      try {
        return value.make(parameters)
      } catch (error) {
        if (!isGardnerError(error)) throw pluginFailure(`plugin ${entry.plugin}`, error)
        throw new GardnerError(error.code, `${error.message} (${name}:${value.usage})`, { cause: error })
      }
    }
    if (colon >= 0) {
      throw new GardnerError('INVALID_OPTION', `invalid ${kindName(kind)}: ${show(text)}; ${name} takes no parameters`)
    }
    return value
  }

  #find<T>(kind: Token<Entry<T>>, name: string): Entry<T> | undefined {
    return this.all(kind).find((entry) => entry.name === name)
  }

  #unknown<T>(kind: Token<Entry<T>>, name: string): GardnerError {
    const known = this.all(kind).map((entry) => entry.name)
    const near = known
      .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
      .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 2)))
      .sort((a, b) => a.distance - b.distance)[0]
    // of names that are told apart by a number, such as 1rsb to 9rsb, another number is no slip of the pen
    const alike = known.filter((candidate) => withoutNumbers(candidate) === withoutNumbers(name))
    const hint =
      alike.length > 1
        ? ` there are ${alike[0]} to ${alike[alike.length - 1]};`
        : near === undefined
          ? ''
          : ` did you mean ${near.candidate}?`
    const list = known.length === 0 ? 'none is registered' : `known: ${known.join(', ')}`
    return new GardnerError(
      'UNKNOWN_NAME',
      `unknown ${kindName(kind)}: ${name.length > 80 ? `${name.slice(0, 77)}...` : name};${hint} ${list}`,
    )
  }
}

const withoutNumbers = (name: string): string => name.toLowerCase().replace(/\d+/g, '#')

const kindName = (kind: symbol): string => (kind.description ?? '').split('/').pop() ?? ''

const isFamily = <T>(value: T | Family<T>): value is Family<T> =>
  typeof (value as Family<T>).make === 'function' && typeof (value as Family<T>).usage === 'string'
