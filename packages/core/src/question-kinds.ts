import type { Span } from '@gardner/numerics'
import { type Ansatz, checkAnsatz } from './ansatz.js'
import { controlOf, type Posed } from './control.js'
import { thresholdOf } from './critical-load.js'
import { tracing } from './curve.js'
import { invalid } from './error.js'
import { finite } from './option.js'
import { definePlugin } from './plugin.js'
import type { Problem } from './problem.js'
import { energy, entropy, freeEntropy, orderParameter, type Quantity, replicon } from './quantity.js'
import { type Lookup, QUESTION, type QuestionKind } from './question.js'
import { ANSATZ } from './role.js'
import { solving } from './solve.js'
import { spelled } from './spelling.js'

/** The ansatz of a question, with the control parameters that are its own. */
// biome-ignore lint/suspicious/noExplicitAny: an ansatz is invariant in its order parameters
function posedBy(problem: Problem, at: Readonly<Record<string, number>>, name: unknown, lookup: Lookup): Posed<any> {
  if (typeof name !== 'string') throw invalid('ansatz', name, 'the name of an ansatz, such as rs')
  const ansatz = lookup.get(ANSATZ, name)
  checkAnsatz(ansatz)
  // biome-ignore lint/suspicious/noExplicitAny: as above
  let posed: Posed<any> = { problem, ansatz }
  for (const [control, value] of Object.entries(at)) {
    if (control !== 'alpha') posed = controlOf(posed, control).at(posed, finite(control, value))
  }
  return posed
}

const saddlePoint: QuestionKind = {
  name: 'saddlePoint',
  options: ['ansatz'],
  pose: (problem, at, { kind, ansatz: name = 'rs' }, lookup) => {
    const { problem: there, ansatz } = posedBy(problem, at, name, lookup)
    return { iteration: solving(there, ansatz), ask: { kind, ansatz: spelled(ansatz) } }
  },
}

const critical: QuestionKind = {
  name: 'critical',
  options: ['ansatz', 'name'],
  pose: (problem, at, { kind, ansatz: by = 'rs', name }, lookup) => {
    if (typeof name !== 'string') throw invalid('name', name, 'the name of a critical value, such as capacity')
    const { problem: there, ansatz } = posedBy(problem, at, by, lookup)
    return { iteration: thresholdOf(there, ansatz, name), ask: { kind, ansatz: spelled(ansatz), name } }
  },
}

/** Quantities of every state, by their names. */
const QUANTITIES: readonly Quantity[] = [entropy, freeEntropy, energy, replicon]

const quantityOf = ({ quantities = [] }: Ansatz, name: unknown): Quantity => {
  if (typeof name !== 'string') throw invalid('quantities entry', name, 'the name of a quantity, such as entropy')
  return [...QUANTITIES, ...quantities].find((quantity) => quantity.name === name) ?? orderParameter(name)
}

const curve: QuestionKind = {
  name: 'curve',
  options: ['ansatz', 'along', 'at', 'quantities', 'thresholds'],
  pose: (problem, at, { kind, ansatz: by = 'rs', along, at: places, ...read }, lookup) => {
    const { problem: there, ansatz } = posedBy(problem, at, by, lookup)
    const { quantities, thresholds } = read as { quantities?: readonly unknown[]; thresholds?: readonly string[] }
    for (const [name, list] of Object.entries({ quantities, thresholds })) {
      if (list !== undefined && !Array.isArray(list)) throw invalid(name, list, 'a list of names')
    }
    const measured = quantities ?? (thresholds === undefined ? ['entropy'] : undefined)
    const iteration = tracing(there, ansatz, {
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
    }
  },
}

/** The kinds of questions that the core answers, for a catalogue. */
export const questions = definePlugin('questions', (registry) => {
  for (const kind of [saddlePoint, critical, curve]) registry.add(QUESTION, Object.freeze(kind))
})
