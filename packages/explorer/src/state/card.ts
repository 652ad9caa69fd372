import type { Activation } from '@gardner/core'
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { asyncScheduler, type Observable, throttleTime } from 'rxjs'
import type { Curve, Engine, Shape, Thresholds } from '../engine/engine.js'
import type { Machine } from '../engine/machine.js'
import { type Fault, FORMULA, readActivation } from './activation.js'
import { Asked, isStale } from './answer.js'

/** A machine at a load. */
export interface Loaded {
  readonly machine: Machine
  readonly alpha: number
}

/** Solutions whose stabilities are asked for. */
export interface Sought extends Loaded {
  readonly dense?: { readonly replicas: number; readonly distance: number }
}

/** What the page asks of all its cards. */
export interface Questions {
  readonly engine: Engine
  readonly alpha: ReadonlySignal<number>
  readonly dense: ReadonlySignal<Sought['dense']>
  /** Whether distances matter now: not where a finite machine is shown. */
  readonly distances: ReadonlySignal<boolean>
}

/** Milliseconds from one state of a curve that is being refined to the next: more would be drawn than seen. */
const PACE = 60

const eased = (curves: Observable<Curve>): Observable<Curve> =>
  curves.pipe(throttleTime(PACE, asyncScheduler, { leading: true, trailing: true }))

/** A machine as it is being chosen, and what is known of it. */
export class Card {
  static #count = 0
  readonly id = ++Card.#count
  readonly architecture: Signal<Machine['architecture']>
  /** The registered name, and what stands behind its colon: `relu`, or `formula` and a text. */
  readonly name: Signal<string>
  readonly parameter: Signal<string>
  readonly weights: Signal<string>
  readonly margin: Signal<number>

  /** What is wrong with the activation as it stands; the last good one is in use. */
  readonly fault: ReadonlySignal<Fault | undefined>
  readonly activation: ReadonlySignal<Activation>
  readonly machine: ReadonlySignal<Machine>

  readonly shape: Asked<Machine, Shape>
  readonly thresholds: Asked<Machine, Thresholds>
  readonly entropy: Asked<Machine, Curve>
  readonly franzParisi: Asked<Loaded, Curve>
  readonly localEntropy: Asked<Loaded, Curve>
  readonly stabilities: Asked<Sought, Curve>
  /** Why nothing can be computed of this machine: the same for all that is asked of it. */
  readonly failure: ReadonlySignal<string | undefined>
  /** Since when its first curve has been waited for, in milliseconds of `performance`. */
  readonly waiting: ReadonlySignal<number | undefined>
  /** Up to where its entropy is known: of the machine before, until there is a curve of this one. */
  readonly reach: ReadonlySignal<number | undefined>

  constructor(machine: Machine, { engine, alpha, dense, distances }: Questions) {
    const { name, parameter } = parted(machine.architecture === 'perceptron' ? 'relu' : machine.activation)
    this.architecture = signal(machine.architecture)
    this.name = signal(name)
    this.parameter = signal(parameter)
    this.weights = signal(machine.weights)
    this.margin = signal(machine.margin)

    const reading = computed(() => {
      if (this.architecture.value === 'perceptron') return { text: 'linear', read: readActivation('linear') }
      const text = joined(this.name.value, this.parameter.value)
      return { text, read: readActivation(text) }
    })
    this.fault = computed(() => reading.value.read.fault)
    let good = { text: 'linear', activation: readActivation('linear').activation as Activation }
    const used = computed(() => {
      const { text, read } = reading.value
      if (read.activation !== undefined) good = { text, activation: read.activation }
      return good
    })
    this.activation = computed(() => used.value.activation)
    this.machine = computed(
      (): Machine => ({
        architecture: this.architecture.value,
        activation: used.value.text,
        weights: this.weights.value,
        margin: this.margin.value,
      }),
    )

    // before what else is quick, which the lane then works on
    this.entropy = new Asked(this.machine, (q) => eased(engine.entropy(q)))
    this.thresholds = new Asked(this.machine, (q) => engine.thresholds(q))
    this.reach = computed(() => this.entropy.known.value?.value.at?.to)
    // the first curve is not kept waiting by what is asked beside it
    const begun = computed(() => this.entropy.known.value !== undefined)
    this.failure = computed(() => this.entropy.answer.value.failure)
    const waits = computed(() => {
      const answer = this.entropy.answer.value
      return answer.pending && (answer.known === undefined || isStale(answer))
    })
    this.waiting = computed(() => {
      void this.machine.value
      return waits.value ? performance.now() : undefined
    })
    const loaded = computed((): Loaded | undefined =>
      begun.value ? { machine: this.machine.value, alpha: alpha.value } : undefined,
    )
    const distant = computed(() => (distances.value ? loaded.value : undefined))
    this.shape = new Asked(
      computed(() => (begun.value ? this.machine.value : undefined)),
      (q) => engine.shape(q),
    )
    this.stabilities = new Asked(
      computed((): Sought | undefined =>
        loaded.value === undefined || dense.value === undefined
          ? loaded.value
          : { ...loaded.value, dense: dense.value },
      ),
      (q) => eased(engine.stabilities(q.machine, q.alpha, q.dense)),
    )
    this.localEntropy = new Asked(distant, (q) => eased(engine.localEntropy(q.machine, q.alpha)), 120)
    this.franzParisi = new Asked(distant, (q) => eased(engine.franzParisi(q.machine, q.alpha)), 300)
  }

  /** Takes the choices of a machine, as an address says them. */
  set(machine: Machine): void {
    this.architecture.value = machine.architecture
    if (machine.architecture === 'committee') {
      const { name, parameter } = parted(machine.activation)
      this.name.value = name
      this.parameter.value = parameter
    }
    this.weights.value = machine.weights
    this.margin.value = machine.margin
  }

  close(): void {
    const { shape, thresholds, entropy, franzParisi, localEntropy, stabilities } = this
    for (const asked of [shape, thresholds, entropy, franzParisi, localEntropy, stabilities]) asked.close()
  }
}

const parted = (text: string): { readonly name: string; readonly parameter: string } => {
  const colon = text.indexOf(':')
  return colon < 0 ? { name: text, parameter: '' } : { name: text.slice(0, colon), parameter: text.slice(colon + 1) }
}

const joined = (name: string, parameter: string): string =>
  parameter === '' && name !== FORMULA ? name : `${name}:${parameter}`

const partsOf = ({ architecture, activation, weights, margin }: Machine): readonly string[] => [
  architecture === 'perceptron' ? architecture : activation.replace(/^formula:/, ''),
  weights,
  `κ = ${String(margin).replace('-', '−')}`,
]

/** A machine as it stands in legends: `relu · binary`, `perceptron · spherical · κ = 0.5`. */
export const machineName = (machine: Machine): string =>
  partsOf(machine)
    .slice(0, machine.margin === 0 ? 2 : 3)
    .join(' · ')

/** The shortest labels that distinguish the machines, such as `relu` and `sign`; undefined where two are the same. */
export function shortened(machines: readonly Machine[]): readonly string[] | undefined {
  const all = machines.map(partsOf)
  const differs = [0, 1, 2].filter((i) => new Set(all.map((parts) => parts[i])).size > 1)
  const names = all.map((parts) => differs.map((i) => parts[i]).join(' · '))
  return new Set(names).size === names.length && differs.length > 0 ? names : undefined
}
