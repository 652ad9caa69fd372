import { momentsOf } from '@gardner/core'
import { type Knot, missingPlaces } from '@gardner/numerics'
import { defer, type Observable, of } from 'rxjs'
import type { Curve, CurvePoint, Shape } from '../engine/engine.js'
import type { Machine } from '../engine/machine.js'
import { problemOf } from '../engine/named-problem.js'

export interface ShapeInput {
  readonly machine: Machine
}

/** g is drawn to here on both sides. */
const REACH = 4
const INTERVALS = 160
/** So near to a kink g is what it is on that side of it. */
const BESIDE = 1e-9

/** g(u) and C(q). */
export const shape = ({ machine }: ShapeInput): Observable<Shape> =>
  defer(() => {
    const { activation, kernel, readout, warnings } = problemOf(machine)
    const { kinks } = momentsOf(activation)
    const inside = kinks.filter((u) => Math.abs(u) < REACH)
    const edges = [-REACH, ...inside, REACH]
    const g = edges
      .slice(1)
      .flatMap((to, i) => smooth(activation.g, edges[i], to))
      .concat([-REACH, REACH].map((u) => exact(u, activation.g(u))))
      .concat(inside.flatMap((u) => sides(u, activation.g)))
      .sort((a, b) => a.x - b.x)
    const variance = kernel.deficit(1)
    const covariances = Array.from({ length: INTERVALS + 1 }, (_, i): CurvePoint => {
      const q = i / INTERVALS
      const value = kernel.covariance(1 - q) / variance
      return { ...exact(q, value), error: kernel.error * Math.abs(value) }
    })
    return of({ g: whole(g), kernel: whole(covariances), readout, warnings })
  })

const exact = (x: number, value: number): CurvePoint => ({ x, value, error: 0, verdict: 'converged' })
const whole = (points: readonly CurvePoint[]): Curve => ({ points, done: true })

/** Values of g between two kinks: as many as its waves take to be drawn. */
function smooth(g: (u: number) => number, from: number, to: number): CurvePoint[] {
  const knot = (u: number): Knot => ({ x: u, y: g(u) })
  const first = Math.ceil((INTERVALS * (to - from)) / (2 * REACH))
  const inner = Array.from({ length: first - 1 }, (_, i) => knot(from + ((to - from) * (i + 1)) / first))
  const ends = [
    { x: from, y: g(from + BESIDE) },
    { x: to, y: g(to - BESIDE) },
  ]
  let knots: readonly Knot[] = [ends[0], ...inner, ends[1]]
  for (let more = missingPlaces([knots]); more.length > 0; more = missingPlaces([knots])) {
    knots = [...knots, ...more.map(knot)].sort((a, b) => a.x - b.x)
  }
  return knots.slice(1, -1).map(({ x, y }) => exact(x, y))
}

/** The limits of g from both sides of a kink. */
const sides = (u: number, g: (u: number) => number): CurvePoint[] => {
  const [left, right] = [g(u - BESIDE), g(u + BESIDE)]
  return Math.abs(right - left) > 1e-6 ? [exact(u, left), exact(u, right)] : [exact(u, g(u))]
}
