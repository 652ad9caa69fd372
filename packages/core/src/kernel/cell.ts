import { legendreRule } from '@gardner/numerics'
import { chebyshevPoints, evaluate, largest, type Piecewise } from '@gardner/numerics/piecewise'

const NODES = 16
const rule = legendreRule(NODES)
/** A piece this much wider than the Gaussian shows no seam: its neighbours continue it. */
const WIDE = 4

/**
 * A stretch of the line. Either one that is narrower than the Gaussian, of which only the moments matter:
 * ∫ r(x) f(x) dx = Σ values[i] f(nodes[i]) for every f that is smooth on the scale of the Gaussian. Or a wide one, inside which r
 * is smooth on that scale.
 */
export interface Cell {
  readonly a: number
  readonly b: number
  readonly moments?: Moments
  /** Ends of pieces inside a wide stretch. */
  readonly seams: number[]
}

export interface Moments {
  readonly nodes: Float64Array
  readonly values: Float64Array
}

/** Below this share of the largest, under the root of the Gaussian weight, a piece is nothing. */
const NOTHING = 1e-18

/** The cells of r for Gaussians of `size` and wider. */
export function cellsOf(r: Piecewise, size: number): Cell[] {
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
