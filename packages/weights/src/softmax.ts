/** e^{x_i} relative to the largest of them, and their sum: nothing overflows, and the sum is at least 1. */
export function softmax(exponents: readonly number[]): { shares: number[]; total: number; largest: number } {
  let largest = -Infinity
  for (const x of exponents) largest = Math.max(largest, x)
  const shares = exponents.map((x) => Math.exp(x - largest))
  let total = 0
  for (const share of shares) total += share
  return { shares, total, largest }
}
