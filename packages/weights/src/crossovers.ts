import type { Crossover } from '@gardner/core'

interface Line {
  /** The level w, the slope in b of its exponent. */
  readonly level: number
  /** Its exponent at b = 0. */
  readonly height: number
}

/**
 * Where one level takes over from another as b grows: the corners of the upper envelope of the lines
 * log m_i + b w_i − a w_i²/2. Between neighbours that both come to dominate, b = a(w_i + w_j)/2 +
 * log(m_i/m_j)/(w_j − w_i); a level that never dominates (a < 0, or a small mass) is passed over.
 *
 * A pair at distance Δ has its poles at ±iπ/Δ, which a width 1/2Δ keeps with a factor two to spare; corners that
 * lie closer to each other than that act as one, of the distance of their outermost levels.
 */
export function crossoversOf(levels: readonly number[], logMasses: readonly number[], a: number): readonly Crossover[] {
  const lines = envelope(levels.map((level, i) => ({ level, height: logMasses[i] - 0.5 * a * level * level })))
  const corners = lines.slice(1).map((line, i) => crossing(lines[i], line))
  return corners.map((center, at) => {
    let width = Infinity
    for (let from = 0; from <= at; from++) {
      for (let to = at; to < corners.length; to++) {
        const span = corners[to] - corners[from]
        width = Math.min(width, Math.max(1 / (lines[to + 1].level - lines[from].level), span))
      }
    }
    return { center, width: 0.5 * width }
  })
}

const crossing = (left: Line, right: Line): number => (left.height - right.height) / (right.level - left.level)

/** The lines (of ascending slope) that are highest somewhere. */
function envelope(lines: readonly Line[]): Line[] {
  const upper: Line[] = []
  for (const line of lines) {
    while (upper.length > 1) {
      const last = upper[upper.length - 1]
      if (crossing(upper[upper.length - 2], last) < crossing(last, line)) break
      upper.pop()
    }
    upper.push(line)
  }
  return upper
}
