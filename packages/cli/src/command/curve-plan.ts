import {
  type Along,
  type Ansatz,
  type CurveOptions,
  type CurvePoint,
  type CurveState,
  energy,
  entropy,
  freeEntropy,
  type Iteration,
  loadOf,
  orderParameter,
  type Problem,
  type Quantity,
  replicon,
  type Span,
  STANDARD_STEP,
  type Threshold,
} from '@gardner/core'
import { choose } from '../choice.js'
import { misuse } from '../failure.js'
import { firstPlace, isGrid, leastPlace, placeCount, placesOf } from '../grid.js'
import type { Container } from '../ports.js'
import { numberOf, type Question, questionOf, type Settings } from '../settings.js'
import { type Several, severalIn } from '../several.js'

/** What a curve was asked for. */
export interface CurvePlan {
  readonly command: string
  readonly question: Question
  readonly along: Along
  /** The names of what is computed, in the order asked for. */
  readonly names: readonly string[]
  /** How many were asked for; Infinity where the curve chooses them. */
  readonly points: number
  /** Two critical loads share a row, but not the order parameters. */
  readonly shared: boolean
  /** The number of replicas, where the ansatz has one. */
  readonly replicas?: number
  readonly options: CurveOptions
  /** What finds the points, where that is not a curve of quantities. */
  readonly iteration?: Iteration<CurveState<never>, readonly CurvePoint[]>
  /** A search for the distance below which there is nothing. */
  readonly minimum?: Iteration<unknown, Threshold>
}

const thresholds = ['capacity', 'instability'] as const
type ThresholdName = (typeof thresholds)[number]
const isThreshold = (name: string): name is ThresholdName => thresholds.includes(name as ThresholdName)

export const quantities: Readonly<Record<string, Quantity>> = { entropy, freeEntropy, energy, replicon }
export const quantityNames = [...Object.keys(quantities), ...thresholds]
export const distanceQuantityNames = [...Object.keys(quantities), 'normalised', 'slope']

/** Of what curves can be asked for at once; margins only where the curves go along the load. */
export const severalCurves = ({ alpha }: Settings): readonly Several[] =>
  severalIn.curve.filter((option) => option !== 'margin' || (alpha !== undefined && isGrid(alpha)))

/** `gardner curve`: along the load or the margin. */
export function curvePlan(container: Container, settings: Settings): CurvePlan {
  const names = listed(settings.quantity ?? 'entropy')
  const critical = names.filter(isThreshold)
  if (critical.length > 0) return thresholdPlan(container, settings, names, critical)
  const { along, places, fixed } = direction(settings)
  const question = questionOf(container, settings, fixed)
  return {
    command: 'curve',
    question,
    along,
    names,
    points: placeCount(places),
    shared: false,
    options: { [along]: places, quantities: quantitiesOf(question, names, thresholds) },
  }
}

export const listed = (text: string): readonly string[] => text.split(',').map((name) => name.trim())

/** Quantities by their names: those of every state, those of the ansatz, order parameters. */
export function quantitiesOf(
  { problem, ansatz }: Question,
  names: readonly string[],
  others: readonly string[] = [],
): readonly Quantity[] {
  const known: Record<string, Quantity | undefined> = { ...quantities }
  for (const quantity of ansatz.quantities ?? []) known[quantity.name] ??= quantity
  // the symbols cost a look at the equations
  if (!names.every((name) => name in known)) {
    for (const symbol of symbolsOf(problem, ansatz)) known[symbol] ??= orderParameter(symbol)
    for (const name of others) known[name] = undefined
  }
  return names.map((name) => choose('quantity', known, name) as Quantity)
}

/** Critical loads go along the margin. */
function thresholdPlan(
  container: Container,
  settings: Settings,
  names: readonly string[],
  critical: readonly ThresholdName[],
): CurvePlan {
  if (critical.length < names.length) {
    const other = names.find((name) => !isThreshold(name))
    throw misuse(`quantity ${critical[0]} is a load and ${other} belongs to a load: ask for them in two curves`)
  }
  if (settings.typed.alpha !== undefined) {
    throw misuse(`quantity ${critical[0]} is a load: it goes along --margin, without --alpha`)
  }
  if (settings.margin === undefined) throw misuse(`missing margin: a curve of ${critical[0]} goes along --margin`)
  const margin = placesOf('margin', settings.margin)
  const question = questionOf(container, settings, { margin: firstPlace(margin) })
  const wanted = [...new Set(critical)]
  return {
    command: 'curve',
    question,
    along: 'margin',
    names: wanted,
    points: placeCount(margin),
    shared: wanted.length > 1,
    options: { margin, thresholds: wanted },
  }
}

/** Along the load at one margin, or along the margin at one load. */
function direction({ alpha, margin }: Settings): {
  readonly along: 'alpha' | 'margin'
  readonly places: readonly number[] | Span
  readonly fixed: { readonly alpha?: number; readonly margin?: number }
} {
  if (alpha === undefined) throw misuse('missing alpha: give --alpha, such as --alpha 0.1:0.9:0.1')
  if (margin !== undefined && isGrid(margin)) {
    const places = placesOf('margin', margin)
    return { along: 'margin', places, fixed: { alpha: numberOf('alpha', alpha), margin: firstPlace(places) } }
  }
  const places = placesOf('alpha', alpha)
  const fixed = margin === undefined ? {} : { margin: numberOf('margin', margin) }
  // the smallest load stands for all when the problem is checked
  return { along: 'alpha', places, fixed: { ...fixed, alpha: leastPlace(places) } }
}

/** The symbols of the order parameters, read off a state that need not be one, or else off where the branch starts. */
function symbolsOf(problem: Problem, ansatz: Ansatz): readonly string[] {
  const saddle = ansatz.saddlePoint(problem, STANDARD_STEP)
  const alpha = loadOf(problem)
  const symbols = (x: readonly number[]) => Object.keys(saddle.state(x, alpha).at)
  try {
    return symbols(saddle.unknowns.map(() => Number.NaN))
  } catch {
    const origin = saddle.origin(alpha)
    return origin.hold === 'nowhere' ? [] : symbols(origin.x)
  }
}
