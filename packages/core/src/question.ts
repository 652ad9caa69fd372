import type { Iteration } from '@gardner/numerics'
import { invalid } from './input/error.js'
import { callable, finite, nameOf, onlyKeys } from './input/option.js'
import type { Machine, Problem } from './machine.js'
import { defineRole, type Role } from './role.js'
import { spelled } from './spelling.js'

/** A machine as plain data: names that a catalogue knows. */
export interface MachineSpec {
  /** `relu`, `leaky-relu:0.2`, `formula:max(0, x) + 0.1*x` */
  readonly activation: string
  /** `binary`, `ternary:0.5` */
  readonly weights: string
  /** κ (default 0). Give this or `constraint`. */
  readonly margin?: number
  /** The name of a constraint of a plugin. */
  readonly constraint?: string
}

/** A machine at a load. */
export interface ProblemSpec extends MachineSpec {
  /** The load α ≥ 0. */
  readonly alpha: number
}

/** What is asked, as plain data: a kind of question, and its options. */
export interface Ask {
  readonly kind: string
  readonly [option: string]: unknown
}

/**
 * Everything that determines an answer, as plain data: it can be stored, sent and compared. A catalogue makes the iteration that answers
 * it, and gives it back in its one normal form.
 *
 * @example { machine: { activation: 'relu', weights: 'binary' }, ask: { kind: 'critical', name: 'capacity', ansatz: 'rs' } }
 */
export interface QuestionSpec {
  readonly machine: MachineSpec
  /** Values of control parameters: `{ alpha: 0.5 }`. */
  readonly at?: Readonly<Record<string, number>>
  readonly ask: Ask
}

/** Where names are looked up. */
export interface Lookup {
  get<T>(role: Role<T>, text: string): T
}

/** A kind of question: it turns its options into the iteration that answers them. */
export interface QuestionKind {
  readonly name: string
  /** The options it has beside `kind`. */
  readonly options: readonly string[]
  /**
   * @param machine with the load and the margin of `at`
   * @returns the iteration, and the options in their normal form: defaults written out, names spelled as their values are
   */
  pose(machine: Machine, at: Readonly<Record<string, number>>, ask: Ask, lookup: Lookup): PosedQuestion
}

export interface PosedQuestion {
  // biome-ignore lint/suspicious/noExplicitAny: a state and a result of each kind
  readonly iteration: Iteration<any, any>
  readonly ask: Ask
  /** Control parameters of `at` that change nothing of the answer, such as the load of a capacity: the normal form leaves them out. */
  readonly unused?: readonly string[]
}

/** Kinds of questions that plugins bring: `saddlePoint`, `critical` and `curve` of the core, `sample` of the samplers. */
export const QUESTION = defineRole<QuestionKind>('question', (kind) => {
  nameOf('question', kind.name)
  callable(`pose of question ${kind.name}`, kind.pose)
  if (!Array.isArray(kind.options)) throw invalid(`options of question ${kind.name}`, kind.options, 'a list of names')
})

/** A machine by names; what a catalogue makes it from again. */
export function machineSpec({ activation, weights, constraint }: Machine): MachineSpec {
  return {
    activation: spelled(activation),
    weights: spelled(weights),
    ...(constraint.kind === 'margin' ? { margin: constraint.parameters.margin } : { constraint: spelled(constraint) }),
  }
}

/** A problem by names: its machine and its load. */
export const problemSpec = (problem: Problem): ProblemSpec => ({ ...machineSpec(problem), alpha: problem.alpha })

/** A text that is the same for questions that are the same: keys in order, nothing that is undefined. */
export const identityOf = (spec: object): string =>
  JSON.stringify(spec, (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value === Number.POSITIVE_INFINITY
        ? 'inf'
        : value,
  )

/** Checks that a question is one before its names are looked up. */
export function checkQuestion(spec: unknown): asserts spec is QuestionSpec {
  const expected = '{ machine: { activation, weights, … }, at?, ask: { kind, … } }'
  if (typeof spec !== 'object' || spec === null) throw invalid('question', spec, expected)
  onlyKeys('question', spec, ['machine', 'at', 'ask'])
  const { machine, at = {}, ask } = spec as Partial<QuestionSpec>
  if (typeof machine !== 'object' || machine === null) throw invalid('machine of the question', machine, expected)
  onlyKeys('machine of the question', machine, ['activation', 'weights', 'margin', 'constraint'])
  if (typeof at !== 'object' || at === null || Array.isArray(at)) {
    throw invalid('at of the question', at, 'values of control parameters, such as { alpha: 0.5 }')
  }
  for (const [name, value] of Object.entries(at)) finite(`${name} of the question`, value)
  if (typeof ask?.kind !== 'string') throw invalid('ask of the question', ask, 'an object { kind, … }')
}
