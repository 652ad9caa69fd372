import { type DensityPlan, largeDeviation, stabilityGrid } from '@gardner/ansatze'
import { isSpan, type Problem } from '@gardner/core'
import { firstPlaces } from '@gardner/numerics'
import { placesOf } from '../option/grid.js'
import { numberOf, placeOf, type Question, questionOf, replicasOf, type Settings } from '../option/settings.js'
import { usageError } from '../session/failure.js'
import type { Vocabulary } from '../session/session.js'

/** What `gardner stabilities` was asked for. */
export interface StabilityPlan {
  readonly question: Question<Problem>
  readonly density: DensityPlan
  readonly replicas?: number
}

export function stabilityPlan(vocabulary: Vocabulary, settings: Settings): StabilityPlan {
  const place = placeOf(settings)
  const replicated = replicatedAnsatz(settings)
  const question = questionOf(vocabulary, settings, place, replicated?.ansatz)
  return {
    question,
    ...(replicated === undefined ? {} : { replicas: replicated.replicas }),
    density: densityPlan(question.problem, settings.stabilities),
  }
}

/** Dense regions, where a number of replicas was asked for and no other ansatz. */
function replicatedAnsatz(
  settings: Settings,
): { readonly ansatz: Question['ansatz']; readonly replicas: number } | undefined {
  const { typed } = settings
  if (typed.ansatz !== undefined && typed.replicas !== undefined) {
    throw usageError('--ansatz and --replicas exclude each other: give one of them')
  }
  const replicas = typed.ansatz === undefined ? replicasOf(settings) : undefined
  if (replicas === undefined) {
    if (typed.distance !== undefined)
      throw usageError('missing replicas: --distance is that of --replicas from each other')
    return undefined
  }
  if (settings.distance === undefined)
    throw usageError('missing distance: replicas need --distance, such as --distance 0.05')
  return { replicas, ansatz: largeDeviation({ replicas, distance: numberOf('distance', settings.distance) }) }
}

/** Standard deviations of Δ̂ beyond which no density is left of a normal distribution. */
const REACH = 9

/** Where the distribution of a problem has to be known: at the stabilities asked for, or where the mass is, at fifty places or so and wherever it bends. */
function densityPlan(problem: Problem, asked?: string): DensityPlan {
  const { constraint, kernel } = problem
  const spread = Math.sqrt(kernel.deficit(1))
  const edges = constraint.crossovers(kernel.deficit(1)).map(({ center }) => center)
  const places = asked === undefined ? undefined : placesOf('stabilities', asked)
  const at = places === undefined ? stabilityGrid(problem) : isSpan(places) ? firstPlaces(places) : places
  const refined = places === undefined || isSpan(places)
  return { at: [...at].sort((a, b) => a - b), refined, edges, reach: REACH * spread }
}
