import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import {
  asyncScheduler,
  catchError,
  concat,
  distinctUntilChanged,
  map,
  Observable,
  of,
  switchMap,
  throttleTime,
} from 'rxjs'

/** What is known of a question: the last value stays until there is one for the question that is asked now. */
export interface Answer<Q, T> {
  readonly question: Q | undefined
  readonly value?: T
  /** The question that the value belongs to. */
  readonly of?: Q
  /** More will come. */
  readonly pending: boolean
  /** Why there is no value. */
  readonly failure?: string
}

/** At most so many questions a second while a handle is dragged; the last one is always asked. */
const THROTTLE = 40

/** The values of a signal, the present one first. */
export const values = <T>(source: ReadonlySignal<T>): Observable<T> =>
  new Observable((observer) => effect(() => observer.next(source.value)))

/**
 * Asks whenever the question changes, and stops the work on the one before. Questions are plain data and compared as
 * such; `undefined` asks nothing.
 */
export function answerTo<Q, T>(
  question: ReadonlySignal<Q | undefined>,
  ask: (question: Q) => Observable<T>,
  throttle = THROTTLE,
): { readonly answer: ReadonlySignal<Answer<Q, T>>; readonly close: () => void } {
  const answer: Signal<Answer<Q, T>> = signal({ question: undefined, pending: false })
  const asked = values(question).pipe(
    map((q) => ({ q, key: JSON.stringify(q) })),
    distinctUntilChanged((one, other) => one.key === other.key),
    throttleTime(throttle, asyncScheduler, { leading: true, trailing: true }),
    switchMap(({ q }) => (q === undefined ? of(closed) : concat(of(opened(q as Q)), given(q as Q, ask), of(ended)))),
  )
  const subscription = asked.subscribe((change) => {
    answer.value = change(answer.peek())
  })
  return { answer, close: () => subscription.unsubscribe() }

  function opened(q: Q) {
    return ({ value, of }: Answer<Q, T>): Answer<Q, T> => ({ question: q, value, of, pending: true })
  }
  function ended(known: Answer<Q, T>): Answer<Q, T> {
    return { ...known, pending: false }
  }
  function closed({ value, of }: Answer<Q, T>): Answer<Q, T> {
    return { question: undefined, value, of, pending: false }
  }
}

type Change<Q, T> = (known: Answer<Q, T>) => Answer<Q, T>

const given = <Q, T>(q: Q, ask: (question: Q) => Observable<T>): Observable<Change<Q, T>> =>
  ask(q).pipe(
    map(
      (value): Change<Q, T> =>
        (known) => ({ ...known, value, of: q }),
    ),
    catchError((error: unknown) =>
      of<Change<Q, T>>(({ question }) => ({
        question,
        pending: false,
        failure: error instanceof Error ? error.message : String(error),
      })),
    ),
  )

/** True while what is shown belongs to another question than the one that is asked. */
export const isStale = ({ question, of, value }: Answer<unknown, unknown>): boolean =>
  value !== undefined && question !== undefined && JSON.stringify(of) !== JSON.stringify(question)
