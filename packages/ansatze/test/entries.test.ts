import { relu } from '@gardner/activations'
import {
  type Ansatz,
  complete,
  crossing,
  curve,
  drive,
  instability,
  machine,
  type Problem,
  problem,
  resolutions,
  saddlePoint,
} from '@gardner/core'
import { STANDARD_STEP } from '@gardner/numerics'
import { binary, discrete, spherical } from '@gardner/weights'
import { describe, expect, test } from 'vitest'
import {
  breakUp,
  cascade,
  clusterTransitions,
  complexity,
  densityTable,
  franzParisi,
  kStepRsb,
  largeDeviation,
  minimumCurve,
  minimumDistance,
  normalised,
  oneStepRsb,
  patternChannel,
  patternField,
  rs,
  slopeInDistance,
  spinodal,
  stabilities,
  stabilityGrid,
  weightField,
} from '../src/index.js'

const good = problem({ activation: relu, weights: binary, alpha: 0.3 })
const unloaded = machine({ activation: relu, weights: binary })
const dense = largeDeviation({ replicas: Number.POSITIVE_INFINITY, distance: 0.1 })

const ansaetze: readonly Ansatz[] = [
  rs,
  oneStepRsb,
  kStepRsb({ steps: 2 }),
  kStepRsb({ steps: 1, parisi: [0.5] }),
  franzParisi({ distance: 0.1 }),
  largeDeviation({ replicas: 10, distance: 0.1 }),
  dense,
]

type Entry = readonly [name: string, call: (problem: never) => unknown]

/** Whatever takes a problem. */
const entries: readonly Entry[] = [
  ...ansaetze.flatMap((ansatz, i): Entry[] => {
    const { name, critical = {} } = ansatz
    const own = Object.entries(critical).map(
      ([what, value]): Entry => [`search of ${what}, ${name}`, (of) => value?.search(of)],
    )
    const condition = () => 1
    return [
      [`${i}: saddlePoint, ${name}`, (of) => saddlePoint(of, ansatz)],
      [`${i}: instability, ${name}`, (of) => instability(of, ansatz)],
      [`${i}: curve, ${name}`, (of) => complete(curve(of, ansatz, { alpha: [0.1] }))],
      [`${i}: crossing, ${name}`, (of) => crossing(of, ansatz, { name: 'one', condition, branchOf: 1 })],
      [`${i}: resolutions, ${name}`, (of) => resolutions(of, ansatz)],
      [`${i}: ${name}.saddlePoint`, (of) => ansatz.saddlePoint(of, STANDARD_STEP)],
      ...own.map(([entry, call]) => [`${i}: ${entry}`, call] as const),
    ]
  }),
  ['minimumDistance', minimumDistance],
  ['minimumCurve', (of) => minimumCurve(of, [0.3])],
  ['spinodal', (of) => spinodal(of, 0.5)],
  ['clusterTransitions', clusterTransitions],
  ['breakUp', breakUp],
  ['patternChannel', (of) => patternChannel(of, STANDARD_STEP)],
  ['patternField', (of) => patternField(of, 0.5)],
  ['stabilities', stabilities],
  ['stabilityGrid', stabilityGrid],
]

/** Copies of a problem with one part that is none; their fields are readonly, but JavaScript does not know. */
const copy = (change: object): unknown => ({ ...good, ...change })
const nan = () => Number.NaN
const notOne = /^invalid machine: .*; expected a machine; make one with machine\(/
const malformed: readonly (readonly [string, unknown, RegExp])[] = [
  ['undefined', undefined, notOne],
  ['null', null, notOne],
  ['a name', 'relu', notOne],
  ['a number', 0.5, notOne],
  ['the options of one', { activation: relu, weights: binary, alpha: 0.3 }, notOne],
  ['its JSON', good.toJSON(), notOne],
  ['an activation', relu, notOne],
  ['an ansatz', rs, notOne],
  ['a family', () => good, notOne],
  [
    'one of a NaN margin',
    copy({ constraint: { ...good.constraint, parameters: { margin: Number.NaN } } }),
    /^invalid margin of margin: NaN; expected a finite number$/,
  ],
  ['one of a NaN load', copy({ alpha: Number.NaN }), /^invalid alpha: NaN; expected a finite number, zero or above$/],
  ['one of a negative load', copy({ alpha: -1 }), /^invalid alpha: -1; expected a finite number, zero or above$/],
  ['one without an activation', copy({ activation: undefined }), /^invalid activation: undefined; expected an object/],
  [
    'one of weights that are a name',
    copy({ weights: 'binary' }),
    /^invalid weights: "binary"; expected a weight prior/,
  ],
  [
    'one of foreign weights',
    copy({ weights: { kind: 'site', name: 'foreign', sample: () => 1 } }),
    /^invalid logPartition of weights foreign: undefined; expected a function$/,
  ],
  [
    'one of weights that are NaN',
    copy({ weights: { ...binary, mean: nan } }),
    /^invalid weights binary: "mean\(1, 0\.5\) = NaN"; expected a finite number$/,
  ],
  ['one without a constraint', copy({ constraint: null }), /^invalid constraint: null; expected a constraint such as/],
  [
    'one of a constraint that is NaN',
    copy({ constraint: { ...good.constraint, score: nan } }),
    /^invalid constraint margin: "score\(0, 1\) = NaN"; expected a finite number$/,
  ],
  [
    'one of a kernel that is NaN',
    copy({ kernel: { ...good.kernel, covariance: nan, deficit: nan, slope: nan, curvature: nan } }),
    /^invalid activation relu: "kernel\.covariance\(0\.5\) = NaN"; expected a finite number$/,
  ],
  [
    'one of a kernel without a slope',
    copy({ kernel: { ...good.kernel, slope: undefined } }),
    /^invalid kernel\.slope of relu: undefined; expected a function$/,
  ],
]

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ name: 'GardnerError', code, message: expect.stringMatching(message) })

describe('what is no problem is refused by', () => {
  test.each(entries)('%s', (_, call) => {
    for (const [what, value, message] of malformed) {
      expect(() => call(value as never), what).toThrow(refusal('INVALID_OPTION', message))
    }
  })
})

test('a whole copy of a problem is one', () => {
  expect(complete(saddlePoint(copy({}) as Problem, rs)).entropy.value).toBe(
    complete(saddlePoint(good, rs)).entropy.value,
  )
})

describe('without a load', () => {
  test.each([
    ...ansaetze.map((ansatz, i): Entry => [`${i}: saddlePoint, ${ansatz.name}`, (of) => saddlePoint(of, ansatz)]),
    ['minimumDistance', minimumDistance] as const,
  ])('%s', (_, call) => {
    expect(() => call(unloaded as never)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: 'invalid alpha: undefined; expected a load; set it with machine.at({ alpha: 0.5 })',
      }),
    )
  })
})

describe('of weights that are not for it', () => {
  const free = problem({ activation: relu, weights: discrete({ levels: [-1, 0, 1] }), alpha: 0.3 })
  const onSphere = problem({ activation: relu, weights: spherical, alpha: 0.3 })
  test.each([
    ['minimumDistance', () => minimumDistance(onSphere), /^the entropy of spherical weights is that of a volume/],
    ['minimumCurve', () => minimumCurve(onSphere, [0.3]), /^the entropy of spherical weights is that of a volume/],
    ['franz-parisi', () => saddlePoint(free, franzParisi({ distance: 0.1 })), /^weights discrete have a free norm/],
    ['large-deviation', () => saddlePoint(free, dense), /^weights discrete have a free norm/],
    ['breakUp', () => drive(breakUp(free)), /^weights discrete have a free norm/],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(refusal('UNSUITABLE', message))
  })
})

/** The option of an entry, and values that it refuses. */
const options: readonly (readonly [string, (value: never) => unknown, readonly unknown[]])[] = [
  ['franzParisi', franzParisi, [undefined, null, 0.1, {}, { distance: 0.1, typo: 1 }]],
  ['distance of franzParisi', (distance) => franzParisi({ distance }), [Number.NaN, '0.1', 0, 1, -1, null]],
  [
    'franzParisi.at',
    (to) => franzParisi({ distance: 0.1 }).at?.(to),
    [undefined, null, 0.2, { alpha: 1 }, { distance: 2 }],
  ],
  ['largeDeviation', largeDeviation, [undefined, null, 10, {}, { replicas: 2, distance: 0.1, typo: 1 }]],
  ['replicas', (replicas) => largeDeviation({ replicas, distance: 0.1 }), [undefined, Number.NaN, '10', 0, -1, null]],
  ['distance of largeDeviation', (distance) => largeDeviation({ replicas: 2, distance }), [Number.NaN, 0, 0.5, '0.1']],
  ['largeDeviation.at', (to) => dense.at?.(to), [undefined, null, 0.2, { alpha: 2 }, { distance: 2 }]],
  ['kStepRsb', kStepRsb, [undefined, null, 2, {}, { steps: 1, typo: 1 }]],
  ['steps', (steps) => kStepRsb({ steps }), [undefined, Number.NaN, '1', 0, 1.5, 13, null]],
  [
    'parisi',
    (parisi) => kStepRsb({ steps: 2, parisi }),
    [null, 0.5, [0.5], [0.6, 0.5], [0.5, 2], [Number.NaN, 1], ['0.3', 0.5]],
  ],
  ['level of complexity', (level) => complexity(level, 2), [null, Number.NaN, '1', 0, 1.5, 3]],
  ['levels of complexity', (of) => complexity(1, of), [null, Number.NaN, '1', 0, 1.5]],
  ['m of spinodal', (m) => spinodal(good, m), [undefined, Number.NaN, '0.5', 0, 1.5, null]],
  ['options of breakUp', (given) => breakUp(good, given), [null, 10, { typo: 1 }]],
  ['replicas of breakUp', (replicas) => breakUp(good, { replicas }), [null, Number.NaN, '10', 1, 0]],
  ['distances of breakUp', (distances) => breakUp(good, { distances }), [null, 0.1, [0.1], [0.2, 0.1], [0, 0.1]]],
  [
    'loads of minimumCurve',
    (alpha) => minimumCurve(good, alpha),
    [undefined, null, 0.3, [], ['0.3'], [-1], [Number.NaN], { from: 0.1 }, { from: 0, to: 1, typo: 1 }],
  ],
  ['step of patternChannel', (step) => patternChannel(good, step), [undefined, null, Number.NaN, 0, -1, '0.1']],
  ...ansaetze.map(
    ({ name, saddlePoint: saddle }, i) =>
      [
        `${i}: step of ${name}.saddlePoint`,
        (step: never) => saddle(good, step),
        [undefined, null, Number.NaN, 0, -1, '0.1'],
      ] as const,
  ),
  ['prior of weightField', (prior) => weightField(prior, 1), [undefined, null, 'binary', {}, spherical]],
  ['channel of cascade', (channel) => cascade(channel, 1, [], STANDARD_STEP), [undefined, null, 1, {}]],
  [
    'levels of cascade',
    (levels) => cascade(patternField(good, 0.5), 1, levels, STANDARD_STEP),
    [undefined, null, 1, {}],
  ],
  ['step of cascade', (step) => cascade(patternField(good, 0.5), 1, [], step), [undefined, null, Number.NaN, 0, -1]],
  [
    'density of densityTable',
    (density) => densityTable(density, { at: [0], edges: [0], reach: 9 }),
    [undefined, null, 1],
  ],
  [
    'plan of densityTable',
    (plan) => densityTable((at) => at.map(() => ({ value: 0, error: 0 })), plan),
    [
      undefined,
      null,
      {},
      { at: 0, edges: [0], reach: 9 },
      { at: [0], edges: [Number.NaN], reach: 9 },
      { at: [0], edges: [0], reach: 0 },
      { at: [0], edges: [0], reach: 9, typo: 1 },
    ],
  ],
  ['a state of normalised', (state) => normalised.of(state), [undefined, null, 1, {}]],
  ['a state of slope', (state) => slopeInDistance.of(state), [undefined, null, 1, {}]],
  [
    'a state of the slope of franz-parisi',
    (state) => franzParisi({ distance: 0.1 }).quantities?.[0].of(state),
    [undefined, null, 1, {}],
  ],
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
