import type { Figure, Point, Series } from '@gardner/viz'
import { computed, type ReadonlySignal } from '@preact/signals'
import type { Curve } from '../engine/engine.js'
import { type Answer, type Asked, isStale } from '../state/answer.js'
import type { Card } from '../state/card.js'
import type { Explorer } from '../state/explorer.js'
import { MOST_MACHINES } from '../state/settings.js'

/** Something that is said instead of a curve, or about one. */
export interface Remark {
  readonly machine: string
  readonly text: string
}

/** How far what is shown is from what was asked: nothing yet, of an earlier question, more to come, all there. */
export type Progress = 'empty' | 'stale' | 'coarse' | 'done'

/** What is to be said of a figure. */
export interface Status {
  readonly remarks: readonly Remark[]
  readonly progress: Progress
  /** What is said where there is no figure. */
  readonly instead: string
  /** Places of the machines whose curves are of an earlier question. */
  readonly stale: readonly number[]
}

/** A figure of the page as far as it is known. */
export interface Shown {
  /** What is drawn on the page: changes when there is something else to draw, and not before. */
  readonly drawn: ReadonlySignal<Figure | undefined>
  /** The same for paper, with the names of the machines. */
  readonly figure: ReadonlySignal<Figure | undefined>
  readonly status: ReadonlySignal<Status>
  /** What its colours stand for. */
  readonly legend: ReadonlySignal<readonly Entry[]>
  /** Command lines that compute the same numbers. */
  readonly commands?: () => readonly string[]
}

/** A line of a legend. */
export interface Entry {
  readonly label: string
  /** In full, where the label is short. */
  readonly title?: string
  /** Its place among the colours. */
  readonly index: number
  /** Bars of a histogram in place of a line. */
  readonly filled?: boolean
}

export interface Curves<Q, T> {
  readonly asked: (card: Card) => Asked<Q, T>
  /** The curve of a value. */
  readonly curve: (value: T) => Curve
  /** What is drawn of it (default: its values). */
  readonly points?: (curve: Curve) => readonly Point[]
  /** The figure of the series of all machines; every machine has one, so that colours stay. */
  readonly figure: (series: readonly Series[], questions: readonly (Q | undefined)[]) => Figure
  /** More that is to be said. */
  readonly remarks?: () => readonly Remark[]
  readonly command?: (question: Q, xs: readonly number[]) => string
}

/** Nothing is waited for. */
const NONE: Answer<never, never> = { question: undefined, pending: false, failure: '' }

const PLACES = Array.from({ length: MOST_MACHINES }, (_, i) => String(i + 1))

/** The curves of all machines in one figure, and why some are missing. */
export function shownCurves<Q, T>(explorer: Explorer, curves: Curves<Q, T>): Shown {
  const { asked, curve, points = pointsOf, figure, remarks = () => [], command } = curves
  const of = (names: readonly string[]) => {
    const known = explorer.cards.value.map((card) =>
      card.failure.value === undefined ? asked(card).known.value : undefined,
    )
    const series = names.map((group, i): Series => {
      const one = known[i]
      return { group, points: one === undefined ? [] : points(curve(one.value)) }
    })
    const some = series.some((one) => one.points.some(({ y }) => Number.isFinite(y)))
    return some
      ? figure(
          series,
          known.map((one) => one?.of),
        )
      : undefined
  }
  // on the page machines are numbers, always as many, so that a chart outlives the machines that are in it
  const drawn = computed(() => of(PLACES))
  const paper = computed(() => of(explorer.names.value))
  const status = computed((): Status => {
    const cards = explorer.cards.value
    // where the machine itself is invalid every question fails with the same message, which its card shows once
    const none = cards.map((card) => card.failure.value !== undefined)
    const answers = cards.map((card, i) => (none[i] ? NONE : asked(card).answer.value))
    const progress = progressOf(answers)
    const stale = answers.flatMap((answer, i) => (isStale(answer) ? [i] : []))
    const missing = answers.flatMap(({ failure, known }, i): Remark[] => {
      if (none[i]) return []
      const text = failure ?? (known === undefined ? undefined : reason(curve(known.value)))
      return text === undefined ? [] : [{ machine: explorer.names.value[i], text }]
    })
    return {
      // one reason for each machine
      remarks: [...missing, ...remarks().filter((more) => !missing.some(({ machine }) => machine === more.machine))],
      progress,
      stale,
      instead: none.every((one) => one)
        ? 'The card of the machine says why there is nothing to draw.'
        : progress === 'empty' || progress === 'stale'
          ? 'Being computed …'
          : 'There is nothing to draw.',
    }
  })
  const legend = computed(() =>
    explorer.shortNames.value.map((label, index): Entry => ({ label, title: explorer.names.value[index], index })),
  )
  if (command === undefined) return { drawn, figure: paper, status, legend }
  const commands = () =>
    explorer.cards.peek().flatMap((card) => {
      const known = asked(card).known.peek()
      if (known === undefined || !hasValues(curve(known.value))) return []
      return [
        command(
          known.of,
          curve(known.value).points.map(({ x }) => x),
        ),
      ]
    })
  return { drawn, figure: paper, status, legend, commands }
}

/** The values of a curve; NaN errors are left out. */
export const pointsOf = ({ points }: Curve): readonly Point[] =>
  points.map(({ x, value, error }) => ({ x, y: value, ...(error >= 0 ? { error } : {}) }))

const hasValues = ({ points }: Curve): boolean => points.some(({ value }) => Number.isFinite(value))

/** Why a curve has no values, if it has none. */
function reason(curve: Curve): string | undefined {
  if (hasValues(curve) || (!curve.done && curve.points.length === 0)) return undefined
  return curve.points.find(({ reason }) => reason !== undefined)?.reason ?? 'no value was found'
}

function progressOf(answers: readonly Answer<unknown, unknown>[]): Progress {
  const settled = ({ known, failure }: Answer<unknown, unknown>) => known !== undefined || failure !== undefined
  if (!answers.some(settled)) return 'empty'
  if (answers.some((answer) => isStale(answer) || !settled(answer))) return 'stale'
  return answers.some(({ pending }) => pending) ? 'coarse' : 'done'
}
