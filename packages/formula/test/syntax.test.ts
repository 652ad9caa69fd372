import { isGardnerError } from '@gardner/core'
import { FormulaError, formula, isFormulaError } from '@gardner/formula'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const at = (text: string, u: number) => formula(text).g(u)

describe('what is read', () => {
  const values: [string, number, number][] = [
    ['x', 0.7, 0.7],
    ['u', 0.7, 0.7],
    ['-x^2', 3, -9],
    ['(-x)^2', 3, 9],
    ['x^2^3', 1.5, 1.5 ** 8],
    ['2^-x', 3, 0.125],
    ['2^-x^2', 2, 1 / 16],
    ['x**2', 3, 9],
    ['1 - x - 2', 3, -4],
    ['8/x/2 + x', 0, Number.NaN],
    ['8/(x^2+1)/2', 1, 2],
    ['2*-x', 3, -6],
    ['+x - -x', 3, 6],
    ['x·2 − π', 1, 2 - Math.PI],
    ['e^x', 1, Math.E],
    ['1.5e-1*x', 2, 0.3],
    ['.5*x', 2, 1],
    ['max(0, x, 2*x)', 3, 6],
    ['min(1, x)', 3, 1],
    ['clamp(x, -1, 1)', -3, -1],
    ['abs(x) + relu(-x)', -3, 6],
    ['sign(x)', 0, 0],
    ['sign(x)', -2, -1],
    ['step(x)', 0, 1],
    ['heaviside(x)', -1e-9, 0],
    ['floor(x) + ceil(x) + round(x)', 0.4, 1],
    ['x > 0 ? x : 0.1*x', -2, -0.2],
    ['x < -1 ? -1 : x > 1 ? 1 : x', 3, 1],
    ['(x >= 0)*x', -2, 0],
    ['(0 < x && x < 1)*x + (x <= -1 || !(x < 2))', 5, 1],
    ['Phi(x)', 0, 0.5],
    ['sigmoid(x) + softplus(x)', 0, 0.5 + Math.log(2)],
    ['sigmoid(x)', -800, 0],
    ['sinc(x)', 0, 1],
    ['sinc(x)', 2, Math.sin(2) / 2],
    ['asinh(x) + cbrt(x^2+1)*0 + sinh(0)*x + cosh(0) + atan(0) + ln(1) + tanh(0)', 0, 1],
  ]
  for (const [text, u, expected] of values.filter(([, , value]) => !Number.isNaN(value))) {
    test(`${text} at ${u}`, () => expect(at(text, u)).toBeCloseTo(expected, 14))
  }

  test('the deepest text that is allowed', () => {
    expect(at(`${'('.repeat(499)}x${')'.repeat(499)}`, 2)).toBe(2)
    expect(at(`${'-'.repeat(998)}x`, 2)).toBe(2)
    expect(at(`x${'^1'.repeat(499)}`, 2)).toBe(2)
    expect(at(`x${'+1'.repeat(499)}`, 2)).toBe(501)
    expect(at(`${'abs('.repeat(199)}x${')'.repeat(199)}`, -2)).toBe(2)
  })
})

describe('what is refused, and where', () => {
  const refused: [string, RegExp, number, number?][] = [
    ['', /it is empty; expected a formula in x/, 0],
    ['   ', /it is empty/, 0],
    ['max(0, y)', /at character 8: unknown name y; did you mean x\? known: x, u, pi/, 7],
    ['mxa(0, x)', /unknown name mxa; did you mean max\?/, 0, 3],
    ['2*tanj(x)', /at character 3: unknown name tanj; did you mean tanh\?/, 2, 4],
    ['constructor', /unknown name constructor/, 0, 11],
    ['__proto__(x)', /unknown name __proto__/, 0, 9],
    ['this', /unknown name this/, 0, 4],
    ['true', /unknown name true/, 0, 4],
    ['max(x)', /max has 1 argument; expected 2 to 16/, 0, 6],
    ['x + tanh(x, 1)', /tanh has 2 arguments; expected 1/, 4, 10],
    ['sin()', /sin has 0 arguments; expected 1/, 0, 5],
    ['x + sin', /sin is a function: write sin\(x\)/, 4, 3],
    ['x(2)', /x is no function; for a product write x\*\(/, 0],
    ['max(0, x', /at character 4: this \( is not closed/, 3],
    ['(x))', /at character 4: no \( belongs to this \)/, 3],
    ['x, 2', /a comma stands between the arguments of a function only/, 1],
    ['(x, 2)', /a comma stands/, 2],
    ['max(,x)', /an argument is missing/, 3],
    ['max(x,)', /an argument is missing/, 5],
    ['max(x,,1)', /an argument is missing/, 5],
    ['x +', /at its end: something is missing/, 3],
    ['x + * 2', /at character 5: a number, x or a function is missing before this/, 4],
    ['* x', /is missing before this/, 0],
    ['2x', /at character 2: an operator is missing here/, 1],
    ['2 x', /an operator is missing here/, 2],
    ['2(x)', /an operator is missing here/, 1],
    ['(x)(2)', /x is no function/, 0],
    ['sin x', /parentheses or an operator are missing here/, 4],
    ['()', /there is nothing between the parentheses/, 0],
    ['x ? 1', /something is missing/, 5],
    ['x ? 1 : 2', /this is a number; expected a comparison/, 0],
    ['x > 0', /it says only whether something holds/, 0],
    ['0 < x < 1', /comparisons are not chained: write 0 < x && x < 1/, 6],
    ['x == 1 ? 0 : x', /there is no operator ==; points do not matter/, 2, 2],
    ['x | 2', /there is no operator \|/, 2],
    ['~x', /unexpected "~"/, 0],
    ['x = 2', /is missing before this/, 2],
    ['x.length', /this cannot stand in a formula/, 0, 8],
    ['x[0]', /unexpected "\["/, 1],
    ['x; x', /unexpected ";"/, 1],
    ['"x"', /unexpected "\\""/, 0],
    ['x + 🙂', /unexpected "🙂"/, 4],
    ['1e999*x', /this number is too large/, 0, 5],
    ['x'.repeat(1001), /it has 1001 characters; expected at most 1000/, 40],
    ['log(x)', /log\(x\) is infinite at x = 0; expected a finite number for every x/, 0],
    ['1 + sqrt(x)', /at character 5: sqrt\(x\) is no number at x = -0\.015625/, 4, 7],
    ['x^0.5', /x\^0\.5 is no number/, 0],
    ['sin(x)/x', /is no number at x = 0/, 0],
    ['1/(x - 0.1)', /is infinite at x = 0\.1/, 0],
    ['1/(x^2 - 2)', /it has no bound near x = -1\.41421/, 0],
    ['exp(x^2)', /exp\(x\^2\) is infinite at x = 26\.75/, 0],
    ['exp(x^2/3)', /it grows too fast/, 0],
    ['x < 0 ? exp(x^2/3) : 0', /it grows too fast/, 0],
    ['3', /it is constant/, 0],
    ['x - x', /it is constant/, 0],
    ['sin(x)^2 + cos(x)^2', /it is constant/, 0],
    ['round(3*x)', /it has 72 kinks for \|x\| up to 12; expected at most 64/, 0],
    ['sign(sin(5000*x))', /it changes without end|kinks/, 0],
  ]
  for (const [text, message, index, length] of refused) {
    test(text.slice(0, 40) || 'nothing', () => {
      let thrown: unknown
      try {
        formula(text)
      } catch (error) {
        thrown = error
      }
      expect(thrown).toBeInstanceOf(FormulaError)
      expect(isGardnerError(thrown) && isFormulaError(thrown)).toBe(true)
      const { message: said, index: from, length: wide, code } = thrown as FormulaError
      expect(said).toMatch(message)
      expect(code).toBe('INVALID_OPTION')
      expect(from).toBe(index)
      if (length !== undefined) expect(wide).toBe(length)
    })
  }

  test('no text at all', () => {
    expect(() => formula(3 as never)).toThrow('invalid formula: 3; expected a text')
  })

  test('garbage is refused as every formula is', () => {
    const pieces = fc.constantFrom(
      ...'()+-*/^,<>=!?:&|.exX2π "\'[]{};$@\\`'.split(''),
      'max(',
      'sin',
      'x',
      '0.5',
      'e9',
      '&&',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 40 }),
          fc.array(pieces, { maxLength: 20 }).map((all) => all.join('')),
        ),
        (text) => {
          try {
            formula(text)
          } catch (error) {
            if (!isFormulaError(error)) throw error
            const { index, length } = error
            expect(index).toBeGreaterThanOrEqual(0)
            expect(index).toBeLessThanOrEqual(text.length)
            expect(length).toBeGreaterThanOrEqual(1)
          }
        },
      ),
      { numRuns: 3000, seed: 4 },
    )
  })
})

describe('what is written on paper is refused with what to type', () => {
  const hints: [string, string][] = [
    ['|x|', 'abs(x)'],
    ['|x - 1| + x', 'abs(x - 1)'],
    ['x²', 'x^2'],
    ['(x + 1)²', '(…)^2'],
    ['sin²(x)', 'sin(…)^2'],
    ['√x', 'sqrt(x)'],
    ['√(x + 1)', 'sqrt(…)'],
    ['ln x', 'ln(x)'],
    ['tanh x', 'tanh(x)'],
    ['2x', '2*x'],
    ['0.5 x', '0.5*x'],
    ['x x', 'x*x'],
    ['H(x)', 'step(x), or Phi(-x)'],
    ['θ(x)', 'step(…)'],
    ['theta(x)', 'step'],
    ['x ≥ 0 ? x : 0', '>='],
    ['tan(x)', 'sin(x)/cos(x)'],
  ]
  for (const [text, hint] of hints) {
    test(text, () => expect(() => formula(text)).toThrow(`did you mean ${hint}?`))
  }
  test('a semicolon', () =>
    expect(() => formula('max(0;x)')).toThrow('unexpected ";"; a comma stands between arguments'))
  test('powers of e are read', () => expect(at('e^x', 1)).toBeCloseTo(Math.E, 15))
})
