import type { Estimate } from '@gardner/core'

/** The values of a density at a list of arguments. */
export type Density = (at: readonly number[]) => readonly Estimate[]

/** An argument and the value there. */
export type Sample = readonly [at: number, value: number]

/** Nodes of the polynomial whose slope is put to zero, and of the one that tells its error. */
const NODES = 16
const FEWER = 12

/** Where a density is largest: at an edge, or where its slope vanishes between the samples beside the largest one. */
export function peak(density: Density, edges: readonly number[], samples: readonly Sample[]): Estimate {
  const sorted = [...samples].sort(([a], [b]) => a - b)
  const top = sorted.reduce((best, [, value], i) => (value > sorted[best][1] ? i : best), 0)
  const [at] = sorted[top]
  const before = sorted.filter(([x]) => x < at).at(-1) ?? sorted[top]
  const after = sorted.find(([x]) => x > at) ?? sorted[top]
  if (edges.includes(at)) {
    // where the density jumps to nothing it ends; where it only bends, its neighbours bound the place
    const jumps = before[1] === 0 || after[1] === 0
    return { value: at, error: jumps ? 0 : Math.max(at - before[0], after[0] - at) }
  }
  const [from, to] = [before[0], after[0]]
  const fine = summit(density, from, to, NODES)
  const coarse = summit(density, from, to, FEWER)
  const difference = Math.abs(fine.value - coarse.value)
  return { value: fine.value, error: Math.min(to - from, difference + fine.error) }
}

/** The zero of the slope of the Chebyshev interpolant; the error is what errors of the values make of it. */
function summit(density: Density, from: number, to: number, nodes: number): Estimate {
  const angles = Array.from({ length: nodes }, (_, j) => (Math.PI * (j + 0.5)) / nodes)
  const place = (angle: number) => 0.5 * (from + to) + 0.5 * (to - from) * Math.cos(angle)
  const values = density(angles.map(place))
  const coefficients = angles.map(
    (_, k) => (2 / nodes) * values.reduce((sum, { value }, j) => sum + value * Math.cos(k * angles[j]), 0),
  )
  // d/dt Σ c_k cos(kθ), t = cos θ
  const slope = (angle: number) =>
    coefficients.reduce((sum, c, k) => sum + c * k * Math.sin(k * angle), 0) / Math.sin(angle)
  let [low, high] = [1e-6, Math.PI - 1e-6]
  if (!(slope(low) < 0 && slope(high) > 0)) return { value: place(0.5 * Math.PI), error: to - from }
  while (high - low > 1e-15 * high) {
    const middle = 0.5 * (low + high)
    if (middle <= low || middle >= high) break
    if (slope(middle) < 0) low = middle
    else high = middle
  }
  const angle = 0.5 * (low + high)
  const bend = Math.abs(slope(angle + 1e-4) - slope(angle - 1e-4)) / (2e-4 * Math.sin(angle))
  // the interpolant is off by at most 3 times the errors of the values, and its slope by n² times as much
  const off = 3 * nodes ** 2 * Math.max(...values.map(({ error }) => error))
  return { value: place(angle), error: (0.5 * (to - from) * off) / bend }
}
