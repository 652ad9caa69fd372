import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Engine } from '../engine/engine.js'
import type { Machine } from '../engine/machine.js'
import { Card, machineName, type Sought, shortened } from './card.js'
import { FiniteRun } from './finite-run.js'
import { bounds, type FiniteSettings, MOST_MACHINES, type Settings, type Tab } from './settings.js'

/** How much farther than its curves the axis of loads goes for a load that lies beyond them. */
const FARTHER = 1.25

/** How much longer than the shortest curve it is. */
const WIDEST = 10

/** The page: its machines, the load that they share, and what is shown. */
export class Explorer {
  readonly cards: Signal<readonly Card[]>
  readonly alpha: Signal<number>
  readonly tab: Signal<Tab>
  readonly solutions: Signal<Settings['solutions']>
  readonly distance: Signal<number>
  readonly finite: Signal<FiniteSettings>
  /** What the reader should know, such as an address that could not be used. */
  readonly notices: Signal<readonly string[]> = signal([])
  readonly settings: ReadonlySignal<Settings>
  /** The names of the cards, each its own. */
  readonly names: ReadonlySignal<readonly string[]>
  /** The same for legends: without what all machines have in common. */
  readonly shortNames: ReadonlySignal<readonly string[]>
  /** The end of the axis of loads. */
  readonly span: ReadonlySignal<number>
  readonly run: FiniteRun
  readonly #engine: Engine
  readonly #dense: ReadonlySignal<Sought['dense']>
  readonly #distances: ReadonlySignal<boolean>

  constructor(engine: Engine, settings: Settings) {
    this.#engine = engine
    this.alpha = signal(settings.alpha)
    this.tab = signal(settings.tab)
    this.solutions = signal(settings.solutions)
    this.distance = signal(settings.distance)
    this.finite = signal(settings.finite)
    this.#dense = computed(() =>
      this.solutions.value === 'dense'
        ? { replicas: Number.POSITIVE_INFINITY, distance: this.distance.value }
        : undefined,
    )
    this.#distances = computed(() => this.tab.value === 'theory')
    this.cards = signal(settings.machines.map((machine) => this.#card(machine)))
    this.names = computed(() => distinct(this.cards.value.map((card) => machineName(card.machine.value))))
    this.shortNames = computed(() => shortened(this.cards.value.map((card) => card.machine.value)) ?? this.names.value)
    // while a curve is waited for the axis stays where it is
    let span = 1
    this.span = computed(() => {
      const reaches = this.cards.value.flatMap(({ reach }) => reach.value ?? [])
      // a machine that stores a thousand times as much as another leaves nothing to be seen of that
      if (reaches.length > 0) span = Math.min(Math.max(...reaches), WIDEST * Math.min(...reaches), bounds.alpha.to)
      // a load a little beyond is on the axis; one far beyond would leave nothing to be seen of the curves
      const end = Math.max(span, Math.min(this.alpha.value, FARTHER * span))
      // in steps, so that the axis rests while a machine is changed a little
      const step = end < 2 ? 10 : 2
      return Math.ceil(end * step - 1e-9) / step
    })
    this.settings = computed(() => ({
      machines: this.cards.value.map(({ machine }) => machine.value),
      alpha: this.alpha.value,
      tab: this.tab.value,
      solutions: this.solutions.value,
      distance: this.distance.value,
      finite: this.finite.value,
    }))
    this.run = new FiniteRun(engine, this)
    // a card that is gone is not the one that is trained
    effect(() => {
      const { length } = this.cards.value
      if (this.finite.peek().card > length) this.finite.value = { ...this.finite.peek(), card: length }
    })
  }

  #card(machine: Machine): Card {
    return new Card(machine, {
      engine: this.#engine,
      alpha: this.alpha,
      dense: this.#dense,
      distances: this.#distances,
    })
  }

  /** Moves the load, within its bounds and to three decimals. */
  load(alpha: number): void {
    const { from, to } = bounds.alpha
    if (Number.isFinite(alpha)) this.alpha.value = Math.min(to, Math.max(from, Math.round(alpha * 1000) / 1000))
  }

  /** One more machine, beside the one that it is a copy of or at the end. */
  add(machine: Machine, after = this.cards.peek().length): void {
    const cards = this.cards.peek()
    if (cards.length >= MOST_MACHINES) return
    this.cards.value = [...cards.slice(0, after), this.#card(machine), ...cards.slice(after)]
  }

  /** Without a machine; the last one stays. */
  remove(card: Card): void {
    const cards = this.cards.peek()
    if (cards.length < 2) return
    card.close()
    this.cards.value = cards.filter((one) => one !== card)
  }

  /** Takes all choices of an address; cards that stay keep what is known of them. */
  set(settings: Settings): void {
    batch(() => {
      const cards = this.cards.peek()
      for (const card of cards.slice(settings.machines.length)) card.close()
      this.cards.value = settings.machines.map((machine, i) => cards[i] ?? this.#card(machine))
      settings.machines.forEach((machine, i) => {
        cards[i]?.set(machine)
      })
      this.alpha.value = settings.alpha
      this.tab.value = settings.tab
      this.solutions.value = settings.solutions
      this.distance.value = settings.distance
      this.finite.value = settings.finite
    })
  }
}

/** Names of which those that occur again are counted: `relu · binary (2)`. */
const distinct = (names: readonly string[]): readonly string[] =>
  names.map((name, i) => {
    const before = names.slice(0, i).filter((other) => other === name).length
    return before === 0 ? name : `${name} (${before + 1})`
  })
