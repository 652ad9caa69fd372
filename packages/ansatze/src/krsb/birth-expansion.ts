import type { Ansatz, Machine, SaddlePoint, Search } from '@gardner/core'
import { type Equations, FINE_STEP, newtonSearch } from '@gardner/numerics'
import type { Rs } from '../rs/saddle-point.js'
import { parisiAtBirth, rsThreshold } from './birth.js'
import { krsbSaddlePoint } from './saddle-point.js'
import type { Krsb } from './state.js'

/** (q_1 − q_0)/(1 − q) of the points that are solved for: small, but so that rounding leaves many digits of m. */
const SPACING = 0.004
const POINTS = 3
/** A step below this share of 1 − q tells little of m by itself. */
const SLIGHT = 1e-3

/** Where a branch of one step is born continuously. */
interface Birth {
  readonly alpha: number
  readonly at: Rs
  /** m there, in the limit of no step. */
  readonly m: { readonly value: number; readonly error: number }
}

/** A branch of one step next to its birth. */
export interface BirthExpansion {
  /** Up to this load it holds. */
  readonly end: number
  /** The coordinates of the k = 1 equations at a load between the birth and the end, with m and its error. */
  at(alpha: number): BirthPoint
}

export interface BirthPoint {
  readonly x: readonly number[]
  /** Of the coordinates, where they are taken from here too. */
  readonly errors?: readonly number[]
  readonly m: { readonly value: number; readonly error: number }
  /** (q_1 − q_0)/(1 − q) of the RS solution at birth. */
  readonly width: number
}

/**
 * All coordinates and the load as polynomials in the width of the step t = (q_1 − q_0)/(1 − q), through the birth, where they are known, and a
 * few points beside it: q_1 − q ∝ m t and q_0 − q ∝ −(1 − m) t to first order. With m held where the equations hold it. Undefined where the
 * branch goes to smaller loads first.
 */
function* birthExpansion(saddle: SaddlePoint<Krsb>, { alpha, at, m }: Birth): Search<BirthExpansion | undefined> {
  const free = saddle.unknowns.includes('log m1')
  const norm = saddle.unknowns.includes('log Q') ? [Math.log(at.Q)] : []
  const born = [Math.log(at.gap), ...(free ? [Math.log(m.value)] : []), ...norm, Math.log(alpha)]
  const full = (width: number, y: readonly number[]) => [y[0], Math.log(width * at.gap), ...y.slice(1, -1)]
  const points = [born]
  for (let i = 1; i <= POINTS; i++) {
    const width = i * SPACING
    const equations: Equations = (y) => saddle.residual(full(width, y), Math.exp(y[y.length - 1]))
    const guess =
      i === 1
        ? [born[0] + Math.log1p(-m.value * width), ...born.slice(1)]
        : born.map((_, j) => 2 * points[i - 1][j] - points[i - 2][j])
    const root = yield* newtonSearch(equations, guess)
    if (!(root.norm < 1e-10)) return undefined
    points.push([...root.x])
  }
  const load = born.length - 1
  if (!points.every((point, i) => i === 0 || point[load] > points[i - 1][load])) return undefined
  return {
    end: Math.exp(points[POINTS][load]),
    at: (target) => {
      let width = SPACING
      const goal = Math.log(target)
      for (let i = 0; i < 40; i++) {
        const here = through(points, width / SPACING)[load]
        // relative to the load of birth, towards which the width vanishes
        width *= (goal - born[load]) / (here - born[load])
      }
      const y = through(points, width / SPACING)
      const coarse = through(points.slice(0, POINTS), width / SPACING)
      const value = free ? Math.exp(y[1]) : m.value
      const error = free ? m.error + value * Math.abs(y[1] - coarse[1]) + 1e-10 * value : 0
      return { x: full(width, y), m: { value, error }, width }
    },
  }
}

/** {@link BirthExpansion} of the k = 1 equations of a problem, m free or held; undefined where no branch is born with 0 < m < 1. */
export function* expansionOf(
  machine: Machine,
  saddle: SaddlePoint<Krsb>,
  held?: number,
): Search<BirthExpansion | undefined> {
  const threshold = yield* rsThreshold(machine)
  const { value: alpha, at } = threshold
  if (!Number.isFinite(alpha) || at.gap === 1) return undefined
  const born = yield* parisiAtBirth(machine, threshold)
  const m = held === undefined ? born : { value: held, error: 0 }
  return m.value > 0 && m.value < 1 && leavesUpwards(m.value, born.value)
    ? yield* birthExpansion(saddle, { alpha, at, m })
    : undefined
}

/**
 * Whether solutions of an m leave the replica-symmetric one at its instability towards larger loads: to third order in the width x of the step
 * S ∝ −(α − α_AT) x² + x³ [m_AT + (1 − 2 m_AT) m], of which m = m_AT is stationary in m. Where the bracket is negative they appear at a distance before.
 */
export const leavesUpwards = (m: number, birth: number): boolean => birth + (1 - 2 * birth) * m > 0

/** The polynomial through points at 0, 1, 2, …, by Lagrange. */
export function through(points: readonly (readonly number[])[], t: number): number[] {
  const shares = points.map((_, i) =>
    points.reduce((share, __, j) => (i === j ? share : (share * (t - j)) / (i - j)), 1),
  )
  return points[0].map((_, column) => points.reduce((sum, point, i) => sum + shares[i] * point[column], 0))
}

/**
 * One step so slight that its m is lost in the rounding of ∂S/∂m = 0: m is that of the expansion, the overlaps are solved for. S does not
 * depend on m to first order. The finer rule takes m moved by its error, so that it enters the errors of all.
 */
export const slightStep = ({ x, m }: BirthPoint, alpha: number, remark: string): Ansatz<Krsb> => ({
  name: '1rsb next to its birth',
  saddlePoint: (machine: Machine, step: number) =>
    krsbSaddlePoint(
      machine,
      {
        k: 1,
        parisi: [m.value + (step === FINE_STEP ? m.error : 0)],
        origin: () => ({ hold: 'alpha', x: [x[0], x[1], ...x.slice(3)], alpha, remark }),
      },
      step,
    ),
})

/**
 * One step so slight that the overlaps are lost in rounding as well: all of it is that of the expansion, whose width is the one unknown. The
 * finer rule takes it moved by its errors.
 */
export const knownStep = (expansion: BirthExpansion, alpha: number, remark: string): Ansatz<Krsb> => ({
  name: '1rsb at its birth',
  saddlePoint: (machine: Machine, step: number) => {
    const widthAt = (load: number) => expansion.at(load).x[1]
    const residual = ([width]: readonly number[], load: number) => [width - widthAt(load)]
    const nowhere = { hold: 'nowhere', reason: remark } as const
    return {
      unknowns: ['log(q1 − q0)'],
      residual,
      update: (x, load) => x.map((width, i) => width - residual(x, load)[i]),
      origin: () => ({ hold: 'alpha', x: [widthAt(alpha)], alpha, remark }),
      end: () => undefined,
      state: (_, load) => {
        const { x, m, errors = [] } = expansion.at(load)
        const moved = step === FINE_STEP ? x.map((value, i) => value + (errors[i] ?? 0)) : x
        const parisi = [m.value + (step === FINE_STEP ? m.error : 0)]
        return krsbSaddlePoint(machine, { k: 1, parisi, origin: () => nowhere }, step).state(
          [moved[0], moved[1], ...moved.slice(3)],
          load,
        )
      },
    }
  },
})

export const isSlight = ({ width }: BirthPoint): boolean => width < SLIGHT
