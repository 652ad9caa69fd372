/** A longer word is no slip of the pen, and would take its length squared. */
const LONGEST = 64

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other; Infinity beyond 64 letters. */
export function editDistance(one: string, other: string): number {
  if (one.length > LONGEST || other.length > LONGEST) return Infinity
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= one.length; i++) {
    rows[i] = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1)
      }
    }
  }
  return rows[one.length][other.length]
}
