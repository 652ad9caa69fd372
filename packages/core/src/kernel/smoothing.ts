import { chebyshevPoints, evaluate } from '../gaussian/chebyshev.js'
import { legendreRule, panelBreaks } from '../gaussian/legendre.js'
import { finder, largest, type Piecewise, reader } from '../gaussian/piecewise.js'

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
/**
 * Gauss–Hermite rules in their place where a piece is so many standard deviations wide: as the piece follows r to 1e-14 it has no
 * singularity within its width, and the rules are exact to 1e-16.
 */
const SHORT = [
  { from: 1024, nodes: [-Math.sqrt(3), 0, Math.sqrt(3)], weights: [1 / 6, 2 / 3, 1 / 6] },
  { from: 64, ...fiveNodes() },
]
/** Beside a cell's end a conditional mean changes on the scale of its Gaussian: there panels are graded. */
const GRADES = [-8.5, -4, -1.5, 0, 1.5, 4, 8.5]
/** A piece this much wider than the Gaussian shows no seam: its neighbours continue it. */
const WIDE = 4

/**
 * A stretch of the line. Either one that is narrower than the Gaussian, of which only the moments matter:
 * ∫ r(x) f(x) dx = Σ values[i] f(nodes[i]) for every f that is smooth on the scale of the Gaussian. Or a wide one, inside which r
 * is smooth on that scale.
 */
interface Cell {
  readonly a: number
  readonly b: number
  readonly moments?: { readonly nodes: Float64Array; readonly values: Float64Array }
  /** Ends of pieces inside a wide stretch. */
  readonly seams: number[]
}

/**
 * Correlations of r at every angle. Pieces that are narrower than the Gaussian of the angle are lumped together, so that a fine
 * structure costs no more than one of its size: what an angle costs is bounded, however steep r is.
 */
export function smoothing(r: Piecewise): Smoothing {
  const read = reader(r)
  const pieceAt = finder(r)
  const views = new Map<number, readonly Cell[]>()
  const cellsAt = (width: number): readonly Cell[] => {
    // the power of two below
    const size = 2 ** Math.floor(Math.log2(width))
    let cells = views.get(size)
    if (cells === undefined) {
      cells = cellsOf(r, size)
      views.set(size, cells)
    }
    return cells
  }

  function mean(cells: readonly Cell[], center: number, width: number): number {
    const [from, to] = [center - WIDEST * width, center + WIDEST * width]
    const scale = -0.5 / (width * width)
    let sum = 0
    for (let k = firstBeyond(cells, from); k < cells.length && cells[k].a < to; k++) {
      const { a, b, moments } = cells[k]
      if (moments !== undefined) {
        const { nodes, values } = moments
        for (let i = 0; i < nodes.length; i++) {
          const off = nodes[i] - center
          sum += values[i] * Math.exp(scale * off * off)
        }
        continue
      }
      if (a < from && to < b) {
        // nothing but r
        const piece = pieceAt(center)
        const scales = (piece.b - piece.a) / width
        if (scales >= SHORT[1].from) {
          const short = scales >= SHORT[0].from ? SHORT[0] : SHORT[1]
          let inside = 0
          for (let i = 0; i < short.nodes.length; i++)
            inside += short.weights[i] * read(center + short.nodes[i] * width)
          sum += inside * SQRT_2PI * width
          continue
        }
        // the trapezoid rule is exact to e^−54
        for (let i = -INSIDE; i <= INSIDE; i++)
          sum += STRIDE * width * bells[i + INSIDE] * read(center + i * STRIDE * width)
        continue
      }
      const [low, high] = [Math.max(a, from), Math.min(b, to)]
      const panels = Math.ceil((high - low) / (PANEL * width))
      const half = (0.5 * (high - low)) / panels
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
    }
    return (sum * INV_SQRT_2PI) / width
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
      const { nodes, weights } = outerNodes(cells, cosine, width, read)
      for (let i = 0; i < nodes.length; i++) {
        sum += weights[i] * Math.exp(-0.5 * nodes[i] ** 2) * mean(cells, nodes[i] * cosine, width)
      }
      return sum * INV_SQRT_2PI
    },
    effort: (angle) => {
      const [cosine, width] = [Math.cos(angle), Math.sin(angle)]
      const cells = cellsAt(width)
      let count = 0
      for (const u of outerNodes(cells, cosine, width, () => 1).nodes) {
        const [from, to] = [u * cosine - WIDEST * width, u * cosine + WIDEST * width]
        for (let k = firstBeyond(cells, from); k < cells.length && cells[k].a < to; k++) {
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

/** The nodes of the outer integral, with weights that r is part of. */
function outerNodes(
  cells: readonly Cell[],
  cosine: number,
  width: number,
  read: (x: number) => number,
): { nodes: number[]; weights: number[] } {
  const nodes: number[] = []
  const weights: number[] = []
  const add = (node: number, weight: number) => {
    nodes.push(node)
    weights.push(weight)
  }
  // where the conditional mean changes, seen from u
  const grades =
    width < cosine
      ? cells.flatMap(({ a, b }) => [a, b].flatMap((end) => GRADES.map((g) => (end + g * width) / cosine)))
      : []
  const ordered = Float64Array.from(grades).sort()
  let grade = 0
  for (const { a, b, moments, seams } of cells) {
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
  return { nodes, weights }
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

/** Below this share of the largest, under the root of the Gaussian weight, a piece is nothing. */
const NOTHING = 1e-18

function cellsOf(r: Piecewise, size: number): Cell[] {
  const kinks = new Set(r.kinks)
  const sizes = r.pieces.map((piece) => {
    const nearest = piece.a > 0 ? piece.a : piece.b < 0 ? -piece.b : 0
    return (piece.b - piece.a) * largest(piece) * Math.exp(-0.25 * nearest * nearest)
  })
  const floor = NOTHING * Math.max(...sizes)
  const cells: Cell[] = []
  let lump: Piecewise['pieces'][number][] = []
  const close = () => {
    if (lump.length > 0) cells.push(lumped(lump))
    lump = []
  }
  let before: Piecewise['pieces'][number] | undefined
  for (const [i, piece] of r.pieces.entries()) {
    const { a, b } = piece
    if (!(sizes[i] > floor)) continue
    if (b - a <= size) {
      if (lump.length > 0 && (lump[lump.length - 1].b !== a || b - lump[0].a > size)) close()
      lump.push(piece)
      before = undefined
      continue
    }
    close()
    const joins = before?.b === a && !kinks.has(a) && before.b - before.a >= WIDE * size && b - a >= WIDE * size
    const last = cells[cells.length - 1]
    if (joins) cells[cells.length - 1] = { ...last, b, seams: [...last.seams, a] }
    else cells.push({ a, b, seams: [] })
    before = piece
  }
  close()
  return cells
}

/** Pieces as one cell: their moments, brought to the Chebyshev points of all of it. */
function lumped(pieces: Piecewise['pieces']): Cell {
  const [a, b] = [pieces[0].a, pieces[pieces.length - 1].b]
  const nodes = Float64Array.from(chebyshevPoints(a, b, NODES))
  const values = new Float64Array(NODES)
  const barycentric = Float64Array.from(
    { length: NODES },
    (_, j) => (j % 2 === 0 ? 1 : -1) * Math.sin((Math.PI * (j + 0.5)) / NODES),
  )
  const shares = new Float64Array(NODES)
  for (const piece of pieces) {
    const half = 0.5 * (piece.b - piece.a)
    for (let i = 0; i < NODES; i++) {
      const x = 0.5 * (piece.a + piece.b) + half * rule.nodes[i]
      // by the place in the piece: x is rounded to more than its width
      const value = half * rule.weights[i] * evaluate({ ...piece, a: -1, b: 1 }, rule.nodes[i])
      const hit = nodes.indexOf(x)
      if (hit >= 0) {
        values[hit] += value
        continue
      }
      let total = 0
      for (let j = 0; j < NODES; j++) total += shares[j] = barycentric[j] / (x - nodes[j])
      for (let j = 0; j < NODES; j++) values[j] += (value * shares[j]) / total
    }
  }
  return { a, b, moments: { nodes, values }, seams: [] }
}
