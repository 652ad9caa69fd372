import { checkSchedule, rampAt, type Schedule, sweepsOf } from '@gardner/core'
import { describe, expect, test } from 'vitest'

const refusal = (message: string) => expect.objectContaining({ name: 'GardnerError', code: 'INVALID_OPTION', message })
const stage = { sweeps: 10, beta: 1 }
const one = (change: object) => ({ stages: [{ ...stage, ...change }] })

describe('a schedule', () => {
  test('passes as it is', () => {
    const good: Schedule[] = [
      { stages: [stage] },
      { stages: [{ sweeps: 1, beta: 0 }], until: 'solved', every: 3 },
      { stages: [{ sweeps: 1e12, beta: [0, 5], gamma: [1, 0], replicas: 7, measure: false }, stage], until: 'end' },
      {
        stages: [
          { ...stage, gamma: 0.3, replicas: 2, overlap: -0.5, tolerance: 0.1 },
          { ...stage, overlap: 0.99 },
        ],
      },
    ]
    for (const schedule of good) expect(checkSchedule(schedule)).toBe(schedule)
    // also one that was read from a file
    expect(checkSchedule(JSON.parse(JSON.stringify(good[3])))).toEqual(good[3])
  })
  test('has as many sweeps as its stages together', () => {
    expect(sweepsOf({ stages: [stage, { sweeps: 5, beta: 2 }, stage] })).toBe(25)
  })
  const cases: [string, unknown, string][] = [
    ['nothing', undefined, 'invalid schedule: undefined; expected { stages: [...] }'],
    ['a number', 7, 'invalid schedule: 7; expected { stages: [...] }'],
    ['a list', null, 'invalid schedule: null; expected { stages: [...] }'],
    [
      'a mistyped option',
      { stage: [stage] },
      'invalid option of schedule: "stage"; expected one of stages, until, every',
    ],
    ['no stages', {}, 'invalid stages: undefined; expected a non-empty list of stages'],
    ['an empty list', { stages: [] }, 'invalid stages: []; expected a non-empty list of stages'],
    [
      'a stage for the list',
      { stages: stage },
      'invalid stages: {"sweeps":10,"beta":1}; expected a non-empty list of stages',
    ],
    ['an end', { stages: [stage], until: 'cold' }, 'invalid until: "cold"; expected solved or end'],
    ['an interval', { stages: [stage], every: 0 }, 'invalid every: 0; expected a whole number, 1 or above'],
    ['half an interval', { stages: [stage], every: 1.5 }, 'invalid every: 1.5; expected a whole number, 1 or above'],
    ['a stage that is none', { stages: [stage, 3] }, 'invalid stage 2: 3; expected { sweeps, beta, … }'],
    [
      'a mistyped option of a stage',
      one({ replica: 2 }),
      'invalid option of stage 1: "replica"; expected one of sweeps, beta, gamma, replicas, overlap, tolerance, measure',
    ],
    [
      'no sweeps',
      { stages: [stage, { beta: 1 }] },
      'invalid sweeps of stage 2: undefined; expected a whole number from 1 to 1e12: a schedule has to end',
    ],
    [
      'sweeps that never end',
      one({ sweeps: Number.POSITIVE_INFINITY }),
      'invalid sweeps of stage 1: Infinity; expected a whole number from 1 to 1e12: a schedule has to end',
    ],
    [
      'too many sweeps',
      one({ sweeps: 1e13 }),
      'invalid sweeps of stage 1: 10000000000000; expected a whole number from 1 to 1e12: a schedule has to end',
    ],
    [
      'half a sweep',
      one({ sweeps: 0.5 }),
      'invalid sweeps of stage 1: 0.5; expected a whole number from 1 to 1e12: a schedule has to end',
    ],
    [
      'no β',
      { stages: [{ sweeps: 3 }] },
      'invalid beta of stage 1: undefined; expected a number, zero or above, or [from, to]',
    ],
    ['a negative β', one({ beta: -0.1 }), 'invalid beta of stage 1: -0.1; expected a finite number, zero or above'],
    ['a negative end', one({ beta: [1, -1] }), 'invalid beta of stage 1: -1; expected a finite number, zero or above'],
    [
      'an endless β',
      one({ beta: [1, Infinity] }),
      'invalid beta of stage 1: Infinity; expected a finite number, zero or above',
    ],
    [
      'β in three parts',
      one({ beta: [1, 2, 3] }),
      'invalid beta of stage 1: [1,2,3]; expected a number, zero or above, or [from, to]',
    ],
    [
      'a text for β',
      one({ beta: '1' }),
      'invalid beta of stage 1: "1"; expected a number, zero or above, or [from, to]',
    ],
    ['a negative γ', one({ gamma: -1 }), 'invalid gamma of stage 1: -1; expected a finite number, zero or above'],
    [
      'NaN for γ',
      one({ gamma: [0, Number.NaN] }),
      'invalid gamma of stage 1: NaN; expected a finite number, zero or above',
    ],
    ['no replicas', one({ replicas: 0 }), 'invalid replicas of stage 1: 0; expected a whole number, 1 or above'],
    [
      'an overlap of 1',
      one({ overlap: 1, replicas: 2 }),
      'invalid overlap of stage 1: 1; expected a number between −1 and 1',
    ],
    ['an overlap of NaN', one({ overlap: Number.NaN }), 'invalid overlap of stage 1: NaN; expected a finite number'],
    [
      'an overlap of one replica',
      {
        stages: [
          { ...stage, replicas: 3 },
          { ...stage, replicas: 1, overlap: 0.5 },
        ],
      },
      'invalid overlap of stage 2: 0.5; expected two replicas or more, which can have one',
    ],
    [
      'a ramp with an overlap',
      one({ overlap: 0.5, gamma: [0, 1], replicas: 2 }),
      'invalid gamma of stage 1: [0,1]; expected one number to begin with, since an overlap is to be held',
    ],
    ['a tolerance', one({ tolerance: 0 }), 'invalid tolerance of stage 1: 0; expected a positive number'],
    ['what is measured', one({ measure: 'yes' }), 'invalid measure of stage 1: "yes"; expected true or false'],
  ]
  for (const [what, schedule, message] of cases) {
    test(`is refused for ${what}`, () => {
      expect(() => checkSchedule(schedule as Schedule)).toThrow(refusal(message))
    })
  }
})

test('a ramp is linear from its first value to its last', () => {
  expect([0, 0.25, 1].map((share) => rampAt([2, 4], share))).toEqual([2, 2.5, 4])
  expect([0, 0.25, 1].map((share) => rampAt([4, 0], share))).toEqual([4, 3, 0])
  expect([0, 0.5, 1].map((share) => rampAt(3, share))).toEqual([3, 3, 3])
})
