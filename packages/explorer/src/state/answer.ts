import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
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

/** A value with the question that it answers. */
export interface Known<Q, T> {
  readonly of: Q
  readonly value: T
}

/** How a question stands: the last value stays until there is one for the question that is asked now. */
export interface Answer<Q, T> {
  readonly question: Q | undefined
  readonly known?: Known<Q, T>
  /** More will come. */
  readonly pending: boolean
  /** Why there is no value. */
  readonly failure?: string
}

/** At most one question in so many milliseconds while a handle is dragged; the last one is always asked. */
const THROTTLE = 40

/** The values of a signal, the present one first. */
export const values = <T>(source: ReadonlySignal<T>): Observable<T> =>
  new Observable((observer) => effect(() => observer.next(source.value)))

/**
 * A question that is asked whenever it changes, the work on the one before being stopped. Questions are plain data and
 * compared as such; `undefined` asks nothing.
 */
export class Asked<Q, T> {
  readonly #answer: Signal<Answer<Q, T>> = signal({ question: undefined, pending: false })
  readonly answer: ReadonlySignal<Answer<Q, T>> = this.#answer
  /** Changes with the value alone, and not while one is waited for. */
  readonly known = computed(() => this.#answer.value.known)
  readonly close: () => void

  constructor(question: ReadonlySignal<Q | undefined>, ask: (question: Q) => Observable<T>, throttle = THROTTLE) {
    const changes = values(question).pipe(
      map((q) => ({ q, key: JSON.stringify(q) })),
      distinctUntilChanged((one, other) => one.key === other.key),
      throttleTime(throttle, asyncScheduler, { leading: true, trailing: true }),
      switchMap(({ q }) => (q === undefined ? of(closed<Q, T>) : answered(q as Q, ask))),
    )
    const subscription = changes.subscribe((change) => {
      this.#answer.value = change(this.#answer.peek())
    })
    this.close = () => subscription.unsubscribe()
  }
}

type Change<Q, T> = (answer: Answer<Q, T>) => Answer<Q, T>

const closed = <Q, T>({ known }: Answer<Q, T>): Answer<Q, T> => ({ question: undefined, known, pending: false })

/** What a question does to its answer: it is open, there are values, it is closed. */
const answered = <Q, T>(question: Q, ask: (question: Q) => Observable<T>): Observable<Change<Q, T>> =>
  concat(
    of<Change<Q, T>>(({ known }) => ({ question, known, pending: true })),
    ask(question).pipe(
      map(
        (value): Change<Q, T> =>
          () => ({ question, known: { of: question, value }, pending: true }),
      ),
      catchError((error: unknown) => {
        const failure = error instanceof Error ? error.message : String(error)
        return of<Change<Q, T>>(() => ({ question, pending: false, failure }))
      }),
    ),
    of<Change<Q, T>>((answer) => ({ ...answer, pending: false })),
  )

/** True while what is known belongs to another question than the one that is asked. */
export const isStale = ({ question, known }: Answer<unknown, unknown>): boolean =>
  known !== undefined &&
  question !== undefined &&
  known.of !== question &&
  JSON.stringify(known.of) !== JSON.stringify(question)
