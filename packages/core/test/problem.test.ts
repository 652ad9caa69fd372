import { leakyRelu, linear, quadratic, relu } from '@gardner/activations'
import {
  type Activation,
  type Constraint,
  defineActivation,
  type MachineOptions,
  machine,
  margin,
  type ProblemOptions,
  problem,
  type WeightPrior,
} from '@gardner/core'
import { binary, discrete, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'

/** Every pattern counts, the broken ones by e^{−1}. */
const soft: Constraint = {
  name: 'soft',
  parameters: { temperature: 1 },
  logEvidence: (h, v) => -0.5 * Math.log1p(v) - (0.5 * h * h) / (1 + v),
  score: (h, v) => -h / (1 + v),
  curvature: (_, v) => -1 / (1 + v),
  crossovers: () => [],
}
const good: MachineOptions = { activation: linear, weights: binary }
const without = (value: object, key: string) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
const refusal = (message: string, code = 'INVALID_OPTION') =>
  expect.objectContaining({ name: 'GardnerError', code, message })

describe('bad options are refused', () => {
  const cases: [string, unknown, string][] = [
    ['none', undefined, 'invalid machine: undefined; expected { activation, weights, … }'],
    ['null', null, 'invalid machine: null; expected { activation, weights, … }'],
    ['a name', 'relu', 'invalid machine: "relu"; expected { activation, weights, … }'],
    [
      'a mistyped one',
      { ...good, weigths: binary },
      'invalid option of machine: "weigths"; expected one of activation, weights, margin, constraint',
    ],
    [
      'no activation',
      without(good, 'activation'),
      'invalid activation: undefined; expected an object { name, g, kinks?, kernel? }, such as relu',
    ],
    [
      'a name for the activation',
      { ...good, activation: 'relu' },
      'invalid activation: "relu"; expected an object { name, g, kinks?, kernel? }, such as relu',
    ],
    [
      'a function for the activation',
      { ...good, activation: Math.tanh },
      'invalid activation: function tanh; expected an object { name, g, kinks?, kernel? }, such as relu',
    ],
    [
      'a family for the activation',
      { ...good, activation: leakyRelu },
      'invalid activation: function leakyRelu; expected an object { name, g, kinks?, kernel? }, such as relu',
    ],
    [
      'no weights',
      without(good, 'weights'),
      'invalid weights: undefined; expected a weight prior such as binary or spherical',
    ],
    [
      'a name for the weights',
      { ...good, weights: 'binary' },
      'invalid weights: "binary"; expected a weight prior such as binary or spherical',
    ],
    [
      'weights of no kind',
      { ...good, weights: without(spherical, 'kind') },
      'invalid weights: {"name":"spherical"}; expected a weight prior such as binary or spherical',
    ],
    ['a NaN margin', { ...good, margin: Number.NaN }, 'invalid margin: NaN; expected a finite number'],
    [
      'an infinite margin',
      { ...good, margin: Number.POSITIVE_INFINITY },
      'invalid margin: Infinity; expected a finite number',
    ],
    ['a text for the margin', { ...good, margin: '0' }, 'invalid margin: "0"; expected a finite number'],
    // what JSON makes of NaN
    ['a margin that is null', { ...good, margin: null }, 'invalid margin: null; expected a finite number'],
    [
      'a margin and a constraint',
      { ...good, margin: 0, constraint: margin(0) },
      'invalid margin: 0; expected either margin or constraint, not both',
    ],
    [
      'a name for the constraint',
      { ...good, constraint: 'margin' },
      'invalid constraint: "margin"; expected a constraint such as margin(0)',
    ],
    [
      'a constraint that is null',
      { ...good, constraint: null },
      'invalid constraint: null; expected a constraint such as margin(0)',
    ],
    [
      'an alpha',
      { ...good, alpha: 0.5 },
      'invalid option of machine: "alpha"; expected no load; with one it is problem({ activation, weights, alpha, … })',
    ],
  ]
  for (const [what, options, message] of cases) {
    test(what, () => expect(() => machine(options as MachineOptions)).toThrow(refusal(message)))
  }

  const loads: [string, unknown, string][] = [
    ['none', undefined, 'invalid problem: undefined; expected { activation, weights, alpha, … }'],
    [
      'no alpha',
      good,
      'invalid alpha: undefined; expected a load; without one it is a machine: machine({ activation, weights, … })',
    ],
    [
      'a mistyped one',
      { ...good, load: 1 },
      'invalid option of problem: "load"; expected one of activation, weights, margin, constraint, alpha',
    ],
    ['a negative alpha', { ...good, alpha: -0.1 }, 'invalid alpha: -0.1; expected a finite number, zero or above'],
    ['a NaN alpha', { ...good, alpha: Number.NaN }, 'invalid alpha: NaN; expected a finite number, zero or above'],
    [
      'an infinite alpha',
      { ...good, alpha: Number.POSITIVE_INFINITY },
      'invalid alpha: Infinity; expected a finite number, zero or above',
    ],
    ['a text for alpha', { ...good, alpha: '1' }, 'invalid alpha: "1"; expected a finite number, zero or above'],
    ['an alpha that is null', { ...good, alpha: null }, 'invalid alpha: null; expected a finite number, zero or above'],
  ]
  for (const [what, options, message] of loads) {
    test(`of a problem: ${what}`, () => expect(() => problem(options as ProblemOptions)).toThrow(refusal(message)))
  }
})

describe('an incomplete value is refused', () => {
  for (const method of ['logEvidence', 'score', 'curvature', 'crossovers']) {
    test(`a constraint without ${method}`, () => {
      const constraint = without(soft, method) as unknown as Constraint
      expect(() => machine({ ...good, constraint })).toThrow(
        refusal(`invalid ${method} of constraint soft: undefined; expected a function`),
      )
    })
  }
  test('values with layers, as crossovers were named in 0.1', () => {
    const layers = () => []
    const expected = 'expected a function, the one that is named layers here'
    const constraint = { ...without(soft, 'crossovers'), layers } as unknown as Constraint
    expect(() => machine({ ...good, constraint })).toThrow(
      refusal(`invalid crossovers of constraint soft: undefined; ${expected}`),
    )
    const weights = { ...without(binary, 'crossovers'), layers } as unknown as WeightPrior
    expect(() => machine({ ...good, weights })).toThrow(
      refusal(`invalid crossovers of weights binary: undefined; ${expected}`),
    )
  })
  for (const method of ['distance', 'meanSquareDistance', 'logWeight']) {
    test(`a constraint whose ${method} is no function`, () => {
      expect(() => machine({ ...good, constraint: { ...soft, [method]: 3 } })).toThrow(
        refusal(`invalid ${method} of constraint soft: 3; expected a function`),
      )
      expect(machine({ ...good, constraint: { ...soft, [method]: undefined } }).constraint.name).toBe('soft')
    })
  }
  test('a constraint without a name or parameters', () => {
    expect(() => machine({ ...good, constraint: without(soft, 'name') as unknown as Constraint })).toThrow(
      refusal(
        'invalid name of constraint: undefined; expected letters, digits, ".", "_" or "-", starting with a letter or digit',
      ),
    )
    expect(() => machine({ ...good, constraint: without(soft, 'parameters') as unknown as Constraint })).toThrow(
      refusal('invalid parameters of soft: undefined; expected an object of numbers'),
    )
  })

  for (const method of ['logPartition', 'mean', 'variance', 'logWeight', 'crossovers', 'sample']) {
    test(`a prior without ${method}`, () => {
      expect(() => machine({ ...good, weights: without(binary, method) as unknown as WeightPrior })).toThrow(
        refusal(`invalid ${method} of weights binary: undefined; expected a function`),
      )
    })
  }
  for (const flag of ['counting', 'unitNorm', 'even']) {
    test(`a prior without ${flag}`, () => {
      expect(() => machine({ ...good, weights: without(binary, flag) as unknown as WeightPrior })).toThrow(
        refusal(`invalid ${flag} of weights binary: undefined; expected true or false`),
      )
    })
  }
  test('a sphere without sample or name', () => {
    expect(() => machine({ ...good, weights: without(spherical, 'sample') as unknown as WeightPrior })).toThrow(
      refusal('invalid sample of weights spherical: undefined; expected a function'),
    )
    expect(() => machine({ ...good, weights: without(spherical, 'name') as unknown as WeightPrior })).toThrow(
      /^invalid name of weights: undefined/,
    )
  })
  test('an activation without a name', () => {
    expect(() => machine({ ...good, activation: { g: Math.tanh } as unknown as Activation })).toThrow(
      /^invalid name of activation: undefined; expected letters/,
    )
  })
})

describe('an activation that misbehaves is named', () => {
  const at =
    (g: (u: number) => number): (() => unknown) =>
    () =>
      machine({ ...good, activation: { name: 'odd-one', g } })

  test('where it throws', () => {
    const cause = new RangeError('out of paper')
    const work = at((u) => {
      if (u > 2) throw cause
      return u
    })
    expect(work).toThrow(expect.objectContaining({ code: 'PLUGIN_FAILURE', cause }))
    expect(work).toThrow(/^activation odd-one threw at g\([\d.]+\): RangeError: out of paper$/)
  })

  test('where it is not a number', () => {
    expect(at((u) => Math.sqrt(u))).toThrow(
      /^invalid activation odd-one: "g\(-[\d.]+\) = NaN"; expected a finite number for every finite u$/,
    )
    expect(at((u) => 1 / Math.max(0, u))).toThrow(/^invalid activation odd-one: "g\(-[\d.]+\) = Infinity"/)
    expect(at(() => undefined as unknown as number)).toThrow(/= undefined"; expected a finite number/)
    expect(at(() => '1' as unknown as number)).toThrow(/= \\?"1\\?""; expected a finite number/)
  })

  test('also by its closed kernel', () => {
    const broken: Activation = {
      ...linear,
      name: 'broken-kernel',
      kernel: {
        ...linear.kernel!,
        deficit: () => {
          throw new TypeError('no table')
        },
      },
    }
    expect(() => machine({ ...good, activation: broken })).toThrow(
      refusal('activation broken-kernel threw: no table', 'PLUGIN_FAILURE'),
    )
  })

  test('when it is defined', () => {
    const cases: [unknown, string | RegExp][] = [
      [undefined, 'invalid activation: undefined; expected an object { name, g, kinks?, kernel? }, such as relu'],
      [{ g: Math.tanh }, /^invalid name of activation: undefined/],
      [{ name: 'a b', g: Math.tanh }, /^invalid name of activation: "a b"/],
      [{ name: 'x' }, 'invalid g of x: undefined; expected a function'],
      [
        { name: 'x', g: Math.tanh, kink: [0] },
        'invalid option of activation x: "kink"; expected one of name, g, kinks, spread, kernel, parameters, at, reference',
      ],
      [{ name: 'x', g: Math.tanh, kinks: [Number.NaN] }, 'invalid kinks of x entry: NaN; expected a finite number'],
      [{ name: 'x', g: Math.tanh, kinks: 0 }, 'invalid kinks of x: 0; expected a non-empty list of finite numbers'],
      [{ name: 'x', g: Math.sqrt }, 'invalid activation x: "g(-3) = NaN"; expected a finite number for every finite u'],
      [
        { name: 'x', g: Math.tanh, kernel: { covariance: () => 0 } },
        'invalid kernel.deficit of x: undefined; expected a function',
      ],
    ]
    for (const [activation, message] of cases) {
      expect(() => defineActivation(activation as Activation)).toThrow(
        typeof message === 'string' ? refusal(message) : message,
      )
    }
    expect(Object.isFrozen(defineActivation({ name: 'x', g: Math.tanh, kinks: [] }))).toBe(true)
  })
})

describe('what is noticed', () => {
  test('kinks that are not declared, each', () => {
    const { warnings } = machine({
      activation: { name: 'clipped', g: (u) => Math.max(-0.5, Math.min(2, u)) },
      weights: binary,
    })
    expect(warnings).toEqual(['activation clipped has kinks at -0.5, 2 that it does not declare; add kinks: [-0.5, 2]'])
  })

  test('nothing of what is declared', () => {
    expect(machine({ activation: relu, weights: binary }).warnings).toEqual([])
    expect(
      machine({ activation: { name: 'clipped', g: (u) => Math.max(0.5, u), kinks: [0.5] }, weights: binary }).warnings,
    ).toEqual([])
  })

  test('stays with the neighbours', () => {
    const bent = machine({ activation: { name: 'bent', g: (u) => Math.abs(u - 1) }, weights: binary })
    expect(bent.warnings).toHaveLength(1)
    expect(bent.at({ alpha: 1 }).warnings).toEqual(bent.warnings)
  })
})

describe('the read-out', () => {
  test('is uniform where the mean of the activation vanishes', () => {
    expect(machine({ activation: linear, weights: binary })).toMatchObject({ readout: 'uniform' })
    expect(
      machine({ activation: { name: 'odd', g: (u) => u ** 3 + Math.tanh(u), kinks: [] }, weights: binary }).readout,
    ).toBe('uniform')
  })
  test('is balanced where it does not', () => {
    const rectified = machine({ activation: relu, weights: binary })
    expect(rectified.readout).toBe('balanced')
    expect(rectified.mean).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 14)
    expect(machine({ activation: { name: 'shifted', g: (u) => u + 1e-6, kinks: [] }, weights: binary }).readout).toBe(
      'balanced',
    )
    expect(machine({ activation: quadratic, weights: binary }).readout).toBe('balanced')
  })
})

describe('a neighbour', () => {
  const here = problem({ ...good, margin: 0.3, alpha: 0.5 })

  test('differs in what was changed', () => {
    expect(here.at({ alpha: 0.7 })).toMatchObject({ alpha: 0.7, constraint: { parameters: { margin: 0.3 } } })
    expect(here.at({ margin: 0 })).toMatchObject({ alpha: 0.5, constraint: { parameters: { margin: 0 } } })
    expect(here.at({ margin: -1, alpha: 0 })).toMatchObject({ alpha: 0, constraint: { parameters: { margin: -1 } } })
    expect(here.at({}).toJSON()).toEqual(here.toJSON())
    expect(here.alpha).toBe(0.5)
  })

  test('shares the kernel', () => {
    const derived = machine({ activation: { name: 'derived', g: Math.tanh }, weights: binary })
    expect(derived.at({ alpha: 1 }).kernel).toBe(derived.kernel)
  })

  test('of a neighbour keeps both changes', () => {
    expect(here.at({ alpha: 0.7 }).at({ margin: 0.1 }).toJSON()).toMatchObject({ alpha: 0.7, margin: 0.1 })
  })

  test('has no load where there was none, unless given one', () => {
    const loadless = machine(good)
    expect(loadless).not.toHaveProperty('alpha')
    expect(loadless.at({ margin: 1 })).not.toHaveProperty('alpha')
    expect(loadless.at({ alpha: 0 }).alpha).toBe(0)
  })

  test('of another margin is refused where the constraint is custom', () => {
    const custom = machine({ ...good, constraint: soft })
    expect(() => custom.at({ margin: 0 })).toThrow(
      refusal('invalid margin: 0; expected no margin: the constraint soft was given in its place'),
    )
    expect(custom.at({ alpha: 1 }).constraint).toBe(soft)
  })

  test('is checked like any problem', () => {
    for (const [change, message] of [
      [{ margin: Number.NaN }, 'invalid margin: NaN; expected a finite number'],
      [{ margin: null }, 'invalid margin: null; expected a finite number'],
      [{ alpha: -1 }, 'invalid alpha: -1; expected a finite number, zero or above'],
      [
        { kappa: 1 },
        'invalid option of machine.at: "kappa"; expected one of activation, weights, margin, constraint, alpha',
      ],
      [{ weights: 'spherical' }, 'invalid weights: "spherical"; expected a weight prior such as binary or spherical'],
      [{ activation: null }, 'invalid activation: null; expected an object { name, g, kinks?, kernel? }, such as relu'],
    ] as const) {
      expect(() => here.at(change as object)).toThrow(refusal(message))
    }
  })
})

describe('as plain data', () => {
  test('a problem is its choices by name', () => {
    expect(
      JSON.parse(JSON.stringify(problem({ activation: relu, weights: spherical, margin: -0.5, alpha: 2 }))),
    ).toEqual({
      architecture: 'tree-committee',
      units: 'infinite',
      activation: 'relu',
      weights: 'spherical',
      constraint: 'margin',
      margin: -0.5,
      readout: 'balanced',
      alpha: 2,
    })
  })

  test('without a load there is none', () => {
    expect(machine(good).toJSON()).toEqual({
      architecture: 'tree-committee',
      units: 'infinite',
      activation: 'linear',
      weights: 'binary',
      constraint: 'margin',
      margin: 0,
      readout: 'uniform',
    })
  })

  test('members of families have their parameters', () => {
    const json = machine({
      activation: leakyRelu({ slope: 0.2 }),
      weights: discrete({ levels: [-1, 0, 1] }),
      constraint: soft,
    }).toJSON()
    expect(json).toMatchObject({ activationParameters: { slope: 0.2 }, constraint: 'soft', temperature: 1 })
    expect(json.weightsParameters).toMatchObject({ levels: [-1, 0, 1] })
  })
})

test('a problem cannot be changed', () => {
  expect(Object.isFrozen(machine(good))).toBe(true)
})
