import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Curve, Engine, Live, LiveOptions, Shape } from '../engine/engine.js'
import type { Machine } from '../engine/machine.js'
import { Asked } from './answer.js'
import type { Card, Sought } from './card.js'
import type { FiniteSettings, Tab } from './settings.js'

/** The distances of a dense region beside which a run is drawn are steps of this size: a run does not rest. */
const STEP = 0.005

/** How often the theory follows a run, in milliseconds. */
const PACE = 700

/**
 * K, and inputs of each unit, of a machine that is large enough to show what theory says and small enough to be trained in some
 * seconds: with an odd number of inputs no field is 0, half the outputs of an even number of units can be −1, and the outputs of an
 * odd number have a majority.
 */
const FAN = 31
const sizeOf = ({ architecture }: Machine, readout: Shape['readout'] | undefined) => {
  const units = readout === 'uniform' ? FAN : FAN + 1
  return architecture === 'perceptron' ? { units: 1, inputs: FAN ** 2 } : { units, inputs: units * FAN }
}

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
  readonly #options: Signal<LiveOptions | undefined> = signal(undefined)
  /** A run was asked for, and waits for the size that suits its machine. */
  readonly #wanted: Signal<boolean> = signal(false)
  readonly live: Asked<LiveOptions, Live>
  /** P(Δ) of what the run is compared with. */
  readonly theory: Asked<Sought, Curve>
  /** q of typical solutions, the line beside the overlap. */
  readonly typical: Asked<Sought, Curve>

  constructor(engine: Engine, { alpha, finite, cards, tab }: Followed) {
    this.options = computed((): LiveOptions => {
      const { card: number, method, units, inputs, replicas, sweeps, seed } = finite.value
      const card = cards.value[number - 1] ?? cards.value[0]
      const machine = card.machine.value
      const size = sizeOf(machine, card.shape.known.value?.value.readout)
      return {
        machine,
        method,
        units: machine.architecture === 'perceptron' ? size.units : (units ?? size.units),
        inputs: inputs ?? size.inputs,
        alpha: alpha.value,
        replicas,
        sweeps,
        seed,
      }
    })
    effect(() => {
      if (!this.#wanted.value || tab.value !== 'finite') return
      const { card: number } = finite.value
      const card = cards.value[number - 1] ?? cards.value[0]
      const { known } = card.shape.answer.value
      if (JSON.stringify(known?.of) !== JSON.stringify(card.machine.value)) return
      const options = this.options.value
      queueMicrotask(() => {
        this.#wanted.value = false
        this.#options.value = options
      })
    })
    // what is changed is not what is being run
    effect(() => {
      const options = JSON.stringify(this.options.value)
      const shown = tab.value === 'finite'
      const asked = this.#options.peek()
      if (asked !== undefined && (!shown || JSON.stringify(asked) !== options)) this.#options.value = undefined
    })
    this.live = new Asked(this.#options, (q) => engine.live(q), 0)
    const sought = computed((): Sought | undefined =>
      tab.value === 'finite' ? { machine: this.options.value.machine, alpha: this.options.value.alpha } : undefined,
    )
    const distance = computed(() => {
      const known = this.live.known.value
      if (known?.of.method !== 'replicated' || !Number.isFinite(known.value.overlap)) return undefined
      const d = Math.round((1 - known.value.overlap) / 2 / STEP) * STEP
      return d > 0 && d < 0.5 ? Number(d.toFixed(3)) : undefined
    })
    this.typical = new Asked(sought, (q) => engine.stabilities(q.machine, q.alpha))
    this.theory = new Asked(
      computed((): Sought | undefined => {
        const d = distance.value
        if (sought.value === undefined || d === undefined) return undefined
        return { ...sought.value, dense: { replicas: this.options.value.replicas, distance: d } }
      }),
      (q) => engine.stabilities(q.machine, q.alpha, q.dense),
      PACE,
    )
  }

  get running(): boolean {
    return this.#wanted.value || this.live.answer.value.pending
  }

  start(): void {
    // the same options again are asked again
    this.#options.value = undefined
    this.#wanted.value = true
  }

  stop(): void {
    this.#wanted.value = false
    this.#options.value = undefined
  }
}
