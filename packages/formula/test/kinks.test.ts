import { momentsOf } from '@gardner/core'
import { formula } from '@gardner/formula'
import { expect, test } from 'vitest'

const root = Math.SQRT2
const cases: [string, readonly number[]][] = [
  ['x^2', []],
  ['tanh(x)', []],
  ['max(0, x)', [0]],
  ['abs(x)', [0]],
  ['abs(x)^3', [0]],
  ['x > 0.3 ? x : 0.3', [0.3]],
  ['max(0.1*x - 0.03, 0)', [0.3]],
  ['clamp(2*x, -1, 1)', [-0.5, 0.5]],
  ['max(0, max(0, x) - 1)', [1]],
  ['abs(abs(x) - 1)', [-1, 0, 1]],
  ['abs(x^2 - 2)', [-root, root]],
  ['max(x, (x - 1/3)*5)', [5 / 12]],
  ['abs(cos(x) - 0.5) + 3*x', [1, 5, 7, 11].flatMap((k) => [-k, k].map((n) => (n * Math.PI) / 3))],
  ['(-1 < x && x < 2)*x', [-1, 2]],
  ['floor(x/4)', [-12, -8, -4, 0, 4, 8, 12]],
  // double zeros: roots begin there, |u²| does not
  ['sqrt(x^2)', [0]],
  ['sqrt((x - 0.3)^2)', [0.3]],
  ['abs(x^2) + x', []],
  // two crossings that no grid of round numbers sees
  ['max((x - 0.0333)^2, 0.00000001) + x', [0.0332, 0.0334]],
  // both sides are the same function
  ['max(x, x)', []],
  ['abs(x)^2', []],
  ['max(x, 2*x) + min(x, 2*x)', []],
  ['max(sin(x)^2 + cos(x)^2, 1) + x', []],
  ['x > 1 ? 2*x : x + x', []],
  ['0*abs(x) + x', []],
  // but a point with a value of its own is kept away from quadratures
  ['sign(x)^2*x + sign(x)^2', [0]],
]

for (const [text, expected] of cases) {
  test(text, () => {
    const { kinks = [] } = formula(text)
    const inside = expected.filter((kink) => Math.abs(kink) < 12).sort((a, b) => a - b)
    expect(kinks.length, `${kinks}`).toBe(inside.length)
    for (const [i, kink] of kinks.entries()) {
      expect(Math.abs(kink - inside[i])).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(kink)))
    }
  })
}

test('nothing is left for the search of the core', () => {
  for (const text of ['abs(abs(x) - 1)', 'clamp(x, -1, 2)', 'x < 0 ? exp(x) - 1 : x', 'floor(x)', 'abs(x^2 - 2)']) {
    expect(momentsOf(formula(text)).warnings).toEqual([])
  }
})
