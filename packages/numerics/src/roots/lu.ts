/**
 * Solves A x = b by LU decomposition with partial pivoting. `matrix` is n × n, row-major; neither argument is
 * changed. Returns undefined if A is singular to working precision.
 *
 * @example luSolve([2, 1, 1, 3], [3, 5]) // [0.8, 1.4]
 */
export function luSolve(matrix: readonly number[], vector: readonly number[]): number[] | undefined {
  const n = vector.length
  const a = matrix.slice()
  const x = vector.slice()
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(a[row * n + column]) > Math.abs(a[pivot * n + column])) pivot = row
    }
    const largest = a[pivot * n + column]
    if (!(Math.abs(largest) > 0) || !Number.isFinite(largest)) return undefined
    if (pivot !== column) {
      for (let k = 0; k < n; k++) [a[column * n + k], a[pivot * n + k]] = [a[pivot * n + k], a[column * n + k]]
      ;[x[column], x[pivot]] = [x[pivot], x[column]]
    }
    for (let row = column + 1; row < n; row++) {
      const factor = a[row * n + column] / largest
      if (factor === 0) continue
      for (let k = column + 1; k < n; k++) a[row * n + k] -= factor * a[column * n + k]
      x[row] -= factor * x[column]
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) x[row] -= a[row * n + k] * x[k]
    x[row] /= a[row * n + row]
  }
  return x.every(Number.isFinite) ? x : undefined
}

/** The sign of det A, 0 where it is singular. `matrix` is n × n, row-major, and is not changed. */
export function determinantSign(matrix: readonly number[]): -1 | 0 | 1 {
  const n = Math.sqrt(matrix.length)
  const a = matrix.slice()
  let sign: -1 | 1 = 1
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(a[row * n + column]) > Math.abs(a[pivot * n + column])) pivot = row
    }
    const largest = a[pivot * n + column]
    if (!(Math.abs(largest) > 0)) return 0
    if (pivot !== column) {
      for (let k = 0; k < n; k++) [a[column * n + k], a[pivot * n + k]] = [a[pivot * n + k], a[column * n + k]]
      sign = sign === 1 ? -1 : 1
    }
    if (largest < 0) sign = sign === 1 ? -1 : 1
    for (let row = column + 1; row < n; row++) {
      const factor = a[row * n + column] / largest
      for (let k = column + 1; k < n; k++) a[row * n + k] -= factor * a[column * n + k]
    }
  }
  return sign
}
