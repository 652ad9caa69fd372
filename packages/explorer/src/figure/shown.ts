import type { Figure, Point, Series } from '@gardner/viz'
import type { Curve } from '../engine/engine.js'
import { type Answer, isStale } from '../state/answer.js'
import type { Card } from '../state/card.js'
import type { Explorer } from '../state/explorer.js'

/** Something that is said instead of a curve, or about one. */
export interface Remark {
  readonly machine: string
  readonly text: string
}

/** How far what is shown is from what was asked: nothing yet, of an earlier question, more to come, all there. */
export type Progress = 'empty' | 'stale' | 'coarse' | 'done'

/** A figure of the page as far as it is known. */
export interface Shown {
  readonly figure: Figure | undefined
  readonly remarks: readonly Remark[]
  readonly progress: Progress
  /** Command lines that compute the same numbers. */
  readonly commands: readonly string[]
}

export interface Curves<Q> {
  readonly answerOf: (card: Card) => Answer<Q, Curve>
  /** What is drawn of a curve (default: its values). */
  readonly points?: (curve: Curve) => readonly Point[]
  /** The figure of the series of all machines; every machine has one, so that colours stay. */
  readonly figure: (series: readonly Series[]) => Figure
  readonly command?: (question: Q, xs: readonly number[]) => string
}

/** The curves of all machines in one figure, and why some are missing. */
export function shownCurves<Q>(explorer: Explorer, curves: Curves<Q>): Shown {
  const { answerOf, points = pointsOf, figure, command } = curves
  const names = explorer.names.value
  const cards = explorer.cards.value
  const answers = cards.map(answerOf)
  const series = names.map((group, i): Series => {
    const { value } = answers[i]
    return { group, points: value === undefined ? [] : points(value) }
  })
  const remarks = answers.flatMap((answer, i) => {
    const text = missing(answer)
    return text === undefined ? [] : [{ machine: names[i], text }]
  })
  const drawn = series.some((one) => one.points.some(({ y }) => Number.isFinite(y)))
  return {
    figure: drawn ? figure(series) : undefined,
    remarks,
    progress: progressOf(answers),
    commands:
      command === undefined
        ? []
        : answers.flatMap(({ of, value }) =>
            of === undefined || value === undefined || !hasValues(value)
              ? []
              : [
                  command(
                    of,
                    value.points.map(({ x }) => x),
                  ),
                ],
          ),
  }
}

/** The values of a curve; an error that is not known is none. */
export const pointsOf = ({ points }: Curve): readonly Point[] =>
  points.map(({ x, value, error }) => ({ x, y: value, ...(error >= 0 ? { error } : {}) }))

const hasValues = (curve: Curve | undefined): boolean =>
  curve?.points.some(({ value }) => Number.isFinite(value)) ?? false

function missing(answer: Answer<unknown, Curve>): string | undefined {
  const { failure, value } = answer
  if (failure !== undefined) return failure
  if (value === undefined || hasValues(value) || (!value.done && value.points.length === 0)) return undefined
  return value.points.find(({ reason }) => reason !== undefined)?.reason ?? 'no value was found'
}

export function progressOf(answers: readonly Answer<unknown, unknown>[]): Progress {
  const settled = ({ value, failure }: Answer<unknown, unknown>) => value !== undefined || failure !== undefined
  if (!answers.some(settled)) return 'empty'
  if (answers.some((answer) => isStale(answer) || !settled(answer))) return 'stale'
  return answers.some(({ pending }) => pending) ? 'coarse' : 'done'
}
