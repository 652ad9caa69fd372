import type { Schedule } from '@gardner/core'
import type { Observable } from 'rxjs'
import type { Machine } from './machine.js'

/** A number that was found, or why there is none. */
export interface Found {
  /** ∞ where a capacity diverges, NaN where nothing was found; `reason` says why. */
  readonly value: number
  readonly error: number
  readonly verdict: string
  readonly branch?: string
  readonly reason?: string
}

/** Critical loads, as far as they are known: those of more steps come later. */
export interface Thresholds {
  readonly capacity: Readonly<Partial<Record<'rs' | '1rsb' | '2rsb', Found>>>
  readonly instability?: Found
}

export interface CurvePoint extends Found {
  /** u, q, α, d or Δ. */
  readonly x: number
  /** What the value is at most at this x: that of no patterns at the same distance. Only of curves in the distance. */
  readonly bound?: number
}

/** A curve as far as it is known: points in the order of x, coarse at first. */
export interface Curve {
  readonly points: readonly CurvePoint[]
  /**
   * Values of the curve as a whole: the load `to` at which a curve S(α) ends; `q` and `distance` = (1 − q)/2 of typical solutions with Franz–Parisi, local entropy and the
   * P(Δ) of typical solutions, and with the first two `entropy`, that of all solutions.
   */
  readonly at?: Readonly<Record<string, number>>
  /** Nothing more will come. */
  readonly done: boolean
}

/** g(u) and what is derived from it. */
export interface Shape {
  /** On [−4, 4]; where g jumps there are two points with the same u, the limits from the left and from the right. */
  readonly g: Curve
  /** C(q)/C(1) on [0, 1], and the closed form's or the quadrature's error. */
  readonly kernel: Curve
  /** The read-out of a committee: half of its weights are −1 where g has a mean. */
  readonly readout: 'uniform' | 'balanced'
  /** What the problem warned of, such as kinks that were found. */
  readonly warnings: readonly string[]
}

/** A finite machine that is being trained, some ten times a second. */
export interface Live {
  readonly sweep: number
  readonly sweeps: number
  /** Patterns that are not stored, of each replica. */
  readonly errors: readonly number[]
  readonly patterns: number
  /** Mean overlap of the replicas; NaN of a single one. */
  readonly overlap: number
  readonly beta: number
  readonly gamma: number
  /** Bins of the stabilities of all replicas, as a density. */
  readonly histogram: { readonly from: number; readonly width: number; readonly density: readonly number[] }
  /** Errors and overlap so far, thinned to some hundreds of entries. */
  readonly trace: {
    readonly sweep: readonly number[]
    readonly errors: readonly number[]
    readonly overlap: readonly number[]
  }
  /** What moves the weights and how they are cooled, as `gardner sample` takes it. */
  readonly chain: { readonly sampler: string; readonly schedule: Schedule }
  readonly done: boolean
  /** At the end: `solved` if no replica has errors, else `unsolved`. */
  readonly verdict?: 'solved' | 'unsolved'
}

export interface LiveOptions {
  readonly machine: Machine
  /** Replicas that know nothing of each other, or that attract each other more and more. */
  readonly method: 'anneal' | 'replicated'
  /** K; 1 of a perceptron. */
  readonly units: number
  /** N, all inputs together: a multiple of the units. */
  readonly inputs: number
  readonly alpha: number
  readonly replicas: number
  readonly sweeps: number
  readonly seed: number
}

/**
 * All that is computed for the page, in workers. Every method is cold: subscribing asks, each value is what is known so
 * far, and unsubscribing ends the work. A machine or a load that makes no sense errors with a message for the reader.
 */
export interface Engine {
  shape(machine: Machine): Observable<Shape>
  thresholds(machine: Machine): Observable<Thresholds>
  /**
   * S(α) of the replica-symmetric ansatz from 0 to the load `to`, but not beyond where the solution ends. Left out it follows from the
   * capacity, and stands in `at`, so that nobody has to wait for the capacity first. Of weights that are counted S goes on below 0 beyond the capacity; of others it falls to −∞ there, and the last point is close to it.
   */
  entropy(machine: Machine, to?: number): Observable<Curve>
  /** Entropy at distance d from a typical solution. Where there is no such solution the points are NaN, with the reason. */
  franzParisi(machine: Machine, alpha: number): Observable<Curve>
  /** Local entropy of y → ∞ replicas at mutual distance d, up to that of typical solutions, where there is none beyond. */
  localEntropy(machine: Machine, alpha: number): Observable<Curve>
  /** P(Δ) of typical solutions, or with a distance of those of y replicas that far from each other. */
  stabilities(
    machine: Machine,
    alpha: number,
    dense?: { readonly replicas: number; readonly distance: number },
  ): Observable<Curve>
  live(options: LiveOptions): Observable<Live>
  close(): Promise<void>
}
