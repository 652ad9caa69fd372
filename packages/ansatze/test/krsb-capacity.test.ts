import { readFileSync } from 'node:fs'
import {
  erf,
  gelu,
  hardTanh,
  leakyRelu,
  linear,
  monomial,
  quadratic,
  relu,
  sign,
  sine,
  tanh,
} from '@gardner/activations'
import {
  type Activation,
  capacity,
  complete,
  type Machine,
  machine,
  margin as marginAt,
  pathEquations,
  searchNow,
} from '@gardner/core'
import { FINE_STEP, luSolve, newtonSolve } from '@gardner/numerics'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { kStepRsb, oneStepRsb, rs } from '../src/index.js'
import { limitAt } from '../src/krsb/limit.js'
import { limitRoots } from '../src/krsb/limit-search.js'
import { relaxedField } from '../src/krsb/relaxed-field.js'
import { denseCascade } from './dense-cascade.js'

/** Rows with what they are called in front. */
const titled = <Row extends readonly [activation: Activation, margin: number, k?: unknown, ...rest: unknown[]]>(
  rows: readonly Row[],
) =>
  rows.map((row) => {
    const [{ name }, margin, k] = row
    return [`${name}, margin ${margin}${typeof k === 'number' ? `, ${k} steps` : ''}`, row] as const
  })
const steps = (k: number) => kStepRsb({ steps: k })
const machineOf = (activation: Activation, margin: number) => machine({ activation, weights: spherical, margin })

/** The coordinates of the limit q_k → 1 at a capacity. */
function coordinatesOf(at: Readonly<Record<string, unknown>>, k: number): number[] {
  const number = (symbol: string) => at[symbol] as number
  const inward = Array.from({ length: k }, (_, i) => Math.log(number(`q${k - i}`) - number(`q${k - i - 1}`)))
  return [...inward, ...Array.from({ length: k }, (_, i) => Math.log(number(`mtilde${i + 1}`)))]
}

describe('a table of values by direct minimisation in another language', () => {
  interface Row {
    readonly kind: string
    readonly activation: 'relu' | 'erf' | 'linear'
    readonly margin: string
    readonly values: Readonly<Record<string, string>>
  }
  const table = new URL('../../../bench/reference-ansatze.json', import.meta.url)
  const { rows } = JSON.parse(readFileSync(table, 'utf8')) as { rows: Row[] }
  const named = { relu, erf, linear }
  const known = rows.filter(({ kind }) => /^capacity-.rsb$/.test(kind))

  test('has one and two steps', () => expect(known.length).toBeGreaterThanOrEqual(8))

  test.each(known.map((row) => [row.kind, row.activation, row.margin, row] as const))(
    '%s, %s, margin %s',
    (kind, _, __, { activation, margin, values }) => {
      const k = Number(kind.slice(9, 10))
      const found = complete(capacity(machineOf(named[activation], Number(margin)), steps(k)))
      const at: Readonly<Record<string, unknown>> = found.at
      const expected = Number(values.capacity)
      expect(Math.abs(found.value / expected - 1)).toBeLessThan(1e-14)
      expect(Math.abs(found.value - expected)).toBeLessThanOrEqual(found.error)
      expect(found.error).toBeLessThan(1e-13 * expected)
      // of one step the m has no index there
      const listed = { ...values, ...(k === 1 ? { mtilde1: values.mtilde } : {}) } as Readonly<Record<string, string>>
      const symbols = Object.keys(found.at).filter((symbol) => symbol in listed && symbol !== 'gap')
      expect(symbols).toHaveLength(2 * k)
      for (const symbol of symbols) {
        const off = Math.abs((at[symbol] as number) - Number(listed[symbol]))
        expect(off).toBeLessThanOrEqual((found.errors as Record<string, number>)[symbol])
        expect(off).toBeLessThan(3e-12 * Math.max(1, Number(listed[symbol])))
      }
    },
  )
})

// The ratio of the limit q_k → 1, with nothing of the solver: Gauss–Legendre panels for the innermost average, uniform
// sums for the others, and Nelder and Mead's simplices for the minimum.

/** Nodes and weights of Gauss and Legendre on [0, 1]. */
function gaussLegendre(n: number): readonly (readonly [node: number, weight: number])[] {
  return Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 0
    for (let iteration = 0; iteration < 60; iteration++) {
      let [before, value] = [1, x]
      for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k]
      slope = (n * (x * value - before)) / (x * x - 1)
      x -= value / slope
    }
    return [0.5 * (1 - x), 1 / ((1 - x * x) * slope * slope)] as const
  })
}
const legendre = gaussLegendre(20)

/** (1/m) log ∫Dz e^{−m (κ − h − bz)₊²/(2s)} */
function relaxed(kappa: number, b: number, m: number, s: number): (h: number) => number {
  return (h) => {
    const kink = (kappa - h) / b
    const top = Math.max(9.5, kink + 9.5)
    let sum = 0
    for (const [from, to] of [
      [-9.5, Math.max(-9.5, kink)],
      [Math.max(-9.5, kink), top],
    ]) {
      const panels = Math.ceil((to - from) / 1.2)
      for (let panel = 0; panel < panels; panel++) {
        const width = (to - from) / panels
        for (const [node, weight] of legendre) {
          const z = from + (panel + node) * width
          const distance = Math.max(0, kappa - h - b * z)
          sum += weight * width * Math.exp(-0.5 * z * z - (0.5 * m * distance * distance) / s)
        }
      }
    }
    return Math.log(sum / Math.sqrt(2 * Math.PI)) / m
  }
}

/** The ratio at overlaps q_0 < … < q_{k−1} and m̃_1, …, m̃_k. */
function ratio(
  { kernel, constraint }: Machine,
  overlaps: readonly number[],
  parisi: readonly number[],
  spacing: number,
): number {
  const q = [...overlaps, 1]
  let lambda = 1
  let weights = 0
  for (let i = parisi.length - 1; i >= 0; i--) {
    const outer = lambda + parisi[i] * (q[i + 1] - q[i])
    weights += Math.log(outer / lambda) / parisi[i]
    lambda = outer
  }
  const covariances = q.map((overlap) => kernel.covariance(1 - overlap))
  const inner = covariances[q.length - 1] - covariances[q.length - 2]
  const innermost = relaxed(constraint.parameters.margin, Math.sqrt(inner), parisi[parisi.length - 1], kernel.slope(0))
  const levels = parisi.slice(0, -1).map((m, i) => ({ parisi: m, variance: covariances[i + 1] - covariances[i] }))
  const zero = () => 0
  const { mean } = denseCascade(
    { value: innermost, slope: zero, bend: zero },
    covariances[0],
    levels,
    spacing,
    8.5 * Math.sqrt(kernel.deficit(1)),
  )
  return (0.5 * (weights + q[0] / lambda)) / -mean
}

/** The minimum by Nelder and Mead, from a simplex with edges of 0.1. */
function simplexMinimum(f: (x: readonly number[]) => number, start: readonly number[], tolerance: number) {
  const corner = (x: readonly number[]) => {
    const value = f(x)
    return { x, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value }
  }
  let simplex = [start, ...start.map((_, i) => start.map((value, j) => value + (i === j ? 0.1 : 0)))].map(corner)
  for (let iteration = 0; iteration < 600; iteration++) {
    simplex.sort((one, other) => one.value - other.value)
    const [best, worst] = [simplex[0], simplex[simplex.length - 1]]
    if (worst.value - best.value < tolerance) break
    const middle = start.map((_, i) => simplex.slice(0, -1).reduce((sum, { x }) => sum + x[i], 0) / start.length)
    const along = (share: number) => corner(middle.map((value, i) => value + share * (worst.x[i] - value)))
    const reflected = along(-1)
    if (reflected.value < best.value) {
      const further = along(-2)
      simplex[start.length] = further.value < reflected.value ? further : reflected
    } else if (reflected.value < simplex[start.length - 1].value) simplex[start.length] = reflected
    else {
      const nearer = reflected.value < worst.value ? along(-0.5) : along(0.5)
      if (nearer.value < Math.min(worst.value, reflected.value)) simplex[start.length] = nearer
      else
        simplex = simplex.map(({ x }, i) => (i === 0 ? best : corner(x.map((value, j) => 0.5 * (value + best.x[j])))))
    }
  }
  return simplex[0]
}

describe('minimising the ratio by brute force', () => {
  const logit = (share: number) => Math.log(share / (1 - share))
  const share = (x: number) => 1 / (1 + Math.exp(-x))

  test.each(
    titled([
      [relu, 0],
      [linear, -1],
      [erf, 0.2],
      [quadratic, 0],
    ] as const),
  )('%s, one step', (_, [activation, margin]) => {
    const committee = machineOf(activation, margin)
    const spacing = 0.04 * Math.sqrt(committee.kernel.deficit(1))
    const { value, x } = simplexMinimum(
      ([q0, m]) => ratio(committee, [share(q0)], [Math.exp(m)], spacing),
      [logit(0.5), Math.log(8)],
      1e-11,
    )
    const found = complete(capacity(committee, oneStepRsb))
    expect(Math.abs(value / found.value - 1)).toBeLessThan(1e-9)
    expect(found.value).toBeLessThanOrEqual(value * (1 + 1e-12))
    expect(share(x[0])).toBeCloseTo(found.at.q0, 3)
  })

  test.each(
    titled([
      [relu, 0, [0.6, 0.95], [15, 80]],
      [linear, -1, [0.6, 0.95], [15, 60]],
    ] as const),
  )('%s, two steps', (_, [activation, margin, overlaps, parisi]) => {
    const committee = machineOf(activation, margin)
    const spacing = 0.1 * Math.sqrt(committee.kernel.deficit(1))
    // 1 − q_1 as a share of 1 − q_0, and the ratio of the two m: ordered by construction
    const at = ([q0, gap, m, rise]: readonly number[], finer = 1) =>
      ratio(
        committee,
        [share(q0), 1 - (1 - share(q0)) * share(gap)],
        [Math.exp(m), Math.exp(m) * (1 + Math.exp(rise))],
        spacing * finer,
      )
    const start = [
      logit(overlaps[0]),
      logit((1 - overlaps[1]) / (1 - overlaps[0])),
      Math.log(parisi[0]),
      Math.log(parisi[1] / parisi[0] - 1),
    ]
    const { x } = simplexMinimum(at, start, 1e-9)
    const value = at(x, 0.5)
    const found = complete(capacity(committee, steps(2)))
    expect(Math.abs(value / found.value - 1)).toBeLessThan(1e-7)
    expect(found.value).toBeLessThanOrEqual(value * (1 + 1e-9))
  })

  test.each([-1.8, -2.5])(
    'quadratic, margin %d, one step with q0 = 0, where an even g has a minimum at the edge',
    (margin) => {
      const committee = machineOf(quadratic, margin)
      const { kernel } = committee
      const variance = kernel.deficit(1)
      const at = (m: number) => (0.5 * Math.log1p(m)) / m / -relaxed(margin, Math.sqrt(variance), m, kernel.slope(0))(0)
      const { value } = simplexMinimum(([log]) => at(Math.exp(log)), [Math.log(10)], 1e-12)
      const found = complete(capacity(committee, oneStepRsb))
      expect(found.at.q0).toBe(0)
      expect(Math.abs(value / found.value - 1)).toBeLessThan(1e-10)
      expect(found.error).toBeLessThan(1e-11 * found.value)
    },
  )
})

describe('saddles at finite load end there', () => {
  /** The loads of the branch at given 1 − q_k, from the capacity backwards. */
  function loadsAt(committee: Machine, k: number, gaps: readonly number[]): number[] {
    const { at, value } = complete(capacity(committee, steps(k)))
    const limit = coordinatesOf(at, k)
    const along = pathEquations(steps(k).saddlePoint(committee, FINE_STEP))
    const m = limit.slice(k).map((log) => log + Math.log(gaps[0]))
    let rest = [Math.log(Math.exp(limit[0]) - gaps[0]), ...limit.slice(1, k), ...m, Math.log(value)]
    let before = gaps[0]
    return gaps.map((gap) => {
      // m_i ∝ 1 − q_k
      const guess = rest.map((log, i) => (i >= k && i < 2 * k ? log + Math.log(gap / before) : log))
      const root = newtonSolve((y) => along([Math.log(gap), ...y]), guess, { tolerance: 1e-14 })
      expect(root.norm).toBeLessThan(1e-11)
      before = gap
      rest = [...root.x]
      return Math.exp(rest[rest.length - 1])
    })
  }

  // C'' ~ 1/√(1 − q) of a kink makes the load a series in √(1 − q_k); without one the first term is 1 − q_k
  test.each(
    titled([
      [relu, 0, 1, 1, 1e-9],
      [erf, 0, 1, 2, 1e-9],
      [linear, -1, 1, 2, 1e-9],
      [quadratic, 0.5, 1, 2, 1e-9],
      [relu, 0, 2, 1, 1e-8],
      [linear, -1, 2, 2, 1e-8],
    ] as const),
  )('%s: extrapolated in powers of √(1 − q_k)', (_, [activation, margin, k, first, tolerance]) => {
    const committee = machineOf(activation, margin)
    const roots = Array.from({ length: 8 }, (_, i) => 10 ** (-1.9 - 0.2 * i))
    const loads = loadsAt(
      committee,
      k,
      roots.map((root) => root * root),
    )
    const powers = [0, ...Array.from({ length: 7 }, (_, i) => first + i)]
    const scaled = roots.map((root) => root / roots[0])
    const series = luSolve(
      scaled.flatMap((root) => powers.map((power) => root ** power)),
      loads,
    )
    const { value } = complete(capacity(committee, steps(k)))
    expect(Math.abs((series?.[0] ?? Number.NaN) / value - 1)).toBeLessThan(tolerance)
    // the loads themselves are still far off
    expect(Math.abs(loads[loads.length - 1] / value - 1)).toBeGreaterThan(1e-7)
  })
})

describe('errors', () => {
  test.each(
    titled([
      [relu, 0, 1],
      [erf, 0, 1],
      [linear, -0.5, 1],
      [tanh, 0.3, 1],
      [relu, 1, 2],
      [quadratic, -1.8, 2],
      [relu, 0, 3],
      [erf, 0.5, 3],
    ] as const),
  )('%s: cover a finer rule', (_, [activation, margin, k]) => {
    const committee = machineOf(activation, margin)
    const found = complete(capacity(committee, steps(k)))
    const at: Readonly<Record<string, unknown>> = found.at
    const nowhere = new Array<number>(2 * k).fill(Number.NaN)
    const start = coordinatesOf(at, k).map((x) => (Number.isFinite(x) ? x : 0))
    const finest = newtonSolve((x) => limitAt(committee, x, 1 / 16)?.residual ?? nowhere, start, { tolerance: 1e-16 })
    const point = limitAt(committee, finest.x, 1 / 16)
    expect(finest.norm).toBeLessThan(1e-12)
    if (point === undefined) throw new Error('outside the domain')
    const errors = found.errors as Readonly<Record<string, number>>
    expect(Math.abs(found.value - point.alpha)).toBeLessThanOrEqual(found.error)
    expect(found.error).toBeLessThan(1e-12 * found.value)
    expect(Math.abs((at.q0 as number) - point.q0)).toBeLessThanOrEqual(errors.q0)
    for (const [i, m] of point.parisi.entries()) {
      expect(Math.abs((at[`mtilde${i + 1}`] as number) - m)).toBeLessThanOrEqual(errors[`mtilde${i + 1}`])
      expect(errors[`mtilde${i + 1}`]).toBeLessThan(1e-7 * m)
    }
  })
})

describe('the gradient of the ratio', () => {
  test.each([1, 2, 3])('with %d steps agrees with its differences, and the equations vanish with it', (k) => {
    const committee = machineOf(relu, 0.1)
    const x = [...[-1.2, -2, -1.7].slice(0, k), ...[2, 3.1, 4].slice(0, k)]
    const at = (y: readonly number[]) => {
      const point = limitAt(committee, y, FINE_STEP)
      if (point === undefined) throw new Error('outside the domain')
      return point
    }
    const { gradient } = at(x)
    for (const i of x.keys()) {
      const log = (shift: number) => Math.log(at(x.map((value, j) => (i === j ? value + shift : value))).alpha)
      const h = 1e-3
      const slope = (8 * (log(h) - log(-h)) - (log(2 * h) - log(-2 * h))) / (12 * h)
      expect(Math.abs(slope - gradient[i])).toBeLessThan(1e-10)
    }
    const stationary = coordinatesOf(complete(capacity(committee, steps(k))).at, k)
    for (const slope of at(stationary).gradient) expect(Math.abs(slope)).toBeLessThan(1e-11)
    for (const left of at(stationary).residual) expect(Math.abs(left)).toBeLessThan(1e-9)
  })
})

describe('any other constraint', () => {
  test('the innermost average by panels is the closed form, wherever the saddle goes', () => {
    for (const kappa of [0, -1]) {
      for (const [b2, m, s] of [
        [0.1, 16, 0.5],
        [0.01, 130, 0.5],
        [0.3, 0.01, 1],
        [0.3, 1e4, 1],
        [1e-3, 1e5, 1],
        [0.5, 1e8, 1],
      ]) {
        const known = relaxedField(marginAt(kappa), b2, m, s)
        const other = relaxedField({ ...marginAt(kappa), name: 'plain' }, b2, m, s)
        const b = Math.sqrt(b2)
        // averages are right to rounding, and F and its derivatives are made of them
        const units = {
          value: 1 / m,
          score: 1 / (b * m),
          curvature: 1 / (b2 * m),
          violated: 1,
          parisiSlope: 1 / m ** 2,
        }
        for (const [name, unit] of Object.entries(units) as [keyof typeof units, number][]) {
          for (const x of [-25, -15, -9, -5, -2, -0.5, 0, 0.3, 1, 3, 8]) {
            const h = kappa + x * b
            const off = Math.abs(known[name](h) - other[name](h))
            expect(off).toBeLessThan(1e-9 * Math.abs(known[name](h)) + 1e-14 * unit)
          }
        }
      }
    }
  })

  test.each(
    titled([
      [relu, 0, 1],
      [linear, -1, 2],
      [erf, 0.2, 1],
    ] as const),
  )('%s: a margin that is not known as one', (_, [activation, margin, k]) => {
    const constraint = Object.freeze({ ...marginAt(margin), name: 'plain' })
    const other = complete(capacity(machine({ activation, weights: spherical, constraint }), steps(k)))
    const known = complete(capacity(machineOf(activation, margin), steps(k)))
    expect(Math.abs(other.value / known.value - 1)).toBeLessThan(1e-9)
    expect(Math.abs(other.value - known.value)).toBeLessThanOrEqual(other.error + known.error)
    expect(other.at.q0).toBeCloseTo(known.at.q0, 8)
  })
})

describe('more and more steps', () => {
  test.each(
    titled([
      [relu, 0, 6],
      [linear, -1, 4],
      [quadratic, -2, 4],
      [sine({ frequency: 2 }), -1, 4],
    ] as const),
  )('%s: each below the one before, and less so', (_, [activation, margin, k]) => {
    const committee = machineOf(activation, margin)
    const roots = searchNow(limitRoots(committee, k, complete(capacity(committee, rs)).value))
    expect(roots).toHaveLength(k)
    const loads = [complete(capacity(committee, rs)).value, ...roots.map(({ point }) => point.alpha)]
    for (let i = 1; i <= k; i++) {
      expect(loads[i]).toBeLessThan(loads[i - 1])
      if (i > 1) expect(loads[i - 1] - loads[i]).toBeLessThan(loads[i - 2] - loads[i - 1])
      const { parisi, steps: widths, q0 } = roots[i - 1].point
      for (let j = 1; j < i; j++) expect(parisi[j]).toBeGreaterThan(parisi[j - 1])
      expect(Math.min(...widths)).toBeGreaterThan(0)
      expect(q0).toBeGreaterThan(-1e-9)
    }
  })

  test.each(
    [-1, -0.5, 0, 0.5].flatMap((margin) =>
      [relu, erf, gelu, hardTanh, monomial(3), leakyRelu({ slope: 0.2 })].map(
        (activation) => [activation.name, margin, activation] as const,
      ),
    ),
  )('%s, margin %d: RS ≥ 1RSB ≥ 2RSB', (_, margin, activation) => {
    const committee = machineOf(activation, margin)
    const loads = [
      complete(capacity(committee, rs)),
      complete(capacity(committee, oneStepRsb)),
      complete(capacity(committee, steps(2))),
    ]
    for (const i of [1, 2]) {
      expect(loads[i].verdict).toBe('converged')
      expect(loads[i].value).toBeLessThanOrEqual(loads[i - 1].value + loads[i].error)
      expect(loads[i].error).toBeLessThan(1e-9 * loads[i].value)
    }
    // below RS exactly where RS is unstable before it ends
    const unstable = (loads[0].replicon ?? 0) < 0
    expect(loads[1].value < loads[0].value - loads[1].error).toBe(unstable)
    if (unstable) expect(loads[2].value).toBeLessThan(loads[1].value)
    else expect(loads[1].reason).toMatch(/no branch of 1 step lies below it/)
  })

  test('down to where RS becomes stable, with what was not found said to be so', () => {
    const loads = [0.75, 0.85, 0.88, 0.91, 0.95].map((margin) => {
      const committee = machineOf(tanh, margin)
      return [
        complete(capacity(committee, rs)),
        complete(capacity(committee, oneStepRsb)),
        complete(capacity(committee, steps(2))),
      ] as const
    })
    const gains = loads.map(([symmetric, one]) => 1 - one.value / symmetric.value)
    const stabilities = loads.map(([{ replicon }]) => replicon ?? Number.NaN)
    for (let i = 1; i < loads.length; i++) expect(stabilities[i]).toBeGreaterThan(stabilities[i - 1])
    // the gain vanishes as the third power of the replicon
    expect(gains[1] / gains[0] / (stabilities[1] / stabilities[0]) ** 3).toBeCloseTo(1, 0)
    expect(gains[2] / gains[1] / (stabilities[2] / stabilities[1]) ** 3).toBeCloseTo(1, 0)
    expect(gains[2]).toBeGreaterThan(1e-8)
    expect(loads[2][2].reason).toMatch(/no stationary point of 2 steps was found .* 1 step is unstable .* upper bound/)
    expect(Object.keys(loads[2][2].at)).not.toContain('q2')
    expect(stabilities[3]).toBeLessThan(0)
    expect(loads[3][1].reason).toMatch(/no branch of one step was found .* unstable: the capacity is an upper bound/)
    expect(stabilities[4]).toBeGreaterThan(0)
    expect(loads[4][1].reason).toMatch(/no branch of 1 step lies below it: the capacity is the replica-symmetric one/)
  })
})

describe('where there is none of its own', () => {
  test.each([0, 0.5, 2])('the perceptron at margin %d has that of RS', (margin) => {
    const committee = machineOf(linear, margin)
    for (const k of [1, 2]) {
      const found = complete(capacity(committee, steps(k)))
      expect(found.value).toBe(complete(capacity(committee, rs)).value)
      expect(found.branch).toMatch(/replica-symmetric/)
      expect(found.reason).toMatch(/no branch of \d steps? lies below it/)
    }
  })

  test('binary weights freeze at that of RS', () => {
    for (const activation of [linear, sign, relu]) {
      const committee = machine({ activation, weights: binary })
      const found = complete(capacity(committee, steps(2)))
      const symmetric = complete(capacity(committee, rs))
      expect(found.value).toBe(symmetric.value)
      expect(found.at).toMatchObject({ q0: symmetric.at.q, q1: 1, q2: 1, m1: 1, m2: 1 })
      expect(found.branch).toMatch(/frozen/)
      expect(found.reason).toMatch(/freeze to single solutions/)
    }
  })

  test("C'(1) = ∞ and soft constraints are refused", () => {
    expect(() => complete(capacity(machineOf(sign, 0), oneStepRsb))).toThrow(
      expect.objectContaining({ code: 'UNSUITABLE', message: expect.stringContaining("C'(1) = ∞") }),
    )
    const { distance: _, ...soft } = marginAt(0)
    expect(() =>
      complete(
        capacity(machine({ activation: relu, weights: spherical, constraint: { ...soft, name: 'soft' } }), oneStepRsb),
      ),
    ).toThrow(expect.objectContaining({ code: 'UNSUITABLE', message: expect.stringContaining('soft') }))
  })
})
