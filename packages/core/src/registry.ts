// The only file of the core that knows the container; the polyfill must come before it.
import 'reflect-metadata'
import { type Iteration, type Search, searchNow } from '@gardner/numerics'
import { container, type DependencyContainer } from 'tsyringe'
import type { Family } from './family.js'
import { fingerprintOf } from './fingerprint.js'
import { GardnerError, invalid, isGardnerError, pluginFailure, show } from './input/error.js'
import { nameOf, onlyKeys } from './input/option.js'
import { unknownName } from './input/unknown-name.js'
import type { Activation } from './kernel/activation.js'
import { type Machine, machineSearch, type Problem } from './machine.js'
import { checkPlugin, type Plugin, type Registry } from './plugin.js'
import {
  checkQuestion,
  identityOf,
  type MachineSpec,
  machineSpec,
  type ProblemSpec,
  QUESTION,
  type QuestionSpec,
} from './question.js'
import { ACTIVATION, ANSATZ, CONSTRAINT, type Entry, type Role, SAMPLER, WEIGHTS } from './role.js'

export { ACTIVATION, ANSATZ, CONSTRAINT, type Entry, type Role, SAMPLER, type Token, token, WEIGHTS } from './role.js'

/** A question, and what answers it. */
export interface Question {
  readonly spec: QuestionSpec
  // biome-ignore lint/suspicious/noExplicitAny: a state and a result of each kind
  readonly iteration: Iteration<any, any, any>
  /**
   * A text that is the same for questions that have the same answer: the normal form, and what the functions of the machine do
   * (`fingerprintOf`). Versions, and the files of plugins that bring an ansatz, are no part of it: a store keeps them beside it.
   */
  readonly identity: string
}

/** As many activations as are compared, and some that were asked for before. */
const REMEMBERED = 16

/** A fresh child container: one for each application, one for each test. Never register on the global one. */
export const createContainer = (): DependencyContainer => container.createChildContainer()

/**
 * The names an application knows. Plugins fill it, then it is read: after the first look no plugin is taken in. Several plugins add to
 * one list; a name that is taken twice is an error.
 */
export class Catalogue {
  readonly #container: DependencyContainer
  readonly #plugins: string[] = []
  readonly #roles: Role<unknown>[] = []
  readonly #activations = new Map<string, Activation>()
  /** Whether names were looked up: from then on the list is what it is. */
  #read = false

  constructor(container: DependencyContainer = createContainer()) {
    this.#container = container
  }

  /** The names of the plugins in use. */
  get plugins(): readonly string[] {
    return this.#plugins
  }

  /** The roles that plugins brought values of, in the order in which they came. */
  get roles(): readonly Role<unknown>[] {
    return this.#roles
  }

  /** Takes in a plugin whole or not at all, before the first look at names. */
  use(candidate: Plugin): this {
    const plugin = checkPlugin(candidate)
    if (this.#plugins.includes(plugin.name)) {
      throw new GardnerError(
        'DUPLICATE_NAME',
        `plugin ${plugin.name} is in use already; give each plugin a name of its own`,
      )
    }
    if (this.#read) {
      throw new GardnerError(
        'INVALID_OPTION',
        `plugin ${plugin.name} comes after names were looked up; use all plugins before the first look`,
      )
    }
    const added: { readonly role: Role<unknown>; readonly entry: Entry<unknown> }[] = []
    const add = <T>(role: Role<T>, value: T | Family<T>): void => {
      const name = nameOf(role.name, (value as { name?: unknown } | null)?.name)
      const holder =
        this.#find(role, name)?.plugin ??
        added.find((one) => one.role.token === role.token && one.entry.name === name)?.entry.plugin
      if (holder !== undefined) {
        throw new GardnerError(
          'DUPLICATE_NAME',
          `${role.name} ${name} of plugin ${plugin.name} is taken by plugin ${holder}; choose another name`,
        )
      }
      if (!isFamily(value)) checked(role, value, plugin.name)
      added.push({ role, entry: { name, plugin: plugin.name, value } })
    }
    const registry: Registry = {
      add,
      activation: (value) => add(ACTIVATION, value),
      weights: (value) => add(WEIGHTS, value),
      constraint: (value) => add(CONSTRAINT, value),
      ansatz: (value) => add(ANSATZ, value),
      sampler: (value) => add(SAMPLER, value),
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
    for (const { role, entry } of added) {
      this.#container.register(role.token, { useValue: entry })
      if (!this.#roles.some(({ token }) => token === role.token)) this.#roles.push(role)
    }
    this.#plugins.push(plugin.name)
    return this
  }

  /** Everything registered of a role, in the order of registration. */
  all<T>(role: Role<T>): readonly Entry<T>[] {
    this.#read = true
    return this.#entries(role)
  }

  /**
   * The value a user named: `relu`, or a member of a family such as `leaky-relu:0.2`. Plain family names make
   * the member of no parameters, if there is one.
   */
  get<T>(role: Role<T>, text: string): T {
    this.#read = true
    if (typeof text !== 'string') {
      throw new GardnerError('UNKNOWN_NAME', `unknown ${role.name}: ${show(text)}; expected a name`)
    }
    const colon = text.indexOf(':')
    const name = colon < 0 ? text : text.slice(0, colon)
    const entry = this.#find(role, name)
    if (entry === undefined) {
      throw unknownName(
        role.name,
        name,
        this.#entries(role).map((known) => known.name),
      )
    }
    const { value } = entry
    if (isFamily(value)) {
      const parameters = colon < 0 ? [] : text.slice(colon + 1).split(',')
      try {
        const member = value.make(parameters)
        role.check(member)
        return member
      } catch (error) {
        if (!isGardnerError(error)) throw pluginFailure(`plugin ${entry.plugin}`, error)
        throw new GardnerError(error.code, `${error.message} (${name}:${value.usage})`, { cause: error })
      }
    }
    if (colon >= 0) {
      throw new GardnerError('INVALID_OPTION', `invalid ${role.name}: ${show(text)}; ${name} takes no parameters`)
    }
    return value
  }

  /** An activation by its name, the same value each time: its kernel, which can take a while to derive, belongs to it. */
  activation(text: string): Activation {
    const found = this.#activations.get(text) ?? this.get(ACTIVATION, text)
    this.#activations.delete(text)
    this.#activations.set(text, found)
    if (this.#activations.size > REMEMBERED) {
      this.#activations.delete(this.#activations.keys().next().value as string)
    }
    return found
  }

  /**
   * The machine that is given by names.
   *
   * @throws UNKNOWN_NAME for a name that no plugin brought, INVALID_OPTION for parameters out of range
   * @example catalogue.machine({ activation: 'leaky-relu:0.2', weights: 'binary', margin: 0.1 })
   */
  machine(spec: MachineSpec): Machine {
    return searchNow(this.machineSearch(spec))
  }

  /** {@link machine} in pieces of a few milliseconds, as deriving a kernel may take seconds. */
  *machineSearch(spec: MachineSpec): Search<Machine> {
    onlyKeys('machine', spec, ['activation', 'weights', 'margin', 'constraint'])
    const { activation, weights, margin, constraint } = spec
    return yield* machineSearch({
      activation: this.activation(activation),
      weights: this.get(WEIGHTS, weights),
      ...(margin === undefined ? {} : { margin }),
      ...(constraint === undefined ? {} : { constraint: this.get(CONSTRAINT, constraint) }),
    })
  }

  /**
   * The problem that is given by names: a machine and its load.
   *
   * @throws UNKNOWN_NAME for a name that no plugin brought, INVALID_OPTION for parameters out of range
   * @example catalogue.problem({ activation: 'leaky-relu:0.2', weights: 'binary', margin: 0.1, alpha: 0.5 })
   */
  problem({ alpha, ...spec }: ProblemSpec): Problem {
    if (alpha === undefined) throw invalid('alpha', alpha, 'a load; without one it is catalogue.machine({ … })')
    return this.machine(spec).at({ alpha })
  }

  /** The iteration that answers a question, and the question in its normal form, which makes the same iteration. */
  question(spec: QuestionSpec): Question {
    return searchNow(this.questionSearch(spec))
  }

  /** {@link question} in pieces of a few milliseconds, as deriving a kernel may take seconds. */
  *questionSearch(spec: QuestionSpec): Search<Question> {
    checkQuestion(spec)
    const { machine, at = {}, ask } = spec
    const kind = this.get(QUESTION, ask.kind)
    onlyKeys(`question ${kind.name}`, ask, ['kind', ...kind.options])
    // a margin that is set is that of the machine
    const { margin = machine.margin, ...held } = at
    const { alpha } = held
    const asked = yield* this.machineSearch({ ...machine, ...(margin === undefined ? {} : { margin }) })
    const posed = kind.pose(alpha === undefined ? asked : asked.at({ alpha }), held, ask, this)
    const { unused = [] } = posed
    const used = Object.fromEntries(Object.entries(held).filter(([name]) => !unused.includes(name)))
    const normal: QuestionSpec = {
      machine: machineSpec(asked),
      ...(Object.keys(used).length === 0 ? {} : { at: used }),
      ask: posed.ask,
    }
    return {
      spec: normal,
      iteration: posed.iteration,
      get identity() {
        return identityOf({ ...normal, functions: fingerprintOf(asked) })
      },
    }
  }

  #entries<T>({ token }: Role<T>): readonly Entry<T>[] {
    // resolveAll of nothing throws
    return this.#container.isRegistered(token) ? this.#container.resolveAll<Entry<T>>(token) : []
  }

  #find<T>(role: Role<T>, name: string): Entry<T> | undefined {
    return this.#entries(role).find((entry) => entry.name === name)
  }
}

/** Checks a value, with the name of the plugin that brings it. */
function checked<T>(role: Role<T>, value: T, plugin: string): void {
  try {
    role.check(value)
  } catch (error) {
    if (!isGardnerError(error)) throw error
    throw new GardnerError(error.code, `${error.message} (plugin ${plugin})`, { cause: error })
  }
}

const isFamily = <T>(value: T | Family<T>): value is Family<T> =>
  typeof (value as Family<T>).make === 'function' && typeof (value as Family<T>).usage === 'string'
