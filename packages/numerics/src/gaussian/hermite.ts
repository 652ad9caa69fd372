import { type Search, searchNow } from '../pieces.js'
import { legendreRule, panelBreaks } from './legendre.js'

/** Half-width of the window of the coefficient integrals: φ(z)^½ < 1e-18 outside. */
const WINDOW = 13
const rule = legendreRule(16)

/** A node of no weight. */
const NOTHING = [0, 0] as const
/** Terms that are summed between two yields: some 5 ms. */
const PIECE = 1e6

/**
 * Normalised Hermite coefficients a_k = E[g(z) He_k(z)]/√k!, k = 0 … order, by the trapezoid rule of the given
 * step, which converges exponentially for a smooth g. a_0 is E g, and Σ a_k² = E g² (Parseval).
 */
export const hermiteCoefficients = (g: (z: number) => number, order: number, step: number): Float64Array =>
  searchNow(hermiteSearch(g, order, step))

/** {@link hermiteCoefficients} in pieces of some of the nodes. */
export function* hermiteSearch(g: (z: number) => number, order: number, step: number): Search<Float64Array> {
  const half = Math.round(WINDOW / step)
  const nodes = Array.from({ length: 2 * half + 1 }, (_, i) => (i - half) * step)
  return yield* hermiteSums(
    nodes.map((z) => [z, g(z) * Math.exp(-0.5 * z * z)] as const),
    order,
    step,
  )
}

/** The same of a g with breaks, by Gauss–Legendre panels between them, none wider than `widest`. */
export function* hermitePanels(
  g: (z: number) => number,
  order: number,
  breaks: readonly number[],
  widest: number,
): Search<Float64Array> {
  const ends = panelBreaks(-WINDOW, WINDOW, breaks, widest)
  const nodes = ends.slice(1).flatMap((end, i) => {
    const [middle, half] = [0.5 * (ends[i] + end), 0.5 * (end - ends[i])]
    return Array.from(rule.nodes, (node, j) => {
      const z = middle + half * node
      return [z, half * rule.weights[j] * g(z) * Math.exp(-0.5 * z * z)] as const
    })
  })
  return yield* hermiteSums(nodes, order, 1)
}

/** `unit` · Σ w He_k(z)/√(2π k!) over nodes z of weight w. */
function* hermiteSums(
  given: readonly (readonly [number, number])[],
  order: number,
  unit: number,
): Search<Float64Array> {
  const coefficients = new Float64Array(order + 1)
  const roots = Float64Array.from({ length: order + 1 }, (_, k) => Math.sqrt(k))
  const nodes = given.filter(([, weight]) => weight !== 0)
  const often = 4 * Math.ceil(PIECE / (4 * (order + 1)))
  for (let node = 0; node < nodes.length; node += 4) {
    if (node > 0 && node % often === 0) yield
    addTerms(coefficients, roots, nodes, node)
  }
  const scale = unit / Math.sqrt(2 * Math.PI)
  for (let k = 0; k <= order; k++) coefficients[k] *= scale
  return coefficients
}

/** Adds four nodes at a time, in their order: each recurrence waits for its own divisions only. */
function addTerms(
  coefficients: Float64Array,
  roots: Float64Array,
  nodes: readonly (readonly [number, number])[],
  node: number,
): void {
  const [z1, w1] = nodes[node]
  const [z2, w2] = nodes[node + 1] ?? NOTHING
  const [z3, w3] = nodes[node + 2] ?? NOTHING
  const [z4, w4] = nodes[node + 3] ?? NOTHING
  let [previous1, previous2, previous3, previous4] = [0, 0, 0, 0]
  let [current1, current2, current3, current4] = [w1, w2, w3, w4]
  coefficients[0] = coefficients[0] + current1 + current2 + current3 + current4
  for (let k = 1; k < coefficients.length; k++) {
    const [before, root] = [roots[k - 1], roots[k]]
    const next1 = (z1 * current1 - before * previous1) / root
    const next2 = (z2 * current2 - before * previous2) / root
    const next3 = (z3 * current3 - before * previous3) / root
    const next4 = (z4 * current4 - before * previous4) / root
    previous1 = current1
    previous2 = current2
    previous3 = current3
    previous4 = current4
    current1 = next1
    current2 = next2
    current3 = next3
    current4 = next4
    coefficients[k] = coefficients[k] + next1 + next2 + next3 + next4
  }
}
