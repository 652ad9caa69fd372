import { elu, leakyRelu, linear, polynomial, quadratic, relu, sign, tanh } from '@gardner/activations'
import { type Activation, type Histogram, type Instance, problem } from '@gardner/core'
import { instance, Random, randomWeights, seeded } from '@gardner/machines'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { machine, type Plan } from '../../machines/test/exact/machines.js'
import { stabilitiesOf, weightsOf } from '../../machines/test/exact/reference.js'
import { emptyRecord, recorded, stabilityBins, traceOf } from '../src/record.js'

const total = ({ counts, below, above }: Histogram) => counts.reduce((sum, n) => sum + n, 0) + below + above
const one = { sweep: 1, beta: 1, gamma: 0, energy: 0, errors: 0, overlap: 1 }
const counted = (made: Instance, values: ArrayLike<number>): Histogram =>
  recorded(emptyRecord(made), one, [Float64Array.from(values)]).histogram
const binOf = (made: Instance, value: number): number => counted(made, [value]).counts.indexOf(1)

describe('bins of stabilities', () => {
  test('are of one width, over six standard deviations on both sides', () => {
    for (const activation of [linear, relu, tanh, sign]) {
      const made = machine({
        activation,
        inputs: 90,
        units: activation === relu ? 2 : 1,
        patterns: 10,
        ...odd(activation),
      })
      const { from, width, counts } = stabilityBins(made)
      const deviation = Math.sqrt(made.problem.kernel.deficit(1))
      expect(from).toBeLessThanOrEqual(-6 * deviation)
      expect(from + width * counts.length).toBeGreaterThanOrEqual(6 * deviation - 1e-9)
      expect(counts.every((n) => n === 0)).toBe(true)
    }
  })
  test('every value lands in one, once', () => {
    const made = machine({ activation: tanh, inputs: 90, units: 1, patterns: 10, margin: 0.3 })
    const { from, width, counts } = stabilityBins(made)
    const values = Array.from({ length: 4001 }, (_, k) => (k - 2000) / 200)
    const histogram = counted(made, values)
    expect(total(histogram)).toBe(values.length)
    expect(histogram.below).toBe(values.filter((x) => x < from).length)
    expect(histogram.above).toBe(values.filter((x) => x >= from + width * counts.length - 1e-9).length)
    for (const [k, n] of histogram.counts.entries()) {
      const inside = values.filter((x) => Math.floor((x - from) / width) === k)
      expect(n).toBe(inside.length)
    }
    expect(counted(made, [-1e9, 1e9, -1e9])).toMatchObject({ below: 2, above: 1 })
  })
  test.each(['errors', 'stored'] as const)('κ is an edge, and a stability of κ is on its side: ties %s', (ties) => {
    for (const margin of [0, 0.1, 0.2, 1 / 3, -0.7, 0.123456789, 1e-3, 2, -1.5]) {
      for (const activation of [tanh, elu(), leakyRelu({ slope: Math.SQRT1_2 })]) {
        const made = machine({
          activation,
          inputs: 1000,
          units: activation === tanh ? 1 : 2,
          patterns: 10,
          margin,
          options: { ties },
        })
        const sphere = instance({
          problem: problem({ activation, weights: spherical, margin, alpha: 0.1 }),
          inputs: 90,
          units: 2,
          seed: 1,
          ties,
        })
        for (const machine of [made, sphere]) {
          const [below, at, above] = [-1e-9, 0, 1e-9].map((off) => binOf(machine, margin + off))
          expect(above).toBe(below + 1)
          expect(at).toBe(ties === 'errors' ? below : above)
        }
      }
    }
  })
})

/** Units of sign have odd numbers of inputs. */
const odd = (activation: Activation) => (activation === sign ? { inputs: 91 } : {})

test('a margin beyond all bins leaves them where they are', () => {
  for (const margin of [1e3, -1e6, 1e300]) {
    for (const weights of [binary, spherical]) {
      for (const activation of [tanh, sign]) {
        const asked = problem({ activation, weights, margin, alpha: 0.1 })
        const { from, width, counts } = stabilityBins(instance({ problem: asked, inputs: 45, units: 5, seed: 1 }))
        const deviation = Math.sqrt(asked.kernel.deficit(1))
        expect(from).toBeLessThanOrEqual(-6 * deviation)
        expect(from + width * counts.length).toBeGreaterThanOrEqual(6 * deviation)
        expect(counts.length).toBeLessThan(200)
      }
    }
  }
})

describe('bins on a lattice', () => {
  const plans: readonly [string, Plan][] = [
    ['sign', { activation: sign, inputs: 15, units: 5, patterns: 3 }],
    ['sign, κ > 0', { activation: sign, inputs: 15, units: 5, patterns: 3, margin: 0.5 }],
    ['sign, κ on a level', { activation: sign, inputs: 15, units: 5, patterns: 3, margin: 1 / Math.sqrt(5) }],
    ['sign, even K', { activation: sign, inputs: 12, units: 4, patterns: 3, margin: 0.5 }],
    ['perceptron', { activation: linear, inputs: 15, units: 1, patterns: 3 }],
    ['perceptron, even N, κ on a level', { activation: linear, inputs: 16, units: 1, patterns: 3, margin: 0.5 }],
    ['perceptron, larger', { activation: linear, inputs: 601, units: 1, patterns: 3, margin: 0.2 }],
    ['relu, odd fan', { activation: relu, inputs: 14, units: 2, patterns: 3 }],
    ['relu, even fan', { activation: relu, inputs: 16, units: 4, patterns: 3, margin: 0.25 }],
    [
      '|u|, one unit of three inputs, twice',
      { activation: leakyRelu({ slope: -1 }), inputs: 6, units: 2, patterns: 3 },
    ],
    ['leaky relu of one input', { activation: leakyRelu({ slope: 0.5 }), inputs: 6, units: 6, patterns: 3 }],
    ['leaky relu', { activation: leakyRelu({ slope: 0.5 }), inputs: 12, units: 4, patterns: 3, margin: 0.1 }],
    // of mean 0 and even: the sums of the two labels are on lattices of their own
    ['u² − 1', { activation: polynomial([-1, 0, 1]), inputs: 3, units: 1, patterns: 3 }],
    ['u²', { activation: quadratic, inputs: 6, units: 2, patterns: 3, margin: 0.2 }],
  ]
  for (const [name, plan, ties] of plans.flatMap(([name, plan]) =>
    (['errors', 'stored'] as const).map((ties) => [name, plan, ties] as const),
  )) {
    test(`${name}, ties ${ties}: no stability is near an edge, and κ parts the same values`, () => {
      const made = machine({ ...plan, options: { ties } })
      const isStored = (x: number) => (ties === 'errors' ? x > kappa + 1e-12 : x >= kappa - 1e-12)
      const { from, width, counts } = stabilityBins(made)
      const kappa = plan.margin ?? 0
      const seen = new Map<string, number>()
      const random = new Random(seeded(3))
      for (let n = 0; n < (made.size <= 16 ? 2 ** Math.min(12, made.size) : 3000); n++) {
        const weights = made.size <= 12 ? weightsOf(n, made.size) : randomWeights(made, random)
        for (const value of stabilitiesOf(made, weights)) for (const x of [value, -value]) seen.set(x.toFixed(9), x)
      }
      const values = [...seen.values()].sort((a, b) => a - b)
      const spacing = Math.min(
        ...values
          .slice(1)
          .map((x, k) => x - values[k])
          .filter((gap) => gap > 1e-7),
      )
      const kappaBin = binOf(made, values.find(isStored) ?? Number.NaN)
      for (const x of values) {
        const place = (x - from) / width
        const bin = Math.floor(place)
        if (bin < 0 || bin >= counts.length) continue
        // half a spacing away from both edges
        expect(Math.min(place - bin, bin + 1 - place) * width).toBeGreaterThan(0.3 * Math.min(spacing, width))
        if (Number.isFinite(kappaBin) && kappaBin >= 0) expect(bin >= kappaBin).toBe(isStored(x))
      }
    })
  }
  test('every bin has the same number of points', () => {
    // Δ = (2k − 601)/√601 is 0.082 apart, and the bins a tenth
    const made = machine({ activation: linear, inputs: 601, units: 1, patterns: 3 })
    const { from, width, counts } = stabilityBins(made)
    const points = new Float64Array(counts.length)
    for (let k = 0; k <= 601; k++) {
      const bin = Math.floor(((2 * k - 601) / Math.sqrt(601) - from) / width)
      if (bin >= 0 && bin < counts.length) points[bin]++
    }
    expect(new Set(points).size).toBe(1)
  })
})

describe('a record', () => {
  const made = machine({ activation: sign, inputs: 9, units: 3, patterns: 3 })
  const measure = (k: number) => ({ sweep: k, beta: k / 10, gamma: 0.1 * k, energy: 2 * k, errors: 3 * k, overlap: -k })
  const values = (k: number) => [Float64Array.of(0.1 * k, -0.2), Float64Array.of(0.3)]
  test('keeps what was measured, in order', () => {
    let record = emptyRecord(made)
    for (let k = 1; k <= 5; k++) record = recorded(record, measure(k), values(k))
    const trace = traceOf(record)
    expect([...trace.sweep]).toEqual([1, 2, 3, 4, 5])
    expect([...trace.beta]).toEqual([0.1, 0.2, 0.3, 0.4, 0.5])
    expect([...trace.gamma]).toEqual([1, 2, 3, 4, 5].map((k) => 0.1 * k))
    expect([...trace.energy]).toEqual([2, 4, 6, 8, 10])
    expect([...trace.errors]).toEqual([3, 6, 9, 12, 15])
    expect([...trace.overlap]).toEqual([-1, -2, -3, -4, -5])
    expect(total(record.histogram)).toBe(15)
  })
  test('is not changed by what is measured after it', () => {
    const first = recorded(emptyRecord(made), measure(1), values(1))
    const kept = JSON.stringify(traceOf(first))
    const one = recorded(recorded(first, measure(2), values(2)), measure(3), values(3))
    const other = recorded(first, measure(7), values(7))
    expect(JSON.stringify(traceOf(first))).toBe(kept)
    expect(total(first.histogram)).toBe(3)
    expect([...traceOf(one).sweep]).toEqual([1, 2, 3])
    expect([...traceOf(other).sweep]).toEqual([1, 7])
    expect(total(other.histogram)).toBe(6)
    // and goes on after both
    expect([...traceOf(recorded(one, measure(4), values(4))).sweep]).toEqual([1, 2, 3, 4])
  })
})
