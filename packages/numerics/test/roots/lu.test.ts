import { describe, expect, test } from 'vitest'
import { luSolve } from '../../src/index.js'
import { determinantSign } from '../../src/roots/lu.js'
import { seededUniform } from '../seeded-uniform.js'

const times = (matrix: readonly number[], x: readonly number[]): number[] =>
  x.map((_, row) => x.reduce((sum, value, column) => sum + matrix[row * x.length + column] * value, 0))

const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe('random systems', () => {
  const uniform = seededUniform(1)
  for (const n of [1, 2, 3, 5, 8, 20]) {
    test(`of ${n} equations are solved to rounding`, () => {
      for (let trial = 0; trial < 50; trial++) {
        const matrix = Array.from({ length: n * n }, () => 2 * uniform() - 1)
        const vector = Array.from({ length: n }, () => 2 * uniform() - 1)
        const x = luSolve(matrix, vector)!
        const left = times(matrix, x).map((value, i) => value - vector[i])
        // backward stable: the residual is small beside |A| |x|, however badly conditioned A is
        expect(largest(left)).toBeLessThan(8 * n * Number.EPSILON * n * largest(x))
      }
    })
  }

  test('of badly scaled equations lose no digits where scaling loses none', () => {
    const rows = [1, 2 ** 300, 2 ** -300]
    const matrix = [2, 1, 1, 1, 3, 2, 1, 0, 5]
    const exact = [3, -5, 7]
    const vector = times(matrix, exact)
    const scaled = matrix.map((value, i) => value * rows[Math.floor(i / 3)])
    const x = luSolve(
      scaled,
      vector.map((value, i) => value * rows[i]),
    )!
    for (const [i, value] of exact.entries()) expect(x[i]).toBeCloseTo(value, 13)
  })
})

describe('pivoting', () => {
  test('a zero on the diagonal is no obstacle', () => expect(luSolve([0, 1, 1, 0], [3, 5])).toEqual([5, 3]))

  test('a tiny pivot is not divided by', () => {
    const x = luSolve([1e-20, 1, 1, 1], [1, 2])!
    expect(x[0]).toBeCloseTo(1, 15)
    expect(x[1]).toBeCloseTo(1, 15)
  })

  test('a cyclic permutation is undone', () =>
    expect(luSolve([0, 1, 0, 0, 0, 1, 1, 0, 0], [1, 2, 3])).toEqual([3, 1, 2]))
})

describe('systems without a solution', () => {
  const cases: [string, number[], number[]][] = [
    ['zero', [0], [1]],
    ['of equal rows', [1, 2, 1, 2], [1, 1]],
    ['of a zero column', [0, 1, 0, 2], [1, 2]],
    ['of rank 1', [1, 2, 3, 2, 4, 6, 4, 8, 12], [1, 2, 3]],
    ['with NaN on the diagonal', [Number.NaN, 0, 0, 1], [1, 1]],
    ['with NaN below the diagonal', [1, 0, Number.NaN, 1], [1, 1]],
    ['with NaN above the diagonal', [1, Number.NaN, 0, 1], [1, 1]],
    ['with Infinity', [1, 0, 0, Number.POSITIVE_INFINITY], [1, 1]],
    ['with Infinity off the diagonal', [1, Number.POSITIVE_INFINITY, 0, 1], [1, 1]],
    ['whose right side is NaN', [1, 0, 0, 1], [1, Number.NaN]],
    ['whose right side is infinite', [1, 0, 0, 1], [Number.NEGATIVE_INFINITY, 1]],
    ['whose solution overflows', [1e-300], [1e300]],
  ]
  for (const [what, matrix, vector] of cases) {
    test(`a matrix ${what}`, () => expect(luSolve(matrix, vector)).toBeUndefined())
  }
})

test('the arguments are left as they are', () => {
  const matrix = Object.freeze([1, 2, 3, 4])
  const vector = Object.freeze([5, 6])
  const x = luSolve(matrix, vector)!
  expect(x[0]).toBeCloseTo(-4, 14)
  expect(x[1]).toBeCloseTo(4.5, 14)
  expect(matrix).toEqual([1, 2, 3, 4])
  expect(vector).toEqual([5, 6])
})

test('no equations have the empty solution', () => expect(luSolve([], [])).toEqual([]))

describe('the sign of a determinant', () => {
  test('of small matrices', () => {
    const cases: [readonly number[], number][] = [
      [[], 1],
      [[3], 1],
      [[-3], -1],
      [[1, 2, 3, 4], -1],
      [[3, 4, 1, 2], 1],
      [[0, 1, 0, 0, 0, 1, 1, 0, 0], 1],
      [[0, 1, 0, 1, 0, 0, 0, 0, 1], -1],
      [[1e-200, 0, 0, -1e-200], -1],
    ]
    for (const [matrix, sign] of cases) expect(determinantSign(matrix)).toBe(sign)
  })

  test('is 0 of singular matrices, and where there is no number', () => {
    for (const matrix of [[0], [1, 2, 2, 4], [0, 1, 0, 2], [Number.NaN], [1, Number.NaN, 0, Number.NaN]])
      expect(determinantSign(matrix)).toBe(0)
  })

  test('is a homomorphism, changes with a swap of rows and not with the transpose', () => {
    const uniform = seededUniform(3)
    for (const n of [2, 3, 5, 9]) {
      for (let trial = 0; trial < 20; trial++) {
        const random = () => Array.from({ length: n * n }, () => 2 * uniform() - 1)
        const [a, b] = [random(), random()]
        const product = a.map((_, index) => {
          const [row, column] = [Math.floor(index / n), index % n]
          let sum = 0
          for (let k = 0; k < n; k++) sum += a[row * n + k] * b[k * n + column]
          return sum
        })
        const swapped = [...a.slice(n, 2 * n), ...a.slice(0, n), ...a.slice(2 * n)]
        const transposed = a.map((_, index) => a[(index % n) * n + Math.floor(index / n)])
        expect(determinantSign(product)).toBe(determinantSign(a) * determinantSign(b))
        expect(determinantSign(swapped)).toBe(-determinantSign(a))
        expect(determinantSign(transposed)).toBe(determinantSign(a))
      }
    }
  })

  test('leaves the matrix as it is', () => {
    const matrix = Object.freeze([1, 2, 3, 4])
    determinantSign(matrix)
    expect(matrix).toEqual([1, 2, 3, 4])
  })
})
