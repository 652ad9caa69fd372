import plugin, {
  elu,
  erf,
  gelu,
  hardTanh,
  leakyRelu,
  linear,
  monomial,
  polynomial,
  quadratic,
  relu,
  sigmoid,
  sign,
  silu,
  sine,
  softplus,
  tanh,
} from '@gardner/activations'
import type { Activation } from '@gardner/core'
import { ACTIVATION, Catalogue } from '@gardner/core/registry'
import { describe, expect, test } from 'vitest'

const catalogue = new Catalogue().use(plugin)
const named = (text: string) => catalogue.get(ACTIVATION, text)

describe('names', () => {
  const plain: Record<string, Activation> = {
    linear,
    sign,
    relu,
    sigmoid,
    tanh,
    erf,
    'hard-tanh': hardTanh,
    softplus,
    gelu,
    silu,
    quadratic,
  }
  for (const [name, value] of Object.entries(plain)) {
    test(name, () => {
      expect(named(name)).toBe(value)
      expect(value.name).toBe(name)
      expect(() => named(`${name}:1`)).toThrow(`${name} takes no parameters`)
    })
  }

  const members: [string, Activation][] = [
    ['leaky-relu', leakyRelu()],
    ['leaky-relu:0.2', leakyRelu({ slope: 0.2 })],
    ['elu', elu()],
    ['elu:0.5', elu({ a: 0.5 })],
    ['sine', sine()],
    ['sine:2', sine({ frequency: 2 })],
    ['monomial:3', monomial(3)],
    ['polynomial:0,1,0.5', polynomial([0, 1, 0.5])],
  ]
  for (const [text, value] of members) {
    test(text, () => {
      const made = named(text)
      expect(made.name).toBe(text.split(':')[0])
      expect(made.parameters).toEqual(value.parameters)
      for (const u of [-2, -0.3, 0.7]) expect(made.g(u)).toBe(value.g(u))
    })
  }

  test('defaults', () => {
    expect(leakyRelu().parameters).toEqual({ slope: 0.01 })
    expect(elu().parameters).toEqual({ a: 1 })
    expect(sine().parameters).toEqual({ frequency: 1 })
    expect(polynomial([1, 2, 0, 0]).parameters).toEqual({ coefficients: [1, 2] })
  })
})

describe('what has no meaning is refused', () => {
  const cases: [string, () => unknown, string][] = [
    [
      'monomial without a degree',
      () => named('monomial'),
      'invalid monomial: 0 parameters; expected 1 (monomial:degree)',
    ],
    ['monomial(0)', () => monomial(0), 'invalid degree of monomial: 0; expected a whole number from 1 to 12'],
    ['monomial(13)', () => monomial(13), 'invalid degree of monomial: 13; expected a whole number from 1 to 12'],
    ['monomial(1.5)', () => monomial(1.5), 'invalid degree of monomial: 1.5'],
    [
      'leaky-relu:steep',
      () => named('leaky-relu:steep'),
      'invalid parameter of leaky-relu: "steep"; expected a finite number',
    ],
    ['leaky-relu:1,2', () => named('leaky-relu:1,2'), 'invalid leaky-relu: 2 parameters; expected 0 to 1'],
    [
      'leakyRelu({ slop })',
      () => leakyRelu({ slop: 1 } as object),
      'invalid option of leaky-relu: "slop"; expected one of slope',
    ],
    [
      'leakyRelu NaN',
      () => leakyRelu({ slope: Number.NaN }),
      'invalid slope of leaky-relu: NaN; expected a finite number',
    ],
    // a default stands for undefined only: null is what JSON makes of NaN
    ['leakyRelu null', () => leakyRelu({ slope: null } as never), 'invalid slope of leaky-relu: null'],
    ['elu null', () => elu({ a: null } as never), 'invalid a of elu: null'],
    ['sine null', () => sine({ frequency: null } as never), 'invalid frequency of sine: null'],
    ['elu({ a: -1 })', () => elu({ a: -1 }), 'invalid a of elu: -1; expected a finite number, zero or above'],
    ['elu:-1', () => named('elu:-1'), 'invalid a of elu: -1'],
    [
      'sine({ frequency: 0 })',
      () => sine({ frequency: 0 }),
      'invalid frequency of sine: 0; expected a positive number',
    ],
    [
      'polynomial',
      () => named('polynomial'),
      'invalid polynomial: 0 parameters; expected 2 to 13 (polynomial:c0,c1,…)',
    ],
    [
      'a constant polynomial',
      () => polynomial([3, 0, 0]),
      'invalid coefficients of polynomial: [3,0,0]; expected c0, c1, … of a degree from 1 to 12',
    ],
    ['polynomial([])', () => polynomial([]), 'invalid coefficients of polynomial: []; expected a non-empty list'],
    ['a polynomial of degree 13', () => polynomial([...new Array(13).fill(0), 1]), 'of a degree from 1 to 12'],
    ['an unknown name', () => named('rleu'), 'unknown activation: rleu; did you mean relu?'],
  ]
  for (const [what, make, message] of cases) {
    test(what, () => expect(make).toThrow(message))
  }
})

describe('g', () => {
  const wide = [-40, -20, -10, -1, -1e-9, 0, 1e-9, 1, 10, 20, 40]
  test('sigmoid and softplus keep their digits in the tail', () => {
    expect(sigmoid.g(-40)).toBeCloseTo(4.248354255291589e-18, 32)
    expect(sigmoid.g(-40) / 4.248354255291589e-18).toBeCloseTo(1, 14)
    expect(softplus.g(-40) / 4.248354255291589e-18).toBeCloseTo(1, 14)
    expect(softplus.g(40) - 40).toBe(0)
    for (const u of wide) expect(sigmoid.g(u) + sigmoid.g(-u)).toBeCloseTo(1, 15)
  })
  test('gelu is u Φ(u)', () => {
    expect(gelu.g(-10) / -7.61985302416e-23).toBeCloseTo(1, 11)
    for (const u of wide) expect(gelu.g(u) - gelu.g(-u)).toBeCloseTo(u, 14)
  })
  test('silu and elu keep their digits near 0', () => {
    for (const u of wide) expect(silu.g(u) - silu.g(-u)).toBeCloseTo(u, 14)
    expect(elu().g(-1e-9) / -9.999999995e-10).toBeCloseTo(1, 15)
    expect(elu().g(-40)).toBe(-1)
  })
})
