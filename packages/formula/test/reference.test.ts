import { formula, isFormulaError } from '@gardner/formula'
import fc from 'fast-check'
import { expect, test } from 'vitest'

/** An expression with what it is worth, told by JavaScript itself. */
interface Known {
  readonly text: string
  readonly value: (x: number) => number
}

const number = fc.integer({ min: 0, max: 40 }).map((n): Known => ({ text: String(n / 8), value: () => n / 8 }))
const variable = fc.constantFrom<Known>({ text: 'x', value: (x: number) => x }, { text: 'u', value: (x) => x })
const constant = fc.constantFrom<Known>({ text: 'pi', value: () => Math.PI }, { text: 'e', value: () => Math.E })

const unary: Record<string, (a: number) => number> = {
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  atan: Math.atan,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  relu: (a) => (a > 0 ? a : 0),
  step: (a) => (a >= 0 ? 1 : 0),
}
const binary: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}
const comparisons: Record<string, (a: number, b: number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

const { any } = fc.letrec<{ any: Known }>((tie) => {
  const some = tie('any')
  return {
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      variable,
      number,
      constant,
      fc.tuple(fc.constantFrom(...Object.keys(unary)), some).map(([f, a]) => ({
        text: `${f}(${a.text})`,
        value: (x: number) => unary[f](a.value(x)),
      })),
      fc.tuple(fc.constantFrom(...Object.keys(binary)), some, some).map(([f, a, b]) => ({
        text: `(${a.text}) ${f} (${b.text})`,
        value: (x: number) => binary[f](a.value(x), b.value(x)),
      })),
      fc.tuple(fc.constantFrom('max', 'min'), some, some).map(([f, a, b]) => ({
        text: `${f}(${a.text}, ${b.text})`,
        value: (x: number) => Math[f as 'max'](a.value(x), b.value(x)),
      })),
      fc.tuple(some, fc.integer({ min: 1, max: 4 })).map(([a, n]) => ({
        text: `(${a.text})^${n}`,
        value: (x: number) => a.value(x) ** n,
      })),
      some.map((a) => ({ text: `-(${a.text})`, value: (x: number) => -a.value(x) })),
      fc.tuple(fc.constantFrom(...Object.keys(comparisons)), some, some, some).map(([f, a, b, c]) => ({
        text: `((${a.text}) ${f} (${b.text}) ? (${c.text}) : -(${a.text}))`,
        value: (x: number) => (comparisons[f](a.value(x), b.value(x)) ? c.value(x) : -a.value(x)),
      })),
    ),
  }
})

test('a formula is worth what its parts are worth', () => {
  let made = 0
  fc.assert(
    fc.property(any, ({ text, value }) => {
      fc.pre(text.length < 400)
      let g: (u: number) => number
      try {
        g = formula(text).g
      } catch (error) {
        // constant, infinite somewhere, too many kinks: refused as a formula
        if (!isFormulaError(error)) throw error
        return
      }
      made++
      for (const u of [-2.3, -1, -0.4, 0, 0.1, 0.77, 1.9]) {
        const expected = value(u)
        expect(Math.abs(g(u) - expected), `${text} at ${u}`).toBeLessThanOrEqual(
          1e-13 * Math.max(1, Math.abs(expected)),
        )
      }
    }),
    { numRuns: 600, seed: 5 },
  )
  expect(made).toBeGreaterThan(150)
})

test('every jump of a formula is one of its kinks', () => {
  fc.assert(
    fc.property(any, ({ text }) => {
      fc.pre(text.length < 200)
      let made: ReturnType<typeof formula>
      try {
        made = formula(text)
      } catch (error) {
        if (!isFormulaError(error)) throw error
        return
      }
      const kinks = made.kinks ?? []
      for (let u = -3; u < 3; u += 1 / 64) {
        const jump = Math.abs(made.g(u + 1 / 64) - made.g(u))
        const half = Math.abs(made.g(u + 1 / 128) - made.g(u)) + Math.abs(made.g(u + 1 / 64) - made.g(u + 1 / 128))
        // a smooth function halves its steps: a jump that is in one half alone, however often it is halved, is none
        if (jump < 0.2 || half > 1.01 * jump) continue
        const [a, b] = narrowed(made.g, u, u + 1 / 64)
        if (Math.abs(made.g(b) - made.g(a)) < 0.19) continue
        expect(
          kinks.some((kink) => Math.abs(kink - a) < 1e-12),
          `${text} jumps at ${a}`,
        ).toBe(true)
      }
    }),
    { numRuns: 300, seed: 6 },
  )
})

function narrowed(g: (u: number) => number, from: number, to: number): [number, number] {
  let [a, b] = [from, to]
  for (let i = 0; i < 40; i++) {
    const middle = 0.5 * (a + b)
    if (Math.abs(g(middle) - g(a)) > Math.abs(g(b) - g(middle))) b = middle
    else a = middle
  }
  return [a, b]
}
