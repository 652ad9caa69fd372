import {
  capacity,
  complete,
  defineActivation,
  definePlugin,
  drive,
  identityOf,
  problemSpec,
  type QuestionSpec,
  spelled,
} from '@gardner/core'
import { ACTIVATION, ANSATZ, Catalogue, CONSTRAINT, type Role, WEIGHTS } from '@gardner/core/registry'
import { describe, expect, test } from 'vitest'
import { standardPlugins } from '../src/plugin/standard-plugins.js'

const catalogue = new Catalogue()
for (const plugin of standardPlugins) catalogue.use(plugin)

/** A member of each family, and of some that spell their parameters in a way of their own. */
const members: Readonly<Record<string, readonly string[]>> = {
  'leaky-relu': ['leaky-relu', 'leaky-relu:-0.25', 'leaky-relu:1e-7'],
  elu: ['elu:0.5'],
  sine: ['sine:2.5'],
  monomial: ['monomial:3'],
  polynomial: ['polynomial:0,-3,0,1'],
  formula: ['formula:max(0, x) + 0.1*x', 'formula:min(1, max(-1, x))'],
  ternary: ['ternary', 'ternary:0.25'],
  discrete: ['discrete:-2,-1,1,2', 'discrete:-1@0.25,0@0.5,1@0.25'],
  'franz-parisi': ['franz-parisi:0.1'],
  'large-deviation': ['large-deviation:inf,0.05', 'large-deviation:10,0.05'],
  '1rsb': ['1rsb', '1rsb:0.5'],
  '2rsb': ['2rsb:0.3,0.6'],
}

/** Everything registered of a role, by names that make it. */
const namesOf = (role: Role<unknown>): readonly string[] =>
  catalogue.all(role).flatMap(({ name, value }) => {
    const family = typeof (value as { make?: unknown }).make === 'function'
    if (family && members[name] === undefined && !/^\drsb$/.test(name)) throw new Error(`add a member of ${name} here`)
    return members[name] ?? [name]
  })

describe('the name that makes a value again', () => {
  for (const role of [ACTIVATION, WEIGHTS, ANSATZ, CONSTRAINT] as readonly Role<{
    name: string
    parameters?: object
  }>[]) {
    for (const typed of namesOf(role)) {
      test(`${role.name} ${typed}`, () => {
        const value = catalogue.get(role, typed)
        const again = catalogue.get(role, spelled(value as never))
        expect(again.name).toBe(value.name)
        expect(again.parameters).toEqual(value.parameters)
        expect(spelled(again as never)).toBe(spelled(value as never))
        const { g } = value as { g?: (u: number) => number }
        if (g !== undefined) {
          for (const u of [-2, -0.3, 0, 0.7, 5]) expect((again as { g?: typeof g }).g?.(u)).toBe(g(u))
        }
      })
    }
  }
})

test('a problem is made from its names again', () => {
  for (const activation of namesOf(ACTIVATION)) {
    for (const weights of ['binary', 'discrete:-1@0.25,0@0.5,1@0.25']) {
      const asked = catalogue.problem({ activation, weights, margin: 0.125, alpha: 0.5 })
      const spec = problemSpec(asked)
      expect(JSON.parse(JSON.stringify(spec))).toEqual(spec)
      const again = catalogue.problem(spec)
      expect(JSON.stringify(again)).toBe(JSON.stringify(asked))
      expect(identityOf(problemSpec(again))).toBe(identityOf(spec))
      expect(again.kernel.deficit(0.3)).toBe(asked.kernel.deficit(0.3))
    }
  }
})

const machine = { activation: 'leaky-relu', weights: 'binary' }
const specs: readonly QuestionSpec[] = [
  { machine, ask: { kind: 'critical', name: 'capacity' } },
  { machine: { ...machine, margin: 0.25 }, ask: { kind: 'critical', name: 'instability', ansatz: 'rs' } },
  { machine, at: { alpha: 0.4 }, ask: { kind: 'saddlePoint', ansatz: '1rsb:0.5' } },
  { machine, at: { alpha: 0.4, slope: 0.5 }, ask: { kind: 'saddlePoint' } },
  { machine, at: { alpha: 0.4, distance: 0.2 }, ask: { kind: 'saddlePoint', ansatz: 'franz-parisi:0.1' } },
  {
    machine,
    at: { alpha: 0.4 },
    ask: { kind: 'curve', along: 'slope', at: [0, 0.5], quantities: ['entropy', 'q'] },
  },
  { machine, ask: { kind: 'curve', along: 'margin', at: [0, 0.5], thresholds: ['capacity'] } },
  {
    machine: { activation: 'relu', weights: 'binary' },
    at: { alpha: 0.3 },
    ask: {
      kind: 'sample',
      method: 'rrr',
      instance: { inputs: 40, units: 4, seed: 3 },
      options: { seed: 1, schedule: { stages: [{ beta: 1, sweeps: 20 }] } },
    },
  },
]

describe('a question', () => {
  test('is of every kind here', () => {
    const kinds = new Set(specs.map(({ ask }) => ask.kind))
    const role = catalogue.roles.find(({ name }) => name === 'question') as Role<unknown>
    expect([...kinds].sort()).toEqual(
      catalogue
        .all(role)
        .map(({ name }) => name)
        .sort(),
    )
  })

  for (const spec of specs) {
    test(`${JSON.stringify(spec)}: goes through text and keeps its normal form and its answer`, () => {
      const asked = catalogue.question(spec)
      const sent = JSON.parse(JSON.stringify(asked.spec)) as QuestionSpec
      const received = catalogue.question(sent)
      expect(received.spec).toEqual(asked.spec)
      expect(identityOf(received.spec)).toBe(identityOf(asked.spec))
      const answer = (question: typeof asked) => JSON.stringify(drive(question.iteration).result)
      expect(answer(received)).toBe(answer(asked))
    })
  }

  test('has the answer of the same call in code', () => {
    const { iteration } = catalogue.question(specs[0])
    expect(drive(iteration).result.value).toBe(
      complete(capacity(catalogue.machine(machine), catalogue.get(ANSATZ, 'rs'))).value,
    )
  })

  test('that is the same has one identity', () => {
    const identity = (spec: QuestionSpec) => identityOf(catalogue.question(spec).spec)
    const ask = { kind: 'critical', name: 'capacity' }
    expect(identity({ ask, machine })).toBe(
      identity({
        machine: { weights: 'binary', activation: 'leaky-relu:0.01', margin: 0 },
        ask: { ...ask, ansatz: 'rs' },
      }),
    )
    expect(identity({ ask, machine, at: { margin: 0.25 } })).toBe(
      identity({ ask, machine: { ...machine, margin: 0.25 } }),
    )
    expect(identity({ ask, machine })).not.toBe(identity({ ask, machine: { ...machine, margin: 1e-9 } }))
  })

  test('that is none says what was wrong and what was expected', () => {
    const ask = { kind: 'critical', name: 'capacity' }
    const cases: readonly [unknown, RegExp][] = [
      [undefined, /^invalid question: undefined; expected \{ machine/],
      [{ machine, asks: ask }, /^invalid option of question: "asks"; expected one of machine, at, ask$/],
      [{ machine: 'relu', ask }, /^invalid machine of the question: "relu"/],
      [{ machine: { ...machine, alpha: 1 }, ask }, /^invalid option of machine of the question: "alpha"/],
      [{ machine, at: { alpha: '1' }, ask }, /^invalid alpha of the question: "1"; expected a finite number$/],
      [{ machine, ask: {} }, /^invalid ask of the question: \{\}; expected an object \{ kind/],
      [{ machine, ask: { kind: 'critcal' } }, /^unknown question: critcal; did you mean critical\?/],
      [
        { machine, ask: { ...ask, nam: 1 } },
        /^invalid option of question critical: "nam"; expected one of kind, ansatz, name$/,
      ],
      [{ machine, ask: { ...ask, ansatz: 1 } }, /^invalid ansatz: 1; expected the name of an ansatz/],
      [{ machine, ask: { ...ask, ansatz: 'rss' } }, /^unknown ansatz: rss; did you mean rs\?/],
      [{ machine: { ...machine, activation: 'rleu' }, ask }, /^unknown activation: rleu; did you mean relu\?/],
      [{ machine, at: { slpe: 1 }, ask }, /^unknown control parameter: slpe; did you mean slope\?/],
      [{ machine, ask: { ...ask, name: 'breakUp' } }, /^rs defines no breakUp; it defines capacity, instability$/],
      [
        { machine, ask: { kind: 'curve', along: 'alpha', at: [1], quantities: [entropyOf] } },
        /^invalid quantities entry/,
      ],
      [
        { machine, at: { alpha: 1 }, ask: { kind: 'sample', method: 'rrr' } },
        /^invalid instance of the question: undefined/,
      ],
    ]
    for (const [spec, message] of cases) expect(() => catalogue.question(spec as QuestionSpec)).toThrow(message)
  })
})

const entropyOf = () => 0

describe('the identity of a question', () => {
  const ask = { kind: 'critical', name: 'capacity' }
  const named = (g: (u: number) => number) => {
    const own = new Catalogue()
    for (const plugin of standardPlugins) own.use(plugin)
    own.use(definePlugin('own', (registry) => registry.activation(defineActivation({ name: 'own', g, kinks: [] }))))
    return own.question({ machine: { activation: 'own', weights: 'binary' }, ask }).identity
  }

  test('differs where g does, whatever its name', () => {
    expect(named((u) => Math.tanh(u))).toBe(named(Math.tanh))
    expect(named((u) => Math.tanh(1.001 * u))).not.toBe(named(Math.tanh))
  })

  test('holds no load that changes nothing', () => {
    const at = (alpha: number) => catalogue.question({ machine, at: { alpha }, ask })
    expect(at(0.5).identity).toBe(catalogue.question({ machine, ask }).identity)
    expect(at(0.5).spec).not.toHaveProperty('at')
    const solved = (alpha: number) => catalogue.question({ machine, at: { alpha }, ask: { kind: 'saddlePoint' } })
    expect(solved(0.5).identity).not.toBe(solved(0.6).identity)
  })
})
