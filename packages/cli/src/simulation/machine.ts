import {
  type Machine as CoreMachine,
  type Instance,
  identityOf,
  type MachineSpec,
  type ProblemSpec,
  type Ties,
  type Wiring,
} from '@gardner/core'
import { Catalogue } from '@gardner/core/registry'
import { instance } from '@gardner/machines'
import { nodeModules, usePlugins } from '../plugin/plugin-module.js'
import { standardPlugins } from '../plugin/standard-plugins.js'
import type { UsedModule } from '../session/plugin-source.js'

/** An instance, and the words that chose its machine. */
export interface Machine {
  readonly instance: Instance
  readonly activation: string
  readonly weights: string
}

/** An instance as plain data, for a thread: all of it, or what it is drawn from. */
export type MachineInput =
  | {
      readonly kind: 'given'
      readonly problem: ProblemSpec & { readonly margin: number }
      readonly data: Omit<Instance, 'problem'>
    }
  | {
      readonly kind: 'drawn'
      readonly problem: ProblemSpec & { readonly margin: number }
      readonly drawn: DrawnInstance
    }

/** What an instance is drawn from, beside its problem. */
export interface DrawnInstance {
  readonly inputs: number
  readonly units: number
  readonly seed: number
  readonly wiring: Wiring
  readonly patterns: 'binary' | 'gaussian'
  readonly labels: 'random' | 'teacher'
  readonly ties: Ties
}

/** An instance as it is sent to a thread. Patterns are copied, not drawn again. */
export function given({ instance: made, activation, weights }: Machine): MachineInput {
  const { problem: asked, ...data } = made
  const { alpha, constraint } = asked
  return {
    kind: 'given',
    problem: { activation, weights, margin: constraint.parameters.margin, alpha },
    data,
  }
}

/** The instance that an input describes. */
export function machineFrom(catalogue: Catalogue, input: MachineInput): Instance {
  const { alpha, ...named } = input.problem
  const asked = machineOf(catalogue, named).at({ alpha })
  return input.kind === 'given' ? { ...input.data, problem: asked } : instance({ problem: asked, ...input.drawn })
}

const machines = new WeakMap<Catalogue, Map<string, CoreMachine>>()

/** The machine of names and a margin, made once: a member of a family is another activation each time, with moments to derive. */
function machineOf(catalogue: Catalogue, spec: MachineSpec): CoreMachine {
  const known = machines.get(catalogue) ?? new Map<string, CoreMachine>()
  machines.set(catalogue, known)
  const key = identityOf(spec)
  const made = known.get(key) ?? catalogue.machine(spec)
  known.set(key, made)
  return made
}

const catalogues = new Map<string, Promise<Catalogue>>()

/** The standard plugins and those of some modules. A thread fills each catalogue once. */
export function catalogueOf(modules: readonly UsedModule[]): Promise<Catalogue> {
  const key = JSON.stringify(modules)
  let found = catalogues.get(key)
  if (found === undefined) {
    found = freshCatalogue(modules)
    catalogues.set(key, found)
  }
  return found
}

/** The same, filled anew. */
export async function freshCatalogue(modules: readonly UsedModule[]): Promise<Catalogue> {
  const catalogue = new Catalogue()
  for (const plugin of standardPlugins) catalogue.use(plugin)
  for (const module of modules) await usePlugins(nodeModules, catalogue, module)
  return catalogue
}
