import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Curve, Engine, Live, LiveOptions } from '../engine/engine.js'
import { type Answer, answerTo } from './answer.js'
import type { Card, Sought } from './card.js'
import type { FiniteSettings, Tab } from './settings.js'

/** The distances of a dense region beside which a run is drawn are steps of this size: a run does not rest. */
const STEP = 0.005

/** How often the theory follows a run, in milliseconds. */
const PACE = 700

/** What of the page a run follows. */
export interface Followed {
  readonly cards: ReadonlySignal<readonly Card[]>
  readonly alpha: ReadonlySignal<number>
  readonly finite: ReadonlySignal<FiniteSettings>
  readonly tab: ReadonlySignal<Tab>
}

/** A finite machine that is trained in the page, and the theory beside it. */
export class FiniteRun {
  /** What would be run. */
  readonly options: ReadonlySignal<LiveOptions>
  readonly #asked: Signal<LiveOptions | undefined> = signal(undefined)
  readonly live: ReadonlySignal<Answer<LiveOptions, Live>>
  /** P(Δ) of what the run is compared with. */
  readonly theory: ReadonlySignal<Answer<Sought, Curve>>
  /** q of typical solutions, the line beside the overlap. */
  readonly typical: ReadonlySignal<Answer<Sought, Curve>>

  constructor(engine: Engine, { alpha, finite, cards, tab }: Followed) {
    this.options = computed((): LiveOptions => {
      const { card, method, units, inputs, replicas, sweeps, seed } = finite.value
      const machine = (cards.value[card - 1] ?? cards.value[0]).machine.value
      return {
        machine,
        method,
        units: machine.architecture === 'perceptron' ? 1 : units,
        inputs,
        alpha: alpha.value,
        replicas,
        sweeps,
        seed,
      }
    })
    // what is changed is not what is being run
    effect(() => {
      const options = JSON.stringify(this.options.value)
      const shown = tab.value === 'finite'
      const asked = this.#asked.peek()
      if (asked !== undefined && (!shown || JSON.stringify(asked) !== options)) this.#asked.value = undefined
    })
    this.live = answerTo(this.#asked, (q) => engine.live(q), 0).answer
    const sought = computed((): Sought | undefined =>
      tab.value === 'finite' ? { machine: this.options.value.machine, alpha: this.options.value.alpha } : undefined,
    )
    const distance = computed(() => {
      const { value, of } = this.live.value
      if (of?.method !== 'replicated' || value === undefined || !Number.isFinite(value.overlap)) return undefined
      const d = Math.round((1 - value.overlap) / 2 / STEP) * STEP
      return d > 0 && d < 0.5 ? Number(d.toFixed(3)) : undefined
    })
    this.typical = answerTo(sought, (q) => engine.stabilities(q.machine, q.alpha)).answer
    this.theory = answerTo(
      computed((): Sought | undefined => {
        const d = distance.value
        if (sought.value === undefined || d === undefined) return undefined
        return { ...sought.value, dense: { replicas: this.options.value.replicas, distance: d } }
      }),
      (q) => engine.stabilities(q.machine, q.alpha, q.dense),
      PACE,
    ).answer
  }

  get running(): boolean {
    return this.live.value.pending
  }

  start(): void {
    // the same options again are asked again
    this.#asked.value = undefined
    queueMicrotask(() => {
      this.#asked.value = this.options.peek()
    })
  }

  stop(): void {
    this.#asked.value = undefined
  }
}
