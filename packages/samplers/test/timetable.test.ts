import type { Schedule } from '@gardner/core'
import { describe, expect, test } from 'vitest'
import { Timetable } from '../src/index.js'

const schedule: Schedule = {
  stages: [
    { sweeps: 5, beta: [0, 2] },
    { sweeps: 1, beta: [3, 4], gamma: [0.1, 0.2], replicas: 3 },
    { sweeps: 3, beta: 5, measure: true },
    { sweeps: 2, beta: 6, gamma: 0.7, replicas: 2 },
  ],
}

describe('a timetable', () => {
  const timetable = new Timetable(schedule)
  test('counts all sweeps', () => expect(timetable.sweeps).toBe(11))
  test('goes from the first value of a ramp to the last, both reached', () => {
    expect([0, 1, 2, 3, 4].map((sweep) => timetable.at(sweep).beta)).toEqual([0, 0.5, 1, 1.5, 2])
  })
  test('is at the end of a stage of one sweep', () => {
    expect(timetable.at(5)).toMatchObject({ beta: 4, gamma: 0.2, replicas: 3, index: 1, sweep: 0, measured: false })
  })
  test('knows stage, sweep within it, and what is measured', () => {
    expect([0, 4, 5, 6, 8, 9, 10].map((sweep) => timetable.at(sweep).index)).toEqual([0, 0, 1, 2, 2, 3, 3])
    expect([0, 4, 5, 6, 8, 9, 10].map((sweep) => timetable.at(sweep).sweep)).toEqual([0, 4, 0, 0, 2, 0, 1])
    // what is said to be, and the last
    expect([0, 5, 6, 8, 9].map((sweep) => timetable.at(sweep).measured)).toEqual([false, false, true, true, true])
    expect(new Timetable({ stages: [{ sweeps: 1, beta: 1, measure: false }] }).at(0).measured).toBe(false)
  })
  test('leaves γ and y as they were where nothing is said', () => {
    expect([0, 5, 6, 9].map((sweep) => timetable.at(sweep).replicas)).toEqual([1, 3, 3, 2])
    expect([0, 5, 6, 9].map((sweep) => timetable.at(sweep).gamma)).toEqual([undefined, 0.2, undefined, 0.7])
  })
  test('stays at its last sweep', () => {
    expect(timetable.at(11)).toEqual(timetable.at(10))
    expect(timetable.at(1e9)).toEqual(timetable.at(10))
  })
})
