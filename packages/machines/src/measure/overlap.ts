import { invalid } from '@gardner/core'

/**
 * q = Σ_j W_j W'_j / size of two weight vectors of the same machine, both of norm Σ W² = size.
 *
 * @throws INVALID_OPTION if they differ in length or are empty
 */
export function overlap(one: ArrayLike<number>, other: ArrayLike<number>): number {
  checkPair(one, other)
  return product(one, other, 0, one.length) / one.length
}

/** q_l = Σ_i W_li W'_li / fan of every unit; their mean is the overlap. */
export function unitOverlaps(units: number, one: ArrayLike<number>, other: ArrayLike<number>): Float64Array {
  checkPair(one, other)
  const fan = one.length / units
  if (!Number.isSafeInteger(units) || units < 1 || !Number.isInteger(fan)) {
    throw invalid('units', units, `a number of units that divides the ${one.length} weights`)
  }
  return Float64Array.from({ length: units }, (_, l) => product(one, other, l * fan, (l + 1) * fan) / fan)
}

/** q^{ab} of all replicas: symmetric, with their norms W^a·W^a/size, which are 1, on the diagonal. */
export function overlapMatrix(replicas: readonly ArrayLike<number>[]): number[][] {
  checkReplicas(replicas)
  const rows = replicas.map(() => new Array<number>(replicas.length).fill(0))
  for (const [a, one] of replicas.entries()) {
    for (let b = 0; b <= a; b++) rows[a][b] = rows[b][a] = overlap(one, replicas[b])
  }
  return rows
}

/**
 * The mean of q^{ab} over the y(y − 1)/2 pairs of replicas, in O(y·size); 1 of a single one.
 *
 *     Σ_{a<b} W^a·W^b = ½ (|Σ_a W^a|² − Σ_a |W^a|²)
 */
export function meanOverlap(replicas: readonly ArrayLike<number>[]): number {
  checkReplicas(replicas)
  const y = replicas.length
  if (y === 1) return 1
  const size = replicas[0].length
  let pairs = 0
  for (let j = 0; j < size; j++) {
    let sum = 0
    let squares = 0
    for (const weights of replicas) {
      sum += weights[j]
      squares += weights[j] * weights[j]
    }
    pairs += sum * sum - squares
  }
  return pairs / (y * (y - 1) * size)
}

/** d = (1 − q)/2: the share of weights that differ if they are ±1. */
export const distanceAt = (q: number): number => (1 - q) / 2

/** Weight vectors, at least one, of the same length. */
export function checkReplicas(replicas: readonly ArrayLike<number>[]): void {
  if (!Array.isArray(replicas) || replicas.length === 0) {
    throw invalid('replicas', replicas, 'a non-empty list of weight vectors')
  }
  for (const weights of replicas) checkPair(replicas[0], weights)
}

function checkPair(one: ArrayLike<number>, other: ArrayLike<number>): void {
  const lengths = [one, other].map((weights) => (weights as ArrayLike<number> | undefined)?.length)
  if (lengths[0] !== lengths[1] || lengths[0] === undefined || lengths[0] === 0) {
    throw invalid('weights', `${lengths[0]} and ${lengths[1]} of them`, 'weight vectors of the same machine')
  }
}

function product(one: ArrayLike<number>, other: ArrayLike<number>, from: number, to: number): number {
  let sum = 0
  for (let j = from; j < to; j++) sum += one[j] * other[j]
  return sum
}
