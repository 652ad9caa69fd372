import { sign } from '@gardner/activations'
import { machine } from '@gardner/core'
import { binary } from '@gardner/weights'
import { lastValueFrom, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Live, LiveOptions } from '../../src/engine/engine.js'
import { jobs } from '../../src/job/jobs.js'

const committee: LiveOptions = {
  machine: { architecture: 'committee', activation: 'sign', weights: 'binary', margin: 0 },
  method: 'replicated',
  units: 9,
  inputs: 297,
  alpha: 0.3,
  replicas: 5,
  sweeps: 1000,
  seed: 3,
}
const all = (options: LiveOptions) => lastValueFrom(jobs.live(options).pipe(toArray()))
const ending = async (options: LiveOptions) => (await all(options)).at(-1) as Live

describe('a machine at work', () => {
  test('finds weights of an easy instance, in replicas that are gathered', async () => {
    const told = await all(committee)
    const last = told[told.length - 1]
    expect(last).toMatchObject({
      done: true,
      verdict: 'solved',
      sweep: 1000,
      sweeps: 1000,
      patterns: 89,
      errors: [0, 0, 0, 0, 0],
    })
    for (const { done, verdict, errors } of told.slice(0, -1)) {
      expect([done, verdict]).toEqual([false, undefined])
      expect(errors).toHaveLength(5)
    }
    expect(last.overlap).toBeGreaterThan(0.8)
    expect(told[0].overlap).toBeLessThan(0.5)
    expect(last.beta).toBe(10)
    expect(last.gamma).toBe(1.8)
  })

  test('shows the stabilities of all replicas now, none of which is below κ when it is done', async () => {
    const [first, ...rest] = await all(committee)
    const { histogram } = rest[rest.length - 1]
    for (const { from, width, density } of [first.histogram, histogram]) {
      expect(width * density.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
      expect(from).toBeLessThan(-5)
    }
    const below = ({ from, width, density }: Live['histogram']) =>
      width * density.reduce((sum, value, b) => sum + (from + (b + 0.5) * width < 0 ? value : 0), 0)
    expect(below(histogram)).toBe(0)
    // each error of each replica is a stability below
    const mean = first.errors.reduce((sum, errors) => sum + errors, 0) / first.errors.length
    expect(below(first.histogram)).toBeCloseTo(mean / first.patterns, 12)
    expect(mean).toBeGreaterThan(5)
  })

  test('leaves a trace that is not long, to the end', async () => {
    const { trace } = await ending({ ...committee, sweeps: 20_000 })
    const { sweep, errors, overlap } = trace
    expect(sweep).toEqual([...sweep].sort((a, b) => a - b))
    expect(new Set(sweep).size).toBe(sweep.length)
    expect(sweep.length).toBeGreaterThan(50)
    expect(sweep.length).toBeLessThanOrEqual(400)
    expect([errors.length, overlap.length]).toEqual([sweep.length, sweep.length])
    expect([sweep.at(-1), errors.at(-1)]).toEqual([20_000, 0])
    expect(errors[0]).toBeGreaterThan(5)
  })

  test('ends the same for the same seed, however it was watched', async () => {
    const [one, other, elsewhere] = [
      await ending(committee),
      await ending(committee),
      await ending({ ...committee, seed: 4 }),
    ]
    const { trace: _, ...end } = one
    expect(other).toMatchObject(end)
    expect(elsewhere.histogram).not.toEqual(one.histogram)
  })

  test('alone stops when each replica has no errors', async () => {
    const options: LiveOptions = { ...committee, method: 'anneal', alpha: 0.1, sweeps: 2000 }
    const end = await ending(options)
    expect(end).toMatchObject({ done: true, verdict: 'solved', errors: [0, 0, 0, 0, 0] })
    expect(end.sweep).toBeLessThan(2000)
    // replicas that know nothing of each other
    expect(Math.abs(end.overlap)).toBeLessThan(0.4)
  })

  test('that fails says so', async () => {
    const end = await ending({ ...committee, method: 'anneal', alpha: 2, sweeps: 50 })
    expect(end).toMatchObject({ done: true, verdict: 'unsolved', sweep: 50 })
    expect(Math.min(...end.errors)).toBeGreaterThan(0)
  })

  test('of one replica has no overlap', async () => {
    const end = await ending({ ...committee, method: 'anneal', alpha: 0.2, replicas: 1 })
    expect(end.overlap).toBeNaN()
  })

  test('may have weights on the sphere, or be a perceptron', async () => {
    const sphere = { ...committee.machine, activation: 'relu', weights: 'spherical' }
    const end = await ending({
      ...committee,
      machine: sphere,
      method: 'anneal',
      // so many that not all are off for any pattern: the deficit does not see an output of exactly 0
      units: 10,
      inputs: 60,
      alpha: 0.5,
      replicas: 2,
      sweeps: 1500,
    })
    expect(end).toMatchObject({ verdict: 'solved', errors: [0, 0] })
    const perceptron = { ...sphere, architecture: 'perceptron' as const }
    expect(
      await ending({ ...committee, machine: perceptron, units: 1, inputs: 60, alpha: 0.5, replicas: 2, sweeps: 200 }),
    ).toMatchObject({ patterns: 30, done: true })
  })

  test('is left alone when nobody watches', async () => {
    const [first] = await lastValueFrom(jobs.live({ ...committee, sweeps: 10_000_000 }).pipe(take(1), toArray()))
    expect(first.done).toBe(false)
  })
})

test('what cannot be a machine is refused with what to do', async () => {
  expect(machine({ activation: sign, weights: binary }).readout).toBe('uniform')
  for (const [change, message] of [
    [{ inputs: 300 }, /^invalid inputs: 300; expected a multiple of the 9 units of a tree: 297 or 306/],
    [{ inputs: 90 }, /units of 10 inputs can have fields of 0.*use an odd number of inputs/],
    [{ machine: { ...committee.machine, activation: 'relu' } }, /9 units cannot balance relu.*use an even number/],
    [{ machine: { ...committee.machine, weights: 'ternary' } }, /weights ternary have no finite machine/],
    [
      { machine: { ...committee.machine, architecture: 'perceptron' } },
      /^invalid units: 9; expected 1, as a perceptron has/,
    ],
    [{ alpha: 0 }, /^invalid alpha: 0; expected a load of at least/],
    [{ inputs: 9_000_009 }, /^invalid inputs: 9000009; expected at most 5000/],
    [{ replicas: 0 }, /^invalid replicas: 0/],
    [{ sweeps: 0.5 }, /^invalid sweeps: 0.5/],
    [{ seed: -1 }, /^invalid seed: -1/],
  ] as const) {
    await expect(all({ ...committee, ...change } as LiveOptions)).rejects.toThrow(message)
  }
})
