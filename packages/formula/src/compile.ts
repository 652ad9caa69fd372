import { editDistance } from '@gardner/core'
import { product, sum } from './disc.js'
import { FormulaError } from './formula-error.js'
import type { Call, Node, Operation } from './syntax.js'
import { chosen, combined, constantTerm, type Edge, mapped, stepwise, type Term, variable } from './term.js'
import { comparison, constants, isComparison, power, quotient, variables, words } from './vocabulary.js'

/** A part of a formula as a function, with where it stands. */
export interface Part {
  readonly term: Term
  readonly start: number
  readonly end: number
}

export interface Compiled {
  readonly term: Term
  readonly edges: readonly Edge[]
  /** All parts, operands before what is made of them. */
  readonly parts: readonly Part[]
}

/** The tree as functions: names are looked up, and nothing but what is known is ever called. */
export function compile(text: string, tree: Node): Compiled {
  const edges: Edge[] = []
  const parts: Part[] = []
  const note = (edge: Edge) => void edges.push(edge)
  const fail = ({ start, end }: Pick<Node, 'start' | 'end'>, problem: string) =>
    new FormulaError(text, problem, start, end - start)

  const term = visit(tree)
  if (term.truth === true)
    throw fail(tree, 'it says only whether something holds; expected a number, such as x > 0 ? x : 0')
  return { term, edges, parts }

  function visit(node: Node): Term {
    const made = make(node)
    parts.push({ term: made, start: node.start, end: node.end })
    return made
  }

  function make(node: Node): Term {
    switch (node.kind) {
      case 'number':
        return constantTerm(node.value)
      case 'name':
        return named(node.name, node)
      case 'call':
        return called(node)
      case 'operation':
        return node.operands.length === 1 ? signed(node) : operated(node)
      case 'choice': {
        const test = truth(node.test)
        const [yes, no] = [visit(node.yes), visit(node.no)]
        if (test.constant !== undefined) return test.constant === 1 ? yes : no
        return chosen((u) => test.value(u) === 1, yes, no)
      }
    }
  }

  function named(name: string, place: Node): Term {
    if (variables.has(name)) return variable
    const constant = constants.get(name)
    if (constant !== undefined) return constantTerm(constant)
    if (words.has(name)) throw fail(place, `${name} is a function: write ${name}(x)`)
    throw fail(place, unknown(name, [...variables, ...constants.keys(), ...words.keys()]))
  }

  function called(node: Call): Term {
    const word = words.get(node.name)
    const place = { start: node.start, end: node.start + node.name.length }
    if (word === undefined) {
      if (variables.has(node.name) || constants.has(node.name)) {
        throw fail(place, `${node.name} is no function; for a product write ${node.name}*(`)
      }
      throw fail(place, unknown(node.name, [...words.keys()]))
    }
    const given = node.arguments.map(visit)
    const { least, most } = word
    if (given.length < least || given.length > most) {
      const expected = least === most ? `${least}` : `${least} to ${most}`
      throw fail(
        node,
        `${node.name} has ${given.length} ${given.length === 1 ? 'argument' : 'arguments'}; expected ${expected}`,
      )
    }
    return word.make(given, note)
  }

  function signed(node: Operation): Term {
    const [operand] = node.operands
    if (node.operator === '!') {
      return { ...inverted(truth(operand)), truth: true }
    }
    const value = visit(operand)
    if (node.operator === '+') return value
    if (node.operator === '-')
      return mapped(
        (x) => -x,
        value,
        ({ radius }) => radius,
      )
    throw operatorError(node)
  }

  function operated(node: Operation): Term {
    const { operator, operands } = node
    if (operator === '&&' || operator === '||') {
      const [left, right] = operands.map(truth)
      return { ...both(operator === '&&' ? Math.min : Math.max, left, right), truth: true }
    }
    const [left, right] = operands.map(visit)
    if (isComparison(operator)) {
      const chained = operands.find((_, i) => [left, right][i].truth === true)
      if (chained !== undefined) {
        throw new FormulaError(text, 'comparisons are not chained: write 0 < x && x < 1', node.at, operator.length)
      }
      return comparison(operator, left, right, note)
    }
    switch (operator) {
      case '+':
        return combined((x, y) => x + y, left, right, sum)
      case '-':
        return combined((x, y) => x - y, left, right, sum)
      case '*':
        return combined((x, y) => x * y, left, right, product)
      case '/':
        return quotient(left, right, note)
      case '^':
        return power(left, right, note)
      default:
        throw operatorError(node)
    }
  }

  function truth(node: Node): Term {
    const made = visit(node)
    if (made.truth !== true) throw fail(node, 'this is a number; expected a comparison, such as x > 0')
    return made
  }

  function operatorError({ operator, at }: Operation): FormulaError {
    const hint = operator === '==' || operator === '!=' ? '; points do not matter: compare with <, <=, > or >=' : ''
    return new FormulaError(text, `there is no operator ${operator}${hint}`, at, operator.length)
  }
}

/** The derivative of a step: 0 between its jumps. */
const fixed = (): number => 0
const inverted = (term: Term): Term => stepOrConstant(mapped((x) => 1 - x, term, fixed))
const both = (f: (x: number, y: number) => number, left: Term, right: Term): Term =>
  stepOrConstant(combined(f, left, right, fixed))
const stepOrConstant = (term: Term): Term => (term.constant === undefined ? stepwise(term.value) : term)

/** Names on paper that are not near to those here. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['H', 'step(x), or Phi(-x)'],
  ['theta', 'step'],
  ['Theta', 'step'],
  ['θ', 'step'],
  ['Θ', 'step'],
  ['arctan', 'atan'],
  ['sgm', 'sigmoid'],
  ['logistic', 'sigmoid'],
  ['tg', 'sin(x)/cos(x)'],
  ['tan', 'sin(x)/cos(x)'],
  ['th', 'tanh'],
  ['pow', 'x^y'],
  ['log10', 'log(x)/log(10)'],
  ['log2', 'log(x)/log(2)'],
])

function unknown(name: string, known: readonly string[]): string {
  const other = otherNames.get(name)
  if (other !== undefined) return `unknown name ${name}; did you mean ${other}? known: ${known.join(', ')}`
  const near = known
    .map((word) => ({ word, distance: editDistance(name.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length / 2)))
    .sort((a, b) => a.distance - b.distance)[0]
  const hint = near === undefined ? '' : ` did you mean ${near.word}?`
  return `unknown name ${name};${hint} known: ${known.join(', ')}`
}
