import {
  type Ansatz,
  type Machine,
  type Origin,
  originSearch,
  type SaddlePoint,
  type Search,
  type Threshold,
} from '@gardner/core'
import { type Equations, newtonSearch, STANDARD_STEP } from '@gardner/numerics'
import type { Rs } from '../rs/saddle-point.js'
import { rsThreshold } from './birth.js'
import { expansionAtZero } from './birth-at-zero.js'
import { isSlight, knownStep, slightStep } from './birth-expansion.js'
import { heldMinima } from './held.js'
import { type Branch, lowestAt } from './lowest.js'
import { fromKauzmann, onset } from './onset.js'
import { krsbSaddlePoint } from './saddle-point.js'
import type { Krsb } from './state.js'
import { describe } from './transition-text.js'
import { transitionsSearch } from './transitions.js'

// Where C'(0) = 0, for an even g or any other without a linear Hermite term, q_0 = 0 solves the equations at every load. With
// C''(0) > 0 it need not be the minimum: two branches leave q = 0 at the RS instability, one with q_0 = 0, one with q_0 > 0.

/** q_1 of the first point with q_0 = 0 that are tried: the smaller, the less clean are the equations. */
const FIRST_OVERLAPS = [0.03, 0.01, 0.1]
/** m/q_1 of the first point with q_0 = 0 that are tried: m → 0 for an even g. */
const PARISI = [0.5, 1, 2, 4, 20]
/** q_0 and m of the branch with q_0 > 0 near its birth, beside q_1 and m of the one with q_0 = 0. */
const OVERLAP_SHARE = 1 / 3
const PARISI_RATIO = 4 / 3
/** q_0/(q_1 − q_0) that are tried where m is held: the larger m, the larger they are near birth. */
const RATIOS = [0.3, 1, 3, 10]
/** The residual from which a branch can be followed. */
const CLEAN = 5e-11
/** A q_1 − q_0 below which C(q_0) ∝ q_0² beside C(1), and with it q_0, is lost in rounding. */
const LOST = 3e-5
/** A smaller q_0/(q_1 − q_0) is that of a solution with q_0 = 0. */
const SMALLEST_RATIO = 0.05

interface Start {
  readonly x: readonly number[]
  readonly alpha: number
}

/** One step with q_0 = 0 held. */
export const atZeroOverlap = (parisi?: readonly number[]): Ansatz<Krsb> => ({
  name: '1rsb, q0 = 0',
  saddlePoint: (machine, step) => {
    const origin = function* (of: Machine, alpha: number): Search<Origin> {
      const birth = yield* rsThreshold(of)
      const born = birth.value < alpha && birth.value < Number.POSITIVE_INFINITY
      const start = born ? yield* startAtZero(saddle, birth, parisi) : undefined
      if (start === undefined) return yield* onset(of, saddle, parisi, alpha)
      return yield* leaving(saddle, start, birth, alpha)
    }
    const saddle: SaddlePoint<Krsb> = krsbSaddlePoint(
      machine,
      { k: 1, ...(parisi === undefined ? {} : { parisi }), atZero: true, origin },
      step,
    )
    return saddle
  },
})

/**
 * Where the one-step branch starts if q_0 = 0 solves the equations: of the branches born with q_0 > 0 and with q_0 = 0, which is unstable
 * against it where r_0 = 1 − α M_0 C''(0) ⟨f_0'²⟩ < 0, of the one that condenses at a distance and of what comes from elsewhere, the lowest in S.
 */
export function* originAtZero(
  machine: Machine,
  free: SaddlePoint<Krsb>,
  parisi: readonly number[] | undefined,
  alpha: number,
  others: readonly Branch[] = [],
): Search<Origin> {
  const held = atZeroOverlap(parisi).saddlePoint(machine, STANDARD_STEP)
  const birth = yield* rsThreshold(machine)
  const born = birth.value < alpha
  if (parisi !== undefined && born && Number.isFinite(alpha))
    return yield* heldBeyondBirth(machine, held, free, parisi, alpha)
  const zero = yield* originSearch(held, alpha)
  if (parisi !== undefined || !Number.isFinite(alpha)) {
    // thresholds ask for the branch as a whole
    const start = born && zero.hold !== 'nowhere' ? yield* startBesideZero(held, free, birth, parisi) : undefined
    return start === undefined ? zero : yield* leaving(free, start, birth, alpha)
  }
  if (!born) return zero
  const transitions = yield* transitionsSearch(machine)
  const { kauzmann } = transitions
  const remark = describe(transitions)
  const start = yield* startBesideZero(held, free, birth, parisi)
  const branches: readonly Branch[] = [
    ...(start === undefined
      ? []
      : [{ name: 'born continuously', origin: yield* leaving(free, start, birth, alpha, remark) }]),
    { name: 'born at q = 0', origin: zero, atZero: true, unless: 'born continuously' },
    ...(kauzmann !== undefined && alpha > kauzmann.value
      ? [{ name: 'from alpha_K', origin: fromKauzmann(kauzmann), atZero: true }]
      : []),
    ...others,
  ]
  return (yield* lowestAt(machine, alpha, branches, remark)) ?? zero
}

/** With m held, beyond the RS instability: the lowest in S of what is born there with q_0 > 0 and of all clusters. */
function* heldBeyondBirth(
  machine: Machine,
  held: SaddlePoint<Krsb>,
  free: SaddlePoint<Krsb>,
  parisi: readonly number[],
  alpha: number,
): Search<Origin> {
  const birth = yield* rsThreshold(machine)
  const start = yield* startBesideZero(held, free, birth, parisi)
  const born = start === undefined ? undefined : yield* leaving(free, start, birth, alpha)
  // every look for clusters takes a cascade of the weights for each value of their norm, where that is free
  const isScanned = machine.weights.kind === 'sphere' || machine.weights.unitNorm
  const origins: readonly Origin[] = isScanned
    ? (yield* heldMinima(machine, held, parisi[0], alpha)).map(({ x }) => ({ hold: 'alpha', x, alpha }))
    : [yield* originSearch(held, alpha)]
  const branches = [
    ...(born === undefined ? [] : [{ name: 'born continuously', origin: born }]),
    ...origins.map((origin) => ({ name: 'of clusters', origin, atZero: true })),
  ]
  return (yield* lowestAt(machine, alpha, branches, '', parisi)) ?? (yield* originSearch(held, alpha))
}

/** The first point with q_0 = 0. */
function* startAtZero(
  held: SaddlePoint<Krsb>,
  birth: Threshold<Rs>,
  parisi: readonly number[] | undefined,
  widths = FIRST_OVERLAPS,
): Search<Start | undefined> {
  for (const width of widths) {
    for (const m of parisi === undefined ? PARISI : [1]) {
      const parameters = parisi === undefined ? [Math.log(m * width)] : []
      const start = yield* pointAt(held, width, [
        Math.log(1 - width),
        ...parameters,
        ...normOf(held, birth.at),
        Math.log(birth.value),
      ])
      if (start !== undefined) return start
    }
  }
  return undefined
}

/** The first point with q_0 > 0. */
function* startBesideZero(
  held: SaddlePoint<Krsb>,
  free: SaddlePoint<Krsb>,
  birth: Threshold<Rs>,
  parisi: readonly number[] | undefined,
): Search<Start | undefined> {
  for (const width of FIRST_OVERLAPS) {
    const narrow = width * (1 - OVERLAP_SHARE)
    const guesses =
      parisi === undefined
        ? [yield* startAtZero(held, birth, parisi, [width])].flatMap((zero) =>
            zero === undefined ? [] : [[zero.x[0], zero.x[2] + Math.log(PARISI_RATIO), ...zero.x.slice(3)]],
          )
        : RATIOS.map((ratio) => [Math.log(1 - narrow * (1 + ratio)), ...normOf(held, birth.at)])
    for (const guess of guesses) {
      const start = yield* pointAt(free, narrow, [...guess, Math.log(birth.value * (2 - Math.exp(guess[0])))])
      if (start !== undefined && isBeside(start.x)) return start
    }
  }
  return undefined
}

/**
 * From the first point on, or, to a load nearer to the birth, at that load: from its expansion, or with m held, where q_0 ∝ α − α_AT and
 * q_1 − q_0 as its square, from the point scaled to the load.
 */
function* leaving(
  saddle: SaddlePoint<Krsb>,
  start: Start,
  birth: Threshold<Rs>,
  load: number,
  remark = '',
): Search<Origin> {
  const { x, alpha } = start
  const whole: Origin = { hold: 1, x, alpha, towards: 1 }
  const share = (load - birth.value) / (alpha - birth.value)
  if (!(share < 1)) return whole
  if (saddle.unknowns.includes('log m1')) {
    const expansion = yield* expansionAtZero(saddle, start, birth)
    const point = expansion?.at(load)
    if (expansion === undefined || point === undefined) return whole
    const near = `so near its birth the branch cannot be followed (q1 − q0 = ${point.width.toPrecision(2)})`
    if (!isBeside(x))
      return point.width < LOST ? { hold: 'nowhere', reason: near } : { hold: 'alpha', x: point.x, alpha: load }
    if (!isSlight(point)) return { hold: 'alpha', x: point.x, alpha: load }
    const instead = point.width < LOST ? knownStep(expansion, load, remark) : slightStep(point, load, remark)
    return { hold: 'nowhere', reason: near, instead }
  }
  const q0 = Math.max(0, 1 - Math.exp(x[0]) - Math.exp(x[1]))
  const step = Math.exp(x[1]) * (q0 === 0 ? share : share * share)
  const guess = [Math.log1p(-share * q0 - step), Math.log(step), ...x.slice(2)]
  const root = yield* newtonSearch((y) => saddle.residual(y, load), guess, { tolerance: CLEAN })
  const same = isBeside(root.x) === isBeside(x) && saddle.end(root.x) === undefined
  return root.ended === 'converged' && same ? { hold: 'alpha', x: root.x, alpha: load } : whole
}

const normOf = ({ unknowns }: SaddlePoint<Krsb>, { Q }: Rs): readonly number[] =>
  unknowns.includes('log Q') ? [Math.log(Q)] : []

const isBeside = ([gap, step]: readonly number[]): boolean => 1 - Math.exp(gap) > (1 + SMALLEST_RATIO) * Math.exp(step)

/** The solution of a given q_1 − q_0, from a guess of the other coordinates and of the logarithm of the load. */
function* pointAt(saddle: SaddlePoint<Krsb>, width: number, guess: readonly number[]): Search<Start | undefined> {
  const full = (y: readonly number[]) => [y[0], Math.log(width), ...y.slice(1, -1)]
  const equations: Equations = (y) => saddle.residual(full(y), Math.exp(y[y.length - 1]))
  const root = yield* newtonSearch(equations, guess, { tolerance: CLEAN })
  const x = full(root.x)
  return root.ended === 'converged' && saddle.end(x) === undefined
    ? { x, alpha: Math.exp(root.x[root.x.length - 1]) }
    : undefined
}
