import { legendreRule } from '@gardner/numerics'
import { chebyshevPoints, evaluate, finder, interpolate, type Piecewise } from '@gardner/numerics/piecewise'
import { type Cell, cellsOf } from './cell.js'

const NODES = 16
const rule = legendreRule(NODES)
/** How far a cell reaches beyond its kinks, and how wide it becomes before it is parted, in units of the Gaussian's size. */
const MARGIN = 0.25
const WIDEST = 0.75

interface Stretch {
  readonly from: number
  readonly to: number
}

/**
 * The cells of g″ as a distribution: with what the kinks contribute, steps of g and powers below 1 as well. About its kinks ∫ g″ f is
 * integrated by parts until g itself is left,
 *
 *     ∫ g″ f = [g′ f − g f′] + ∫ g f″,
 *
 * for the polynomials f of the cell; elsewhere g″ is a function, `bend`.
 */
export function bendCells(g: Piecewise, slope: Piecewise, bend: Piecewise, size: number): Cell[] {
  const stretches = about(g.kinks, size)
  const cells = stretches.map((stretch) => momentsOf(g, slope, stretch))
  const rest = { pieces: stretches.reduce(without, bend.pieces), kinks: g.kinks }
  return [...cells, ...cellsOf(rest, size)].sort((a, b) => a.a - b.a)
}

/** Stretches about the kinks, several of them in one where they are near to each other. */
function about(kinks: readonly number[], size: number): Stretch[] {
  const clusters: { first: number; last: number }[] = []
  for (const kink of kinks) {
    const cluster = clusters[clusters.length - 1]
    const joins =
      cluster !== undefined && kink - cluster.last < 2 * MARGIN * size && kink - cluster.first < WIDEST * size
    if (joins) cluster.last = kink
    else clusters.push({ first: kink, last: kink })
  }
  return clusters.map(({ first, last }, i) => ({
    from: Math.max(first - MARGIN * size, i === 0 ? -Infinity : 0.5 * (clusters[i - 1].last + first)),
    to: Math.min(last + MARGIN * size, i === clusters.length - 1 ? Infinity : 0.5 * (last + clusters[i + 1].first)),
  }))
}

/** The pieces outside a stretch; those at its ends are cut. */
const without = (pieces: Piecewise['pieces'], { from, to }: Stretch): Piecewise['pieces'] =>
  pieces.flatMap((piece) => {
    const { a, b } = piece
    if (b <= from || a >= to) return [piece]
    return [...(a < from ? [cut(piece, a, from)] : []), ...(b > to ? [cut(piece, to, b)] : [])]
  })

const cut = (piece: Piecewise['pieces'][number], a: number, b: number) =>
  interpolate((x) => evaluate(piece, x), a, b, piece.coefficients.length)

/** ∫ g″ f over a stretch as a sum over values of f at its Chebyshev points. */
function momentsOf(g: Piecewise, slope: Piecewise, { from, to }: Stretch): Cell {
  const half = 0.5 * (to - from)
  const [pieceAt, slopePieceAt] = [finder(g), finder(slope)]
  const [start, end] = [from, to].map((x) => evaluate(pieceAt(x), x))
  // a line has no g″: without the chord little of the digits of g is lost
  const steepness = (end - start) / (to - from)
  const [startSlope, endSlope] = [from, to].map((x) => evaluate(slopePieceAt(x), x) - steepness)
  // by T_k
  const moments = Float64Array.from({ length: NODES }, (_, k) => endSlope - (k % 2 === 0 ? 1 : -1) * startSlope)
  for (const piece of g.pieces) {
    const [a, b] = [Math.max(piece.a, from), Math.min(piece.b, to)]
    if (!(a < b)) continue
    const width = 0.5 * (b - a)
    for (let i = 0; i < NODES; i++) {
      const x = 0.5 * (a + b) + width * rule.nodes[i]
      const value = evaluate(piece, x) - start - steepness * (x - from)
      addBends(moments, (x - from) / half - 1, (width * rule.weights[i] * value) / (half * half))
    }
  }
  const nodes = Float64Array.from(chebyshevPoints(from, to, NODES))
  const values = nodes.map((_, j) => {
    const angle = (Math.PI * (j + 0.5)) / NODES
    return moments.reduce((sum, moment, k) => sum + ((k === 0 ? 1 : 2) / NODES) * Math.cos(k * angle) * moment, 0)
  })
  return { a: from, b: to, moments: { nodes, values }, seams: [] }
}

/** Adds the multiples of T_k″(t). */
function addBends(moments: Float64Array, t: number, weight: number): void {
  let [before, value] = [1, t]
  let [slopeBefore, slope] = [0, 1]
  let [bendBefore, bend] = [0, 0]
  for (let k = 2; k < moments.length; k++) {
    ;[bendBefore, bend] = [bend, 4 * slope + 2 * t * bend - bendBefore]
    ;[slopeBefore, slope] = [slope, 2 * value + 2 * t * slope - slopeBefore]
    ;[before, value] = [value, 2 * t * value - before]
    moments[k] += weight * bend
  }
}
