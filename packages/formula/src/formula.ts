import { type Activation, defineActivation, defineFamily, invalid } from '@gardner/core'
import { type Compiled, compile } from './compile.js'
import { FormulaError } from './formula-error.js'
import { type Change, changesOf, kinksOf, WINDOW } from './kinks.js'
import { parse } from './syntax.js'

/** No kernel is derived from more kinks. */
const MOST_KINKS = 64
/** |u| up to which an activation must be finite: what a machine of finite size can meet. */
const REACH = 40

/**
 * The activation that a formula in x describes: `formula('max(0, x) + 0.1*x')`.
 *
 * The text is parsed and never run as code. Numbers, x (or u), pi, e, + − * / ^, comparisons with <, <=, > and >= (1 where they
 * hold, 0 where not) joined by &&, || and !, `test ? yes : no` and the functions of {@link functionNames} are known. Kinks are
 * found here; the kernel is derived from g. Throws a FormulaError that names the character where the text means nothing, or
 * where what it means is no activation: not finite, constant, not square-integrable under the Gaussian measure, or with more
 * than 64 kinks.
 */
export function formula(text: string): Activation {
  if (typeof text !== 'string') throw invalid('formula', text, 'a text, such as "max(0, x)"')
  const compiled = compile(text, parse(text))
  const g = compiled.term.value
  for (let u = 0; u <= WINDOW; u += 1 / 64) finiteAtBoth(text, compiled, u)
  for (let u = WINDOW; u <= REACH; u += 0.25) finiteAtBoth(text, compiled, u)
  const changes = changesOf(compiled.edges)
  if (changes === undefined) throw whole(text, 'it changes without end; expected at most 64 kinks')
  for (const change of changes) bounded(text, compiled, change)
  const norm = normOf(
    text,
    g,
    () => changes.length === 0 && isFlat(compiled, -WINDOW, WINDOW),
    () => isTiny(compiled, -WINDOW, WINDOW),
  )
  const kinks = kinksOf(compiled.term, changes, norm)
  if (kinks.length > MOST_KINKS) {
    throw whole(text, `it has ${kinks.length} kinks for |x| up to ${WINDOW}; expected at most ${MOST_KINKS}`)
  }
  const spread = (u: number, radius: number) => {
    const { radius: off } = compiled.term.disc(u, radius)
    return Number.isNaN(off) ? Infinity : off
  }
  return defineActivation({ name: 'formula', parameters: { expression: text }, g, kinks, spread })
}

/** `formula:EXPRESSION`; the commas of the expression are its own. */
export const formulaFamily = defineFamily<Activation>({
  name: 'formula',
  usage: 'max(0, x) + 0.1*x',
  make: (parameters) => formula(parameters.join(',')),
})

const whole = (text: string, problem: string): FormulaError => new FormulaError(text, problem, 0, text.length)

function finiteAtBoth(text: string, compiled: Compiled, u: number): void {
  finiteAt(text, compiled, u)
  finiteAt(text, compiled, -u)
}

/** Throws where g is no number, and names the part that is to blame. */
function finiteAt(text: string, { term, parts }: Compiled, u: number): void {
  if (Number.isFinite(term.value(u))) return
  const {
    start,
    end,
    term: guilty,
  } = parts.find((part) => !Number.isFinite(part.term.value(u))) as Compiled['parts'][0]
  const value = guilty.value(u)
  const shown = Number.isNaN(value) ? 'no number' : 'infinite'
  const place = Number(u.toPrecision(6)) + 0
  throw new FormulaError(
    text,
    `${text.slice(start, end)} is ${shown} at x = ${place}; expected a finite number for every x`,
    start,
    end - start,
  )
}

/** How much larger than around it a function may be at one point. */
const STEEPEST = 1e6

/** Poles lie between the points of every grid. */
function bounded(text: string, compiled: Compiled, { at, kind }: Change): void {
  const beside = Math.max(4e-16, 4e-16 * Math.abs(at))
  for (const u of [at, at - beside, at + beside]) finiteAt(text, compiled, u)
  if (kind !== 'pole') return
  const g = compiled.term.value
  const around = Math.max(Math.abs(g(at - 0.01)), Math.abs(g(at + 0.01)))
  if ([at, at - beside, at + beside].some((u) => Math.abs(g(u)) > STEEPEST * around)) {
    throw whole(text, `it has no bound near x = ${Number(at.toPrecision(6))}; expected a finite number for every x`)
  }
}

/** A rule for normal averages, good enough to see whether they exist; its nodes avoid round numbers, where kinks stand. */
const NORMAL = Array.from({ length: 64 * 2 * WINDOW }, (_, i) => {
  const u = -WINDOW + (i + 0.3719) / 64
  return { u, weight: Math.exp(-0.5 * u * u) }
})

/** True if nothing that the discs of a formula know of changes in [a, b], which rounding does not make. */
function isFlat(compiled: Compiled, a: number, b: number): boolean {
  const middle = 0.5 * (a + b)
  const { center, radius } = compiled.term.disc(middle, middle - a)
  if (radius <= 1e-9 * Math.abs(center)) return true
  // discs of x − x shrink with the stretch: what is left at this width is a formula that cancels
  if (b - a < 1e-3) return radius <= 1e3 * (b - a) * Math.max(1, Math.abs(center))
  return isFlat(compiled, a, middle) && isFlat(compiled, middle, b)
}

/** True if the discs of a formula say that it is small everywhere in [a, b], and not only where it was looked at. */
function isTiny(compiled: Compiled, a: number, b: number): boolean {
  const middle = 0.5 * (a + b)
  const { center, radius } = compiled.term.disc(middle, middle - a)
  if (Math.abs(center) + radius < SMALLEST) return true
  return b - a > 1e-3 && isTiny(compiled, a, middle) && isTiny(compiled, middle, b)
}

/** Squares of smaller numbers are lost. */
const SMALLEST = 1e-100

/** √E g², of a function that has one and is not constant. */
function normOf(text: string, g: (u: number) => number, isFlat: () => boolean, isTiny: () => boolean): number {
  let [total, mean, square, variance] = [0, 0, 0, 0]
  for (const { u, weight } of NORMAL) {
    total += weight
    mean += weight * g(u)
    square += weight * g(u) ** 2
  }
  const [first, second] = [mean / total, square / total]
  const farthest = Math.max(g(WINDOW) ** 2, g(-WINDOW) ** 2) * Math.exp(-0.5 * WINDOW ** 2)
  const sizes = NORMAL.map(({ u }) => Math.abs(g(u) - g(NORMAL[0].u)))
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0)
  if (!Number.isFinite(second) || farthest > 1e-12 * second * total) {
    throw whole(text, `it grows too fast: E g(z)² of a normal z diverges, or gathers beyond |z| = ${WINDOW}`)
  }
  if (largest > 0 && largest < SMALLEST && isTiny()) {
    throw whole(
      text,
      `it is too small, at most ${largest.toExponential(0)}; expected a formula of size 1e-100 and above`,
    )
  }
  for (const { u, weight } of NORMAL) variance += weight * (g(u) - first) ** 2
  // one that changes only between these points is left to the derivation of its kernel
  if (!(variance / total > 1e-20 * second) && isFlat()) {
    throw whole(text, 'it is constant; expected a formula that depends on x')
  }
  return Math.sqrt(second)
}
