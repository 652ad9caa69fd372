import { legendreRule, panelBreaks } from '@gardner/numerics'
import { evaluate, finder, type Piecewise, reader } from '@gardner/numerics/piecewise'
import { type Cell, cellsOf } from './cell.js'

/** A piecewise function r under the Gaussian of two standard normal numbers at an angle ψ, of correlation cos ψ. */
export interface Smoothing {
  /** E[r(u)r(v)] */
  correlation(angle: number): number
  /** E[r(v) | u] = E_z r(u cos ψ + z sin ψ) */
  conditional(u: number, angle: number): number
  /** How many values {@link correlation} takes at this angle, about. */
  effort(angle: number): number
}

const NODES = 16
const rule = legendreRule(NODES)
/** |u| up to which correlations go: their integrands grow little, as powers above |u|⁴ have kernels of a short series. */
const REACH = 10
/** Standard deviations up to which a conditional mean goes. */
const WIDEST = 9
/** Standard deviations that a panel of 16 nodes spans. */
const PANEL = 4
/** Step of the trapezoid rule in standard deviations, and how many there are on either side. */
const STRIDE = 0.6
const INSIDE = Math.ceil(WIDEST / STRIDE)
const bells = Float64Array.from({ length: 2 * INSIDE + 1 }, (_, i) => Math.exp(-0.5 * ((i - INSIDE) * STRIDE) ** 2))
interface ShortRule {
  /** Standard deviations that a piece must have. */
  readonly from: number
  readonly nodes: readonly number[]
  readonly weights: readonly number[]
}

/**
 * Gauss–Hermite rules in their place where a piece is so many standard deviations wide: as the piece follows r to 1e-14 it has no
 * singularity within its width, and the rules are exact to 1e-16.
 */
const SHORT: readonly ShortRule[] = [
  { from: 1024, nodes: [-Math.sqrt(3), 0, Math.sqrt(3)], weights: [1 / 6, 2 / 3, 1 / 6] },
  { from: 64, ...fiveNodes() },
]
/** The rules with one more, exact for polynomials of the degree of a piece: for those that must follow many angles. */
export const SHORTER = [...SHORT, { from: 16, ...eightNodes() }]
/** Beside a cell's end a conditional mean changes on the scale of its Gaussian: there panels are graded. */
const GRADES = [-8.5, -4, -1.5, 0, 1.5, 4, 8.5]
/**
 * Correlations of r at every angle. Pieces that are narrower than the Gaussian of the angle are lumped together, so that a fine
 * structure costs no more than one of its size: what an angle costs is bounded, however steep r is.
 */
export function smoothing(
  r: Piecewise,
  cellsFor = (size: number): readonly Cell[] => cellsOf(r, size),
  rules = SHORT,
): Smoothing {
  const read = reader(r)
  const pieceAt = finder(r)
  const views = new Map<number, readonly Cell[]>()
  const cellsAt = (width: number): readonly Cell[] => {
    // the power of two below
    const size = 2 ** Math.floor(Math.log2(width))
    let cells = views.get(size)
    if (cells === undefined) {
      cells = cellsFor(size)
      views.set(size, cells)
    }
    return cells
  }

  /** Over all cells; or over those from `own` on, the ones behind it twice. */
  function mean(cells: readonly Cell[], center: number, width: number, own = -1): number {
    const [from, to] = [center - WIDEST * width, center + WIDEST * width]
    const scale = -0.5 / (width * width)
    let sum = 0
    for (let k = Math.max(own, firstBeyond(cells, from)); k < cells.length && cells[k].a < to; k++) {
      const { a, b, moments } = cells[k]
      let share = 0
      if (moments !== undefined) {
        const { nodes, values } = moments
        for (let i = 0; i < nodes.length; i++) {
          const off = nodes[i] - center
          share += values[i] * Math.exp(scale * off * off)
        }
      } else if (a < from && to < b) share = wholeMean(center, width)
      else share = addPanels(0, Math.max(a, from), Math.min(b, to), center, width)
      sum += own >= 0 && k > own ? 2 * share : share
    }
    return (sum * INV_SQRT_2PI) / width
  }

  // functions of their own, small enough for the engine to keep numbers in registers

  /** Where there is nothing but r. */
  function wholeMean(center: number, width: number): number {
    let piece = pieceAt(center)
    const short = ruleFor(rules, (piece.b - piece.a) / width)
    if (short !== undefined) {
      const { nodes, weights } = short
      let inside = 0
      for (let i = 0; i < nodes.length; i++) {
        const x = center + nodes[i] * width
        if (!(x >= piece.a && x <= piece.b)) piece = pieceAt(x)
        inside += weights[i] * evaluate(piece, x)
      }
      return inside * SQRT_2PI * width
    }
    // the trapezoid rule is exact to e^−54
    let sum = 0
    for (let i = -INSIDE; i <= INSIDE; i++) {
      const x = center + i * STRIDE * width
      if (!(x >= piece.a && x <= piece.b)) piece = pieceAt(x)
      sum += STRIDE * width * bells[i + INSIDE] * evaluate(piece, x)
    }
    return sum
  }

  function addPanels(before: number, low: number, high: number, center: number, width: number): number {
    const scale = -0.5 / (width * width)
    const panels = Math.ceil((high - low) / (PANEL * width))
    const half = (0.5 * (high - low)) / panels
    let sum = before
    let piece = pieceAt(low)
    for (let panel = 0; panel < panels; panel++) {
      const middle = low + (2 * panel + 1) * half
      let inside = 0
      for (let i = 0; i < NODES; i++) {
        const x = middle + half * rule.nodes[i]
        const off = x - center
        if (!(x >= piece.a && x <= piece.b)) piece = pieceAt(x)
        inside += rule.weights[i] * Math.exp(scale * off * off) * evaluate(piece, x)
      }
      sum += half * inside
    }
    return sum
  }

  return {
    conditional: (u, angle) => {
      const width = Math.sin(angle)
      return mean(cellsAt(width), u * Math.cos(angle), width)
    },
    correlation: (angle) => {
      const [cosine, width] = [Math.cos(angle), Math.sin(angle)]
      const cells = cellsAt(width)
      let sum = 0
      const { nodes, weights, owners } = outerNodes(cells, cosine, width, read)
      // two cells are one pair, whichever of them is u's
      for (let i = 0; i < nodes.length; i++) {
        sum += weights[i] * Math.exp(-0.5 * nodes[i] ** 2) * mean(cells, nodes[i] * cosine, width, owners[i])
      }
      return sum * INV_SQRT_2PI
    },
    effort: (angle) => {
      const [cosine, width] = [Math.cos(angle), Math.sin(angle)]
      const cells = cellsAt(width)
      let count = 0
      const { nodes: outer, owners } = outerNodes(cells, cosine, width, () => 1)
      for (const [i, u] of outer.entries()) {
        const [from, to] = [u * cosine - WIDEST * width, u * cosine + WIDEST * width]
        for (let k = Math.max(owners[i], firstBeyond(cells, from)); k < cells.length && cells[k].a < to; k++) {
          const { a, b, moments } = cells[k]
          const panels = Math.ceil((Math.min(b, to) - Math.max(a, from)) / (PANEL * width))
          count += moments !== undefined ? moments.nodes.length : a < from && to < b ? bells.length : panels * NODES
        }
      }
      return count
    },
  }
}

const INV_SQRT_2PI = 0.3989422804014327
const SQRT_2PI = 1 / INV_SQRT_2PI

/** Nodes and weights of the Gauss–Hermite rule of five, for the normal density. */
function fiveNodes(): { nodes: number[]; weights: number[] } {
  const root = Math.sqrt(10)
  const [near, far] = [Math.sqrt(5 - root), Math.sqrt(5 + root)]
  const [heavy, light] = [(7 + 2 * root) / 60, (7 - 2 * root) / 60]
  return { nodes: [-far, -near, 0, near, far], weights: [light, heavy, 8 / 15, heavy, light] }
}

/** The shortest rule for a piece so many standard deviations wide. */
function ruleFor(rules: readonly ShortRule[], scales: number): ShortRule | undefined {
  for (const rule of rules) if (scales >= rule.from) return rule
  return undefined
}

function eightNodes(): { nodes: number[]; weights: number[] } {
  const half = [0.5390798113513751, 1.636519042435108, 2.8024858612875416, 4.1445471861258945]
  const weights = [0.37301225767907736, 0.11723990766175903, 0.009635220120788266, 0.00011261453837536777]
  return { nodes: half.flatMap((node) => [-node, node]), weights: weights.flatMap((weight) => [weight, weight]) }
}

/** The nodes of the outer integral, with weights that r is part of, and the cells they lie in. */
function outerNodes(
  cells: readonly Cell[],
  cosine: number,
  width: number,
  read: (x: number) => number,
): { nodes: number[]; weights: number[]; owners: number[] } {
  const nodes: number[] = []
  const weights: number[] = []
  const owners: number[] = []
  // where the conditional mean changes, seen from u
  const grades =
    width < cosine
      ? cells.flatMap(({ a, b }) => [a, b].flatMap((end) => GRADES.map((g) => (end + g * width) / cosine)))
      : []
  const ordered = Float64Array.from(grades).sort()
  let grade = 0
  for (const [k, { a, b, moments, seams }] of cells.entries()) {
    const add = (node: number, weight: number) => {
      nodes.push(node)
      weights.push(weight)
      owners.push(k)
    }
    if (moments !== undefined) {
      for (let i = 0; i < moments.nodes.length; i++) add(moments.nodes[i], moments.values[i])
      continue
    }
    const [from, to] = [Math.max(a, -REACH), Math.min(b, REACH)]
    if (!(from < to)) continue
    const splits = [...seams]
    let last = from
    while (grade < ordered.length && ordered[grade] < to) {
      const split = ordered[grade++]
      if (split < last + width || split > to - width) continue
      splits.push(split)
      last = split
    }
    const breaks = panelBreaks(from, to, splits, 1.5)
    for (let panel = 1; panel < breaks.length; panel++) {
      const half = 0.5 * (breaks[panel] - breaks[panel - 1])
      const middle = 0.5 * (breaks[panel] + breaks[panel - 1])
      for (let i = 0; i < NODES; i++) {
        const u = middle + half * rule.nodes[i]
        add(u, half * rule.weights[i] * read(u))
      }
    }
  }
  return { nodes, weights, owners }
}

/** The first cell that reaches beyond x. */
function firstBeyond(cells: readonly Cell[], x: number): number {
  let low = 0
  let high = cells.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cells[middle].b > x) high = middle
    else low = middle + 1
  }
  return low
}
