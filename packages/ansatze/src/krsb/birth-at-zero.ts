import type { SaddlePoint, Search, Threshold } from '@gardner/core'
import { type Equations, newtonSearch } from '@gardner/numerics'
import type { Rs } from '../rs/saddle-point.js'
import { type BirthExpansion, through } from './birth-expansion.js'
import type { Krsb } from './state.js'

const POINTS = 4
/** The residual to which the points are solved for: beyond it rounding makes noise of m. */
const CLEAN = 5e-11
/** What rounding leaves of m, relative to it. */
const ROUNDING = 1e-9

/**
 * A branch of one step that leaves q = 0, m free, between its birth and a first point: q_1, m and the logarithms of the load and the norm
 * as polynomials of the step w = q_1 − q_0, all of them ∝ w to first order. Undefined where the branch goes to smaller loads first.
 */
export function* expansionAtZero(
  saddle: SaddlePoint<Krsb>,
  { x: first, alpha: end }: { readonly x: readonly number[]; readonly alpha: number },
  birth: Threshold<Rs>,
): Search<BirthExpansion | undefined> {
  const born = [...(saddle.unknowns.includes('log Q') ? [Math.log(birth.at.Q)] : []), Math.log(birth.value)]
  const widest = Math.exp(first[1])
  const spacing = widest / POINTS
  /** Coordinates and the logarithm of the load of a point of width w, from and to what is ∝ w. */
  const full = (w: number, [overlap, m, ...others]: readonly number[]) => [
    Math.log1p(-w * overlap),
    Math.log(w),
    Math.log(w * m),
    ...others.map((value, i) => born[i] + w * value),
  ]
  const scaled = (w: number, y: readonly number[]) => [
    -Math.expm1(y[0]) / w,
    Math.exp(y[2]) / w,
    ...y.slice(3).map((value, i) => (value - born[i]) / w),
  ]
  const points = [scaled(widest, [...first, Math.log(end)])]
  for (let i = POINTS - 1; i >= 1; i--) {
    const w = i * spacing
    const guess = full(w, points[0])
    const at = (y: readonly number[]) => [y[0], guess[1], ...y.slice(1)]
    const equations: Equations = (y) => saddle.residual(at(y).slice(0, -1), Math.exp(y[y.length - 1]))
    const root = yield* newtonSearch(equations, [guess[0], ...guess.slice(2)], { tolerance: CLEAN })
    if (root.ended !== 'converged') return undefined
    points.unshift(scaled(w, at(root.x)))
  }
  const load = points[0].length - 1
  if (!points.every((point, i) => point[load] > 0 && (i === 0 || point[load] * (i + 1) > points[i - 1][load] * i)))
    return undefined
  const at = (w: number, known = points) => through(known, w / spacing - 1)
  const widthAt = (target: number, known = points) => {
    let width = 0
    for (let i = 0; i < 40; i++) width = (Math.log(target) - born[born.length - 1]) / at(width, known)[load]
    return width
  }
  return {
    end,
    at: (target) => {
      const width = widthAt(target)
      const point = at(width)
      const x = full(width, point).slice(0, -1)
      const fewer = points.slice(0, -1)
      const narrow = widthAt(target, fewer)
      const coarse = full(narrow, at(narrow, fewer))
      const off = Math.abs(point[1] - at(width, fewer)[1])
      return {
        x,
        // log(1 − q_1) is itself of the order of the width
        errors: x.map((value, i) => Math.abs(value - coarse[i]) + ROUNDING * (i === 0 ? width : 1)),
        m: { value: width * point[1], error: width * (off + ROUNDING * point[1]) },
        width,
      }
    },
  }
}
