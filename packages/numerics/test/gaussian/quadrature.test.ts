import { describe, expect, test } from 'vitest'
import {
  type Crossover,
  density,
  estimated,
  evenGaussianRule,
  FINE_STEP,
  gaussianMean,
  gaussianRule,
  logTail,
  type Rule,
  type RuleBuffer,
  ruleBuffer,
  STANDARD_STEP,
  tail,
} from '../../src/index.js'

const kappas = [-7, -3, -1, -0.2, 0, 0.2, 1, 3, 7]
const ratios = [1e-12, 1e-9, 1e-6, 1e-3, 1e-2, 0.1, 0.5, 1, 2, 10, 100, 1e3, 1e6, 1e9, 1e12]

/** What the rules leave out: the Gaussian beyond |z| = 9. */
const BEYOND = 1e-18

/** E_z H((κ − √C z)/√v) = H(κ/√(C + v)), on the scale C + v = 1. */
const smeared = (kappa: number, ratio: number) => {
  const v = 1 / (1 + ratio)
  const C = ratio * v
  const crossover: Crossover = { center: kappa / Math.sqrt(C), width: Math.sqrt(v / C) }
  return { f: (z: number) => tail((kappa - Math.sqrt(C) * z) / Math.sqrt(v)), crossover, exact: tail(kappa) }
}

describe('a smeared tail is a tail', () => {
  for (const kappa of kappas) {
    for (const ratio of ratios) {
      test(`κ = ${kappa}, C/v = ${ratio}`, () => {
        const { f, crossover, exact } = smeared(kappa, ratio)
        const scale = Math.max(exact, 1e-5)
        expect(Math.abs(gaussianMean(f, [crossover], FINE_STEP) - exact) / scale).toBeLessThan(1e-13)
        const { value, error } = estimated((step) => gaussianMean(f, [crossover], step))
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(error + BEYOND)
        expect(error / scale).toBeLessThan(1e-10)
      })
    }
  }
})

describe('its derivative is a density', () => {
  // ∫Dz φ((κ − √C z)/√v) √(C/v) = √C φ(κ) at C + v = 1: a peak as thin as the crossover
  for (const kappa of kappas) {
    test(`κ = ${kappa}`, () => {
      for (const ratio of ratios) {
        const v = 1 / (1 + ratio)
        const C = ratio * v
        const f = (z: number) => density((kappa - Math.sqrt(C) * z) / Math.sqrt(v)) / Math.sqrt(v)
        const { value, error } = estimated((step) =>
          gaussianMean(f, [{ center: kappa / Math.sqrt(C), width: Math.sqrt(v / C) }], step),
        )
        // the argument of φ is a difference in units of the crossover, which multiplies its rounding
        const rounding = 4 * Number.EPSILON * Math.sqrt(ratio) * (1 + kappa * kappa) * density(kappa)
        expect(Math.abs(value - density(kappa))).toBeLessThanOrEqual(error + rounding + BEYOND)
        expect(Math.abs(value - density(kappa))).toBeLessThan(1e-13 + rounding)
      }
    })
  }
})

describe('moments', () => {
  const crossovers: [string, readonly Crossover[]][] = [
    ['without crossovers', []],
    ['with a wide crossover', [{ center: 0.3, width: 2 }]],
    ['with a crossover at 0', [{ center: 0, width: 0.1 }]],
    ['with a thin crossover off centre', [{ center: -1.7, width: 1e-5 }]],
    ['with a crossover of the thinnest', [{ center: 0.4, width: 1e-12 }]],
    ['with a crossover far out', [{ center: 8, width: 0.01 }]],
    ['with a crossover beyond the reach', [{ center: 15, width: 0.01 }]],
    ['with a crossover out of sight', [{ center: -40, width: 1e-3 }]],
    [
      'with two crossovers',
      [
        { center: -1, width: 0.01 },
        { center: 2, width: 0.2 },
      ],
    ],
    [
      'with three crossovers, two of them at one place',
      [
        { center: 0.5, width: 1e-6 },
        { center: 0.5, width: 1e-2 },
        { center: 3, width: 0.5 },
      ],
    ],
  ]
  for (const [what, list] of crossovers) {
    test(`up to z⁸ ${what}`, () => {
      let exact = 1
      for (let k = 0; k <= 8; k += 2) {
        if (k > 0) exact *= k - 1
        const even = estimated((step) => gaussianMean((z) => z ** k, list, step))
        const beyond = 4 * 9 ** (k + 1) * BEYOND
        expect(Math.abs(even.value - exact) / exact).toBeLessThan(4e-13)
        expect(Math.abs(even.value - exact)).toBeLessThanOrEqual(even.error + beyond + 1e-14 * exact)
        const odd = estimated((step) => gaussianMean((z) => z ** (k + 1), list, step))
        expect(Math.abs(odd.value) / exact).toBeLessThan(k * 4e-13 + 1e-14)
        // nothing is left of a sum of terms of this size
        expect(Math.abs(odd.value)).toBeLessThanOrEqual(odd.error + 9 * beyond + 1e-14 * (k + 1) * exact)
      }
    })
  }
})

describe('several crossovers', () => {
  const sums: [string, (readonly [weight: number, kappa: number, ratio: number])[]][] = [
    [
      'two alike',
      [
        [1, -0.5, 1e4],
        [1, 0.5, 1e4],
      ],
    ],
    [
      'thin beside thick',
      [
        [1, 0, 1e10],
        [2, 1, 10],
      ],
    ],
    [
      'at one place, of two widths',
      [
        [1, 0.7, 1e8],
        [-3, 0.7, 1e3],
      ],
    ],
    [
      'nearly at one place',
      [
        [1, 0.7, 1e8],
        [1, 0.7001, 1e8],
      ],
    ],
    [
      'with one too wide to count',
      [
        [1, -1, 1e-3],
        [1, 1, 1e6],
      ],
    ],
    [
      'with one too far to count',
      [
        [1, 25, 1e6],
        [1, 1, 1e6],
      ],
    ],
    [
      'four',
      [
        [1, -2, 1e3],
        [0.5, -1, 1e5],
        [0.25, 1, 1e7],
        [-2, 2, 1e9],
      ],
    ],
    [
      'of the thinnest',
      [
        [1, -1, 1e12],
        [1, 1, 1e12],
        [1, 0, 1e12],
      ],
    ],
  ]
  for (const [what, terms] of sums) {
    test(what, () => {
      const parts = terms.map(([weight, kappa, ratio]) => ({ weight, ...smeared(kappa, ratio) }))
      const f = (z: number) => parts.reduce((sum, part) => sum + part.weight * part.f(z), 0)
      const exact = parts.reduce((sum, part) => sum + part.weight * part.exact, 0)
      const size = parts.reduce((sum, part) => sum + Math.abs(part.weight) * part.exact, 0)
      const crossovers = parts.map(({ crossover }) => crossover)
      const { value, error } = estimated((step) => gaussianMean(f, crossovers, step))
      expect(Math.abs(value - exact) / size).toBeLessThan(1e-12)
      const thinnest = Math.min(...crossovers.map(({ width }) => width))
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(error + Number.EPSILON * (16 + 1e-3 / thinnest) * size)
      const reversed = estimated((step) => gaussianMean(f, [...crossovers].reverse(), step))
      expect(Math.abs(reversed.value - value)).toBeLessThanOrEqual(1e-14 * size)
    })
  }
})

describe('the rule for even integrands', () => {
  for (const width of [1e-12, 1e-6, 1e-3, 0.1, 0.5, 0.999, 1, 3, Number.POSITIVE_INFINITY]) {
    test(`has half the nodes of the rule at 0, width ${width}`, () => {
      for (const step of [STANDARD_STEP, FINE_STEP]) {
        const even = evenGaussianRule(width, step)
        const whole = gaussianRule([{ center: 0, width }], step)
        expect(whole.nodes).toHaveLength(2 * even.nodes.length - 1)
        expect(even.nodes[0]).toBe(0)
        const mean = (f: (z: number) => number, { nodes, weights }: typeof even) =>
          nodes.reduce((sum, z, k) => sum + weights[k] * f(z), 0)
        for (const f of [() => 1, (z: number) => z * z, (z: number) => logTail(-Math.abs(z)), Math.cos]) {
          expect(mean(f, even)).toBeCloseTo(mean(f, whole), 13)
        }
      }
    })
  }
})

describe('what a rule is', () => {
  test('ascending nodes with weights that are not negative', () => {
    for (const crossovers of [
      [],
      [{ center: 1, width: 1e-3 }],
      [
        { center: 1, width: 1e-3 },
        { center: -2, width: 1e-9 },
      ],
    ]) {
      const { nodes, weights } = gaussianRule(crossovers)
      expect(weights).toHaveLength(nodes.length)
      for (const [k, z] of nodes.entries()) {
        if (k > 0) expect(z).toBeGreaterThanOrEqual(nodes[k - 1])
        expect(weights[k]).toBeGreaterThanOrEqual(0)
      }
    }
  })

  test('the same whatever its buffer held before', () => {
    const near: readonly Crossover[] = [{ center: 0.5, width: 1e-2 }]
    const pair: readonly Crossover[] = [...near, { center: -0.5, width: 1e-2 }]
    const rules = [
      (buffer?: RuleBuffer) => evenGaussianRule(0.1, STANDARD_STEP, buffer),
      (buffer?: RuleBuffer) => gaussianRule(near, STANDARD_STEP, buffer),
      (buffer?: RuleBuffer) => gaussianRule(pair, STANDARD_STEP, buffer),
      (buffer?: RuleBuffer) => gaussianRule([], STANDARD_STEP, buffer),
    ]
    const numbers = ({ length, nodes, weights }: Rule) => [[...nodes.slice(0, length)], [...weights.slice(0, length)]]
    for (const before of rules) {
      for (const rule of rules) {
        const buffer = ruleBuffer()
        before(buffer)
        expect(numbers(rule(buffer))).toEqual(numbers(rule()))
      }
    }
  })

  test('nodes grow with the logarithm of the crossover', () => {
    const count = (width: number) => gaussianRule([{ center: 0, width }]).nodes.length
    expect(count(1e-12)).toBeLessThan(500)
    expect(count(1e-12) - count(1e-8)).toBeLessThan(1.2 * (count(1e-8) - count(1e-4)))
  })

  test('a finer step is finer', () => {
    const crossovers = [{ center: 0.5, width: 0.01 }]
    expect(gaussianRule(crossovers, FINE_STEP).nodes.length).toBeGreaterThan(gaussianRule(crossovers).nodes.length)
  })
})

describe('the error of an estimate', () => {
  test('covers what a hopeless integrand leaves', () => {
    // a kink that no crossover tells of
    const exact = Math.sqrt(2 / Math.PI)
    for (const shift of [0.1, 0.37, 1.2]) {
      const f = (z: number) => Math.abs(z - shift)
      const { value, error } = estimated((step) => gaussianMean(f, [], step))
      const truth = exact * Math.exp(-0.5 * shift * shift) + shift * (1 - 2 * tail(shift))
      expect(Math.abs(value - truth)).toBeGreaterThan(1e-6)
      expect(error).toBeGreaterThan(1e-6)
    }
  })

  test('is at least what doubles resolve', () => {
    expect(estimated(() => 3)).toEqual({ value: 3, error: 12 * Number.EPSILON })
    expect(estimated(() => -3).error).toBe(12 * Number.EPSILON)
  })

  test('is the distance of the two steps', () => {
    const { value, error } = estimated((step) => 1 + step)
    expect(value).toBe(1 + FINE_STEP)
    expect(error).toBeCloseTo(STANDARD_STEP - FINE_STEP, 14)
  })
})
