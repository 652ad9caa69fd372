import type { Machine, Search } from '@gardner/core'
import {
  type BfgsState,
  bfgsSearch,
  type NewtonState,
  newtonSearch,
  type Objective,
  STANDARD_STEP,
} from '@gardner/numerics'
import { type LimitPoint, limitAt, loadInLimit } from './limit.js'

/** A stationary point of α in the limit q_k → 1. */
export interface LimitRoot {
  readonly root: NewtonState
  readonly point: LimitPoint
}

/** Coarse enough for a first look. */
const LOOK = 1 / 4
const TOLERANCE = 1e-13
/** Of the gradient of log α, where the descent has to lead all the way. */
const FLAT = 1e-12
/** C'(0)/C'(1) below which g counts as even. */
const EVEN = 1e-12
/** A descent that gains less than this share has nothing to gain. */
const NO_GAIN = 1e-9
/** From so many steps on a further one is only looked for in the place where it should be. */
const MANY = 4
/** A step that moves the load by less than this share is none. */
const DISTINCT = 1e-10
/** Where a level is split: the share of the inner part, and the ratio of its m to that of the outer. */
const SPLITS = [
  [0.1, 2],
  [0.05, 4],
  [0.2, 1.5],
  [0.1, 4],
  [0.03, 8],
  [0.4, 1.5],
  [0.7, 1.3],
  [0.01, 10],
  [1e-3, 10],
  [1e-4, 20],
] as const

/**
 * The non-trivial stationary points for 1, 2, …, k steps, each below the one before; fewer where none was
 * found below. `ceiling` is the RS capacity, below which a one-step point has to lie.
 */
export function* limitRoots(machine: Machine, k: number, ceiling: number): Search<readonly LimitRoot[]> {
  const found: LimitRoot[] = []
  for (let steps = 1; steps <= k; steps++) {
    const next = yield* steps === 1 ? firstStep(machine, ceiling) : furtherStep(machine, found[steps - 2])
    if (next === undefined) break
    found.push(next)
  }
  return found
}

/** A look over (log(1 − q_0), log m (1 − q_0)), and Newton's method from the lowest. */
function* firstStep(machine: Machine, ceiling: number): Search<LimitRoot | undefined> {
  const wide = yield* looksBelow(machine, ceiling * (1 - 1e-6), [-7, 0, 0.7], [-2, 7, 1], LOOK)
  for (const x of wide.slice(0, 4)) {
    const { made } = yield* solved(machine, x, ceiling)
    if (made !== undefined) return made
  }
  if (wide.length > 0) return undefined
  // where RS has only just become unstable a step gains next to nothing, with q_0 close to 1
  const close = yield* looksBelow(machine, ceiling * (1 - DISTINCT), [-9, -1, 0.5], [-4, 2, 0.5], STANDARD_STEP)
  return close.length > 0 ? (yield* solvedCarefully(machine, close[0], ceiling)).made : undefined
}

type Grid = readonly [from: number, to: number, step: number]

/** The points of a grid whose load is below the ceiling, from the lowest. */
function* looksBelow(
  machine: Machine,
  ceiling: number,
  gaps: Grid,
  products: Grid,
  step: number,
): Search<readonly (readonly number[])[]> {
  const looks: { readonly x: readonly number[]; readonly alpha: number }[] = []
  for (let gap = gaps[0]; gap < gaps[1]; gap += gaps[2]) {
    for (let product = products[0]; product < products[1]; product += products[2]) {
      const alpha = loadInLimit(machine, Math.exp(gap), Math.exp(product - gap), step)
      yield
      if (alpha < ceiling) looks.push({ x: [gap, product - gap], alpha })
    }
  }
  return looks.sort((one, other) => one.alpha - other.alpha).map(({ x }) => x)
}

/** From the point of one step less: its steps spread over one more, or else one of them split in two. */
function* furtherStep(machine: Machine, { root, point }: LimitRoot): Search<LimitRoot | undefined> {
  const k = root.x.length / 2
  if (k > 1) {
    const { made, bottom } = yield* solvedCarefully(machine, respaced(root.x), point.alpha)
    // where the descent gained nothing there is nothing to gain
    if (made !== undefined || k >= MANY || Math.abs(bottom / point.alpha - 1) < NO_GAIN) return made
  }
  for (let level = 0; level < k; level++) {
    for (const [i, [share, ratio]] of (k === 1 ? SPLITS : SPLITS.slice(0, 2)).entries()) {
      const x = split(root.x, level, share, ratio)
      const { made } = yield* (k === 1 && i < 3 ? solvedTwice : solved)(machine, x, point.alpha)
      if (made !== undefined) return made
    }
  }
  return undefined
}

/** x lists steps from the innermost, m from the outermost. */
function split(x: readonly number[], level: number, share: number, ratio: number): readonly number[] {
  const k = x.length / 2
  const width = Math.exp(x[level])
  const m = x[2 * k - 1 - level]
  const steps = [...x.slice(0, level), Math.log(width * share), Math.log(width * (1 - share)), ...x.slice(level + 1, k)]
  const outer = x.slice(k, 2 * k - 1 - level)
  return [...steps, ...outer, m - 0.2 * Math.log(ratio), m + 0.8 * Math.log(ratio), ...x.slice(2 * k - level)]
}

/** k + 1 steps from k > 1: log(1 − q_i) and log m_i as functions of i/k and of (i − ½)/k, read at the new places. */
function respaced(x: readonly number[]): readonly number[] {
  const k = x.length / 2
  let gap = 0
  const logGaps: number[] = []
  for (const step of x.slice(0, k)) {
    gap += Math.exp(step)
    logGaps.unshift(Math.log(gap))
  }
  const parisi = x.slice(k)
  const gaps = Array.from({ length: k + 1 }, (_, i) => Math.exp(linear(logGaps, (i * k) / (k + 1))))
  const steps = gaps.map((outer, i) => Math.log(i < k ? outer - gaps[i + 1] : outer))
  return [
    ...steps.reverse(),
    ...Array.from({ length: k + 1 }, (_, i) => linear(parisi, ((i + 0.5) * k) / (k + 1) - 0.5)),
  ]
}

/** Between, and beyond, values at 0, 1, 2, … */
function linear(values: readonly number[], at: number): number {
  const i = Math.min(Math.max(0, Math.floor(at)), values.length - 2)
  return values[i] + (at - i) * (values[i + 1] - values[i])
}

/** A stationary point, if it is a new one, and the load at the bottom of the descent to it. */
interface Attempt {
  readonly made: LimitRoot | undefined
  readonly bottom: number
}

/** Downhill by a coarse rule, then Newton's method. */
function* solved(machine: Machine, x: readonly number[], below: number): Search<Attempt> {
  const bottom = yield* bfgsSearch(objective(machine, LOOK), x, { tolerance: 1e-7 })
  return yield* finished(machine, bottom, below)
}

function* solvedTwice(machine: Machine, x: readonly number[], below: number): Search<Attempt> {
  const bottom = yield* bfgsSearch(objective(machine, LOOK), x, { tolerance: 1e-7 })
  const first = yield* finished(machine, bottom, below)
  return first.made === undefined ? yield* solvedCarefully(machine, bottom.x, below) : first
}

/** Where further steps gain little the objective is flat: a coarse rule misleads, and one descent may not get to the bottom. */
function* solvedCarefully(machine: Machine, x: readonly number[], below: number): Search<Attempt> {
  let found: Attempt = { made: undefined, bottom: Number.NaN }
  let start = x
  for (let descent = 0; descent < 3 && found.made === undefined; descent++) {
    const bottom = yield* bfgsSearch(objective(machine, STANDARD_STEP), start, {
      tolerance: FLAT,
      maxEvaluations: 250,
    })
    found = yield* finished(machine, bottom, below)
    start = bottom.x
  }
  return found
}

function objective(machine: Machine, step: number): Objective {
  // for an even g there is a minimum at q_0 = 0; else nothing would stop a descent beyond it
  const even = machine.kernel.slope(1) < EVEN * machine.kernel.slope(0)
  return (x) => {
    const point = limitAt(machine, x, step)
    const inside = point !== undefined && (even || point.q0 >= 0)
    return inside ? { value: Math.log(point.alpha), gradient: point.gradient } : { value: Number.NaN, gradient: x }
  }
}

function* finished(machine: Machine, { x, value, evaluations }: BfgsState, below: number): Search<Attempt> {
  const nowhere = x.map(() => Number.NaN)
  const root = yield* newtonSearch((at) => limitAt(machine, at, STANDARD_STEP)?.residual ?? nowhere, x, {
    tolerance: TOLERANCE,
    maxEvaluations: 8 * x.length,
  })
  return {
    made: accepted(machine, { ...root, evaluations: root.evaluations + evaluations }, below),
    bottom: Math.exp(value),
  }
}

function accepted(machine: Machine, root: NewtonState, below: number): LimitRoot | undefined {
  if (!(root.norm < 1e-10)) return undefined
  const point = limitAt(machine, root.x, STANDARD_STEP)
  if (point === undefined || !(point.alpha > 0 && point.alpha < below * (1 - DISTINCT))) return undefined
  const ordered = point.parisi.every((m, i) => i === 0 || m > point.parisi[i - 1] * (1 + 1e-6))
  return ordered ? { root, point } : undefined
}
