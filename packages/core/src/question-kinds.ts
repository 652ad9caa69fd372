import type { Span } from '@gardner/numerics'
import { type Ansatz, checkAnsatz } from './ansatz.js'
import { ALPHA, controlOf, type Posed } from './control.js'
import { critical } from './critical-load.js'
import { curve } from './curve.js'
import { invalid } from './input/error.js'
import { finite } from './input/option.js'
import type { Machine, Problem } from './machine.js'
import { definePlugin } from './plugin.js'
import { checkProblem } from './problem.js'
import { energy, entropy, freeEntropy, orderParameter, type Quantity, replicon } from './quantity.js'
import { type Lookup, QUESTION, type QuestionKind } from './question.js'
import { ANSATZ } from './role.js'
import { saddlePoint } from './solve.js'
import { spelled } from './spelling.js'

/** The ansatz of a question, with the control parameters that are its own. */
// biome-ignore lint/suspicious/noExplicitAny: an ansatz is invariant in its order parameters
function posedBy(machine: Machine, at: Readonly<Record<string, number>>, name: unknown, lookup: Lookup): Posed<any> {
  if (typeof name !== 'string') throw invalid('ansatz', name, 'the name of an ansatz, such as rs')
  const ansatz = lookup.get(ANSATZ, name)
  checkAnsatz(ansatz)
  // biome-ignore lint/suspicious/noExplicitAny: as above
  let posed: Posed<any> = { problem: machine, ansatz }
  for (const [control, value] of Object.entries(at)) {
    if (control !== 'alpha') posed = controlOf(posed, control).at(posed, finite(control, value))
  }
  return posed
}

const saddlePointKind: QuestionKind = {
  name: 'saddlePoint',
  options: ['ansatz'],
  pose: (machine, at, { kind, ansatz: name = 'rs' }, lookup) => {
    const { problem: there, ansatz } = posedBy(machine, at, name, lookup)
    checkProblem(there)
    return { iteration: saddlePoint(there, ansatz), ask: { kind, ansatz: spelled(ansatz) } }
  },
}

/** The control parameter that critical values are values of, where all of them are values of one: it is found, so no value of it matters. */
function soughtBy({ critical = {} }: Ansatz, names: readonly string[]): readonly string[] {
  const sought = new Set(names.map((name) => critical[name]?.of ?? ALPHA.name))
  return sought.size === 1 ? [...sought] : []
}

const criticalKind: QuestionKind = {
  name: 'critical',
  options: ['ansatz', 'name'],
  pose: (machine, at, { kind, ansatz: by = 'rs', name }, lookup) => {
    if (typeof name !== 'string') throw invalid('name', name, 'the name of a critical value, such as capacity')
    const { problem: there, ansatz } = posedBy(machine, at, by, lookup)
    const iteration = critical(there, ansatz, name)
    return { iteration, ask: { kind, ansatz: spelled(ansatz), name }, unused: soughtBy(ansatz, [name]) }
  },
}

/** Quantities of every state, by their names. */
const QUANTITIES: readonly Quantity[] = [entropy, freeEntropy, energy, replicon]

const quantityOf = ({ quantities = [] }: Ansatz, name: unknown): Quantity => {
  if (typeof name !== 'string') throw invalid('quantities entry', name, 'the name of a quantity, such as entropy')
  return [...QUANTITIES, ...quantities].find((quantity) => quantity.name === name) ?? orderParameter(name)
}

const curveKind: QuestionKind = {
  name: 'curve',
  options: ['ansatz', 'along', 'at', 'quantities', 'thresholds'],
  pose: (machine, at, { kind, ansatz: by = 'rs', along, at: places, ...read }, lookup) => {
    const { problem: there, ansatz } = posedBy(machine, at, by, lookup)
    const { quantities, thresholds } = read as { quantities?: readonly unknown[]; thresholds?: readonly string[] }
    for (const [name, list] of Object.entries({ quantities, thresholds })) {
      if (list !== undefined && !Array.isArray(list)) throw invalid(name, list, 'a list of names')
    }
    const measured = quantities ?? (thresholds === undefined ? ['entropy'] : undefined)
    const iteration = curve(there as Problem, ansatz, {
      along: along as string,
      at: places as readonly number[] | Span,
      ...(measured === undefined ? {} : { quantities: measured.map((name) => quantityOf(ansatz, name)) }),
      ...(thresholds === undefined ? {} : { thresholds }),
    })
    return {
      iteration,
      ask: {
        kind,
        ansatz: spelled(ansatz),
        along,
        at: places,
        ...(measured === undefined ? {} : { quantities: measured }),
        ...(thresholds === undefined ? {} : { thresholds }),
      },
      // what each point sets or looks for itself
      unused: [along as string, ...soughtBy(ansatz, thresholds ?? [])],
    }
  },
}

/** The kinds of questions that the core answers, for a catalogue. */
export const questions = definePlugin('questions', (registry) => {
  for (const kind of [saddlePointKind, criticalKind, curveKind]) registry.add(QUESTION, Object.freeze(kind))
})
