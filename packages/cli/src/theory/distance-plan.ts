import { franzParisi, largeDeviation, minimumCurve, minimumDistance } from '@gardner/ansatze'
import type { Problem, Span } from '@gardner/core'
import { firstPlace, isSpanText, leastPlace, placeCount, placesOf } from '../option/grid.js'
import { placeOf, type Question, questionOf, replicasOf, type Settings } from '../option/settings.js'
import { type Several, severalIn } from '../option/several.js'
import { usageError } from '../session/failure.js'
import type { Vocabulary } from '../session/session.js'
import { type CurvePlan, listed, quantitiesOf } from './curve-plan.js'

/** `gardner franz-parisi`: solutions at a distance from a typical one, and the distance below which there are none. */
export function franzParisiPlan(vocabulary: Vocabulary, settings: Settings): CurvePlan {
  if (isMinimumCurve(settings)) return minimumPlan(vocabulary, settings)
  const distances = distancesOf(settings, settings.minimum === true)
  // where there is only a minimum to find, any distance makes the ansatz
  const ansatz = franzParisi({ distance: firstPlace(distances) ?? 0.25 })
  const plan = distancePlan(vocabulary, settings, distances, ansatz, { command: 'franz-parisi', quantity: 'entropy' })
  return settings.minimum === true ? { ...plan, minimum: minimumDistance(plan.question.problem) } : plan
}

/** The loads at which a minimum is looked for are chosen by its curve. */
const isMinimumCurve = ({ minimum, alpha }: Settings): boolean =>
  minimum === true && alpha !== undefined && isSpanText(alpha)

/** What `gardner franz-parisi` can be given several of. */
export const severalDistances = (settings: Settings): readonly Several[] =>
  severalIn['franz-parisi'].filter((option) => option !== 'alpha' || !isMinimumCurve(settings))

/** d_min against the load. */
function minimumPlan(vocabulary: Vocabulary, settings: Settings): CurvePlan {
  if (settings.distances !== undefined) {
    throw usageError('--distances and a range of loads exclude each other: d_min alone is a curve along the load')
  }
  const places = placesOf('alpha', settings.alpha as string)
  const least = leastPlace(places)
  const place = placeOf({ ...settings, alpha: String(least) })
  const question = questionOf(vocabulary, settings, place, franzParisi({ distance: 0.25 }))
  return {
    command: 'franz-parisi',
    question,
    along: 'alpha',
    names: ['minimum'],
    points: placeCount(places),
    shared: false,
    options: {},
    iteration: minimumCurve(question.problem, places) as CurvePlan['iteration'],
  }
}

/** `gardner local-entropy`: replicas at a distance from each other. */
export function localEntropyPlan(vocabulary: Vocabulary, settings: Settings): CurvePlan {
  const distances = distancesOf(settings)
  const replicas = replicasOf(settings) ?? Number.POSITIVE_INFINITY
  const ansatz = largeDeviation({ replicas, distance: firstPlace(distances) })
  const own = { command: 'local-entropy', quantity: 'entropy,normalised' }
  return { ...distancePlan(vocabulary, settings, distances, ansatz, own), replicas }
}

function distancePlan(
  vocabulary: Vocabulary,
  settings: Settings,
  distance: readonly number[] | Span,
  ansatz: CurvePlan['question']['ansatz'],
  { command, quantity }: { readonly command: string; readonly quantity: string },
): CurvePlan & { readonly question: Question<Problem> } {
  const question = questionOf(vocabulary, settings, placeOf(settings), ansatz)
  // what a config file wants of curves need not be there
  const names = listed(settings.typed.quantity ?? quantity)
  return {
    command,
    question,
    along: 'distance',
    names,
    points: placeCount(distance),
    shared: false,
    options: { distance, quantities: quantitiesOf(question, names) },
  }
}

function distancesOf({ distances }: Settings, optional = false): readonly number[] | Span {
  if (distances !== undefined) return placesOf('distances', distances)
  if (optional) return []
  throw usageError('missing distances: give --distances, such as --distances 0.01:0.4:0.01')
}
