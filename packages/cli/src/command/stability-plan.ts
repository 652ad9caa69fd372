import { largeDeviation, stabilityGrid } from '@gardner/ansatze'
import type { Problem } from '@gardner/core'
import type { DensityPlan } from '../density.js'
import { misuse } from '../failure.js'
import { grid } from '../grid.js'
import type { Container } from '../ports.js'
import { numberOf, placeOf, type Question, questionOf, replicasOf, type Settings } from '../settings.js'

/** What `gardner stabilities` was asked for. */
export interface StabilityPlan extends DensityPlan {
  readonly question: Question
  readonly replicas?: number
}

export function stabilityPlan(container: Container, settings: Settings): StabilityPlan {
  const place = placeOf(settings)
  const replicated = replicatedAnsatz(settings)
  const question = questionOf(container, settings, place, replicated?.ansatz)
  return {
    question,
    ...(replicated === undefined ? {} : { replicas: replicated.replicas }),
    ...densityPlan(question.problem, settings.stabilities),
  }
}

/** Dense regions, where a number of replicas was asked for and no other ansatz. */
function replicatedAnsatz(
  settings: Settings,
): { readonly ansatz: Question['ansatz']; readonly replicas: number } | undefined {
  const { typed } = settings
  if (typed.ansatz !== undefined && typed.replicas !== undefined) {
    throw misuse('--ansatz and --replicas exclude each other: give one of them')
  }
  const replicas = typed.ansatz === undefined ? replicasOf(settings) : undefined
  if (replicas === undefined) {
    if (typed.distance !== undefined) throw misuse('missing replicas: --distance is that of --replicas from each other')
    return undefined
  }
  if (settings.distance === undefined)
    throw misuse('missing distance: replicas need --distance, such as --distance 0.05')
  return { replicas, ansatz: largeDeviation({ replicas, distance: numberOf('distance', settings.distance) }) }
}

/** Standard deviations of Δ̂ beyond which no density is left of a normal distribution. */
const REACH = 9

/** Where the distribution of a problem has to be known: at the stabilities asked for, or at fifty or so that have the mass in them. */
function densityPlan(problem: Problem, asked?: string): DensityPlan {
  const { constraint, kernel } = problem
  const spread = Math.sqrt(kernel.deficit(1))
  const edges = constraint.layers(kernel.deficit(1)).map(({ center }) => center)
  const at = asked === undefined ? stabilityGrid(problem) : grid('stabilities', asked)
  return { at: [...at].sort((a, b) => a - b), edges, reach: REACH * spread }
}
