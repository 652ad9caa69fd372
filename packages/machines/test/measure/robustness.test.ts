import { leakyRelu, linear, quadratic, relu, sign, tanh } from '@gardner/activations'
import { type Activation, drive, type Instance, machine, problem, type Ties } from '@gardner/core'
import { anneal } from '@gardner/samplers'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { errorsAt, fieldsOf } from '../../src/fields.js'
import { instance, randomWeights } from '../../src/instance.js'
import { type RobustnessOptions, robustness } from '../../src/measure/robustness.js'
import { Random, seeded } from '../../src/random.js'
import { tiesAt } from '../../src/ties.js'

interface Made {
  readonly activation: Activation
  readonly inputs: number
  readonly units: number
  readonly patterns: number
  readonly weights?: typeof binary | typeof spherical
  readonly wiring?: 'tree' | 'full'
  readonly seed?: number
  readonly ties?: Ties
}

const made = ({ activation, inputs, units, patterns, weights = binary, wiring = 'tree', seed = 5, ties }: Made) => {
  const alpha = patterns / (wiring === 'full' ? inputs * units : inputs)
  const committee = instance({
    problem: problem({ activation, weights, alpha }),
    inputs,
    units,
    wiring,
    seed,
    ...(ties === undefined ? {} : { ties }),
  })
  return { machine: committee, w: randomWeights(committee, new Random(seeded(seed, 9))) }
}

/** The definition: all 2^N flips of every pattern, weighted; the value, and the probability for each pattern. */
function enumerated(
  { patterns, inputs, units, fan, labels, readout, problem, ties }: Instance,
  w: Float64Array,
  eta: number,
) {
  if (patterns.kind !== 'binary') throw new Error('not ±1')
  const { count, stride, words } = patterns
  return Array.from(labels, (label, mu) => {
    const xi = Array.from({ length: inputs }, (_, i) => ((words[i * stride + (mu >>> 5)] >>> (mu & 31)) & 1 ? 1 : -1))
    let wrong = 0
    for (let flips = 0; flips < 2 ** inputs; flips++) {
      let weight = 1
      const noisy = xi.map((x, i) => {
        const flipped = (flips >>> i) & 1
        weight *= flipped ? eta : 1 - eta
        return flipped ? -x : x
      })
      let output = 0
      for (let l = 0; l < units; l++) {
        let field = 0
        for (let i = 0; i < fan; i++) field += w[l * fan + i] * noisy[(l * fan + i) % inputs]
        output += readout[l] * problem.activation.g(field / Math.sqrt(fan))
      }
      const settled = Math.abs(output) < 1e-10 ? 0 : output
      if (settled === 0 ? ties === 'errors' : settled * label < 0) wrong += weight
    }
    expect(count).toBe(labels.length)
    return wrong
  })
}

/** The law of Σ_l c_l g(λ_l)·√fan of whole numbers, by convolving the flips of one input after the other: sums of positive terms. */
function unitByUnit({ patterns, units, fan, labels, readout, problem, ties }: Instance, w: Float64Array, eta: number) {
  if (patterns.kind !== 'binary') throw new Error('not ±1')
  const { stride, words } = patterns
  const scale = problem.activation.name === 'sign' ? 1 : Math.sqrt(fan)
  return Array.from(labels, (label, mu) => {
    let law = new Map([[0, 1]])
    for (let l = 0; l < units; l++) {
      let field = new Float64Array(2 * fan + 1)
      field[fan] = 1
      for (let i = 0; i < fan; i++) {
        const j = l * fan + i
        const agrees = w[j] * ((words[j * stride + (mu >>> 5)] >>> (mu & 31)) & 1 ? 1 : -1) > 0
        const up = agrees ? 1 - eta : eta
        field = field.map((_, n) => up * (field[n - 1] ?? 0) + (1 - up) * (field[n + 1] ?? 0))
      }
      const unit = new Map<number, number>()
      for (const [n, p] of field.entries()) {
        if (p === 0) continue
        const out = readout[l] * Math.round(scale * problem.activation.g((n - fan) / Math.sqrt(fan)))
        unit.set(out, (unit.get(out) ?? 0) + p)
      }
      const next = new Map<number, number>()
      for (const [a, p] of law) for (const [b, r] of unit) next.set(a + b, (next.get(a + b) ?? 0) + p * r)
      law = next
    }
    let wrong = 0
    for (const [sum, p] of law) if (sum === 0 ? ties === 'errors' : sum * label < 0) wrong += p
    return wrong
  })
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length

/** g on a coarse lattice that does not contain 0, and on one that is not uniform. */
const shelves = {
  name: 'shelves',
  g: (u: number) => (u < -1 ? -1.5 : u < 0 ? -0.5 : u < 1 ? 0.5 : 1.5),
  kinks: [-1, 0, 1],
}

describe('exact robustness', () => {
  test.each([
    { activation: sign, inputs: 9, units: 3, patterns: 7, ties: 'errors' as const },
    { activation: sign, inputs: 11, units: 1, patterns: 5, ties: 'errors' as const },
    { activation: linear, inputs: 12, units: 1, patterns: 6, ties: 'errors' as const },
    { activation: linear, inputs: 12, units: 4, patterns: 6, ties: 'errors' as const },
    { activation: relu, inputs: 12, units: 4, patterns: 6, ties: 'errors' as const },
    { activation: relu, inputs: 12, units: 2, patterns: 6, ties: 'errors' as const },
    { activation: relu, inputs: 12, units: 12, patterns: 6, ties: 'errors' as const },
    { activation: quadratic, inputs: 12, units: 2, patterns: 6, ties: 'errors' as const },
    { activation: leakyRelu({ slope: 0.3 }), inputs: 12, units: 4, patterns: 6, ties: 'errors' as const },
    { activation: shelves, inputs: 9, units: 3, patterns: 7, ties: 'errors' as const },
    { activation: linear, inputs: 12, units: 1, patterns: 6, ties: 'stored' as const },
    { activation: relu, inputs: 12, units: 4, patterns: 6, ties: 'stored' as const },
    { activation: relu, inputs: 12, units: 2, patterns: 6, ties: 'stored' as const },
  ])('is the sum over all flips: $activation.name, N = $inputs, K = $units, ties $ties', (options) => {
    const { machine: committee, w } = made(options)
    const etas = [0, 1e-3, 0.1, 0.37, 0.5, 0.8, 1]
    const points = robustness(committee, w, etas, { method: 'exact' })
    for (const [e, eta] of etas.entries()) {
      const truth = enumerated(committee, w, eta)
      expect(points[e].value).toBeCloseTo(mean(truth), 12)
      const variance = truth.reduce((sum, p) => sum + (p - mean(truth)) ** 2, 0) / (truth.length - 1)
      expect(points[e].error).toBeCloseTo(Math.sqrt(variance / truth.length), 12)
      expect(points[e]).toMatchObject({ eta, sampling: 0, method: 'exact' })
    }
  })

  test('with nothing flipped it is the training error, with all flipped its complement for an odd g', () => {
    for (const seed of [1, 2, 3]) {
      const { machine: committee, w } = made({ activation: sign, inputs: 105, units: 7, patterns: 60, seed })
      const [none, all] = robustness(committee, w, [0, 1])
      expect(none.value).toBeCloseTo(errorsAt(fieldsOf(committee, w).stabilities, 0, committee.ties) / 60, 14)
      expect(none.value).toBeGreaterThan(0)
      expect(all.value).toBeCloseTo(1 - none.value, 14)
      const [almost] = robustness(committee, w, [1e-15])
      expect(almost.value).toBeCloseTo(none.value, 11)
    }
  })

  test('of a solution it is 0 with nothing flipped, whatever ties count as', () => {
    for (const ties of ['errors', 'stored'] as const) {
      const asked = problem({ activation: relu, weights: binary, alpha: 0.3 })
      const committee = instance({ problem: asked, inputs: 40, units: 4, seed: 2, ties })
      const { result } = drive(anneal.iterate(committee, { seed: 1 }), { maxSteps: 1e6 })
      expect(result.errors).toEqual([0])
      const tied = tiesAt(result.stabilities, 0)
      if (ties === 'errors') expect(tied).toBe(0)
      else expect(tied).toBeGreaterThan(0)
      const [none, almost] = robustness(committee, result.weights[0], [0, 1e-15])
      expect(none.value).toBe(0)
      expect(almost.value).toBeLessThan(1e-11)
    }
  })

  test('at the size it is for, it is what adding up unit after unit gives', () => {
    for (const { machine: committee, w } of [
      made({ activation: sign, inputs: 1023, units: 33, patterns: 3 }),
      made({ activation: relu, inputs: 992, units: 32, patterns: 3 }),
      made({ activation: linear, inputs: 396, units: 4, patterns: 3 }),
      made({ activation: linear, inputs: 396, units: 4, patterns: 3, ties: 'stored' }),
    ]) {
      for (const eta of [1e-4, 0.03, 0.3]) {
        const [{ value, method }] = robustness(committee, w, [eta])
        expect(method).toBe('exact')
        expect(Math.abs(value - mean(unitByUnit(committee, w, eta)))).toBeLessThan(1e-13)
      }
    }
  })

  test('half of the inputs flipped at random leave nothing, at the size it is for', () => {
    const signs = made({ activation: sign, inputs: 1023, units: 33, patterns: 100 })
    const relus = made({ activation: relu, inputs: 992, units: 32, patterns: 100 })
    for (const { machine: committee, w } of [signs, relus]) {
      // what outputs of exactly 0 add as errors they take away when they are stored
      const halves = (['errors', 'stored'] as const).map((ties) => robustness({ ...committee, ties }, w, [0.5])[0])
      for (const { method, error } of halves) {
        expect(method).toBe('exact')
        expect(error).toBeLessThan(1e-12)
      }
      const [{ value: errors }, { value: stored }] = halves
      expect(Math.abs((errors + stored) / 2 - 0.5)).toBeLessThan(1e-12)
      expect(errors - stored).toBeGreaterThan(committee === relus.machine ? 0.01 : -1e-12)
    }
  })

  test('one unit follows the binomial law: linear, one flip of few', () => {
    // all inputs agree with their weights: wrong if more than half are flipped
    const committee = instance({
      problem: machine({ activation: linear, weights: binary }),
      inputs: 5,
      units: 1,
      seed: 1,
      patterns: { count: 2, inputs: 5, values: [1, 1, 1, 1, 1, -1, -1, -1, -1, -1], labels: [1, -1] },
    })
    const eta = 0.2
    const tail = 10 * eta ** 3 * (1 - eta) ** 2 + 5 * eta ** 4 * (1 - eta) + eta ** 5
    const [point] = robustness(committee, [1, 1, 1, 1, 1], [eta])
    expect(point.value).toBeCloseTo(tail, 15)
    expect(point.error).toBeCloseTo(0, 15)
  })

  test('points come in the order of the list, one for each entry of it', () => {
    const { machine: committee, w } = made({ activation: sign, inputs: 9, units: 3, patterns: 7 })
    const etas = [0.3, 0, 0.1, 0.3, 1]
    expect(robustness(committee, w, etas).map(({ eta }) => eta)).toEqual(etas)
    expect(robustness(committee, w, etas)[2]).toEqual(robustness(committee, w, [0.1])[0])
  })
})

describe('sampled robustness', () => {
  /** (value − truth)/sampling error at a few η, of several seeds. */
  const deviations = (
    committee: Instance,
    w: Float64Array,
    etas: number[],
    truth: number[],
    options: RobustnessOptions,
  ) =>
    Array.from({ length: 12 }, (_, seed) =>
      robustness(committee, w, etas, { ...options, seed }).map(
        ({ value, sampling }, e) => (value - truth[e]) / sampling,
      ),
    )

  test.each([
    { activation: sign, inputs: 105, units: 7, patterns: 40 },
    { activation: relu, inputs: 100, units: 10, patterns: 40 },
    { activation: relu, inputs: 100, units: 2, patterns: 40 },
    { activation: relu, inputs: 100, units: 2, patterns: 40, ties: 'stored' as const },
    { activation: linear, inputs: 101, units: 1, patterns: 40 },
  ])('agrees with the exact one, its errors are true: $activation.name, K = $units', (options) => {
    const { machine: committee, w } = made(options)
    const etas = [0.02, 0.1, 0.3]
    const truth = robustness(committee, w, etas, { method: 'exact' }).map(({ value }) => value)
    const z = deviations(committee, w, etas, truth, { method: 'sampled', samples: 200 })
    for (const e of etas.keys()) {
      const square = mean(z.map((row) => row[e] ** 2))
      // χ²/12: 0.26 to 2.4 with probability 0.99; an error off by a factor 2 gives 4 or 1/4
      expect(square).toBeGreaterThan(0.2)
      expect(square).toBeLessThan(2.7)
    }
  })

  test.each([
    { activation: tanh, inputs: 9, units: 3, patterns: 10, weights: spherical, wiring: 'tree' as const },
    { activation: sign, inputs: 9, units: 3, patterns: 10, weights: spherical, wiring: 'tree' as const },
    { activation: relu, inputs: 9, units: 2, patterns: 10, wiring: 'full' as const },
    { activation: sign, inputs: 9, units: 3, patterns: 10, wiring: 'full' as const },
  ])('agrees with the sum over all flips where nothing else is exact: $activation.name, $wiring', (options) => {
    const { machine: committee, w } = made(options)
    const etas = [0.05, 0.3]
    const truth = etas.map((eta) => mean(enumerated(committee, w, eta)))
    const z = deviations(committee, w, etas, truth, { samples: 500 })
    for (const e of etas.keys()) {
      const square = mean(z.map((row) => row[e] ** 2))
      expect(square).toBeGreaterThan(0.2)
      expect(square).toBeLessThan(2.7)
    }
    const [point] = robustness(committee, w, [0.05])
    expect(point.method).toBe('sampled')
    expect(point.error).toBeGreaterThan(point.sampling)
  })

  test('the same seed gives the same numbers, another seed others', () => {
    const { machine: committee, w } = made({ activation: tanh, inputs: 99, units: 3, patterns: 50 })
    const at = (seed: number) => robustness(committee, w, [0.2], { seed, samples: 20 })[0].value
    expect(at(1)).toBe(at(1))
    expect(at(1)).not.toBe(at(2))
  })

  test('no case among all that were drawn is not an error of 0', () => {
    const committee = instance({
      problem: machine({ activation: linear, weights: spherical }),
      inputs: 3,
      units: 1,
      seed: 1,
      patterns: { count: 1, inputs: 3, values: [1, 1, 1], labels: [1] },
    })
    const [point] = robustness(
      committee,
      [1, 1, 1].map((x) => x * 1.0000001),
      [1e-9],
      { samples: 50 },
    )
    expect(point).toMatchObject({ value: 0, sampling: 1 / 50, method: 'sampled', error: Number.POSITIVE_INFINITY })
  })
})

describe('the central limit', () => {
  test('linear: misclassified with probability H((1 − 2η)|Δ|/√(1 − (1 − 2η)²))', () => {
    const { machine: committee, w } = made({
      activation: linear,
      inputs: 60,
      units: 1,
      patterns: 30,
      weights: spherical,
    })
    const { stabilities } = fieldsOf(committee, w)
    const eta = 0.15
    const kept = 1 - 2 * eta
    const truth = mean(Array.from(stabilities, (delta) => normalTail((kept * delta) / Math.sqrt(1 - kept * kept))))
    const z = Array.from({ length: 12 }, (_, seed) => {
      const [point] = robustness(committee, w, [eta], { method: 'gaussian', samples: 300, seed })
      expect(point.method).toBe('gaussian')
      return (point.value - truth) / point.sampling
    })
    const square = mean(z.map((x) => x * x))
    expect(square).toBeGreaterThan(0.2)
    expect(square).toBeLessThan(2.7)
  })

  test('is close to the exact one for units of many inputs', () => {
    const { machine: committee, w } = made({ activation: relu, inputs: 1004, units: 4, patterns: 200 })
    // outputs of 0 by a coincidence of the lattice are on both sides of the limit
    const between = (options: RobustnessOptions) =>
      (['errors', 'stored'] as const).map((ties) => robustness({ ...committee, ties }, w, [0.1], options)[0])
    const [exact, limit] = [between({}), between({ method: 'gaussian', samples: 500 })]
    expect(exact.map(({ method }) => method)).toEqual(['exact', 'exact'])
    const off = mean(limit.map(({ value }) => value)) - mean(exact.map(({ value }) => value))
    expect(Math.abs(off)).toBeLessThan(4 * limit[0].sampling + 0.002)
  })
})

/** H(x), by Simpson's rule. */
function normalTail(x: number): number {
  const steps = 2000
  const h = (9 - x) / steps
  let sum = 0
  for (let k = 0; k <= steps; k++) {
    const t = x + k * h
    sum += (k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2) * Math.exp((-t * t) / 2)
  }
  return (sum * h) / 3 / Math.sqrt(2 * Math.PI)
}

describe('what cannot be done', () => {
  const { machine: committee, w } = made({ activation: sign, inputs: 9, units: 3, patterns: 7 })

  test('wrong options say what was expected', () => {
    expect(() => robustness(committee, w, [])).toThrow('a non-empty list of probabilities')
    expect(() => robustness(committee, w, [1.5])).toThrow('invalid eta: 1.5; expected a probability from 0 to 1')
    expect(() => robustness(committee, w, [Number.NaN])).toThrow('invalid eta: NaN')
    expect(() => robustness(committee, w.slice(1), [0.1])).toThrow('invalid weights: "8 of them"; expected 9')
    expect(() => robustness(committee, w, [0.1], { samples: 1 })).toThrow('invalid samples: 1')
    expect(() => robustness(committee, w, [0.1], { method: 'fast' as never })).toThrow('exact, sampled or gaussian')
    expect(() => robustness(committee, w, [0.1], { sample: 5 } as never)).toThrow(
      'invalid option of robustness: "sample"',
    )
  })

  test('exact where there is no lattice, real patterns, shared flips', () => {
    const spheres = made({ activation: sign, inputs: 9, units: 3, patterns: 7, weights: spherical })
    expect(() => robustness(spheres.machine, spheres.w, [0.1], { method: 'exact' })).toThrow('the weights are not ±1')
    const smooth = made({ activation: tanh, inputs: 33, units: 3, patterns: 7 })
    expect(() => robustness(smooth.machine, smooth.w, [0.1], { method: 'exact' })).toThrow(
      'the values of tanh lie on no lattice; use the method sampled',
    )
    const full = made({ activation: sign, inputs: 9, units: 3, patterns: 7, wiring: 'full' })
    expect(() => robustness(full.machine, full.w, [0.1], { method: 'exact' })).toThrow('share flips')
    expect(() => robustness(full.machine, full.w, [0.1], { method: 'gaussian' })).toThrow('share flips')
    const real = instance({
      problem: problem({ activation: sign, weights: binary, alpha: 1 }),
      inputs: 9,
      units: 3,
      seed: 1,
      patterns: 'gaussian',
    })
    expect(() => robustness(real, w, [0.1])).toThrow('these patterns are not ±1')
  })

  test('sampled is the choice where exact would take too long', () => {
    const large = made({ activation: leakyRelu(), inputs: 992, units: 32, patterns: 500 })
    const etas = Array.from({ length: 20 }, (_, e) => 0.02 * (e + 1))
    const points = robustness(large.machine, large.w, etas, { samples: 2 })
    expect(points.map(({ method }) => method)).toEqual(etas.map(() => 'sampled'))
  })
})
