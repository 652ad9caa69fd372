import type { Machine } from '../engine/machine.js'

export type Tab = 'theory' | 'finite'

/** A machine of finite size and how it is trained; its load is that of the page. */
export interface FiniteSettings {
  /** Which card, from 1. */
  readonly card: number
  readonly method: 'anneal' | 'replicated'
  /** K; left out, what suits the machine. 1 of a perceptron, whatever stands here. */
  readonly units?: number
  /** N; left out, what suits the machine. */
  readonly inputs?: number
  /** y. */
  readonly replicas: number
  readonly sweeps: number
  readonly seed: number
}

/** All that can be chosen on the page, and therefore all that its address says. */
export interface Settings {
  readonly machines: readonly Machine[]
  /** The load α, of all machines. */
  readonly alpha: number
  readonly tab: Tab
  /** Whose stabilities are shown: those of typical solutions or those of a dense region. */
  readonly solutions: 'typical' | 'dense'
  /** The distance d of the replicas of that dense region. */
  readonly distance: number
  readonly finite: FiniteSettings
}

export const MOST_MACHINES = 4

const committee = (activation: string): Machine => ({
  architecture: 'committee',
  activation,
  weights: 'binary',
  margin: 0,
})

/** What a page shows that nobody has changed. */
export const defaults: Settings = {
  machines: [committee('relu'), committee('sign')],
  alpha: 0.5,
  tab: 'theory',
  solutions: 'typical',
  distance: 0.1,
  finite: { card: 1, method: 'replicated', replicas: 7, sweeps: 30_000, seed: 1 },
}

/** Bounds of the numbers of the page, the same for fields and addresses. */
export interface Bounds {
  readonly from: number
  readonly to: number
  readonly whole?: boolean
}

export const bounds = {
  alpha: { from: 0.001, to: 100 },
  margin: { from: -10, to: 10 },
  distance: { from: 0.001, to: 0.499 },
  units: { from: 1, to: 1001, whole: true },
  inputs: { from: 1, to: 5000, whole: true },
  replicas: { from: 1, to: 21, whole: true },
  sweeps: { from: 1, to: 1_000_000, whole: true },
  seed: { from: 0, to: 2 ** 32 - 1, whole: true },
} as const satisfies Record<string, Bounds>

/** What is wrong with a number, or nothing. */
export function outOf({ from, to, whole = false }: Bounds, value: number): string | undefined {
  const fits = Number.isFinite(value) && value >= from && value <= to && (!whole || Number.isInteger(value))
  return fits ? undefined : `expected a ${whole ? 'whole ' : ''}number from ${from} to ${to}`
}
