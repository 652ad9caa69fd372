import { franzParisi, largeDeviation, minimumDistance } from '@gardner/ansatze'
import { misuse } from '../failure.js'
import { grid } from '../grid.js'
import type { Container } from '../ports.js'
import { placeOf, questionOf, replicasOf, type Settings } from '../settings.js'
import { type CurvePlan, listed, quantitiesOf } from './curve-plan.js'

/** `gardner franz-parisi`: solutions at a distance from a typical one, and the distance below which there are none. */
export function franzParisiPlan(container: Container, settings: Settings): CurvePlan {
  const distances = distancesOf(settings, settings.minimum === true)
  // where there is only a minimum to find, any distance makes the ansatz
  const ansatz = franzParisi({ distance: distances[0] ?? 0.25 })
  const plan = distancePlan(container, settings, distances, ansatz, { command: 'franz-parisi', quantity: 'entropy' })
  return settings.minimum === true ? { ...plan, minimum: minimumDistance(plan.question.problem) } : plan
}

/** `gardner local-entropy`: replicas at a distance from each other. */
export function localEntropyPlan(container: Container, settings: Settings): CurvePlan {
  const distances = distancesOf(settings)
  const replicas = replicasOf(settings) ?? Number.POSITIVE_INFINITY
  const ansatz = largeDeviation({ replicas, distance: distances[0] })
  const own = { command: 'local-entropy', quantity: 'entropy,normalised' }
  return { ...distancePlan(container, settings, distances, ansatz, own), replicas }
}

function distancePlan(
  container: Container,
  settings: Settings,
  distance: readonly number[],
  ansatz: CurvePlan['question']['ansatz'],
  { command, quantity }: { readonly command: string; readonly quantity: string },
): CurvePlan {
  const question = questionOf(container, settings, placeOf(settings), ansatz)
  // what a config file wants of curves need not be there
  const names = listed(settings.typed.quantity ?? quantity)
  return {
    command,
    question,
    along: 'distance',
    names,
    points: distance.length,
    shared: false,
    options: { distance, quantities: quantitiesOf(question, names) },
  }
}

function distancesOf({ distances }: Settings, optional = false): readonly number[] {
  if (distances !== undefined) return grid('distances', distances)
  if (optional) return []
  throw misuse('missing distances: give --distances, such as --distances 0.01:0.4:0.01')
}
