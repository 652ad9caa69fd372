import { relu, sign } from '@gardner/activations'
import { drive, type Instance, machine, type Problem, problem, type Sampler, type Schedule } from '@gardner/core'
import {
  barycentre,
  bitFlips,
  bitMachine,
  counted,
  decodeInstance,
  densityOf,
  encodeInstance,
  fanKernel,
  fieldsOf,
  flipsOf,
  hasBinaryWeights,
  histogram,
  instance,
  levelsOf,
  meanDensity,
  meanOf,
  meanOverlap,
  merged,
  overlap,
  overlapMatrix,
  parseNpy,
  patternsFromText,
  Random,
  randomWeights,
  realFlips,
  robustness,
  seeded,
  tableFlips,
  unitOverlaps,
  wilson,
} from '@gardner/machines'
import { binary, spherical, ternary } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import { binaryDynamics } from '../src/binary.js'
import {
  anneal,
  autocorrelation,
  chain,
  hamiltonian,
  hmc,
  langevin,
  metropolis,
  nFold,
  reducedRejection,
  replicated,
  sphere,
  successPoint,
  successThreshold,
  Timetable,
  tempering,
} from '../src/index.js'

const committee = problem({ activation: relu, weights: binary, alpha: 0.5 })
const sizes = { inputs: 24, units: 4, seed: 1 } as const
const good = instance({ problem: committee, ...sizes })
const onSphere = instance({ problem: problem({ activation: relu, weights: spherical, alpha: 0.5 }), ...sizes })
const weights = new Float64Array(24).fill(1)
const errors = { kind: 'errors' } as const
const schedule: Schedule = { stages: [{ sweeps: 1, beta: 1 }] }
const dynamics = binaryDynamics('metropolis', 'metropolis', 'pairs')
const random = () => new Random(seeded(1))

type Entry<T> = readonly [name: string, call: (of: T) => unknown]

const samplers: readonly Sampler[] = [
  metropolis,
  anneal,
  reducedRejection(),
  replicated(),
  tempering,
  nFold,
  sphere,
  hmc,
  langevin,
] as unknown as readonly Sampler[]

/** Whatever takes an instance. */
const entries: readonly Entry<Instance>[] = [
  ...samplers.map((sampler): Entry<Instance> => [sampler.name, (of) => sampler.iterate(of, { seed: 1 })]),
  ['chain', (of) => chain(dynamics, of, { seed: 1, schedule, cost: errors })],
  ['fieldsOf', (of) => fieldsOf(of, weights)],
  ['robustness', (of) => robustness(of, weights, [0.1])],
  ['encodeInstance', (of) => encodeInstance(of)],
  ['flipsOf', (of) => flipsOf(of, 1, errors)],
  ['bitFlips', (of) => bitFlips(of, 1)],
  ['bitMachine', (of) => bitMachine(of, 1)],
  ['tableFlips', (of) => tableFlips(of, 1, errors)],
  ['realFlips', (of) => realFlips(of, 1, errors)],
]

/** Whatever takes a problem, alone or as a part. */
const ofProblems: readonly Entry<Problem>[] = [
  ['instance', (of) => instance({ problem: of, ...sizes })],
  ['hasBinaryWeights', hasBinaryWeights],
  ['randomWeights', (of) => randomWeights({ problem: of, size: 24, fan: 6 }, random())],
  ['barycentre', (of) => barycentre({ problem: of, size: 24, fan: 6 }, [weights])],
  ['levelsOf', (of) => levelsOf({ problem: of, fan: 6, units: 4, ties: 'errors' })],
  ...entries.map(([name, call]): Entry<Problem> => [name, (of) => call({ ...good, problem: of })]),
]

const notOne = /^invalid instance: .*; expected an instance; make one with instance\(/
const { patterns } = good
const copy = (change: object): unknown => ({ ...good, ...change })

const malformed: readonly (readonly [string, unknown, RegExp])[] = [
  ['undefined', undefined, notOne],
  ['null', null, notOne],
  ['a name', 'relu.json', notOne],
  ['its options', { problem: committee, ...sizes }, notOne],
  ['its text', encodeInstance(good), notOne],
  ['a problem', committee, notOne],
  ['one without patterns', copy({ patterns: undefined }), notOne],
  ['one of no problem', copy({ problem: undefined }), /^invalid machine: undefined; expected a machine/],
  ['one of NaN inputs', copy({ inputs: Number.NaN }), /^invalid inputs of the instance: NaN; expected a whole number/],
  ['one of 0 units', copy({ units: 0 }), /^invalid units of the instance: 0; expected a whole number, 1 or above$/],
  ['one of a fan that is a text', copy({ fan: '6' }), /^invalid fan of the instance: "6"; expected a whole number/],
  ['one of another size', copy({ size: 25 }), /^invalid size of the instance: 25; expected 24: units times fan$/],
  [
    'one of other labels',
    copy({ labels: new Int8Array(3) }),
    /^invalid labels of the instance: "3 of them"; expected 12$/,
  ],
  ['one without a read-out', copy({ readout: undefined }), /^invalid readout of the instance: "undefined of them"/],
  ['one of ties that are neither', copy({ ties: 'lost' }), /^invalid ties: "lost"; expected errors or stored$/],
  [
    'one of patterns of no kind',
    copy({ patterns: { ...patterns, kind: 'ternary' } }),
    /^invalid kind of the patterns: "ternary"; expected binary or real$/,
  ],
  [
    'one of fewer patterns than it says',
    copy({ patterns: { ...patterns, words: new Uint32Array(4) } }),
    /^invalid words of the patterns of the instance: "4 of them"; expected 96$/,
  ],
]

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ name: 'GardnerError', code, message: expect.stringMatching(message) })

describe('what is no instance is refused by', () => {
  test.each(entries)('%s', (_, call) => {
    for (const [what, value, message] of malformed) {
      expect(() => call(value as Instance), what).toThrow(refusal('INVALID_OPTION', message))
    }
  })
})

describe('what is no problem is refused by', () => {
  test.each(ofProblems)('%s', (_, call) => {
    const wrong = [
      undefined,
      null,
      'relu',
      {},
      committee.toJSON(),
      { activation: relu, weights: binary, alpha: 0.5 },
      good,
    ]
    for (const value of wrong) {
      expect(() => call(value as Problem)).toThrow(
        refusal('INVALID_OPTION', /^invalid machine: .*; expected a machine/),
      )
    }
    const foreign = { ...committee, weights: { kind: 'site', name: 'foreign', sample: () => 1 } } as unknown as Problem
    expect(() => call(foreign)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: 'invalid logPartition of weights foreign: undefined; expected a function',
      }),
    )
    const { constraint } = committee
    const blurred = { ...committee, constraint: { ...constraint, parameters: { margin: Number.NaN } } } as Problem
    expect(() => call(blurred)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: 'invalid margin of margin: NaN; expected a finite number',
      }),
    )
  })
})

describe('what a machine cannot be is refused by', () => {
  const threeValued = problem({ activation: relu, weights: ternary, alpha: 0.5 })
  test.each([
    [
      'instance, without a load',
      () => instance({ problem: machine({ activation: relu, weights: binary }) as Problem, ...sizes }),
      'INVALID_OPTION',
      /^invalid alpha: undefined; expected a load/,
    ],
    [
      'instance, of foreign weights',
      () => instance({ problem: threeValued, ...sizes }),
      'UNSUITABLE',
      /^weights ternary have no finite machine here/,
    ],
    [
      'instance, of fields of 0',
      () => instance({ problem: problem({ activation: sign, weights: binary, alpha: 0.5 }), ...sizes }),
      'UNSUITABLE',
      /^units of 6 inputs can have fields of 0/,
    ],
    ...[metropolis, anneal, reducedRejection(), replicated(), tempering, nFold].map(
      (sampler) =>
        [
          `${sampler.name}, on the sphere`,
          () => sampler.iterate(onSphere, { seed: 1 }),
          'UNSUITABLE',
          /sphere/,
        ] as const,
    ),
    ...[sphere, hmc, langevin].map(
      (sampler) =>
        [
          `${sampler.name}, of ±1 weights`,
          () => sampler.iterate(good, { seed: 1 }),
          'UNSUITABLE',
          /moves spherical weights/,
        ] as const,
    ),
  ] as const)('%s', (_, call, code, message) => {
    expect(call).toThrow(refusal(code, message))
  })
})

const counts = histogram({ from: 0, width: 1, bins: 2 })
const lookup = { problem: () => good.problem }

/** The option of an entry, and values that it refuses. */
const options: readonly (readonly [string, (value: never) => unknown, readonly unknown[]])[] = [
  ['options of instance', instance, [undefined, null, 3, { problem: committee, ...sizes, typo: 1 }]],
  ...(['inputs', 'units', 'seed'] as const).map(
    (name) =>
      [
        `${name} of instance`,
        (value: never) => instance({ problem: committee, ...sizes, [name]: value }),
        [undefined, null, Number.NaN, '4', 1.5, -1],
      ] as const,
  ),
  ...(['wiring', 'patterns', 'labels', 'ties'] as const).map(
    (name) =>
      [
        `${name} of instance`,
        (value: never) => instance({ problem: committee, ...sizes, [name]: value }),
        [null, Number.NaN, 'other'],
      ] as const,
  ),
  ...samplers.map(
    (sampler) =>
      [
        `options of ${sampler.name}`,
        (value: never) =>
          sampler.iterate(['sphere', 'hmc', 'langevin'].includes(sampler.name) ? onSphere : good, value),
        [
          undefined,
          null,
          {},
          { seed: Number.NaN },
          { seed: -1 },
          { seed: 1, typo: 1 },
          { seed: 1, cost: null },
          { seed: 1, schedule: null },
          { seed: 1, cost: 'errors' },
          { seed: 1, cost: { kind: 'cross-entropy', temperature: Number.NaN } },
          { seed: 1, schedule: { stages: [] } },
          { seed: 1, schedule: { stages: [{ sweeps: 1, beta: Number.NaN }] } },
        ],
      ] as const,
  ),
  ['seed of chain', (seed) => drive(chain(dynamics, good, { seed, schedule, cost: errors })), [Number.NaN, '1', -1]],
  ['options of replicated', replicated, [null, 2, { coupling: 'all' }, { coupling: null }, { typo: 1 }]],
  ['options of reducedRejection', reducedRejection, [null, 2, { coupling: 'all' }, { coupling: null }, { typo: 1 }]],
  [
    'options of hamiltonian',
    hamiltonian,
    [null, 2, { steps: 0 }, { steps: Number.NaN }, { steps: 1e9 }, { steps: null }, { typo: 1 }],
  ],
  ['weights of fieldsOf', (value) => fieldsOf(good, value), [undefined, null, 1, [], new Float64Array(23)]],
  ['weights of robustness', (value) => robustness(good, value, [0.1]), [undefined, null, 1, [], new Float64Array(23)]],
  [
    'etas of robustness',
    (value) => robustness(good, weights, value),
    [undefined, null, 0.1, [], [2], [Number.NaN], ['0']],
  ],
  [
    'options of robustness',
    (value) => robustness(good, weights, [0.1], value),
    [
      null,
      1,
      { method: 'guessed' },
      { samples: 0 },
      { samples: null },
      { seed: null },
      { samples: Number.NaN },
      { seed: -1 },
      { typo: 1 },
    ],
  ],
  ['lookup of decodeInstance', (value) => decodeInstance(encodeInstance(good), value), [undefined, null, 'relu', {}]],
  ['text of decodeInstance', (value) => decodeInstance(value, lookup), [undefined, null, '', '{}', 'x', 3]],
  ['g of fanKernel', (value) => fanKernel(value, 5), [undefined, null, 'relu', {}]],
  ['fan of fanKernel', (value) => fanKernel(relu, value), [undefined, null, Number.NaN, 0, 1.5, 1e3]],
  [
    'machine of randomWeights',
    (value) => randomWeights(value, random()),
    [undefined, null, {}, { ...good, fan: 0 }, { ...onSphere, size: 7 }],
  ],
  ['replicas of barycentre', (value) => barycentre(good, value), [undefined, null, [], weights, [[1]], [weights, [1]]]],
  ['replicas of overlapMatrix', overlapMatrix, [undefined, null, [], [weights, [1]]]],
  ['replicas of meanOverlap', meanOverlap, [undefined, null, [], [weights, [1]]]],
  ['weights of overlap', (value) => overlap(weights, value), [undefined, null, [], [1]]],
  ['units of unitOverlaps', (value) => unitOverlaps(value, weights, weights), [undefined, null, Number.NaN, 0, 5, 1.5]],
  ['machine of levelsOf', levelsOf, [undefined, null, {}, { ...good, fan: 0 }, { ...good, units: Number.NaN }]],
  [
    'options of histogram',
    histogram,
    [undefined, null, {}, { from: 0, width: 0, bins: 1 }, { from: 0, width: 1, bins: 0.5 }],
  ],
  ['values of counted', (value) => counted(counts, value), [[Number.NaN], ['1']]],
  ['histogram of counted', (value) => counted(value, [1]), [undefined, null, {}]],
  ['histograms of merged', merged, [undefined, null, [], [counts, histogram({ from: 1, width: 1, bins: 2 })]]],
  ['histogram of densityOf', densityOf, [undefined, null, {}, counts]],
  ['histograms of meanDensity', meanDensity, [undefined, null, [], [counts]]],
  ['values of meanOf', meanOf, [undefined, null, 1, [], [Number.NaN]]],
  ['series of autocorrelation', autocorrelation, [undefined, null, 1, [], [Number.NaN]]],
  ['load of successPoint', (value) => successPoint(value, 1, 2), [undefined, null, Number.NaN, -1]],
  [
    'points of successThreshold',
    successThreshold,
    [undefined, null, [], [successPoint(1, 1, 2), successPoint(1, 1, 2)]],
  ],
  ['trials of wilson', (value) => wilson(0, value), [undefined, null, Number.NaN, 0, 1.5]],
  ['successes of wilson', (value) => wilson(value, 3), [undefined, null, Number.NaN, -1, 4]],
  ['z of wilson', (value) => wilson(1, 3, value), [null, Number.NaN, 0, -1]],
  ['state of Random', (value) => new Random(value), [undefined, null, 1, [1, 2, 3, 4], new Uint32Array(3)]],
  ['seed of seeded', seeded, [undefined, null, Number.NaN, -1, 1.5, '1']],
  ['schedule of Timetable', (value) => new Timetable(value), [undefined, null, {}, { stages: [] }]],
  ['bytes of parseNpy', parseNpy, [undefined, null, 'x', new Uint8Array(3)]],
  ['text of patternsFromText', patternsFromText, [undefined, null, 3, '']],
]

describe('values without a meaning are refused as', () => {
  test.each(options)('%s', (_, call, values) => {
    for (const value of values) {
      expect(() => call(value as never), JSON.stringify(value)).toThrow(
        refusal('INVALID_OPTION', /^invalid .*; expected /s),
      )
    }
  })
})
