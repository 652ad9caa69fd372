import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { erf, erfc, erfcx } from '../../src/gaussian/erf.js'
import { erfSeries, excessLogs, excessRows, hazardLogs, hazardRows } from '../../src/gaussian/mills-table.js'
import { density, hazard, hazardExcess, hazardSlope, logTail, tail } from '../../src/gaussian/normal.js'

interface Generator {
  BITS: number
  mills(num: number, den: number): bigint
  millsConvergent(num: number, den: number, n: number): bigint
  row(name: 'excess' | 'hazard', index: number): { coefficients: number[]; log: number }
  erfSeries(): number[]
  render(): string
}

const here = (path: string): URL => new URL(path, import.meta.url)
// The generator is plain JavaScript without types; a computed specifier keeps the compiler from asking for them.
const generatorUrl = here('../../scripts/mills-table.mjs').href
const generator = (await import(/* @vite-ignore */ generatorUrl)) as Generator
const oracle = JSON.parse(readFileSync(here('normal-oracle.json'), 'utf8')) as Record<string, number[]>

/** The promise of normal.ts. */
const TOLERANCE = 2e-15
const SMALLEST_NORMAL = 2.2250738585072014e-308
/** Two units of the subnormal numbers. */
const SUBNORMAL_TOLERANCE = 1e-323
const ULP = 2 ** -52

const ofX = { density, tail, logTail, hazard, hazardExcess, hazardSlope }
const ofT = { erf, erfc, erfcx }
const all = { ...ofX, ...ofT }

/** Seeded uniform numbers in (0, 1) (mulberry32), so that a failure can be repeated. */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }
}

const bits = new DataView(new ArrayBuffer(8))

/** The next double after x > 0 in the direction of `step` = ±1. */
function neighbour(x: number, step: 1 | -1): number {
  bits.setFloat64(0, x)
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(step))
  return bits.getFloat64(0)
}

const below = (x: number): number => (x === 0 ? -5e-324 : x > 0 ? neighbour(x, -1) : -neighbour(-x, 1))

describe('the table', () => {
  it('is what the generator makes', () => {
    for (const [name, rows, logs] of [
      ['excess', excessRows, excessLogs],
      ['hazard', hazardRows, hazardLogs],
    ] as const) {
      const width = rows.length / logs.length
      for (const index of [0, 1, Math.floor(logs.length / 3), logs.length - 1]) {
        const made = generator.row(name, index)
        expect(Array.from(rows.subarray(index * width, (index + 1) * width))).toEqual(made.coefficients)
        expect(logs[index]).toBe(made.log)
      }
    }
    expect(Array.from(erfSeries)).toEqual(generator.erfSeries())
    expect(readFileSync(here('../../src/gaussian/mills-table.ts'), 'utf8')).toBe(generator.render())
  })

  it('comes from a Mills ratio that lies between the convergents of its continued fraction, to 60 digits', () => {
    for (const [num, den, depth] of [
      [6, 1, 700],
      [201, 16, 300],
      [383, 16, 200],
    ] as const) {
      const value = generator.mills(num, den)
      const upper = generator.millsConvergent(num, den, depth)
      const lower = generator.millsConvergent(num, den, depth + 1)
      const scale = 2n ** BigInt(generator.BITS)
      expect(upper - lower).toBeLessThan(scale / 10n ** 60n)
      expect(lower).toBeLessThanOrEqual(value)
      expect(value).toBeLessThanOrEqual(upper)
    }
  })
})

describe('against the 40-digit oracle', () => {
  const cases = [
    ...Object.entries(ofX).map(([name, f]) => ({ name, f, argument: 'x' })),
    ...Object.entries(ofT).map(([name, f]) => ({ name, f, argument: 't' })),
  ]
  it.each(cases)('$name is within 2e-15', ({ name, f, argument }) => {
    let worst = { error: 0, at: Number.NaN, got: Number.NaN, expected: Number.NaN }
    const failures: string[] = []
    oracle[argument]!.forEach((at, i) => {
      const expected = oracle[name]![i]!
      const got = f(at)
      const difference = Math.abs(got - expected)
      if (Math.abs(expected) < SMALLEST_NORMAL) {
        if (!(difference <= SUBNORMAL_TOLERANCE)) failures.push(`${name}(${at}) = ${got}, not ${expected}`)
        return
      }
      const error = difference / Math.abs(expected)
      if (!(error <= worst.error)) worst = { error, at, got, expected }
    })
    const report = `worst relative error of ${name}: ${worst.error} at ${worst.at}: ${worst.got}, not ${worst.expected}`
    expect(failures, report).toEqual([])
    expect(worst.error, report).toBeLessThanOrEqual(TOLERANCE)
  })

  it('has enough points', () => {
    expect(oracle.x!.length).toBeGreaterThan(2000)
    expect(oracle.t!.length).toBeGreaterThan(700)
  })
})

describe('seams', () => {
  it('no function jumps where the pieces and the branches meet', () => {
    const seams = Array.from({ length: 249 }, (_, k) => (k - 56) / 8)
    for (const [name, f] of Object.entries(ofX)) {
      for (const seam of seams) {
        const here = f(seam)
        const step = Math.abs(here - f(below(seam)))
        // Both sides are within the tolerance, and the functions change by at most (1 + x²) ulp from one x to the next.
        const allowed = 1.5e-15 + (1 + seam * seam) * ULP
        expect(step / Math.abs(here), `${name} at ${seam}`).toBeLessThanOrEqual(allowed)
      }
    }
    for (const [name, f] of Object.entries(ofT)) {
      for (const seam of [-0.5, 0.5, 24 / Math.SQRT2, 1e8]) {
        const here = f(seam)
        if (here === 0) continue
        const step = Math.abs(here - f(below(seam)))
        const allowed = 1.5e-15 + (1 + 2 * Math.min(seam * seam, 1e3)) * ULP
        expect(step / Math.abs(here), `${name} at ${seam}`).toBeLessThanOrEqual(allowed)
      }
    }
  })
})

describe('identities', () => {
  const next = uniform(3)
  const points = Array.from({ length: 3000 }, () => -37 + 77 * next())
  const near = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance * Math.abs(b)

  it('R′ = R(R − x), R = φ/H, log H', () => {
    for (const x of points) {
      expect(near(hazard(x) * hazardExcess(x), hazardSlope(x), TOLERANCE), `slope at ${x}`).toBe(true)
      if (x < 37) expect(near(density(x) / tail(x), hazard(x), TOLERANCE), `hazard at ${x}`).toBe(true)
      if (Math.abs(x) < 5) expect(Math.abs(Math.log(tail(x)) - logTail(x)), `log at ${x}`).toBeLessThan(4e-15)
    }
  })

  it('erf + erfc = 1, erf is odd, erfc(−t) = 2 − erfc(t), H(x) + H(−x) = 1', () => {
    for (const x of points) {
      expect(Math.abs(erf(x) + erfc(x) - 1), `at ${x}`).toBeLessThanOrEqual(ULP)
      expect(erf(-x)).toBe(-erf(x))
      expect(Math.abs(erfc(-x) + erfc(x) - 2), `at ${x}`).toBeLessThanOrEqual(2 * ULP)
      expect(Math.abs(tail(-x) + tail(x) - 1), `at ${x}`).toBeLessThanOrEqual(ULP)
    }
  })

  it('erfc(t) = 2H(√2 t) and erfcx(t) = e^{t²}erfc(t) for moderate t', () => {
    for (const x of points) {
      const t = x / 16
      // √2 t rounds, which the logarithmic derivative of H multiplies by up to 2t².
      expect(near(erfc(t), 2 * tail(Math.SQRT2 * t), 2 * TOLERANCE + 4 * t * t * ULP), `at ${t}`).toBe(true)
      expect(near(erfcx(t), Math.exp(t * t) * erfc(t), 2 * TOLERANCE + t * t * ULP), `at ${t}`).toBe(true)
    }
  })
})

describe('monotonicity', () => {
  it('holds on random points', () => {
    const next = uniform(4)
    const points = Array.from({ length: 5000 }, () => -40 + 80 * next()).concat(
      Array.from({ length: 500 }, () => 40 * 2 ** (20 * next())),
    )
    points.sort((a, b) => a - b)
    const direction = {
      tail: -1,
      logTail: -1,
      hazard: 1,
      hazardExcess: -1,
      hazardSlope: 1,
      erf: 1,
      erfc: -1,
      erfcx: -1,
    } as const
    for (const [name, sign] of Object.entries(direction) as [keyof typeof direction, 1 | -1][]) {
      const f = all[name]
      for (let i = 1; i < points.length; i++) {
        const [a, b] = [points[i - 1]!, points[i]!]
        // Differences of ∞ are no numbers: erfcx is infinite at the far left.
        expect(sign === 1 ? f(b) >= f(a) : f(b) <= f(a), `${name} between ${a} and ${b}`).toBe(true)
      }
    }
  })

  it('0 ≤ R′ ≤ 1 and R − x > 0', () => {
    const next = uniform(5)
    for (let i = 0; i < 5000; i++) {
      const x = i % 2 === 0 ? -40 + 80 * next() : 10 ** (300 * next())
      const slope = hazardSlope(x)
      expect(slope >= 0 && slope <= 1 && hazardExcess(x) > 0, `at ${x}`).toBe(true)
    }
  })
})

describe('edges', () => {
  it('NaN gives NaN, and nothing else does', () => {
    const finite = [0, 5e-324, 1e-300, 1, 7, 24, 38, 39, 40, 1e8, 1e77, 1e154, 2e154, 1e300, Number.MAX_VALUE]
    for (const [name, f] of Object.entries(all)) {
      expect(f(Number.NaN), name).toBeNaN()
      for (const x of [...finite, Number.POSITIVE_INFINITY]) {
        expect(f(x), `${name}(${x})`).not.toBeNaN()
        expect(f(-x), `${name}(${-x})`).not.toBeNaN()
      }
    }
  })

  it.each<[keyof typeof all, number, number]>([
    ['density', Number.NEGATIVE_INFINITY, 0],
    ['tail', Number.NEGATIVE_INFINITY, 1],
    ['logTail', Number.NEGATIVE_INFINITY, 0],
    ['hazard', Number.NEGATIVE_INFINITY, 0],
    ['hazardExcess', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['hazardSlope', Number.NEGATIVE_INFINITY, 0],
    ['erf', Number.NEGATIVE_INFINITY, -1],
    ['erfc', Number.NEGATIVE_INFINITY, 2],
    ['erfcx', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['density', Number.POSITIVE_INFINITY, 0],
    ['tail', Number.POSITIVE_INFINITY, 0],
    ['logTail', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['hazard', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['hazardExcess', Number.POSITIVE_INFINITY, 0],
    ['hazardSlope', Number.POSITIVE_INFINITY, 1],
    ['erf', Number.POSITIVE_INFINITY, 1],
    ['erfc', Number.POSITIVE_INFINITY, 0],
    ['erfcx', Number.POSITIVE_INFINITY, 0],
    ['tail', 0, 0.5],
    ['logTail', 0, -Math.LN2],
    ['erf', 0, 0],
    ['erf', -0, -0],
    ['erfc', 0, 1],
    ['erfcx', 0, 1],
    ['density', 1e300, 0],
    ['tail', 1e300, 0],
    ['tail', -1e300, 1],
    ['logTail', -1e300, 0],
    ['logTail', 1e300, Number.NEGATIVE_INFINITY],
    ['hazard', 1e300, 1e300],
    ['hazard', -1e300, 0],
    ['hazardExcess', -1e300, 1e300],
    ['hazardExcess', 1e300, 1e-300],
    ['hazardSlope', -1e300, 0],
    ['hazardSlope', 1e300, 1],
    ['erfcx', -27, Number.POSITIVE_INFINITY],
    ['erfc', 28.5, 0],
  ])('%s(%d) = %d', (name, at, value) => {
    expect(all[name](at)).toBe(value)
  })
})
