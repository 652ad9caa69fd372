import { momentsOf } from '@gardner/core'
import { defer, type Observable, of } from 'rxjs'
import type { Curve, CurvePoint, Shape } from '../engine.js'
import type { Machine } from '../machine.js'
import { problemOf } from '../named-problem.js'

export interface ShapeInput {
  readonly machine: Machine
}

/** g is drawn to here on both sides. */
const REACH = 4
const INTERVALS = 160

/** g(u) and C(q). */
export const shape = ({ machine }: ShapeInput): Observable<Shape> =>
  defer(() => {
    const { activation, kernel, readout, warnings } = problemOf(machine)
    const { kinks } = momentsOf(activation)
    const inside = kinks.filter((u) => Math.abs(u) < REACH)
    const grid = Array.from({ length: INTERVALS + 1 }, (_, i) => REACH * ((2 * i) / INTERVALS - 1))
    const g = grid
      .filter((u) => !inside.includes(u))
      .map((u) => exact(u, activation.g(u)))
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

/** The limits of g from both sides of a kink. */
const sides = (u: number, g: (u: number) => number): CurvePoint[] => {
  const [left, right] = [g(u - 1e-9), g(u + 1e-9)]
  return Math.abs(right - left) > 1e-6 ? [exact(u, left), exact(u, right)] : [exact(u, g(u))]
}
