import { linear } from '@gardner/activations'
import { problem } from '@gardner/core'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { randomWeights } from '../../src/instance.js'
import { barycentre } from '../../src/measure/barycentre.js'
import { distanceAt, meanOverlap, overlap, overlapMatrix, unitOverlaps } from '../../src/measure/overlap.js'
import { Random, seeded } from '../../src/random.js'

const committee = (weights: typeof binary | typeof spherical, units: number, fan: number) => ({
  problem: problem({ activation: linear, weights, alpha: 1 }),
  size: units * fan,
  fan,
})
const replicasOf = (of: ReturnType<typeof committee>, y: number, seed = 1) => {
  const random = new Random(seeded(seed))
  return Array.from({ length: y }, () => randomWeights(of, random))
}

describe('overlaps', () => {
  test('of itself 1, of its opposite −1, and of one with d of the weights changed 1 − 2d', () => {
    for (const of of [committee(binary, 3, 7), committee(spherical, 3, 7)]) {
      const [w] = replicasOf(of, 1)
      expect(overlap(w, w)).toBeCloseTo(1, 14)
      expect(
        overlap(
          w,
          w.map((x) => -x),
        ),
      ).toBeCloseTo(-1, 14)
    }
    const [w] = replicasOf(committee(binary, 3, 7), 1)
    const flipped = w.map((x, j) => (j % 3 === 0 ? -x : x))
    expect(distanceAt(overlap(w, flipped))).toBeCloseTo(7 / 21, 14)
  })

  test('by unit: their mean is the overlap', () => {
    const [a, b] = replicasOf(committee(binary, 5, 9), 2)
    const each = unitOverlaps(5, a, b)
    expect(each.length).toBe(5)
    expect(each[1]).toBe(overlap(a.slice(9, 18), b.slice(9, 18)))
    expect(each.reduce((sum, q) => sum + q, 0) / 5).toBeCloseTo(overlap(a, b), 14)
  })

  test('between replicas: the matrix, and the mean over its pairs', () => {
    for (const of of [committee(binary, 3, 11), committee(spherical, 3, 11)]) {
      const replicas = replicasOf(of, 4)
      const matrix = overlapMatrix(replicas)
      let sum = 0
      for (let a = 0; a < 4; a++) {
        expect(matrix[a][a]).toBeCloseTo(1, 14)
        for (let b = 0; b < a; b++) {
          expect(matrix[a][b]).toBe(matrix[b][a])
          expect(matrix[a][b]).toBe(overlap(replicas[a], replicas[b]))
          sum += matrix[a][b]
        }
      }
      expect(meanOverlap(replicas)).toBeCloseTo(sum / 6, 13)
    }
    expect(meanOverlap(replicasOf(committee(binary, 1, 3), 1))).toBe(1)
  })

  test('vectors of different machines are refused', () => {
    expect(() => overlap([1, 1], [1])).toThrow('invalid weights: "2 and 1 of them"')
    expect(() => overlap([], [])).toThrow('invalid weights')
    expect(() => unitOverlaps(2, [1, 1, 1], [1, 1, 1])).toThrow('a number of units that divides the 3 weights')
    expect(() => overlapMatrix([])).toThrow('a non-empty list of weight vectors')
    expect(() => meanOverlap([[1], [1, 1]])).toThrow('invalid weights')
  })
})

describe('barycentres', () => {
  test('±1: the majority', () => {
    const of = committee(binary, 1, 4)
    const made = barycentre(of, [
      [1, 1, -1, -1],
      [1, -1, -1, -1],
      [1, 1, 1, -1],
    ])
    expect([...made]).toEqual([1, 1, -1, -1])
  })

  test('±1, ties: the first replica decides, with no bias', () => {
    const of = committee(binary, 1, 4)
    const pair = [
      [1, 1, -1, -1],
      [1, -1, 1, -1],
    ]
    expect([...barycentre(of, pair)]).toEqual(pair[0])
    const large = committee(binary, 1, 40_000)
    const replicas = replicasOf(large, 2)
    const mean = barycentre(large, replicas).reduce((sum, w) => sum + w, 0) / 40_000
    // half of the weights are ties: giving them all to +1 would make the mean ½; its standard deviation is 0.005
    expect(Math.abs(mean)).toBeLessThan(0.02)
  })

  test('it is closer to the replicas than they are to each other', () => {
    for (const of of [committee(binary, 3, 501), committee(spherical, 3, 501)]) {
      const [centre] = replicasOf(of, 1, 9)
      const random = new Random(seeded(8))
      const replicas = Array.from({ length: 5 }, () => centre.map((w) => (random.uniform() < 0.2 ? -w : w)))
      const middle = barycentre(of, replicas)
      for (const replica of replicas) expect(overlap(middle, replica)).toBeGreaterThan(meanOverlap(replicas) + 0.1)
      expect(overlap(middle, centre)).toBeGreaterThan(0.8)
    }
  })

  test('sphere: every unit is scaled to its norm, along the mean', () => {
    const of = committee(spherical, 3, 7)
    const replicas = replicasOf(of, 3)
    const middle = barycentre(of, replicas)
    for (let l = 0; l < 3; l++) {
      const unit = middle.slice(7 * l, 7 * l + 7)
      expect(unit.reduce((sum, w) => sum + w * w, 0)).toBeCloseTo(7, 12)
      const sum = unit.map((_, i) => replicas.reduce((total, w) => total + w[7 * l + i], 0))
      const scale = unit[0] / sum[0]
      expect(scale).toBeGreaterThan(0)
      for (let i = 0; i < 7; i++) expect(unit[i]).toBeCloseTo(scale * sum[i], 12)
    }
  })

  test('sphere: where replicas are opposite it is the first', () => {
    const of = committee(spherical, 2, 5)
    const [w] = replicasOf(of, 1)
    const opposite = w.map((x, j) => (j < 5 ? -x : x))
    const middle = barycentre(of, [w, opposite])
    for (let j = 0; j < 10; j++) expect(middle[j]).toBeCloseTo(w[j], 12)
  })

  test('of another machine: refused', () => {
    expect(() => barycentre(committee(binary, 1, 3), [[1, 1]])).toThrow('expected 3 weights each')
    expect(() => barycentre(committee(binary, 1, 3), [])).toThrow('a non-empty list of weight vectors')
  })
})
