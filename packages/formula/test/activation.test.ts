import {
  elu,
  erf,
  gelu,
  hardTanh,
  leakyRelu,
  quadratic,
  relu,
  sign,
  silu,
  sine,
  softplus,
  tanh,
} from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import { type Activation, capacity, complete, instability, machine } from '@gardner/core'
import { ACTIVATION, Catalogue } from '@gardner/core/registry'
import { activationLaws } from '@gardner/core/testing'
import plugin, { formula } from '@gardner/formula'
import { binary, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'

const pairs: [string, Activation][] = [
  ['max(0, x)', relu],
  ['abs(x)', leakyRelu({ slope: -1 })],
  ['max(0.2*x, x)', leakyRelu({ slope: 0.2 })],
  ['sign(x)', sign],
  ['2*step(x) - 1', sign],
  ['x^2', quadratic],
  ['tanh(x)', tanh],
  ['erf(x)', erf],
  ['sin(2*x)', sine({ frequency: 2 })],
  ['log(1 + e^x)', softplus],
  ['x*Phi(x)', gelu],
  ['x*sigmoid(x)', silu],
  ['min(1, max(-1, x))', hardTanh],
  ['x < 0 ? exp(x) - 1 : x', elu()],
]

describe('the same machine typed and built in', () => {
  for (const [text, activation] of pairs) {
    test(text, () => {
      // the spherical capacity of a jump is infinite
      for (const weights of activation === sign ? [binary] : [binary, spherical]) {
        const typed = complete(capacity(machine({ activation: formula(text), weights }), rs))
        const known = complete(capacity(machine({ activation, weights }), rs))
        const allowed = typed.error + known.error
        if (Number.isFinite(known.value)) expect(allowed).toBeLessThan(1e-9)
        expect(Object.is(typed.value, known.value) || Math.abs(typed.value - known.value) <= allowed).toBe(true)
      }
    })
  }

  test('where it is unstable', () => {
    const typed = complete(instability(machine({ activation: formula('max(0, x)'), weights: spherical }), rs))
    const known = complete(instability(machine({ activation: relu, weights: spherical }), rs))
    expect(Math.abs(typed.value - known.value)).toBeLessThanOrEqual(typed.error + known.error)
  })
})

describe('laws', () => {
  for (const text of ['max(0, x) + 0.1*x', 'abs(x - 0.3)', 'exp(-x^2/2)*x', 'floor(x/3)', 'x > 0 ? tanh(x) : 0.2*x']) {
    for (const { name, verify } of activationLaws(formula(text))) test(`${text}: ${name}`, verify)
  }
})

describe('the family', () => {
  const catalogue = new Catalogue().use(plugin)

  test('takes a formula with its commas and colons', () => {
    const made = catalogue.get(ACTIVATION, 'formula:x > 0 ? max(1, x) : -1')
    expect(made.g(3)).toBe(3)
    expect(made.g(-3)).toBe(-1)
    expect(made.name).toBe('formula')
    expect(made.parameters).toEqual({ expression: 'x > 0 ? max(1, x) : -1' })
  })

  test('tells how to type one', () => {
    expect(() => catalogue.get(ACTIVATION, 'formula')).toThrow('it is empty; expected a formula in x')
    expect(() => catalogue.get(ACTIVATION, 'formula:max(0,y)')).toThrow(
      /at character 7: unknown name y; .*\(formula:max\(0, x\) \+ 0\.1\*x\)/,
    )
  })
})
