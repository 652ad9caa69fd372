import { franzParisi, largeDeviation } from '@gardner/ansatze'
import { misuse } from '../failure.js'
import { grid } from '../grid.js'
import type { Container } from '../ports.js'
import { placeOf, questionOf, replicasOf, type Settings } from '../settings.js'
import { type CurvePlan, listed, quantitiesOf } from './curve-plan.js'

/** `gardner franz-parisi`: solutions at a distance from a typical one. */
export function franzParisiPlan(container: Container, settings: Settings): CurvePlan {
  const distances = distancesOf(settings)
  return distancePlan(
    'franz-parisi',
    container,
    settings,
    distances,
    franzParisi({ distance: distances[0] }),
    'entropy',
  )
}

/** `gardner local-entropy`: replicas at a distance from each other. */
export function localEntropyPlan(container: Container, settings: Settings): CurvePlan {
  const distances = distancesOf(settings)
  const replicas = replicasOf(settings) ?? Number.POSITIVE_INFINITY
  const ansatz = largeDeviation({ replicas, distance: distances[0] })
  return {
    ...distancePlan('local-entropy', container, settings, distances, ansatz, 'entropy,normalised'),
    replicas,
  }
}

function distancePlan(
  command: string,
  container: Container,
  settings: Settings,
  distance: readonly number[],
  ansatz: CurvePlan['question']['ansatz'],
  standard: string,
): CurvePlan {
  const question = questionOf(container, settings, placeOf(settings), ansatz)
  // what a config file wants of curves need not be there
  const names = listed(settings.typed.quantity ?? standard)
  const quantities = quantitiesOf(question, names)
  return {
    command,
    question,
    along: 'distance',
    names,
    points: distance.length,
    shared: false,
    options: { distance, quantities },
  }
}

function distancesOf({ distances }: Settings): readonly number[] {
  if (distances === undefined) throw misuse('missing distances: give --distances, such as --distances 0.01:0.4:0.01')
  return grid('distances', distances)
}
