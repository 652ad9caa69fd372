// The engine on real threads, with the worker bundled from the sources.
import type { Worker } from 'node:worker_threads'
import { lastValueFrom, type Observable, toArray } from 'rxjs'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import type { Machine } from '../../src/engine/machine.js'
import { engineOf } from '../../src/job/engine-of.js'
import { jobs } from '../../src/job/jobs.js'
import { bundled } from './bundle.js'

let bundle: Awaited<ReturnType<typeof bundled>>
beforeAll(async () => {
  bundle = await bundled()
}, 60_000)
afterAll(() => bundle.remove())

const open: Engine[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})
function threads() {
  const workers: Worker[] = []
  const spawn = vi.fn(() => {
    const worker = bundle.spawn()
    workers.push(worker)
    return worker
  })
  const engine = engineOf({ spawn, size: 2 })
  open.push(engine)
  return { engine, spawn, workers }
}

const machine: Machine = { architecture: 'committee', activation: 'relu', weights: 'binary', margin: 0 }
/** Its kernel takes a second or more in one step. */
const steep: Machine = { ...machine, activation: 'formula:tanh(12*x)' }
const all = <T>(events: Observable<T>) => lastValueFrom(events.pipe(toArray()))
const begun = (worker: Worker) => new Promise<void>((resolve) => worker.once('message', () => resolve()))
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

describe('the engine', () => {
  test('hands over what the jobs compute, to the last bit', async () => {
    const { engine } = threads()
    const dense = { replicas: Number.POSITIVE_INFINITY, distance: 0.05 }
    for (const [there, here] of [
      [engine.shape(machine), jobs.shape({ machine })],
      [engine.entropy(machine, 1), jobs.entropy({ machine, to: 1 })],
      [engine.localEntropy(machine, 0.5), jobs['local-entropy']({ machine, alpha: 0.5 })],
      [engine.franzParisi(machine, 0.5), jobs['franz-parisi']({ machine, alpha: 0.5 })],
      [engine.stabilities(machine, 0.5), jobs.stabilities({ machine, alpha: 0.5 })],
      [engine.stabilities(machine, 0.5, dense), jobs.stabilities({ machine, alpha: 0.5, dense })],
    ] as [Observable<unknown>, Observable<unknown>][]) {
      expect(await lastValueFrom(there)).toEqual(await lastValueFrom(here))
    }
  })

  test('tells thresholds one after the other, and keeps those it has', async () => {
    const { engine } = threads()
    const told = await all(engine.thresholds({ ...machine, weights: 'spherical' }))
    expect(told.map(({ capacity, instability }) => [...Object.keys(capacity), instability !== undefined])).toEqual([
      ['rs', false],
      ['rs', true],
      ['rs', '1rsb', true],
      ['rs', '1rsb', '2rsb', true],
    ])
    const { rs, '1rsb': one, '2rsb': two } = told[3].capacity
    expect([rs, one, two].map((found) => found?.value.toFixed(4))).toEqual(['2.9339', '2.6643', '2.6533'])
  })

  test('can be asked again through the same observable', async () => {
    const { engine, spawn } = threads()
    const curve = engine.entropy(machine, 1)
    expect(await lastValueFrom(curve)).toEqual(await lastValueFrom(curve))
    expect(spawn).toHaveBeenCalledTimes(1)
  })

  test('says what is wrong with a machine, and goes on', async () => {
    const { engine, spawn } = threads()
    const bad = { ...machine, activation: 'rleu' }
    for (const events of [engine.shape(bad), engine.entropy(bad, 1), engine.thresholds(bad)]) {
      await expect(all(events as Observable<unknown>)).rejects.toMatchObject({
        code: 'UNKNOWN_NAME',
        message: expect.stringMatching(/^unknown activation: rleu; did you mean relu\?/),
      })
    }
    expect((await lastValueFrom(engine.entropy(machine, 1))).done).toBe(true)
    expect(spawn).toHaveBeenCalledTimes(1)
  })

  test('has the curve of typical solutions while the others work', async () => {
    const { engine } = threads()
    const order: string[] = []
    const waits = [engine.franzParisi(steep, 0.5), engine.localEntropy(steep, 0.5)].map((slow) =>
      slow.subscribe(() => order.push('slow')),
    )
    await lastValueFrom(engine.entropy(machine, 1))
    order.push('quick')
    for (const wait of waits) wait.unsubscribe()
    expect(order).toEqual(['quick'])
  })
})

describe('a lane is free again', () => {
  test('soon after a job was cancelled between its steps, with the same worker', async () => {
    const { engine, spawn, workers } = threads()
    const curve = engine.entropy(machine, 1)
    await lastValueFrom(curve)
    for (let k = 0; k < 20; k++) {
      const cancelled = engine.entropy(machine, 0.5 + 0.01 * k).subscribe()
      await pause(2)
      cancelled.unsubscribe()
    }
    expect((await lastValueFrom(curve)).done).toBe(true)
    expect(spawn).toHaveBeenCalledTimes(1)
    expect(workers).toHaveLength(1)
  })

  test('soon after a job was cancelled within a long step, with another worker', async () => {
    const { engine, spawn, workers } = threads()
    const told: unknown[] = []
    const cancelled = engine
      .entropy(steep, 1)
      .subscribe({ next: (curve) => told.push(curve), error: (error) => told.push(error) })
    await begun(workers[0])
    await pause(100)
    cancelled.unsubscribe()
    expect((await lastValueFrom(engine.entropy(machine, 1))).done).toBe(true)
    expect(spawn).toHaveBeenCalledTimes(2)
    expect(told).toEqual([])
    // the derivation of the kernel alone would take longer on a quiet machine; leave room on a busy one
  })

  test('after its worker was lost, which the observer is told', async () => {
    const { engine, spawn, workers } = threads()
    const lost = all(
      engine.live({
        machine: { ...machine },
        method: 'anneal',
        units: 2,
        inputs: 500,
        alpha: 3,
        replicas: 5,
        sweeps: 1e6,
        seed: 1,
      }),
    )
    const refusal = expect(lost).rejects.toMatchObject({
      code: 'WORKER_FAILURE',
      message: expect.stringMatching(/^job live was lost with its worker: /),
    })
    await begun(workers[0])
    await workers[0].terminate()
    await refusal
    const short = {
      machine,
      method: 'anneal',
      units: 2,
      inputs: 50,
      alpha: 0.1,
      replicas: 2,
      sweeps: 100,
      seed: 1,
    } as const
    expect((await lastValueFrom(engine.live(short))).done).toBe(true)
    expect(spawn).toHaveBeenCalledTimes(2)
  })
})

test('closed, it fails what is under way and computes no more', async () => {
  const { engine, workers } = threads()
  const lost = expect(all(engine.franzParisi(steep, 0.5))).rejects.toMatchObject({ code: 'WORKER_FAILURE' })
  await begun(workers[0])
  await engine.close()
  await lost
  await expect(all(engine.entropy(machine, 1))).rejects.toMatchObject({ code: 'WORKER_FAILURE' })
})

test('the number of processors is checked', () => {
  for (const size of [0, 1.5, Number.NaN]) {
    expect(() => engineOf({ spawn: () => bundle.spawn(), size })).toThrow(/^invalid size: /)
  }
})
