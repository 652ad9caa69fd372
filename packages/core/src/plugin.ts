import type { Ansatz } from './ansatz.js'
import type { Constraint } from './constraint.js'
import type { Family } from './family.js'
import { invalid } from './input/error.js'
import { callable, nameOf } from './input/option.js'
import type { Activation } from './kernel/activation.js'
import type { Role } from './role.js'
import type { Sampler } from './sampler.js'
import type { WeightPrior } from './weight-prior.js'

/** All a plugin sees: a place for each kind of thing. Names are those of the values; each can be taken once. */
export interface Registry {
  /** Adds a value of any role, those of other packages too. The rest are short for the roles of the core. */
  add<T>(role: Role<T>, value: T | Family<T>): void
  activation(value: Activation | Family<Activation>): void
  weights(value: WeightPrior | Family<WeightPrior>): void
  constraint(value: Constraint | Family<Constraint>): void
  // biome-ignore lint/suspicious/noExplicitAny: a registry holds ansätze of every order parameter
  ansatz(value: Ansatz<any> | Family<Ansatz<any>>): void
  // biome-ignore lint/suspicious/noExplicitAny: as of ansätze, of every state
  sampler(value: Sampler<any> | Family<Sampler<any>>): void
}

/** A named set of registrations. In code pass values; a plugin exists so that a name can find them. */
export interface Plugin {
  readonly name: string
  register(registry: Registry): void
}

/** @example export default definePlugin('softsign', (registry) => registry.activation(softsign)) */
export function definePlugin(name: string, register: Plugin['register']): Plugin {
  return checkPlugin({ name, register })
}

/** Checks what a module exports as its plugin. */
export function checkPlugin(plugin: unknown): Plugin {
  if (typeof plugin !== 'object' || plugin === null) {
    throw invalid('plugin', plugin, 'the value of definePlugin(name, register) as default export')
  }
  const { name, register } = plugin as Partial<Plugin>
  callable(`register of plugin ${nameOf('plugin', name)}`, register)
  // called on the plugin, which may be an object of a class
  return Object.freeze({
    name: name as string,
    register: (registry: Registry) => (plugin as Plugin).register(registry),
  })
}
