import { isAnswer } from '@gardner/core'
import type { Figure } from '@gardner/viz'
import type { Line } from './line.js'
import type { Outcome } from './parts.js'
import type { SimulationResult } from './simulation.js'

/** A dataset with what was found of each of its lines, and its figure where there was anything to draw. */
export interface Answered {
  readonly name: string
  readonly title: string
  readonly lines: readonly Line[]
  readonly outcomes: readonly Outcome[]
  readonly figure?: Figure
}

/** What a study came to. */
export interface Findings {
  readonly datasets: readonly Answered[]
  /** What was sampled, if all of it was. */
  readonly simulation?: SimulationResult
  /** Figures of what was sampled. */
  readonly figures: readonly Figure[]
  /** Parts that there are, and that were done. */
  readonly parts: number
  readonly done: number
}

/** Are all lines answered? */
export const whole = ({ outcomes }: Pick<Answered, 'outcomes'>): boolean =>
  outcomes.every((outcome) => outcome !== undefined)

/** The lines that did not come to an answer, and why. */
export const failures = (datasets: readonly Answered[]): readonly { readonly line: Line; readonly reason: string }[] =>
  datasets.flatMap(({ lines, outcomes }) =>
    lines.flatMap((line, i) => {
      const outcome = outcomes[i]
      if (outcome?.kind === 'failed') return [{ line, reason: outcome.reason }]
      return outcome === undefined || isAnswer(outcome.verdict) ? [] : [{ line, reason: outcome.verdict }]
    }),
  )
