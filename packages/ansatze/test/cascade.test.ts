import { linear, relu } from '@gardner/activations'
import { type Constraint, machine, margin } from '@gardner/core'
import { FINE_STEP, gaussianMean, STANDARD_STEP } from '@gardner/numerics'
import { binary, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { type Cascade, type Channel, cascade, type Level, patternField, weightField } from '../src/index.js'
import { type DenseField, denseCascade } from './dense-cascade.js'

/** f(h; v) of a margin as a channel, without the activation that v would come from. */
const fieldOf = (constraint: Constraint, v: number): Channel => ({
  value: (h) => constraint.logEvidence(h, v),
  score: (h) => constraint.score(h, v),
  crossovers: constraint.crossovers(v),
  stiffness: [1 / v, 0],
})

const levelsOf = (...pairs: readonly (readonly [parisi: number, variance: number])[]): Level[] =>
  pairs.map(([parisi, variance]) => ({ parisi, variance }))

function made(channel: Channel, rootVariance: number, levels: readonly Level[], step = FINE_STEP): Cascade {
  const found = cascade(channel, rootVariance, levels, step)
  if (found === undefined) throw new Error('no lattice')
  return found
}

/** The dense cascade with a spacing for its thinnest crossover and its narrowest tilted Gaussian. */
function dense(field: DenseField, stiffness: number, width: number, rootVariance: number, levels: readonly Level[]) {
  const narrowest = levels.map(({ parisi, variance }) => Math.sqrt(variance / (1 + parisi * variance * stiffness)))
  const spacing = Math.min(0.2 * width, 0.7 * Math.min(...narrowest), 0.04)
  const total = levels.reduce((sum, { variance }) => sum + variance, rootVariance)
  return denseCascade(field, rootVariance, levels, spacing, 9.5 * Math.sqrt(total) + 1)
}

/** The largest relative deviation of two lists. */
function deviation(measured: readonly number[], expected: readonly number[]): number {
  expect(measured).toHaveLength(expected.length)
  return Math.max(...measured.map((value, i) => Math.abs(value / expected[i] - 1)))
}

describe('dense sums', () => {
  const cases = [1, 0.3, 0.05, 0.01].flatMap((v) =>
    [1e-3, 0.4, 1, 5, 100]
      .filter((m) => m < 100 || v > 0.01)
      .flatMap((m) => [
        [v, levelsOf([m, 0.3])] as const,
        [v, levelsOf([0.4 * m, 0.2], [m, 0.3])] as const,
        ...(v === 0.3 ? [[v, levelsOf([0.3 * m, 0.1], [0.6 * m, 0.15], [m, 0.2])] as const] : []),
      ]),
  )
  test.each(cases.map(([v, levels]) => [v, levels.map(({ parisi }) => parisi).join(', '), levels] as const))(
    'agree for the margin at v = %d and m = %s',
    (v, _, levels) => {
      const constraint = margin(0.3)
      const expected = dense(
        {
          value: (h) => constraint.logEvidence(h, v),
          slope: (h) => constraint.score(h, v),
          bend: (h) => constraint.curvature(h, v),
        },
        1 / v,
        Math.sqrt(v),
        0.5,
        levels,
      )
      for (const [step, scores, curvatures] of [
        [STANDARD_STEP, 1e-11, 1e-8],
        [FINE_STEP, 3e-12, 1e-10],
      ] as const) {
        const found = made(fieldOf(constraint, v), 0.5, levels, step)
        expect(Math.abs(found.mean - expected.mean)).toBeLessThan(1e-12)
        expect(deviation(found.meanSquareScore, expected.meanSquareScore)).toBeLessThan(scores)
        expect(
          deviation(
            found.meanSquareCurvature((h) => constraint.curvature(h, v)),
            expected.meanSquareCurvature,
          ),
        ).toBeLessThan(curvatures)
      }
    },
  )

  test.each([binary, ternary].map((prior) => [prior.name, prior] as const))('agree for %s weights', (_, prior) => {
    for (const m of [0.05, 0.5, 1]) {
      const levels = levelsOf([0.6 * m, 0.7], [m, 1.3])
      const field = weightField(prior, 0.4)
      const variance = (b: number) => prior.variance(0.4, b)
      const expected = dense({ value: field.value, slope: field.score, bend: variance }, 0, 0.5, 0.9, levels)
      const found = made(field, 0.9, levels)
      expect(Math.abs(found.mean - expected.mean)).toBeLessThan(1e-12)
      expect(deviation(found.meanSquareScore, expected.meanSquareScore)).toBeLessThan(1e-11)
      expect(deviation(found.meanSquareCurvature(variance), expected.meanSquareCurvature)).toBeLessThan(1e-10)
    }
  })
})

describe('closed forms', () => {
  const quadratic = (a: number, b: number): Channel => ({
    value: (x) => b * x - 0.5 * a * x * x,
    score: (x) => b - a * x,
    crossovers: [],
    stiffness: [Math.max(0, a), Math.max(0, a)],
  })

  /** T of c + bx − ½ax² is another such function. */
  const step = ([a, b, c]: readonly [number, number, number], { parisi, variance }: Level) => {
    const wide = 1 + parisi * a * variance
    return [a / wide, b / wide, c + (0.5 * parisi * variance * b * b) / wide - Math.log(wide) / (2 * parisi)] as const
  }

  test.each([
    [0.8, 0.5],
    [30, -2],
    [0, 1.5],
    [-0.4, 0.3],
  ])('of a quadratic with a = %d, b = %d', (a, b) => {
    for (const levels of [
      levelsOf([0.4, 0.7]),
      levelsOf([1e-3, 0.7]),
      levelsOf([0.2, 0.5], [0.7, 0.3]),
      levelsOf([0.1, 0.2], [0.5, 0.3], [0.9, 0.4]),
    ]) {
      const root = 0.6
      const found = made(quadratic(a, b), root, levels)
      const functions = [[a, b, 0] as readonly [number, number, number]]
      for (const level of [...levels].reverse()) functions.unshift(step(functions[0], level))
      const [a0, b0, c0] = functions[0]
      expect(Math.abs(found.mean - (c0 - 0.5 * a0 * root))).toBeLessThan(1e-13 * (1 + Math.abs(found.mean)))
      // the field of the tilted law stays Gaussian: mean and variance level by level
      let [mean, variance] = [0, root]
      const squares = [b0 * b0 + a0 * a0 * root]
      for (const [i, { parisi, variance: width }] of levels.entries()) {
        const [, bi] = functions[i + 1]
        const wide = 1 + parisi * width * functions[i + 1][0]
        mean = (mean + parisi * width * bi) / wide
        variance = variance / (wide * wide) + width / wide
        squares.push((bi - functions[i + 1][0] * mean) ** 2 + functions[i + 1][0] ** 2 * variance)
      }
      for (const [i, square] of squares.entries())
        expect(Math.abs(found.meanSquareScore[i] - square)).toBeLessThan(1e-13 * (1 + square))
      for (const [i, square] of found.meanSquareCurvature(() => -a).entries())
        expect(Math.abs(square - functions[i][0] ** 2)).toBeLessThan(1e-12 * (1e-3 + square))
    }
  })

  test('for m = 1 a level only adds to the variance v of the patterns', () => {
    const constraint = margin(-0.2)
    for (const v of [0.5, 0.01, 1e-4]) {
      const levels = levelsOf([1, 0.2], [1, 0.3])
      const found = made(fieldOf(constraint, v), 0.4, levels)
      const wider = v + 0.5
      const crossovers = [{ center: -0.2 / Math.sqrt(0.4), width: Math.sqrt(wider / 0.4) }]
      const mean = gaussianMean((z) => constraint.logEvidence(Math.sqrt(0.4) * z, wider), crossovers, FINE_STEP)
      const score = gaussianMean((z) => constraint.score(Math.sqrt(0.4) * z, wider) ** 2, crossovers, FINE_STEP)
      expect(Math.abs(found.mean - mean)).toBeLessThan(1e-14)
      expect(Math.abs(found.meanSquareScore[0] / score - 1)).toBeLessThan(1e-13)
    }
  })

  test('for m → 0 a level only adds to the variance of the outermost field', () => {
    const constraint = margin(0.1)
    for (const v of [0.5, 0.01]) {
      const plain = made(fieldOf(constraint, v), 0.9, [])
      const [near, nearer] = [1e-5, 1e-6].map((m) => made(fieldOf(constraint, v), 0.4, levelsOf([m, 0.5])))
      expect(nearer.mean).toBeGreaterThan(plain.mean)
      // linear in m: what is left is of second order
      expect(Math.abs(nearer.mean - plain.mean - 1e-6 * nearer.parisiSlope[0])).toBeLessThan(1e-7)
      const score = (10 * nearer.meanSquareScore[1] - near.meanSquareScore[1]) / 9
      expect(Math.abs(score / plain.meanSquareScore[0] - 1)).toBeLessThan(1e-6)
    }
  })
})

describe('levels', () => {
  const committee = machine({ activation: relu, weights: binary, margin: 0.2 })
  const field = patternField(committee, 0.15)
  const curvature = (h: number) => committee.constraint.curvature(h, committee.kernel.deficit(0.15))

  test('of no variance change nothing and repeat the level outside them', () => {
    const plain = made(field, 0.2, levelsOf([0.3, 0.05], [0.6, 0.1]))
    const padded = made(field, 0.2, levelsOf([0.1, 0], [0.3, 0.05], [0.4, 0], [0.6, 0.1], [0.8, 0]))
    expect(padded.mean).toBe(plain.mean)
    const outside = [0, 0, 1, 1, 2, 2]
    expect(padded.meanSquareScore).toEqual(outside.map((i) => plain.meanSquareScore[i]))
    const squares = plain.meanSquareCurvature(curvature)
    expect(padded.meanSquareCurvature(curvature)).toEqual(outside.map((i) => squares[i]))
    expect(padded.spread).toEqual([0, plain.spread[0], 0, plain.spread[1], 0])
    expect(padded.parisiSlope).toEqual([0, plain.parisiSlope[0], 0, plain.parisiSlope[1], 0])
    expect([...padded.weights]).toEqual([...plain.weights])
  })

  test('of equal m are one level', () => {
    for (const m of [1e-2, 0.5, 3]) {
      const one = made(field, 0.2, levelsOf([m, 0.15]))
      const two = made(field, 0.2, levelsOf([m, 0.06], [m, 0.09]))
      expect(Math.abs(one.mean - two.mean)).toBeLessThan(1e-15 * (10 + 1 / m))
      expect(Math.abs(one.meanSquareScore[1] / two.meanSquareScore[2] - 1)).toBeLessThan(1e-13)
      expect(Math.abs(one.spread[0] / (two.spread[0] + two.spread[1]) - 1)).toBeLessThan(1e-13)
      expect(Math.abs(one.parisiSlope[0] / (two.parisiSlope[0] + two.parisiSlope[1]) - 1)).toBeLessThan(1e-12)
    }
  })

  test('that are slight keep the digits of what they add', () => {
    const plain = made(field, 0.2, [])
    const square = plain.meanSquareCurvature(curvature)[0]
    // ⟨f_1'²⟩ − ⟨f_0'²⟩ = Δ ⟨f''²⟩ + … and ∂mean/∂m = ½ Δ ⟨f'²⟩ + …: what is beyond the first order falls with Δ
    const [near, nearer] = [1e-4, 1e-6].map((variance) => {
      const { spread, parisiSlope } = made(field, 0.2, levelsOf([0.4, variance]))
      return [
        spread[0] / (variance * square) - 1,
        parisiSlope[0] / (0.5 * variance * plain.meanSquareScore[0]) - 1,
      ] as const
    })
    for (const i of [0, 1]) {
      expect(Math.abs(near[i])).toBeLessThan(1e-2)
      expect(Math.abs(nearer[i] - near[i] / 100)).toBeLessThan(1e-7)
    }
  })

  test('may start from an outermost field of next to no variance, far from the crossovers', () => {
    const far = fieldOf(margin(-2), 0.4)
    const still = made(far, 0, levelsOf([0.5, 0.1]))
    for (const root of [1e-6, 1e-12, 1e-20, 1e-28]) {
      const found = made(far, root, levelsOf([0.5, 0.1]))
      expect(Math.abs(found.mean - still.mean)).toBeLessThan(root + 1e-15)
      expect(Math.abs(found.weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-13)
    }
  })

  test('without a variance of the outermost field start from h = 0', () => {
    const found = made(field, 0, levelsOf([0.5, 0.1]))
    const near = made(field, 1e-12, levelsOf([0.5, 0.1]))
    expect(Math.abs(found.mean - near.mean)).toBeLessThan(1e-10)
    expect(Math.abs(found.meanSquareScore[1] / near.meanSquareScore[1] - 1)).toBeLessThan(1e-9)
  })
})

describe('derivatives of the mean', () => {
  const constraint = margin(0.25)
  const v = 0.08
  const levels = levelsOf([0.15, 0.2], [0.4, 0.25], [0.8, 0.1])
  const root = 0.3
  const found = made(fieldOf(constraint, v), root, levels)

  /** A derivative in the logarithm of a parameter, to fourth order. */
  const slope = (of: (factor: number) => number) => {
    const h = 2e-3
    const at = (shift: number) => of(Math.exp(shift))
    return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
  }
  const changed = (i: number, change: (level: Level) => Level) =>
    levels.map((level, j) => (i === j ? change(level) : level))

  test.each([0, 1, 2])('∂mean/∂m_i of level %i', (i) => {
    const measured = slope(
      (factor) =>
        made(
          fieldOf(constraint, v),
          root,
          changed(i, ({ parisi, variance }) => ({ parisi: parisi * factor, variance })),
        ).mean,
    )
    expect(Math.abs(measured / (levels[i].parisi * found.parisiSlope[i]) - 1)).toBeLessThan(1e-9)
  })

  test('⟨f_i′²⟩ from the derivatives in the variances', () => {
    // ∂mean/∂Δ_i = ½ ⟨f_i'' + m_i f_i'²⟩, and f_{i−1}'' + m_i f_{i−1}'² = ⟨f_i'' + m_i f_i'²⟩; v is a level of m = 1
    const byVariance = [
      slope((factor) => made(fieldOf(constraint, v), root * factor, levels).mean) / root,
      ...levels.map(
        (level, i) =>
          slope(
            (factor) =>
              made(
                fieldOf(constraint, v),
                root,
                changed(i, ({ parisi, variance }) => ({ parisi, variance: variance * factor })),
              ).mean,
          ) / level.variance,
      ),
      slope((factor) => made(fieldOf(constraint, v * factor), root, levels).mean) / v,
    ]
    const m = [0, ...levels.map(({ parisi }) => parisi), 1]
    for (const [i, square] of found.meanSquareScore.entries()) {
      const measured = (2 * (byVariance[i + 1] - byVariance[i])) / (m[i + 1] - m[i])
      expect(Math.abs(measured / square - 1)).toBeLessThan(1e-8)
    }
  })

  test('⟨f_i″²⟩ of the outermost levels from a variance handed from one to the next', () => {
    // d⟨f_0'²⟩ = ⟨f_0''²⟩ − 2 m_1 ⟨f_0'² f_0''⟩, where m_1 → 0 leaves the first term
    const slight = levelsOf([1e-9, 0.3], [0.4, 0.25])
    const at = (by: number) =>
      made(fieldOf(constraint, v), root + by, levelsOf([1e-9, 0.3 - by], [0.4, 0.25])).meanSquareScore[0]
    const h = 1e-3
    const measured = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
    const square = made(fieldOf(constraint, v), root, slight).meanSquareCurvature((x) => constraint.curvature(x, v))[0]
    expect(Math.abs(measured / square - 1)).toBeLessThan(3e-7)
  })
})

describe('the law of the innermost field', () => {
  test.each([1e-3, 0.3, 1, 20])('has norm 1 and the averages of the cascade at m = %d', (m) => {
    const committee = machine({ activation: linear, weights: binary, margin: 0.4 })
    for (const gap of [0.5, 0.03, 1e-4]) {
      const levels = levelsOf([0.5 * m, 0.2], [m, 0.3])
      const { nodes, weights, meanSquareScore } = made(patternField(committee, gap), 0.4, levels)
      expect(nodes).toHaveLength(weights.length)
      expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-13)
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0)
      for (let j = 1; j < nodes.length; j++) expect(nodes[j]).toBeGreaterThan(nodes[j - 1])
      const square = weights.reduce(
        (sum, weight, j) => sum + weight * committee.constraint.score(nodes[j], gap) ** 2,
        0,
      )
      expect(Math.abs(square / meanSquareScore[2] - 1)).toBeLessThan(1e-12)
    }
  })

  test('resolves crossovers that are asked for', () => {
    const committee = machine({ activation: linear, weights: binary })
    const around = (width: number) => {
      const { nodes, weights } = made(patternField(committee, 0.4, [{ center: 0.7, width }]), 0.3, levelsOf([0.5, 0.3]))
      let sum = 0
      for (let j = 0; j < nodes.length; j++) sum += weights[j] * Math.exp(-0.5 * ((nodes[j] - 0.7) / width) ** 2)
      return sum / (width * Math.sqrt(2 * Math.PI))
    }
    // a narrowing Gaussian reads off a density
    expect(Math.abs(around(1e-4) / around(1e-3) - 1)).toBeLessThan(1e-5)
    expect(Math.abs(around(1e-5) / around(1e-4) - 1)).toBeLessThan(1e-7)
  })
})

test('a lattice that no machine could hold is refused, not made', () => {
  const committee = machine({ activation: linear, weights: binary })
  expect(cascade(patternField(committee, 1e-3), 1, levelsOf([0.5, 1e-14]), FINE_STEP)).toBeUndefined()
})
