import { erf, tail } from '@gardner/numerics'
import * as discs from './disc.js'
import { chosen, combined, constantTerm, type Edge, mapped, stepwise, type Term } from './term.js'

/** A function by its name: how many arguments it takes, and what it makes of them. */
export interface Word {
  readonly least: number
  readonly most: number
  /** Makes a term; `edge` notes where it changes from one function to another. */
  make(terms: readonly Term[], edge: (edge: Edge) => void): Term
}

export const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['π', Math.PI],
  ['e', Math.E],
])

/** The variable: the field of a hidden unit, u in the papers. */
export const variables: ReadonlySet<string> = new Set(['x', 'u'])

const zero = constantTerm(0)
const one = constantTerm(1)

type Note = (edge: Edge) => void

/** Two values nearer than this, relatively, differ by rounding. */
const SAME = 4 * Number.EPSILON

const unknown = (): number => discs.NOWHERE
/** True for a disc without 0. */
const away = ({ center, radius }: discs.Disc): boolean => radius < Math.abs(center)

/** Notes where two terms are equal. */
export function meeting(left: Term, right: Term, note: Note, kind: Edge['kind'] = 'switch'): void {
  if (left.constant !== undefined && right.constant !== undefined) return
  const order = (x: number, y: number) =>
    Math.abs(x - y) < Infinity && Math.abs(x - y) <= SAME * Math.max(Math.abs(x), Math.abs(y)) ? 0 : Math.sign(x - y)
  const side = combined(order, left, right, unknown).value
  const { value: difference, disc } = combined((x, y) => x - y, left, right, discs.sum)
  note({ side, difference, settled: (u, radius) => away(disc(u, radius)), kind })
}

const smooth = (f: (x: number) => number, spread: discs.Spread): Word => ({
  least: 1,
  most: 1,
  make: ([x]) => mapped(f, x, spread),
})

function larger(left: Term, right: Term, note: Note): Term {
  meeting(left, right, note)
  if (left.constant !== undefined && right.constant !== undefined) {
    return constantTerm(Math.max(left.constant, right.constant))
  }
  const { held } = chosen((u) => left.value(u) >= right.value(u), left, right)
  const { value } = combined((x, y) => (x >= y || Number.isNaN(x) ? x : y), left, right, unknown)
  // centres are values: to ask for those again at each level makes deep formulas slow
  const disc = (u: number, radius: number) => {
    const [x, y] = [left.disc(u, radius), right.disc(u, radius)]
    return x.center >= y.center ? x : y
  }
  return { value, held, disc }
}

function smaller(left: Term, right: Term, note: Note): Term {
  meeting(left, right, note)
  if (left.constant !== undefined && right.constant !== undefined) {
    return constantTerm(Math.min(left.constant, right.constant))
  }
  const { held } = chosen((u) => left.value(u) <= right.value(u), left, right)
  const { value } = combined((x, y) => (x <= y || Number.isNaN(x) ? x : y), left, right, unknown)
  // centres are values: to ask for those again at each level makes deep formulas slow
  const disc = (u: number, radius: number) => {
    const [x, y] = [left.disc(u, radius), right.disc(u, radius)]
    return x.center <= y.center ? x : y
  }
  return { value, held, disc }
}

function absolute(x: Term, note: Note): Term {
  meeting(x, zero, note)
  if (x.constant !== undefined) return constantTerm(Math.abs(x.constant))
  const minus = mapped(
    (value) => -value,
    x,
    ({ radius }) => radius,
  )
  const { held } = chosen((u) => x.value(u) < 0, minus, x)
  const disc = (u: number, radius: number) => {
    const { center, radius: off } = x.disc(u, radius)
    return { center: Math.abs(center), radius: off }
  }
  return { value: mapped(Math.abs, x, unknown).value, held, disc }
}

/** A function that jumps where its argument passes 0. */
const jumping = (f: (x: number) => number): Word => ({
  least: 1,
  most: 1,
  make: ([x], note) => {
    meeting(x, zero, note)
    return x.constant === undefined ? stepwise(mapped(f, x, unknown).value) : constantTerm(f(x.constant))
  },
})

/** A function that jumps where its argument passes a whole number, or one and a half. */
const stairs = (f: (x: number) => number): Word => ({
  least: 1,
  most: 1,
  make: ([x], note) => {
    if (x.constant !== undefined) return constantTerm(f(x.constant))
    const { value } = mapped(f, x, unknown)
    const settled = (u: number, radius: number) => {
      const { center, radius: reach } = x.disc(u, radius)
      return f(center - reach) === f(center + reach)
    }
    note({ side: value, settled, kind: 'switch' })
    return stepwise(value)
  },
})

/** √x, and what else begins at 0. */
export function rooted(
  f: (x: number) => number,
  spread: discs.Spread,
  x: Term,
  note: Note,
  kind: Edge['kind'] = 'branch',
): Term {
  meeting(x, zero, note, kind)
  return mapped(f, x, spread)
}

const logarithm: Word = { least: 1, most: 1, make: ([x], note) => rooted(Math.log, discs.logarithm, x, note, 'pole') }
const step = jumping((x) => (x >= 0 ? 1 : 0))
const sign = jumping(Math.sign)

/** What a formula may call. */
export const words: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['abs', { least: 1, most: 1, make: ([x], note) => absolute(x, note) }],
  ['max', { least: 2, most: 16, make: (terms, note) => terms.reduce((a, b) => larger(a, b, note)) }],
  ['min', { least: 2, most: 16, make: (terms, note) => terms.reduce((a, b) => smaller(a, b, note)) }],
  ['clamp', { least: 3, most: 3, make: ([x, low, high], note) => smaller(larger(x, low, note), high, note) }],
  ['relu', { least: 1, most: 1, make: ([x], note) => larger(x, zero, note) }],
  ['sign', sign],
  ['sgn', sign],
  ['step', step],
  ['heaviside', step],
  ['floor', stairs(Math.floor)],
  ['ceil', stairs(Math.ceil)],
  ['round', stairs(Math.round)],
  ['exp', smooth(Math.exp, discs.exponential)],
  ['log', logarithm],
  ['ln', logarithm],
  ['sqrt', { least: 1, most: 1, make: ([x], note) => rooted(Math.sqrt, discs.powerOf(0.5), x, note) }],
  ['cbrt', { least: 1, most: 1, make: ([x], note) => rooted(Math.cbrt, discs.cubeRoot, x, note) }],
  ['sin', smooth(Math.sin, discs.sine)],
  ['cos', smooth(Math.cos, discs.cosine)],
  ['sinc', smooth((x) => (x === 0 ? 1 : Math.sin(x) / x), discs.sinc)],
  ['sinh', smooth(Math.sinh, discs.sinh)],
  ['cosh', smooth(Math.cosh, discs.cosh)],
  ['tanh', smooth(Math.tanh, discs.tanh)],
  ['atan', smooth(Math.atan, discs.arctangent)],
  ['asinh', smooth(Math.asinh, discs.asinh)],
  ['erf', smooth(erf, discs.errorFunction)],
  ['Phi', smooth((x) => tail(-x), discs.normal)],
  ['Φ', smooth((x) => tail(-x), discs.normal)],
  // written so that nothing overflows
  ['sigmoid', smooth((x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))), discs.sigmoid)],
  ['softplus', smooth((x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))), discs.softplus)],
])

/** A power; one that is no whole number begins where its base is 0, and a negative one is infinite there. */
export function power(base: Term, exponent: Term, note: Note): Term {
  const { constant } = exponent
  if (constant === 1) return base
  if (constant === 2) return mapped((x) => x * x, base, discs.wholePower(2))
  if (constant === 3) return mapped((x) => x * x * x, base, discs.wholePower(3))
  if (constant !== undefined && Number.isInteger(constant)) {
    if (constant < 0) meeting(base, zero, note, 'pole')
    return mapped((x) => x ** constant, base, discs.wholePower(constant))
  }
  meeting(base, zero, note, constant !== undefined && constant < 0 ? 'pole' : 'branch')
  if (constant !== undefined) return mapped((x) => x ** constant, base, discs.powerOf(constant))
  return combined((x, y) => x ** y, base, exponent, discs.generalPower)
}

export function quotient(left: Term, right: Term, note: Note): Term {
  meeting(right, zero, note, 'pole')
  return combined((x, y) => x / y, left, right, discs.ratio)
}

const comparisons: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  '<': (x, y) => x < y,
  '<=': (x, y) => x <= y,
  '>': (x, y) => x > y,
  '>=': (x, y) => x >= y,
}

export const isComparison = (operator: string): boolean => Object.hasOwn(comparisons, operator)

/** 1 where it holds, 0 where not. */
export function comparison(operator: string, left: Term, right: Term, note: Note): Term {
  const holds = comparisons[operator]
  meeting(left, right, note)
  if (left.constant !== undefined && right.constant !== undefined) {
    return { ...(holds(left.constant, right.constant) ? one : zero), truth: true }
  }
  return { ...stepwise(combined((x, y) => (holds(x, y) ? 1 : 0), left, right, unknown).value), truth: true }
}

/** The names of what a formula may call, and of its constants: for help and completions. */
export const functionNames: readonly string[] = [...words.keys()]
export const constantNames: readonly string[] = [...constants.keys()]
