import {
  type Ansatz,
  type CurveOptions,
  type CurvePoint,
  type CurveState,
  energy,
  entropy,
  freeEntropy,
  type Iteration,
  loadOf,
  type Machine,
  type OrderParameters,
  orderParameter,
  originNow,
  type Quantity,
  replicon,
  type Span,
  type Threshold,
  unknownName,
} from '@gardner/core'
import { ANSATZ } from '@gardner/core/registry'
import { STANDARD_STEP } from '@gardner/numerics'
import { choose } from '../option/choice.js'
import { firstPlace, isGrid, leastPlace, placeCount, placesOf } from '../option/grid.js'
import { numberOf, type Question, questionOf, type Settings } from '../option/settings.js'
import { type Several, severalIn } from '../option/several.js'
import { usageError } from '../session/failure.js'
import type { Vocabulary } from '../session/session.js'

/** What a curve was asked for. */
export interface CurvePlan {
  readonly command: string
  readonly question: Question
  /** The name of the parameter that it goes along. */
  readonly along: string
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
  readonly iteration?: Iteration<CurveState<OrderParameters>, readonly CurvePoint[]>
  /** A search for the distance below which there is nothing. */
  readonly minimum?: Iteration<unknown, Threshold>
}

/** Critical loads that every form of the overlap matrix may have. */
const thresholds = ['capacity', 'instability'] as const

/** Critical values of the ansätze that are always there. */
export const criticalNames = [...thresholds, 'minimumDistance', 'breakUp'] as const

/** Whether a name is that of a critical value. */
const isCritical = ({ critical = {} }: Ansatz, name: string): boolean =>
  thresholds.includes(name as (typeof thresholds)[number]) || Object.hasOwn(critical, name)

/** Whether a critical value is a load. */
const isLoad = ({ critical = {} }: Ansatz, name: string): boolean => (critical[name]?.of ?? 'alpha') === 'alpha'

export const quantities: Readonly<Record<string, Quantity>> = { entropy, freeEntropy, energy, replicon }
export const quantityNames = [...Object.keys(quantities), ...thresholds]
export const distanceQuantityNames = [...Object.keys(quantities), 'normalised', 'slope']

/** Of what curves can be asked for at once; margins only where the curves go along the load. */
export const severalCurves = ({ alpha, along }: Settings): readonly Several[] =>
  severalIn.curve.filter(
    (option) =>
      option !== 'margin' || (along === undefined ? alpha !== undefined && isGrid(alpha) : along !== 'margin'),
  )

/** `gardner curve`: along the load, the margin, or another control parameter. */
export function curvePlan(vocabulary: Vocabulary, settings: Settings): CurvePlan {
  const names = listed(settings.quantity ?? 'entropy')
  const ansatz = vocabulary.catalogue.get(ANSATZ, settings.ansatz ?? 'rs')
  const critical = names.filter((name) => isCritical(ansatz, name))
  const others = names.filter((name) => (criticalNames as readonly string[]).includes(name) && !critical.includes(name))
  if (others.length > 0) {
    throw unknownName(`critical value of ${ansatz.name}`, others[0], Object.keys(ansatz.critical ?? {}))
  }
  if (critical.length > 0) return thresholdPlan(vocabulary, settings, ansatz, names, critical)
  const { along, places, fixed } = direction(settings)
  const question = questionOf(vocabulary, settings, fixed)
  return {
    command: 'curve',
    question,
    along,
    names,
    points: placeCount(places),
    shared: false,
    options: { along, at: places, quantities: quantitiesOf(question, names, thresholds) },
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

/** Critical values go along the margin, or another parameter than the one they are values of. */
function thresholdPlan(
  vocabulary: Vocabulary,
  settings: Settings,
  ansatz: Ansatz,
  names: readonly string[],
  critical: readonly string[],
): CurvePlan {
  const [first] = critical
  if (critical.length < names.length) {
    const other = names.find((name) => !critical.includes(name))
    throw usageError(`quantity ${first} is a load and ${other} belongs to a load: ask for them in two curves`)
  }
  const { along, typed } = settings
  if (along === undefined && typed.alpha !== undefined) {
    throw usageError(`quantity ${first} is a load: it goes along --margin, without --alpha`)
  }
  const ofLoad = along !== undefined && along !== 'alpha' && critical.every((name) => isLoad(ansatz, name))
  if (ofLoad && typed.alpha !== undefined) {
    throw usageError(`quantity ${first} is a load: it goes along ${along}, without --alpha`)
  }
  if (along === undefined && settings.margin === undefined) {
    throw usageError(`missing margin: a curve of ${first} goes along --margin`)
  }
  const {
    along: name,
    places,
    fixed,
  } = along === undefined
    ? alongMargin(settings.margin as string)
    : named(ofLoad ? { ...settings, alpha: undefined } : settings, false)
  const question = questionOf(vocabulary, settings, fixed)
  const wanted = [...new Set(critical)]
  return {
    command: 'curve',
    question,
    along: name,
    names: wanted,
    points: placeCount(places),
    shared: wanted.length > 1,
    options: { along: name, at: places, thresholds: wanted },
  }
}

/** A parameter, its values, and what is held. */
interface Direction {
  readonly along: string
  readonly places: readonly number[] | Span
  readonly fixed: { readonly alpha?: number; readonly margin?: number }
}

/** Along the load at one margin, along the margin at one load, or along what `--along` names at one of both. */
function direction(settings: Settings): Direction {
  const { alpha, margin, along } = settings
  if (along !== undefined) return named(settings, true)
  if (settings.at !== undefined)
    throw usageError('missing along: --at gives the values of the parameter that --along names')
  if (alpha === undefined) throw usageError('missing alpha: give --alpha, such as --alpha 0.1:0.9:0.1')
  if (margin !== undefined && isGrid(margin)) {
    const { fixed, ...rest } = alongMargin(margin)
    return { ...rest, fixed: { alpha: numberOf('alpha', alpha), ...fixed } }
  }
  const places = placesOf('alpha', alpha)
  const fixed = margin === undefined ? {} : { margin: numberOf('margin', margin) }
  // the smallest load stands for all when the problem is checked
  return { along: 'alpha', places, fixed: { ...fixed, alpha: leastPlace(places) } }
}

function alongMargin(margin: string): Direction {
  const places = placesOf('margin', margin)
  return { along: 'margin', places, fixed: { margin: firstPlace(places) } }
}

/** Along the parameter of `--along`, at the values of `--at`, or of the option of its name. */
function named({ alpha, margin, along = '', at, typed }: Settings, loaded: boolean): Direction {
  if ((along === 'alpha' || along === 'margin') && typed.at !== undefined && typed[along] !== undefined) {
    throw usageError(`--at and --${along} exclude each other along ${along}: give one of them`)
  }
  const own = along === 'alpha' ? alpha : along === 'margin' ? margin : undefined
  const values = at ?? own
  if (values === undefined) throw usageError(`missing at: give the values of ${along}, such as --at 0.1:0.9:0.1`)
  if (along === 'replicas' && /inf|∞/i.test(values)) {
    throw usageError(
      `invalid replicas: ${JSON.stringify(values)}; expected finite numbers, as a curve goes from one to the next; y = ∞ is an ansatz, such as large-deviation:inf,0.05`,
    )
  }
  const places = placesOf(along, values)
  if (loaded && along !== 'alpha' && alpha === undefined)
    throw usageError('missing alpha: give the load, such as --alpha 0.5')
  return {
    along,
    places,
    fixed: {
      ...(along === 'alpha'
        ? { alpha: leastPlace(places) }
        : alpha === undefined
          ? {}
          : { alpha: numberOf('alpha', alpha) }),
      ...(along === 'margin'
        ? { margin: firstPlace(places) }
        : margin === undefined
          ? {}
          : { margin: numberOf('margin', margin) }),
    },
  }
}

/** The symbols of the order parameters, read off a state that need not be one, or else off where the branch starts. */
function symbolsOf(machine: Machine, ansatz: Ansatz): readonly string[] {
  const saddle = ansatz.saddlePoint(machine, STANDARD_STEP)
  const alpha = loadOf(machine)
  const symbols = (x: readonly number[]) => Object.keys(saddle.state(x, alpha).at)
  try {
    return symbols(saddle.unknowns.map(() => Number.NaN))
  } catch {
    const origin = originNow(saddle, alpha)
    return origin.hold === 'nowhere' ? [] : symbols(origin.x)
  }
}
