import { leakyRelu, linear, quadratic, relu, sigmoid, sign, tanh } from '@gardner/activations'
import { type Constraint, type Instance, machine, margin, type Problem, problem } from '@gardner/core'
import { binary, discrete, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { errorsAt, fieldsOf, type InstanceOptions, instance, Random, randomWeights, seeded } from '../src/index.js'
import { inputOf, stabilitiesOf } from './exact/reference.js'

const good: InstanceOptions = {
  problem: problem({ activation: sign, weights: binary, alpha: 0.5 }),
  inputs: 45,
  units: 5,
  seed: 1,
}
const with_ = (change: Partial<InstanceOptions>): InstanceOptions => ({ ...good, ...change })
const of = (activation: typeof sign, rest: object = {}) => problem({ activation, weights: binary, alpha: 0.5, ...rest })
const refusal = (message: string | RegExp, code = 'INVALID_OPTION') =>
  expect.objectContaining({
    name: 'GardnerError',
    code,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  })

/** All that an instance is made of, in one number (FNV-1a). */
function digest({ patterns, labels, readout, teacher }: Instance): number {
  let hash = 0x811c9dc5
  const take = (array: Uint32Array | Int8Array | Float64Array) => {
    for (const byte of new Uint8Array(array.buffer, array.byteOffset, array.byteLength)) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
    }
  }
  take(patterns.kind === 'binary' ? patterns.words : patterns.values)
  take(labels)
  take(readout)
  if (teacher !== undefined) take(teacher)
  return hash
}

describe('an instance', () => {
  test('has the shape that was asked for', () => {
    const made = instance(with_({ inputs: 45, units: 5 }))
    expect(made).toMatchObject({ inputs: 45, units: 5, wiring: 'tree', fan: 9, size: 45 })
    // 22.5 rounded
    expect(made.patterns.count).toBe(23)
    expect(made.labels).toHaveLength(23)
    // what was asked for
    expect(made.problem.alpha).toBe(0.5)
    expect(made.origin).toEqual({ patterns: 'binary', labels: 'random', seed: 1 })
    const full = instance(with_({ inputs: 9, units: 5, wiring: 'full' }))
    expect(full).toMatchObject({ fan: 9, size: 45 })
    expect(full.patterns.count).toBe(23)
  })
  test('has ±1 in bits, and nothing beyond its patterns', () => {
    for (const count of [1, 31, 32, 33, 127, 128, 129]) {
      const { patterns } = instance(with_({ problem: good.problem.at({ alpha: count / 45 }) }))
      if (patterns.kind !== 'binary') throw new Error('not bits')
      expect(patterns.count).toBe(count)
      expect(patterns.stride).toBe(4 * Math.ceil(count / 128))
      expect(patterns.words).toHaveLength(45 * patterns.stride)
      let [positive, beyond] = [0, 0]
      for (const [k, word] of patterns.words.entries()) {
        for (let b = 0; b < 32; b++) {
          const bit = (word >>> b) & 1
          if (32 * (k % patterns.stride) + b < count) positive += bit
          else beyond += bit
        }
      }
      expect(beyond).toBe(0)
      expect(Math.abs(positive - (45 * count) / 2)).toBeLessThan(2.5 * Math.sqrt(45 * count))
    }
  })
  test('has labels of both signs, or one read-out of each', () => {
    const made = instance(with_({ problem: of(sign, { alpha: 20 }) }))
    const sum = made.labels.reduce((total, label) => total + label, 0)
    expect(new Set(made.labels)).toEqual(new Set([1, -1]))
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(900))
    expect([...made.readout]).toEqual([1, 1, 1, 1, 1])
    const balanced = instance(with_({ problem: of(relu), inputs: 40, units: 4 }))
    expect([...balanced.readout]).toEqual([1, 1, -1, -1])
  })
  test('has standard normal patterns', () => {
    const { patterns } = instance(with_({ patterns: 'gaussian', problem: of(sign, { alpha: 20 }) }))
    if (patterns.kind !== 'real') throw new Error('not real')
    const { values } = patterns
    expect(values).toHaveLength(45 * 900)
    const moment = (k: number) => values.reduce((sum, x) => sum + x ** k, 0) / values.length
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(values.length))
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / values.length))
  })
  test('has the labels of its teacher, which makes no errors', () => {
    for (const options of [
      with_({ labels: 'teacher' }),
      with_({ labels: 'teacher', patterns: 'gaussian' }),
      with_({ labels: 'teacher', problem: of(relu), inputs: 40, units: 4 }),
      with_({
        labels: 'teacher',
        problem: problem({ activation: relu, weights: spherical, alpha: 2 }),
        units: 2,
        inputs: 40,
      }),
      with_({ labels: 'teacher', wiring: 'full', inputs: 9 }),
    ]) {
      const made = instance(options)
      const teacher = made.teacher as Float64Array
      expect(errorsAt(fieldsOf(made, teacher).stabilities, 0, 'errors')).toBe(0)
      expect(Math.min(...stabilitiesOf(made, teacher))).toBeGreaterThan(1e-12)
      // which a random machine does not do
      const other = randomWeights(made, new Random(seeded(99)))
      expect(errorsAt(fieldsOf(made, other).stabilities, 0, 'errors')).toBeGreaterThan(0)
    }
  })
  test('follows from its parameters', () => {
    expect(digest(instance(good))).toBe(digest(instance({ ...good })))
    for (const change of [
      { seed: 2 },
      { seed: 2 ** 32 + 1 },
      { labels: 'teacher' },
      { patterns: 'gaussian' },
    ] as const) {
      expect(digest(instance(with_(change)))).not.toBe(digest(instance(good)))
    }
    // patterns, labels and the teacher have streams of their own
    const [one, other] = [instance(good), instance(with_({ labels: 'teacher' }))]
    expect(other.patterns).toEqual(one.patterns)
  })
  test('of a teacher has patterns drawn again where its output is 0, and only those', () => {
    const options = with_({ problem: of(relu), inputs: 200, units: 4, labels: 'teacher', seed: 3 })
    const taught = instance(options)
    const drawn = instance({ ...options, labels: 'random' })
    if (taught.patterns.kind !== 'binary' || drawn.patterns.kind !== 'binary') throw new Error('not ±1')
    const teacher = taught.teacher as Float64Array
    const tied = fieldsOf(drawn, teacher).stabilities.map((x) => (Math.abs(x) < 1e-12 ? 1 : 0))
    expect(tied.reduce((sum, x) => sum + x)).toBeGreaterThan(3)
    expect(fieldsOf(taught, teacher).stabilities.every((x) => x > 1e-12)).toBe(true)
    const changed = new Set<number>()
    for (let k = 0; k < taught.patterns.words.length; k++) {
      const differ = taught.patterns.words[k] ^ drawn.patterns.words[k]
      for (let b = 0; b < 32; b++) if ((differ >>> b) & 1) changed.add(32 * (k % taught.patterns.stride) + b)
    }
    expect([...changed].sort((a, b) => a - b)).toEqual([...tied.keys()].filter((mu) => tied[mu] === 1))
    // which depends on nothing that ties count as
    expect(instance({ ...options, ties: 'stored' })).toEqual({ ...taught, ties: 'stored', problem: expect.anything() })
  })
  test('of given patterns has none drawn again: such a teacher is refused, or its ties are stored', () => {
    const given = { count: 2, inputs: 4, values: [1, 1, 1, 1, 1, -1, 1, -1] }
    const asked = { problem: of(relu), inputs: 4, units: 4, seed: 1, patterns: given, labels: 'teacher' } as const
    const seeds = Array.from({ length: 20 }, (_, seed) => seed)
    const refused = seeds.filter((seed) => {
      try {
        return instance({ ...asked, seed }) === undefined
      } catch (error) {
        expect((error as Error).message).toMatch(/the teacher has an output of 0 for pattern [12], which has no sign/)
        return true
      }
    })
    expect(refused.length).toBeGreaterThan(0)
    const [seed] = refused
    const made = instance({ ...asked, seed, ties: 'stored' })
    expect(errorsAt(fieldsOf(made, made.teacher as Float64Array).stabilities, 0, 'stored')).toBe(0)
  })
  test('of a machine whose outputs are always 0 has no teacher', () => {
    const asked = with_({ problem: of(quadratic), inputs: 2, units: 2, labels: 'teacher' })
    expect(() => instance(asked)).toThrow('teachers of quadratic have outputs of 0 again and again; use more units')
  })
  test('is what it was: a change of the generator would change every result', () => {
    const found = {
      plain: digest(instance(good)),
      full: digest(instance(with_({ inputs: 9, wiring: 'full', seed: 12345678901 }))),
      teacher: digest(instance(with_({ problem: of(relu), inputs: 40, units: 4, labels: 'teacher' }))),
      normal: digest(instance(with_({ patterns: 'gaussian' }))),
      sphere: digest(
        instance(with_({ problem: problem({ activation: sign, weights: spherical, alpha: 1 }), labels: 'teacher' })),
      ),
    }
    expect(found).toEqual({
      plain: 2959530540,
      full: 573059773,
      teacher: 3790951569,
      normal: 1903655472,
      sphere: 804517967,
    })
  })
})

describe('weights at random', () => {
  test('are ±1 of equal frequency', () => {
    const weights = randomWeights({ ...instance(good), size: 10_000 }, new Random(seeded(1)))
    expect(new Set(weights)).toEqual(new Set([1, -1]))
    expect(Math.abs(weights.reduce((sum, w) => sum + w, 0))).toBeLessThan(400)
  })
  test('are on the sphere of each unit', () => {
    const made = instance(with_({ problem: problem({ activation: sign, weights: spherical, alpha: 1 }) }))
    const weights = randomWeights(made, new Random(seeded(1)))
    for (let l = 0; l < 5; l++) {
      const square = weights.subarray(9 * l, 9 * l + 9).reduce((sum, w) => sum + w * w, 0)
      expect(Math.abs(square - 9)).toBeLessThan(1e-13)
    }
  })
})

describe('patterns of a user', () => {
  const values = [1, -1, 1, 1, 1, -1, -1, -1, 1]
  const three = { problem: machine({ activation: sign, weights: binary }), inputs: 3, units: 1, seed: 4 }
  test('of ±1 become bits, others stay what they are', () => {
    const made = instance({ ...three, patterns: { count: 3, inputs: 3, values, labels: [1, -1, 1] } })
    expect(made.patterns.kind).toBe('binary')
    expect([...made.labels]).toEqual([1, -1, 1])
    expect(made.origin).toEqual({ patterns: 'given', labels: 'given', seed: 4 })
    for (let mu = 0; mu < 3; mu++) for (let i = 0; i < 3; i++) expect(inputOf(made, mu, i)).toBe(values[3 * mu + i])
    const real = instance({ ...three, patterns: { count: 3, inputs: 3, values: values.map((x) => x / 2) } })
    expect(real.patterns.kind).toBe('real')
    for (let mu = 0; mu < 3; mu++) for (let i = 0; i < 3; i++) expect(inputOf(real, mu, i)).toBe(values[3 * mu + i] / 2)
    expect(real.origin.labels).toBe('random')
  })
  test('give the load', () => {
    const made = instance({ ...three, patterns: { count: 3, inputs: 3, values } })
    expect(made.patterns.count / made.size).toBe(1)
    expect(made.problem.alpha).toBe(1)
    const other = instance({
      ...three,
      problem: three.problem.at({ alpha: 0.2 }),
      patterns: { count: 3, inputs: 3, values },
    })
    expect(other.problem.alpha).toBe(1)
  })
  test('may be labelled by a teacher', () => {
    const made = instance({ ...three, patterns: { count: 3, inputs: 3, values }, labels: 'teacher' })
    expect(errorsAt(fieldsOf(made, made.teacher as Float64Array).stabilities, 0, 'errors')).toBe(0)
  })
  const bad = (patterns: unknown, change: object = {}) =>
    expect(() => instance({ ...three, ...change, patterns } as InstanceOptions))
  test('of the wrong size or value are refused', () => {
    bad({ count: 3, inputs: 2, values }).toThrow(
      refusal('invalid patterns: "rows of 2 numbers"; expected 3, one for each input'),
    )
    bad({ count: 2, inputs: 3, values }).toThrow(refusal('invalid patterns: "9 numbers"; expected 2 rows of 3'))
    bad({ count: 0, inputs: 3, values: [] }).toThrow(refusal('invalid count: 0; expected a whole number, 1 or above'))
    bad({ count: 3, inputs: 3, values: values.map((x, k) => (k === 4 ? Number.NaN : x)) }).toThrow(
      refusal('invalid input 2 of pattern 2: NaN; expected a finite number'),
    )
    bad({ count: 3, inputs: 3, values: [...values.slice(0, 8), '1'] }).toThrow(
      refusal('invalid input 3 of pattern 3: "1"; expected a finite number'),
    )
    bad({ count: 3, inputs: 3, values, labels: [1, -1] }).toThrow(
      refusal('invalid labels: "2 of them"; expected 3, one for each pattern'),
    )
    bad({ count: 3, inputs: 3, values, labels: [1, 0, 1] }).toThrow(
      refusal('invalid label of pattern 2: 0; expected 1 or −1'),
    )
    bad({ count: 3, inputs: 3, values, labels: [1, 1, 1] }, { labels: 'teacher' }).toThrow(
      refusal('invalid labels: "teacher"; expected no labels, since the patterns come with their own'),
    )
    bad({ count: 3, inputs: 3 }).toThrow(refusal(/^invalid values of the patterns: undefined; expected /))
    bad({ count: 3, inputs: 3, values, lables: [1, 1, 1] }).toThrow(
      refusal('invalid option of patterns: "lables"; expected one of count, inputs, values, labels'),
    )
    bad(null).toThrow(refusal('invalid patterns: null; expected binary, gaussian or { count, inputs, values }'))
    bad({ count: 3, inputs: 3, values }, { labels: 'given' }).toThrow(
      refusal('invalid labels: "given"; expected random or teacher'),
    )
  })
})

describe('what cannot be is refused', () => {
  const soft: Constraint = { ...margin(0), name: 'soft' }
  const cases: readonly [string, unknown, string | RegExp, string?][] = [
    ['nothing', undefined, 'invalid instance: undefined; expected { problem, inputs, … }'],
    ['null', null, 'invalid instance: null; expected { problem, inputs, … }'],
    [
      'a mistyped option',
      { ...good, unit: 3 },
      'invalid option of instance: "unit"; expected one of problem, inputs, units, seed, wiring, patterns, labels, ties',
    ],
    ['no problem', { inputs: 3, units: 1, seed: 1 }, /^invalid machine: undefined; expected /],
    ['a name for the problem', with_({ problem: 'sign' as never }), /^invalid machine: "sign"; expected /],
    ['no inputs', with_({ inputs: 0 }), 'invalid inputs: 0; expected a whole number, 1 or above'],
    ['inputs that are a text', with_({ inputs: '45' as never }), /^invalid inputs: "45"; expected a whole number/],
    ['units', with_({ units: 1.5 }), 'invalid units: 1.5; expected a whole number, 1 or above'],
    ['a seed', with_({ seed: -1 }), 'invalid seed: -1; expected a whole number, 0 or above'],
    ['no seed', with_({ seed: undefined as never }), /^invalid seed: undefined; expected a whole number/],
    ['a seed of 2⁵³', with_({ seed: 2 ** 53 }), /^invalid seed: 9007199254740992; expected/],
    ['a wiring', with_({ wiring: 'ring' as never }), 'invalid wiring: "ring"; expected tree or full'],
    [
      'patterns',
      with_({ patterns: 'real' as never }),
      'invalid patterns: "real"; expected binary, gaussian or { count, inputs, values }',
    ],
    ['labels', with_({ labels: 'noisy' as never }), 'invalid labels: "noisy"; expected random or teacher'],
    [
      'labels that are not there',
      with_({ labels: 'given' as never }),
      'invalid labels: "given"; expected random or teacher',
    ],
    [
      'N that is no multiple of K',
      with_({ inputs: 47 }),
      'invalid inputs: 47; expected a multiple of the 5 units of a tree: 45 or 50',
    ],
    ['N below K', with_({ inputs: 3 }), 'invalid inputs: 3; expected a multiple of the 5 units of a tree: 5'],
    [
      'no load',
      with_({ problem: machine({ activation: sign, weights: binary }) as Problem }),
      /^invalid alpha: undefined; expected a load/,
    ],
    [
      'a load of 0',
      with_({ problem: good.problem.at({ alpha: 0 }) }),
      /^invalid alpha: 0; expected a load of at least 0.0222\d*, which is one pattern$/,
    ],
    [
      'an even number of sign units at κ = 0',
      with_({ inputs: 36, units: 4 }),
      '4 units of sign can have an output of 0; use an odd number of units',
      'UNSUITABLE',
    ],
    [
      'sign units of an even number of inputs',
      with_({ inputs: 40, units: 5 }),
      'units of 8 inputs can have fields of 0, where sign jumps; use an odd number of inputs for each unit',
      'UNSUITABLE',
    ],
    [
      'fully connected sign units of an even number of inputs',
      with_({ inputs: 8, units: 5, wiring: 'full' }),
      'units of 8 inputs can have fields of 0, where sign jumps; use an odd number of inputs for each unit',
      'UNSUITABLE',
    ],
    [
      'an odd number of relu units',
      with_({ problem: of(relu) }),
      '5 units cannot balance relu, whose mean is not 0: half of the read-out is −1; use an even number',
      'UNSUITABLE',
    ],
    ['one sigmoid unit', with_({ problem: of(sigmoid), units: 1 }), /^1 units cannot balance sigmoid/, 'UNSUITABLE'],
    [
      'ternary weights',
      with_({ problem: problem({ activation: sign, weights: ternary, alpha: 1 }) }),
      'weights ternary have no finite machine here; use binary or spherical',
      'UNSUITABLE',
    ],
    [
      'weights 0 and 1',
      with_({ problem: problem({ activation: sign, weights: discrete({ levels: [0, 1] }), alpha: 1 }) }),
      /^weights discrete.* have no finite machine here; use binary or spherical$/,
      'UNSUITABLE',
    ],
    [
      'another constraint than the margin',
      with_({ problem: problem({ activation: sign, weights: binary, constraint: soft, alpha: 1 }) }),
      'finite machines need a margin, and soft is another constraint; use margin',
      'UNSUITABLE',
    ],
    [
      'patterns that do not fit',
      with_({ inputs: 10_000_005, problem: good.problem.at({ alpha: 1 }) }),
      /^patterns and weights would take 1\.16e\+4 GiB of memory, more than the 4\.00 that are allowed; use fewer inputs or a smaller load$/,
      'UNSUITABLE',
    ],
    [
      'normal patterns that do not fit',
      with_({ inputs: 100_005, patterns: 'gaussian', problem: good.problem.at({ alpha: 1 }) }),
      /^patterns and weights would take 74\.5 GiB of memory/,
      'UNSUITABLE',
    ],
    [
      'weights that do not fit',
      with_({ inputs: 100_001, units: 9_999_999, wiring: 'full', problem: good.problem.at({ alpha: 1e-11 }) }),
      /GiB of memory, more than the 4\.00 that are allowed/,
      'UNSUITABLE',
    ],
    [
      'a number of patterns beyond all bounds',
      with_({ problem: good.problem.at({ alpha: 1e300 }) }),
      /GiB of memory, more than the 4\.00 that are allowed/,
      'UNSUITABLE',
    ],
  ]
  for (const [what, options, message, code] of cases) {
    test(what, () => {
      const before = performance.now()
      expect(() => instance(options as InstanceOptions)).toThrow(refusal(message, code))
      // before anything is allocated
      expect(performance.now() - before).toBeLessThan(1000)
    })
  }
  test('what looks like it but is not passes', () => {
    for (const options of [
      with_({ inputs: 36, units: 4, problem: of(sign, { margin: 0.1 }) }),
      with_({ inputs: 40, units: 5, patterns: 'gaussian' }),
      with_({ inputs: 40, units: 5, problem: problem({ activation: sign, weights: spherical, alpha: 1 }) }),
      with_({ inputs: 40, units: 5, problem: of(tanh) }),
      with_({ inputs: 40, units: 1, problem: of(linear) }),
      with_({ inputs: 40, units: 4, problem: of(leakyRelu({ slope: 0.5 })) }),
      with_({ problem: of(sign, { constraint: margin(0.3) }) }),
    ] as const) {
      expect(instance(options).patterns.count).toBeGreaterThan(0)
    }
  })
})
