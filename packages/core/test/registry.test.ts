import {
  type Activation,
  type Ansatz,
  defineActivation,
  defineFamily,
  definePlugin,
  defineQuantity,
  defineRole,
  GardnerError,
  invalid,
  isGardnerError,
  margin,
  numbers,
  type Plugin,
  type Registry,
  type SphericalPrior,
} from '@gardner/core'
import {
  ACTIVATION,
  ANSATZ,
  Catalogue,
  CONSTRAINT,
  createContainer,
  type Role,
  token,
  WEIGHTS,
} from '@gardner/core/registry'
import { describe, expect, test } from 'vitest'

const activation = (name: string): Activation => defineActivation({ name, g: (u) => u, kinks: [] })
const sphere = (name: string): SphericalPrior => ({ kind: 'sphere', name, sample: (uniform) => uniform() })
const leaky = defineFamily<Activation>({
  name: 'leaky',
  usage: 'slope',
  make: (parameters) => {
    const [slope] = numbers('leaky', parameters, 1, 1)
    if (slope >= 1) throw invalid('slope of leaky', slope, 'a slope below 1')
    return { ...activation('leaky'), parameters: { slope } }
  },
})
const ansatz: Ansatz = {
  name: 'none',
  saddlePoint: () => {
    throw new Error('unused')
  },
}
const plugin = (name: string, ...names: string[]): Plugin =>
  definePlugin(name, (registry) => {
    for (const member of names) registry.activation(activation(member))
  })
const namesIn = (catalogue: Catalogue) => catalogue.all(ACTIVATION).map(({ name }) => name)

/** What `work` throws. */
function thrownBy(work: () => unknown): GardnerError {
  try {
    work()
  } catch (error) {
    if (isGardnerError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('plugins', () => {
  test('add to one list, in their order', () => {
    const catalogue = new Catalogue().use(plugin('first', 'b', 'a')).use(plugin('second', 'd', 'c'))
    expect(namesIn(catalogue)).toEqual(['b', 'a', 'd', 'c'])
    expect(catalogue.plugins).toEqual(['first', 'second'])
    expect(catalogue.all(ACTIVATION).map(({ plugin }) => plugin)).toEqual(['first', 'first', 'second', 'second'])
  })

  test('register every kind of thing', () => {
    const one = activation('one')
    const round = sphere('round')
    const above = margin(0)
    const catalogue = new Catalogue().use(
      definePlugin('all', (registry) => {
        registry.activation(one)
        registry.weights(round)
        registry.constraint(above)
        registry.ansatz(ansatz)
      }),
    )
    expect(catalogue.get(ACTIVATION, 'one')).toBe(one)
    expect(catalogue.get(WEIGHTS, 'round')).toBe(round)
    expect(catalogue.get(CONSTRAINT, 'margin')).toBe(above)
    expect(catalogue.get(ANSATZ, 'none')).toBe(ansatz)
  })

  test('may be empty', () => {
    const catalogue = new Catalogue().use(plugin('empty'))
    expect(catalogue.plugins).toEqual(['empty'])
    expect(namesIn(catalogue)).toEqual([])
  })

  test('may be objects with a state of their own', () => {
    class Counting implements Plugin {
      readonly name = 'counting'
      registered = 0
      register(registry: Registry) {
        this.registered++
        registry.activation(activation(`number-${this.registered}`))
      }
    }
    const counting = new Counting()
    expect(namesIn(new Catalogue().use(counting))).toEqual(['number-1'])
    expect(namesIn(new Catalogue().use(counting))).toEqual(['number-2'])
  })
})

describe('names are taken once', () => {
  test('across plugins', () => {
    const catalogue = new Catalogue().use(plugin('first', 'relu'))
    const error = thrownBy(() => catalogue.use(plugin('second', 'new', 'relu')))
    expect(error.code).toBe('DUPLICATE_NAME')
    expect(error.message).toBe('activation relu of plugin second is taken by plugin first; choose another name')
    expect(namesIn(catalogue)).toEqual(['relu'])
    expect(catalogue.plugins).toEqual(['first'])
  })

  test('within a plugin', () => {
    const catalogue = new Catalogue()
    const error = thrownBy(() => catalogue.use(plugin('only', 'relu', 'relu')))
    expect(error.code).toBe('DUPLICATE_NAME')
    expect(error.message).toBe('activation relu of plugin only is taken by plugin only; choose another name')
    expect(namesIn(catalogue)).toEqual([])
    expect(catalogue.plugins).toEqual([])
  })

  test('by a value or by a family', () => {
    const catalogue = new Catalogue().use(definePlugin('families', (registry) => registry.activation(leaky)))
    expect(thrownBy(() => catalogue.use(plugin('values', 'leaky'))).code).toBe('DUPLICATE_NAME')
  })

  test('but for each kind of its own', () => {
    const catalogue = new Catalogue().use(
      definePlugin('same', (registry) => {
        registry.activation(activation('same'))
        registry.weights(sphere('same'))
        registry.ansatz({ ...ansatz, name: 'same' })
      }),
    )
    expect(catalogue.get(ACTIVATION, 'same').name).toBe('same')
    expect(catalogue.get(WEIGHTS, 'same').name).toBe('same')
  })

  test('those of plugins too', () => {
    const catalogue = new Catalogue().use(plugin('twice', 'a'))
    const error = thrownBy(() => catalogue.use(plugin('twice', 'b')))
    expect(error.code).toBe('DUPLICATE_NAME')
    expect(error.message).toBe('plugin twice is in use already; give each plugin a name of its own')
    expect(namesIn(catalogue)).toEqual(['a'])
  })
})

describe('a plugin that fails', () => {
  const failing = (failure: unknown) =>
    definePlugin('failing', (registry) => {
      registry.activation(activation('half'))
      throw failure
    })

  test('is named, its error kept, and nothing of it registered', () => {
    const cause = new TypeError('no such file')
    const catalogue = new Catalogue().use(plugin('before', 'a'))
    const error = thrownBy(() => catalogue.use(failing(cause)))
    expect(error.code).toBe('PLUGIN_FAILURE')
    expect(error.message).toBe('plugin failing threw: no such file')
    expect(error.cause).toBe(cause)
    expect(namesIn(catalogue)).toEqual(['a'])
    expect(catalogue.plugins).toEqual(['before'])
  })

  test('may be used again when it is mended', () => {
    const catalogue = new Catalogue()
    thrownBy(() => catalogue.use(failing(new Error('broken'))))
    expect(namesIn(catalogue.use(plugin('failing', 'half')))).toEqual(['half'])
  })

  test('may throw what is no error', () => {
    expect(thrownBy(() => new Catalogue().use(failing('a text'))).message).toBe('plugin failing threw: "a text"')
    expect(thrownBy(() => new Catalogue().use(failing(undefined))).message).toBe('plugin failing threw: undefined')
  })

  test('with an error of Gardner passes it on', () => {
    const failure = new GardnerError('UNSUITABLE', 'not on a Tuesday')
    const catalogue = new Catalogue()
    expect(thrownBy(() => catalogue.use(failing(failure)))).toBe(failure)
    expect(namesIn(catalogue)).toEqual([])
  })

  test('because its register is asynchronous is told so', () => {
    const catalogue = new Catalogue()
    const late = definePlugin('late', async (registry) => {
      await Promise.resolve()
      registry.activation(activation('late'))
    })
    const error = thrownBy(() => catalogue.use(late))
    expect(error.code).toBe('INVALID_OPTION')
    expect(error.message).toBe(
      'invalid register of plugin late: "a promise"; expected a function that has registered everything when it returns',
    )
    expect(catalogue.plugins).toEqual([])
  })

  test('because it registers what has no name is told so', () => {
    for (const value of [undefined, null, {}, { name: 3 }, { name: '' }, { name: 'with space' }, { name: '-dash' }]) {
      const catalogue = new Catalogue()
      const error = thrownBy(() =>
        catalogue.use(definePlugin('nameless', (registry) => registry.activation(value as unknown as Activation))),
      )
      expect(error.code).toBe('INVALID_OPTION')
      expect(error.message).toMatch(/^invalid name of activation: .*; expected letters, digits/)
    }
  })
})

describe('what is no plugin', () => {
  const cases: [string, unknown, RegExp][] = [
    ['undefined', undefined, /^invalid plugin: undefined; expected the value of definePlugin/],
    ['null', null, /^invalid plugin: null; expected/],
    ['a function', () => {}, /^invalid plugin: function .*; expected/],
    ['without a name', { register: () => {} }, /^invalid name of plugin: undefined; expected/],
    ['with a name of blanks', { name: ' ', register: () => {} }, /^invalid name of plugin: " "; expected/],
    ['without register', { name: 'idle' }, /^invalid register of plugin idle: undefined; expected a function/],
    ['whose register is no function', { name: 'idle', register: 3 }, /^invalid register of plugin idle: 3; expected/],
  ]
  for (const [what, value, message] of cases) {
    test(what, () => {
      const error = thrownBy(() => new Catalogue().use(value as Plugin))
      expect(error.code).toBe('INVALID_OPTION')
      expect(error.message).toMatch(message)
    })
  }

  test('definePlugin checks at once', () => {
    expect(() => definePlugin('', () => {})).toThrow(/^invalid name of plugin: ""/)
    expect(() => definePlugin('idle', undefined as unknown as Plugin['register'])).toThrow(
      /^invalid register of plugin idle/,
    )
    expect(Object.isFrozen(plugin('frozen'))).toBe(true)
  })
})

describe('an unknown name', () => {
  const catalogue = new Catalogue()
    .use(plugin('some', 'relu', 'tanh', 'hard-tanh', 'ReQU'))
    .use(definePlugin('families', (registry) => registry.activation(leaky)))
  const hints: [string, string, string][] = [
    ['a transposition', 'rleu', 'relu'],
    ['a missing letter', 'reu', 'relu'],
    ['a letter too many', 'rellu', 'relu'],
    ['a wrong letter', 'relo', 'relu'],
    ['the wrong case', 'RELU', 'relu'],
    ['the wrong case of a capital', 'requ', 'ReQU'],
    ['a hyphen left out', 'hardtanh', 'hard-tanh'],
    ['the near one of two', 'tahn', 'tanh'],
    ['a family', 'lekay:0.2', 'leaky'],
  ]
  for (const [what, typed, near] of hints) {
    test(`has a hint for ${what}`, () => {
      const error = thrownBy(() => catalogue.get(ACTIVATION, typed))
      expect(error.code).toBe('UNKNOWN_NAME')
      const name = typed.split(':')[0]
      expect(error.message).toBe(
        `unknown activation: ${name}; did you mean ${near}? known: relu, tanh, hard-tanh, ReQU, leaky`,
      )
    })
  }

  test('that differs from several in its number only is told which there are', () => {
    const levels = new Catalogue().use(plugin('levels', 'flat', '1step', '2step', '3step'))
    expect(thrownBy(() => levels.get(ACTIVATION, '10step')).message).toBe(
      'unknown activation: 10step; there are 1step to 3step; known: flat, 1step, 2step, 3step',
    )
    expect(thrownBy(() => levels.get(ACTIVATION, '2stp')).message).toMatch(/; did you mean 2step\?/)
  })

  test('that is near to none has the list only', () => {
    for (const typed of ['xxxxxxxxx', '']) {
      const { message } = thrownBy(() => catalogue.get(ACTIVATION, typed))
      expect(message).toBe(`unknown activation: ${typed}; known: relu, tanh, hard-tanh, ReQU, leaky`)
    }
  })

  test('of a kind of which nothing is registered says so', () => {
    const error = thrownBy(() => catalogue.get(WEIGHTS, 'binary'))
    expect(error.code).toBe('UNKNOWN_NAME')
    expect(error.message).toBe('unknown weights: binary; none is registered')
    expect(thrownBy(() => new Catalogue().get(ANSATZ, 'rs')).message).toBe('unknown ansatz: rs; none is registered')
    expect(catalogue.all(WEIGHTS)).toEqual([])
  })

  test('that is no text', () => {
    for (const [value, shown] of [
      [undefined, 'undefined'],
      [3, '3'],
      [leaky, '{"name":"leaky","usage":"slope"}'],
    ] as const) {
      const error = thrownBy(() => catalogue.get(ACTIVATION, value as unknown as string))
      expect(error.code).toBe('UNKNOWN_NAME')
      expect(error.message).toBe(`unknown activation: ${shown}; expected a name`)
    }
  })

  test('of a property every object has is unknown too', () => {
    expect(thrownBy(() => catalogue.get(ACTIVATION, 'constructor')).code).toBe('UNKNOWN_NAME')
    expect(thrownBy(() => catalogue.get(ACTIVATION, '__proto__')).code).toBe('UNKNOWN_NAME')
  })
})

describe('families', () => {
  const optional = defineFamily<Activation>({
    name: 'optional',
    usage: 'size=1',
    make: (parameters) => ({
      ...activation('optional'),
      parameters: { size: parameters.length === 0 ? 1 : numbers('optional', parameters, 1, 2)[0] },
    }),
  })
  const broken = defineFamily<Activation>({
    name: 'broken',
    usage: '',
    make: () => {
      throw new RangeError('out of paper')
    },
  })
  const catalogue = new Catalogue().use(
    definePlugin('families', (registry) => {
      registry.activation(leaky)
      registry.activation(optional)
      registry.activation(broken)
      registry.activation(activation('plain'))
    }),
  )

  test('make members from what stands behind the colon', () => {
    expect(catalogue.get(ACTIVATION, 'leaky:0.2').parameters).toEqual({ slope: 0.2 })
    expect(catalogue.get(ACTIVATION, 'leaky:-1e-3').parameters).toEqual({ slope: -0.001 })
    expect(catalogue.get(ACTIVATION, 'optional:3,4').parameters).toEqual({ size: 3 })
  })

  test('make the member of no parameters from their plain name', () => {
    expect(catalogue.get(ACTIVATION, 'optional').parameters).toEqual({ size: 1 })
  })

  const refused: [string, string][] = [
    ['leaky', 'invalid leaky: 0 parameters; expected 1 (leaky:slope)'],
    ['leaky:', 'invalid parameter of leaky: ""; expected a finite number (leaky:slope)'],
    ['leaky:x', 'invalid parameter of leaky: "x"; expected a finite number (leaky:slope)'],
    ['leaky:NaN', 'invalid parameter of leaky: "NaN"; expected a finite number (leaky:slope)'],
    ['leaky:Infinity', 'invalid parameter of leaky: "Infinity"; expected a finite number (leaky:slope)'],
    ['leaky:1,2', 'invalid leaky: 2 parameters; expected 1 (leaky:slope)'],
    ['leaky:2', 'invalid slope of leaky: 2; expected a slope below 1 (leaky:slope)'],
    ['leaky:0.1:0.2', 'invalid parameter of leaky: "0.1:0.2"; expected a finite number (leaky:slope)'],
    ['optional:1,2,3', 'invalid optional: 3 parameters; expected 1 to 2 (optional:size=1)'],
    ['plain:1', 'invalid activation: "plain:1"; plain takes no parameters'],
    ['plain:', 'invalid activation: "plain:"; plain takes no parameters'],
  ]
  for (const [typed, message] of refused) {
    test(`refuse ${typed}`, () => {
      const error = thrownBy(() => catalogue.get(ACTIVATION, typed))
      expect(error.code).toBe('INVALID_OPTION')
      expect(error.message).toBe(message)
    })
  }

  test('that throw something of their own name the plugin', () => {
    const error = thrownBy(() => catalogue.get(ACTIVATION, 'broken'))
    expect(error.code).toBe('PLUGIN_FAILURE')
    expect(error.message).toBe('plugin families threw: out of paper')
    expect(error.cause).toBeInstanceOf(RangeError)
  })

  test('are checked when they are defined', () => {
    const make = () => activation('x')
    for (const [family, message] of [
      [undefined, /^invalid name of family: undefined/],
      [{ usage: '', make }, /^invalid name of family: undefined/],
      [{ name: 'a:b', usage: '', make }, /^invalid name of family: "a:b"/],
      [{ name: 'x', usage: '' }, /^invalid make of x: undefined; expected a function/],
      [{ name: 'x', make }, /^invalid usage of x: undefined; expected a text/],
    ] as const) {
      expect(() => defineFamily(family as unknown as typeof leaky)).toThrow(
        expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringMatching(message) }),
      )
    }
    expect(Object.isFrozen(leaky)).toBe(true)
  })
})

describe('containers', () => {
  test('of two catalogues know nothing of each other', () => {
    const one = new Catalogue().use(plugin('one', 'a'))
    const other = new Catalogue().use(plugin('one', 'b'))
    expect(namesIn(one)).toEqual(['a'])
    expect(namesIn(other)).toEqual(['b'])
    expect(namesIn(new Catalogue())).toEqual([])
  })

  test('may be handed in', () => {
    const container = createContainer()
    const catalogue = new Catalogue(container).use(plugin('one', 'a'))
    expect(container.resolveAll(ACTIVATION.token)).toEqual(catalogue.all(ACTIVATION))
    expect(createContainer().isRegistered(ACTIVATION.token)).toBe(false)
  })

  test('are keyed by symbols that a second copy of the core would make again', () => {
    expect(ACTIVATION.token).toBe(Symbol.for('@gardner/core/activation'))
    expect(token('activation')).toBe(ACTIVATION.token)
    expect(new Set([ACTIVATION, WEIGHTS, CONSTRAINT, ANSATZ].map((role: Role<unknown>) => role.token)).size).toBe(4)
  })
})

describe('roles', () => {
  interface Update {
    readonly name: string
    apply(x: number): number
  }
  const UPDATE = defineRole<Update>('update', ({ name, apply }) => {
    if (typeof apply !== 'function') throw invalid(`apply of update ${name}`, apply, 'a function')
  })
  const half: Update = { name: 'half', apply: (x) => x / 2 }

  test('of other packages take values and families, by names', () => {
    const power = defineFamily<Update>({
      name: 'power',
      usage: 'exponent',
      make: (parameters) => {
        const [exponent] = numbers('power', parameters, 1, 1)
        return { name: 'power', apply: (x) => x ** exponent }
      },
    })
    const catalogue = new Catalogue().use(
      definePlugin('updates', (registry) => {
        registry.add(UPDATE, half)
        registry.add(UPDATE, power)
      }),
    )
    expect(catalogue.get(UPDATE, 'half')).toBe(half)
    expect(catalogue.get(UPDATE, 'power:3').apply(2)).toBe(8)
    expect(catalogue.all(UPDATE).map(({ name }) => name)).toEqual(['half', 'power'])
    expect(catalogue.roles.map(({ name }) => name)).toEqual(['update'])
    expect(thrownBy(() => catalogue.get(UPDATE, 'hafl')).message).toBe(
      'unknown update: hafl; did you mean half? known: half, power',
    )
    expect(thrownBy(() => catalogue.use(definePlugin('again', (registry) => registry.add(UPDATE, half)))).code).toBe(
      'INVALID_OPTION',
    )
  })

  test('of one name are one role, also from two copies of a package', () => {
    const copy = defineRole<Update>('update')
    const catalogue = new Catalogue().use(definePlugin('one', (registry) => registry.add(copy, half)))
    expect(catalogue.get(UPDATE, 'half')).toBe(half)
  })

  test('check what they are given when it comes', () => {
    const added = (value: unknown) => () =>
      new Catalogue().use(definePlugin('bad', (registry) => registry.add(UPDATE, value as Update)))
    expect(thrownBy(added({ name: 'bad' })).message).toBe(
      'invalid apply of update bad: undefined; expected a function (plugin bad)',
    )
    const registered = (register: Plugin['register']) => () => new Catalogue().use(definePlugin('bad', register))
    for (const register of [
      (registry: Registry) => registry.activation({ name: 'x' } as Activation),
      (registry: Registry) => registry.weights({ name: 'x' } as SphericalPrior),
      (registry: Registry) => registry.constraint({ ...margin(0), score: 1 } as never),
      (registry: Registry) => registry.ansatz({ name: 'x' } as Ansatz),
      // where they were in 0.1
      (registry: Registry) => registry.ansatz({ ...ansatz, capacity: () => 0 } as Ansatz),
      (registry: Registry) => registry.sampler({ name: 'x' } as never),
    ]) {
      expect(thrownBy(registered(register))).toMatchObject({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(/^invalid .*; expected .* \(plugin bad\)$/),
      })
    }
  })

  test('are complete once they are read', () => {
    const catalogue = new Catalogue().use(plugin('one', 'a'))
    expect(namesIn(catalogue)).toEqual(['a'])
    expect(thrownBy(() => catalogue.use(plugin('two', 'b'))).message).toBe(
      'plugin two comes after names were looked up; use all plugins before the first look',
    )
    expect(namesIn(catalogue)).toEqual(['a'])
  })
})

test('a quantity is no plugin, and says so', () => {
  expect(() => new Catalogue().use(defineQuantity('q', () => 0) as unknown as Plugin)).toThrow(
    /^invalid register of plugin q: undefined/,
  )
})
