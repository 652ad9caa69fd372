import type { SitePrior } from '@gardner/core'
import { Catalogue, WEIGHTS } from '@gardner/core/registry'
import { FINE_STEP, gaussianMean } from '@gardner/numerics'
import plugin, { binary, discrete, spherical, ternary, ternaryOf } from '@gardner/weights'
import { describe, expect, test } from 'vitest'

const catalogue = new Catalogue().use(plugin)
const named = (text: string) => catalogue.get(WEIGHTS, text)

describe('names', () => {
  test('plain ones', () => {
    expect(named('spherical')).toBe(spherical)
    expect(named('binary')).toBe(binary)
    expect(named('ternary')).toBe(ternary)
  })
  test('families say what they were made with', () => {
    expect(named('ternary:0.5')).toMatchObject({ name: 'ternary', parameters: { zero: 0.5 } })
    expect(named('discrete:-1,0,1')).toMatchObject({
      name: 'discrete',
      parameters: { levels: [-1, 0, 1], probabilities: [1 / 3, 1 / 3, 1 / 3] },
    })
    expect(named('discrete:1@0.25,-1@0.25,0@0.5')).toMatchObject({
      parameters: { levels: [-1, 0, 1], probabilities: [0.25, 0.5, 0.25] },
    })
  })
  test('ternary is the discrete prior of its levels', () => {
    const same = discrete({ levels: [-1, 0, 1], probabilities: [0.3, 0.4, 0.3] })
    const made = ternaryOf({ zero: 0.4 })
    expect(made.parameters).toEqual({ zero: 0.4 })
    for (const [a, b] of [
      [0, 0],
      [1, -2],
      [3, 0.7],
    ]) {
      expect(made.logPartition(a, b)).toBeCloseTo(same.logPartition(a, b), 14)
      expect(made.variance(a, b)).toBeCloseTo(same.variance(a, b), 14)
    }
  })
})

describe('what has no meaning is refused', () => {
  const cases: [string, () => unknown, string][] = [
    [
      'no levels',
      () => named('discrete'),
      'invalid levels of discrete: []; expected a non-empty list of finite numbers',
    ],
    [
      'one level',
      () => named('discrete:1'),
      'invalid levels of discrete: [1]; expected at least two numbers, all different',
    ],
    ['a level twice', () => discrete({ levels: [1, 2, 1] }), 'expected at least two numbers, all different'],
    ['0 and −0', () => discrete({ levels: [0, -0] }), 'expected at least two numbers, all different'],
    ['a word', () => named('discrete:one,2'), 'invalid parameter of discrete: "one"; expected a finite number'],
    [
      'nothing between commas',
      () => named('discrete:1,,2'),
      'invalid parameter of discrete: ""; expected a finite number',
    ],
    [
      'infinity',
      () => discrete({ levels: [0, Infinity] }),
      'invalid levels of discrete entry: Infinity; expected a finite number',
    ],
    [
      'some probabilities',
      () => named('discrete:1@0.5,-1'),
      'invalid discrete: "1@0.5,-1"; expected a probability behind every level, or behind none',
    ],
    ['two probabilities', () => named('discrete:1@0.5@0.5,-1@1@0'), 'expected a probability behind every level'],
    [
      'a sum that is not 1',
      () => discrete({ levels: [0, 1], probabilities: [0.5, 0.4] }),
      'invalid probabilities of discrete: [0.5,0.4]; expected positive numbers that sum to 1',
    ],
    [
      'a negative probability',
      () => discrete({ levels: [0, 1], probabilities: [-0.5, 1.5] }),
      'expected positive numbers that sum to 1',
    ],
    [
      'a probability too few',
      () => discrete({ levels: [0, 1, 2], probabilities: [0.5, 0.5] }),
      'invalid probabilities of discrete: [0.5,0.5]; expected 3 of them, one for each level',
    ],
    [
      'a mistyped option',
      () => discrete({ levels: [0, 1], weights: [1, 1] } as never),
      'invalid option of discrete: "weights"; expected one of levels, probabilities',
    ],
    [
      'probabilities that are null',
      () => discrete({ levels: [0, 1], probabilities: null } as never),
      'invalid probabilities of discrete: null; expected a non-empty list of finite numbers',
    ],
    ['ternary of null', () => ternaryOf({ zero: null } as never), 'invalid probability of 0 in ternary: null'],
    [
      'ternary without zeros',
      () => ternaryOf({ zero: 0 }),
      'invalid probability of 0 in ternary: 0; expected a number above 0 and below 1',
    ],
    [
      'ternary:1',
      () => named('ternary:1'),
      'invalid probability of 0 in ternary: 1; expected a number above 0 and below 1',
    ],
    [
      'ternary:x',
      () => named('ternary:x'),
      'invalid parameter of ternary: "x"; expected a finite number (ternary:probability of 0)',
    ],
  ]
  for (const [what, make, message] of cases) {
    test(what, () => expect(make).toThrow(message))
  }
})

describe('values', () => {
  const pair = discrete({ levels: [1, -1] })
  test('binary is the discrete prior of ±1', () => {
    expect(pair.unitNorm && pair.even).toBe(true)
    for (const a of [0, 3]) {
      for (const b of [-800, -20, -1, -1e-8, 0, 1e-12, 0.3, 4, 50, 1e4]) {
        expect(Math.abs(pair.logPartition(a, b) - binary.logPartition(a, b))).toBeLessThanOrEqual(
          1e-15 * (1 + Math.abs(b) + a),
        )
        expect(Math.abs(pair.mean(a, b) - binary.mean(a, b))).toBeLessThanOrEqual(1e-15 * Math.abs(b))
        expect(Math.abs(pair.variance(a, b) - binary.variance(a, b))).toBeLessThanOrEqual(1e-13 * binary.variance(a, b))
      }
    }
  })
  test('binary keeps its digits at large fields', () => {
    // 1/cosh² b is 4e^{−2b} to the last digit
    expect(binary.variance(0, 20) / (4 * Math.exp(-40))).toBeCloseTo(1, 13)
    expect(binary.variance(0, 300) / (4 * Math.exp(-600))).toBeCloseTo(1, 13)
    expect(binary.logPartition(0, 1e4)).toBe(1e4)
  })
  test('the mass is the entropy of the prior', () => {
    expect(binary.logPartition(0, 0)).toBe(Math.LN2)
    expect(ternary.logPartition(0, 0)).toBeCloseTo(Math.log(3), 15)
    expect(ternary.logWeight(1, 2)).toBe(0)
    const skewed = discrete({ levels: [0, 1], probabilities: [0.9, 0.1] })
    expect(skewed.logPartition(0, 0)).toBeCloseTo(-0.9 * Math.log(0.9) - 0.1 * Math.log(0.1), 15)
    // at a large field only the level 1 is left, whose log-mass is log 0.1 + H
    expect(skewed.logWeight(0, 50)).toBeCloseTo(Math.log(0.1) + skewed.logPartition(0, 0), 14)
  })
  test('the mean of an even prior is right at small fields', () => {
    expect(ternary.mean(0, 1e-12) / ((2 / 3) * 1e-12)).toBeCloseTo(1, 14)
  })
})

describe('crossovers', () => {
  test('corners of the envelope', () => {
    expect(binary.crossovers(7)).toEqual([{ center: 0, width: 0.5 }])
    expect(ternary.crossovers(4)).toEqual([
      { center: -2, width: 0.5 },
      { center: 2, width: 0.5 },
    ])
    // with a < 0 the level 0 never dominates, and ±1 change places at once
    expect(ternary.crossovers(-4)).toEqual([{ center: 0, width: 0.25 }])
    expect(discrete({ levels: [0, 1], probabilities: [0.9, 0.1] }).crossovers(0)[0].center).toBeCloseTo(Math.log(9), 14)
  })

  const members: Record<string, SitePrior> = {
    binary,
    ternary,
    sparse: ternaryOf({ zero: 0.98 }),
    five: discrete({ levels: [-2, -1, 0, 1, 2] }),
    skewed: discrete({ levels: [-3, 0.5, 2, 10], probabilities: [0.2, 0.1, 0.3, 0.4] }),
  }
  for (const [name, prior] of Object.entries(members)) {
    test(`quadrature of ⟨w⟩² over the fields of ${name} converges with them`, () => {
      for (const a of [-0.3, 0, 0.2, 1, 6]) {
        for (const spread of [0.3, 1, 5, 40]) {
          const crossovers = prior
            .crossovers(a)
            .map(({ center, width }) => ({ center: center / spread, width: width / spread }))
          const f = (z: number) => prior.mean(a, spread * z) ** 2
          const by = (step: number) => gaussianMean(f, crossovers, step)
          const fine = by(1 / 24)
          expect(Math.abs(by(FINE_STEP) / fine - 1), `a = ${a}, spread ${spread}`).toBeLessThan(1e-11)
        }
      }
    })
  }
})
