import jsep from 'jsep'
import { FormulaError } from './formula-error.js'
import { functionOf, implicitProduct, notationHint } from './notation.js'

/** A part of a formula, from the character `start` to the one before `end`. */
export type Node =
  | { readonly kind: 'number'; readonly value: number; readonly start: number; readonly end: number }
  | { readonly kind: 'name'; readonly name: string; readonly start: number; readonly end: number }
  | Operation
  | Call
  | Choice

export interface Operation {
  readonly kind: 'operation'
  /** One operand or two. */
  readonly operator: string
  readonly operands: readonly Node[]
  /** Where the operator stands. */
  readonly at: number
  readonly start: number
  readonly end: number
}

export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly arguments: readonly Node[]
  readonly start: number
  readonly end: number
}

/** `test ? yes : no` */
export interface Choice {
  readonly kind: 'choice'
  readonly test: Node
  readonly yes: Node
  readonly no: Node
  readonly start: number
  readonly end: number
}

/** A parser goes as deep as its text is long. */
const LONGEST = 1000

/** Other ways to type a character, of the same length. */
const synonyms: Readonly<Record<string, string>> = { '−': '-', '–': '-', '·': '*', '×': '*', '÷': '/' }
const FOREIGN = /[^\w\sπΦ.+\-*/^(),<>=!?:&|]/u
const NAME_BEFORE = /[A-Za-z_πΦ][\wπΦ]*\s*$/

type Parsed = jsep.Expression & { start?: number; end?: number; operator?: string }
interface Scope extends Pick<jsep.HookScope, 'index' | 'expr' | 'char' | 'gobbleSpaces' | 'throwError'> {
  parse(): Parsed
  gobbleToken(): Parsed | undefined
}

// jsep exports its class beside the function, but does not say so in its types
const { Jsep } = jsep as unknown as { readonly Jsep: new (text: string) => Scope }

/**
 * jsep with places, and with powers as mathematicians read them: x^y^z is x^(y^z), −x^2 is −(x^2), and x^−2 is x^(−2). A
 * class of its own, so that nobody else's jsep changes.
 */
class Parser extends Jsep {
  override gobbleToken(): Parsed | undefined {
    this.gobbleSpaces()
    const start = this.index
    const signed = '+-!'.includes(this.char) && this.char !== ''
    const token = super.gobbleToken()
    if (!token) return token
    token.start = start
    token.end = start + this.expr.slice(start, this.index).trimEnd().length
    this.gobbleSpaces()
    // a sign has taken the power behind it already
    if (signed || !isPower(this.expr, this.index)) return token
    const at = this.index
    this.index += this.char === '^' ? 1 : 2
    const right = this.gobbleToken()
    if (!right) return this.throwError('Expected expression after ^')
    return { type: 'BinaryExpression', operator: '^', at, left: token, right, start, end: right.end } as Parsed
  }
}

const isPower = (text: string, index: number): boolean => text[index] === '^' || text.startsWith('**', index)

/** The tree of a formula; nothing in it is looked up yet. */
export function parse(text: string): Node {
  const plain = [...text].map((character) => synonyms[character] ?? character).join('')
  look(text, plain)
  let tree: Parsed
  try {
    tree = new Parser(plain).parse()
  } catch (error) {
    throw translated(text, error)
  }
  return nodeOf(text, plain, tree)
}

/** What can be seen without a tree: what does not belong there, and where parentheses and commas stand. */
function look(text: string, plain: string): void {
  if (plain.trim() === '') throw new FormulaError(text, 'it is empty; expected a formula in x, such as max(0, x)', 0)
  if (plain.length > LONGEST) {
    throw new FormulaError(text.slice(0, 40), `it has ${plain.length} characters; expected at most ${LONGEST}`, LONGEST)
  }
  const foreign = plain.search(FOREIGN)
  if (foreign >= 0) {
    throw new FormulaError(text, `unexpected ${characterAt(text, foreign)}${notationHint(plain, foreign)}`, foreign)
  }
  // one that begins something, not one between two operands
  const bar = /(?<![\w)π|.]\s*)\|(?!\|)/.exec(plain)
  if (bar !== null) throw new FormulaError(text, `unexpected "|"${notationHint(plain, bar.index)}`, bar.index)
  const open: number[] = []
  for (let i = 0; i < plain.length; i++) {
    if (plain[i] === '(') open.push(i)
    if (plain[i] === ')' && open.pop() === undefined) throw new FormulaError(text, 'no ( belongs to this )', i)
    if (plain[i] === ',' && !(open.length > 0 && NAME_BEFORE.test(plain.slice(0, open[open.length - 1])))) {
      throw new FormulaError(text, 'a comma stands between the arguments of a function only', i)
    }
  }
  const empty = /[(,](?=\s*,)|,(?=\s*\))/.exec(plain)
  if (empty !== null) throw new FormulaError(text, 'an argument is missing behind this', empty.index)
  const unclosed = open.pop()
  if (unclosed !== undefined) throw new FormulaError(text, 'this ( is not closed', unclosed)
}

const characterAt = (text: string, index: number): string =>
  JSON.stringify(String.fromCodePoint(text.codePointAt(index) ?? 0))

function translated(text: string, error: unknown): FormulaError {
  const { index = text.length, description = '' } = error as { index?: number; description?: string }
  if (/^Variable names/.test(description)) {
    return new FormulaError(text, `an operator is missing here${implicitProduct(text, index)}`, index)
  }
  if (index >= text.length) return new FormulaError(text, 'something is missing', text.length)
  const missing = /^Expected expression|^missing unaryOp/.test(description) || '*/^<>=?:&|,)'.includes(text[index])
  return new FormulaError(
    text,
    missing ? 'a number, x or a function is missing before this' : `unexpected ${characterAt(text, index)}`,
    index,
  )
}

function nodeOf(text: string, plain: string, parsed: Parsed): Node {
  const tree = (child: unknown): Node => nodeOf(text, plain, child as Parsed)
  const { start = 0, end = text.length } = parsed
  switch (parsed.type) {
    case 'Literal':
      if (typeof parsed.value !== 'number') return { kind: 'name', name: String(parsed.raw), start, end }
      if (!Number.isFinite(parsed.value)) throw new FormulaError(text, 'this number is too large', start, end - start)
      return { kind: 'number', value: parsed.value, start, end }
    case 'Identifier':
      return { kind: 'name', name: String(parsed.name), start, end }
    case 'ThisExpression':
      return { kind: 'name', name: 'this', start, end }
    case 'UnaryExpression': {
      const operand = tree(parsed.argument)
      return { kind: 'operation', operator: String(parsed.operator), operands: [operand], at: start, start, end }
    }
    case 'BinaryExpression': {
      const [left, right] = [tree(parsed.left), tree(parsed.right)]
      const at = plain.indexOf(String(parsed.operator)[0], left.end)
      const span = { start: parsed.start ?? left.start, end: parsed.end ?? right.end }
      return { kind: 'operation', operator: String(parsed.operator), operands: [left, right], at, ...span }
    }
    case 'ConditionalExpression': {
      const [test, yes, no] = [tree(parsed.test), tree(parsed.consequent), tree(parsed.alternate)]
      return { kind: 'choice', test, yes, no, start: test.start, end: no.end }
    }
    case 'CallExpression': {
      const callee = parsed.callee as Parsed
      if (callee.type !== 'Identifier') throw new FormulaError(text, 'an operator is missing here', start)
      const given = (parsed.arguments as Parsed[]).map(tree)
      return { kind: 'call', name: String(callee.name), arguments: given, start, end }
    }
    case 'Compound': {
      const [first, second] = parsed.body as Parsed[]
      if (first === undefined) throw new FormulaError(text, 'there is nothing between the parentheses', 0)
      const missing = first.type === 'Identifier' ? 'parentheses or an operator are' : 'an operator is'
      const at = startOf(second)
      const hint = first.type === 'Identifier' ? functionOf(plain, at) : implicitProduct(plain, at)
      throw new FormulaError(text, `${missing} missing here${hint}`, at)
    }
    default:
      throw new FormulaError(text, 'this cannot stand in a formula', start, end - start)
  }
}

const startOf = (parsed: Parsed): number => parsed.start ?? startOf((parsed.left ?? parsed.test) as Parsed)
