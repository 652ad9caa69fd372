import { largeDeviation } from '@gardner/ansatze'
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

/** Where the distribution of a problem has to be known: at the stabilities asked for, or at fifty or so from κ on. */
function densityPlan({ constraint, kernel }: Problem, asked?: string): DensityPlan {
  const spread = Math.sqrt(kernel.deficit(1))
  const edges = constraint.layers(kernel.deficit(1)).map(({ center }) => center)
  const at = asked === undefined ? standardGrid(constraint.parameters.margin, spread) : grid('stabilities', asked)
  return { at: [...at].sort((a, b) => a - b), edges, reach: REACH * spread }
}

/** From κ to κ + 4√C(1), without a margin from −4√C(1), in round steps. */
function standardGrid(margin: number | undefined, spread: number): readonly number[] {
  const from = margin ?? -Math.round(4 * spread)
  const range = (margin === undefined ? 8 : 4) * spread
  const size = 10 ** Math.floor(Math.log10(range / 40))
  const step = [5, 2, 1].map((digit) => digit * size).find((width) => width <= range / 40) ?? size
  const steps = Math.round(range / step)
  return Array.from({ length: steps + 1 }, (_, i) => Number((from + i * step).toPrecision(12)))
}
